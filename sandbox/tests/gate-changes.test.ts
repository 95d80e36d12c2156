import type { Order, OrderUpdateAction } from '@commercetools/platform-sdk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { item } from '../src/seed/demo-lines.ts';
import type { OrderSpec } from '../src/seed/order-builder.ts';
import { SEED_IDS } from '../src/seed/seed-names.ts';
import { change } from './after-export.ts';
import { Journey } from './connector-under-test.ts';
import { afterEachJourney, creations, expectExportedOnce } from './exported-once.ts';
import { writesDuring } from './in-step.ts';
import { placeAndDeliver, US } from './shop.ts';
import { runStock, STOCK_IS_ORDOROS, shown } from './stock-room.ts';
import { MINUTE } from './virtual-time.ts';

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const RIGHT = 'paymentState=Paid&country=US';
const WRONG = 'paymentState=Paid&country=DE';
const WAITS_NO_MORE = { status: 'waiting', open: false, due: false };
const PAID = { action: 'changePaymentState', paymentState: 'Paid' } as const;

/** What another deployment writes on an order that it has sent. */
const SENT_BY_OTHERS: OrderUpdateAction[] = [
  { action: 'updateSyncInfo', channel: { typeId: 'channel', key: 'theirs' }, externalId: '9-A' },
  {
    action: 'setCustomType',
    type: { typeId: 'type', key: 'ordoro-order-sync' },
    fields: { ordoroSyncStatus: 'exported', ordoroOrderNumbers: ['9-A'] },
  },
];

let journey: Journey;

beforeEach(async () => {
  journey = await Journey.start({ environment: { ...STOCK_IS_ORDOROS, EXPORT_WHEN: RIGHT } });
});

afterEach(async () => {
  try {
    afterEachJourney(journey);
  } finally {
    await journey.close();
  }
});

/** Both apps as of a deployment with this gate. */
async function deployWith(gate: string): Promise<void> {
  journey.environment = { ...journey.environment, EXPORT_WHEN: gate };
  journey.eventUrl = `${await journey.startEvent()}/event`;
  journey.sandbox.deliverTo(journey.eventUrl);
  journey.jobUrl = `${await journey.startJob()}/job`;
}

/** An order that waits at the gate, and that message and sweep have left behind. */
async function placeWaiting(changes: Partial<OrderSpec> = {}): Promise<Order> {
  const order = await placeAndDeliver(journey, { paymentState: 'Pending', ...changes });
  await passBy();
  return order;
}

/** The cursor of the sweep moves on: only their records lead to earlier orders. */
async function passBy(): Promise<void> {
  journey.time.advance(HOUR);
  await placeAndDeliver(journey, { createdAt: new Date(journey.time.clock()).toISOString(), country: 'BR' });
  await journey.runJob();
  journey.time.advance(HOUR);
}

describe('a gate that was wrong for a while', () => {
  it('loses no order that was paid meanwhile', async () => {
    const order = await placeWaiting();
    await deployWith(WRONG);
    await journey.runJob();
    await change(journey, order.id, PAID);
    await journey.deliver();
    await journey.runJob();
    await passBy();
    expect(journey.record(order.id)).toMatchObject(WAITS_NO_MORE);
    await deployWith(RIGHT);

    await journey.runJob();

    expectExportedOnce(journey, order.id);
    expect(creations(journey, order.orderNumber)).toBe(1);
  });

  it('holds the units of waiting orders back again once it is right', async () => {
    const lines = [item('MUG-ENAMEL-WHT', US, { quantity: 7, supplyChannelId: SEED_IDS.channelEast })];
    const order = await placeWaiting({ lines });
    await runStock(journey);
    expect(shown(journey, 'MUG-ENAMEL-WHT')).toMatchObject({ east: 113 });
    await deployWith(WRONG);
    await runStock(journey);
    expect(shown(journey, 'MUG-ENAMEL-WHT')).toMatchObject({ east: 120 });
    await deployWith(RIGHT);

    await runStock(journey);

    expect(journey.record(order.id)).toMatchObject({ status: 'waiting', open: true });
    expect(shown(journey, 'MUG-ENAMEL-WHT')).toMatchObject({ east: 113 });
  });
});

describe('a gate that opens for an order', () => {
  it('sends it although it was looked at after 30 days, when its units had ceased to be held back', async () => {
    const order = await placeWaiting();
    journey.time.advance(31 * DAY);
    await journey.poke(order.id);
    expect(journey.record(order.id)).toMatchObject(WAITS_NO_MORE);
    await deployWith('country=US');

    await journey.runJob();

    expectExportedOnce(journey, order.id);
  });

  it('writes nothing for orders that are kept out, gone, or sent by another deployment', async () => {
    const left = [await placeWaiting(), await placeWaiting(), await placeWaiting()];
    const [complete, gone, theirs] = left.map(({ id }) => id) as [string, string, string];
    await change(journey, complete, { action: 'changeOrderState', orderState: 'Complete' });
    await journey.sandbox.commercetools.deleteOrder(gone);
    journey.sandbox.commercetools.add('channel', { key: 'theirs', roles: ['OrderExport'] });
    await change(journey, theirs, ...SENT_BY_OTHERS);
    await journey.deliver();
    await passBy();
    const before = left.map(({ id }) => journey.record(id));
    expect(before).toMatchObject([WAITS_NO_MORE, WAITS_NO_MORE, WAITS_NO_MORE]);
    await deployWith('country=US');

    const writes = await writesDuring(journey, () => journey.runJob({ tasks: ['orders'] }));

    expect(new Set(writes)).toEqual(new Set(['POST ordoro-cursors/orders']));
    expect(left.map(({ id }) => journey.record(id))).toEqual(before);
  });
});

describe('the daily audit', () => {
  it('sends a paid order of which the record says that it was left out', async () => {
    const order = await placeWaiting();
    await change(journey, order.id, { action: 'changeOrderState', orderState: 'Complete' });
    await journey.deliver();
    expect(journey.record(order.id)).toMatchObject(WAITS_NO_MORE);
    await change(journey, order.id, PAID, { action: 'changeOrderState', orderState: 'Open' });
    journey.dropMessages();
    journey.time.advance(HOUR);

    await journey.runJob({ tasks: ['reconcile'], full: true });

    expectExportedOnce(journey, order.id);
  });
});
