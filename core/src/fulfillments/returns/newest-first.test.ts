import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NewestFirst, type NewestFirstList, type WalkPosition } from './newest-first.ts';

interface Row {
  readonly name: string;
  readonly at: number | undefined;
}

const START: WalkPosition = { done: undefined, offset: 0 };

/** A list in memory that changes while it is read. */
class ChangingList implements NewestFirstList<Row> {
  pageSize = 5;
  tellsCount = true;
  rows: Row[];
  pages = 0;
  /** Runs before each page is read. */
  beforePage: () => void = () => undefined;
  #now: number;

  constructor(rows: readonly Row[]) {
    this.rows = [...rows].sort((one, other) => (other.at ?? 0) - (one.at ?? 0));
    this.#now = 1_000;
  }

  page(offset: number) {
    this.pages += 1;
    this.beforePage();
    const { pageSize } = this;
    return Promise.resolve({
      count: this.tellsCount ? this.rows.length : undefined,
      pageSize,
      rows: this.rows.slice(offset, offset + pageSize),
    });
  }

  changedAt({ at }: Row): number | undefined {
    return at;
  }

  nameOf({ name }: Row): string {
    return name;
  }

  /** Somebody changes the row at this place: it moves to the top. */
  touch(index: number): void {
    const [row] = this.rows.splice(index % Math.max(1, this.rows.length), 1);
    if (row !== undefined) this.rows.unshift({ ...row, at: this.#tick() });
  }

  insert(): void {
    const at = this.#tick();
    this.rows.unshift({ name: `new ${at}`, at });
  }

  remove(index: number): void {
    this.rows.splice(index % Math.max(1, this.rows.length), 1);
  }

  /** Rows of one time in another order. */
  shuffle(rank: (name: string) => number): void {
    this.rows.sort((one, other) => (other.at ?? 0) - (one.at ?? 0) || rank(one.name) - rank(other.name));
  }

  #tick(): number {
    this.#now += 1;
    return this.#now;
  }
}

const rowsAt = (...times: readonly (number | undefined)[]): Row[] =>
  times.map((at, index) => ({ name: `row ${index}`, at }));

const numbered = (count: number): Row[] => rowsAt(...Array.from({ length: count }, (_none, index) => 900 - index));

async function walk(list: ChangingList, stop = 0, from = START) {
  const steps = [];
  for await (const step of new NewestFirst(list, stop).steps(from)) steps.push(step);
  return { steps, rows: steps.flatMap(({ rows }) => rows.map(({ row }) => row)) };
}

describe('a walk down a list that is sorted newest first', () => {
  it('hands out every row once, down to the end', async () => {
    const list = new ChangingList(numbered(13));
    const { rows, steps } = await walk(list);
    expect(rows).toEqual(list.rows);
    expect(steps.map(({ isLast }) => isLast)).toEqual([false, false, false, true]);
  });

  it('ends on the page with the first row that is too old, which it leaves out', async () => {
    const list = new ChangingList(numbered(40));
    const { rows } = await walk(list, 898);
    expect(rows.map(({ at }) => at)).toEqual([900, 899, 898]);
    expect(list.pages).toBe(1);
  });

  it('of an empty list is one page', async () => {
    const list = new ChangingList([]);
    const { steps } = await walk(list);
    expect(steps).toMatchObject([{ rows: [], isLast: true, hasShrunk: false }]);
  });

  it('overlaps its pages by two rows at most, where times differ', async () => {
    const list = new ChangingList(numbered(100));
    await walk(list);
    expect(list.pages).toBeLessThanOrEqual(Math.ceil(100 / (5 - 2)) + 1);
  });

  it('puts a row without a time beside its neighbour', async () => {
    const list = new ChangingList([]);
    list.rows = rowsAt(undefined, 9, undefined, 8);
    const { steps } = await walk(list);
    expect(steps.flatMap(({ rows }) => rows.map(({ at }) => at))).toEqual([9, 9, 9, 8]);
  });

  it('hands out the rows of a short list although they tell no time, but does not guess in a long one', async () => {
    const short = new ChangingList([]);
    short.rows = rowsAt(undefined, undefined);
    expect((await walk(short, 500)).rows).toHaveLength(2);
    const long = new ChangingList([]);
    long.rows = rowsAt(...Array.from({ length: 6 }, () => undefined));
    await expect(walk(long, 500)).rejects.toThrow('a page tells no time of change');
  });

  it.each([2, 3, 4])('goes on to the end although the list gives only %s rows at once', async (pageSize) => {
    const list = new ChangingList(numbered(23));
    list.pageSize = pageSize;
    expect((await walk(list)).rows).toEqual(list.rows);
  });

  it('fails loudly when the list gives single rows', async () => {
    const list = new ChangingList(numbered(3));
    list.pageSize = 1;
    await expect(walk(list)).rejects.toThrow('Ordoro, the list of returns gives single rows, which cannot be followed');
  });

  it('does not take a list for a shorter one because it stops telling its length', async () => {
    const list = new ChangingList(numbered(13));
    list.beforePage = () => {
      list.tellsCount = list.pages === 1;
    };
    const { rows, steps } = await walk(list);
    expect(rows).toEqual(list.rows);
    expect(steps.some(({ hasShrunk }) => hasShrunk)).toBe(false);
  });

  it('fails loudly when the list is not sorted', async () => {
    const list = new ChangingList([]);
    list.rows = rowsAt(9_000_000, 8_000_000, 8_000_001);
    await expect(walk(list)).rejects.toThrow(
      'not sorted by time of change: 1970-01-01T00:00:08.000001Z comes after 1970-01-01T00:00:08.000000Z',
    );
  });

  it('goes back when rows above it vanished', async () => {
    const list = new ChangingList(numbered(12));
    const all = [...list.rows];
    list.beforePage = () => {
      if (list.pages === 2) list.rows.splice(0, 4);
    };
    const { rows, steps } = await walk(list);
    expect(rows).toEqual(all);
    expect(steps.at(-1)?.hasShrunk).toBe(true);
  });

  it('hands out every row of an instant that does not fit one page', async () => {
    const times = [901, ...Array.from({ length: 17 }, () => 900), 899, 898];
    const list = new ChangingList(rowsAt(...times));
    const { rows } = await walk(list);
    expect(rows.map(({ name }) => name).sort()).toEqual(list.rows.map(({ name }) => name).sort());
  });

  it('walks twice through such an instant although its second page showed nothing new', async () => {
    const list = new ChangingList(rowsAt(900, 900, 900, 900, 900, 900));
    list.beforePage = () => {
      if (list.pages === 2) list.rows.reverse();
    };
    const { rows } = await walk(list);
    expect(rows.map(({ name }) => name).sort()).toEqual(['row 0', 'row 1', 'row 2', 'row 3', 'row 4', 'row 5']);
  });

  it('goes on in the middle of a page', async () => {
    const list = new ChangingList(rowsAt(9, 8, 8, 7, 6, 5, 4));
    const [first] = (await walk(list)).steps;
    expect(first?.positionAfter(0)).toEqual(START);
    expect(first?.positionAfter(1)).toEqual({ done: 9, offset: 0 });
    // One row of the instant 8 is left, so all of them come again.
    expect(first?.positionAfter(2)).toEqual({ done: 9, offset: 0 });
    expect(first?.positionAfter(3)).toEqual({ done: 8, offset: 0 });
    const { rows } = await walk(list, 0, { done: 8, offset: 0 });
    expect(rows.map(({ at }) => at)).toEqual([7, 6, 5, 4]);
  });
});

describe('a walk through a list that changes meanwhile', () => {
  type Change = { readonly kind: 'touch' | 'remove' | 'insert'; readonly index: number };
  /** What happens before each page: often several things at once. */
  const changes = (...kinds: readonly Change['kind'][]): fc.Arbitrary<Change[][]> =>
    fc.array(
      fc.array(fc.record({ kind: fc.constantFrom(...kinds), index: fc.nat(40) }), {
        maxLength: 8,
        size: 'max',
      }),
      { maxLength: 12, size: 'max' },
    );

  /** Rows whose times are told by how many share one. */
  const list = (mostAlike: number) =>
    fc.array(fc.integer({ min: 1, max: mostAlike }), { maxLength: 15, size: 'max' }).map((groups) => {
      const times = groups.flatMap((size, group) => Array.from({ length: size }, () => 900 - group));
      return new ChangingList(rowsAt(...times));
    });

  function carryOut(of: ChangingList, { kind, index }: Change): void {
    if (kind === 'touch') of.touch(index);
    if (kind === 'remove') of.remove(index);
    if (kind === 'insert') of.insert();
  }

  /** Walks with interruptions and returns which of the rows that stayed as they were, were not handed out. */
  async function lost(of: ChangingList, changes: readonly Change[][], stops: readonly number[]) {
    const before = [...of.rows];
    const handed = new Set<string>();
    const left = [...changes];
    const breaks = [...stops];
    of.beforePage = () => {
      for (const next of left.shift() ?? []) carryOut(of, next);
    };
    let position = START;
    let hasShrunk = false;
    let isDone = false;
    while (!isDone) {
      for await (const step of new NewestFirst(of, 0).steps(position)) {
        const stopAt = breaks.shift();
        const handled = stopAt === undefined ? step.rows.length : Math.min(stopAt, step.rows.length);
        for (const { row } of step.rows.slice(0, handled)) handed.add(`${row.name} ${row.at}`);
        position = step.positionAfter(handled);
        hasShrunk ||= step.hasShrunk;
        isDone = step.isLast && handled === step.rows.length;
        if (stopAt !== undefined) break;
      }
    }
    const stayed = new Set(of.rows.map(({ name, at }) => `${name} ${at}`));
    const missing = before
      .map(({ name, at }) => `${name} ${at}`)
      .filter((mark) => stayed.has(mark) && !handed.has(mark));
    return { missing, hasShrunk };
  }

  it('loses no row that stays as it is, whatever else is changed, added or removed', async () => {
    await fc.assert(
      fc.asyncProperty(
        list(3),
        changes('touch', 'remove', 'insert'),
        fc.array(fc.nat(6), { maxLength: 6 }),
        async (of, events, stops) => {
          expect((await lost(of, events, stops)).missing).toEqual([]);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('loses none either when rows of one instant come in another order each time', async () => {
    await fc.assert(
      fc.asyncProperty(list(3), fc.infiniteStream(fc.nat()), async (of, random) => {
        const all = of.rows.map(({ name }) => name).sort();
        of.beforePage = () => {
          const ranks = new Map(of.rows.map(({ name }) => [name, random.next().value as number]));
          of.shuffle((name) => ranks.get(name) ?? 0);
        };
        const { rows } = await walk(of);
        expect(rows.map(({ name }) => name).sort()).toEqual(all);
      }),
    );
  });

  it('loses none of an instant that does not fit one page, while rows are changed and added', async () => {
    await fc.assert(
      fc.asyncProperty(
        list(14),
        changes('touch', 'insert'),
        fc.array(fc.nat(6), { maxLength: 3 }),
        async (of, events, stops) => {
          expect((await lost(of, events, stops)).missing).toEqual([]);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('loses none of such an instant when its rows come in another order once', async () => {
    await fc.assert(
      fc.asyncProperty(list(14), fc.nat(12), fc.infiniteStream(fc.nat()), async (of, page, random) => {
        const all = of.rows.map(({ name }) => name).sort();
        of.beforePage = () => {
          if (of.pages !== page) return;
          const ranks = new Map(of.rows.map(({ name }) => [name, random.next().value as number]));
          of.shuffle((name) => ranks.get(name) ?? 0);
        };
        const { rows } = await walk(of);
        expect(rows.map(({ name }) => name).sort()).toEqual(all);
      }),
      { numRuns: 500 },
    );
  });

  it('loses none of a list that gives fewer rows at once, whatever else is changed or added', async () => {
    await fc.assert(
      fc.asyncProperty(
        list(3),
        fc.integer({ min: 2, max: 4 }),
        changes('touch', 'insert'),
        async (of, size, events) => {
          of.pageSize = size;
          expect((await lost(of, events, [])).missing).toEqual([]);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('says that the list has shrunk when it could have lost some of such an instant', async () => {
    await fc.assert(
      fc.asyncProperty(list(14), changes('touch', 'remove', 'insert'), async (of, events) => {
        const { missing, hasShrunk } = await lost(of, events, []);
        if (!hasShrunk) expect(missing).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
