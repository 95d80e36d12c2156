import { type Micros, microsOf } from '../../ordoro/instants.ts';
import { AUDIT_START, keptAwaited, type OrderAuditProgress } from './order-audit-progress.ts';
import { type DealtOrder, withOrders, withRowsRead } from './order-tally.ts';
import { SeenOrders } from './seen-orders.ts';

/** Orders made within this time are compared, milliseconds. */
const PERIOD_MS = 30 * 24 * 60 * 60_000;

/** How much the clock of Ordoro may be behind that of commercetools without an order being missed in its list. */
const CLOCK_DIFFERENCE: Micros = 60 * 60 * 1_000_000;

/** One pass of the audit in this process: its progress, which is stored between turns, and what it has seen, which is not. */
export class OrderAuditPass {
  readonly startedAt: string;
  readonly seen: SeenOrders;
  progress: OrderAuditProgress;

  /** @param stored where another process, or an earlier turn of this one, left the pass; undefined: it begins */
  constructor(startedAt: string, stored: OrderAuditProgress | undefined) {
    this.startedAt = startedAt;
    this.progress = stored ?? AUDIT_START;
    const { stage, time, awaited } = this.progress;
    const gapEnd = stage === 'commercetools' ? Number.POSITIVE_INFINITY : microsOf(time);
    this.seen = new SeenOrders({ awaited, gapEnd });
  }

  /** Orders of commercetools made since then are compared, ISO 8601, UTC. */
  get createdSince(): string {
    return new Date(Date.parse(this.startedAt) - PERIOD_MS).toISOString();
  }

  /** Where the list of Ordoro begins. */
  get listBegin(): Micros {
    return Date.parse(this.createdSince) * 1_000 - CLOCK_DIFFERENCE;
  }

  /** The progress as it is stored. */
  get stored(): OrderAuditProgress {
    return { ...this.progress, awaited: keptAwaited(this.seen.awaited) };
  }

  /** Moves the place of the pass. */
  moveTo(place: Partial<Pick<OrderAuditProgress, 'stage' | 'time' | 'after'>>): void {
    this.progress = { ...this.progress, ...place };
  }

  /** Counts orders that were dealt with. */
  count(dealt: readonly DealtOrder[]): void {
    this.progress = { ...this.progress, tally: withOrders(this.progress.tally, dealt) };
  }

  /** Counts a page of Ordoro's list. */
  countRows(page: { readonly rows: number; readonly unreadable: number }): void {
    this.progress = { ...this.progress, tally: withRowsRead(this.progress.tally, page) };
  }

  /** Remembers an Ordoro order without order in commercetools that people have been told of. */
  addStray(number: string): void {
    if (!this.progress.strays.includes(number))
      this.progress = { ...this.progress, strays: [...this.progress.strays, number] };
  }
}
