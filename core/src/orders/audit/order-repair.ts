import type { Order } from '@commercetools/platform-sdk';
import type { StoredObject } from '../../commercetools/custom-objects.ts';
import type { OrdoroOrder } from '../../ordoro/readers.ts';
import type { SyncRecord } from '../../records/sync-record.ts';
import { FINISH_MS } from '../../runs/task.ts';
import type { OrderAuditOptions, OrderAuditTurn } from './order-audit-ports.ts';
import { endingOf, isRepairable, type OrderFinding } from './order-findings.ts';
import type { DealtOrder } from './order-tally.ts';

/** An order with all that was read of it. */
export interface FoundOrder {
  readonly orderId: string;
  /** Whole, as a look at it needs it; undefined: it is read when it is needed. */
  readonly order: Order | undefined;
  /** Epoch milliseconds. */
  readonly orderReadAt: number;
  readonly stored: StoredObject<SyncRecord> | undefined;
  readonly rows: readonly OrdoroOrder[];
  /** Numbers that Ordoro answered 404 for. */
  readonly notFound?: readonly string[];
}

/** Brings orders in step in which something was found, the one way in which that is ever done. */
export class OrderRepair {
  readonly #options: Pick<OrderAuditOptions, 'sync' | 'trouble'>;

  constructor(options: Pick<OrderAuditOptions, 'sync' | 'trouble'>) {
    this.#options = options;
  }

  /** Trouble with the order is written into its record, so that the others go on. @throws PlatformError when that fails too */
  async deal(found: FoundOrder, findings: readonly OrderFinding[], parts: OrderAuditTurn): Promise<DealtOrder> {
    const { orderId } = found;
    if (!findings.some(isRepairable)) return { orderId, findings: ended(findings, false) };
    const { counts } = parts.turn;
    try {
      const { outcome, changed } = await this.#sync(found, parts);
      if (changed) counts.changed += 1;
      if (outcome === 'held-by-another-instance' || outcome === 'postponed') counts.skipped += 1;
      return { orderId, findings: ended(findings, changed) };
    } catch (trouble) {
      counts.failed += 1;
      const unread = found.rows.map(({ orderNumber }) => orderNumber);
      await this.#options.trouble.record(orderId, { order: found.order, trouble, dryRun: parts.dryRun, unread });
      return { orderId, findings: ended(findings, false), hasFailed: true };
    }
  }

  #sync({ orderId, order, orderReadAt, stored, rows, notFound = [] }: FoundOrder, parts: OrderAuditTurn) {
    const { context, dryRun, turn } = parts;
    return this.#options.sync.sync(
      orderId,
      { ...context, settings: { ...context.settings, dryRun } },
      {
        ...(order === undefined ? {} : { order, orderReadAt }),
        stored:
          stored === undefined
            ? { state: 'absent' }
            : { state: 'present', record: stored.value, version: stored.version },
        ordoroRows: rows,
        notFound,
        sendBy: turn.handOverAt,
        readBy: turn.handOverAt + FINISH_MS,
      },
    );
  }
}

function ended(findings: readonly OrderFinding[], isChanged: boolean): DealtOrder['findings'] {
  return findings.map((finding) => ({ ...finding, ending: endingOf(finding, isChanged) }));
}
