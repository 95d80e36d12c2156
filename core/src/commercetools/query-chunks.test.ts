import { describe, expect, it } from 'vitest';
import { queryChunks, quoted } from './query-chunks.ts';

describe('values of a query', () => {
  it('stay together while they fit, each once', () => {
    expect(queryChunks(['1-1', '1-2', '1-1'], 100)).toEqual([['1-1', '1-2']]);
    expect(queryChunks([], 100)).toEqual([]);
  });

  it('are divided by their number', () => {
    expect(queryChunks(['a', 'b', 'c'], 2)).toEqual([['a', 'b'], ['c']]);
  });

  it('are divided by the length of the URL, as it is when encoded', () => {
    const values = Array.from({ length: 100 }, (_none, index) => `${index}${'ü'.repeat(50)}`);
    const chunks = queryChunks(values, 100);
    expect(chunks.flat()).toEqual(values);
    expect(chunks.length).toBeGreaterThan(1);
    for (const chunk of chunks) expect(encodeURIComponent(quoted(chunk)).length).toBeLessThan(6_500);
  });

  it('are quoted, also when they hold quotes', () => {
    expect(quoted(['1-1', 'a"b'])).toBe('"1-1", "a\\"b"');
  });
});
