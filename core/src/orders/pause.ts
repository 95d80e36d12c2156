import type { Pause } from '../problems/errors.ts';
import { isClaimedByUs } from './claim.ts';
import { pauseFailure } from './ordoro-failure.ts';
import { withFailure } from './record-changes.ts';
import type { Action, Situation } from './situation.ts';

/**
 * Whether this step only makes sense while something can be sent to Ordoro: a claim, and the look-up of what the claimed order
 * is made of. Every other step that asks Ordoro costs nothing while all is paused, because its request is not sent.
 */
export function leadsToOrdoro(action: Action, situation: Situation): boolean {
  if (action.do === 'look-up-skus') return situation.record !== undefined;
  return action.do === 'save' && action.record.lease?.owner === situation.owner && !isClaimedByUs(situation);
}

/** What is done in place of such a step while everything to Ordoro is paused: the order says so and waits, unclaimed. */
export function insteadWhilePaused(situation: Situation, pause: Pause): Action {
  const { record, now, random } = situation;
  if (record === undefined) return { do: 'done', outcome: 'postponed' };
  return { do: 'note', record: withFailure(record, pauseFailure(pause), { now, random }), fails: true };
}
