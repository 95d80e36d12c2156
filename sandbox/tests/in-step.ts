import { afterEach, beforeEach, expect } from 'vitest';
import type { RecordedCall } from '../src/traffic/fault.ts';
import type { Journey, JourneyOptions } from './connector-under-test.ts';
import { afterEachJourney } from './exported-once.ts';
import { sharedJourney } from './shared-journey.ts';
import { MINUTE } from './virtual-time.ts';

/** The journey of tests about shipments: see `sharedJourney`; a minute passes before each of them, `afterEachShipment` after it. */
export function journeyOfShipments(options: JourneyOptions = {}): Journey {
  const journey = sharedJourney(options);
  beforeEach(() => journey.time.advance(MINUTE));
  afterEach(() => afterEachShipment(journey));
  return journey;
}

/** Containers that every run writes to, whatever there is to do: its leases and its report. */
const RUN_CONTAINERS: readonly unknown[] = ['ordoro-locks', 'ordoro-health'];

/** Cursors that tell how far in time stock was looked at: they move with every run, whatever there is to do. */
const TIMED_CURSOR = /^ordoro-cursors\/(inventory|reconcile)/;

/** Writes to either platform while `work` runs, as `METHOD path`, to custom objects with their container; leases and the run's report left out. */
export async function writesDuring(journey: Journey, work: () => Promise<unknown>): Promise<string[]> {
  const platforms = [journey.sandbox.commercetools.traffic, journey.sandbox.ordoro.traffic];
  const before = platforms.map(({ calls }) => calls.length);
  await work();
  return platforms.flatMap(({ calls }, index) => calls.slice(before[index]).flatMap(writeOf));
}

/** Updates of an order while `work` runs. */
export async function updatesOf(journey: Journey, orderId: string, work: () => Promise<unknown>): Promise<number> {
  const writes = await writesDuring(journey, work);
  return writes.filter((write) => write === `POST /sandbox/orders/${orderId}`).length;
}

/**
 * Both sides agree: our own messages and two more runs write nothing at all. Only the cursor of the sweep may follow our own
 * changes to orders, in the first of them.
 */
export async function expectNothingLeftToDo(journey: Journey): Promise<void> {
  const again = await writesDuring(journey, async () => {
    await journey.deliver();
    await journey.runJob();
  });
  expect(again.filter((write) => write !== 'POST ordoro-cursors/orders')).toEqual([]);
  journey.time.advance(5 * MINUTE);
  expect(await writesDuring(journey, () => journey.runJob())).toEqual([]);
}

/** Ends all odd behaviour, and checks that nothing wrong was sent to Ordoro and nothing is left to do. */
export async function afterEachShipment(journey: Journey): Promise<void> {
  afterEachJourney(journey);
  Object.assign(journey.sandbox.ordoro.options, {
    exclusiveBounds: false,
    parentsInList: false,
    parentsByNumber: true,
  });
  await expectNothingLeftToDo(journey);
}

function writeOf({ method, path, requestBody }: RecordedCall): string[] {
  if (method === 'GET' || method === 'HEAD' || path === '/oauth/token') return [];
  const { container = /\/custom-objects\/([^/]+)/.exec(path)?.[1], key } = (requestBody ?? {}) as Record<
    string,
    string
  >;
  if (container === undefined) return [`${method} ${path}`];
  if (RUN_CONTAINERS.includes(container) || TIMED_CURSOR.test(`${container}/${key}`)) return [];
  return [`${method} ${container}/${key ?? path}`];
}
