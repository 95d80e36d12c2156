import { isDeepStrictEqual } from 'node:util';
import { isoOf } from '../../clock.ts';
import { withRows } from '../../fulfillments/known-orders.ts';
import type { OrdoroOrder } from '../../ordoro/readers.ts';
import { type SyncRecord, withJournal } from '../../records/sync-record.ts';
import { acceptedState, withPartState } from '../record-changes.ts';
import type { Situation } from '../situation.ts';
import { sentOf, withSentPart } from './baselines.ts';
import { isMadeByUs, partOf, rootOf } from './duplicate-judgement.ts';
import { entanglementOf, standingOf } from './family.ts';
import { PLAIN_FIELDS, shownValue } from './field-values.ts';

/**
 * The record that follows the older of two Ordoro orders from now on; the one it followed before becomes the duplicate, which can be
 * cancelled. Only where the two are alike and nobody is at work on the younger: what was sent to it since would be missing in the
 * older one.
 * @returns undefined where that is not so
 */
export function withOlderFollowed(
  record: SyncRecord,
  number: string,
  { orderId, ordoroRows, now }: Pick<Situation, 'orderId' | 'ordoroRows' | 'now'>,
): SyncRecord | undefined {
  const older = ordoroRows.find((row) => row.orderNumber === number);
  const part = older && partOf(record, older);
  const known = part && rootOf(record, part);
  const younger = ordoroRows.find((row) => row.orderNumber === known?.number && row.id === known?.id);
  if (older === undefined || part === undefined || known === undefined || younger === undefined) return undefined;
  const isUntouched =
    standingOf(known) === 'open' &&
    entanglementOf(known) === undefined &&
    known.isParent !== true &&
    known.lines.every((line) => line.part === part.number) &&
    younger.hasLabel === false &&
    isMadeByUs(record, part, younger);
  if (!isUntouched || !isAlike(older, younger)) return undefined;
  const others = (record.ordoroOrders ?? []).filter((one) => one !== known);
  const ordoroOrders = withRows(others, [older], orderId);
  const followed: SyncRecord = {
    ...withPartState(record, part.number, acceptedState(older, part)),
    ordoroOrders,
    numbers: ordoroOrders.map((one) => one.number),
    duplicates: [...(record.duplicates ?? []).filter((one) => one !== number), known.number],
  };
  const what = `Ordoro has the order twice: the older one, ${number}, is followed instead of ${known.number}`;
  return withJournal(withTheirsMoved(followed, part.number, { from: known.number, to: number }), what, isoOf(now));
}

/** The same lines and the same content. */
function isAlike(one: OrdoroOrder, other: OrdoroOrder): boolean {
  const linesOf = ({ lines }: OrdoroOrder) =>
    lines
      .filter(({ quantity }) => quantity > 0)
      .map(({ lineItemId, quantity, sku, itemPrice }) => [lineItemId, quantity, sku, itemPrice])
      .sort();
  const contentOf = ({ content }: OrdoroOrder) => PLAIN_FIELDS.map((field) => shownValue(field, content));
  return isDeepStrictEqual(linesOf(one), linesOf(other)) && isDeepStrictEqual(contentOf(one), contentOf(other));
}

/** What Ordoro made of the values that were sent is the same in both. */
function withTheirsMoved(
  record: SyncRecord,
  part: number,
  { from, to }: { readonly from: string; readonly to: string },
): SyncRecord {
  const sent = sentOf(record, part);
  if (sent === undefined) return record;
  const fields = Object.fromEntries(
    Object.entries(sent.fields).map(([name, field]) => {
      const { [from]: value, ...others } = field.theirs ?? {};
      return [name, value === undefined ? field : { ...field, theirs: { ...others, [to]: value } }];
    }),
  );
  return withSentPart(record, { ...sent, fields });
}
