import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FIRST_WAREHOUSE_ID, type OrdoroStandIn, startOrdoro } from './stand-in.ts';
import { call, draftOrder } from './test-client.ts';

let now: number;
let ordoro: OrdoroStandIn;
let cart: number;

beforeEach(async () => {
  now = Date.parse('2026-11-23T10:00:00Z');
  ordoro = await startOrdoro({ clock: () => now });
  ordoro.addProduct({ sku: 'A', name: 'Alpha', onHand: 20, weight: 1.5, price: 10 });
  cart = ordoro.addCart({ name: 'commercetools demo' }).id;
});

afterEach(async () => {
  // Whatever staff did, the API still answers what it promises.
  await call(ordoro, 'GET /v3/order?status=all&limit=100');
  await call(ordoro, 'GET /product/?limit=100');
  await call(ordoro, 'GET /v3/return_order?limit=100');
  expect(ordoro.violations).toEqual([]);
  await ordoro.close();
});

const order = (orderId: string, more = {}) => ordoro.createOrder(draftOrder(orderId, { cart, ...more }));
const stock = (sku: string) => {
  const { total_on_hand, total_committed, total_available } = ordoro.product(sku);
  return [total_on_hand, total_committed, total_available];
};

describe('stock', () => {
  it('is committed by an order, freed by a cancel and committed again by an uncancel', () => {
    order('1');
    expect(stock('A')).toEqual([20, 2, 18]);
    ordoro.cancel('1-1');
    expect(stock('A')).toEqual([20, 0, 20]);
    ordoro.uncancel('1-1');
    expect(stock('A')).toEqual([20, 2, 18]);
  });

  it('leaves the shelf with the shipment and returns with its undoing', () => {
    order('1');
    ordoro.ship('1-1');
    expect(stock('A')).toEqual([18, 0, 18]);
    ordoro.voidLabel('1-1');
    expect(stock('A')).toEqual([20, 2, 18]);
  });

  it('is not given back by cancelling what has shipped, but by voiding its label', () => {
    order('1');
    ordoro.ship('1-1');
    ordoro.cancel('1-1');
    expect(stock('A')).toEqual([18, 0, 18]);
    ordoro.voidLabel('1-1');
    expect([stock('A'), ordoro.order('1-1').status]).toEqual([[20, 0, 20], 'cancelled']);
  });

  it('follows the quantity of a line and the warehouse of the order', async () => {
    const east = ordoro.addWarehouse({ name: 'East' });
    const line = order('1').lines[0]!.id;
    ordoro.editLine('1-1', line, { quantity: 5 });
    expect(stock('A')).toEqual([20, 5, 15]);
    await call(ordoro, 'PUT /v3/order/1-1/warehouse', { warehouse_id: east.id });
    expect(ordoro.product('A').warehouses).toMatchObject([
      { id: FIRST_WAREHOUSE_ID, physical_on_hand: 20, committed: 0, available: 20 },
      { id: east.id, physical_on_hand: 0, committed: 5, available: -5 },
    ]);
  });

  it('lies once in a warehouse that takes the place of another with its id', () => {
    ordoro.addWarehouse({ id: FIRST_WAREHOUSE_ID, name: 'Newark', isDefault: true });
    expect(ordoro.warehouses.map(({ id, address }) => [id, address.name])).toEqual([[FIRST_WAREHOUSE_ID, 'Newark']]);
    expect(stock('A')).toEqual([20, 0, 20]);
  });

  it('of a kit is that of its scarcest component in each warehouse', () => {
    const east = ordoro.addWarehouse({ name: 'East' });
    ordoro.addProduct({ sku: 'B', name: 'Beta', onHand: 9, warehouses: [{ id: east.id, onHand: 100 }] });
    ordoro.addProduct({
      sku: 'K',
      name: 'Kit',
      kit: [
        { sku: 'A', quantity: 2 },
        { sku: 'B', quantity: 3 },
      ],
    });
    expect(ordoro.product('K').warehouses.map((warehouse) => warehouse.available)).toEqual([3, 0]);
    order('1', { lines: [{ quantity: 2, product: { sku: 'K', name: 'Kit' } }] });
    expect([stock('A'), stock('B'), ordoro.product('K').total_available]).toEqual([[20, 4, 16], [109, 6, 103], 1]);
  });

  it('is set absolutely or by a difference, never on a kit', async () => {
    ordoro.addProduct({ sku: 'K', name: 'Kit', kit: [{ sku: 'A', quantity: 1 }] });
    order('1');
    await call(ordoro, `PUT /product/A/warehouse/${FIRST_WAREHOUSE_ID}/`, { on_hand: 7 });
    await call(ordoro, `PUT /product/A/warehouse/${FIRST_WAREHOUSE_ID}/`, { adjustment: -1 });
    expect(stock('A')).toEqual([6, 2, 4]);
    expect((await call(ordoro, `PUT /product/K/warehouse/${FIRST_WAREHOUSE_ID}/`, { on_hand: 7 })).status).toBe(400);
    expect((await call(ordoro, 'PUT /product/A/warehouse/1/', { on_hand: 7 })).status).toBe(404);
  });

  it('moves the update time of the product only when told to', async () => {
    const updated = async () => (await call(ordoro, 'GET /product/A/')).body.updated;
    const before = await updated();
    now += 1_000;
    order('1');
    expect(await updated()).toBe(before);
    ordoro.options.stockBumpsProduct = true;
    ordoro.cancel('1-1');
    expect(await updated()).not.toBe(before);
  });

  it('of a supplier is committed until shipped and never taken from the shelf', () => {
    order('1');
    expect(ordoro.requestDropship('1-1').status).toBe('dropshipment_requested');
    expect(stock('A')).toEqual([20, 2, 18]);
    ordoro.ship('1-1');
    expect(stock('A')).toEqual([20, 0, 20]);
  });
});

describe('the product list', () => {
  it('finds changed products and sorts by creation', async () => {
    now += 1_000;
    ordoro.addProduct({ sku: 'B', name: 'Beta' });
    now += 1_000;
    ordoro.updateProduct('A', { name: 'Alpha two' });
    const skus = async (query: string) =>
      (await call(ordoro, `GET /product/?${query}`)).body.products.map((product: { sku: string }) => product.sku);
    expect(await skus('sort=created')).toEqual(['A', 'B']);
    expect(await skus('sort=-created')).toEqual(['B', 'A']);
    expect(await skus('updated_after=2026-11-23T10:00:02Z')).toEqual(['A']);
    expect(await skus('search=beta')).toEqual(['B']);
    ordoro.archiveProduct('B');
    expect(ordoro.product('B').archive_date).not.toBeNull();
    ordoro.options.listsArchivedProducts = false;
    expect(await skus('sort=sku')).toEqual(['A']);
    ordoro.addProduct({ sku: 'SET', name: 'Set', kit: [{ sku: 'A', quantity: 2 }] });
    expect(await skus('kit=true')).toEqual(['SET']);
    expect(await skus('kit=false')).toEqual(['A']);
    ordoro.removeProduct('A');
    expect((await call(ordoro, 'GET /product/A/')).status).toBe(404);
  });
});

describe('shipping', () => {
  it('buys the cheapest label among the carriers, whatever was requested', () => {
    order('1', { shipping_type: 'FedEx 2Day' });
    const { shipping_info: info, status } = ordoro.ship('1-1');
    const ups = ordoro.shippers.find((shipper) => shipper.vendor === 'ups')!;
    // 3 pounds: USPS 5.40 + 2 x 1.90 = 9.20, UPS 8.25 + 2 x 0.70 = 9.65, FedEx 9.10 + 2 x 0.55 = 10.20
    expect([status, info.shipping_method, info.cost, info.carrier_name]).toEqual([
      'shipped',
      'USPS Ground Advantage',
      9.2,
      null,
    ]);
    expect(ordoro.relabel('1-1', { shipperId: ups.id, tracking: '1Z9' }).shipping_info).toMatchObject({
      carrier: { id: ups.id },
      tracking_number: '1Z9',
      has_label: true,
    });
  });

  it('takes an international offer abroad', () => {
    order('1', { shipping_address: { name: 'A', country: 'DE' } });
    expect(ordoro.ship('1-1').shipping_info).toMatchObject({
      shipping_method: 'USPS Priority Mail International',
      cost: 28.4,
    });
  });

  it('follows the carrier and service that a rule chose at creation', () => {
    ordoro.addPreset({ id: 7, name: 'Rush', carrier: 'fedex', service: 'FedEx 2Day' });
    ordoro.addRule({
      when: { requestedMethod: 'Express', country: 'US', minWeight: 48 },
      do: { tag: 'rush', presetId: 7 },
    });
    ordoro.addRule({ when: { tag: 'rush' }, do: { service: 'FedEx Overnight' } });
    const express = order('1', { shipping_type: 'Express' });
    const plain = order('2');
    expect([express.tags.map((tag) => tag.text), express.shipping_info.presets, plain.tags]).toEqual([
      ['rush'],
      [7],
      [],
    ]);
    const fedex = ordoro.shippers.find((shipper) => shipper.vendor === 'fedex')!;
    expect(ordoro.ship('1-1').shipping_info).toMatchObject({
      carrier: { id: fedex.id },
      shipping_method: 'FedEx Overnight',
      presets: [7],
    });
  });

  it('lets a rule move the order to another warehouse, and runs no rule when switched off', () => {
    const east = ordoro.addWarehouse({ name: 'East' });
    ordoro.addRule({ when: {}, do: { warehouseId: east.id } });
    expect(order('1').warehouse.id).toBe(east.id);
    ordoro.options.runRules = false;
    expect(order('2').warehouse.id).toBe(FIRST_WAREHOUSE_ID);
  });

  it('shows typed tracking by the name of the carrier', () => {
    order('1');
    const shipment = {
      carrier: 'OnTrac',
      service: 'Ground',
      tracking: 'D1',
      cost: 4.5,
      shipDate: '2026-11-22T08:00:00Z',
    };
    expect(ordoro.ship('1-1', shipment).shipping_info).toMatchObject({
      carrier_name: 'OnTrac',
      carrier: null,
      tracking_number: 'D1',
      ship_date: '2026-11-22T02:00:00.000000-06:00',
      cost: 4.5,
      has_label: false,
    });
  });

  it('shows several packages in one or the other field', () => {
    order('1');
    order('2');
    const packages = [{ tracking: 'P1', weight: 16 }, { tracking: 'P2' }];
    expect(ordoro.ship('1-1', { packages, packagesIn: 'package_tracking' }).shipping_info).toMatchObject({
      tracking_number: 'P1',
      package_tracking: 'P1,P2',
      packages: null,
    });
    expect(ordoro.ship('1-2', { packages, packagesIn: 'packages' }).shipping_info).toMatchObject({
      package_tracking: null,
      packages: [{ tracking_number: 'P1', weight: 16 }, { tracking_number: 'P2' }],
    });
  });

  it('without tracking, or marked by hand, leaves no number', () => {
    order('1');
    order('2');
    expect(ordoro.ship('1-1', { tracking: null }).shipping_info.tracking_number).toBeNull();
    expect(ordoro.markAsShipped('1-2')).toMatchObject({
      status: 'shipped',
      shipping_info: { tracking_number: null, carrier: null },
    });
  });

  it('opens the order again when the label is voided, leaving a flag or nothing', () => {
    order('1');
    ordoro.ship('1-1');
    expect(ordoro.voidLabel('1-1')).toMatchObject({
      status: 'awaiting_fulfillment',
      shipping_info: { void: true, tracking_number: null },
    });
    ordoro.ship('1-1');
    expect(ordoro.voidLabel('1-1', 'nothing').shipping_info).toEqual({});
    expect(() => ordoro.voidLabel('1-1')).toThrow('Order 1-1 has no shipment.');
  });

  it('knows the word of the carrier', () => {
    order('1');
    ordoro.ship('1-1');
    expect(ordoro.carrierStatus('1-1', 'Delivered').shipping_info.status).toBe('Delivered');
  });

  it('is refused for a cancelled order', () => {
    order('1');
    ordoro.cancel('1-1');
    expect(() => ordoro.ship('1-1')).toThrow('Order 1-1 is cancelled.');
  });
});

describe('splitting', () => {
  it('makes numbered children that keep the ids of the channel, and a parent that can only be viewed', async () => {
    const line = order('1').lines[0]!.id;
    const children = ordoro.split('1-1', [[{ line_id: line, quantity: 1 }]]);
    expect(children).toMatchObject([
      {
        order_number: '1-1-1',
        parent_order_number: '1-1',
        sibling_order_numbers: ['1-1-2'],
        weight: 24,
        lines: [{ quantity: 1, cart_order_id: 'ct-1', cart_orderitem_id: 'li-1' }],
      },
      { order_number: '1-1-2', sibling_order_numbers: ['1-1-1'], lines: [{ quantity: 1 }] },
    ]);
    expect(stock('A')).toEqual([20, 2, 18]);
    const parent = (await call(ordoro, 'GET /v3/order/parent/1-1')).body;
    expect(parent).toMatchObject({ child_order_numbers: ['1-1-1', '1-1-2'], lines: [{ sku: 'A', quantity: 2 }] });
    expect(parent.lines[0]).not.toHaveProperty('id');
    expect((await call(ordoro, 'POST /v3/order/1-1/cancel')).status).toBe(400);
    expect((await call(ordoro, 'GET /v3/order/parent/1-1-1')).status).toBe(404);
  });

  it('shows the parent to readers only as far as told', async () => {
    const line = order('1').lines[0]!.id;
    ordoro.split('1-1', [[{ line_id: line, quantity: 1 }]]);
    const count = async () => (await call(ordoro, 'GET /v3/order?status=all')).body.count;
    expect([await count(), (await call(ordoro, 'GET /v3/order/1-1')).body.is_order_parent]).toEqual([2, true]);
    ordoro.options.parentsInList = true;
    ordoro.options.parentsByNumber = false;
    expect([await count(), (await call(ordoro, 'GET /v3/order/1-1')).status]).toEqual([3, 404]);
  });

  it('can lose the ids of the channel', () => {
    const line = order('1').lines[0]!.id;
    const [child] = ordoro.split('1-1', [[{ line_id: line, quantity: 1 }]], { dropCartIds: true });
    expect(child!.lines[0]).toMatchObject({ cart_order_id: null, cart_orderitem_id: null });
  });

  it('refuses what does not add up', () => {
    const line = order('1').lines[0]!.id;
    expect(() => ordoro.split('1-1', [[{ line_id: line, quantity: 3 }]])).toThrow(`Line ${line} has only 2 units.`);
    expect(() => ordoro.split('1-1', [[{ line_id: line, quantity: 2 }]])).toThrow('at least two groups');
    expect(() => ordoro.split('1-1', [[{ line_id: 5, quantity: 1 }]])).toThrow('Line 5 was not found.');
    expect(ordoro.order('1-1').is_order_parent).toBe(false);
  });
});

describe('merging', () => {
  it('moves all lines into the first order and cancels the others', () => {
    order('1');
    order('2');
    expect(ordoro.merge(['1-1', '1-2']).lines.map((line) => line.cart_order_id)).toEqual(['ct-1', 'ct-2']);
    expect(ordoro.order('1-2')).toMatchObject({ status: 'cancelled', lines: [] });
    expect([stock('A'), ordoro.ordersOf('ct-2').map((merged) => merged.order_number)]).toEqual([[20, 4, 16], ['1-1']]);
    expect(() => ordoro.merge(['1-1'])).toThrow('A merge needs at least two orders.');
  });
});

describe('an erased order', () => {
  it('is gone and frees its stock', async () => {
    order('1');
    ordoro.erase('1-1');
    expect((await call(ordoro, 'GET /v3/order/1-1')).status).toBe(404);
    expect(stock('A')).toEqual([20, 0, 20]);
  });
});

describe('returns', () => {
  it('name the order line and put restocked units back', async () => {
    const line = order('1').lines[0]!.id;
    ordoro.ship('1-1');
    ordoro.addReturn({ orderNumber: '1-1', lines: [{ lineId: line, expected: 2, received: 1 }] });
    expect(ordoro.order('1-1').return_order_reference_ids).toEqual(['RMA-1']);
    now += 1_000;
    ordoro.progressReturn('RMA-1', { lineId: line, received: 2, restocked: 2 });
    expect((await call(ordoro, 'GET /v3/return_order?sort=-updated_date')).body.return_order).toMatchObject([
      {
        reference_id: 'RMA-1',
        original_order_number: '1-1',
        updated_date: expect.stringMatching(/^2026-11-23T04:00:01\./),
        lines: [{ line_id: line, sku: 'A', expected_quantity: 2, received_quantity: 2, restocked_quantity: 2 }],
      },
    ]);
    expect(stock('A')).toEqual([20, 0, 20]);
  });

  it('are refused when their line is unknown', () => {
    expect(() => ordoro.addReturn({ lines: [{ expected: 1 }] })).toThrow('A return line needs an order line or a SKU.');
    expect(() => ordoro.progressReturn('RMA-9', { lineId: 1 })).toThrow('Return RMA-9 was not found.');
  });
});
