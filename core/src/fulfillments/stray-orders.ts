import type { ChangedOrder } from '../ordoro/changed-orders.ts';
import { textOfMicros } from '../ordoro/instants.ts';
import type { ShipmentLetter } from './shipment-letters.ts';

/** An Ordoro order without an order in commercetools. @param unknown order ids on its lines that commercetools does not know */
export function letterOfUnknown(row: ChangedOrder, unknown: readonly string[]): ShipmentLetter {
  const what =
    unknown.length === 0
      ? 'names no order of commercetools, and neither a record nor syncInfo knows its number'
      : `names ${unknown.join(', ')}, which commercetools does not have`;
  return {
    subject: subjectOf(row),
    code: 'unknown-order',
    message: `Order ${subjectOf(row)} in Ordoro ${what}.`,
  };
}

/** A row that is no readable order; each version has a text of its own, because each may bring news. */
export function letterOfUnreadable(row: ChangedOrder): ShipmentLetter {
  return {
    subject: subjectOf(row),
    code: 'unknown-order',
    message: `Order ${subjectOf(row)} in Ordoro${versionOf(row)} cannot be read, so what it says of shipments is not known.`,
    howToFix:
      'Look at the order in Ordoro and compare its shipment with the order in commercetools; tell the makers of the connector.',
    ...(row.content === undefined ? {} : { response: row.content }),
  };
}

/** What tells a version of the row from the others. */
function versionOf({ updatedAt, contentHash }: ChangedOrder): string {
  if (updatedAt !== undefined) return ` as of ${textOfMicros(updatedAt)}`;
  return contentHash === undefined ? '' : ` (without a date, version ${contentHash})`;
}

/** Subject of letters about the order: its number; a row without one is named by what it has. */
export function subjectOf({ number, identity }: ChangedOrder): string {
  return number ?? identity;
}
