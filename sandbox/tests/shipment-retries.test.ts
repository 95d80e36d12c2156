import { describe, expect, it } from 'vitest';
import { journeyOfOrders } from './exported-once.ts';
import { ops } from './ops-under-test.ts';
import { placeAndDeliver } from './shop.ts';
import { MINUTE } from './virtual-time.ts';
import {
  exportedOrder,
  orderNumberOf,
  refuseUpdatesOf,
  returnsOf,
  runTask,
  shipOrder,
  trackingOf,
} from './warehouse.ts';

const journey = journeyOfOrders();

/** Runs the job whenever the order is due next, for so many hours at most or until nothing more is tried. */
async function runWhenDue(orderId: string, hours: number): Promise<void> {
  const end = journey.time.clock() + hours * 60 * MINUTE;
  for (;;) {
    const next = Date.parse(journey.record(orderId)?.nextAttemptAt ?? '');
    if (Number.isNaN(next) || next > end) return;
    journey.time.advance(Math.max(1_000, next - journey.time.clock()));
    await journey.runJob({ tasks: ['orders'] });
  }
}

describe('a shipment that cannot be read', () => {
  it('is kept in the record of its order and read on the schedule, for a day; then a letter stands, until a replay succeeds', async () => {
    const { id, number } = await exportedOrder(journey);
    const { ordoro } = journey.sandbox;
    shipOrder(journey, id, { tracking: 'HIDDEN' });
    journey.time.advance(MINUTE);
    // The list shows the order in a form that cannot be read, once; by its number it comes as a page of maintenance for days.
    const [row] = ordoro.orders.filter(({ order_number }) => order_number === number);
    const unreadable = {
      ...structuredClone(row),
      order_number: number,
      status: 7,
      lines: row?.lines,
      sibling_order_numbers: 'none',
    };
    ordoro.traffic.inject({
      match: { method: 'GET', path: '/v3/order' },
      effect: {
        kind: 'status',
        when: 'before-work',
        status: 200,
        body: { count: 1, limit: 100, offset: 0, order: [{ ...unreadable, updated_date: 12 }] },
      },
      times: 1,
    });
    const byNumber = { method: 'GET', path: `/v3/order/${number}` };
    ordoro.traffic.inject({
      match: byNumber,
      effect: { kind: 'status', when: 'before-work', status: 200, body: { message: 'maintenance' } },
      times: Number.POSITIVE_INFINITY,
    });
    const begin = journey.time.clock();
    await runTask(journey, 'fulfillments');
    const letter = journey.deadLetter(number, 'shipment');
    expect(letter).toMatchObject({ code: 'unknown-order', response: { order_number: number } });
    expect(JSON.stringify(letter)).not.toMatch(/Whitfield|example\.com/);
    expect(journey.record(id)).toMatchObject({ due: true, unread: [number], attempts: 1 });

    await runWhenDue(id, 30);

    const tries = ordoro.traffic.calls
      .filter(({ at, method, path }) => at >= begin && method === byNumber.method && path === byNumber.path)
      .map(({ at }) => Math.round((at - begin) / MINUTE));
    expect([...new Set(tries)].slice(0, 5)).toEqual([1, 6, 21, 81, 141]);
    expect(tries.at(-1)).toBeGreaterThanOrEqual(24 * 60);
    expect(journey.fields(id).ordoroSyncStatus).toBe('failed');
    expect(journey.deadLetter(id)).toMatchObject({ code: 'ordoro-unavailable', attempts: expect.any(Number) });
    expect(trackingOf(journey, id)).toEqual([]);

    ordoro.traffic.clearFaults();
    await ops(journey, 'replay', '--all');
    await journey.runJob();

    expect(trackingOf(journey, id)).toEqual(['HIDDEN']);
    expect(journey.fields(id).ordoroSyncStatus).toBe('shipped');
    expect([journey.deadLetter(id), journey.deadLetter(number, 'shipment')]).toEqual([undefined, undefined]);
    expect(journey.record(id)).toMatchObject({ due: false, attempts: 0 });
  }, 60_000);
});

describe('a return that the order does not take', () => {
  it('is tried on the schedule, then hourly; after a day a letter stands, and goes when the order takes it', async () => {
    const order = await placeAndDeliver(journey);
    shipOrder(journey, order.id);
    await runTask(journey, 'fulfillments');
    const number = orderNumberOf(journey, order.id);
    const [line] = journey.sandbox.ordoro.order(number).lines;
    refuseUpdatesOf(journey, order.id);
    journey.sandbox.ordoro.addReturn({ orderNumber: number, lines: [{ lineId: line!.id, expected: 1, received: 1 }] });
    journey.time.advance(MINUTE);
    await runTask(journey, 'returns');
    expect(journey.record(order.id)).toMatchObject({
      due: true,
      orderUpdate: { attempts: 1 },
      returns: [expect.anything()],
    });

    for (let tries = 0; tries < 29; tries += 1) {
      const next = Date.parse(journey.record(order.id)?.orderUpdate?.nextAttemptAt ?? '');
      journey.time.advance(Math.max(1_000, next - journey.time.clock()));
      await journey.runJob({ tasks: ['orders'] });
    }

    expect(journey.deadLetter(order.id)).toMatchObject({ code: 'commercetools-rejected' });
    expect(journey.record(order.id)?.due).toBe(true);
    journey.sandbox.commercetools.traffic.clearFaults();
    journey.time.advance(70 * MINUTE);
    await journey.runJob();
    expect(returnsOf(journey, order.id)).toMatchObject([{ quantity: 1, shipmentState: 'Returned' }]);
    expect(journey.deadLetter(order.id)).toBeUndefined();
    expect(journey.record(order.id)).toMatchObject({ due: false });
  }, 60_000);
});
