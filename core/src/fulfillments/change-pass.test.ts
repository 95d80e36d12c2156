import { describe, expect, it } from 'vitest';
import { ChangingList, type Version } from '../../tests/changing-list.ts';
import { TransientError } from '../problems/errors.ts';
import { ChangePass, type ListedRow, type PassQuery } from './change-pass.ts';

const SECOND = 1_000_000;

/** Runs a pass to its end; `between` happens after each page. */
function run(list: ChangingList, start = 0, between: (page: number) => void = () => undefined) {
  const pass = new ChangePass<Version>(start);
  const shown: Version[] = [];
  const queries: PassQuery[] = [];
  let completeTo: number | undefined;
  while (pass.next !== undefined) {
    queries.push(pass.next);
    const step = pass.take(list.read(pass.next));
    shown.push(...step.fresh);
    completeTo = step.completeTo;
    between(queries.length);
  }
  return { shown, queries, completeTo };
}

const evenly = (count: number, distance: number) =>
  Array.from({ length: count }, (_none, index) => SECOND + index * distance);

describe('a pass through a list that nobody changes', () => {
  it('shows each row once, oldest change first, and is complete to the last', () => {
    const list = new ChangingList([9 * SECOND, 5 * SECOND, 7 * SECOND]);
    const { shown, completeTo } = run(list);
    expect(shown.map(({ updatedAt }) => updatedAt)).toEqual([5 * SECOND, 7 * SECOND, 9 * SECOND]);
    expect(completeTo).toBe(9 * SECOND);
    expect(list.pages).toBe(1);
  });

  it('is through after one page when nothing changed, and then nothing is certain', () => {
    expect(run(new ChangingList([]))).toEqual({ shown: [], queries: [{ after: 0, offset: 0 }], completeTo: undefined });
  });

  it('begins each page a second before the last row where changes lie apart', () => {
    const { shown, queries } = run(new ChangingList(evenly(250, 2 * SECOND)));
    expect(shown).toHaveLength(250);
    expect(queries).toEqual([
      { after: 0, offset: 0 },
      { after: 198 * SECOND, offset: 0 },
      { after: 396 * SECOND, offset: 0 },
    ]);
  });

  it('walks by offset, each page beginning with the last row of the one before, where more rows share a moment than fit a page', () => {
    const { shown, queries } = run(new ChangingList(evenly(250, 0)));
    expect(shown).toHaveLength(250);
    expect(queries).toEqual([
      { after: 0, offset: 0 },
      { after: 0, offset: 99 },
      { after: 0, offset: 198 },
    ]);
  });

  it('leaves the walk when changes lie apart again', () => {
    const list = new ChangingList([...evenly(150, 0), ...evenly(150, 2 * SECOND).map((date) => date + SECOND)]);
    const { shown, queries } = run(list);
    expect(shown).toHaveLength(300);
    expect(queries.map(({ offset }) => offset)).toEqual([0, 99, 0, 0]);
  });

  it('is one page more when the last one is full', () => {
    const list = new ChangingList(evenly(100, 5 * SECOND));
    expect(run(list).shown).toHaveLength(100);
    expect(list.pages).toBe(2);
  });
});

describe('a pass through a list that changes meanwhile', () => {
  it('shows a row again that changed, in its new version', () => {
    const list = new ChangingList(evenly(150, 2 * SECOND));
    const { shown } = run(list, 0, (page) => {
      if (page === 1) list.change('order-00003', 900 * SECOND);
    });
    const versions = shown.filter(({ identity }) => identity === 'order-00003').map(({ updatedAt }) => updatedAt);
    expect(versions).toEqual([7 * SECOND, 900 * SECOND]);
  });

  it('goes back when rows that changed pulled the others into pages already read', () => {
    const list = new ChangingList(evenly(350, 0));
    const { shown, queries } = run(list, 0, (page) => {
      if (page === 1) for (const index of [1, 2, 3]) list.change(`order-0000${index}`, 900 * SECOND);
    });
    expect(new Set(shown.map(({ identity }) => identity)).size).toBe(350);
    expect(queries.map(({ offset }) => offset)).toEqual([0, 99, 0, 99, 198, 297]);
  });

  it('is not complete beyond a gap until the gap is filled', () => {
    const pass = new ChangePass<Version>(0);
    const list = new ChangingList([...evenly(150, 0), ...evenly(50, 10).map((date) => date + SECOND)]);
    expect(pass.take(list.read(pass.next!)).completeTo).toBe(SECOND);
    list.change('order-00005', 900 * SECOND);
    expect(pass.take(list.read(pass.next!)).completeTo).toBe(SECOND);
    let step = pass.take(list.read(pass.next!));
    expect(step.completeTo).toBe(SECOND);
    while (pass.next !== undefined) step = pass.take(list.read(pass.next));
    expect(step.completeTo).toBe(900 * SECOND);
  });

  it('repeats its walk when equal times came in another order, until that brings nothing new', () => {
    const rows = new ChangingList(evenly(200, 0)).rows;
    const [first, second] = [rows.slice(0, 100), rows.slice(100)];
    // On the second page a row comes again that stood on the first, in the place of order-00150.
    const unsteady = [first.at(-1)!, ...second.filter(({ identity }) => identity !== 'order-00150'), first[4]!];
    const pass = new ChangePass<Version>(0);
    const shown: string[] = [];
    const answers = [
      first,
      unsteady.slice(0, 100),
      [...unsteady.slice(99)],
      first,
      rows.slice(99, 199),
      rows.slice(198),
    ];
    const offsets: number[] = [];
    for (const answer of answers) {
      offsets.push(pass.next!.offset);
      shown.push(...pass.take({ rows: answer, isLast: answer.length < 100 }).fresh.map(({ identity }) => identity));
    }
    expect(offsets).toEqual([0, 99, 198, 0, 99, 198]);
    expect(new Set(shown).size).toBe(200);
    expect(pass.next).toBeUndefined();
  });
});

describe('rows without a date', () => {
  it('are shown once and move nothing', () => {
    const pass = new ChangePass<ListedRow>(0);
    const undated = { identity: 'undated', updatedAt: undefined };
    const rows = [undated, { identity: 'dated', updatedAt: 5 * SECOND }];
    expect(pass.take({ rows, isLast: false })).toEqual({ fresh: rows, completeTo: 5 * SECOND });
    expect(pass.take({ rows: [undated], isLast: true })).toEqual({ fresh: [], completeTo: 5 * SECOND });
    expect(pass.next).toBeUndefined();
  });

  it('are all shown when there are nothing else', () => {
    const rows = Array.from({ length: 250 }, (_none, index) => ({ identity: `${index}`, updatedAt: undefined }));
    const pass = new ChangePass<ListedRow>(0);
    let shown = 0;
    while (pass.next !== undefined) {
      const page = rows.slice(pass.next.offset, pass.next.offset + 100);
      shown += pass.take({ rows: page, isLast: page.length < 100 }).fresh.length;
    }
    expect(shown).toBe(250);
  });
});

describe('a list that cannot be followed', () => {
  it('is an error when its rows are not in the order of change', () => {
    const pass = new ChangePass<ListedRow>(0);
    const rows = [
      { identity: 'a', updatedAt: 2 * SECOND },
      { identity: 'b', updatedAt: undefined },
      { identity: 'c', updatedAt: SECOND },
    ];
    expect(() => pass.take({ rows, isLast: true })).toThrow(
      new TransientError(
        'Ordoro, changed orders: the list is not in the order of change, so it cannot be followed safely',
        {
          platform: 'ordoro',
        },
      ),
    );
  });

  it.each([
    ['gives the same page again and again', () => new ChangingList(evenly(100, 0)).rows],
    [
      'gives its first page only at offset 0',
      ({ offset }: PassQuery) => (offset === 0 ? new ChangingList(evenly(100, 0)).rows : []),
    ],
  ])('is an error when it %s', (_what, answer) => {
    const pass = new ChangePass<Version>(0);
    const readOn = () => {
      while (pass.next !== undefined) pass.take({ rows: answer(pass.next), isLast: false });
    };
    expect(readOn).toThrow('the list shows the same rows again and again');
  });

  it('is walked through by offset when its bound does nothing', () => {
    const list = new ChangingList(evenly(1_000, 2 * SECOND));
    const pass = new ChangePass<Version>(0);
    const shown = new Set<string>();
    let pages = 0;
    while (pass.next !== undefined) {
      pages += 1;
      const step = pass.take(list.read({ after: 0, offset: pass.next.offset }));
      for (const { identity } of step.fresh) shown.add(identity);
    }
    expect(shown.size).toBe(1_000);
    expect(pages).toBeLessThan(25);
  });
});
