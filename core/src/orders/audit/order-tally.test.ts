import { describe, expect, it } from 'vitest';
import { orderAuditAlert, orderAuditMessage, orderAuditOutcome } from './order-audit-outcome.ts';
import { endingOf } from './order-findings.ts';
import { type DealtOrder, EMPTY_TALLY, type OrderTally, withOrders, withRowsRead } from './order-tally.ts';

const TIMES = { startedAt: '2026-11-23T06:00:00.000Z', completedAt: '2026-11-23T06:01:00.000Z' };
const shipped: DealtOrder = { orderId: 'a', findings: [{ kind: 'shipped', number: '1-A', ending: 'repaired' }] };
const told: DealtOrder = { orderId: 'b', findings: [{ kind: 'amounts', number: '1-B', ending: 'told' }] };
const stray: DealtOrder = { findings: [{ kind: 'unknown-order', number: '1-X', ending: 'told' }] };
const gone: DealtOrder = {
  orderId: 'c',
  findings: [
    { kind: 'amounts', number: '1-C', ending: 'told' },
    { kind: 'missing', number: '1-C-S2', ending: 'left' },
  ],
};
const well: DealtOrder = { orderId: 'd', findings: [] };

describe('what becomes of a finding', () => {
  it.each([
    ['shipped', true, 'repaired'],
    ['shipped', false, 'left'],
    ['missing', true, 'left'],
    ['duplicate', true, 'left'],
    ['amounts', true, 'told'],
    ['unknown-order', false, 'told'],
  ] as const)('%s, something written: %s, is %s', (kind, isChanged, ending) => {
    expect(endingOf({ kind }, isChanged)).toBe(ending);
  });
});

describe('a tally', () => {
  it('counts orders, findings by kind and ending, and names the gravest first', () => {
    const tally = withOrders(withOrders(EMPTY_TALLY, [told, shipped, well]), [gone, stray]);
    expect(tally).toEqual({
      orders: 4,
      ordoroOrders: 0,
      unreadable: 0,
      failed: 0,
      deviating: 2,
      repaired: { shipped: 1 },
      told: { amounts: 2, 'unknown-order': 1 },
      left: { missing: 1 },
      worst: [
        { orderId: 'c', numbers: ['1-C', '1-C-S2'], kinds: ['missing', 'amounts'] },
        { orderId: 'a', numbers: ['1-A'], kinds: ['shipped'] },
        { orderId: 'b', numbers: ['1-B'], kinds: ['amounts'] },
        { numbers: ['1-X'], kinds: ['unknown-order'] },
      ],
    });
  });

  it('counts an order once, however often it is met', () => {
    expect(withOrders(EMPTY_TALLY, [well, { ...well, isAgain: true }]).orders).toBe(1);
  });

  it('names twenty orders at most', () => {
    const many = Array.from({ length: 50 }, (_, index) => ({ ...shipped, orderId: `o-${index}` }));
    expect(withOrders(EMPTY_TALLY, many).worst).toHaveLength(20);
  });

  it('counts the rows of Ordoro', () => {
    const tally = withRowsRead(withRowsRead(EMPTY_TALLY, { rows: 100, unreadable: 1 }), { rows: 7, unreadable: 0 });
    expect(tally).toMatchObject({ ordoroOrders: 107, unreadable: 1 });
  });
});

describe('the outcome', () => {
  it('is a sentence with counts by kind', () => {
    const outcome = orderAuditOutcome(withOrders(EMPTY_TALLY, [shipped, told, gone]), TIMES);
    expect(outcome).toMatchObject(TIMES);
    expect(orderAuditMessage(outcome)).toBe(
      '3 orders compared with 0 orders of Ordoro: 1 findings repaired (shipped 1); 1 findings left (missing 1); 2 findings only told (amounts 2)',
    );
  });

  it.each([
    ['twenty of 1,999 orders', 20, 1_999, true],
    ['twenty of 2,000 orders', 20, 2_000, false],
    ['nineteen of 100 orders', 19, 100, false],
  ])('is told to people for %s', (_what, deviating, orders, isTold) => {
    const tally: OrderTally = { ...withOrders(EMPTY_TALLY, [shipped]), orders, deviating };
    const alert = orderAuditAlert(orderAuditOutcome(tally, TIMES));
    expect(alert !== undefined).toBe(isTold);
    if (isTold) expect(alert).toContain('The gravest: a.');
  });
});
