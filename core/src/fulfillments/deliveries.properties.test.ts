import type { Delivery, Order } from '@commercetools/platform-sdk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { delivered } from '../../tests/generators/delivered-order.ts';
import { delivering, dividedShirtsAndCaps, made, PARTS } from '../../tests/generators/shipped-orders.ts';
import type { KnownLine, KnownOrdoroOrder, KnownShipment } from '../records/known-ordoro-order.ts';
import { deliveryActions } from './delivery-actions.ts';
import { deliveriesOf } from './order-deliveries.ts';
import { wantedDeliveries } from './wanted-deliveries.ts';

const NUMBERS = ['1-A-S1', '1-A-S2', '1-A-S1-1', '1-A-S1-2', 'M-7/8'];
const ORDERED = new Map([
  ['line-1', 2],
  ['line-2', 3],
]);

const lines: fc.Arbitrary<KnownLine[]> = fc.array(
  fc.record({
    lineItemId: fc.constantFrom('line-1', 'line-2', 'line-removed'),
    part: fc.constantFrom(1, 1, 2),
    quantity: fc.integer({ min: 0, max: 3 }),
  }),
  { maxLength: 4 },
);

const shipments: fc.Arbitrary<KnownShipment> = fc.record(
  {
    shippedAt: fc.constantFrom('2026-01-03T10:00:00.000Z', '2026-01-03T10:00:00.001Z', '2026-01-04T10:00:00.000Z'),
    carrier: fc.constantFrom('UPS', 'fedex', 'Bike Couriers'),
    service: fc.constantFrom('Ground', 'Express'),
    cost: fc.constantFrom(0, 7.25),
    trackingUrl: fc.constant('https://track.example/T1'),
    trackingNumber: fc.constantFrom('T1', 'T2'),
    warehouseId: fc.constantFrom(1, 2),
    weightOunces: fc.constantFrom(0, 16, 33.3),
    dimensionsInches: fc.constant({ length: 10, width: 3, height: 5 }),
    parcels: fc.array(
      fc.constantFrom('T1', 'T2', 'T3').map((trackingNumber) => ({ trackingNumber })),
      { maxLength: 3 },
    ),
  },
  { requiredKeys: ['parcels'] },
);

const looks: fc.Arbitrary<Omit<KnownOrdoroOrder, 'number'>> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record(
      {
        status: fc.constantFrom('shipped', 'cancelled'),
        lines,
        shipment: shipments,
        parentNumber: fc.constantFrom(...NUMBERS),
        inSyncInfo: fc.boolean(),
      },
      { requiredKeys: ['status', 'lines', 'shipment', 'inSyncInfo'] },
    ),
  },
  {
    weight: 2,
    arbitrary: fc.record(
      { status: fc.constant('awaiting_fulfillment' as const), lines, inSyncInfo: fc.boolean() },
      { requiredKeys: ['status', 'lines', 'inSyncInfo'] },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      status: fc.constant('unknown' as const),
      lines,
      isParent: fc.constant(true as const),
      inSyncInfo: fc.boolean(),
    }),
  },
);

/** What the record knows at one moment; it never forgets a number. */
const moments = fc
  .tuple(...NUMBERS.map(() => looks))
  .map((all) => all.map((look, index): KnownOrdoroOrder => ({ number: NUMBERS[index] ?? '', ...look })));

const foreign: fc.Arbitrary<Delivery[]> = fc
  .array(
    fc.record({
      key: fc.constantFrom('by hand', 'ordoro-1-OTHER', undefined),
      items: fc.array(
        fc.record({ id: fc.constantFrom('line-1', 'line-2', 'custom'), quantity: fc.integer({ min: 1, max: 2 }) }),
        { maxLength: 2 },
      ),
    }),
    { maxLength: 2 },
  )
  .map((drafts) =>
    drafts.map(({ key, items }, index) => {
      const { key: _given, ...delivery } = made('', items, { id: `delivery-${index + 1}` });
      return { ...delivery, ...(key === undefined ? {} : { key: `${key}-${index}` }) };
    }),
  );

const stories = fc.record({
  isDivided: fc.boolean(),
  foreign,
  moments: fc.array(moments, { minLength: 1, maxLength: 4 }),
});

function begin(story: { isDivided: boolean; foreign: readonly Delivery[] }): Order {
  return story.isDivided ? dividedShirtsAndCaps(story.foreign) : delivering(...story.foreign);
}

const wantedFor = (order: Order, orders: readonly KnownOrdoroOrder[]) =>
  wantedDeliveries({ connectorId: 'ordoro', order, orders, parts: PARTS });

/** One look at the order: what is missing is written. */
function look(order: Order, orders: readonly KnownOrdoroOrder[], atMost = 500): Order {
  return delivered(order, deliveryActions(order, wantedFor(order, orders), { atMost }));
}

/** The deliveries without what the platform gives: ids, and the order in which they were made. */
function shown(order: Order) {
  const plain = deliveriesOf(order).map(({ delivery: { id: _id, createdAt: _at, ...delivery }, ...where }) => ({
    ...where,
    ...delivery,
    items: [...delivery.items].sort((a, b) => (a.id < b.id ? -1 : 1)),
    parcels: delivery.parcels
      .map(({ id: _parcelId, createdAt: _made, custom, ...parcel }) => ({ ...parcel, fields: custom?.fields ?? {} }))
      .sort((a, b) => ((a.key ?? '') < (b.key ?? '') ? -1 : 1)),
  }));
  return plain.sort((a, b) => ((a.key ?? '') < (b.key ?? '') ? -1 : 1));
}

describe('the deliveries of any order', () => {
  it('after any history are those of a computation from scratch, and a second look writes nothing', () => {
    fc.assert(
      fc.property(stories, (story) => {
        let order = begin(story);
        for (const orders of story.moments) {
          order = look(order, orders);
          expect(deliveryActions(order, wantedFor(order, orders))).toEqual([]);
          expect(shown(order)).toEqual(shown(look(begin(story), orders)));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('are the wanted ones, exactly', () => {
    fc.assert(
      fc.property(stories, (story) => {
        const [orders = []] = story.moments;
        const order = look(begin(story), orders);
        const wanted = wantedFor(begin(story), orders).deliveries;
        const theirs = new Set(story.foreign.map(({ id }) => id));
        const ours = deliveriesOf(order).filter(({ delivery }) => !theirs.has(delivery.id));
        expect(
          ours
            .map(({ delivery: { key, items, custom, parcels }, shippingKey }) => ({
              key,
              shippingKey,
              items,
              fields: custom?.fields,
              parcels: parcels.map((parcel) => [parcel.key, parcel.trackingData, parcel.measurements]),
            }))
            .sort((a, b) => ((a.key ?? '') < (b.key ?? '') ? -1 : 1)),
        ).toEqual(
          wanted
            .map(({ key, items, fields, parcels, shippingKey }) => ({
              key,
              shippingKey,
              items,
              fields,
              parcels: parcels.map((parcel) => [parcel.key, parcel.trackingData, parcel.measurements]),
            }))
            .sort((a, b) => (a.key < b.key ? -1 : 1)),
        );
      }),
    );
  });

  it('leave alone what others made, and never hold more units than were ordered', () => {
    fc.assert(
      fc.property(stories, (story) => {
        let order = begin(story);
        for (const orders of story.moments) order = look(order, orders);
        const all = deliveriesOf(order).map(({ delivery }) => delivery);
        expect(all).toEqual(expect.arrayContaining(story.foreign));
        const unitsIn = (deliveries: readonly Delivery[], line: string) =>
          deliveries
            .flatMap(({ items }) => items)
            .reduce((sum, { id, quantity }) => sum + (id === line ? quantity : 0), 0);
        for (const [line, ordered] of ORDERED) {
          expect(unitsIn(all, line)).toBeLessThanOrEqual(Math.max(ordered, unitsIn(story.foreign, line)));
        }
        const theirs = new Set(story.foreign.map(({ id }) => id));
        const removed = all.filter(({ id }) => !theirs.has(id)).flatMap(({ items }) => items);
        expect(removed.map(({ id }) => id)).not.toContain('line-removed');
      }),
    );
  });

  it('do not depend on the order in which Ordoro orders and their lines are known', () => {
    fc.assert(
      fc.property(stories, fc.func(fc.integer()), (story, rank) => {
        const [orders = []] = story.moments;
        const mixed = [...orders]
          .sort((a, b) => rank(a.number) - rank(b.number))
          .map((known) => ({ ...known, lines: [...known.lines].reverse() }));
        expect(wantedFor(begin(story), mixed)).toEqual(wantedFor(begin(story), orders));
      }),
    );
  });

  it('are reached in small updates too', () => {
    fc.assert(
      fc.property(stories, fc.integer({ min: 2, max: 5 }), (story, atMost) => {
        let order = begin(story);
        for (const orders of story.moments) order = look(order, orders);
        const orders = story.moments[0] ?? [];
        const goal = shown(look(begin(story), orders));
        for (let round = 0; round < 60; round += 1) order = look(order, orders, atMost);
        expect(shown(order)).toEqual(goal);
      }),
      { numRuns: 30 },
    );
  });
});
