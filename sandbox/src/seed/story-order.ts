import type { Order } from '@commercetools/platform-sdk';
import type { CommercetoolsStandIn } from '../commercetools/stand-in.ts';
import type { Warehousing } from '../ordoro/warehousing.ts';
import type { DemoOrder, DemoOrderDraft, Outcome } from './demo-order.ts';
import { present } from './present.ts';

/** Where an act plays: both platforms, with the names one order has there. */
export interface Scene {
  readonly ordoro: Warehousing;
  readonly commercetools: Pick<CommercetoolsStandIn, 'merchantUpdate' | 'merchantEditsOrder'>;
  /** As commercetools has it when the act begins. */
  readonly order: Order;
  /** The Ordoro number of an order number, e.g. `2-NS-1` of `NS-1`; absent: of this order. */
  number(orderNumber?: string): string;
  /** Ordoro's id of the order's line with this SKU. */
  ordoroLine(sku: string): number;
  /** Id of the line item with this SKU. */
  lineItem(sku: string): string;
  /** Id of Ordoro's account with this carrier, e.g. `UPS`. */
  carrierAccount(name: string): number;
}

/** What happens to an order between two runs of the job. */
export interface Act {
  readonly says: string;
  /** Absent: it happens by the act of another order. */
  readonly work?: (scene: Scene) => unknown;
  /** After the job has run. */
  readonly expected: Outcome;
}

/** An order that is exported and then goes through the warehouse. */
export interface StoryOrder extends DemoOrder {
  /** In the first and in the second round; an order without act in a round stays as it was. */
  readonly acts: { readonly first?: Act; readonly second?: Act };
}

/** A story order before it knows its place in the row. */
export type StoryOrderDraft = DemoOrderDraft & Pick<StoryOrder, 'acts'>;

/** The scene for an order that Ordoro has. Raises an error for a name that is not there. */
export function sceneOf(platforms: {
  readonly ordoro: Warehousing;
  readonly commercetools: Pick<CommercetoolsStandIn, 'merchantUpdate' | 'merchantEditsOrder'>;
  readonly order: Order;
}): Scene {
  const { ordoro, order } = platforms;
  const number = (orderNumber = order.orderNumber) =>
    found(
      ordoro.orders.find((one) => one.order_number.replace(CHANNEL_PREFIX, '') === orderNumber),
      `order ${orderNumber} in Ordoro`,
    ).order_number;
  return {
    ...platforms,
    number,
    ordoroLine: (sku) =>
      found(
        ordoro.order(number()).lines.find((line) => line.sku === sku),
        `line with SKU ${sku} in Ordoro`,
      ).id,
    lineItem: (sku) =>
      found(
        order.lineItems.find((line) => line.variant.sku === sku),
        `line item with SKU ${sku}`,
      ).id,
    carrierAccount: (name) =>
      found(
        ordoro.shippers.find((shipper) => shipper.name === name),
        `carrier account ${name}`,
      ).id,
  };
}

/** Index of the sales channel, which Ordoro puts before every order number. */
const CHANNEL_PREFIX = /^\d+-/;

/** An order that is shipped, wholly or in part. */
export function shippedAs(
  status: 'shipped' | 'partially-shipped',
  facts: Pick<Outcome, 'deliveries' | 'inOrdoro' | 'returns'>,
): Outcome {
  const ordoroOrders = facts.inOrdoro?.length ?? 1;
  return present({ status, shipmentState: status === 'shipped' ? 'Shipped' : 'Partial', ordoroOrders, ...facts });
}

function found<T>(one: T | undefined, what: string): T {
  if (one === undefined) throw new Error(`There is no ${what}.`);
  return one;
}
