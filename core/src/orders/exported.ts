import type { Order } from '@commercetools/platform-sdk';
import { currentOrders } from '../fulfillments/known-orders.ts';
import type { ShippingProgress } from '../fulfillments/shipment-state.ts';
import { CATALOGUE, type SyncStatus } from '../problems/catalogue.ts';
import { type Issue, issueText } from '../problems/issue.ts';
import { hasGivenUp, type SyncRecord } from '../records/sync-record.ts';
import { ordoroOrderIssues } from './besides.ts';
import { changeIssues } from './changes/change-issues.ts';
import { decideChange, isChangePending } from './changes/decide-change.ts';
import { claimedBy, isClaimedByUs } from './claim.ts';
import { finish } from './finish.ts';
import { acceptedMessage, failureIssue } from './merchant-texts.ts';
import { fulfillmentOf } from './order-fulfillment.ts';
import { forgetFailures } from './record-changes.ts';
import type { Action, Situation } from './situation.ts';

/** The next step for an order that Ordoro has: what changed is sent, what is left of the export done, the rest shown. */
export function decideExported(situation: Situation, order: Order, record: SyncRecord): Action {
  const change = decideChange(situation, order, record);
  if (change !== undefined) return change;
  const preset = nextPreset(situation, record);
  if (preset !== undefined) return preset;
  return finish(situation, exported(situation, order, record), 'exported');
}

/** A preset is applied under a claim, because two passes at once would apply it twice. */
function nextPreset(situation: Situation, record: SyncRecord): Action | undefined {
  const { now, failedNow, readBy } = situation;
  const isTime = record.nextAttemptAt === undefined || Date.parse(record.nextAttemptAt) <= now;
  if (!isTime || failedNow || hasGivenUp(record) || record.requests.hold === true || now > readBy) return undefined;
  for (const { number, state } of record.parts)
    if (state.step === 'accepted' && state.presetToApply !== undefined)
      return isClaimedByUs(situation)
        ? { do: 'apply-preset', part: number, orderNumber: state.orderNumber, presetId: state.presetToApply }
        : { do: 'save', record: claimedBy(situation, record) };
  return undefined;
}

/** The record as an order shows it that Ordoro has, at least in part. */
export function exported(situation: Situation, order: Order, record: SyncRecord): SyncRecord {
  const isPending =
    hasPresetToApply(record) || (record.unread ?? []).length > 0 || isChangePending(situation, order, record);
  const base = isPending ? record : forgetFailures(record);
  const fulfillment = fulfillmentOf(order, base, situation.context);
  const { issues: shippingIssues, progress, actions, undeliverable } = fulfillment;
  // The order is cancelled by the same update that shows this.
  const isBeingCancelled = actions.some(
    (action) => action.action === 'changeOrderState' && action.orderState === 'Cancelled',
  );
  const shown: Order = isBeingCancelled ? { ...order, orderState: 'Cancelled' } : order;
  const found = [...changeIssues(base, shown), ...shippingIssues, ...ordoroOrderIssues(base, shown)];
  const { issues, dismissed } = withoutDismissed(found, base.dismissed ?? []);
  const trouble =
    base.lastError === undefined || (base.attempts === 0 && base.lastError.paused !== true)
      ? undefined
      : failureIssue(base);
  const status = statusOf(shown, base, { issues, trouble, progress });
  const { dismissed: _before, ...rest } = base;
  return {
    ...rest,
    ...(dismissed.length === 0 ? {} : { dismissed }),
    status,
    open: false,
    due: isPending && !hasGivenUp(base),
    units: unitsNeverSent(base),
    issues: trouble === undefined ? issues : [...issues, trouble],
    message: acceptedMessage(base, order, { issues, trouble, status, undeliverable }),
    requests: { ...(record.requests.hold === true ? { hold: true } : {}) },
  };
}

/** Units of parts that were dropped before Ordoro had them: they tell the stock of which SKUs less is held back by now. */
function unitsNeverSent({ parts, units }: SyncRecord): SyncRecord['units'] {
  const accepted = new Set(parts.map(({ number }) => number));
  return units.filter(({ part }) => part !== undefined && !accepted.has(part));
}

/** needs-attention > retrying/failed > cancelled > shipped > partially-shipped > exported. */
function statusOf(
  order: Order,
  record: SyncRecord,
  found: { issues: readonly Issue[]; trouble: Issue | undefined; progress: ShippingProgress },
): SyncStatus {
  // A change that Ordoro refused waits for the merchant, as a refused order does.
  const isRefused = found.issues.some(({ code }) => CATALOGUE[code].leadsTo === 'failed');
  if (found.issues.some(({ code }) => CATALOGUE[code].leadsTo !== 'failed')) return 'needs-attention';
  if (isRefused) return 'failed';
  if (found.trouble !== undefined) return hasGivenUp(record) ? 'failed' : 'retrying';
  if (order.orderState === 'Cancelled' && isCancelled(record)) return 'cancelled';
  switch (found.progress) {
    case 'all':
      return 'shipped';
    case 'partial':
      return 'partially-shipped';
    case 'none':
      return 'exported';
  }
}

function isCancelled({ ordoroOrders }: SyncRecord): boolean {
  const current = currentOrders(ordoroOrders);
  return current.length > 0 && current.every(({ status }) => status === 'cancelled');
}

function hasPresetToApply({ parts }: SyncRecord): boolean {
  return parts.some(({ state }) => state.step === 'accepted' && state.presetToApply !== undefined);
}

/** What the merchant dismissed stays out of sight while its cause lasts; should the cause come back, it is shown again. */
function withoutDismissed(found: readonly Issue[], dismissed: readonly string[]) {
  const texts = new Set(found.map(issueText));
  return {
    issues: found.filter((issue) => !dismissed.includes(issueText(issue))),
    dismissed: dismissed.filter((text) => texts.has(text)),
  };
}
