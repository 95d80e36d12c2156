import { describe, expect, it } from 'vitest';
import { acceptedRecord, knownOrder, ordoroOrder } from '../../../tests/generators/situations.ts';
import type { OrdoroFinancial } from '../../ordoro/readers.ts';
import type { SentField } from '../../records/order-changes.ts';
import { looseHash, shownValue, strictHash } from '../changes/field-values.ts';
import { differingAmounts } from './differing-amounts.ts';

const NUMBER = '1-A-1000';
const SENT: OrdoroFinancial = {
  product_amount: 20,
  shipping_amount: 5,
  tax_amount: 0,
  discount_amount: 0,
  grand_total: 25,
  credit_card_issuer: undefined,
};

/** The row with these amounts. */
function row(financial: OrdoroFinancial | undefined, more: Parameters<typeof ordoroOrder>[0] = {}) {
  return ordoroOrder({ content: { ...ordoroOrder().content, financial }, ...more });
}

const value = shownValue('amounts', row(SENT).content)!;
const asSent: SentField = { ours: 'v1.x', theirs: { [NUMBER]: strictHash(value) } };

/** Numbers found when this is remembered of the amounts that were sent. */
function found(amounts: SentField | undefined, shown = row(SENT), order = knownOrder()): string[] {
  const fields = amounts === undefined ? {} : { amounts };
  return differingAmounts(acceptedRecord([order], { changes: { sent: [{ part: 1, fields, lines: {} }] } }), [shown]);
}

const changed = row({ ...SENT, grand_total: 24.99 });

describe('amounts in Ordoro', () => {
  it('are as they were after the last write', () => {
    expect(found(asSent)).toEqual([]);
  });

  it('differ when somebody changed one of them by a cent', () => {
    expect(found(asSent, changed)).toEqual([NUMBER]);
  });

  it('are compared with what was sent where nothing else is remembered', () => {
    const expected: SentField = { ours: 'v1.x', expected: looseHash('amounts', value) };
    expect(found(expected)).toEqual([]);
    expect(found(expected, changed)).toEqual([NUMBER]);
  });

  it.each([
    ['nothing was remembered', undefined, changed, knownOrder()],
    ['what was sent last is in doubt', { ...asSent, ours: '' }, changed, knownOrder()],
    ['a newer value is on its way', { ...asSent, attempted: ['x'] }, changed, knownOrder()],
    ['Ordoro does not show them', asSent, row(undefined), knownOrder()],
    ['the order is cancelled', asSent, { ...changed, status: 'cancelled' }, knownOrder()],
    ['the order is the child of a split', asSent, changed, knownOrder({ parentNumber: '1-A' })],
    ['the order was merged with another one', asSent, changed, knownOrder({ isShared: true })],
  ])('are not compared when %s', (_when, amounts, shown, order) => {
    expect(found(amounts, shown, order)).toEqual([]);
  });
});
