import type { Delivery, DeliveryItem, Order, OrderUpdateAction } from '@commercetools/platform-sdk';
import { DELIVERY_TYPE_KEY } from '../setup/type-definitions.ts';
import { customDraft, customFieldChanges } from './custom-field-changes.ts';
import { deliveriesOf, type PresentDelivery } from './order-deliveries.ts';
import { parcelActions, parcelDraft } from './parcel-actions.ts';
import type { WantedDeliveries, WantedDelivery } from './wanted-deliveries.ts';
import type { WantedFields } from './wanted-parcels.ts';

/** Most actions in one update. Source: commercetools API, order update. */
const MAX_ACTIONS = 500;

const DELIVERY_FIELDS = ['ordoroOrderNumber', 'shippedAt', 'warehouse'] as const;

/** What the actions depend on beside the order and what it should show. */
export interface DeliveryActionOptions {
  /** Id of the Type `ordoro-delivery`; undefined: not known, the fields then tell whose Type a delivery carries. */
  readonly deliveryTypeId?: string | undefined;
  /** Id of the Type `ordoro-parcel`; undefined: as above. */
  readonly parcelTypeId?: string | undefined;
  /** Room in the update. */
  readonly atMost?: number;
}

/**
 * The update actions that make the order show the wanted deliveries; none when it does. Deliveries and parcels that others made,
 * and Types that are not ours, are left alone. What has no room follows at the next look; a delivery that has to be made anew
 * is removed and added in one update.
 */
export function deliveryActions(
  order: Order,
  wanted: Pick<WantedDeliveries, 'deliveries' | 'obsolete'>,
  options: DeliveryActionOptions = {},
): OrderUpdateAction[] {
  const present = deliveriesOf(order);
  const obsolete = new Set(wanted.obsolete);
  const removals = present.filter(({ delivery }) => obsolete.has(delivery.id)).map((one) => [removal(one)]);
  const changes = wanted.deliveries.flatMap((delivery) => stepsTowards(delivery, present, options));
  return asMuchAsFits([...removals, ...changes], options.atMost ?? MAX_ACTIONS);
}

/** Actions that stay together. */
type Step = readonly OrderUpdateAction[];

function stepsTowards(
  wanted: WantedDelivery,
  present: readonly PresentDelivery[],
  options: DeliveryActionOptions,
): Step[] {
  const same = present.filter(({ delivery }) => delivery.key === wanted.key);
  const kept = same.find(({ shippingKey }) => shippingKey === wanted.shippingKey);
  const misplaced = same.filter((one) => one !== kept).map(removal);
  if (kept === undefined) return [[...misplaced, addition(wanted)]];
  const actions = [
    ...misplaced,
    ...itemActions(kept.delivery, wanted.items),
    ...fieldActions(kept.delivery, wanted.fields, options.deliveryTypeId),
    ...parcelActions(kept.delivery, wanted.parcels, options.parcelTypeId),
  ];
  return actions.map((action) => [action]);
}

function asMuchAsFits(steps: readonly Step[], atMost: number): OrderUpdateAction[] {
  const actions: OrderUpdateAction[] = [];
  for (const step of steps) {
    if (actions.length + step.length > atMost) break;
    actions.push(...step);
  }
  return actions;
}

function removal({ delivery }: PresentDelivery): OrderUpdateAction {
  return { action: 'removeDelivery', deliveryId: delivery.id };
}

function addition({ key, shippingKey, items, fields, parcels }: WantedDelivery): OrderUpdateAction {
  return {
    action: 'addDelivery',
    deliveryKey: key,
    ...(shippingKey === undefined ? {} : { shippingKey }),
    items: [...items],
    parcels: parcels.map(parcelDraft),
    ...customDraft(DELIVERY_TYPE_KEY, fields),
  };
}

function itemActions(delivery: Delivery, wanted: readonly DeliveryItem[]): OrderUpdateAction[] {
  if (isSameLoad(delivery.items, wanted)) return [];
  return [{ action: 'setDeliveryItems', deliveryId: delivery.id, items: [...wanted] }];
}

/** Items have no order that matters, and a line item may be listed twice. */
function isSameLoad(present: readonly DeliveryItem[], wanted: readonly DeliveryItem[]): boolean {
  const difference = new Map<string, number>();
  for (const { id, quantity } of present) difference.set(id, (difference.get(id) ?? 0) + quantity);
  for (const { id, quantity } of wanted) difference.set(id, (difference.get(id) ?? 0) - quantity);
  return [...difference.values()].every((units) => units === 0);
}

function fieldActions({ id, custom }: Delivery, wanted: WantedFields, typeId: string | undefined): OrderUpdateAction[] {
  const changes = customFieldChanges(custom, wanted, { id: typeId, names: DELIVERY_FIELDS });
  if (changes !== 'set-type')
    return changes.map((change) => ({ action: 'setDeliveryCustomField', deliveryId: id, ...change }));
  const type = { typeId: 'type' as const, key: DELIVERY_TYPE_KEY };
  return [{ action: 'setDeliveryCustomType', deliveryId: id, type, fields: wanted }];
}
