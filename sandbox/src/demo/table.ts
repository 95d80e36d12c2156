/** Characters per column at most; longer cells are cut. */
const MAX_WIDTH = 64;

/** A table for the terminal: a header line, a rule, a line per row. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [header, ...rows].map((row) => row.map(cut));
  const widths = header.map((_, column) => Math.max(...cells.map((row) => [...(row[column] ?? '')].length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - [...cell].length))
      .join('  ')
      .trimEnd();
  const [head = [], ...body] = cells;
  return [line(head), widths.map((width) => '-'.repeat(width)).join('  '), ...body.map(line)].join('\n');
}

function cut(text: string): string {
  const characters = [...text];
  return characters.length <= MAX_WIDTH ? text : `${characters.slice(0, MAX_WIDTH - 1).join('')}…`;
}
