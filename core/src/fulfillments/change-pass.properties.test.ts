import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChangingList, type ListManner, type Version } from '../../tests/changing-list.ts';
import { ChangePass } from './change-pass.ts';

const SECOND = 1_000_000;
const LOOK_BACK = 120 * SECOND;
const BEGINNING = 1_000 * SECOND;

/** Changes that happen after a page was read: which rows, by their place at that moment, now or at the last moment of a change. */
interface Upheaval {
  readonly places: readonly number[];
  readonly isSameMoment: boolean;
}

/** Groups of rows that changed at one moment, and the distance to the next group in microseconds. */
const dates = fc
  .array(
    fc.record({
      rows: fc.oneof(
        { weight: 4, arbitrary: fc.integer({ min: 1, max: 4 }) },
        { weight: 1, arbitrary: fc.integer({ min: 90, max: 260 }) },
      ),
      distance: fc.oneof(fc.integer({ min: 1, max: 999 }), fc.integer({ min: 1_000, max: 5 * SECOND })),
    }),
    { maxLength: 40 },
  )
  .map((groups) => {
    let time = BEGINNING;
    return groups.flatMap(({ rows, distance }) => {
      time += distance;
      return Array.from({ length: rows }, () => time);
    });
  });

const manner: fc.Arbitrary<ListManner> = fc.record({
  isInclusive: fc.boolean(),
  pageSize: fc.constantFrom(100, 37),
});

const upheavals: fc.Arbitrary<Upheaval[]> = fc.array(
  fc.record({
    places: fc.array(fc.nat({ max: 2_000 }), { maxLength: 6 }),
    isSameMoment: fc.boolean(),
  }),
  { maxLength: 40 },
);

const nameOf = ({ identity, updatedAt }: Version) => `${identity}@${updatedAt}`;

/** Reads to the end; between pages the list is turned upside down. */
function run(list: ChangingList, start: number, changes: readonly Upheaval[] = []) {
  const pass = new ChangePass<Version>(start);
  const shown: string[] = [];
  let completeTo = start;
  let now = Math.max(BEGINNING, ...list.rows.map(({ updatedAt }) => updatedAt));
  for (let page = 0; pass.next !== undefined; page += 1) {
    const step = pass.take(list.read(pass.next));
    shown.push(...step.fresh.map(nameOf));
    completeTo = step.completeTo ?? completeTo;
    const { places = [], isSameMoment = false } = changes[page] ?? {};
    if (!isSameMoment) now += SECOND / 3;
    for (const place of places) {
      const { rows } = list;
      const row = rows[place % Math.max(1, rows.length)];
      if (row !== undefined) list.change(row.identity, now);
    }
    if (page > 5_000) throw new Error('the pass does not end');
  }
  return { shown, completeTo };
}

describe('a pass', () => {
  it('shows every row of a quiet list once, with at most one page more than they fill', () => {
    fc.assert(
      fc.property(dates, fc.boolean(), (given, isInclusive) => {
        const list = new ChangingList(given, { isInclusive });
        const { shown, completeTo } = run(list, BEGINNING - LOOK_BACK);
        expect(shown).toEqual(list.rows.map(nameOf));
        expect(completeTo).toBe(list.rows.at(-1)?.updatedAt ?? BEGINNING - LOOK_BACK);
        // A page repeats at most two rows of the one before it.
        expect(list.pages).toBeLessThanOrEqual(Math.ceil(Math.max(0, given.length - 100) / 98) + 2);
      }),
      { numRuns: 100 },
    );
  });

  it('reads 1,000 orders in 11 pages, whether they changed at one moment or one after the other', () => {
    fc.assert(
      fc.property(fc.constantFrom(0, 1, 20_000, 400_000, 700_000, 2 * SECOND), (distance) => {
        const list = new ChangingList(Array.from({ length: 1_000 }, (_none, index) => BEGINNING + index * distance));
        expect(run(list, BEGINNING - LOOK_BACK).shown).toHaveLength(1_000);
        expect(list.pages).toBe(11);
      }),
    );
  });

  it('misses no row of a list that changes while it is read: unchanged ones are shown, changed ones in their last version now or in the next pass', () => {
    fc.assert(
      fc.property(dates, manner, upheavals, (given, how, changes) => {
        const list = new ChangingList(given, how);
        const before = list.rows.map(nameOf);
        const first = run(list, BEGINNING - LOOK_BACK, changes);
        const after = list.rows.map(nameOf);
        const [shown, kept] = [new Set(first.shown), new Set(after)];
        expect(before.filter((version) => kept.has(version) && !shown.has(version))).toEqual([]);
        expect(shown.size).toBe(first.shown.length);
        const next = run(list, first.completeTo - LOOK_BACK);
        const known = new Set([...shown, ...next.shown]);
        expect(after.filter((version) => !known.has(version))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('is complete to a moment only when every row unchanged since was shown up to it', () => {
    fc.assert(
      fc.property(dates, upheavals, (given, changes) => {
        const list = new ChangingList(given);
        const pass = new ChangePass<Version>(BEGINNING - LOOK_BACK);
        const shown = new Set<string>();
        let now = Math.max(BEGINNING, ...given);
        for (let page = 0; pass.next !== undefined; page += 1) {
          const { rows } = list;
          const { fresh, completeTo } = pass.take(list.read(pass.next));
          for (const row of fresh) shown.add(nameOf(row));
          const promised = rows.filter(({ updatedAt }) => completeTo !== undefined && updatedAt < completeTo);
          expect(promised.filter((row) => !shown.has(nameOf(row)))).toEqual([]);
          now += SECOND / 2;
          for (const place of changes[page]?.places ?? []) {
            const row = rows[place % Math.max(1, rows.length)];
            if (row !== undefined) list.change(row.identity, now);
          }
        }
      }),
      { numRuns: 100 },
    );
  });
});
