import { describe, expect, it } from 'vitest';
import { table, wrapped } from './table.ts';

describe('the table', () => {
  it('is as wide as its widest lines', () => {
    expect(
      table(
        ['a', 'bb'],
        [
          ['1', 'long'],
          ['ü22', ''],
        ],
      ),
    ).toBe(['a    bb', '---  ----', '1    long', 'ü22'].join('\n'));
  });

  it('shows the lines of a cell below each other in their column', () => {
    expect(
      table(
        ['a', 'b'],
        [
          ['1\n2', 'x'],
          ['3', 'y\nz'],
        ],
      ),
    ).toBe(['a  b', '-  -', '1  x', '2', '3  y', '   z'].join('\n'));
  });

  it('cuts what is longer than a column may be', () => {
    const [, , line = ''] = table(['a'], [['x'.repeat(70)]]).split('\n');
    expect([line.length, line.endsWith('x…')]).toEqual([64, true]);
  });
});

describe('a wrapped text', () => {
  it('breaks between words and leaves long words whole', () => {
    expect(wrapped('two words and unbreakable', 9)).toBe('two words\nand\nunbreakable');
  });
});
