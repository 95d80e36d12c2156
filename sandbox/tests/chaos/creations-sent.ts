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
  return creationsOf(world, orderId).filter((creation) => isLate(world, creation)).length;
}

function isLate({ oddities }: ChaosWorld, { requestHeaders }: RecordedCall): boolean {
  const unseen = Math.min(oddities.listLagMs, oddities.numberLagMs);
  const foundWithin = requestHeaders[SENDER_DIED] === undefined ? FOUND_WITHIN : FOUND_AFTER_DEATH;
  return stuckFor(requestHeaders) + unseen > foundWithin;
}

/**
 * A creation is sent again only when all before it did not get into Ordoro; what became of the last one excuses nothing.
 * @returns how many were sent more than that
 */
export function creationsTooMany(world: ChaosWorld, orderId: string): number {
  const sent = [...creationsOf(world, orderId)].sort((one, other) => leftAt(one) - leftAt(other));
  const excused = sent.slice(0, -1).filter((one) => one.fault?.endsWith('before-work') === true || isLate(world, one));
  return Math.max(0, sent.length - 1 - excused.length);
}

/** When it left its sender. */
function leftAt({ at, requestHeaders }: RecordedCall): number {
  return at - stuckFor(requestHeaders);
}

function stuckFor(headers: RecordedCall['requestHeaders']): number {
  return Number(headers[STUCK_MINUTES] ?? 0) * MINUTE;
}
