import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CATALOGUE } from './catalogue.ts';

const DOCUMENT = join(import.meta.dirname, '../../../docs/issues.md');

/** Rows of the issue tables: four cells, the first a code. Other tables of the document have fewer cells. */
function documentedIssues(): { code: string; leadsTo: string; meaning: string; howToFix: string }[] {
  return readFileSync(DOCUMENT, 'utf8')
    .split('\n')
    .map((line) => /^\| `([^`]+)` \| `([^`]+)` \| (.+) \| (.+) \|$/.exec(line))
    .flatMap((row) => (row === null ? [] : [{ code: row[1]!, leadsTo: row[2]!, meaning: row[3]!, howToFix: row[4]! }]));
}

describe('docs/issues.md', () => {
  it('says of every issue code what the catalogue says, word by word', () => {
    const documented = documentedIssues().map(({ code, ...entry }) => [code, entry] as const);
    expect(Object.fromEntries(documented)).toEqual(CATALOGUE);
  });

  it('has one row for each code', () => {
    const codes = documentedIssues().map(({ code }) => code);
    expect(codes.sort()).toEqual(Object.keys(CATALOGUE).sort());
  });

  it('can be written as tables: no text of the catalogue holds a cell border or a line break', () => {
    const texts = Object.values(CATALOGUE).flatMap(({ meaning, howToFix }) => [meaning, howToFix]);
    expect(texts.filter((text) => /[|\n]/.test(text))).toEqual([]);
  });
});
