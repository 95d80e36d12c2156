import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { processEnvironment } from '../../core/src/config/process-environment.ts';
import type { Priority } from '../../core/src/ordoro/rate-budget.ts';
import { type Sandbox, startSandbox } from '../src/sandbox.ts';
import { busiestMinute, type Grant, RateProcess, type RateTask } from './rate-processes.ts';
import { ScaledTime } from './scaled-time.ts';

/** With CHAOS_ROUNDS the whole takes real minutes and the usual budget. */
const IS_LONG = processEnvironment().CHAOS_ROUNDS !== undefined;

/** How many times faster time runs, in all processes and for the stand-ins. */
const FACTOR = IS_LONG ? 1 : 8;
const BUDGET = IS_LONG ? 400 : 120;

/**
 * Requests that may come too early at the stand-in because one before was held up on its way: where time runs faster, each hiccup
 * of the machine is as many times longer. What the processes let through is exact in any case.
 */
const HICCUPS = IS_LONG ? 0 : 5;

/** How long everybody wants everything, milliseconds. */
const BACKLOG_MS = IS_LONG ? 180_000 : 75_000;

const NAMES = ['north', 'east', 'south', 'west'];
const PRIORITIES: readonly Priority[] = ['order', 'shipment', 'stock', 'audit'];

/** Requests that each process has when all begin with work of another priority. */
const EACH = BUDGET / 4;

const time = new ScaledTime(Date.now(), FACTOR);
let sandbox: Sandbox;
let processes: RateProcess[];

beforeAll(async () => {
  sandbox = await startSandbox({ clock: time.clock, seeded: false, ordoro: { requestsPerMinute: BUDGET + HICCUPS } });
  const { apiUrl, authUrl, projectKey, connectorClient } = sandbox.commercetools;
  const { url, clientId, clientSecret } = sandbox.ordoro;
  const { id, secret } = connectorClient;
  processes = await Promise.all(
    NAMES.map((name) =>
      RateProcess.start({
        name,
        startedAt: time.startedAt,
        factor: FACTOR,
        commercetools: { apiUrl, authUrl, projectKey, clientId: id, clientSecret: secret },
        ordoro: { apiUrl: url, clientId, clientSecret },
        requestsPerMinute: BUDGET,
      }),
    ),
  );
}, 60_000);

afterAll(async () => {
  await Promise.all(processes.map((one) => one.stop()));
  await sandbox.close();
});

/** All processes at work. @returns what was let through, in order of time */
async function run(taskOf: (index: number, at: number) => RateTask): Promise<Grant[]> {
  const at = time.clock() + 2_000;
  const grants = await Promise.all(processes.map((one, index) => one.run(taskOf(index, at))));
  return grants.flat().toSorted((one, other) => one.at - other.at);
}

/** No rolling minute had more than the budget, neither here nor there, and Ordoro refused nothing. */
function expectWithinBudget(grants: readonly Grant[]): void {
  const { calls } = sandbox.ordoro.traffic;
  expect(busiestMinute(grants.map(({ at }) => at))).toBeLessThanOrEqual(BUDGET);
  expect(busiestMinute(calls.map(({ at }) => at))).toBeLessThanOrEqual(BUDGET + HICCUPS);
  expect(calls.filter(({ status }) => status === 429)).toEqual([]);
}

describe('four processes that share one budget', () => {
  it('use it up, none of them too little, and no rolling minute has more', async () => {
    const grants = await run((_index, at) => ({ at, priority: 'shipment', callers: 10, end: at + BACKLOG_MS }));

    expectWithinBudget(grants);
    const [first, last] = [grants[0]?.at ?? 0, grants.at(-1)?.at ?? 0];
    expect(last - first).toBeGreaterThan(BACKLOG_MS - 5_000);
    expect((grants.length / (last - first)) * 60_000).toBeGreaterThanOrEqual(0.9 * BUDGET);
    for (const name of NAMES)
      expect(grants.filter((grant) => grant.name === name).length).toBeGreaterThan(grants.length / 4 / 3);
  }, 300_000);

  it('serve orders before shipments before stock before audits, and audits in the end', async () => {
    const grants = await run((index, at) => ({ at, priority: PRIORITIES[index] ?? 'audit', requests: EACH }));

    expectWithinBudget(grants);
    const places = PRIORITIES.map((priority) =>
      grants.flatMap((grant, place) => (grant.priority === priority ? [place] : [])),
    );
    expect(places.map(({ length }) => length)).toEqual([EACH, EACH, EACH, EACH]);
    const [order = 0, shipment = 0, stock = 0, audit = 0] = places.map((of) =>
      of.reduce((sum, place) => sum + place, 0),
    );
    expect(order).toBeLessThan(shipment);
    expect(shipment).toBeLessThan(stock);
    expect(stock).toBeLessThan(audit);
  }, 300_000);
});
