import type { Order } from '@commercetools/platform-sdk';
import type { Issue } from '../problems/issue.ts';
import type { PartRecord, SyncRecord } from '../records/sync-record.ts';
import { finish } from './finish.ts';
import { exportedMessage } from './merchant-texts.ts';
import { forgetFailures } from './record-changes.ts';
import type { Action, Situation } from './situation.ts';

/** The next step for an order that Ordoro has: what is left of the export itself. */
export function decideExported(situation: Situation, order: Order, record: SyncRecord): Action {
  const { now } = situation;
  const isTime = record.nextAttemptAt === undefined || Date.parse(record.nextAttemptAt) <= now;
  if (isTime && !situation.failedNow && record.requests.hold !== true)
    for (const { number, state } of record.parts)
      if (state.step === 'accepted' && state.presetToApply !== undefined)
        return { do: 'apply-preset', part: number, orderNumber: state.orderNumber, presetId: state.presetToApply };
  const hasEnded = situation.failedNow && record.status === 'failed';
  return finish(situation, exported(order, hasEnded ? withoutPresets(record) : record), 'exported');
}

/** The tries of a preset have ended: it is left to the staff, and the message says so. */
function withoutPresets(record: SyncRecord): SyncRecord {
  const parts = record.parts.map((part): PartRecord => {
    if (part.state.step !== 'accepted' || part.state.presetToApply === undefined) return part;
    const { presetToApply: presetRefused, ...state } = part.state;
    return { ...part, state: { ...state, presetRefused } };
  });
  return { ...record, parts };
}

function exported(order: Order, record: SyncRecord): SyncRecord {
  const presetOpen = record.parts.some(({ state }) => state.step === 'accepted' && state.presetToApply !== undefined);
  const base = presetOpen ? record : forgetFailures(record);
  const duplicates = (record.duplicates ?? []).map(
    (number): Issue => ({ code: 'duplicate-in-ordoro', detail: number }),
  );
  return {
    ...base,
    status: duplicates.length > 0 ? 'needs-attention' : 'exported',
    open: false,
    due: presetOpen,
    units: [],
    issues: duplicates,
    message: exportedMessage(record, order),
    requests: { ...(record.requests.hold === true ? { hold: true } : {}) },
  };
}
