import type { FaultMoment, RecordedCall } from '../src/traffic/fault.ts';
import type { Journey } from './connector-under-test.ts';
import { orderIn } from './warehouse.ts';

/** Where a process dies: at its n-th lasting write, from 1, before it is carried out or before its answer is seen. */
export interface CrashPoint {
  readonly write: number;
  readonly moment: FaultMoment;
}

/**
 * Every state in which a process with so many lasting writes can leave the platforms when it dies at a call. Dying at a read is
 * dying before the write that follows; where writes are on their way at the same time, the two moments differ.
 */
export function crashPoints(writes: number): CrashPoint[] {
  const moments = ['before-work', 'after-work'] as const;
  return Array.from({ length: writes }, (_, index) => moments.map((moment) => ({ write: index + 1, moment }))).flat();
}

/** Tells the writes that are counted; lasting ones only. */
export type Counted = (call: RecordedCall) => boolean;

/**
 * `work` is done by a process that dies at this point: from then on no call of it reaches anybody.
 * @param isCounted absent: every lasting write is
 * @returns the lasting writes it came to, the last one included
 */
export async function dieAt(
  journey: Journey,
  point: CrashPoint,
  work: () => Promise<unknown>,
  isCounted: Counted = () => true,
): Promise<number> {
  let writes = 0;
  const isLast = (call: RecordedCall) => {
    if (!isLasting(call) || !isCounted(call)) return false;
    writes += 1;
    return writes === point.write;
  };
  await cutOff(journey, { isLast, moment: point.moment }, work);
  return writes;
}

/** Does `work` undisturbed. @returns its lasting writes */
export function writesOf(journey: Journey, work: () => Promise<unknown>, isCounted?: Counted): Promise<number> {
  return dieAt(journey, { write: Number.POSITIVE_INFINITY, moment: 'before-work' }, work, isCounted);
}

/** Counts what is written about one order: to it, to its Ordoro orders, to its record, its letter and the log. */
export function about(journey: Journey, orderId: string): Counted {
  const names = new RegExp(`${orderId}|\\b${orderIn(journey, orderId).orderNumber}\\b`);
  return (call) => !isOfRun(call) && names.test(`${call.path} ${JSON.stringify(call.requestBody)}`);
}

/** Counts what a run writes down of itself: how far it has come, and what it found. */
export function isOfRun({ requestBody }: RecordedCall): boolean {
  const { container } = (requestBody ?? {}) as { container?: string };
  return container === 'ordoro-cursors' || container === 'ordoro-health';
}

/**
 * While `work` runs, the process dies right after the first such write was carried out: its answer is not seen.
 * @returns whether it came to that
 */
export function dieAfter(
  journey: Journey,
  isLast: (call: RecordedCall) => boolean,
  work: () => Promise<unknown>,
): Promise<boolean> {
  return cutOff(journey, { isLast: (call) => call.method !== 'GET' && isLast(call), moment: 'after-work' }, work);
}

/** New processes of both apps take over: they have nothing of the old ones in memory. */
export async function restart(journey: Journey): Promise<void> {
  journey.eventUrl = `${await journey.startEvent()}/event`;
  journey.jobUrl = `${await journey.startJob()}/job`;
  journey.sandbox.deliverTo(journey.eventUrl);
}

interface Last {
  readonly isLast: (call: RecordedCall) => boolean;
  readonly moment: FaultMoment;
}

/** The last call is cut at this moment, every call after it before it arrives. @returns whether it came to that */
async function cutOff(journey: Journey, { isLast, moment }: Last, work: () => Promise<unknown>): Promise<boolean> {
  let isDead = false;
  const dies = (call: RecordedCall) => {
    if (isDead) return false;
    isDead = isLast(call);
    return isDead;
  };
  const platforms = [journey.sandbox.commercetools.traffic, journey.sandbox.ordoro.traffic];
  for (const traffic of platforms) {
    traffic.inject({ match: { predicate: dies }, effect: { kind: 'reset', when: moment } });
    traffic.inject({
      match: { predicate: () => isDead },
      effect: { kind: 'reset', when: 'before-work' },
      times: Number.POSITIVE_INFINITY,
    });
  }
  await work();
  for (const traffic of platforms) traffic.clearFaults();
  return isDead;
}

/** A write with which something is lost or done; with locks and rate leases nothing is. */
function isLasting({ method, path, requestBody }: RecordedCall): boolean {
  if (method === 'GET' || path === '/oauth/token') return false;
  const { container } = (requestBody ?? {}) as { container?: string };
  return container !== 'ordoro-locks' && !path.includes('/ordoro-locks/');
}
