import type { Order } from '@commercetools/platform-sdk';
import type { OrdoroOrder } from '../../ordoro/readers.ts';
import type { KnownOrdoroOrder } from '../../records/known-ordoro-order.ts';
import type { ContentField, OrderChanges, SentField, SentLine, SentPart } from '../../records/order-changes.ts';
import type { SyncRecord } from '../../records/sync-record.ts';
import { type FamilyOrder, familyOf, lineage, rowLinesOf, standingOf } from './family.ts';
import {
  draftValue,
  type FieldValue,
  looseHash,
  PLAIN_FIELDS,
  type PlainField,
  shownValue,
  strictHash,
} from './field-values.ts';
import { type ContentInputs, isComparable, type OrderContent, orderContent, type PartContent } from './part-content.ts';

const NONE: OrderChanges = { sent: [] };

/** What happened to the order after acceptance; nothing yet for a record without it. */
export function changesOf(record: SyncRecord): OrderChanges {
  return record.changes ?? NONE;
}

/** What was last sent of a part. */
export function sentOf(record: SyncRecord, part: number): SentPart | undefined {
  return changesOf(record).sent.find((sent) => sent.part === part);
}

/** The record with something else as what was last sent of a part. */
export function withSentPart(record: SyncRecord, sent: SentPart): SyncRecord {
  const changes = changesOf(record);
  const others = changes.sent.filter(({ part }) => part !== sent.part);
  const all = [...others, sent].sort((one, other) => one.part - other.part);
  return { ...record, changes: { ...changes, sent: all } };
}

/** The record with something else as what was last sent of a field. */
export function withSentField(
  record: SyncRecord,
  part: number,
  change: { readonly field: ContentField; readonly to: SentField },
): SyncRecord {
  const sent = sentOf(record, part);
  if (sent === undefined) return record;
  return withSentPart(record, { ...sent, fields: { ...sent.fields, [change.field]: change.to } });
}

/**
 * What is about to be sent of these parts: to be stored with the claim, so that a change of the order between claim and
 * acceptance is seen as one. Ordoro's side follows by {@link withAcceptedContent}.
 */
export function withClaimedContent(
  record: SyncRecord,
  order: Order,
  claim: ContentInputs & { readonly parts: readonly number[] },
): SyncRecord {
  return orderContent(order, record, claim)
    .parts.filter(({ record: { number } }) => claim.parts.includes(number))
    .reduce((noted, content) => withSentPart(noted, sentPart(content)), record);
}

/** The record with Ordoro's side of a part, from its answer to the creation or from the look-up that found it. */
export function withAcceptedContent(record: SyncRecord, part: number, row: OrdoroOrder): SyncRecord {
  const sent = sentOf(record, part);
  const partRecord = record.parts.find(({ number }) => number === part);
  if (sent === undefined || partRecord === undefined) return record;
  const fields = { ...sent.fields };
  for (const field of PLAIN_FIELDS) {
    const before = fields[field];
    const shown = shownValue(field, row.content);
    if (before !== undefined && shown !== undefined) fields[field] = withTheirs(before, row.orderNumber, shown);
  }
  const prices = new Map(
    row.lines.flatMap(({ cartOrderId, lineItemId, itemPrice }) =>
      cartOrderId === partRecord.cartOrderId && lineItemId !== undefined && itemPrice !== undefined
        ? [[lineItemId, itemPrice] as const]
        : [],
    ),
  );
  const lines = mapLines(sent.lines, (line, id) => {
    const price = prices.get(id);
    return price === undefined || line.ours === '' ? line : { ...line, price };
  });
  return withSentPart(record, { ...sent, fields, lines });
}

function sentPart(content: PartContent): SentPart {
  const fields: Partial<Record<ContentField, SentField>> = {};
  for (const field of content.fields.keys()) {
    const sent = sentField(content, field);
    if (sent !== undefined) fields[field] = sent;
  }
  const lines = [...content.lines].map(([id, { ours, inPart }]): [string, SentLine] => {
    const units = inPart?.quantity ?? 0;
    return [id, { ours, wanted: units, units }];
  });
  return { part: content.record.number, fields, lines: Object.fromEntries(lines) };
}

/** A field as if it had just been sent, Ordoro's side unknown. @returns undefined when the part has no such field (any more) */
export function sentField(content: PartContent, field: ContentField): SentField | undefined {
  const now = content.fields.get(field);
  if (now === undefined) return undefined;
  const value = isPlain(field) && content.draft !== undefined ? draftValue(field, content.draft) : undefined;
  return { ...now, ...(value === undefined || !isPlain(field) ? {} : { expected: looseHash(field, value) }) };
}

/** Whether a field is one that Ordoro shows and takes as a whole. */
export function isPlain(field: ContentField): field is PlainField {
  return field !== 'lines' && field !== 'shipping method';
}

/** Ordoro's remembered value of a field for one of its orders; children of a split have their parent's. */
export function theirsOf(sent: SentField, number: string, record: SyncRecord): string | undefined {
  const [found] = lineage(number, record.ordoroOrders ?? []).flatMap((ancestor) => sent.theirs?.[ancestor] ?? []);
  return found;
}

/**
 * The record with baselines for what was not remembered yet: parts of older records, fields whose configuration or projection
 * changed, Ordoro's side where a row shows it for the first time. A field that has changed is never baselined by that.
 */
export function withBaselines(record: SyncRecord, content: OrderContent, rows: readonly OrdoroOrder[]): SyncRecord {
  const family = familyOf(record, rows);
  return content.parts.reduce((noted, part) => {
    if (part.record.state.step !== 'accepted') return noted;
    const before = sentOf(noted, part.record.number) ?? forgotten(part, family);
    const fields = { ...before.fields };
    for (const field of part.fields.keys()) {
      const kept = comparable(fields[field], part, field);
      if (kept !== undefined) fields[field] = withFirstSight(kept, { part, field, family, record });
    }
    const lines = mapLines(before.lines, (line, id) =>
      withFirstPrice(comparableLine(line, part, id), { part, id, family }),
    );
    return withSentPart(noted, { ...before, fields, lines });
  }, record);
}

/**
 * A part of which it is not known what was last sent, because its record was lost: as if what the order says now had been. Only
 * where goods would go elsewhere is that in doubt, because either side may have changed the address.
 */
function forgotten(part: PartContent, family: readonly FamilyOrder[]): SentPart {
  const sent = sentPart(part);
  const address = sent.fields['shipping address'];
  const isElsewhere = ownShown(part, { field: 'shipping address', family }).some(
    ({ order, shown }) => standingOf(order) === 'open' && looseHash('shipping address', shown) !== address?.expected,
  );
  if (address === undefined || !isElsewhere) return sent;
  return { ...sent, fields: { ...sent.fields, 'shipping address': { ours: '' } } };
}

/** What is remembered of a field, or a new beginning where that cannot be compared with the order. */
function comparable(before: SentField | undefined, part: PartContent, field: ContentField): SentField | undefined {
  const now = part.fields.get(field);
  if (before !== undefined && isComparable(before.ours) && before.basis === now?.basis) return before;
  // In doubt it stays, whatever the configuration is now: what was sent and not answered may still be what Ordoro shows.
  if (before?.ours === '' && now !== undefined) return withBasis(before, now.basis);
  const fresh = sentField(part, field);
  return fresh && { ...fresh, ...(before?.theirs === undefined ? {} : { theirs: before.theirs }) };
}

function withBasis(field: SentField, basis: string | undefined): SentField {
  const { basis: _before, ...rest } = field;
  return { ...rest, ...(basis === undefined ? {} : { basis }) };
}

function comparableLine(before: SentLine, part: PartContent, id: string): SentLine {
  const now = part.lines.get(id);
  return now === undefined || isComparable(before.ours) ? before : { ...before, ours: now.ours };
}

/**
 * Ordoro may write a value in its own way; seen for the first time, that is what it keeps of ours. A value that is not even
 * loosely what was sent was changed by staff before it was seen: it is not taken for ours.
 */
function withFirstSight(
  sent: SentField,
  known: { part: PartContent; field: ContentField; family: readonly FamilyOrder[]; record: SyncRecord },
): SentField {
  const { part, field, family, record } = known;
  if (!isPlain(field) || sent.ours !== part.fields.get(field)?.ours) return sent;
  return ownShown(part, { field, family }).reduce((seen, { order: { number }, shown }) => {
    const isNews = theirsOf(seen, number, record) === undefined && looseHash(field, shown) === seen.expected;
    return isNews ? withTheirs(seen, number, shown) : seen;
  }, sent);
}

/** What Ordoro shows of a field on the orders that hold nothing but this part, as far as they have been read. */
function ownShown(
  part: PartContent,
  { field, family }: { field: PlainField; family: readonly FamilyOrder[] },
): { readonly order: KnownOrdoroOrder; readonly shown: FieldValue }[] {
  return family.flatMap(({ known: order, row, parts }) => {
    const isOwn = parts.length === 1 && parts[0] === part.record.number && order.isShared !== true;
    const shown = isOwn && row !== undefined ? shownValue(field, row.content) : undefined;
    return shown === undefined ? [] : [{ order, shown }];
  });
}

function withTheirs(sent: SentField, number: string, shown: FieldValue): SentField {
  return { ...sent, theirs: { ...sent.theirs, [number]: strictHash(shown) } };
}

function withFirstPrice(
  line: SentLine,
  { part, id, family }: { part: PartContent; id: string; family: readonly FamilyOrder[] },
): SentLine {
  if (line.price !== undefined || line.ours !== part.lines.get(id)?.ours) return line;
  const [price] = family.flatMap((order) =>
    rowLinesOf(order, part.record.cartOrderId, id).flatMap(({ itemPrice }) => itemPrice ?? []),
  );
  return price === undefined ? line : { ...line, price };
}

function mapLines(
  lines: SentPart['lines'],
  change: (line: SentLine, id: string) => SentLine,
): Readonly<Record<string, SentLine>> {
  return Object.fromEntries(Object.entries(lines).map(([id, line]) => [id, change(line, id)]));
}
