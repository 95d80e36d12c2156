import { afterAll, beforeAll, expect } from 'vitest';
import { Journey, type JourneyOptions } from './connector-under-test.ts';

/** One journey for all tests of a file or group: begun before the first of them, closed after the last. */
export function sharedJourney(options: JourneyOptions = {}): Journey {
  const journey = new Journey(options);
  beforeAll(() => journey.begin());
  afterAll(() => journey.close());
  return journey;
}

/** Closes the journey of a single test. Nothing wrong may have been sent to Ordoro. */
export async function closeChecked(journey: Journey): Promise<void> {
  const { violations } = journey.sandbox.ordoro;
  await journey.close();
  expect(violations).toEqual([]);
}
