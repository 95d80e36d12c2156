import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ORDER_ID, ordoroLine, ordoroOrder } from '../../tests/generators/situations.ts';
import { textOfMicros } from '../ordoro/instants.ts';
import type { OrdoroOrder } from '../ordoro/readers.ts';
import { readShippingInfo } from '../ordoro/shipping-info-reader.ts';
import { withRows } from './known-orders.ts';

const NUMBERS = ['1-A', '1-A-1', '1-A-2', '1-B'];
const START = 1_767_323_040_000_000;

const infos = fc.constantFrom(
  undefined,
  {},
  { void: true },
  { tracking_number: null },
  { tracking_number: 'T1', carrier_name: 'UPS' },
  { packages: [{ tracking_number: 'T2' }, { tracking_number: 'T3' }] },
);
const lines = fc.constantFrom(
  [],
  [ordoroLine()],
  [ordoroLine({ cartOrderId: undefined, lineItemId: undefined })],
  [ordoroLine(), ordoroLine({ id: 9002, lineItemId: 'line-2' })],
  [ordoroLine(), ordoroLine({ id: 9002, cartOrderId: undefined, lineItemId: undefined })],
  [ordoroLine(), ordoroLine({ id: 9002, cartOrderId: 'ffffffff-ffff-4fff-8fff-ffffffffffff' })],
);

/** Readings of a family of orders in all states, each number with one id. */
const readings = fc
  .record({
    at: fc.nat({ max: 19 }),
    number: fc.constantFrom(...NUMBERS),
    status: fc.constantFrom('awaiting_fulfillment', 'dropshipment_requested', 'shipped', 'cancelled', 'new'),
    info: infos,
    lines,
    isParent: fc.boolean(),
    namesParent: fc.boolean(),
    hasId: fc.boolean(),
  })
  .map(
    ({ at, number, status, info, lines: shown, isParent, namesParent, hasId }): OrdoroOrder =>
      ordoroOrder({
        id: hasId ? 501 + NUMBERS.indexOf(number) : undefined,
        orderNumber: number,
        status,
        updatedDate: textOfMicros(START + at),
        lines: shown,
        isParent: isParent && number === '1-A',
        parentOrderNumber: namesParent && number.startsWith('1-A-') ? '1-A' : undefined,
        shippingInfo: readShippingInfo(info),
      }),
  );
const sequences = fc.array(readings, { maxLength: 12 });
const distinct = fc.uniqueArray(readings, { maxLength: 12, selector: ({ updatedDate }) => updatedDate });

describe('taking in what was read', () => {
  it('a second time changes nothing', () => {
    fc.assert(
      fc.property(sequences, sequences, (earlier, rows) => {
        const known = withRows([], earlier, ORDER_ID);
        const once = withRows(known, rows, ORDER_ID);
        expect(withRows(once, rows, ORDER_ID)).toEqual(once);
      }),
    );
  });

  it('of nothing changes nothing', () => {
    fc.assert(
      fc.property(sequences, (rows) => {
        const known = withRows([], rows, ORDER_ID);
        expect(withRows(known, [], ORDER_ID)).toEqual(known);
      }),
    );
  });

  it('does not depend on the order in which the rows were listed', () => {
    const shuffled = distinct.chain((rows) =>
      fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })),
    );
    fc.assert(
      fc.property(sequences, shuffled, (earlier, [rows, mixed]) => {
        const known = withRows([], earlier, ORDER_ID);
        expect(withRows(known, mixed, ORDER_ID)).toEqual(withRows(known, rows, ORDER_ID));
      }),
    );
  });

  it('one by one, as Ordoro changed them, comes to the same as all at once', () => {
    const withoutTimes = (known: ReturnType<typeof withRows>) => known.map(({ seenAt: _time, ...order }) => order);
    fc.assert(
      fc.property(distinct, (rows) => {
        const inOrder = [...rows].sort((a, b) => ((a.updatedDate ?? '') < (b.updatedDate ?? '') ? -1 : 1));
        const oneByOne = inOrder.reduce<ReturnType<typeof withRows>>(
          (known, row) => withRows(known, [row], ORDER_ID),
          [],
        );
        expect(withoutTimes(oneByOne)).toEqual(withoutTimes(withRows([], rows, ORDER_ID)));
      }),
    );
  });

  it('shows each number as its newest reading does: status and whether it was split', () => {
    fc.assert(
      fc.property(distinct, (rows) => {
        const known = withRows([], rows, ORDER_ID);
        for (const order of known) {
          const own = rows.filter(({ orderNumber }) => orderNumber === order.number);
          const newest = own.reduce((a, b) => ((a.updatedDate ?? '') > (b.updatedDate ?? '') ? a : b));
          expect(order.status).toBe(newest.status === 'new' ? 'unknown' : newest.status);
          const hasChild = rows.some(({ parentOrderNumber }) => parentOrderNumber === order.number);
          expect(order.isParent ?? false).toBe(newest.isParent || hasChild);
          if (order.status === 'awaiting_fulfillment' || order.isParent === true || order.isVoid === true)
            expect(order.shipment).toBeUndefined();
          else if (order.status === 'shipped') expect(order.shipment).toBeDefined();
        }
      }),
    );
  });
});
