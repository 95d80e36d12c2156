import type { EditOutcome } from '../../ordoro/order-edits.ts';
import { isAnonymous } from '../../ordoro/orders.ts';
import type { OrdoroAddress, OrdoroOrder } from '../../ordoro/readers.ts';
import type { SentField, SentLine } from '../../records/order-changes.ts';
import { type SyncRecord, withJournal } from '../../records/sync-record.ts';
import { isPlain, sentOf, withSentPart } from './baselines.ts';
import { withPosted } from './comments.ts';
import { shownValue, strictHash } from './field-values.ts';
import type { EditPurpose, OrdoroEdit, TakenLine } from './ordoro-edit.ts';
import { withStatusChanged } from './unclear-statuses.ts';

type Done = Extract<EditOutcome, { kind: 'done' }>;

/** The row after an edit: as Ordoro answered, or the row from before with what the answer names. */
export function rowAfter(before: OrdoroOrder, edit: OrdoroEdit, answer: Done): OrdoroOrder {
  if (answer.order !== undefined) return withIds(answer.order, before);
  const { content } = before;
  switch (edit.kind) {
    case 'shipping_address':
      return {
        ...before,
        content: { ...content, shippingAddress: addressAfter(content.shippingAddress, edit, answer) },
      };
    case 'billing_address':
      return { ...before, content: { ...content, billingAddress: addressAfter(content.billingAddress, edit, answer) } };
    case 'financial': {
      const sent = { ...edit.amounts, credit_card_issuer: edit.creditCardIssuer ?? undefined };
      return { ...before, content: { ...content, financial: { ...sent, ...answer.financial } } };
    }
    case 'comment':
      return { ...before, content: { ...content, comments: [...content.comments, edit.text] } };
    default:
      return before;
  }
}

/** An answer need not repeat the ids of the sales channel, and names a carrier account by its id only. */
function withIds(answer: OrdoroOrder, before: OrdoroOrder): OrdoroOrder {
  const lines = answer.lines.map((line) => {
    if (line.cartOrderId !== undefined || line.lineItemId !== undefined || line.id === undefined) return line;
    const known = before.lines.find(({ id }) => id === line.id);
    return known === undefined ? line : { ...line, cartOrderId: known.cartOrderId, lineItemId: known.lineItemId };
  });
  const { shippingInfo } = answer;
  const known = before.shippingInfo;
  const isSameCarrier = shippingInfo?.carrierName === undefined && shippingInfo?.carrierId === known?.carrierId;
  if (shippingInfo === undefined || known === undefined || !isSameCarrier) return { ...answer, lines };
  return { ...answer, lines, shippingInfo: { ...shippingInfo, carrierName: known.carrierName } };
}

/** What the answer does not name is as it was sent; what was not sent either is as it was before. */
function addressAfter(
  before: OrdoroAddress | undefined,
  { address: sent }: Extract<OrdoroEdit, { address: unknown }>,
  { address: answered }: Done,
): OrdoroAddress {
  return { ...before, ...sent, ...answered } as OrdoroAddress;
}

/** Whether an answer shows what was sent; one that does not leaves it open whether it was carried out. */
export function isShown(edit: OrdoroEdit, { order }: Done): boolean {
  switch (edit.kind) {
    case 'cancel':
      return order?.status === 'cancelled';
    case 'uncancel':
      return order?.status !== 'cancelled';
    case 'add-line':
      return (order?.lines ?? []).some(({ lineItemId }) => lineItemId === edit.line.cart_orderitem_id);
    case 'change-line':
      return (order?.lines ?? []).some(({ id, quantity }) => id === edit.lineId && quantity === edit.update.quantity);
    case 'remove-line':
      return order !== undefined && !isAnonymous(order) && order.lines.every(({ id }) => id !== edit.lineId);
    default:
      return true;
  }
}

/** The record after an edit that was carried out. */
export function withEditDone(
  record: SyncRecord,
  edit: OrdoroEdit,
  rows: { readonly before: OrdoroOrder; readonly after: OrdoroOrder; readonly at: string },
): SyncRecord {
  const noted = withJournal(record, `Ordoro order ${edit.number}: ${whatOf(edit)}`, rows.at);
  const withStatus =
    edit.kind === 'cancel' || edit.kind === 'uncancel'
      ? withStatusChanged(noted, { number: edit.number, to: edit.kind === 'cancel' ? 'cancelled' : 'restored' })
      : noted;
  if (edit.kind === 'comment') return withPosted(withStatus, edit.text, edit.number);
  const { for: purpose } = edit;
  return purpose === undefined ? withStatus : withPurposeServed(withStatus, { edit, purpose }, rows);
}

function withPurposeServed(
  record: SyncRecord,
  { edit, purpose }: { readonly edit: OrdoroEdit; readonly purpose: EditPurpose },
  rows: { readonly before: OrdoroOrder; readonly after: OrdoroOrder },
): SyncRecord {
  const sent = sentOf(record, purpose.part);
  if (sent === undefined) return record;
  const fields = { ...sent.fields };
  for (const { field, ours } of purpose.fields ?? []) {
    const before = fields[field];
    if (before !== undefined) fields[field] = withTaken(before, { field, ours }, rows.after);
  }
  const taken = purpose.lines ?? [];
  if (taken.length > 0 && fields.lines !== undefined) fields.lines = { ...fields.lines, ours: '' };
  const cartOrderId = record.parts.find(({ number }) => number === purpose.part)?.cartOrderId ?? '';
  const lines = { ...sent.lines };
  for (const line of taken)
    lines[line.lineItemId] = withUnitsMoved(lines[line.lineItemId], line, { ...rows, edit, cartOrderId });
  return withSentPart(record, { ...sent, fields, lines });
}

function whatOf(edit: OrdoroEdit): string {
  switch (edit.kind) {
    case 'cancel':
      return 'cancelled';
    case 'uncancel':
      return 'restored';
    case 'comment':
      return 'comment posted';
    case 'add-line':
    case 'change-line':
    case 'remove-line':
      return 'lines changed';
    default:
      return `${(edit.for?.fields ?? []).map(({ field }) => field).join(', ')} changed`;
  }
}

/** Ordoro normalises: what it answered is what it shows until somebody else changes it. */
function withTaken(
  before: SentField,
  { field, ours }: { field: Parameters<typeof isPlain>[0]; ours: string },
  row: OrdoroOrder,
): SentField {
  const shown = isPlain(field) ? shownValue(field, row.content) : undefined;
  const by = before.taking?.ours === ours ? before.taking.by : [];
  return {
    ...before,
    // In doubt until every order has it: a merchant who takes the change back would look like one who changed nothing.
    ours: '',
    ...(shown === undefined ? {} : { theirs: { ...before.theirs, [row.orderNumber]: strictHash(shown) } }),
    taking: { ours, by: [...new Set([...by, row.orderNumber])] },
  };
}

/** The line is only in step once all its edits are done; until then its units are what this one made of them. */
function withUnitsMoved(
  line: SentLine | undefined,
  { lineItemId, ours }: TakenLine,
  known: { before: OrdoroOrder; after: OrdoroOrder; edit: OrdoroEdit; cartOrderId: string },
): SentLine {
  const { edit, cartOrderId } = known;
  const ownLines = (row: OrdoroOrder) =>
    row.lines.filter((own) => own.lineItemId === lineItemId && own.cartOrderId === cartOrderId);
  const unitsIn = (row: OrdoroOrder) => ownLines(row).reduce((units, { quantity }) => units + quantity, 0);
  // Those of a cancelled order went with it.
  const moved = edit.kind === 'cancel' ? 0 : unitsIn(known.after) - unitsIn(known.before);
  const base: SentLine = line ?? { ours: '', wanted: 0, units: 0 };
  const price = ownLines(known.after).find(({ itemPrice }) => itemPrice !== undefined)?.itemPrice;
  const isPriced = edit.kind === 'add-line' || edit.kind === 'change-line';
  return {
    ...base,
    ours: '',
    units: base.units + moved,
    ...(isPriced ? { took: { ours, ...(price === undefined ? {} : { price }) } } : {}),
  };
}
