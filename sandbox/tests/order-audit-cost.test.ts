import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { generatedOrders } from '../src/seed/generated-orders.ts';
import { Journey } from './connector-under-test.ts';
import { exportedAtOnce } from './exported-at-once.ts';
import { afterEachJourney } from './exported-once.ts';
import { writesDuring } from './in-step.ts';
import { MINUTE } from './virtual-time.ts';

const CREATED = '2026-11-23T08:00:00.000Z';

let journey: Journey;

beforeEach(async () => {
  journey = await Journey.start();
});

afterEach(async () => {
  try {
    afterEachJourney(journey);
  } finally {
    await journey.close();
  }
});

/** From now on only the audit of orders is due. */
async function auditOrdersOnly(): Promise<void> {
  await journey.runJob({ tasks: ['reconcile'], full: true });
  const cursor = journey.sandbox.commercetools.customObject('ordoro-cursors', 'reconcile');
  const audits = { stock: cursor?.value.audits.stock };
  await journey.sandbox.commercetools.putCustomObject('ordoro-cursors', 'reconcile', { audits });
}

describe('a thousand open orders that are in step', () => {
  it('cost at most 12 calls to Ordoro, 26 reads of commercetools and no write', async () => {
    await exportedAtOnce(journey, generatedOrders({ count: 1_000, createdAt: CREATED }));
    journey.time.advance(120 * MINUTE);
    await auditOrdersOnly();
    let writes: string[] = [];

    const calls = await journey.calls(async () => {
      writes = await writesDuring(journey, () => journey.runJob({ tasks: ['reconcile'] }));
    });

    const health = journey.sandbox.commercetools.customObject('ordoro-health', 'status');
    expect(health?.value.orderAudit).toMatchObject({
      orders: 1_000,
      ordoroOrders: 1_000,
      deviating: 0,
      told: {},
      left: {},
    });
    expect(writes).toEqual([]);
    expect(calls.ordoro.length).toBeLessThanOrEqual(12);
    const reads = calls.commercetools.filter((call) => call.startsWith('GET '));
    // The report of the run and the references of the configuration are read in every run.
    const ofTheAudit = reads.filter((call) =>
      /\/(orders|ordoro-orders|ordoro-cursors|ordoro-dead-letters)\b/.test(call),
    );
    expect(ofTheAudit.length).toBeLessThanOrEqual(26);
    expect(ofTheAudit.length).toBeGreaterThan(20);
    expect(reads.filter((call) => !ofTheAudit.includes(call)).length).toBeLessThanOrEqual(6);
  }, 60_000);
});
