import type { OrdoroOrder } from '../../ordoro/readers.ts';
import type { KnownOrdoroOrder } from '../../records/known-ordoro-order.ts';
import type { SyncRecord } from '../../records/sync-record.ts';
import { sentOf } from '../changes/baselines.ts';
import { looseHash, shownValue, strictHash } from '../changes/field-values.ts';

/**
 * Numbers of the Ordoro orders whose amounts are not what Ordoro showed after the connector's last write, or, where that is not
 * remembered, not what was sent. Only of those that hold one part whole: what Ordoro makes of amounts in a split or a merge is
 * UNPROVEN. A value that may still be on its way is not compared.
 */
export function differingAmounts(record: SyncRecord, rows: readonly OrdoroOrder[]): string[] {
  return rows.filter((row) => hasOtherAmounts(row, record)).map(({ orderNumber }) => orderNumber);
}

function hasOtherAmounts(row: OrdoroOrder, record: SyncRecord): boolean {
  const known = (record.ordoroOrders ?? []).find(({ number }) => number === row.orderNumber);
  const part = known === undefined || row.status === 'cancelled' ? undefined : wholePartOf(known);
  const sent = part === undefined ? undefined : sentOf(record, part)?.fields.amounts;
  const shown = shownValue('amounts', row.content);
  if (sent === undefined || shown === undefined) return false;
  if (sent.ours === '' || sent.taking !== undefined || sent.attempted !== undefined) return false;
  const theirs = sent.theirs?.[row.orderNumber];
  if (theirs !== undefined) return strictHash(shown) !== theirs;
  return sent.expected !== undefined && looseHash('amounts', shown) !== sent.expected;
}

function wholePartOf({ isParent, parentNumber, isShared, lines }: KnownOrdoroOrder): number | undefined {
  const [part, ...others] = new Set(lines.map((line) => line.part));
  const isWhole = isParent !== true && parentNumber === undefined && isShared !== true && others.length === 0;
  return isWhole ? part : undefined;
}
