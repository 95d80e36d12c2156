import type { RecordedCall } from '../../src/traffic/fault.ts';
import { CREATION } from '../exported-once.ts';
import { MINUTE } from '../virtual-time.ts';
import { SENDER_DIED, STUCK_MINUTES } from './carriage.ts';
import type { ChaosWorld } from './world.ts';

/** A creation that shows in Ordoro by then is found by the second look-up: twice 60 s after its time limit. Milliseconds. */
const FOUND_WITHIN = 2 * MINUTE;

/** The same where the sender died: its claim has to end first. */
const FOUND_AFTER_DEATH = 2.8 * MINUTE;

/** Creations that arrived in Ordoro, or would have but for a fault, for an `order_id`. */
export function creationsOf(world: ChaosWorld, orderId: string): readonly RecordedCall[] {
  return world.journey.sandbox.ordoro.traffic.calls.filter(
    ({ method, path, requestBody }) =>
      method === CREATION.method &&
      path === '/v3/order' &&
      (requestBody as { order_id?: string } | undefined)?.order_id === orderId,
  );
}

/** How many of them came after everybody had to take them for lost; only those may lead to one too many. */
export function lateCreations(world: ChaosWorld, orderId: string): number {
  const { listLagMs, numberLagMs } = world.oddities;
  const unseen = Math.min(listLagMs, numberLagMs);
  const late = creationsOf(world, orderId).filter(({ requestHeaders }) => {
    const foundWithin = requestHeaders[SENDER_DIED] === undefined ? FOUND_WITHIN : FOUND_AFTER_DEATH;
    return Number(requestHeaders[STUCK_MINUTES] ?? 0) * MINUTE + unseen > foundWithin;
  });
  return late.length;
}

/** A creation is sent again only when the one before did not get into Ordoro. @returns how many were sent more than that */
export function creationsTooMany(world: ChaosWorld, orderId: string): number {
  const sent = creationsOf(world, orderId);
  world.tally.add('creations', sent.length);
  const lost = sent.filter(({ fault }) => fault?.endsWith('before-work') === true);
  return Math.max(0, sent.length - 1 - lost.length - lateCreations(world, orderId));
}
