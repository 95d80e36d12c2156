import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Journey } from './connector-under-test.ts';
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
});
