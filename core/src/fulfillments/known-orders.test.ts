import { describe, expect, it } from 'vitest';
import { knownOrder, ORDER_ID, ordoroLine, ordoroOrder } from '../../tests/generators/situations.ts';
import type { OrdoroOrder } from '../ordoro/readers.ts';
import { readShippingInfo } from '../ordoro/shipping-info-reader.ts';
import type { KnownOrdoroOrder, KnownShipment } from '../records/known-ordoro-order.ts';
import { currentOrders, partOfCartOrderId, unknownRelatives, withRows } from './known-orders.ts';

const OTHER_ORDER_ID = 'ffffffff-ffff-4fff-8fff-ffffffffffff';

const SHIPPING_INFO = {
  tracking_number: '1Z-A',
  tracking_url: 'https://track.example/1Z-A',
  carrier_name: 'UPS',
  shipping_method: 'UPS Ground',
  ship_date: '2026-01-02T04:00:00.000000Z',
  cost: 7.25,
  void: false,
};

const SHIPMENT: KnownShipment = {
  shippedAt: '2026-01-02T04:00:00.000Z',
  carrier: 'UPS',
  service: 'UPS Ground',
  cost: 7.25,
  trackingUrl: 'https://track.example/1Z-A',
  trackingNumber: '1Z-A',
  warehouseId: 15450,
  parcels: [{ trackingNumber: '1Z-A' }],
};

/** The order as Ordoro shows it after it was shipped. */
function shippedRow(more: Partial<OrdoroOrder> = {}, info: object = SHIPPING_INFO): OrdoroOrder {
  return ordoroOrder({
    status: 'shipped',
    updatedDate: '2026-01-02T04:00:00.000000Z',
    shippingInfo: readShippingInfo(info),
    ...more,
  });
}

/** The order as the record knows it after that. */
function shipped(more: Partial<KnownOrdoroOrder> = {}): KnownOrdoroOrder {
  return knownOrder({ status: 'shipped', shipment: SHIPMENT, seenAt: '2026-01-02T04:00:00.000000Z', ...more });
}

/** A row read an hour after the shipment. */
function laterRow(more: Partial<OrdoroOrder> = {}): OrdoroOrder {
  return ordoroOrder({ updatedDate: '2026-01-02T05:00:00.000000Z', ...more });
}

/** What the record knows of the only order once this row was read. */
function after(row: OrdoroOrder, before: KnownOrdoroOrder = shipped()): KnownOrdoroOrder {
  const [only, ...others] = withRows([before], [row], ORDER_ID);
  if (only === undefined || others.length > 0) throw new Error('one order was expected');
  return only;
}

describe('an Ordoro order that is read for the first time', () => {
  it('is known with its lines, and not written to syncInfo yet', () => {
    expect(withRows([], [ordoroOrder()], ORDER_ID)).toEqual([
      {
        number: '1-A-1000',
        id: 501,
        status: 'awaiting_fulfillment',
        lines: [{ lineId: 9001, lineItemId: 'line-1', part: 1, quantity: 2, sku: 'SHIRT' }],
        seenAt: '2026-01-02T03:30:00.000000Z',
        inSyncInfo: false,
      },
    ]);
  });

  it('is known with its shipment when it was shipped already', () => {
    expect(withRows([], [shippedRow()], ORDER_ID)).toEqual([shipped({ inSyncInfo: false })]);
  });

  it('is known although Ordoro tells neither ids nor dates', () => {
    const row = ordoroOrder({
      id: undefined,
      updatedDate: undefined,
      warehouseId: undefined,
      lines: [ordoroLine({ id: undefined, sku: undefined })],
    });
    expect(withRows([], [row], ORDER_ID)).toEqual([
      {
        number: '1-A-1000',
        status: 'awaiting_fulfillment',
        lines: [{ lineItemId: 'line-1', part: 1, quantity: 2 }],
        inSyncInfo: false,
      },
    ]);
  });

  it.each([
    ['awaiting_fulfillment', 'awaiting_fulfillment'],
    ['dropshipment_requested', 'dropshipment_requested'],
    ['shipped', 'shipped'],
    ['cancelled', 'cancelled'],
    ['new', 'unknown'],
    ['Shipped', 'unknown'],
    ['', 'unknown'],
  ])('in status "%s" is %s', (word, status) => {
    expect(withRows([], [ordoroOrder({ status: word })], ORDER_ID)).toMatchObject([{ status }]);
  });

  it('comes after those that were known, which stay as they are', () => {
    const child = ordoroOrder({ id: 502, orderNumber: '1-A-1000-1' });
    const known = [knownOrder(), knownOrder({ number: '1-B', id: 77 })];
    const all = withRows(known, [child], ORDER_ID);
    expect(all.map(({ number }) => number)).toEqual(['1-A-1000', '1-A-1000-1', '1-B']);
    expect([all[0], all[2]]).toEqual(known);
  });

  it('are in the order of their numbers, however they were read', () => {
    const numbers = ['1-A-1000-10', '1-B-7', '1-A-1000-2', '1-A-1000'];
    const rows = numbers.map((orderNumber, index) => ordoroOrder({ orderNumber, id: index + 1 }));
    const sorted = ['1-A-1000', '1-A-1000-2', '1-A-1000-10', '1-B-7'];

    expect(withRows([], rows, ORDER_ID).map(({ number }) => number)).toEqual(sorted);
    expect(withRows(withRows([], rows.slice(2), ORDER_ID), rows, ORDER_ID).map(({ number }) => number)).toEqual(sorted);
  });
});

describe('a shipment', () => {
  it('is withdrawn by a row that shows the order open again', () => {
    expect(after(laterRow())).toEqual(knownOrder({ seenAt: '2026-01-02T05:00:00.000000Z' }));
  });

  it('is withdrawn by a row that shows a dropshipment as requested, not done', () => {
    expect(after(laterRow({ status: 'dropshipment_requested' }))).not.toHaveProperty('shipment');
  });

  it.each(['shipped', 'cancelled', 'new'])(
    'is withdrawn by a row in status "%s" whose shipping info is void',
    (status) => {
      const row = laterRow({ status, shippingInfo: readShippingInfo({ ...SHIPPING_INFO, void: true }) });
      expect(after(row)).toMatchObject({ isVoid: true });
      expect(after(row)).not.toHaveProperty('shipment');
    },
  );

  it('is withdrawn by a row that shows the order as a split parent, whatever its status', () => {
    const parent = after(shippedRow({ updatedDate: '2026-01-02T05:00:00.000000Z', isParent: true }));
    expect(parent).toMatchObject({ status: 'shipped', isParent: true });
    expect(parent).not.toHaveProperty('shipment');
  });

  it('is withdrawn by a child that names the order as its parent, although the order itself was not read', () => {
    const child = ordoroOrder({ id: 502, orderNumber: '1-A-1000-1', parentOrderNumber: '1-A-1000' });
    const [parent, known] = withRows([shipped()], [child], ORDER_ID);
    const { shipment: _withdrawn, ...rest } = shipped();
    expect(parent).toEqual({ ...rest, isParent: true });
    expect(known).toMatchObject({ number: '1-A-1000-1', parentNumber: '1-A-1000' });
  });

  it('of a parent stays withdrawn when a row shows the parent as it was before the split', () => {
    const child = knownOrder({ number: '1-A-1000-1', id: 502, parentNumber: '1-A-1000' });
    const [parent] = withRows([knownOrder({ isParent: true }), child], [shippedRow()], ORDER_ID);
    expect(parent).toMatchObject({ isParent: true });
    expect(parent).not.toHaveProperty('shipment');
  });

  it.each([
    ['that nothing was read: absent from the list, or 404', undefined],
    ['of a status that nobody knows', laterRow({ status: 'on_hold' })],
    ['of a status that is missing', laterRow({ status: '' })],
    ['that the order was cancelled, for the goods are gone', laterRow({ status: 'cancelled' })],
    ['of a shipping info that is empty', laterRow({ status: 'shipped', shippingInfo: readShippingInfo({}) })],
    ['of a shipping info that is missing or unreadable', laterRow({ status: 'shipped', shippingInfo: undefined })],
    [
      'of a shipping info that does not mention tracking',
      laterRow({ status: 'shipped', shippingInfo: readShippingInfo({ cost: 1 }) }),
    ],
    ['of an open order as it was before', ordoroOrder({ updatedDate: '2026-01-02T03:59:59.999999Z' })],
  ])('is kept because %s', (_why, row) => {
    const [order] = withRows([shipped()], row === undefined ? [] : [row], ORDER_ID);
    expect(order?.shipment).toEqual(SHIPMENT);
  });

  it('is kept by its order while another order of the same split is open', () => {
    const open = laterRow({ id: 502, orderNumber: '1-A-1000-2' });
    expect(withRows([shipped()], [open], ORDER_ID)[0]).toEqual(shipped());
  });

  it('is replaced as a whole when the label was bought anew', () => {
    const info = { tracking_number: '94-B', package_tracking: null, carrier_name: 'USPS' };
    expect(after(shippedRow({ updatedDate: '2026-01-02T05:00:00.000000Z' }, info)).shipment).toEqual({
      carrier: 'USPS',
      trackingNumber: '94-B',
      warehouseId: 15450,
      parcels: [{ trackingNumber: '94-B' }],
    });
  });

  it('keeps the carrier of a label while the carrier of its account cannot be looked up', () => {
    const { carrier_name: _typed, ...bought } = { ...SHIPPING_INFO, carrier: { id: 31 } };
    const carrierAfter = (info: object) =>
      after(shippedRow({ updatedDate: '2026-01-02T05:00:00.000000Z' }, info)).shipment?.carrier;
    expect(carrierAfter(bought)).toBe('UPS');
    expect(carrierAfter({ ...bought, tracking_number: '94-B' })).toBeUndefined();
    expect(carrierAfter({ ...bought, carrier: null })).toBeUndefined();
  });

  it('loses its tracking only when Ordoro says that there is none', () => {
    const info = { ...SHIPPING_INFO, tracking_number: null, tracking_url: null };
    const { shipment } = after(shippedRow({ updatedDate: '2026-01-02T05:00:00.000000Z' }, info));
    expect(shipment).toMatchObject({ carrier: 'UPS', parcels: [] });
    expect(shipment).not.toHaveProperty('trackingNumber');
  });

  it('without anything known of it is still one: the order was marked as shipped', () => {
    const bare = { warehouseId: 15450, parcels: [] };
    expect(after(shippedRow({}, {}), knownOrder()).shipment).toEqual(bare);
    expect(after(shippedRow({ shippingInfo: undefined }), knownOrder()).shipment).toEqual(bare);
  });

  it('that was voided comes back only when Ordoro shows that it is void no more', () => {
    const voided = after(laterRow({ status: 'shipped', shippingInfo: readShippingInfo({ void: true }) }));
    const unread = after(laterRow({ status: 'shipped', shippingInfo: undefined }), voided);
    expect(unread).toEqual(voided);
    const again = after(shippedRow({ updatedDate: '2026-01-02T06:00:00.000000Z' }), unread);
    expect(again.shipment).toEqual(SHIPMENT);
    expect(again).not.toHaveProperty('isVoid');
  });

  it('is a new one after a void, a re-opening and another shipping, even of unreadable content', () => {
    const voided = after(laterRow({ status: 'shipped', shippingInfo: readShippingInfo({ void: true }) }));
    const open = after(laterRow({ shippingInfo: undefined }), voided);
    expect(open).not.toHaveProperty('isVoid');
    expect(after(laterRow({ status: 'shipped', shippingInfo: undefined }), open).shipment).toEqual({
      warehouseId: 15450,
      parcels: [],
    });
  });
});

describe('what is known of a shipment', () => {
  const shipmentOf = (info: object, row: Partial<OrdoroOrder> = {}) =>
    after(shippedRow(row, info), knownOrder()).shipment;

  it('is a parcel for each tracking number, in the order of Ordoro', () => {
    const info = { packages: [{ tracking_number: 'P2' }, { tracking_number: 'P1' }], tracking_number: 'P1' };
    expect(shipmentOf(info)).toMatchObject({
      trackingNumber: 'P1',
      parcels: [{ trackingNumber: 'P2' }, { trackingNumber: 'P1' }],
    });
  });

  it('has dates in UTC, and none where Ordoro wrote no date', () => {
    const dates = {
      ship_date: '2026-01-01T22:00:00.999999-06:00',
      estimated_delivery_date: '2026-01-05T00:00:00-06:00',
    };
    expect(shipmentOf({ ...SHIPPING_INFO, ...dates })).toMatchObject({
      shippedAt: '2026-01-02T04:00:00.999Z',
      estimatedDelivery: '2026-01-05T06:00:00.000Z',
    });
    expect(shipmentOf({ ...SHIPPING_INFO, ship_date: 'soon' })).not.toHaveProperty('shippedAt');
  });

  it('is weighed and measured when it is one package', () => {
    const info = { ...SHIPPING_INFO, length: 10, width: 8, height: 4 };
    expect(shipmentOf(info, { weightOunces: 12.5 })).toMatchObject({
      weightOunces: 12.5,
      dimensionsInches: { length: 10, width: 8, height: 4 },
    });
  });

  it('is not weighed or measured when it is several packages, or incompletely told', () => {
    const two = { packages: [{ tracking_number: 'P1' }, { tracking_number: 'P2' }], length: 10, width: 8, height: 4 };
    for (const shipment of [
      shipmentOf(two, { weightOunces: 12.5 }),
      shipmentOf({ ...SHIPPING_INFO, length: 10, width: 8 }, { weightOunces: 0 }),
      shipmentOf({ ...SHIPPING_INFO, length: 10, width: 8, height: 0 }, { weightOunces: -1 }),
    ]) {
      expect(shipment).not.toHaveProperty('weightOunces');
      expect(shipment).not.toHaveProperty('dimensionsInches');
    }
  });

  it.each([
    ['delivered', true],
    ['Delivered', true],
    ['in_transit', undefined],
    [null, undefined],
  ])('is delivered in carrier status "%s": %s', (status, isDelivered) => {
    expect(shipmentOf({ ...SHIPPING_INFO, status })?.isDelivered).toBe(isDelivered);
  });
});

describe('a reading', () => {
  it('that is older than the last news says nothing', () => {
    const cancelled = ordoroOrder({ status: 'cancelled', lines: [], updatedDate: '2026-01-02T03:59:59.999999Z' });
    expect(after(cancelled)).toEqual(shipped());
  });

  it('is compared with the last news as an instant, whatever its offset', () => {
    expect(after(ordoroOrder({ updatedDate: '2026-01-01T22:00:00.000000-06:00' }))).toMatchObject({
      status: 'awaiting_fulfillment',
    });
    expect(after(ordoroOrder({ updatedDate: '2026-01-02T05:59:59.999999+02:00' }))).toEqual(shipped());
  });

  it('of the same moment counts: what is there was read from it', () => {
    const row = ordoroOrder({ updatedDate: '2026-01-02T04:00:00.000000Z' });
    expect(after(row)).toMatchObject({ status: 'awaiting_fulfillment' });
  });

  it('without a date counts, and leaves the time of the last news', () => {
    expect(after(ordoroOrder({ updatedDate: undefined }))).toEqual(
      knownOrder({ seenAt: '2026-01-02T04:00:00.000000Z' }),
    );
  });

  it('that is later but shows the same changes nothing, not even its time', () => {
    expect(after(shippedRow({ updatedDate: '2026-01-02T09:00:00.000000Z' }))).toEqual(shipped());
  });

  it('of an order with the same number but another id is not of this order', () => {
    expect(after(laterRow({ id: 999 }))).toEqual(shipped());
  });

  it('that leaves out id and parent does not take them away', () => {
    const child = shipped({ parentNumber: '1-A' });
    expect(after(laterRow({ id: undefined }), child)).toMatchObject({ id: 501, parentNumber: '1-A' });
  });

  it('leaves what the connector itself remembers', () => {
    expect(after(laterRow(), shipped({ inSyncInfo: true, cancelledByUs: true }))).toMatchObject({
      inSyncInfo: true,
      cancelledByUs: true,
    });
  });
});

describe('the lines of an Ordoro order', () => {
  const linesOf = (lines: OrdoroOrder['lines'], before: KnownOrdoroOrder = knownOrder()) => {
    const { lines: known, unmatched, isShared } = after(laterRow({ lines }), before);
    return { lines: known, unmatched, isShared };
  };
  const shirts = { lineId: 9001, lineItemId: 'line-1', part: 1, quantity: 2, sku: 'SHIRT' };
  const anonymous = ordoroLine({ id: 9002, quantity: 1, cartOrderId: undefined, lineItemId: undefined });

  it('are those of this commercetools order; of others it is only known that they are there', () => {
    const other = ordoroLine({ id: 9005, cartOrderId: OTHER_ORDER_ID, lineItemId: 'line-7' });
    expect(linesOf([ordoroLine(), other])).toEqual({ lines: [shirts], unmatched: undefined, isShared: true });
    expect(linesOf([ordoroLine()], knownOrder({ isShared: true })).isShared).toBeUndefined();
  });

  it('are of another order also when its id only begins like ours', () => {
    expect(linesOf([ordoroLine({ cartOrderId: `${ORDER_ID}-X` })])).toEqual({
      lines: [],
      unmatched: undefined,
      isShared: true,
    });
  });

  it('belong to the part that their cart order id names', () => {
    const lines = [
      ordoroLine({ cartOrderId: `${ORDER_ID}-S1` }),
      ordoroLine({ id: 9002, cartOrderId: `${ORDER_ID}-S2`, quantity: 1 }),
    ];
    expect(linesOf(lines).lines).toEqual([
      { ...shirts, part: 1 },
      { ...shirts, lineId: 9002, part: 2, quantity: 1 },
    ]);
  });

  it('of no units are none', () => {
    expect(linesOf([ordoroLine({ quantity: 0 }), { ...anonymous, quantity: 0 }])).toEqual({
      lines: [],
      unmatched: undefined,
      isShared: undefined,
    });
  });

  it('that nothing ties to a line item are unmatched', () => {
    const withoutLineItem = ordoroLine({ id: 9003, quantity: 3, sku: undefined, lineItemId: undefined });
    expect(linesOf([ordoroLine(), anonymous, withoutLineItem])).toEqual({
      lines: [shirts],
      unmatched: [
        { lineId: 9002, sku: 'SHIRT', quantity: 1 },
        { lineId: 9003, quantity: 3 },
      ],
      isShared: undefined,
    });
  });

  it('are not lost when one reading leaves out all ids', () => {
    const before = knownOrder({ unmatched: [{ lineId: 8, quantity: 1 }], isShared: true });
    expect(linesOf([anonymous], before)).toEqual({
      lines: [shirts],
      unmatched: [{ lineId: 8, quantity: 1 }],
      isShared: true,
    });
  });

  describe('of which some lost their ids', () => {
    const before = shipped({ lines: [shirts, { ...shirts, lineId: 9002, lineItemId: 'line-2', quantity: 3 }] });
    const later = (lines: OrdoroOrder['lines'], more: Partial<OrdoroOrder> = {}) => {
      const row = shippedRow({ updatedDate: '2026-01-02T05:00:00.000000Z', lines, ...more });
      const known = after(row, before);
      expect(after(row, known)).toEqual(known);
      return { lines: known.lines, unmatched: known.unmatched };
    };

    it('keep their line items when they were sent: Ordoro’s id of the line says that it is the same', () => {
      expect(later([ordoroLine(), anonymous])).toEqual({
        lines: [shirts, { ...shirts, lineId: 9002, lineItemId: 'line-2', quantity: 1 }],
        unmatched: undefined,
      });
      const cartOrderOnly = ordoroLine({ id: 9002, cartOrderId: `${ORDER_ID}-S2`, lineItemId: undefined });
      expect(later([ordoroLine(), cartOrderOnly]).lines[1]).toEqual({
        ...shirts,
        lineId: 9002,
        lineItemId: 'line-2',
        part: 2,
      });
    });

    it.each(['cancelled', 'new'])('keep them also in status "%s"', (status) => {
      expect(later([ordoroLine(), anonymous], { status }).unmatched).toBeUndefined();
    });

    it('keep them while the label is void', () => {
      expect(later([ordoroLine(), anonymous], { shippingInfo: readShippingInfo({ void: true }) })).toMatchObject({
        lines: [shirts, { lineItemId: 'line-2' }],
        unmatched: undefined,
      });
    });

    it('keep them beside lines of other orders that kept theirs', () => {
      const other = ordoroLine({ id: 9005, cartOrderId: OTHER_ORDER_ID, lineItemId: 'line-7' });
      expect(later([{ ...anonymous, id: 9001 }, other]).lines).toEqual([{ ...shirts, quantity: 1 }]);
    });

    it('do not on an open order, nor when they are other lines, nor when they went to another order', () => {
      const unmatched = [{ lineId: 9002, sku: 'SHIRT', quantity: 1 }];
      expect(later([ordoroLine(), anonymous], { status: 'awaiting_fulfillment' })).toEqual({
        lines: [shirts],
        unmatched,
      });
      for (const id of [9003, undefined])
        expect(later([ordoroLine(), { ...anonymous, id }])).toMatchObject({
          lines: [shirts],
          unmatched: [{ quantity: 1 }],
        });
      const moved = ordoroLine({ id: 9002, cartOrderId: OTHER_ORDER_ID, lineItemId: 'line-2' });
      expect(later([ordoroLine(), moved])).toEqual({ lines: [shirts], unmatched: undefined });
    });
  });

  it('are all unmatched when the order never showed ids', () => {
    expect(linesOf([anonymous], knownOrder({ lines: [] }))).toEqual({
      lines: [],
      unmatched: [{ lineId: 9002, sku: 'SHIRT', quantity: 1 }],
      isShared: undefined,
    });
  });

  it('are gone when staff merged them into another order', () => {
    expect(linesOf([])).toEqual({ lines: [], unmatched: undefined, isShared: undefined });
  });

  it('are not gone when a reading of a shipped order shows none: nothing empties what was sent', () => {
    const linesAfter = (status: string, before: KnownOrdoroOrder) =>
      after(laterRow({ status, lines: [] }), before).lines;
    expect(linesAfter('shipped', shipped())).toEqual([shirts]);
    expect(linesAfter('shipped', knownOrder())).toEqual([shirts]);
    expect(linesAfter('cancelled', shipped())).toEqual([shirts]);
    expect(linesAfter('cancelled', knownOrder())).toEqual([]);
  });

  it('stay however often a row is read that shows a sent order void, cancelled and empty, or a parent empty', () => {
    const known = withRows([], [shippedRow()], ORDER_ID);
    for (const more of [{ status: 'cancelled' }, { status: 'new' }, { isParent: true }]) {
      const row = shippedRow({ lines: [], updatedDate: '2026-01-02T06:00:00.000000Z', ...more }, { void: true });
      const once = withRows(known, [row], ORDER_ID);
      expect(once[0]!.lines).toEqual(known[0]!.lines);
      expect(withRows(once, [row], ORDER_ID)).toEqual(once);
    }
  });

  it('follow an edit in Ordoro', () => {
    expect(linesOf([ordoroLine({ quantity: 1, sku: 'SHIRT-NEW' })]).lines).toEqual([
      { ...shirts, quantity: 1, sku: 'SHIRT-NEW' },
    ]);
  });
});

describe('relatives that nobody knows yet', () => {
  it('are the siblings that rows name and the record does not', () => {
    const rows = [
      ordoroOrder({ siblingNumbers: ['1-A-2', '1-A-3'] }),
      ordoroOrder({ siblingNumbers: ['1-A-3', '1-A-1000'] }),
    ];
    expect(unknownRelatives([knownOrder()], rows)).toEqual(['1-A-2', '1-A-3']);
    expect(unknownRelatives([knownOrder({ number: '1-A-2' }), knownOrder({ number: '1-A-3' })], rows)).toEqual([
      '1-A-1000',
    ]);
    expect(unknownRelatives([], [])).toEqual([]);
  });
});

describe('the current orders', () => {
  it('are all but those that were split, cancelled ones included', () => {
    const all = [knownOrder({ isParent: true }), knownOrder({ number: '1-A-1000-1', status: 'cancelled' })];
    expect(currentOrders(all).map(({ number }) => number)).toEqual(['1-A-1000-1']);
    expect(currentOrders(undefined)).toEqual([]);
  });
});

describe('the part that a cart order id names', () => {
  it.each([
    [ORDER_ID, 1],
    [`${ORDER_ID}-S1`, 1],
    [`${ORDER_ID}-S12`, 12],
    [`${ORDER_ID}-S`, undefined],
    [`${ORDER_ID}-S0`, undefined],
    [`${ORDER_ID}-S-1`, undefined],
    [`${ORDER_ID}-S1.5`, undefined],
    [`${ORDER_ID}-Sx`, undefined],
    [`${ORDER_ID}-X`, undefined],
    [OTHER_ORDER_ID, undefined],
    [`${OTHER_ORDER_ID}-S1`, undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%s: %s', (cartOrderId, part) => {
    expect(partOfCartOrderId(cartOrderId, ORDER_ID)).toBe(part);
  });
});
