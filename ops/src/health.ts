import type { OrderAuditOutcome } from '../../core/src/orders/audit/order-audit-outcome.ts';
import type { BackfillProgress } from '../../core/src/orders/sweep-cursors.ts';
import { RECORD_STATUSES } from '../../core/src/records/order-counts.ts';
import type { SweepNote } from '../../core/src/records/sweep-note.ts';
import type { RecordStatus } from '../../core/src/records/sync-record.ts';
import { lettersOf } from './selection.ts';
import type { OpsWorld } from './world.ts';

/** One task in the health object: how its last run ended. */
export interface TaskHealth {
  readonly status: string;
  /** When that run began, ISO 8601, UTC. */
  readonly at: string;
  /** When the last run that ended well began. */
  readonly okAt?: string;
  readonly examined: number;
  readonly changed: number;
  readonly skipped: number;
  readonly failed: number;
  readonly message?: string;
}

/** The object `-health/status` as far as it is told in words; the rest is shown with `--json`. */
export interface StoredHealth {
  readonly lastRunAt?: string;
  readonly tasks?: Readonly<Record<string, TaskHealth>>;
  readonly backfill?: BackfillProgress;
  readonly orderAudit?: OrderAuditOutcome;
  readonly inventory?: StockHealth;
  /** Hash of the plan that the guard has stopped. */
  readonly inventoryPlan?: string;
  readonly [other: string]: unknown;
}

/** What the last audit of the stock found. */
export interface StockHealth {
  /** ISO 8601, UTC. */
  readonly completedAt?: string;
  readonly drift?: { readonly count?: number; readonly units?: number };
}

/** Everything that `status` tells. */
export interface OpsHealth {
  readonly stored: StoredHealth;
  readonly sweep: SweepNote | undefined;
  /** A run holds the lock until then, ISO 8601, UTC. */
  readonly runningUntil: string | undefined;
  /** Orders by status of their record. */
  readonly orders: Readonly<Partial<Record<RecordStatus, number>>>;
  /** Records with something left to do. */
  readonly due: number;
  readonly letters: LetterCounts;
}

/** Dead letters, counted. */
export interface LetterCounts {
  readonly total: number;
  /** Number by `kind code`. */
  readonly byCode: Readonly<Record<string, number>>;
  /** Replays that were asked for and wait for the job. */
  readonly asked: number;
}

/** Reads how the connector is. @throws PlatformError */
export async function readHealth(world: OpsWorld): Promise<OpsHealth> {
  const { objects, containers, clock } = world;
  const [status, sweep, lock, orders, due, letters] = await Promise.all([
    objects.get<StoredHealth>(containers.health, 'status'),
    objects.get<SweepNote>(containers.health, 'orders-sweep'),
    objects.get<{ readonly expiresAt?: string }>(containers.locks, 'job'),
    countsByStatus(world),
    objects.count(containers.orders, 'value(due=true)'),
    countLetters(world),
  ]);
  const expiresAt = lock?.value.expiresAt;
  const isRunning = expiresAt !== undefined && Date.parse(expiresAt) > clock();
  return {
    stored: status?.value ?? {},
    sweep: sweep?.value,
    runningUntil: isRunning ? expiresAt : undefined,
    orders,
    due,
    letters,
  };
}

async function countsByStatus({ objects, containers }: OpsWorld): Promise<OpsHealth['orders']> {
  const counts = await Promise.all(
    RECORD_STATUSES.map((status) => objects.count(containers.orders, `value(status="${status}")`)),
  );
  return Object.fromEntries(RECORD_STATUSES.map((status, index) => [status, counts[index] ?? 0]));
}

async function countLetters({ deadLetters }: OpsWorld): Promise<LetterCounts> {
  const byCode: Record<string, number> = {};
  let [total, asked] = [0, 0];
  for await (const { value } of lettersOf(deadLetters, {})) {
    total += 1;
    if (value.replayAskedAt !== undefined) asked += 1;
    const name = `${value.kind} ${value.code}`;
    byCode[name] = (byCode[name] ?? 0) + 1;
  }
  return { total, byCode, asked };
}
