import { describe, expect, it } from 'vitest';
import {
  accepted,
  acceptedRecord,
  dividedOrder,
  known,
  knownOrder,
  orderContext,
  part,
  shopOrder,
} from '../../tests/generators/situations.ts';
import type { KnownOrdoroOrder } from '../records/known-ordoro-order.ts';
import { exported } from './exported.ts';
import { fulfillmentOf } from './order-fulfillment.ts';

const UNMATCHED = [{ lineId: 9002, sku: 'MUG', quantity: 3 }, { quantity: 1 }];

const issuesOf = (...orders: readonly KnownOrdoroOrder[]) =>
  fulfillmentOf(shopOrder(), acceptedRecord(orders), orderContext()).issues.map(
    ({ code, detail }) => `${code}: ${detail}`,
  );

describe('lines that nothing ties to the order', () => {
  const named = ['unknown-line: 3 x MUG on 1-A-1000', 'unknown-line: 1 x a line without SKU on 1-A-1000'];

  it.each(['awaiting_fulfillment', 'dropshipment_requested', 'shipped', 'unknown'] as const)(
    'are reported of an Ordoro order in status %s',
    (status) => {
      expect(issuesOf(knownOrder({ status, unmatched: UNMATCHED }))).toEqual(named);
    },
  );

  it('do not matter on one that was cancelled, unless it was shipped before', () => {
    expect(issuesOf(knownOrder({ status: 'cancelled', unmatched: UNMATCHED }))).toEqual([]);
    const shipped = knownOrder({ status: 'cancelled', unmatched: UNMATCHED, shipment: { parcels: [] } });
    expect(issuesOf(shipped)).toEqual(named);
  });

  it('do not matter on one that was split', () => {
    expect(
      issuesOf(knownOrder({ isParent: true, unmatched: UNMATCHED }), knownOrder({ number: '1-A-1000-1' })),
    ).toEqual([]);
  });
});

describe('a shipment whose shipping method the merchant removed', () => {
  it('is named, and the message says why there is no delivery', () => {
    const order = dividedOrder();
    const [north] = order.shipping ?? [];
    const left = { ...order, shipping: north === undefined ? [] : [north] };
    const line = { lineItemId: 'line-1', quantity: 1 };
    const orders = ['S1', 'S2'].map((suffix, index) =>
      knownOrder({
        number: `1-A-1000-${suffix}`,
        id: 501 + index,
        status: 'shipped',
        lines: [{ ...line, part: index + 1 }],
        shipment: { parcels: [] },
      }),
    );
    const parts = ['north', 'south'].map((key, index) =>
      part(accepted({ orderNumber: `1-A-1000-S${index + 1}` }), {
        number: index + 1,
        key,
        cartOrderId: `${order.id}-S${index + 1}`,
      }),
    );
    const record = acceptedRecord(orders, { parts });
    expect(fulfillmentOf(left, record, orderContext()).undeliverable).toEqual(['1-A-1000-S2']);
    expect(fulfillmentOf(order, record, orderContext()).undeliverable).toEqual([]);
    expect(exported(known(record, { order: left }), left, record).message).toContain(
      'The order has no shipping method any more for 1-A-1000-S2, so commercetools can take no delivery there; what was shipped shows only in these fields.',
    );
  });
});
