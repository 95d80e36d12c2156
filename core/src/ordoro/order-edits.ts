import { z } from 'zod';
import type { OrdoroClient, OrdoroRequest } from './client.ts';
import { type OrdoroAddress, type OrdoroFinancial, type OrdoroOrder, readOrder } from './readers.ts';
import type { OrdoroAddressDraft, OrdoroAmounts } from './wire.ts';
import { type WriteFailure, type WriteLimits, writeFailure } from './write-outcome.ts';

/** A line as it is added to an Ordoro order. Amounts are decimals. */
export interface AddedLine {
  readonly sku: string;
  readonly quantity: number;
  readonly item_price: number;
  readonly total_price: number;
  readonly product_name: string;
  readonly details?: string;
  readonly cart_order_id: string;
  readonly cart_orderitem_id: string;
}

/** A changed line. Amounts are decimals. */
export interface LineUpdate {
  readonly quantity: number;
  readonly item_price: number;
  readonly total_price: number;
}

/** Notes and dates of an Ordoro order; what is left out stays as it is. */
export interface OrderUpdate {
  readonly notes_from_customer?: string;
  readonly internal_notes?: string;
  /** RFC 3339, UTC; null clears it. */
  readonly ship_by_date?: string | null;
  readonly deliver_by_date?: string | null;
}

/** One write to an Ordoro order after its creation. */
export type OrderEdit =
  | { readonly kind: 'cancel' | 'uncancel'; readonly number: string }
  /** Parts of the address that are left out stay as they are; an empty text clears one. */
  | {
      readonly kind: 'shipping_address' | 'billing_address';
      readonly number: string;
      readonly address: OrdoroAddressDraft;
    }
  | { readonly kind: 'order'; readonly number: string; readonly update: OrderUpdate }
  | { readonly kind: 'add-line'; readonly number: string; readonly line: AddedLine }
  | { readonly kind: 'change-line'; readonly number: string; readonly lineId: number; readonly update: LineUpdate }
  | { readonly kind: 'remove-line'; readonly number: string; readonly lineId: number }
  /** All of it is sent, because it is UNPROVEN that Ordoro keeps what is left out. */
  | {
      readonly kind: 'financial';
      readonly number: string;
      readonly amounts: OrdoroAmounts;
      readonly creditCardIssuer: string | null;
    }
  | { readonly kind: 'comment'; readonly number: string; readonly text: string };

/** How a write ended. */
export type EditOutcome =
  /** Carried out; with what Ordoro answered: the order, or only the parts of the address or amounts it names. */
  | {
      readonly kind: 'done';
      readonly order?: OrdoroOrder;
      readonly address?: Partial<OrdoroAddress>;
      readonly financial?: Partial<OrdoroFinancial>;
      readonly response?: unknown;
    }
  | WriteFailure;

/** Writes to orders that Ordoro has. Each is one attempt: whether it may be repeated is for the caller to find out by reading. */
export class OrdoroOrderEdits {
  readonly #client: Pick<OrdoroClient, 'send'>;

  constructor(client: Pick<OrdoroClient, 'send'>) {
    this.#client = client;
  }

  /** Carries out one edit, in one attempt. */
  async carryOut(edit: OrderEdit, limits: WriteLimits): Promise<EditOutcome> {
    const result = await this.#client.send({ ...requestOf(edit), priority: 'order', ...limits });
    return result.kind === 'answer'
      ? answered(result.body, result.readable, edit)
      : writeFailure(result, limits.timeoutMs);
  }
}

function requestOf(edit: OrderEdit): Pick<OrdoroRequest, 'method' | 'path' | 'what' | 'body'> {
  const path = `/v3/order/${encodeURIComponent(edit.number)}`;
  const what = `${WHAT[edit.kind]} of order ${edit.number}`;
  switch (edit.kind) {
    case 'cancel':
    case 'uncancel':
      return { method: 'POST', path: `${path}/${edit.kind}`, what };
    case 'shipping_address':
    case 'billing_address':
      return { method: 'PUT', path: `${path}/${edit.kind}`, what, body: edit.address };
    case 'order':
      return { method: 'PUT', path, what, body: edit.update };
    case 'add-line':
      return { method: 'POST', path: `${path}/line`, what, body: edit.line };
    case 'change-line':
      return { method: 'PUT', path: `${path}/line/${edit.lineId}`, what, body: edit.update };
    case 'remove-line':
      return { method: 'DELETE', path: `${path}/line/${edit.lineId}`, what };
    case 'financial':
      return {
        method: 'PUT',
        path: `${path}/financial`,
        what,
        body: { ...edit.amounts, credit_card_issuer: edit.creditCardIssuer },
      };
    case 'comment':
      return { method: 'POST', path: `${path}/comment`, what, body: { comment: edit.text } };
  }
}

const WHAT = {
  cancel: 'cancellation',
  uncancel: 'restoring',
  shipping_address: 'shipping address',
  billing_address: 'billing address',
  order: 'notes and dates',
  'add-line': 'new line',
  'change-line': 'changed line',
  'remove-line': 'removal of a line',
  financial: 'amounts',
  comment: 'comment',
} as const satisfies Record<OrderEdit['kind'], string>;

/** A success of unknown content is treated like a lost answer: nothing tells whether a proxy or Ordoro gave it. */
function answered(body: unknown, isReadable: boolean, edit: OrderEdit): EditOutcome {
  const unreadable: EditOutcome = {
    kind: 'uncertain',
    message: 'the answer of Ordoro was not readable',
    response: body,
  };
  if (!isReadable) return unreadable;
  switch (edit.kind) {
    case 'comment':
      return { kind: 'done', response: body };
    case 'shipping_address':
    case 'billing_address': {
      const address = partsOf(body, addressAnswer);
      return address === undefined ? unreadable : { kind: 'done', address, response: body };
    }
    case 'financial': {
      const financial = partsOf(body, financialAnswer);
      return financial === undefined ? unreadable : { kind: 'done', financial, response: body };
    }
    default: {
      const order = readOrder(body);
      return order?.orderNumber === edit.number ? { kind: 'done', order, response: body } : unreadable;
    }
  }
}

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? undefined);
const amount = z
  .number()
  .nullish()
  .transform((value) => value ?? undefined);
const addressAnswer = z
  .object({
    name: text,
    company: text,
    street1: text,
    street2: text,
    city: text,
    state: text,
    zip: text,
    country: text,
    email: text,
    phone: text,
  })
  .partial();
const financialAnswer = z
  .object({
    product_amount: amount,
    shipping_amount: amount,
    tax_amount: amount,
    discount_amount: amount,
    grand_total: amount,
    credit_card_issuer: text,
  })
  .partial();

/** The parts that an answer names, cleared ones as undefined. @returns undefined when it names none */
function partsOf<T extends object>(body: unknown, schema: z.ZodType<T>): T | undefined {
  const parsed = schema.safeParse(body);
  if (!parsed.success || typeof body !== 'object' || body === null) return undefined;
  const named = Object.entries(parsed.data).filter(([name]) => Object.hasOwn(body, name));
  return named.length === 0 ? undefined : (Object.fromEntries(named) as T);
}
