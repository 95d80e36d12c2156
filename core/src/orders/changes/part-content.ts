import type { BaseAddress, CustomLineItem, LineItem, Order } from '@commercetools/platform-sdk';
import type { OrdoroOrderDraft } from '../../ordoro/wire.ts';
import type { ContentField, SentPart } from '../../records/order-changes.ts';
import type { PartRecord, SyncRecord } from '../../records/sync-record.ts';
import { isFilled } from '../addresses/text.ts';
import type { OrderPart, OrderParts, PartLine } from '../amounts/parts.ts';
import { merchantFieldValues } from '../merchant-fields.ts';
import type { OrderContext, SkuFacts } from '../order-context.ts';
import { ordoroOrderDraft } from '../ordoro-draft.ts';
import { dividedOrder } from '../preparation.ts';
import { PLAIN_FIELDS, shortHash } from './field-values.ts';

/**
 * Version of the projections in this file. A hash of another version cannot be compared: until the release after a change of
 * them the old ones are kept and compared once, then the field is baselined anew.
 */
const PROJECTION = 1;

/** A line item of the order as it concerns one part. */
export interface LineContent {
  readonly lineItem: LineItem;
  /** Hash of what matters of it. */
  readonly ours: string;
  /** Its units in this part; undefined: none. */
  readonly inPart: PartLine | undefined;
}

/** commercetools' side of one part that Ordoro has: hashes to see what changed, and what would be sent. */
export interface PartContent {
  readonly record: PartRecord;
  /** Undefined: nothing of the order is left in this part. */
  readonly part: OrderPart | undefined;
  readonly fields: ReadonlyMap<ContentField, { readonly ours: string; readonly basis?: string }>;
  /** By line item id; every line item of the order, whether it ships or not. */
  readonly lines: ReadonlyMap<string, LineContent>;
  /** The body that would create the part now. */
  readonly draft: OrdoroOrderDraft | undefined;
}

/** An order as the parts Ordoro has of it. */
export interface OrderContent {
  readonly parts: readonly PartContent[];
  /** Parts that an edit of the order added; not those that a change of the configuration would make. */
  readonly newParts: readonly OrderPart[];
  /** Units that ship but have no shipping method. */
  readonly unassigned: OrderParts['unassigned'];
}

/** What of the surroundings takes part. */
export interface ContentInputs {
  readonly context: OrderContext;
  readonly skus: SkuFacts;
}

/** Compares nothing yet: what commercetools says now, for each part that Ordoro has. */
export function orderContent(
  order: Order,
  record: Pick<SyncRecord, 'parts' | 'changes'>,
  inputs: ContentInputs,
): OrderContent {
  const { divided, contents } = derived(order, record.parts, inputs);
  const known = new Set(record.parts.map(({ number }) => number));
  return {
    parts: record.parts.map((part, index) => ({ record: part, ...(contents[index] as DerivedPart) })),
    newParts: divided.parts.filter((part) => !known.has(part.number) && isOfEdit(part, record.changes?.sent ?? [])),
    unassigned: divided.unassigned,
  };
}

type DerivedPart = Omit<PartContent, 'record'>;

/** All that is costly to compute: it depends on nothing but what stands here. */
interface Derived {
  readonly identities: string;
  readonly merchant: OrderContext['merchant'];
  readonly keys: OrderContext['keys'];
  readonly skus: SkuFacts;
  readonly divided: OrderParts;
  /** One for each part, in their order. */
  readonly contents: readonly DerivedPart[];
}

/** The same order is judged several times in one pass, and hashing it is most of the work of a look. */
const lastDerived = new WeakMap<Order, Derived>();

function derived(order: Order, parts: readonly PartRecord[], inputs: ContentInputs): Derived {
  const { skus } = inputs;
  const { merchant, keys } = inputs.context;
  const identities = JSON.stringify(
    parts.map(({ number, key, orderId, cartOrderId }) => [number, key ?? null, orderId, cartOrderId]),
  );
  const last = lastDerived.get(order);
  const isSame = last?.identities === identities && last.merchant === merchant && last.keys === keys;
  if (isSame && last.skus === skus) return last;
  const divided = dividedOrder(order, { parts }, inputs.context);
  const contents = parts.map((part) => partContent(order, part, { divided, inputs }));
  const now: Derived = { identities, merchant, keys, skus, divided, contents };
  lastDerived.set(order, now);
  return now;
}

/** It was to be sent before and was dropped, or has a line that is not as it was when the other parts were sent. */
function isOfEdit({ number, lines }: OrderPart, sent: readonly SentPart[]): boolean {
  if (sent.some(({ part }) => part === number)) return true;
  return lines.some(({ lineItem }) => sent.some((part) => part.lines[lineItem.id]?.ours !== lineHash(lineItem)));
}

function partContent(
  order: Order,
  record: PartRecord,
  known: { divided: OrderParts; inputs: ContentInputs },
): DerivedPart {
  const { divided, inputs } = known;
  const part = divided.parts.find(({ number }) => number === record.number);
  const inPart = new Map((part?.lines ?? []).map((line) => [line.lineItem.id, line]));
  const lines = new Map(
    order.lineItems.map((lineItem) => [
      lineItem.id,
      { lineItem, ours: lineHash(lineItem), inPart: inPart.get(lineItem.id) },
    ]),
  );
  const fields = new Map<ContentField, { ours: string; basis?: string }>([
    ['lines', { ours: versioned([...lines].map(([id, { ours }]) => [id, ours])) }],
  ]);
  if (part === undefined) return { part, fields, lines, draft: undefined };
  for (const field of [...PLAIN_FIELDS, 'shipping method'] as const)
    fields.set(field, {
      ours: versioned(projection(field, order, { part, divided, context: inputs.context })),
      ...basisOf(field, inputs.context),
    });
  const draft = ordoroOrderDraft(
    order,
    // Service, preset and tags count at the creation only.
    { part, service: { tags: [] } },
    {
      ...inputs,
      identity: { orderId: record.orderId, cartOrderId: record.cartOrderId, salesChannelId: 0 },
      notShipped: divided.notShipped,
    },
  );
  return { part, fields, lines, draft };
}

function versioned(data: unknown): string {
  return `${PROJECTION}:${shortHash(data)}`;
}

/** Whether a hash was made by the projections of this file. */
export function isComparable(ours: string): boolean {
  return ours === '' || ours.startsWith(`${PROJECTION}:`);
}

/** Values that go through `-config/fields` or `-config/sku-rules` depend on them as well. */
function basisOf(field: ContentField, { merchant }: OrderContext): { basis?: string } {
  const targets = CONFIGURED[field];
  if (targets === undefined) return {};
  const mappings = (merchant.fields ?? []).filter(({ to }) => targets.includes(to));
  return { basis: shortHash([mappings, merchant.skuRules ?? []]) };
}

const CONFIGURED: Partial<Record<ContentField, readonly string[]>> = {
  'customer notes': ['notes_from_customer'],
  'internal notes': ['internal_notes'],
  dates: ['ship_by_date', 'deliver_by_date'],
};

type Surroundings = {
  readonly part: OrderPart;
  readonly divided: OrderParts;
  readonly context: OrderContext;
};

/** What of a commercetools order a field comes from. */
function projection(
  field: Exclude<ContentField, 'lines'>,
  order: Order,
  { part, divided, context }: Surroundings,
): unknown {
  const billing = order.billingAddress ?? part.shippingAddress;
  const mapped = () => merchantFieldValues(order, part.lines, context.merchant.fields ?? []);
  switch (field) {
    case 'shipping address':
      return addressProjection(part.shippingAddress);
    case 'email':
      return [part.shippingAddress?.email, order.customerEmail].find(isFilled);
    case 'phone':
      return [part.shippingAddress?.phone, part.shippingAddress?.mobile].find(isFilled);
    case 'billing address':
      return addressProjection(billing);
    case 'billing email':
      return [billing?.email, order.customerEmail].find(isFilled);
    case 'billing phone':
      return [billing?.phone, billing?.mobile].find(isFilled);
    case 'customer notes':
      return mapped().notesFromCustomer;
    case 'internal notes':
      return notesProjection(order, divided, mapped().internalNotes);
    case 'dates': {
      const { shipByDate, deliverByDate } = mapped();
      return [shipByDate, deliverByDate, part.shippingInfo?.estimatedDelivery?.until];
    }
    case 'amounts':
      return amountsProjection(order);
    case 'shipping method':
      return [part.shippingInfo?.shippingMethod?.id, part.shippingInfo?.shippingMethodName];
  }
}

function addressProjection(address: BaseAddress | undefined): unknown {
  if (address === undefined) return undefined;
  const { country, firstName, lastName, company, streetName, streetNumber, additionalStreetInfo } = address;
  const { additionalAddressInfo, building, apartment, pOBox, department, postalCode, city, state, region } = address;
  const name = [firstName, lastName, company];
  const street = [streetName, streetNumber, additionalStreetInfo, additionalAddressInfo, building, apartment, pOBox];
  return [name, street, department, postalCode, city, state, region, country];
}

/** Ids of discount codes, because the codes themselves are there only when the reference was expanded. */
function notesProjection(order: Order, { notShipped }: OrderParts, extra: readonly string[]): unknown {
  return [
    [order.totalPrice.currencyCode, order.orderNumber, order.customerId, order.store?.key, order.purchaseOrderNumber],
    (order.discountCodes ?? []).map(({ discountCode }) => discountCode.id),
    notShipped.map(({ id, quantity }) => [id, quantity]),
    order.customLineItems.map(({ id, quantity }) => [id, quantity]),
    extra,
  ];
}

function amountsProjection(order: Order): unknown {
  const infos = [order.shippingInfo, ...(order.shipping ?? []).map(({ shippingInfo }) => shippingInfo)];
  const lineAmounts = (line: LineItem | CustomLineItem) => [line.id, line.totalPrice, line.taxedPrice?.totalNet];
  return [
    // Where the units go divides the amounts over the parts.
    order.lineItems.map(targetsOf),
    [order.totalPrice, order.taxedPrice?.totalNet, order.taxedPrice?.totalGross],
    [order.discountOnTotalPrice?.discountedAmount, order.discountOnTotalPrice?.discountedNetAmount],
    order.lineItems.map(lineAmounts),
    order.customLineItems.map(lineAmounts),
    infos.map((info) => [info?.price, info?.discountedPrice?.value, info?.taxedPrice?.totalNet]),
  ];
}

/** Where its units go, whatever the order in which commercetools lists that. */
function targetsOf(line: LineItem): unknown {
  const targets = (line.shippingDetails?.targets ?? []).map((target) => [
    target.addressKey,
    target.shippingMethodKey ?? null,
    target.quantity,
  ]);
  return targets.sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
}

function lineHash(line: LineItem): string {
  return versioned([
    line.quantity,
    targetsOf(line),
    [line.price.value, line.totalPrice, line.taxedPrice?.totalNet, line.taxRate?.amount],
  ]);
}
