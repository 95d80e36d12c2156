import { describe, expect, it } from 'vitest';
import { countOf, pageSizeOf } from './list-envelope.ts';

describe('the size of a page', () => {
  it.each([
    [{ limit: 50 }, 50],
    [{ limit: 100 }, 100],
    [{ limit: 500 }, 100],
    [{ limit: 0 }, 100],
    [{ limit: '50' }, 100],
    [{}, 100],
    [null, 100],
    ['text', 100],
  ])('of an answer with %j is %s, when a hundred rows were asked for', (body, size) => {
    expect(pageSizeOf(body, 100)).toBe(size);
  });
});

describe('the length of a list', () => {
  it.each([
    [{ count: 0 }, 0],
    [{ count: 250 }, 250],
    [{ count: null }, undefined],
    [{ count: '250' }, undefined],
    [{}, undefined],
    [null, undefined],
  ])('of an answer with %j is %s', (body, count) => {
    expect(countOf(body)).toBe(count);
  });
});
