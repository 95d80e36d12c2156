import { letterOfUnknown, subjectOf } from '../../fulfillments/stray-orders.ts';
import type { ChangedOrder } from '../../ordoro/changed-orders.ts';
import { microsOf } from '../../ordoro/instants.ts';
import type { OrderContext } from '../order-context.ts';
import type { OrderAuditTurn } from './order-audit-ports.ts';
import { hasRoomForStray, straysTold } from './order-audit-progress.ts';
import type { DealtOrder } from './order-tally.ts';
import type { ShopSides } from './shop-sides.ts';

/**
 * Ordoro orders of our sales channels without an order in commercetools. People are told of each once, by a dead letter; that it is
 * remembered from pass to pass keeps a letter that was thrown away from coming again. What there is no room to remember for is only
 * counted, until there is.
 */
export class StrayOrders {
  readonly #sides: Pick<ShopSides, 'one'>;
  readonly #parts: OrderAuditTurn;
  readonly #told: ReadonlySet<string>;

  constructor(sides: Pick<ShopSides, 'one'>, parts: OrderAuditTurn) {
    this.#sides = sides;
    this.#parts = parts;
    this.#told = straysTold(parts.turn.memory);
  }

  /**
   * An Ordoro order that nobody was found for.
   * @param ids order ids on its lines
   * @returns undefined when it needs nobody: it was cancelled or split, made before the history began that the connector keeps to, or
   * somebody was found after all
   * @throws PlatformError
   */
  async meet(row: ChangedOrder, ids: readonly string[]): Promise<DealtOrder | undefined> {
    const { dryRun, letters, pass } = this.#parts;
    const subject = subjectOf(row);
    if (row.order?.isParent === true) return undefined;
    if (row.order?.status === 'cancelled') {
      await this.settle(row);
      return undefined;
    }
    if (isHistory(row, this.#parts.context)) return undefined;
    if (!this.#told.has(subject)) {
      if (await this.#isThere(ids)) return undefined;
      if (!hasRoomForStray(pass.progress, this.#told))
        return { findings: [{ kind: 'unknown-order', number: subject, ending: 'left' }] };
      if (!dryRun) await letters.write(letterOfUnknown(row, ids));
    }
    pass.addStray(subject);
    return { findings: [{ kind: 'unknown-order', number: subject, ending: 'told' }] };
  }

  /** An Ordoro order that is not strange (any more): the letter about it goes. @throws PlatformError */
  async settle(row: ChangedOrder): Promise<void> {
    const { dryRun, letters } = this.#parts;
    if (this.#told.has(subjectOf(row)) && !dryRun) await letters.clear(subjectOf(row));
  }

  /** Queries may be late: only reads by id tell that there is no order. */
  async #isThere(ids: readonly string[]): Promise<boolean> {
    for (const id of ids) {
      const { order, stored } = await this.#sides.one(id);
      if (order !== undefined || stored !== undefined) return true;
    }
    return false;
  }
}

/** What was in the sales channel before EXPORT_SINCE is none of the connector's making. */
function isHistory({ order }: ChangedOrder, { exportSince }: Pick<OrderContext, 'exportSince'>): boolean {
  const createdAt = microsOf(order?.createdDate);
  return createdAt !== undefined && createdAt < exportSince * 1_000;
}
