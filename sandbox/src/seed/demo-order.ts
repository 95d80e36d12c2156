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
export type ExpectedStatus =
  | 'exported'
  | 'partially-shipped'
  | 'shipped'
  | 'cancelled'
  | 'needs-attention'
  | 'held'
  | 'retrying'
  | 'failed'
  | 'not-required'
  | 'waiting'
  | 'none';

/** Where an order stands once the connector had its say. */
export interface Outcome {
  readonly status: ExpectedStatus;
  /** Issue codes, without detail. Absent: none. */
  readonly issues?: readonly string[];
  /** How many Ordoro orders there are for it, without split parents. */
  readonly ordoroOrders: number;
  /** What commercetools shows; absent: whatever it is. */
  readonly shipmentState?: string;
  /**
   * Deliveries of the order, e.g. `NS-1-2: 2×MUG 1×BAG, UPS, UPS Ground, 1Z1 1Z2`: Ordoro order number without the channel's
   * prefix, units by SKU, carrier, service, tracking. Absent: none.
   */
  readonly deliveries?: readonly string[];
  /** Returned items, e.g. `1×MUG BackInStock`. Absent: none. */
  readonly returns?: readonly string[];
  /**
   * Its orders in Ordoro, e.g. `NS-1-2 open 2×MUG to Stowe (commented)`: only units of this order; the town only where it is
   * another than the order was placed with. Absent: whatever they are.
   */
  readonly inOrdoro?: readonly string[];
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
    }
  | {
      /** Nobody does anything: the next run of the job puts it right. */
      readonly kind: 'job-run';
      readonly says: string;
      readonly actions: readonly [];
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
