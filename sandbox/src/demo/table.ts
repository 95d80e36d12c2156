/** Characters per line of a column at most; longer lines are cut. */
const MAX_WIDTH = 64;

/** A table for the terminal: a header line, a rule, then the rows. A line break in a cell begins another line in its column. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = rows.flatMap(linesOf);
  const widths = header.map((title, column) =>
    Math.max(widthOf(title), ...lines.map((cells) => widthOf(cells[column] ?? ''))),
  );
  const line = (cells: readonly string[]) =>
    widths
      .map((width, column) => (cells[column] ?? '') + ' '.repeat(width - widthOf(cells[column] ?? '')))
      .join('  ')
      .trimEnd();
  return [line(header), widths.map((width) => '-'.repeat(width)).join('  '), ...lines.map(line)].join('\n');
}

/** The text broken between words so that no line is longer, but for words that are longer themselves. */
export function wrapped(text: string, width: number): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1) ?? ''} ${word}`.trimStart();
    if (lines.length > 0 && widthOf(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.join('\n');
}

function linesOf(row: readonly string[]): string[][] {
  const columns = row.map((cell) => cell.split('\n').map(cut));
  const height = Math.max(...columns.map((column) => column.length));
  return Array.from({ length: height }, (_, at) => columns.map((column) => column[at] ?? ''));
}

function widthOf(text: string): number {
  return [...text].length;
}

function cut(text: string): string {
  const characters = [...text];
  return characters.length <= MAX_WIDTH ? text : `${characters.slice(0, MAX_WIDTH - 1).join('')}…`;
}
