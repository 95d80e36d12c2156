import type { LineItem, Order } from '@commercetools/platform-sdk';
import { shipsLine } from '../config/sku-rules.ts';
import type { Issue } from '../problems/issue.ts';
import type { SyncRecord } from '../records/sync-record.ts';
import { addressIssues } from './addresses/address-issues.ts';
import { totalsMismatch } from './amounts/order-amounts.ts';
import { type OrderPart, type OrderParts, orderParts } from './amounts/parts.ts';
import { localizedText } from './localized-text.ts';
import type { OrderContext, SkuFacts } from './order-context.ts';
import { isIssue, type RequestedService, requestedService } from './shipping-service.ts';

/** A part with the service that Ordoro is asked for. */
export interface PreparedPart {
  readonly part: OrderPart;
  readonly service: RequestedService;
}

/** What an order is ready for. */
export type Preparation =
  | { readonly kind: 'nothing-to-ship' }
  /** These SKUs have to be looked up first. */
  | { readonly kind: 'unknown-skus'; readonly skus: readonly string[] }
  | { readonly kind: 'held'; readonly issues: readonly Issue[] }
  | { readonly kind: 'ready'; readonly parts: readonly PreparedPart[]; readonly notShipped: readonly LineItem[] };

/**
 * Checks an order for everything that would hold it, all at once, and divides it into its parts.
 * @param record tells the numbers that parts were given before
 */
export function prepare(
  order: Order,
  record: Pick<SyncRecord, 'parts'> | undefined,
  known: { context: OrderContext; skus: SkuFacts },
): Preparation {
  const { context, skus } = known;
  const divided = dividedOrder(order, record, context);
  const shipping = shippingLines(divided);
  if (shipping.length === 0) return { kind: 'nothing-to-ship' };
  const unknown = unknownSkus(shipping, skus);
  if (unknown.length > 0) return { kind: 'unknown-skus', skus: unknown };
  const services = divided.parts.map((part) => ({ part, service: serviceOf(part, context) }));
  const issues = distinct([
    ...skuIssues(shipping, order, skus),
    ...divided.parts.flatMap((part) => addressIssues(part.shippingAddress)),
    ...(divided.parts.length === 0 ? addressIssues(order.shippingAddress) : []),
    ...services.flatMap(({ service }) => (isIssue(service) ? [service] : [])),
    ...unassignedIssues(divided, order),
    ...currencyIssues(order, context),
    ...totalsIssues(order),
  ]);
  if (issues.length > 0) return { kind: 'held', issues };
  const ready = services.filter((part): part is PreparedPart => !isIssue(part.service));
  return { kind: 'ready', parts: ready, notShipped: divided.notShipped };
}

/** The order in the parts that are sent as one Ordoro order each. @param record tells the numbers that parts were given before */
export function dividedOrder(
  order: Order,
  record: Pick<SyncRecord, 'parts'> | undefined,
  { merchant }: Pick<OrderContext, 'merchant'>,
): OrderParts {
  return orderParts(order, {
    ships: (line) => shipsLine(merchant.skuRules, line.variant.sku),
    numbering: numberingOf(record),
  });
}

/** Line items of the order that need shipping. */
export function linesThatShip(order: Order, context: Pick<OrderContext, 'merchant'>): LineItem[] {
  return order.lineItems.filter((line) => shipsLine(context.merchant.skuRules, line.variant.sku));
}

function numberingOf(record: Pick<SyncRecord, 'parts'> | undefined) {
  return (record?.parts ?? []).flatMap(({ number, key }) => (key === undefined ? [] : [{ number, key }]));
}

function shippingLines(divided: OrderParts): LineItem[] {
  const lines = [
    ...divided.parts.flatMap((part) => part.lines.map(({ lineItem }) => lineItem)),
    ...divided.unassigned.map(({ lineItem }) => lineItem),
  ];
  return [...new Map(lines.map((line) => [line.id, line])).values()];
}

function unknownSkus(lines: readonly LineItem[], skus: SkuFacts): string[] {
  const wanted = lines.map((line) => line.variant.sku).filter((sku): sku is string => isSku(sku));
  return [...new Set(wanted)].filter((sku) => !skus.has(sku));
}

/** The service that a part asks Ordoro for, or why it cannot. */
export function serviceOf(part: OrderPart, context: OrderContext): RequestedService | Issue {
  return requestedService(part.shippingInfo, {
    mappings: context.merchant.shippingServices,
    policy: context.settings.shippingPolicy,
    methodKeys: context.keys.shippingMethods,
  });
}

function skuIssues(lines: readonly LineItem[], order: Order, skus: SkuFacts): Issue[] {
  return lines.flatMap((line): Issue[] => {
    const { sku } = line.variant;
    if (!isSku(sku)) return [{ code: 'missing-sku', detail: nameOf(line, order) }];
    return skus.get(sku) === 'unmapped' ? [{ code: 'unmapped-sku', detail: sku }] : [];
  });
}

function unassignedIssues(divided: OrderParts, order: Order): Issue[] {
  return divided.unassigned.map(({ lineItem, quantity }) => ({
    code: 'missing-shipping-method',
    detail: `${quantity} x ${lineItem.variant.sku ?? nameOf(lineItem, order)}`,
  }));
}

function currencyIssues(order: Order, context: OrderContext): Issue[] {
  const { currencyCode } = order.totalPrice;
  const { currencies } = context.settings;
  return currencies === undefined || currencies.has(currencyCode)
    ? []
    : [{ code: 'unsupported-currency', detail: currencyCode }];
}

function totalsIssues(order: Order): Issue[] {
  const mismatch = totalsMismatch(order);
  return mismatch === undefined ? [] : [{ code: 'totals-mismatch', detail: mismatch }];
}

function nameOf(line: LineItem, order: Order): string {
  return localizedText(line.name, order.locale) ?? line.id;
}

function isSku(sku: string | undefined): sku is string {
  return sku !== undefined && sku.trim() !== '';
}

/** Details come from the order's own texts, which may hold halves of surrogate pairs. */
function distinct(issues: readonly Issue[]): Issue[] {
  const wellFormed = issues.map((issue) => ({ ...issue, detail: issue.detail.toWellFormed() }));
  return [...new Map(wellFormed.map((issue) => [`${issue.code}: ${issue.detail}`, issue])).values()];
}
