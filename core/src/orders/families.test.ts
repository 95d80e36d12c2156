import { describe, expect, it } from 'vitest';
import { ORDER_ID, ordoroLine, ordoroOrder } from '../../tests/generators/situations.ts';
import type { OrdoroOrder } from '../ordoro/readers.ts';
import { familiesOf } from './families.ts';

const first = ordoroOrder();
const second = ordoroOrder({ id: 502, orderNumber: '1-A-1000-D2' });
const child = (number: string, id: number, parentOrderNumber: string, more: Partial<OrdoroOrder> = {}) =>
  ordoroOrder({ id, orderNumber: number, parentOrderNumber, ...more });

/** Numbers by what the rows are to each other. */
function told(...hits: readonly OrdoroOrder[]) {
  const families = familiesOf(hits);
  const numbersOf = (rows: readonly OrdoroOrder[] = []) => rows.map(({ orderNumber }) => orderNumber);
  return {
    kept: families?.kept.orderNumber,
    family: numbersOf(families?.family),
    strangers: numbersOf(families?.strangers),
    undecided: numbersOf(families?.undecided),
  };
}

describe('of several Ordoro orders with the id of one part', () => {
  it('the oldest counts, and the other is a duplicate', () => {
    const expected = { kept: '1-A-1000', family: ['1-A-1000'], strangers: ['1-A-1000-D2'], undecided: [] };
    expect(told(second, first)).toEqual(expected);
    expect(told(first, second)).toEqual(expected);
  });

  it('the creation time tells where ids are missing', () => {
    const late = { ...second, id: undefined, createdDate: '2026-01-02T03:31:00Z' };
    expect(told(late, { ...first, id: undefined })).toMatchObject({ kept: '1-A-1000', strangers: ['1-A-1000-D2'] });
  });

  it('one that is not cancelled counts before one that is, which is no duplicate then', () => {
    expect(told({ ...first, status: 'cancelled' }, second)).toMatchObject({ kept: '1-A-1000-D2', strangers: [] });
    expect(told(first, { ...second, status: 'cancelled' })).toMatchObject({ kept: '1-A-1000', strangers: [] });
    const both = [first, second].map((row) => ({ ...row, status: 'cancelled' }));
    expect(told(...both)).toMatchObject({ kept: '1-A-1000', strangers: [] });
  });

  it('children, grandchildren and the parents that they name are one family', () => {
    const parent = { ...first, isParent: true };
    const middle = child('1-A-1000-1', 601, '1-A-1000', { isParent: true });
    const grandchild = child('1-A-1000-1-1', 701, '1-A-1000-1');
    const other = child('1-A-1000-2', 602, '1-A-1000');
    expect(told(grandchild, other, middle, parent)).toEqual({
      kept: '1-A-1000-2',
      family: ['1-A-1000', '1-A-1000-1', '1-A-1000-2', '1-A-1000-1-1'],
      strangers: [],
      undecided: [],
    });
  });

  it('a grandchild whose parent is not among them is undecided, not a duplicate', () => {
    const grandchild = child('1-A-1000-1-1', 701, '1-A-1000-1');
    const other = child('1-A-1000-2', 602, '1-A-1000');
    expect(told(other, grandchild)).toEqual({
      kept: '1-A-1000-2',
      family: ['1-A-1000-2'],
      strangers: [],
      undecided: ['1-A-1000-1-1'],
    });
  });

  it('a split one counts before an older number that nobody touched', () => {
    const other = child('1-A-1000-2', 602, '1-A-1000', { siblingNumbers: ['1-A-1000-1'] });
    expect(told(second, other)).toMatchObject({ kept: '1-A-1000-2', strangers: ['1-A-1000-D2'] });
  });

  it('a merged one is undecided', () => {
    const lines = [ordoroLine(), ordoroLine({ id: 9002, cartOrderId: `${ORDER_ID}-S2` })];
    expect(told(first, { ...second, lines })).toMatchObject({ strangers: [], undecided: ['1-A-1000-D2'] });
  });

  it('two may bear one number, where their ids tell them apart', () => {
    expect(told(first, { ...second, orderNumber: '1-A-1000' })).toMatchObject({ strangers: ['1-A-1000'] });
    expect(told(first, { ...first, updatedDate: '2026-01-02T05:00:00Z' })).toMatchObject({ strangers: [] });
  });

  it('none is none', () => {
    expect(familiesOf([])).toBeUndefined();
  });
});
