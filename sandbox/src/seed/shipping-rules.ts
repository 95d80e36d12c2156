import { WEST } from './articles.ts';

/** A shipping preset of the Ordoro stand-in. */
export interface OrdoroPresetSeed {
  readonly id: number;
  readonly name: string;
  readonly carrier: string;
  readonly service: string;
}

/** An automation rule of the Ordoro stand-in. Ounces; two-letter country codes. */
export interface OrdoroRuleSeed {
  readonly when: {
    readonly requestedMethod?: string;
    readonly tag?: string;
    readonly country?: string;
    readonly minWeight?: number;
    readonly warehouseId?: number;
  };
  readonly do: {
    readonly warehouseId?: number;
    readonly presetId?: number;
    readonly carrier?: string;
    readonly service?: string;
  };
}

/** Vendor and name of the carrier accounts that the shop added to those every account has (USPS, UPS, FedEx, DHL eCommerce). */
export const ORDORO_CARRIERS = [{ vendor: 'canada_post', name: 'Canada Post' }] as const;

const HEAVY = 21;

/** The preset for heavy boxes. */
export const ORDORO_PRESETS: readonly OrdoroPresetSeed[] = [
  { id: HEAVY, name: 'Heavy box', carrier: 'fedex', service: 'FedEx Home Delivery' },
];

/**
 * What the warehouse prefers to what the shop requests: rules by tag, requested method, weight, country and warehouse.
 * Chronopost has no account, its tracking is typed. Orders that no rule takes go the cheapest way.
 */
export const ORDORO_RULES: readonly OrdoroRuleSeed[] = [
  { when: { minWeight: 480, country: 'US' }, do: { warehouseId: WEST } },
  { when: { warehouseId: WEST, country: 'US' }, do: { carrier: 'ups', service: 'UPS Ground' } },
  { when: { requestedMethod: 'UPS Ground', minWeight: 320, country: 'US' }, do: { presetId: HEAVY } },
  { when: { tag: 'rush', country: 'US' }, do: { carrier: 'fedex', service: 'FedEx 2Day' } },
  { when: { country: 'CA' }, do: { carrier: 'canada_post', service: 'Expedited Parcel' } },
  { when: { country: 'DE' }, do: { carrier: 'DHL eCommerce', service: 'DHL Packet International' } },
  { when: { country: 'FR' }, do: { carrier: 'Chronopost', service: 'Chrono Express' } },
];
