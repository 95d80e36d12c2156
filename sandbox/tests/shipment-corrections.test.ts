import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { item } from '../src/seed/demo-lines.ts';
import { Journey } from './connector-under-test.ts';
import { afterEachJourney } from './exported-once.ts';
import { updatesOf, writesDuring } from './in-step.ts';
import { sharedJourney } from './shared-journey.ts';
import { placeAndDeliver, US } from './shop.ts';
import { MINUTE } from './virtual-time.ts';
import { deliveriesOf, orderIn, orderNumberOf, runTask, trackingOf } from './warehouse.ts';

const journey = sharedJourney();

beforeEach(() => {
  journey.time.advance(MINUTE);
});

afterEach(async () => {
  afterEachJourney(journey);
  expect(await writesDuring(journey, () => runTask(journey, 'fulfillments'))).toEqual([]);
});

describe('an order whose lines are moved out of a merged shipment again', () => {
  it('loses the delivery, although nothing in that shipment names it any more', async () => {
    const [one, other] = [
      await placeAndDeliver(journey, { lines: [item('COF-ESP-250', US, { quantity: 2 })] }),
      await placeAndDeliver(journey, { lines: [item('MUG-ENAMEL-WHT', US, { quantity: 1 })] }),
    ];
    const [first, second] = [orderNumberOf(journey, one.id), orderNumberOf(journey, other.id)];
    journey.sandbox.ordoro.merge([first, second], { leaves: 'lines' });
    journey.sandbox.ordoro.ship(first, { tracking: 'BOTH' });
    await runTask(journey, 'fulfillments');
    expect([one, other].map(({ id }) => trackingOf(journey, id))).toEqual([['BOTH'], ['BOTH']]);

    journey.time.advance(MINUTE);
    journey.sandbox.ordoro.edit(first, (order) => {
      order.lines = order.lines.filter(({ cart_order_id: id }) => id === one.id);
    });
    journey.sandbox.ordoro.uncancel(second);
    expect(await updatesOf(journey, other.id, () => runTask(journey, 'fulfillments'))).toBe(1);

    expect(trackingOf(journey, one.id)).toEqual(['BOTH']);
    expect(deliveriesOf(journey, other.id)).toEqual([]);
    expect(orderIn(journey, other.id).shipmentState).toBe('Pending');
    expect(journey.fields(other.id)).toMatchObject({
      ordoroSyncStatus: 'exported',
      ordoroSyncMessage: `Sent to Ordoro as ${first}, ${second}.`,
    });

    journey.time.advance(MINUTE);
    journey.sandbox.ordoro.ship(second, { tracking: 'ALONE' });
    await runTask(journey, 'fulfillments');
    expect(trackingOf(journey, other.id)).toEqual(['ALONE']);
    expect(journey.fields(other.id).ordoroSyncStatus).toBe('shipped');
  });
});

describe('a shipped order of which one line loses its ids afterwards', () => {
  it('keeps its delivery as it is', async () => {
    const { id } = await placeAndDeliver(journey, {
      lines: [item('COF-COL-250', US, { quantity: 3 }), item('GRD-HAND', US, { quantity: 1 })],
    });
    const number = orderNumberOf(journey, id);
    journey.sandbox.ordoro.ship(number, { tracking: 'WHOLE' });
    await runTask(journey, 'fulfillments');
    const before = deliveriesOf(journey, id);

    journey.time.advance(MINUTE);
    journey.sandbox.ordoro.edit(number, (order) => {
      order.lines = order.lines.map((line, index) =>
        index === 0 ? line : { ...line, cart_order_id: null, cart_orderitem_id: null },
      );
    });
    expect(await updatesOf(journey, id, () => runTask(journey, 'fulfillments'))).toBe(0);

    expect(deliveriesOf(journey, id)).toEqual(before);
    expect(journey.fields(id).ordoroIssues).toBeUndefined();
  });
});

describe('while Ordoro refuses to tell its carrier accounts', () => {
  it('shipments arrive all the same, only without the carrier', async () => {
    // Another process, so that no account is known from before.
    const fresh = await Journey.start();
    try {
      const { id } = await placeAndDeliver(fresh);
      const match = { method: 'GET', path: '/shipper/' };
      const body = { error_message: 'No permission.' };
      fresh.sandbox.ordoro.traffic.inject({
        match,
        effect: { kind: 'status', when: 'before-work', status: 403, body },
        times: 10,
      });
      fresh.time.advance(MINUTE);
      fresh.sandbox.ordoro.ship(orderNumberOf(fresh, id), { tracking: 'NAMELESS' });
      expect((await runTask(fresh, 'fulfillments')).status).toBe('ok');

      expect(fresh.sandbox.ordoro.traffic.count(match)).toBe(1);
      expect(deliveriesOf(fresh, id)).toMatchObject([{ parcels: [{ tracking: 'NAMELESS', carrier: undefined }] }]);
      expect(fresh.fields(id).ordoroSyncStatus).toBe('shipped');
    } finally {
      await fresh.close();
    }
  });
});
