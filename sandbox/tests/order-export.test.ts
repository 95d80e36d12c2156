import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { buildOrder } from '../src/seed/order-builder.ts';
import { demoOrders } from '../src/seed/orders.ts';
import { Journey } from './connector-under-test.ts';

let journey: Journey;

beforeEach(async () => {
  journey = await Journey.start();
});

afterEach(async () => {
  await journey.close();
});

describe('a paid order', () => {
  it('is in Ordoro after its first message, and says so on its fields', async () => {
    const [demo] = demoOrders(journey.time.clock());
    const order = await journey.sandbox.commercetools.placeOrder(buildOrder(demo!.order), 'OrderCreated');
    await journey.deliver();
    expect(journey.fields(order.id)).toMatchObject({
      ordoroSyncStatus: 'exported',
      ordoroOrderNumbers: ['2-NS-1001'],
      ordoroSyncMessage: 'Sent to Ordoro as 2-NS-1001.',
    });
    expect(journey.record(order.id)).toMatchObject({ status: 'exported', open: false, due: false });
    expect(journey.sandbox.ordoro.violations).toEqual([]);
  });
});
