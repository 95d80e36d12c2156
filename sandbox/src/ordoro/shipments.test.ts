import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OrdoroStandIn, startOrdoro } from './stand-in.ts';
import { call, draftOrder } from './test-client.ts';

let ordoro: OrdoroStandIn;
let cart: number;

beforeEach(async () => {
  ordoro = await startOrdoro({ clock: () => Date.parse('2026-11-23T10:00:00Z') });
  ordoro.addProduct({ sku: 'A', name: 'Alpha', onHand: 20, weight: 1.5, price: 10 });
  cart = ordoro.addCart({ name: 'commercetools demo' }).id;
});

afterEach(async () => {
  await call(ordoro, 'GET /v3/order?status=all&limit=100');
  expect(ordoro.violations).toEqual([]);
  await ordoro.close();
});

const order = (orderId: string, more = {}) => ordoro.createOrder(draftOrder(orderId, { cart, ...more }));
const shipper = (vendor: string) => ordoro.shippers.find((candidate) => candidate.vendor === vendor)!;

describe('a label', () => {
  it('costs what the chosen carrier and service cost, not what the cheapest would', () => {
    ordoro.addRule({ when: { requestedMethod: 'Fast' }, do: { carrier: 'ups', service: 'UPS 2nd Day Air' } });
    order('1', { shipping_type: 'Fast' });
    // 3 pounds: 18.60 + 2 x 1.60
    expect(ordoro.ship('1-1').shipping_info).toMatchObject({
      carrier: { id: shipper('ups').id },
      shipping_method: 'UPS 2nd Day Air',
      cost: 21.8,
    });
  });

  it('of a carrier without an account here is tracking typed with the name of the carrier', () => {
    ordoro.addRule({ when: { country: 'US' }, do: { carrier: 'OnTrac', service: 'Ground' } });
    order('1');
    expect(ordoro.ship('1-1').shipping_info).toMatchObject({
      carrier: null,
      carrier_name: 'OnTrac',
      shipping_method: 'Ground',
      has_label: false,
    });
  });

  it('that replaces another one has another number, also after a void', () => {
    order('1');
    const first = ordoro.ship('1-1').shipping_info.tracking_number;
    const second = ordoro.relabel('1-1').shipping_info.tracking_number;
    ordoro.voidLabel('1-1');
    const third = ordoro.ship('1-1').shipping_info.tracking_number;
    expect(new Set([first, second, third]).size).toBe(3);
  });

  it('shows the size of its only package beside the packages too, and of several packages nowhere else', () => {
    order('1');
    const size = { length: 10, width: 8, height: 4 };
    expect(ordoro.ship('1-1', { packages: [{ tracking: 'P1', ...size }] }).shipping_info).toMatchObject(size);
    const two = ordoro.relabel('1-1', {
      packages: [
        { tracking: 'P1', ...size },
        { tracking: 'P2', ...size },
      ],
    });
    expect(two.shipping_info).toMatchObject({ length: null, width: null, height: null });
  });
});

describe('automation rules', () => {
  it('look at the warehouse that the order names or an earlier rule chose', () => {
    const east = ordoro.addWarehouse({ name: 'East' });
    ordoro.addRule({ when: { tag: 'far' }, do: { warehouseId: east.id } });
    ordoro.addRule({ when: { warehouseId: east.id }, do: { carrier: 'fedex', service: 'FedEx 2Day' } });
    order('1', { tags: [{ text: 'far' }] });
    order('2', { warehouse_id: east.id });
    order('3');
    const services = ['1-1', '1-2', '1-3'].map((number) => ordoro.ship(number).shipping_info.shipping_method);
    expect(services).toEqual(['FedEx 2Day', 'FedEx 2Day', 'USPS Ground Advantage']);
  });

  it('can mark an order shipped, so that the answer to its creation says so already', async () => {
    ordoro.addRule({ when: { tag: 'pick-up' }, do: { markShipped: true } });
    const { body } = await call(
      ordoro,
      'POST /v3/order',
      draftOrder('1', { cart, tags: [{ text: 'pick-up', color: '#111111' }] }),
    );
    expect(body).toMatchObject({ status: 'shipped', shipping_info: { tracking_number: null, carrier: null } });
    expect(ordoro.product('A')).toMatchObject({ total_on_hand: 18, total_committed: 0 });
  });

  it('can hand an order to a supplier', () => {
    ordoro.addRule({ when: { country: 'US' }, do: { dropship: true } });
    expect(order('1')).toMatchObject({
      status: 'dropshipment_requested',
      lines: [{ shippability: { is_dropship: true } }],
    });
    expect(ordoro.product('A')).toMatchObject({ total_on_hand: 20, total_committed: 2 });
  });
});

describe('a dropshipment', () => {
  it('names the supplier and the method, and is shipped with the tracking of the supplier', () => {
    order('1', { shipping_type: 'UPS Ground' });
    expect(ordoro.requestDropship('1-1', { supplierId: 55 }).dropshipping_info).toMatchObject({
      supplier: { id: 55 },
      requested_shipping_method: 'UPS Ground',
    });
    expect(ordoro.ship('1-1', { carrier: 'UPS', tracking: '1Z9' })).toMatchObject({
      status: 'shipped',
      shipping_info: { carrier_name: 'UPS', tracking_number: '1Z9' },
    });
    expect(() => ordoro.requestDropship('1-1')).toThrow('Order 1-1 is shipped and cannot be changed.');
  });

  it('can still be cancelled while it is only requested', async () => {
    order('1');
    ordoro.requestDropship('1-1');
    expect((await call(ordoro, 'POST /v3/order/1-1/cancel')).body.status).toBe('cancelled');
  });

  it('of some lines is a split, of which one child is handed to the supplier', () => {
    const line = order('1').lines[0]!.id;
    ordoro.split('1-1', [[{ line_id: line, quantity: 1 }]]);
    ordoro.requestDropship('1-1-1');
    expect(ordoro.ordersOf('ct-1').map(({ order_number, status }) => [order_number, status])).toEqual([
      ['1-1', 'awaiting_fulfillment'],
      ['1-1-1', 'dropshipment_requested'],
      ['1-1-2', 'awaiting_fulfillment'],
    ]);
  });
});

describe('an order in a state that only the published examples show', () => {
  it('counts as open in the stock figures', () => {
    order('1');
    ordoro.edit('1-1', (edited) => {
      edited.status = 'new';
    });
    expect(ordoro.product('A')).toMatchObject({ total_on_hand: 20, total_committed: 2 });
  });
});
