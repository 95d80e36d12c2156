import type { Order } from '@commercetools/platform-sdk';
import { describe, expect, it } from 'vitest';
import { item } from '../src/seed/demo-lines.ts';
import { expectNothingLeftToDo, journeyOfShipments } from './in-step.ts';
import { place, placeAndDeliver } from './shop.ts';
import { MINUTE } from './virtual-time.ts';
import { orderNumberOf, runTask, shipOrder, trackingOf } from './warehouse.ts';

const journey = journeyOfShipments();

const statusOf = (id: string) => journey.fields(id).ordoroSyncStatus;

describe('orders that were shipped at one and the same instant', () => {
  it.each([false, true])('are all taken in across pages, bounds exclusive: %s', async (exclusiveBounds) => {
    const orders: Order[] = [];
    for (let count = 0; count < 105; count += 1) orders.push(await place(journey));
    journey.dropMessages();
    await journey.runJob();
    expect(orders.map(({ id }) => statusOf(id))).toEqual(Array.from(orders, () => 'exported'));
    journey.time.advance(10 * MINUTE);
    await journey.runJob();
    journey.sandbox.ordoro.options.exclusiveBounds = exclusiveBounds;
    journey.time.advance(10 * MINUTE);
    journey.sandbox.ordoro.atOnce(() => {
      for (const { id } of orders) shipOrder(journey, id);
    });
    const task = await runTask(journey, 'fulfillments');

    expect(task).toMatchObject({ status: 'ok', changed: 105, failed: 0 });
    expect(orders.map(({ id }) => statusOf(id))).toEqual(Array.from(orders, () => 'shipped'));
    await expectNothingLeftToDo(journey);
  });
});

describe('a list that lags', () => {
  it('shows its news later, and nothing of it is lost', async () => {
    const { id } = await placeAndDeliver(journey);
    await runTask(journey, 'fulfillments');
    journey.sandbox.ordoro.options.listLagMs = 90_000;
    journey.time.advance(MINUTE);
    shipOrder(journey, id);
    await runTask(journey, 'fulfillments');
    expect(statusOf(id)).toBe('exported');

    journey.time.advance(2 * MINUTE);
    await runTask(journey, 'fulfillments');
    expect(statusOf(id)).toBe('shipped');
  });

  it('does not turn back what was read by number since', async () => {
    const { id } = await placeAndDeliver(journey);
    shipOrder(journey, id, { tracking: 'FIRST' });
    await runTask(journey, 'fulfillments');
    journey.time.advance(MINUTE);
    journey.sandbox.ordoro.relabel(orderNumberOf(journey, id), { tracking: 'SECOND' });
    await runTask(journey, 'fulfillments');
    // Now the list goes back to what it showed before.
    journey.sandbox.ordoro.options.listLagMs = 30_000;
    await runTask(journey, 'fulfillments');

    expect(trackingOf(journey, id)).toEqual(['SECOND']);
  });
});

describe('stores with a sales channel of their own', () => {
  it('are pulled as well, also after the store was taken out of the configuration', async () => {
    const { commercetools, ordoro } = journey.sandbox;
    const channel = ordoro.addCart({ name: 'Europe' });
    await commercetools.putCustomObject('ordoro-config', 'stores', [{ store: 'eu', salesChannelId: channel.id }]);
    journey.time.advance(MINUTE);
    const market = { country: 'DE', currency: 'EUR' };
    const european = { ...market, store: 'eu', lines: [item('COF-COL-250', market, { quantity: 1 })] };
    const [first, second] = [await placeAndDeliver(journey, european), await placeAndDeliver(journey, european)];
    const american = await placeAndDeliver(journey);
    expect(orderNumberOf(journey, first.id)).toBe(`${channel.index}-${first.orderNumber}`);
    for (const { id } of [first, american]) shipOrder(journey, id);
    await runTask(journey, 'fulfillments');
    expect([first, second, american].map(({ id }) => statusOf(id))).toEqual(['shipped', 'exported', 'shipped']);

    await commercetools.deleteCustomObject('ordoro-config', 'stores');
    journey.time.advance(MINUTE);
    shipOrder(journey, second.id, { tracking: 'EU-2' });
    await runTask(journey, 'fulfillments');

    expect(trackingOf(journey, second.id)).toEqual(['EU-2']);
    expect(statusOf(second.id)).toBe('shipped');
  });
});

describe('an order of another sales channel', () => {
  it('is none of ours', async () => {
    const { ordoro } = journey.sandbox;
    const { order_number: number } = ordoro.createOrder({
      cart: ordoro.carts.find(({ vendor }) => vendor === 'shopify')!.id,
      order_id: 'OLD-1',
      cart_order_id: '00000000-0000-4000-8000-0000000000bb',
      shipping_address: {},
      billing_address: {},
      lines: [{ quantity: 1, product: { sku: 'COF-COL-250', name: 'Colombia Huila' } }],
    });
    ordoro.ship(number);
    const task = await runTask(journey, 'fulfillments');

    expect(task).toMatchObject({ status: 'ok', changed: 0, failed: 0 });
    expect(journey.deadLetter(number, 'shipment')).toBeUndefined();
  });
});
