import { describe, expect, it } from 'vitest';
import { inParallel } from './in-parallel.ts';

const NUMBERS = Array.from({ length: 12 }, (_none, index) => index);

/** Lets everything that was begun go one step on. */
const step = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('work on several things', () => {
  it('is begun in their order, five at once', async () => {
    const begun: number[] = [];
    let [now, most] = [0, 0];
    await inParallel(NUMBERS, async (number, index) => {
      begun.push(number);
      expect(index).toBe(number);
      now += 1;
      most = Math.max(most, now);
      await step();
      now -= 1;
    });
    expect(begun).toEqual(NUMBERS);
    expect(most).toBe(5);
  });

  it('comes to its end for each of them when one fails, and then fails with the first error', async () => {
    const ended: number[] = [];
    const work = inParallel(NUMBERS, async (number) => {
      await step();
      if (number === 3 || number === 7) throw new Error(`number ${number}`);
      ended.push(number);
    });
    await expect(work).rejects.toThrow('number 3');
    expect(ended).toEqual([0, 1, 2, 4, 5, 6, 8, 9, 10, 11]);
  });
});
