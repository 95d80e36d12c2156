import { asJsonObject } from './bounded-json.ts';
import type { OrderMessage } from './decode.ts';
import { isInventoryMessageType, isOrderMessageType } from './subscribed.ts';

/** Name of the order field in which a merchant asks the connector for something. */
const REQUEST_FIELD = 'ordoroRequest';

/** What to do about a message: look at the resource it names, or nothing, and then why. */
export type Relevance =
  | { readonly look: 'order'; readonly orderId: string }
  | { readonly look: 'inventory'; readonly entryId: string; readonly sku?: string }
  | { readonly ignore: string };

/** The project and the API client of this deployment. */
export interface OwnIdentity {
  readonly projectKey: string;
  readonly ownClientId: string;
}

/**
 * Decides, without any call, whether a message is worth reading its resource. In doubt it is: a look is two reads at most,
 * while a missed change waits for the next sweep. The connector's own writes come back as messages; those that can be told
 * by their payload are ignored here. Pure, never throws.
 */
export function relevanceOf(message: OrderMessage, self: OwnIdentity): Relevance {
  if (message.projectKey !== undefined && message.projectKey !== self.projectKey) {
    return { ignore: `It belongs to project ${message.projectKey}; this connector serves ${self.projectKey}.` };
  }
  switch (message.resourceTypeId) {
    case 'order':
      return orderRelevance(message, self.ownClientId);
    case 'inventory-entry':
      return inventoryRelevance(message, self.ownClientId);
    default:
      return { ignore: `It is about a resource of type ${message.resourceTypeId}.` };
  }
}

function orderRelevance(message: OrderMessage, ownClientId: string): Relevance {
  const { type } = message;
  if (!isOrderMessageType(type)) return { ignore: `Messages of type ${type} change nothing in Ordoro.` };
  const look = { look: 'order', orderId: message.resourceId } as const;
  if (!message.payloadIncluded) return look;
  switch (type) {
    case 'OrderCustomTypeSet':
    case 'OrderCustomFieldAdded':
    case 'OrderCustomFieldChanged':
      return requestRelevance(requestFieldOf(message), look);
    case 'OrderShipmentStateChanged':
      return isOwn(message, ownClientId) ? { ignore: 'The connector set this shipment state itself.' } : look;
    default:
      return look;
  }
}

function inventoryRelevance(message: OrderMessage, ownClientId: string): Relevance {
  if (!isInventoryMessageType(message.type)) {
    return { ignore: `Messages of type ${message.type} change nothing in Ordoro.` };
  }
  // What the connector wrote came from Ordoro and is never echoed back.
  if (isOwn(message, ownClientId)) return { ignore: 'The connector set this quantity itself.' };
  if (message.onStock !== undefined && message.onStock.before === message.onStock.after) {
    return { ignore: 'Only what carts have reserved has changed.' };
  }
  const look = { look: 'inventory', entryId: message.resourceId } as const;
  return message.sku === undefined ? look : { ...look, sku: message.sku };
}

function isOwn(message: OrderMessage, ownClientId: string): boolean {
  return message.authorClientId !== undefined && message.authorClientId === ownClientId;
}

/** What a custom-field message says about `ordoroRequest`: nothing, or its value; `unreadable` when the payload lacks a part. */
type RequestField = 'unreadable' | 'other-field' | { readonly value: unknown };

function requestFieldOf(message: OrderMessage): RequestField {
  if (message.type === 'OrderCustomTypeSet') {
    const customFields = asJsonObject(message.customFields);
    if (customFields === undefined) return 'unreadable';
    return { value: asJsonObject(customFields.fields)?.[REQUEST_FIELD] };
  }
  if (message.name === undefined) return 'unreadable';
  return message.name === REQUEST_FIELD ? { value: message.value } : 'other-field';
}

function requestRelevance(field: RequestField, look: Extract<Relevance, { look: 'order' }>): Relevance {
  if (field === 'unreadable') return look;
  if (field === 'other-field') return { ignore: `The custom field is not ${REQUEST_FIELD}.` };
  if (field.value === undefined || field.value === null || field.value === '') {
    return { ignore: `${REQUEST_FIELD} is empty.` };
  }
  return look;
}
