import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RecordedCall } from '../src/traffic/fault.ts';
import { Journey } from './connector-under-test.ts';
import { crashPoints, dieAt, restart, writesOf } from './crashes.ts';
import { expectExportedOnce } from './exported-once.ts';
import { ops, opsJson } from './ops-under-test.ts';
import { closeChecked } from './shared-journey.ts';
import { orderOf, place } from './shop.ts';
import { MINUTE } from './virtual-time.ts';

let journey: Journey;

beforeEach(async () => {
  journey = await Journey.start();
});

afterEach(() => closeChecked(journey));

const SINCE = '2026-10-01T00:00:00Z';

/** Orders that are older than the history the connector keeps to, a minute apart. */
function history(count: number): string[] {
  return Array.from({ length: count }, (_none, index) => {
    const createdAt = new Date(Date.parse(SINCE) + index * MINUTE).toISOString();
    return journey.sandbox.commercetools.add('order', { ...orderOf(), createdAt, lastModifiedAt: createdAt }).id;
  });
}

/** Orders since then are asked for at the next scheduled run. */
async function askForHistory(): Promise<void> {
  expect(await ops(journey, 'run', '--tasks', 'orders', '--since', SINCE)).toMatchObject({ code: 0 });
}

const runRequest = () => journey.sandbox.commercetools.customObject('ordoro-config', 'run-request')?.value;

/** The next so many writes of the record of this order are answered by 503. */
function refuseRecord(orderId: string, times: number): void {
  journey.sandbox.commercetools.traffic.inject({
    match: {
      method: 'POST',
      path: '/sandbox/custom-objects',
      predicate: ({ requestBody }) => {
        const { container, key } = requestBody as { container?: string; key?: string };
        return container === 'ordoro-orders' && key === orderId;
      },
    },
    effect: { kind: 'status', when: 'before-work', status: 503 },
    times,
  });
}

/** Whether the call writes down that the backfill is through. */
function isEndOfPass({ requestBody }: RecordedCall): boolean {
  const { key, value } = requestBody as { key?: string; value?: { finished?: boolean } };
  return key === 'orders.backfill' && value?.finished === true;
}

/** commercetools ids of the orders in Ordoro, in the order in which they came. */
const arrived = () => journey.sandbox.ordoro.orders.map(({ lines }) => lines[0]?.cart_order_id);

describe('a backfill', () => {
  it('is visible while it goes on, survives the end of its process, and sends every order once', async () => {
    const ids = history(105);
    await ops(journey, 'run', '--tasks', 'orders', '--since', SINCE);
    // The second page cannot be read: the run ends, and with it the process.
    journey.sandbox.commercetools.traffic.inject({
      match: {
        method: 'GET',
        path: '/sandbox/orders',
        predicate: ({ query }) => /createdAt > /.test(decodeURIComponent(query.replaceAll('+', ' '))),
      },
      effect: { kind: 'status', when: 'before-work', status: 503 },
      times: 20,
    });
    await journey.runJob();
    journey.sandbox.commercetools.traffic.clearFaults();

    const { value } = journey.sandbox.commercetools.customObject('ordoro-health', 'status') ?? {};
    expect(value.backfill).toEqual({
      since: '2026-10-01T00:00:00.000Z',
      position: '2026-10-01T01:39:00.000Z',
      examined: 100,
      exported: 100,
      finished: false,
    });
    const { out } = await ops(journey, 'status');
    expect(out).toMatch(/Backfill since 2026-10-01T00:00:00.000Z: has come to 2026-10-01T01:39:00.000Z, 100 orders/);
    expect(await opsJson(journey, 'status')).toMatchObject({
      stored: { backfill: { examined: 100, finished: false } },
    });

    const today = await place(journey);
    journey.dropMessages();
    journey.jobUrl = `${await journey.startJob()}/job`;
    journey.time.advance(5 * MINUTE);
    const next = await journey.sweep();

    expect(next).toMatchObject({ status: 'ok', message: expect.stringContaining('finished, 106 orders looked at') });
    expect(arrived()).toHaveLength(106);
    expect(new Set(arrived())).toEqual(new Set([...ids, today.id]));
    // The order of the day was not kept waiting by those that were left of the history.
    expect(arrived().indexOf(today.id)).toBe(100);
    expect((await ops(journey, 'status')).out).toContain('finished, 106 orders looked at, 105 exported');
    expect((await journey.sweep()).message).toBeUndefined();
  }, 60_000);

  it.each([1, 2])('exports an order whose first record could not be written at once (%i refusals)', async (times) => {
    const [id = ''] = history(1);
    refuseRecord(id, times);
    await journey.sweep({ tasks: ['orders'], since: SINCE });
    expect(journey.ordoroOrders(id)).toEqual([]);
    await journey.runJobFor(10);
    expectExportedOnce(journey, id);
  });

  it('exports an order also when a second pass comes upon what the first could not write', async () => {
    const [id = ''] = history(1);
    refuseRecord(id, 1);
    await journey.sweep({ tasks: ['orders'], since: SINCE });
    refuseRecord(id, 1);
    await journey.sweep({ tasks: ['orders'], since: SINCE });
    await journey.runJobFor(10);
    expectExportedOnce(journey, id);
  });

  it('that was asked for is not lost when commercetools stumbles before it is on record', async () => {
    const [id = ''] = history(1);
    await askForHistory();
    journey.sandbox.commercetools.traffic.inject({
      match: { method: 'GET', path: /ordoro-cursors\/orders/ },
      effect: { kind: 'status', when: 'before-work', status: 503 },
      times: 2,
    });
    expect((await journey.sweep()).status).toBe('failed');
    expect(runRequest()).toMatchObject({ tasks: ['orders'], since: SINCE });

    journey.time.advance(5 * MINUTE);
    const { tasks } = await journey.runJob();

    expectExportedOnce(journey, id);
    expect(tasks.map(({ name }) => name)).toContain('housekeeping');
    expect(runRequest()).toBeUndefined();
    expect((await ops(journey, 'status')).out).toContain('finished, 1 orders looked at, 1 exported');
  });

  it('is begun once, although the run in which it was asked for fails after its end', async () => {
    const [id = ''] = history(1);
    await askForHistory();
    journey.sandbox.commercetools.traffic.inject({
      match: { method: 'POST', path: '/sandbox/custom-objects', predicate: isEndOfPass },
      effect: { kind: 'status', when: 'after-work', status: 503 },
    });
    expect((await journey.sweep()).status).toBe('failed');
    expect(runRequest()).toBeUndefined();
    expectExportedOnce(journey, id);
    journey.time.advance(5 * MINUTE);
    expect((await journey.sweep()).message).toBeUndefined();
  });

  it('that was asked for comes to its end wherever the process dies in its first run', async () => {
    const first = history(1);
    await askForHistory();
    const writes = await writesOf(journey, () => journey.runJob());
    expect(first.map((id) => journey.ordoroOrders(id).length)).toEqual([1]);
    // Taken, planned, cleared, shown; the order; its pass, shown.
    expect(writes).toBeGreaterThan(8);
    for (const point of crashPoints(writes)) {
      const [id = ''] = history(1);
      await askForHistory();
      await dieAt(journey, point, () => journey.runJob().catch(() => undefined));
      journey.time.advance(5 * MINUTE);
      await restart(journey);
      await journey.runJobFor(10);
      expectExportedOnce(journey, id);
      expect(runRequest()).toBeUndefined();
      expect((await journey.sweep()).message).toBeUndefined();
    }
  }, 120_000);
});
