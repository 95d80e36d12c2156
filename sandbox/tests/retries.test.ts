import { describe, expect, it } from 'vitest';
import { creations, expectExportedOnce, failCreation, journeyOfOrders } from './exported-once.ts';
import { orderOf, place, placeAndDeliver } from './shop.ts';
import { MINUTE } from './virtual-time.ts';
import { appearInOrdoro } from './warehouse.ts';

const journey = journeyOfOrders();

describe('a refusal', () => {
  it.each([
    ['names no time', undefined, 60_000],
    ['names a time', '180', 180_000],
  ])(
    'by 429 that %s is no doubt: the order is sent again after that time, without a look-up',
    async (_n, header, wait) => {
      failCreation(journey, {
        kind: 'status',
        when: 'before-work',
        status: 429,
        ...(header === undefined ? {} : { headers: { 'retry-after': header } }),
      });
      const order = await placeAndDeliver(journey);
      expect(journey.fields(order.id)).toMatchObject({ ordoroSyncStatus: 'retrying' });
      expect(String(journey.fields(order.id).ordoroIssues)).toMatch(/^rate-limited/);
      journey.time.advance(wait - 5_000);
      const early = await journey.calls(() => journey.poke(order.id));
      journey.time.advance(6_000);
      const due = await journey.calls(() => journey.poke(order.id));

      expect(early.ordoro).toEqual([]);
      expect(due.ordoro).toEqual(['POST /v3/order']);
      expectExportedOnce(journey, order.id);
    },
  );

  it('of the job by 429 that names a day stops the job for an hour, and the run says so', async () => {
    journey.sandbox.ordoro.traffic.inject({
      match: { method: 'GET', path: /^\/v3\/order/ },
      effect: { kind: 'status', when: 'before-work', status: 429, headers: { 'retry-after': '86400' } },
    });
    journey.time.advance(5 * MINUTE);
    await journey.runJob();
    const until = new Date(journey.time.clock() + 60 * MINUTE).toISOString();
    const order = await place(journey);
    journey.dropMessages();
    journey.time.advance(5 * MINUTE);
    const { tasks } = await journey.runJob();

    expect(tasks.find(({ name }) => name === 'orders')).toMatchObject({
      status: 'partial',
      message: `Ordoro said "too many requests": the job sends nothing before ${until}`,
    });
    await journey.runJobFor(60);
    expectExportedOnce(journey, order.id);
  });

  it('of the API key keeps the order trying, and it goes out when the key is right', async () => {
    failCreation(journey, { kind: 'status', when: 'before-work', status: 401 }, 2);
    const order = await placeAndDeliver(journey);
    expect(journey.fields(order.id)).toMatchObject({ ordoroSyncStatus: 'retrying' });
    expect(String(journey.fields(order.id).ordoroIssues)).toMatch(/^ordoro-auth/);
    expect(String(journey.fields(order.id).ordoroSyncMessage)).toMatch(/ORDORO_CLIENT_ID/);

    await journey.runJobFor(15);

    expectExportedOnce(journey, order.id);
  });

  it('of the order itself becomes a dead letter, and goes out on "retry" once the cause is gone', async () => {
    failCreation(journey, {
      kind: 'status',
      when: 'before-work',
      status: 400,
      body: { error_message: 'Warehouse is closed', param: 'warehouse_id' },
    });
    const order = await placeAndDeliver(journey);
    expect(journey.fields(order.id)).toMatchObject({ ordoroSyncStatus: 'failed' });
    expect(String(journey.fields(order.id).ordoroIssues)).toMatch(/^ordoro-rejected: .*Warehouse is closed/);
    expect(journey.record(order.id)).toMatchObject({ status: 'failed', due: false, open: true });
    expect(journey.deadLetter(order.id)).toMatchObject({
      kind: 'order',
      subject: order.id,
      code: 'ordoro-rejected',
      attempts: 1,
      howToFix: expect.stringContaining('retry'),
      request: expect.anything(),
      response: expect.anything(),
    });
    await journey.runJobFor(5);
    expect(creations(journey, order.orderNumber)).toBe(1);

    await journey.sandbox.commercetools.merchantUpdate(order.id, [
      { action: 'setCustomField', name: 'ordoroRequest', value: 'retry' },
    ]);
    await journey.deliver();

    expectExportedOnce(journey, order.id);
    expect(journey.fields(order.id).ordoroRequest).toBeUndefined();
    expect(journey.deadLetter(order.id)).toBeUndefined();
  });

  it('because Ordoro has the order already is settled by finding it', async () => {
    const order = orderOf();
    appearInOrdoro(journey, order);
    await journey.sandbox.commercetools.placeOrder(order);
    await journey.deliver();

    expectExportedOnce(journey, order.id);
  });
});

describe('an order that Ordoro keeps failing', () => {
  it('is tried after 1, 5, 15 and 60 minutes, then hourly, and ends as failed with a dead letter after a day', async () => {
    journey.time.advance(MINUTE);
    const begin = journey.time.clock();
    failCreation(journey, { kind: 'status', when: 'before-work', status: 429 }, Number.POSITIVE_INFINITY);
    const order = await placeAndDeliver(journey);
    const tries = () =>
      journey.sandbox.ordoro.traffic.calls
        .filter(({ at, method, path }) => at >= begin && method === 'POST' && path === '/v3/order')
        .map(({ at }) => Math.round((at - begin) / MINUTE));
    for (let step = 0; step < 27 * 12 && journey.record(order.id)?.status !== 'failed'; step += 1) {
      const next = Date.parse(journey.record(order.id)!.nextAttemptAt!);
      journey.time.advance(Math.max(1_000, next - journey.time.clock()));
      await journey.runJob();
    }

    expect(tries().slice(0, 6)).toEqual([0, 1, 6, 21, 81, 141]);
    expect(tries().at(-1)).toBeGreaterThanOrEqual(24 * 60);
    expect(tries().at(-1)).toBeLessThan(25 * 60 + 5);
    expect(journey.fields(order.id).ordoroSyncStatus).toBe('failed');
    expect(journey.deadLetter(order.id)).toMatchObject({ code: 'rate-limited', attempts: tries().length });
    expect(journey.record(order.id)).toMatchObject({ due: false, open: true });
  });
});

async function sweepHourly(hours: number): Promise<void> {
  for (let hour = 0; hour < hours; hour += 1) {
    journey.time.advance(60 * MINUTE);
    await journey.sweep();
  }
}

describe('an order that has failed', () => {
  it('keeps its reason and its letter when commercetools fails once', async () => {
    failCreation(journey, { kind: 'reset', when: 'after-work' });
    const order = await placeAndDeliver(journey);
    journey.sandbox.ordoro.traffic.inject({
      match: { method: 'GET', path: /^\/v3\/order/ },
      effect: { kind: 'status', when: 'before-work', status: 500 },
      times: Number.POSITIVE_INFINITY,
    });
    await sweepHourly(26);
    const letter = journey.deadLetter(order.id);
    expect(letter).toMatchObject({ code: 'ordoro-unavailable' });
    journey.sandbox.commercetools.traffic.inject({
      match: {
        method: 'POST',
        path: '/sandbox/custom-objects',
        predicate: ({ requestBody }) => (requestBody as { container?: string }).container === 'ordoro-orders',
      },
      effect: { kind: 'status', when: 'before-work', status: 503 },
    });
    await sweepHourly(3);

    expect(journey.deadLetter(order.id)).toEqual(letter);
    expect(String(journey.fields(order.id).ordoroIssues)).toMatch(/^ordoro-unavailable/);

    journey.sandbox.ordoro.traffic.clearFaults();
    await sweepHourly(1);
    expectExportedOnce(journey, order.id);
  });
});

describe('an order that somebody else changes again and again', () => {
  it('keeps what Ordoro said of it, is shown by the job later, and is never sent twice', async () => {
    const order = orderOf();
    journey.sandbox.commercetools.traffic.inject({
      match: { method: 'POST', path: `/sandbox/orders/${order.id}` },
      times: Number.POSITIVE_INFINITY,
      effect: {
        kind: 'status',
        when: 'before-work',
        status: 409,
        body: { statusCode: 409, message: 'Version mismatch.', errors: [{ code: 'ConcurrentModification' }] },
      },
    });
    await journey.sandbox.commercetools.placeOrder(order);
    await journey.deliver();
    expect(journey.record(order.id)).toMatchObject({ due: true, parts: [{ state: { step: 'accepted' } }] });
    expect(journey.record(order.id)?.lease).toBeUndefined();

    journey.sandbox.commercetools.traffic.clearFaults();
    journey.time.advance(2 * MINUTE);
    await journey.runJob();
    expectExportedOnce(journey, order.id);
  });
});
