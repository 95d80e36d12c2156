import { isoOfOrdoroDate } from '../../ordoro/instants.ts';
import type { OrdoroAddress, OrdoroOrderContent } from '../../ordoro/readers.ts';
import type { OrdoroOrderDraft } from '../../ordoro/wire.ts';
import type { ContentField } from '../../records/order-changes.ts';
import { hashOf } from '../fingerprint.ts';

/** The value of a field, part by part, in the form in which both sides are compared; what is not there is an empty text. */
export type FieldValue = Readonly<Record<string, string>>;

/** Fields whose value Ordoro shows and takes as a whole. */
export type PlainField = Exclude<ContentField, 'lines' | 'shipping method'>;

/** They in the order in which they are sent. */
export const PLAIN_FIELDS: readonly PlainField[] = [
  'shipping address',
  'email',
  'phone',
  'billing address',
  'billing email',
  'billing phone',
  'customer notes',
  'internal notes',
  'dates',
  'amounts',
];

/** Parts of an Ordoro address that make up the field of that name. */
export const ADDRESS_PARTS = ['name', 'company', 'street1', 'street2', 'city', 'state', 'zip', 'country'] as const;

/** What would be sent for a field. */
export function draftValue(field: PlainField, draft: OrdoroOrderDraft): FieldValue {
  switch (field) {
    case 'shipping address':
      return addressValue(draft.shipping_address);
    case 'email':
      return { email: text(draft.shipping_address.email) };
    case 'phone':
      return { phone: text(draft.shipping_address.phone) };
    case 'billing address':
      return addressValue(draft.billing_address);
    case 'billing email':
      return { email: text(draft.billing_address.email) };
    case 'billing phone':
      return { phone: text(draft.billing_address.phone) };
    case 'customer notes':
      return { notes: text(draft.notes_from_customer) };
    case 'internal notes':
      return { notes: text(draft.internal_notes) };
    case 'dates':
      return { ship: dateText(draft.ship_by_date), deliver: dateText(draft.deliver_by_date) };
    case 'amounts':
      return amountsValue(draft);
  }
}

/** What Ordoro shows of a field. @returns undefined when it does not show the field, which says nothing of its value */
export function shownValue(field: PlainField, content: OrdoroOrderContent): FieldValue | undefined {
  const { shippingAddress, billingAddress, financial } = content;
  switch (field) {
    case 'shipping address':
      return shippingAddress && addressValue(shippingAddress);
    case 'email':
      return shippingAddress && { email: text(shippingAddress.email) };
    case 'phone':
      return shippingAddress && { phone: text(shippingAddress.phone) };
    case 'billing address':
      return billingAddress && addressValue(billingAddress);
    case 'billing email':
      return billingAddress && { email: text(billingAddress.email) };
    case 'billing phone':
      return billingAddress && { phone: text(billingAddress.phone) };
    case 'amounts':
      return financial?.grand_total === undefined ? undefined : amountsValue(financial);
    case 'customer notes':
      return wholeOrder(content, { notes: text(content.notesFromCustomer) });
    case 'internal notes':
      return wholeOrder(content, { notes: text(content.internalNotes) });
    case 'dates':
      return wholeOrder(content, { ship: dateText(content.shipByDate), deliver: dateText(content.deliverByDate) });
  }
}

/** Ordoro leaves empty notes out, and short answers leave them out as well: only a full order tells which it is. */
function wholeOrder(content: OrdoroOrderContent, value: FieldValue): FieldValue | undefined {
  return content.shippingAddress === undefined ? undefined : value;
}

/** A value as a hash, exactly as it is. */
export function strictHash(value: FieldValue): string {
  return shortHash(value);
}

/** A value as a hash without case, blanks and punctuation, in which Ordoro may write it differently. */
export function looseHash(field: PlainField, value: FieldValue): string {
  if (field === 'amounts' || field === 'dates') return shortHash(value);
  const isEmail = field === 'email' || field === 'billing email';
  const entries = Object.entries(value).map(([name, part]) => [name, isEmail ? part.toLowerCase() : bare(part)]);
  return shortHash(Object.fromEntries(entries));
}

/** Short, because the record keeps many. */
export function shortHash(data: unknown): string {
  return hashOf(data).slice(0, 16);
}

function bare(part: string): string {
  return part
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

function addressValue(address: OrdoroAddress | OrdoroOrderDraft['shipping_address']): FieldValue {
  return Object.fromEntries(ADDRESS_PARTS.map((part) => [part, text(address[part])]));
}

type Amounts = { readonly [name in (typeof AMOUNTS)[number]]?: number | undefined };
const AMOUNTS = ['product_amount', 'shipping_amount', 'tax_amount', 'discount_amount', 'grand_total'] as const;

function amountsValue(amounts: Amounts): FieldValue {
  return Object.fromEntries(AMOUNTS.map((name) => [name, amounts[name]?.toFixed(4) ?? '']));
}

function text(value: string | undefined): string {
  return (value ?? '').replace(/\r\n?/g, '\n').trim();
}

function dateText(date: string | undefined): string {
  return isoOfOrdoroDate(date) ?? text(date);
}
