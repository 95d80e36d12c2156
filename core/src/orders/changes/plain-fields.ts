import type { Issue } from '../../problems/issue.ts';
import type { SentField } from '../../records/order-changes.ts';
import { sentOf, theirsOf } from './baselines.ts';
import { type FamilyOrder, standingOf } from './family.ts';
import { draftValue, type FieldValue, looseHash, type PlainField, shownValue, strictHash } from './field-values.ts';
import type { PartContent } from './part-content.ts';
import { type ChangeView, ordersOfPart } from './view.ts';

/** What follows for one changed field of one part. */
export interface PlainVerdict {
  readonly field: PlainField;
  /** Numbers of the Ordoro orders that still need the new value and can take it. */
  readonly edits: readonly string[];
  /** Why others cannot take it, e.g. `1-1001 is shipped`; empty: nothing stands in the way. */
  readonly reasons: readonly string[];
  /** What the order itself lacks; then nothing is sent. */
  readonly issues: readonly Issue[];
  /** There is nowhere to send it, and nobody needs to know; should an order be open again, it is sent then. */
  readonly isMoot?: true;
}

/** How one open Ordoro order stands to the new value of a field. */
type Match = 'has-it' | 'can-take-it' | 'differs' | 'either-changed' | 'not-shown';

/**
 * Three-way: a value is sent where Ordoro shows what was there after our last write. Orders that are shipped keep what they
 * had; they stand in the way only when no other is left to take the change. Orders that are neither open nor shipped will
 * still go out with the old value, so they always do.
 */
export function judgePlainField(view: ChangeView, part: PartContent, field: PlainField): PlainVerdict {
  const orders = ordersOfPart(view, part.record.number);
  const open = orders.filter(({ known }) => standingOf(known) === 'open');
  const merged = open.filter(isMergedWithOthers);
  const matches = open
    .filter((order) => !isMergedWithOthers(order))
    .map(({ known, row }) => {
      const shown = row === undefined ? undefined : shownValue(field, row.content);
      return { number: known.number, match: matchOf(view, part, { field, number: known.number, shown }) };
    });
  const of = (...kinds: Match[]) => matches.filter(({ match }) => kinds.includes(match));
  return {
    field,
    issues: [],
    edits: of('can-take-it').map(({ number }) => number),
    reasons: [
      ...of('differs').map(({ number }) => `${number} was changed in Ordoro too`),
      ...of('either-changed').map(
        ({ number }) => `${number} has another one, and it is not known any more which side changed it`,
      ),
      ...of('not-shown').map(({ number }) => `Ordoro does not show it for ${number}`),
      ...merged.map(({ known }) => `${known.number} is merged with another order`),
      ...unreachable(orders, part, field),
      ...(open.length > 0 ? [] : tooLate(orders)),
    ],
  };
}

/** Several commercetools orders, or parts of one, in one Ordoro order: its address and amounts are theirs as well. */
function isMergedWithOthers({ known, parts }: FamilyOrder): boolean {
  return known.isShared === true || parts.length > 1;
}

function matchOf(
  { record }: ChangeView,
  part: PartContent,
  now: { readonly field: PlainField; readonly number: string; readonly shown: FieldValue | undefined },
): Match {
  const { field, number, shown } = now;
  const sent = sentOf(record, part.record.number)?.fields[field];
  const ours = part.fields.get(field)?.ours;
  if (sent?.taking !== undefined && sent.taking.ours === ours && sent.taking.by.includes(number)) return 'has-it';
  if (shown === undefined || sent === undefined || part.draft === undefined) return 'not-shown';
  const wanted = draftValue(field, part.draft);
  if (strictHash(wanted) === strictHash(shown)) return 'has-it';
  if (isUntouched(sent, theirsOf(sent, number, record), { field, shown })) return 'can-take-it';
  if (looseHash(field, wanted) === looseHash(field, shown)) return 'has-it';
  return isForgotten(sent) ? 'either-changed' : 'differs';
}

/** Neither what was sent nor what Ordoro made of it is remembered: the record was lost, and made again. */
function isForgotten({ ours, expected, theirs, attempted }: SentField): boolean {
  return ours === '' && expected === undefined && theirs === undefined && attempted === undefined;
}

/** Whether Ordoro shows what our last write left, or one whose answer was lost. */
function isUntouched(
  sent: SentField,
  theirs: string | undefined,
  { field, shown }: { field: PlainField; shown: FieldValue },
): boolean {
  const loosely = looseHash(field, shown);
  if (sent.attempted?.includes(loosely) === true) return true;
  return theirs === undefined ? sent.expected === loosely : theirs === strictHash(shown);
}

/** Orders that nobody may write to although they have not gone out yet, unless they show the value anyway. */
function unreachable(orders: readonly FamilyOrder[], { draft }: PartContent, field: PlainField): string[] {
  const wanted = draft && strictHash(draftValue(field, draft));
  return orders.flatMap(({ known, row }) => {
    const standing = standingOf(known);
    const shown = row && shownValue(field, row.content);
    if (shown !== undefined && strictHash(shown) === wanted) return [];
    if (standing === 'dropship') return [`${known.number} is requested from a supplier`];
    return standing === 'unknown' ? [`${known.number} is in a state that is not known`] : [];
  });
}

function tooLate(orders: readonly FamilyOrder[]): string[] {
  const inStanding = (wanted: string) => orders.filter(({ known }) => standingOf(known) === wanted);
  const shipped = inStanding('shipped');
  if (shipped.length > 0) return shipped.map(({ known }) => `${known.number} is shipped`);
  if (inStanding('dropship').length + inStanding('unknown').length > 0) return [];
  const cancelled = inStanding('cancelled');
  if (cancelled.length === 0) return ['there is no order in Ordoro that could take it'];
  return cancelled.map(({ known }) => `${known.number} is cancelled in Ordoro`);
}
