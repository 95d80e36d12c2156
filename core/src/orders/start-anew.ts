import type { Situation } from './situation.ts';

/**
 * The situation of a pass that lost the order to another process: what that one made of it is the new starting point. The pass takes
 * another name, so that a claim it may still hold is treated like anybody's: it expires and is settled by look-up. What Ordoro
 * accepted from this pass counts as read: the other process may have sent the same, and then there are two.
 */
export function startedAnew(situation: Situation): Situation {
  // What this pass wrote on the order is not known to the record that is read now.
  const { orderWritten: _unknown, updateEvidence: _nor, created = [], ordoroRows, ...rest } = situation;
  const numbers = new Set(created.map(({ orderNumber }) => orderNumber));
  return {
    ...rest,
    orderInDoubt: true,
    owner: `${situation.owner}+`,
    stored: { state: 'unread' },
    record: undefined,
    before: undefined,
    ordoroRows: [...ordoroRows.filter(({ orderNumber }) => !numbers.has(orderNumber)), ...created],
    mayPresumeNew: false,
    failedNow: false,
    orderUpdateFailed: false,
    refusedEdits: [],
    deadLetterDone: false,
    logged: false,
  };
}
