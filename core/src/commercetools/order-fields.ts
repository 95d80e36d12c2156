import type { Order, OrderUpdateAction } from '@commercetools/platform-sdk';
import type { SyncStatus } from '../problems/catalogue.ts';

/** The words of `ordoroRequest`: what a merchant can ask for. */
export const ORDER_REQUESTS = ['retry', 'export-now', 'hold', 'resume'] as const;

/** A merchant's request. */
export type OrderRequest = (typeof ORDER_REQUESTS)[number];

/** What an order should show. */
export interface WantedOrderFields {
  /** Undefined: the order waits at the gate and shows none. */
  readonly status: SyncStatus | undefined;
  readonly orderNumbers: readonly string[];
  readonly message: string | undefined;
  /** `code: detail`. */
  readonly issues: readonly string[];
}

/** The request that stands on the order, when it is one of the known words. */
export function requestOf(order: Order): OrderRequest | undefined {
  const value: unknown = order.custom?.fields.ordoroRequest;
  return ORDER_REQUESTS.find((word) => word === value);
}

/** Ordoro order numbers that the order's fields name; a replicated cart copies them to a new order. */
export function orderNumbersOf(order: Order): string[] {
  const value: unknown = order.custom?.fields.ordoroOrderNumbers;
  return Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string') : [];
}

/**
 * The update actions that make the order show what it should; none when it already does. A merchant's own Type is never
 * replaced: its fields are set one by one.
 * @param options.now ISO 8601, UTC, for `ordoroLastSyncedAt`, which changes only together with something else
 */
export function orderFieldActions(
  order: Order,
  wanted: WantedOrderFields,
  options: { typeKey: string; now: string },
): OrderUpdateAction[] {
  const fields: Record<string, string | readonly string[] | undefined> = {
    ordoroSyncStatus: wanted.status,
    ordoroOrderNumbers: wanted.orderNumbers.length === 0 ? undefined : wanted.orderNumbers,
    ordoroSyncMessage: wanted.message,
    ordoroIssues: wanted.issues.length === 0 ? undefined : wanted.issues,
    // A request is cleared once it stands in the record, and the record is what these fields are computed from.
    ordoroRequest: undefined,
  };
  const present = order.custom?.fields ?? {};
  const changed = Object.entries(fields).filter(([name, value]) => !isSame(present[name], value));
  if (changed.length === 0) return [];
  if (order.custom === undefined) {
    const set = Object.entries(fields).filter(([, value]) => value !== undefined);
    return [
      {
        action: 'setCustomType',
        type: { typeId: 'type', key: options.typeKey },
        fields: { ...Object.fromEntries(set), ordoroLastSyncedAt: options.now },
      },
    ];
  }
  return [...changed, ['ordoroLastSyncedAt', options.now] as const].map(([name, value]) => ({
    action: 'setCustomField',
    name,
    ...(value === undefined ? {} : { value }),
  }));
}

/** `updateSyncInfo` for Ordoro order numbers that the order does not list yet. */
export function syncInfoActions(
  orderNumbers: readonly string[],
  options: { channelKey: string; now: string },
): OrderUpdateAction[] {
  return orderNumbers.map((externalId) => ({
    action: 'updateSyncInfo',
    channel: { typeId: 'channel', key: options.channelKey },
    externalId,
    syncedAt: options.now,
  }));
}

/** Ordoro order numbers under our channel in the order's `syncInfo`. */
export function syncedNumbersOf(order: Order, exportChannelId: string | undefined): string[] {
  if (exportChannelId === undefined) return [];
  return order.syncInfo
    .filter(({ channel }) => channel.id === exportChannelId)
    .flatMap(({ externalId }) => (externalId === undefined ? [] : [externalId]));
}

/** Sets have no order in commercetools, so lists are compared as sets. */
function isSame(present: unknown, wanted: string | readonly string[] | undefined): boolean {
  if (wanted === undefined || typeof wanted === 'string') return (present ?? undefined) === wanted;
  if (!Array.isArray(present) || present.length !== wanted.length) return false;
  const values = new Set(present);
  return wanted.every((value) => values.has(value));
}
