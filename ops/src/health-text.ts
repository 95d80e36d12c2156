import { type OrderAuditOutcome, orderAuditMessage } from '../../core/src/orders/audit/order-audit-outcome.ts';
import { backfillMessage } from '../../core/src/orders/sweep-cursors.ts';
import type { OpsHealth, StockHealth, TaskHealth } from './health.ts';
import { ago, columns, duration, numberText, plural } from './text.ts';

/** The job runs every five minutes; a run that is this late has been missed, milliseconds. */
const LATE_AFTER_MS = 30 * 60_000;

/** A task that has not come to its end for so long is stuck, or never gets enough time, milliseconds. */
const STUCK_AFTER_MS = 24 * 60 * 60_000;

/** Whether something needs a person, and what. */
export interface Verdict {
  readonly isHealthy: boolean;
  readonly reasons: readonly string[];
  readonly lines: readonly string[];
}

/** Judges how the connector is. @param now epoch milliseconds */
export function verdict(health: OpsHealth, now: number): Verdict {
  const reasons = [
    ...jobReasons(health, now),
    ...(health.letters.total === 0 ? [] : [`${plural(health.letters.total, 'dead letter')}: see "letters"`]),
    ...orderReasons(health),
    ...(health.stored.inventoryPlan === undefined
      ? []
      : [`the guard has stopped the stock plan ${health.stored.inventoryPlan}: see "letters --kind inventory"`]),
  ];
  const lines =
    reasons.length === 0
      ? ['Healthy: nothing needs you.']
      : ['Needs a look:', ...reasons.map((reason) => `  - ${reason}`)];
  return { isHealthy: reasons.length === 0, reasons, lines };
}

function jobReasons({ stored, runningUntil }: OpsHealth, now: number): string[] {
  const { lastRunAt, tasks = {} } = stored;
  if (lastRunAt === undefined) return runningUntil === undefined ? ['the job has never run'] : [];
  const isLate = runningUntil === undefined && now - Date.parse(lastRunAt) > LATE_AFTER_MS;
  return [
    ...(isLate ? [`the job has not run for ${duration(now - Date.parse(lastRunAt))}`] : []),
    ...Object.entries(tasks).flatMap(([name, task]) => taskReason(name, task)),
  ];
}

function taskReason(name: string, { status, message, at, okAt }: TaskHealth): string[] {
  const why = message ?? 'without a message';
  if (status === 'failed') return [`the task ${name} failed in its last run: ${why}`];
  const passed = Date.parse(at) - Date.parse(okAt ?? at);
  return passed > STUCK_AFTER_MS ? [`the task ${name} has not come to its end for ${duration(passed)}: ${why}`] : [];
}

function orderReasons({ orders }: OpsHealth): string[] {
  return (['failed', 'needs-attention', 'held'] as const).flatMap((status) => {
    const count = orders[status] ?? 0;
    return count === 0 ? [] : [`${plural(count, 'order')} with the status "${status}"`];
  });
}

/** The state of everything, for people. @param now epoch milliseconds */
export function healthLines(health: OpsHealth, now: number): string[] {
  const { stored, orders, due, letters } = health;
  return [
    `Job      last run ${ago(stored.lastRunAt, now)}${health.runningUntil === undefined ? '' : '; a run is under way'}`,
    ...columns(Object.entries(stored.tasks ?? {}).map(([name, task]) => taskCells(name, task, now))),
    '',
    `Orders   ${countsText(orders)}`,
    `         ${plural(due, 'order')} with something left to do`,
    ...(stored.orderAudit === undefined ? [] : [`         ${auditText(stored.orderAudit, now)}`]),
    ...(stored.backfill === undefined
      ? []
      : ['', `Backfill ${backfillMessage(stored.backfill).replace(/^backfill /, '')}`]),
    '',
    `Letters  ${lettersText(letters)}`,
    '',
    `Stock    ${stockText(stored.inventory, now)}`,
  ];
}

function taskCells(name: string, task: TaskHealth, now: number): string[] {
  const { status, examined, changed, skipped, failed, at, okAt, message } = task;
  const counts = `${examined} examined, ${changed} changed, ${skipped} skipped, ${failed} failed`;
  const since = status === 'ok' ? ago(at, now) : `${ago(at, now)}, last through ${ago(okAt, now)}`;
  return [`  ${name}`, status, since, counts, message ?? ''];
}

function countsText(orders: OpsHealth['orders']): string {
  const counts = Object.entries(orders).filter(([, count]) => count > 0);
  if (counts.length === 0) return 'none on record yet';
  return counts
    .map(([status, count]) => `${status} ${numberText(count)}${count >= 10_000 ? ' or more' : ''}`)
    .join(', ');
}

function lettersText({ total, byCode, asked }: OpsHealth['letters']): string {
  if (total === 0) return 'none';
  const kinds = Object.entries(byCode).map(([name, count]) => `${numberText(count)} ${name}`);
  return `${numberText(total)}: ${kinds.join(', ')}${asked === 0 ? '' : `; ${plural(asked, 'replay')} waiting for the job`}`;
}

function auditText(audit: OrderAuditOutcome, now: number): string {
  return `audit ${ago(audit.completedAt, now)}: ${orderAuditMessage(audit)}`;
}

function stockText(audit: StockHealth | undefined, now: number): string {
  if (audit?.completedAt === undefined) return 'no audit yet';
  const { count = 0, units = 0 } = audit.drift ?? {};
  return `audit ${ago(audit.completedAt, now)}: ${numberText(count)} entries deviated, by ${plural(units, 'unit')}`;
}
