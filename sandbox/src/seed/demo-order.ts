import type { OrderUpdateAction } from '@commercetools/platform-sdk';
import type { FaultEffect } from '../traffic/fault.ts';
import type { OrderSpec } from './order-builder.ts';

/**
 * The message commercetools sends when the order appears. One from before the installation sends none: it is put there
 * with the creation time of its spec.
 */
export type PlacedAs = 'OrderCreated' | 'OrderImported' | 'OrderCreatedFromRecurringOrder' | 'before-installation';

/**
 * What `ordoroSyncStatus` shows. `waiting` and `none` both mean that the field is absent: the order waits at the gate, or
 * is none of the connector's business.
 */
export type ExpectedStatus = 'exported' | 'held' | 'retrying' | 'failed' | 'not-required' | 'waiting' | 'none';

/** Where an order stands once the connector had its say. */
export interface Outcome {
  readonly status: ExpectedStatus;
  /** Issue codes, without detail. Absent: none. */
  readonly issues?: readonly string[];
  /** How many Ordoro orders there are for it. */
  readonly ordoroOrders: number;
}

/** What somebody does to the order afterwards. */
export type LaterStep =
  | {
      readonly kind: 'pay' | 'ship-ready' | 'fix-address' | 'cancel' | 'request';
      readonly says: string;
      readonly actions: readonly OrderUpdateAction[];
    }
  | {
      /** Nobody touches the order: its SKU is mapped in the container `<connector id>-skus`. */
      readonly kind: 'map-sku';
      readonly says: string;
      readonly actions: readonly [];
      readonly mapping: { readonly key: string; readonly value: { readonly sku: string; readonly ordoroSku: string } };
    };

/** One order of the demo and what has to become of it. */
export interface DemoOrder {
  /** What is special about it, in a few words. */
  readonly title: string;
  readonly order: OrderSpec & { readonly id: string };
  readonly placedAs: PlacedAs;
  /** What goes wrong, once, when the order is sent to Ordoro. */
  readonly trouble?: FaultEffect;
  readonly later?: LaterStep;
  /** Before `later`; only with it. */
  readonly expectedAtFirst?: Outcome;
  /** In the end. */
  readonly expected: Outcome;
}

/** A demo order before it knows its place in the row: id and creation time are added by `demoOrders`. */
export type DemoOrderDraft = Omit<DemoOrder, 'order'> & { readonly order: Omit<OrderSpec, 'id' | 'createdAt'> };

/** Exported as this many Ordoro orders. */
export function exported(ordoroOrders = 1): Outcome {
  return { status: 'exported', ordoroOrders };
}

/** Held for this one reason. */
export function held(code: string): Outcome {
  return { status: 'held', issues: [code], ordoroOrders: 0 };
}

/** Waiting at the gate. */
export const WAITING: Outcome = { status: 'waiting', ordoroOrders: 0 };
