import type { JsonObject } from './bounded-json.ts';
import { asJsonObject, parseBoundedJson } from './bounded-json.ts';
import { cloudEventPayload } from './cloud-events.ts';

/**
 * A commercetools message about an order or about a stock entry, reduced to what decides whether to look at it. The rest
 * of the payload is dropped: the resource is always read afresh, because deliveries come late, twice and out of order.
 */
export interface OrderMessage {
  /** Absent only where a CloudEvents envelope came without data and without a readable source. */
  readonly projectKey: string | undefined;
  /** Reference type id such as `order` or `inventory-entry`. */
  readonly resourceTypeId: string;
  /** commercetools id of the resource: 1 to 256 letters, digits, `_` or `-`. */
  readonly resourceId: string;
  /** Message type such as `OrderCreated`. */
  readonly type: string;
  /** False when the payload was too large for the queue or only referred to; then every field below may be missing. */
  readonly payloadIncluded: boolean;
  /** API client that made the change, when the message names one. */
  readonly authorClientId: string | undefined;
  readonly orderNumber: string | undefined;
  /** ISO 8601, UTC, as sent. */
  readonly createdAt: string | undefined;
  /** Counts the messages of one resource. */
  readonly sequenceNumber: number | undefined;
  /** Name of the custom field, in messages about one custom field. */
  readonly name: string | undefined;
  /** Value of the custom field, in messages about one custom field. */
  readonly value: unknown;
  /** Type and fields, in `OrderCustomTypeSet`. */
  readonly customFields: unknown;
  readonly shipmentState: string | undefined;
  /** SKU of the stock entry, when the message names it. */
  readonly sku: string | undefined;
  /** Units on stock before and after, when the message tells both; the rest of what can change are reservations of carts. */
  readonly onStock: { readonly before: number; readonly after: number } | undefined;
}

/** What a delivery to the event app turned out to be. Reasons are one sentence and never repeat the body. */
export type DecodedDelivery =
  | { readonly kind: 'malformed'; readonly reason: string }
  /** The test notification that commercetools sends when a Subscription is created or moved. */
  | { readonly kind: 'probe' }
  | { readonly kind: 'irrelevant'; readonly reason: string }
  | { readonly kind: 'message'; readonly message: OrderMessage };

/** An envelope inside an envelope is accepted, e.g. Pub/Sub around CloudEvents, but not without end. */
const MAX_LAYERS = 3;

/**
 * Decodes what the broker pushes: the Pub/Sub envelope (base64 or base64url), the SNS notification envelope, or a bare
 * notification, in the Platform or the CloudEvents format. Pure; never throws, whatever the body is.
 * Source: commercetools Subscriptions, Delivery payloads; Pub/Sub push; SNS HTTP notification.
 */
export function decodeDelivery(rawBody: string): DecodedDelivery {
  return decodeText(rawBody, MAX_LAYERS);
}

function decodeText(text: string, layersLeft: number): DecodedDelivery {
  if (layersLeft === 0) return malformed('The body wraps one envelope in another too often.');
  const parsed = parseBoundedJson(text);
  if ('reason' in parsed) return malformed(parsed.reason);
  const body = asJsonObject(parsed.value);
  if (body === undefined) return malformed('The body is not a JSON object.');
  return decodeBody(body, layersLeft);
}

function decodeBody(body: JsonObject, layersLeft: number): DecodedDelivery {
  if (typeof body.specversion === 'string') return decodeNotification(cloudEventPayload(body));
  if (typeof body.notificationType === 'string') return decodeNotification(body);
  const pubSub = asJsonObject(body.message);
  if (pubSub !== undefined) {
    if (typeof pubSub.data !== 'string') return malformed('The Pub/Sub envelope carries no data.');
    // Node reads both base64 alphabets with the same decoder.
    return decodeText(Buffer.from(pubSub.data, 'base64').toString('utf8'), layersLeft - 1);
  }
  if (typeof body.Type === 'string' && body.Type !== 'Notification') {
    return { kind: 'irrelevant', reason: `It is an SNS ${wordOr(body.Type, 'control')} message.` };
  }
  if (typeof body.Message === 'string') return decodeText(body.Message, layersLeft - 1);
  return malformed('The body is neither a notification nor a known envelope.');
}

function decodeNotification(payload: JsonObject): DecodedDelivery {
  const resource = asJsonObject(payload.resource) ?? {};
  // Both conditions: subscriptions to changes carry ResourceCreated about other resources too.
  if (payload.notificationType === 'ResourceCreated' && resource.typeId === 'subscription') return { kind: 'probe' };
  if (payload.notificationType !== 'Message') {
    return { kind: 'irrelevant', reason: `It is a ${wordOr(payload.notificationType, 'foreign')} notification.` };
  }
  const notIncluded = asJsonObject(payload.payloadNotIncluded);
  const type = word(payload.type) ?? word(notIncluded?.payloadType);
  const resourceTypeId = identifier(resource.typeId);
  const resourceId = identifier(resource.id);
  if (type === undefined) return malformed('The message has no usable type.');
  if (resourceTypeId === undefined || resourceId === undefined) {
    return malformed('The message names no usable resource.');
  }
  const payloadIncluded = notIncluded === undefined;
  return { kind: 'message', message: { ...detailsOf(payload), type, resourceTypeId, resourceId, payloadIncluded } };
}

type MessageDetails = Omit<OrderMessage, 'type' | 'resourceTypeId' | 'resourceId' | 'payloadIncluded'>;

function detailsOf(payload: JsonObject): MessageDetails {
  return {
    projectKey: identifier(payload.projectKey),
    authorClientId:
      text(asJsonObject(payload.createdBy)?.clientId) ?? text(asJsonObject(payload.lastModifiedBy)?.clientId),
    orderNumber: text(asJsonObject(payload.resourceUserProvidedIdentifiers)?.orderNumber),
    createdAt: text(payload.createdAt),
    sequenceNumber: Number.isSafeInteger(payload.sequenceNumber) ? Number(payload.sequenceNumber) : undefined,
    name: text(payload.name),
    value: payload.value,
    customFields: payload.customFields,
    shipmentState: text(payload.shipmentState),
    sku: text(payload.sku) ?? text(asJsonObject(payload.inventoryEntry)?.sku),
    onStock: onStockOf(payload),
  };
}

function onStockOf({ oldQuantityOnStock: before, newQuantityOnStock: after }: JsonObject): OrderMessage['onStock'] {
  return typeof before === 'number' && typeof after === 'number' ? { before, after } : undefined;
}

function malformed(reason: string): DecodedDelivery {
  return { kind: 'malformed', reason };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= 1000 ? value : undefined;
}

function identifier(value: unknown): string | undefined {
  return typeof value === 'string' && /^[A-Za-z0-9_-]{1,256}$/.test(value) ? value : undefined;
}

function word(value: unknown): string | undefined {
  return typeof value === 'string' && /^[A-Za-z]{1,100}$/.test(value) ? value : undefined;
}

function wordOr(value: unknown, fallback: string): string {
  return word(value) ?? fallback;
}
