import { type CreateOutcome, isAnonymous } from '../ordoro/orders.ts';
import type { OrdoroOrder } from '../ordoro/readers.ts';
import type { OrdoroOrderDraft } from '../ordoro/wire.ts';
import { PlatformError } from '../problems/errors.ts';
import { isAccepted, type SyncRecord } from '../records/sync-record.ts';
import { withAcceptedContent } from './changes/baselines.ts';
import { latestSend } from './claim.ts';
import { hashOf } from './fingerprint.ts';
import type { OrderSyncPorts } from './order-sync-ports.ts';
import { acceptedState, forgetFailures, withFailure, withOrdoroOrders, withPartState } from './record-changes.ts';
import type { Situation } from './situation.ts';

/** Sends one claimed part, once, and notes what came of it. Nothing is sent without a rate token and enough of the claim left. */
export async function sendPart(
  ports: OrderSyncPorts,
  situation: Situation,
  action: { readonly part: number; readonly draft: OrdoroOrderDraft },
): Promise<Situation> {
  const { record } = situation;
  if (record === undefined) return situation;
  const latest = Math.min(situation.sendBy, latestSend(record, ports.sendTimeoutMs));
  const outcome: CreateOutcome =
    ports.clock() > latest ? { kind: 'no-token' } : await create(ports, action.draft, latest);
  const now = ports.clock();
  const response = 'response' in outcome ? outcome.response : undefined;
  return {
    ...situation,
    now,
    // No token means no time: the claimed parts are given back and the order is left to the job.
    ...(outcome.kind === 'no-token' ? { sendBy: Number.NEGATIVE_INFINITY } : {}),
    failedNow: situation.failedNow || outcome.kind === 'refused' || outcome.kind === 'uncertain',
    ...(outcome.kind === 'accepted'
      ? { created: [...(situation.created ?? []), withOwnLines(outcome.order, action.draft)] }
      : {}),
    record: afterSending(record, action, { outcome, now, random: situation.random, redactText: ports.redactText }),
    evidence: ports.redact({ request: action.draft, response }),
  };
}

/** When commercetools gives no rate token, nothing was sent. */
async function create(ports: OrderSyncPorts, draft: OrdoroOrderDraft, tokenBy: number): Promise<CreateOutcome> {
  try {
    return await ports.ordoroOrders.create(draft, { tokenBy, timeoutMs: ports.sendTimeoutMs });
  } catch (error) {
    if (!(error instanceof PlatformError) || error.platform !== 'commercetools') throw error;
    return { kind: 'no-token' };
  }
}

function afterSending(
  record: SyncRecord,
  { part: number, draft }: { readonly part: number; readonly draft: OrdoroOrderDraft },
  result: { outcome: CreateOutcome; now: number; random: number; redactText: OrderSyncPorts['redactText'] },
): SyncRecord {
  const { outcome } = result;
  const failed = (code: string, message: string, retryAfterMs?: number) =>
    withFailure(record, { code, message: result.redactText(message, draft), retryAfterMs }, result);
  switch (outcome.kind) {
    case 'accepted': {
      const part = record.parts.find((candidate) => candidate.number === number);
      if (part === undefined) return record;
      const own = withOwnLines(outcome.order, draft);
      const accepted = withOrdoroOrders(withPartState(record, number, acceptedState(own, part)), [own]);
      const known = withAcceptedContent(accepted, number, own);
      // What failed before has come to its end; what is left to do gets its own day of tries.
      return isAccepted(known) ? forgetFailures(known) : known;
    }
    case 'uncertain':
      return withPartState(failed('ordoro-unavailable', outcome.message, outcome.retryAfterMs), number, {
        step: 'uncertain',
        answered: outcome.answered,
        endedAt: new Date(Math.max(result.now, outcome.endsAt ?? 0)).toISOString(),
        misses: 0,
      });
    case 'refused':
      return withPartState(failed(outcome.code, outcome.message, outcome.retryAfterMs), number, { step: 'planned' });
    case 'rejected':
      // Perhaps refused because Ordoro has it already: a look-up comes before the verdict.
      return withPartState(failed('ordoro-rejected', outcome.message), number, {
        step: 'rejected',
        fingerprint: hashOf(draft),
        reason: result.redactText(outcome.message, draft),
        checked: false,
      });
    case 'no-token':
      return record;
  }
}

/** The answer to our own request need not repeat our ids; its lines are those that were sent. */
function withOwnLines(order: OrdoroOrder, draft: OrdoroOrderDraft): OrdoroOrder {
  if (!isAnonymous(order)) return order;
  const lines = draft.lines.map(({ cart_orderitem_id: lineItemId, quantity, product, item_price: itemPrice }) => ({
    id: undefined,
    quantity,
    sku: product.sku,
    itemPrice,
    cartOrderId: draft.cart_order_id,
    lineItemId,
  }));
  return { ...order, lines };
}
