import type { FaultEffect } from '../src/traffic/fault.ts';
import type { Journey } from './connector-under-test.ts';

/** The request that asks Ordoro for a sign of life. */
export const SIGN_OF_LIFE = { method: 'GET', path: '/authenticated/' };

/** From now on Ordoro answers every request like this. */
export function breakOrdoro(journey: Journey, effect: FaultEffect): void {
  journey.sandbox.ordoro.traffic.inject({ match: {}, times: Number.POSITIVE_INFINITY, effect });
}

/** Ordoro is well again. */
export function healOrdoro(journey: Journey): void {
  journey.sandbox.ordoro.traffic.clearFaults();
}

/** What the connector keeps about its circuit to Ordoro; undefined while all is well. */
export function circuitOf(journey: Journey): { readonly reason: string; readonly probeAt: string } | undefined {
  return journey.sandbox.commercetools.customObject('ordoro-locks', 'ordoro')?.value;
}

/** All dead letters, by key. */
export function deadLettersOf(journey: Journey): string[] {
  const objects = journey.sandbox.commercetools.all('key-value-document');
  return objects.filter(({ container }) => container === 'ordoro-dead-letters').map(({ key }) => key);
}
