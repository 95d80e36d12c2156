import type { MerchantConfig } from '../config/merchant-config.ts';
import type { ConnectorSettings } from '../config/settings.ts';

/** A sales channel chosen for an order; `index` is the prefix of its order numbers, where it is known. */
export interface ChosenChannel {
  readonly id: number;
  readonly index?: number;
}

/** Keys behind the ids that orders carry. */
export interface ReferenceKeys {
  readonly supplyChannels: ReadonlyMap<string, string>;
  readonly shippingMethods: ReadonlyMap<string, string>;
  /** Workflow states that the gate or `line-states` name. */
  readonly states: ReadonlyMap<string, string>;
}

/** The connector's own resources in the project, where an order's references have to be compared with them. */
export interface OwnResources {
  /** Id of the channel of our `syncInfo` entries. */
  readonly exportChannelId: string | undefined;
  /** Id of the Type with key `ORDER_TYPE_KEY`. */
  readonly orderTypeId: string | undefined;
  /** Ids of our Types on deliveries and parcels; absent: not known. */
  readonly deliveryTypeId?: string | undefined;
  readonly parcelTypeId?: string | undefined;
}

/** Everything besides the order, its record and the clock that a decision about an order reads. */
export interface OrderContext {
  readonly settings: Pick<
    ConnectorSettings,
    | 'connectorId'
    | 'exportWhen'
    | 'currencies'
    | 'skuPolicy'
    | 'shippingPolicy'
    | 'cancelPolicy'
    | 'completeWhenShipped'
    | 'orderTypeKey'
    | 'dryRun'
  >;
  /** Orders created before are history; epoch milliseconds, UTC. */
  readonly exportSince: number;
  readonly merchant: MerchantConfig;
  readonly keys: ReferenceKeys;
  readonly own: OwnResources;
  /** The deployment's default sales channel; undefined while it is not set up. */
  readonly salesChannel: ChosenChannel | undefined;
  /** A configuration object that orders need cannot be used and never could, in words; absent: all is well. */
  readonly obstacle?: string | undefined;
}

/** What is known of a SKU: the product it stands for in Ordoro, or that there is none. */
export type SkuFact = { readonly ordoroSku: string } | 'unmapped';

/** Facts by commercetools SKU; a SKU that is not in it has not been looked up. */
export type SkuFacts = ReadonlyMap<string, SkuFact>;
