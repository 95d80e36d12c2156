import type { RecordedCall } from '../../src/traffic/fault.ts';
import { kindOf } from './call-kinds.ts';
import type { ChaosWorld } from './world.ts';

/** Counts what was sent in a history, and what of it went wrong. */
export function countCalls({ journey, tally }: ChaosWorld): void {
  const { commercetools, ordoro } = journey.sandbox;
  for (const [side, { calls }] of [
    ['commercetools', commercetools.traffic] as const,
    ['Ordoro', ordoro.traffic] as const,
  ]) {
    tally.add('calls', calls.length);
    for (const call of calls) {
      countKind(tally, call);
      if (call.fault !== undefined) tally.add(`${side} fault`);
    }
  }
}

function countKind(tally: ChaosWorld['tally'], call: RecordedCall): void {
  const kind = kindOf(call);
  if (kind === undefined) return;
  tally.add(kind);
  if (call.path.endsWith('/uncancel')) tally.add('uncancel');
  if (call.fault !== undefined) tally.add(`fault at ${kind}`);
}
