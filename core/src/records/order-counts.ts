import type { Clock } from '../clock.ts';
import type { CustomObjects } from '../commercetools/custom-objects.ts';
import { PlatformError } from '../problems/errors.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Containers } from './containers.ts';
import type { HealthStatus } from './health-status.ts';
import type { RecordStatus } from './sync-record.ts';

/** Statuses that somebody has to know of; counted after every run that changed anything. */
export const TROUBLE_STATUSES = ['held', 'retrying', 'failed', 'needs-attention'] as const satisfies RecordStatus[];

/** The others, counted once an hour. */
const QUIET_STATUSES = [
  'waiting',
  'exported',
  'partially-shipped',
  'shipped',
  'cancelled',
  'not-required',
] as const satisfies RecordStatus[];

/** All statuses of a record, troublesome ones first. */
export const RECORD_STATUSES: readonly RecordStatus[] = [...TROUBLE_STATUSES, ...QUIET_STATUSES];

/** Everything is counted again after this time, milliseconds. */
const FULL_COUNT_AFTER_MS = 60 * 60_000;

/** `orders` of the health object: how many records have which status; commercetools counts up to 10,000. */
export interface OrderCountsValue {
  /** When the troublesome ones and the dead letters were counted, ISO 8601, UTC. */
  readonly countedAt: string;
  /** When all were. */
  readonly fullyCountedAt: string;
  readonly byStatus: Readonly<Partial<Record<RecordStatus, number>>>;
}

/** What the counts need. */
export interface OrderCountsOptions {
  readonly objects: Pick<CustomObjects, 'count'>;
  readonly containers: Pick<Containers, 'orders' | 'deadLetters'>;
  readonly health: Pick<HealthStatus, 'read' | 'set'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Keeps in the health object how many orders have which status, and how many problems are open. */
export class OrderCounts {
  readonly #options: OrderCountsOptions;
  #countedAt: number | undefined;

  constructor(options: OrderCountsOptions) {
    this.#options = options;
  }

  /**
   * Counts again, if anything has changed or the last count is an hour old: at most five queries, once an hour all statuses. Never
   * throws: numbers for people stop no work.
   */
  async refresh(hasChanged: boolean): Promise<void> {
    const { health, clock, logger } = this.#options;
    try {
      if (!hasChanged && this.#isFresh()) return;
      const { orders } = await health.read();
      const known = orders as OrderCountsValue | undefined;
      this.#countedAt = Date.parse(known?.countedAt ?? '');
      // An earlier process may have counted a moment ago.
      if (!hasChanged && this.#isFresh()) return;
      await this.#count(known);
      this.#countedAt = clock();
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
      logger.warn('The orders could not be counted for the health object; no order is affected.', { error });
    }
  }

  /** An unknown time, not a number, is never fresh. */
  #isFresh(): boolean {
    return this.#options.clock() - (this.#countedAt ?? Number.NaN) < FULL_COUNT_AFTER_MS;
  }

  async #count(known: OrderCountsValue | undefined): Promise<void> {
    const { objects, containers, health, clock } = this.#options;
    const now = new Date(clock()).toISOString();
    const isFull = known === undefined || clock() - Date.parse(known.fullyCountedAt) >= FULL_COUNT_AFTER_MS;
    const [deadLetters, counted] = await Promise.all([
      objects.count(containers.deadLetters),
      this.#byStatus(isFull ? RECORD_STATUSES : TROUBLE_STATUSES),
    ]);
    const byStatus = { ...known?.byStatus, ...counted };
    const value: OrderCountsValue = {
      countedAt: now,
      fullyCountedAt: isFull ? now : known.fullyCountedAt,
      byStatus,
    };
    await health.set({ orders: value, openProblems: openProblems(byStatus, deadLetters) });
  }

  async #byStatus(statuses: readonly RecordStatus[]): Promise<Partial<Record<RecordStatus, number>>> {
    const { objects, containers } = this.#options;
    const counts = await Promise.all(
      statuses.map((status) => objects.count(containers.orders, `value(status="${status}")`)),
    );
    return Object.fromEntries(statuses.map((status, index) => [status, counts[index] ?? 0]));
  }
}

/** Dead letters, and orders that wait for somebody. */
function openProblems(byStatus: OrderCountsValue['byStatus'], deadLetters: number) {
  const { held = 0, failed = 0 } = byStatus;
  return { deadLetters, orders: held + failed + (byStatus['needs-attention'] ?? 0) };
}
