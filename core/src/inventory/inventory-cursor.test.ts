import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  changedAfter,
  coveredUpTo,
  type InventoryCursor,
  isCheaperWhole,
  recordsChangedAfter,
  sliceFor,
} from './inventory-cursor.ts';

const START = Date.parse('2026-11-23T10:00:00.000Z');
const MINUTE = 60_000;

const cursor = (more: Partial<InventoryCursor> = {}): InventoryCursor => ({
  time: '2026-11-23T10:00:00.000Z',
  policy: 'p',
  ...more,
});

describe('where reading begins', () => {
  it('is two minutes before the cursor, or where it was asked for', () => {
    expect(changedAfter(cursor(), undefined)).toBe((START - 2 * MINUTE) * 1_000);
    expect(changedAfter(cursor(), START - 60 * MINUTE)).toBe((START - 60 * MINUTE) * 1_000);
  });

  it('is half a minute before the youngest record seen', () => {
    expect(recordsChangedAfter(cursor({ records: '2026-11-23T10:30:00.000Z' }))).toBe('2026-11-23T10:29:30.000Z');
  });

  it('is where the first comparison began as long as no record was seen, however long that is ago', () => {
    expect(recordsChangedAfter(cursor())).toBe('2026-11-23T09:58:00.000Z');
  });

  it('is more careful the next time when Ordoro did not tell its time', () => {
    expect(coveredUpTo(START, START + MINUTE)).toBe('2026-11-23T10:00:00.000Z');
    expect(coveredUpTo(undefined, START)).toBe('2026-11-23T09:50:00.000Z');
  });
});

describe('the rolling comparison', () => {
  const at = (offset: number) => ({ offset, at: '2026-11-23T10:00:00.000Z' });

  it('takes the pages that are due, and keeps the rest of the time for the next run', () => {
    // 20,000 products in 108 minutes: 925 in 5 minutes, of which nine whole pages.
    const slice = sliceFor(cursor({ products: 20_000, rescan: at(300) }), 2, START + 5 * MINUTE);
    expect(slice).toEqual({ offset: 300, rows: 900, upTo: '2026-11-23T10:04:51.600Z' });
  });

  it('waits until a page is due', () => {
    expect(sliceFor(cursor({ products: 1_000, rescan: at(0) }), 2, START + 10 * MINUTE)).toBeUndefined();
    expect(sliceFor(cursor({ products: 1_000, rescan: at(0) }), 2, START + 11 * MINUTE)).toMatchObject({ rows: 100 });
  });

  it('is made up for at once when a whole round was missed, or none was made yet', () => {
    expect(sliceFor(cursor({ products: 14, rescan: at(0) }), 2, START + 108 * MINUTE)).toBe('all');
    expect(sliceFor(cursor({ products: 14 }), 2, START)).toBe('all');
  });

  it('can be switched off', () => {
    expect(sliceFor(cursor({ products: 14, rescan: at(0) }), 0, START + 999 * MINUTE)).toBeUndefined();
  });

  it('comes to every product within the promised time, whatever the number of products', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50_000 }), fc.integer({ min: 1, max: 24 }), (products, hours) => {
        let known = cursor({ products, rescan: at(0) });
        let seenAt = START;
        for (let now = START; now <= START + hours * 60 * MINUTE; now += 5 * MINUTE) {
          const slice = sliceFor(known, hours, now);
          if (slice === undefined) continue;
          if (slice === 'all' || slice.offset + slice.rows >= products) {
            seenAt = now;
            break;
          }
          known = { ...known, rescan: { offset: slice.offset + slice.rows, at: slice.upTo } };
        }
        expect(seenAt).toBeGreaterThan(START);
      }),
      // A last page of a few rows once waited as long as a full one.
      { examples: [[108, 1]] },
    );
  });
});

describe('reading the whole list', () => {
  it('is cheaper when more single products are wanted than it has pages', () => {
    expect(isCheaperWhole(200, { products: 20_000 })).toBe(false);
    expect(isCheaperWhole(201, { products: 20_000 })).toBe(true);
    expect(isCheaperWhole(201, {})).toBe(false);
  });
});
