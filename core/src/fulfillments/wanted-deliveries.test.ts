import { describe, expect, it } from 'vitest';
import { customFields } from '../../tests/generators/delivered-order.ts';
import {
  delivering,
  dividedShirtsAndCaps,
  made,
  PARTS,
  shippedOrder,
  shirtsAndCaps,
  units,
} from '../../tests/generators/shipped-orders.ts';
import type { KnownOrdoroOrder } from '../records/known-ordoro-order.ts';
import { type DeliveryFacts, wantedDeliveries } from './wanted-deliveries.ts';

function facts(more: Partial<DeliveryFacts> = {}): DeliveryFacts {
  return { connectorId: 'ordoro', order: shirtsAndCaps(), orders: [], parts: [{ number: 1 }], ...more };
}

describe('a shipped Ordoro order', () => {
  it('is one delivery with its items, parcels and fields', () => {
    const known = shippedOrder('1-A-1000', units(['line-1', 2], ['line-2', 1]), {
      shipment: {
        shippedAt: '2026-01-03T10:00:00.000Z',
        carrier: 'ups',
        service: 'UPS Ground',
        cost: 7.25,
        trackingUrl: 'https://track.example/1Z1',
        trackingNumber: '1Z1',
        estimatedDelivery: '2026-01-06T00:00:00.000Z',
        warehouseId: 15450,
        weightOunces: 16,
        dimensionsInches: { length: 10, width: 3, height: 5 },
        parcels: [{ trackingNumber: '1Z1' }],
      },
    });
    expect(wantedDeliveries(facts({ orders: [known] }))).toEqual({
      deliveries: [
        {
          key: 'ordoro-1-A-1000',
          orderNumber: '1-A-1000',
          items: [
            { id: 'line-1', quantity: 2 },
            { id: 'line-2', quantity: 1 },
          ],
          fields: { ordoroOrderNumber: '1-A-1000', shippedAt: '2026-01-03T10:00:00.000Z', warehouse: '15450' },
          parcels: [
            {
              key: 'ordoro-1-A-1000-1',
              trackingData: { trackingId: '1Z1', carrier: 'UPS', provider: 'Ordoro' },
              measurements: {
                lengthInMillimeter: 254,
                widthInMillimeter: 77,
                heightInMillimeter: 127,
                weightInGram: 454,
              },
              fields: {
                service: 'UPS Ground',
                trackingUrl: 'https://track.example/1Z1',
                shippingCost: 7.25,
                estimatedDelivery: '2026-01-06T00:00:00.000Z',
              },
            },
          ],
        },
      ],
      obsolete: [],
      undeliverable: [],
      issues: [],
      shipped: new Map([
        ['line-1', 2],
        ['line-2', 1],
      ]),
      delivered: new Map([
        ['line-1', 2],
        ['line-2', 1],
      ]),
      shipments: 1,
      allArrived: false,
    });
  });

  it('shows each package as a parcel; the tracking page stands on the main one only, sizes on none', () => {
    const known = shippedOrder('1-A', units(['line-1', 2]), {
      shipment: {
        trackingNumber: 'T2',
        trackingUrl: 'https://track.example/T2',
        cost: 0,
        weightOunces: 16,
        parcels: [{ trackingNumber: 'T1' }, { trackingNumber: 'T2' }, { trackingNumber: 'T1' }],
      },
    });
    expect(wantedDeliveries(facts({ orders: [known] })).deliveries[0]?.parcels).toEqual([
      { key: 'ordoro-1-A-1', trackingData: { trackingId: 'T1', provider: 'Ordoro' }, fields: { shippingCost: 0 } },
      {
        key: 'ordoro-1-A-2',
        trackingData: { trackingId: 'T2', provider: 'Ordoro' },
        fields: { shippingCost: 0, trackingUrl: 'https://track.example/T2' },
      },
    ]);
  });

  it('without tracking is a delivery without parcel', () => {
    const { deliveries } = wantedDeliveries(facts({ orders: [shippedOrder('1-A', units(['line-1', 1]))] }));
    expect(deliveries).toMatchObject([{ items: [{ id: 'line-1', quantity: 1 }], parcels: [] }]);
  });

  it('whose lines all lost their ids is a delivery without items, so that its tracking is not lost', () => {
    const known = shippedOrder('1-A-2', [], {
      unmatched: [{ sku: 'SHIRT', quantity: 1 }],
      shipment: { parcels: [{ trackingNumber: 'T' }] },
    });
    expect(wantedDeliveries(facts({ orders: [known] })).deliveries).toMatchObject([
      { key: 'ordoro-1-A-2', items: [], parcels: [{ trackingData: { trackingId: 'T' } }] },
    ]);
  });

  it('that holds lines of other orders only is none', () => {
    const { deliveries, shipments } = wantedDeliveries(
      facts({ orders: [shippedOrder('1-A', [], { isShared: true })] }),
    );
    expect({ deliveries, shipments }).toEqual({ deliveries: [], shipments: 0 });
  });

  it.each([
    [
      'is open',
      { number: '1-A', status: 'awaiting_fulfillment' as const, lines: units(['line-1', 2]), inSyncInfo: true },
    ],
    ['is a split parent', shippedOrder('1-A', units(['line-1', 2]), { isParent: true })],
  ])('is no delivery when it %s', (_what, known) => {
    expect(wantedDeliveries(facts({ orders: [known] }))).toMatchObject({ deliveries: [], shipments: 0 });
  });

  it('stays a delivery after it was cancelled in Ordoro: the goods are gone', () => {
    const known = shippedOrder('1-A', units(['line-1', 2]), { status: 'cancelled' });
    expect(wantedDeliveries(facts({ orders: [known] })).deliveries).toHaveLength(1);
  });
});

describe('shipped units', () => {
  it('of one line item in one Ordoro order are summed, and parts of a Single order are one delivery', () => {
    const known = shippedOrder('1-A', units(['line-2', 1], ['line-1', 1], ['line-2', 1, 2]));
    expect(wantedDeliveries(facts({ orders: [known], parts: PARTS })).deliveries).toMatchObject([
      {
        key: 'ordoro-1-A',
        items: [
          { id: 'line-1', quantity: 1 },
          { id: 'line-2', quantity: 2 },
        ],
      },
    ]);
  });

  it('are counted in the order of shipping, then of numbers; what is too much is named by SKU', () => {
    const late = { shipment: { shippedAt: '2026-01-04T10:00:00.000Z' } };
    const first = shippedOrder('1-A-3', units(['line-1', 1]));
    const second = shippedOrder('1-A-4', units(['line-1', 2], ['line-2', 2]));
    const third = shippedOrder('1-A-1', units(['line-2', 3]), late);
    const undated: KnownOrdoroOrder = { ...shippedOrder('1-A-0', units(['line-1', 1])), shipment: { parcels: [] } };
    const wanted = wantedDeliveries(facts({ orders: [undated, third, second, first] }));
    expect(wanted.deliveries.map(({ orderNumber, items }) => [orderNumber, items])).toEqual([
      ['1-A-3', [{ id: 'line-1', quantity: 1 }]],
      [
        '1-A-4',
        [
          { id: 'line-1', quantity: 1 },
          { id: 'line-2', quantity: 2 },
        ],
      ],
      ['1-A-1', [{ id: 'line-2', quantity: 1 }]],
      ['1-A-0', []],
    ]);
    expect(wanted.issues).toEqual([
      { code: 'overshipped', detail: 'CAP: 2 more than ordered' },
      { code: 'overshipped', detail: 'SHIRT: 2 more than ordered' },
    ]);
  });

  it('come after those that others delivered', () => {
    const theirs = made('by hand', [{ id: 'line-1', quantity: 1 }]);
    const wanted = wantedDeliveries(
      facts({ order: delivering(theirs), orders: [shippedOrder('1-A', units(['line-1', 2]))] }),
    );
    expect(wanted).toMatchObject({
      deliveries: [{ items: [{ id: 'line-1', quantity: 1 }] }],
      obsolete: [],
      issues: [{ code: 'overshipped', detail: 'SHIRT: 1 more than ordered' }],
    });
    expect([wanted.shipped.get('line-1'), wanted.delivered.get('line-1')]).toEqual([1, 2]);
  });

  it('of a line that the order does not have any more cannot be delivered', () => {
    const gone = [
      { lineItemId: 'line-9', part: 1, quantity: 2, sku: 'SOCKS' },
      { lineItemId: 'line-8', part: 1, quantity: 1 },
    ];
    expect(
      wantedDeliveries(facts({ orders: [shippedOrder('1-A', [...gone, ...units(['line-1', 1])])] })),
    ).toMatchObject({
      deliveries: [{ items: [{ id: 'line-1', quantity: 1 }] }],
      issues: [
        { code: 'overshipped', detail: 'SOCKS: 2 more than ordered' },
        { code: 'overshipped', detail: 'line-8: 1 more than ordered' },
      ],
    });
  });

  it('are whole and not negative, whatever Ordoro says', () => {
    const known = shippedOrder('1-A', units(['line-1', -1], ['line-2', 1.9]));
    expect(wantedDeliveries(facts({ orders: [known] }))).toMatchObject({
      deliveries: [{ items: [{ id: 'line-2', quantity: 1 }] }],
      issues: [],
    });
  });
});

describe('an order with shipping mode Multiple', () => {
  it('has the delivery of a part under the key of the part', () => {
    const orders = [shippedOrder('1-A-S2', units(['line-1', 1, 2]))];
    expect(wantedDeliveries(facts({ order: dividedShirtsAndCaps(), orders, parts: PARTS })).deliveries).toMatchObject([
      { key: 'ordoro-1-A-S2', shippingKey: 'south' },
    ]);
  });

  it('has one delivery for each part that staff merged into one Ordoro order', () => {
    const orders = [
      shippedOrder('1-A-S1', units(['line-1', 1, 2], ['line-1', 1], ['line-2', 3, 2]), {
        shipment: { parcels: [{ trackingNumber: 'T' }] },
      }),
    ];
    expect(wantedDeliveries(facts({ order: dividedShirtsAndCaps(), orders, parts: PARTS })).deliveries).toMatchObject([
      {
        key: 'ordoro-1-A-S1-S1',
        shippingKey: 'north',
        items: [{ id: 'line-1', quantity: 1 }],
        fields: { ordoroOrderNumber: '1-A-S1' },
        parcels: [{ key: 'ordoro-1-A-S1-S1-1' }],
      },
      {
        key: 'ordoro-1-A-S1-S2',
        shippingKey: 'south',
        items: [
          { id: 'line-1', quantity: 1 },
          { id: 'line-2', quantity: 3 },
        ],
        parcels: [{ key: 'ordoro-1-A-S1-S2-1' }],
      },
    ]);
  });

  it('shows a child without ids with the part that its parent carried', () => {
    const parent: KnownOrdoroOrder = {
      number: '1-A-S2',
      status: 'awaiting_fulfillment',
      isParent: true,
      lines: units(['line-1', 1, 2]),
      inSyncInfo: true,
    };
    const orders = [shippedOrder('1-A-S2-1', [], { parentNumber: '1-A-S2' }), parent];
    expect(wantedDeliveries(facts({ order: dividedShirtsAndCaps(), orders, parts: PARTS })).deliveries).toMatchObject([
      { key: 'ordoro-1-A-S2-1', shippingKey: 'south', items: [] },
    ]);
  });

  it('shows an order without ids and without known parent with the first part', () => {
    const orders = [shippedOrder('1-X', [], { parentNumber: '1-Y' }), shippedOrder('1-Z', [], { parentNumber: '1-Z' })];
    expect(wantedDeliveries(facts({ order: dividedShirtsAndCaps(), orders, parts: PARTS })).deliveries).toMatchObject([
      { key: 'ordoro-1-X', shippingKey: 'north' },
      { key: 'ordoro-1-Z', shippingKey: 'north' },
    ]);
  });

  it('takes no delivery for a part whose shipping method it does not have', () => {
    const orders = [
      shippedOrder('1-A-S1', units(['line-1', 1])),
      shippedOrder('1-A-S3', units(['line-1', 1, 3])),
      shippedOrder('1-A-S4', units(['line-2', 1, 4])),
    ];
    const parts = [...PARTS, { number: 3, key: 'west' }];
    const wanted = wantedDeliveries(facts({ order: dividedShirtsAndCaps(), orders, parts }));
    expect(wanted).toMatchObject({ deliveries: [{ key: 'ordoro-1-A-S1' }], undeliverable: ['1-A-S3', '1-A-S4'] });
    expect(wanted.shipped.get('line-1')).toBe(2);
  });
});

describe('an order without shipping method', () => {
  it('takes no delivery, but its shipped units count', () => {
    const { shippingInfo: _none, ...bare } = shirtsAndCaps();
    const orders = [shippedOrder('1-A', units(['line-1', 2]), { shipment: { isDelivered: true } })];
    const wanted = wantedDeliveries(facts({ order: bare, orders }));
    expect(wanted).toMatchObject({ deliveries: [], undeliverable: ['1-A'], shipments: 1, allArrived: true });
    expect(wanted.delivered.get('line-1')).toBe(2);
  });
});

describe('a delivery on the order', () => {
  const open: KnownOrdoroOrder = {
    number: '1-A',
    status: 'awaiting_fulfillment',
    lines: units(['line-1', 2]),
    inSyncInfo: true,
  };
  const shirt = [{ id: 'line-1', quantity: 1 }];
  const numbered = (number: string) => ({ custom: customFields('ordoro-delivery', { ordoroOrderNumber: number }) });

  it('of ours goes when its shipment was undone, and counts no more', () => {
    const order = delivering(made('ordoro-1-A', shirt, numbered('1-A')), made('ordoro-1-A-2', shirt));
    const child = { ...open, number: '1-A-2' };
    const wanted = wantedDeliveries(facts({ order, orders: [open, child] }));
    expect(wanted.obsolete).toEqual(['id of ordoro-1-A', 'id of ordoro-1-A-2']);
    expect(wanted.delivered.size).toBe(0);
  });

  it.each([
    ['without key', { ...made('x', shirt), key: undefined }],
    ["with the merchant's key", made('mine', shirt)],
    ['with our prefix, for a number that the record does not know', made('ordoro-1-B', shirt)],
    ['of another deployment, by its field', made('ordoro-1-A', shirt, numbered('eu-1-A'))],
  ])('%s stays and counts', (_what, { key, ...delivery }) => {
    const order = delivering({ ...delivery, ...(key === undefined ? {} : { key }) });
    const wanted = wantedDeliveries(facts({ order, orders: [open] }));
    expect(wanted.obsolete).toEqual([]);
    expect(wanted.delivered.get('line-1')).toBe(1);
    expect(wanted.allArrived).toBe(false);
  });

  it.each([
    ['is split', { isParent: true as const }, true],
    ['is void', { status: 'shipped' as const, isVoid: true as const }, true],
    ['is requested as dropshipment', { status: 'dropshipment_requested' as const }, true],
    ['is cancelled', { status: 'cancelled' as const }, false],
    [
      'the connector cancelled, because it was open',
      { status: 'cancelled' as const, cancelledByUs: true as const },
      true,
    ],
    ['is in a state that nobody knows', { status: 'unknown' as const }, false],
    ['is shipped, but Ordoro does not tell how', { status: 'shipped' as const }, false],
  ])('of ours for an Ordoro order that %s, goes or stays', (_what, look, goes) => {
    const order = delivering(made('ordoro-1-A', shirt, numbered('1-A')));
    const wanted = wantedDeliveries(facts({ order, orders: [{ ...open, ...look }] }));
    expect(wanted.obsolete).toEqual(goes ? ['id of ordoro-1-A'] : []);
    expect(wanted.delivered.get('line-1')).toBe(goes ? undefined : 1);
  });

  it('of ours goes when all lines of the order were moved out of the shipment again', () => {
    const order = delivering(made('ordoro-1-B', shirt, numbered('1-B')));
    const orders = [open, shippedOrder('1-B', [], { isShared: true })];
    const wanted = wantedDeliveries(facts({ order, orders }));
    expect(wanted).toMatchObject({ deliveries: [], obsolete: ['id of ordoro-1-B'], shipments: 0 });
    expect(wanted.delivered.size).toBe(0);
    const lost = shippedOrder('1-B', [], { isShared: true, unmatched: [{ quantity: 1 }] });
    expect(wantedDeliveries(facts({ order, orders: [open, lost] })).obsolete).toEqual([]);
  });

  it('of ours stays while commercetools takes no other for its shipment', () => {
    const lost = made('ordoro-1-A-S3', shirt);
    const orders = [shippedOrder('1-A-S3', units(['line-1', 1, 3]))];
    const wanted = wantedDeliveries(facts({ order: dividedShirtsAndCaps([lost]), orders, parts: PARTS }));
    expect(wanted).toMatchObject({ deliveries: [], obsolete: [], undeliverable: ['1-A-S3'] });
    expect(wanted.delivered.get('line-1')).toBe(1);
  });

  it('of a part that is not merged any more goes', () => {
    const order = dividedShirtsAndCaps([made('ordoro-1-A-S1-S1', shirt)], [made('ordoro-1-A-S1-S2', shirt)]);
    const orders = [shippedOrder('1-A-S1', units(['line-1', 1])), shippedOrder('1-A-S2', units(['line-1', 1, 2]))];
    expect(wantedDeliveries(facts({ order, orders, parts: PARTS }))).toMatchObject({
      deliveries: [{ key: 'ordoro-1-A-S1' }, { key: 'ordoro-1-A-S2' }],
      obsolete: ['id of ordoro-1-A-S1-S1', 'id of ordoro-1-A-S1-S2'],
    });
  });
});

describe('shipments', () => {
  const arrived = { shipment: { isDelivered: true as const } };

  it('have all arrived when the carriers say so of each', () => {
    const both = [
      shippedOrder('1-A-1', units(['line-1', 1]), arrived),
      shippedOrder('1-A-2', units(['line-1', 1]), arrived),
    ];
    expect(wantedDeliveries(facts({ orders: both })).allArrived).toBe(true);
    const one = [shippedOrder('1-A-1', units(['line-1', 1]), arrived), shippedOrder('1-A-2', units(['line-1', 1]))];
    expect(wantedDeliveries(facts({ orders: one })).allArrived).toBe(false);
  });
});
