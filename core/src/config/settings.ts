import type { GateExpression } from './gate-expression.ts';

/** Words that deployment variables choose from. */
export const SKU_POLICIES = ['require', 'create'] as const;
export const SHIPPING_POLICIES = ['hold', 'pass'] as const;
export const CANCEL_POLICIES = ['flag', 'cancel'] as const;
export const INVENTORY_OWNERS = ['ordoro', 'commercetools', 'none'] as const;
export const INVENTORY_QUANTITIES = ['available', 'onHand'] as const;
export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;
export const PAYLOAD_LOGGING = ['none', 'redacted', 'full'] as const;

/** Whether a SKU that Ordoro does not know holds the order, or Ordoro may create the product from it. */
export type SkuPolicy = (typeof SKU_POLICIES)[number];
/** What happens to an order whose shipping method has no mapping. */
export type ShippingPolicy = (typeof SHIPPING_POLICIES)[number];
/** What happens in commercetools to an order that was cancelled in Ordoro. */
export type CancelPolicy = (typeof CANCEL_POLICIES)[number];
/** Which side's stock is the truth. */
export type InventoryOwner = (typeof INVENTORY_OWNERS)[number];
/** Which number of Ordoro is taken as stock. */
export type InventoryQuantity = (typeof INVENTORY_QUANTITIES)[number];
/** How much is logged. */
export type LogLevel = (typeof LOG_LEVELS)[number];
/** How payloads appear in logs. */
export type PayloadLogging = (typeof PAYLOAD_LOGGING)[number];

/** The API client that Connect generated for this deployment. */
export interface CommercetoolsSettings {
  readonly projectKey: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Without a slash at the end. */
  readonly apiUrl: string;
  /** Without a slash at the end. */
  readonly authUrl: string;
  /** Absent when the platform does not name them; a token request without scopes gets all the client has. */
  readonly scopes?: readonly string[] | undefined;
}

/** Access to the Ordoro account. */
export interface OrdoroSettings {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Without a slash at the end. */
  readonly apiUrl: string;
  /** Share of the whole deployment, over all instances. */
  readonly requestsPerMinute: number;
  /** Ordoro cart id; absent: the one that `-config/sales-channel` remembers. */
  readonly salesChannelId?: number | undefined;
}

/** Everything a deployment is configured with. Frozen; printing it shows no secret. */
export interface ConnectorSettings {
  readonly commercetools: CommercetoolsSettings;
  readonly ordoro: OrdoroSettings;
  /** Prefix of container names, subscription key, channel key and delivery keys. */
  readonly connectorId: string;
  readonly exportWhen: GateExpression;
  /** Epoch milliseconds (UTC), not rounded; absent: the instant kept in the cursor `orders.since` counts. */
  readonly exportSince?: number | undefined;
  /** ISO 4217 codes; absent: every currency is taken. */
  readonly currencies?: ReadonlySet<string> | undefined;
  readonly skuPolicy: SkuPolicy;
  readonly shippingPolicy: ShippingPolicy;
  readonly cancelPolicy: CancelPolicy;
  readonly completeWhenShipped: boolean;
  /** Counts where no rule of `-config/inventory-rules` names an owner. */
  readonly inventoryOwner: InventoryOwner;
  /** Counts where no rule of `-config/inventory-rules` names a quantity. */
  readonly inventoryQuantity: InventoryQuantity;
  readonly inventoryCreateMissing: boolean;
  /** 0: no rolling comparison. */
  readonly inventoryRescanHours: number;
  readonly orderTypeKey: string;
  readonly logLevel: LogLevel;
  readonly logPayloads: PayloadLogging;
  readonly logRetentionDays: number;
  readonly alertWebhookUrl?: string | undefined;
  readonly jobToken?: string | undefined;
  readonly dryRun: boolean;
  readonly port: number;
  /** Address to listen on; absent: all. */
  readonly host?: string | undefined;
}

/** Sentences for the log of the start, one per setting that is allowed but easily does harm. */
export function settingsWarnings(settings: ConnectorSettings): string[] {
  const warnings: string[] = [];
  if (settings.inventoryQuantity === 'onHand') {
    warnings.push(
      'INVENTORY_QUANTITY is "onHand": units already promised to open orders are offered again, so the shop can sell more than there is. Set it to "available" unless that is wanted.',
    );
  }
  if (settings.logPayloads === 'full') {
    warnings.push(
      'LOG_PAYLOADS is "full": names, addresses and other personal data of customers appear in the logs. Set it to "redacted" when the investigation is over.',
    );
  }
  if (settings.dryRun) {
    warnings.push(
      'DRY_RUN is true: everything is computed and logged, nothing is written to Ordoro or commercetools. Set it to false to start working.',
    );
  }
  return warnings;
}
