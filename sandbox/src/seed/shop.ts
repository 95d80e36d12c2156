import type {
  Channel,
  DiscountCode,
  ProductType,
  ShippingMethod,
  State,
  StateReference,
  Store,
  TaxCategory,
  TaxRate,
  Type,
} from '@commercetools/platform-sdk';
import { namedId } from './ids.ts';
import { SEED_IDS, shippingMethodId } from './seed-names.ts';

/** The fields every resource has. `id` decides everything else: seeds are the same in every run. */
export function resource(id: string, createdAt: string) {
  return { id, version: 1, createdAt, lastModifiedAt: createdAt };
}

/** The supply channels `us-east` and `us-west`. */
export function channels(createdAt: string): Channel[] {
  return [
    {
      ...resource(SEED_IDS.channelEast, createdAt),
      key: 'us-east',
      roles: ['InventorySupply'],
      name: { en: 'Warehouse East', de: 'Lager Ost' },
      address: { country: 'US', city: 'Newark', state: 'NJ', postalCode: '07114' },
    },
    {
      ...resource(SEED_IDS.channelWest, createdAt),
      key: 'us-west',
      roles: ['InventorySupply'],
      name: { en: 'Warehouse West', de: 'Lager West' },
      address: { country: 'US', city: 'Reno', state: 'NV', postalCode: '89502' },
    },
  ];
}

/** The stores `us` and `eu`. */
export function stores(createdAt: string): Store[] {
  const shared = { distributionChannels: [], productSelections: [] };
  const east = { typeId: 'channel' as const, id: SEED_IDS.channelEast };
  const west = { typeId: 'channel' as const, id: SEED_IDS.channelWest };
  return [
    {
      ...resource(namedId('store:us'), createdAt),
      ...shared,
      key: 'us',
      name: { en: 'United States', de: 'Vereinigte Staaten' },
      languages: ['en'],
      countries: [{ code: 'US' }, { code: 'CA' }],
      supplyChannels: [east, west],
    },
    {
      ...resource(namedId('store:eu'), createdAt),
      ...shared,
      key: 'eu',
      name: { en: 'Europe', de: 'Europa' },
      languages: ['en', 'de', 'fr', 'el'],
      countries: [{ code: 'DE' }, { code: 'FR' }, { code: 'GR' }, { code: 'GB' }],
      supplyChannels: [east],
    },
  ];
}

interface StateSeed {
  readonly name: string;
  readonly key: string;
  readonly type: State['type'];
  readonly label: { readonly en: string; readonly de: string };
  readonly initial?: boolean;
  readonly builtIn?: boolean;
  readonly next?: readonly string[];
}

const STATES: readonly StateSeed[] = [
  {
    name: 'order-new',
    key: 'new',
    type: 'OrderState',
    label: { en: 'New', de: 'Neu' },
    initial: true,
    next: ['order-in-review', 'order-ready-for-fulfillment'],
  },
  {
    name: 'order-in-review',
    key: 'in-review',
    type: 'OrderState',
    label: { en: 'In review', de: 'In Prüfung' },
    next: ['order-ready-for-fulfillment'],
  },
  {
    name: 'order-ready-for-fulfillment',
    key: 'ready-for-fulfillment',
    type: 'OrderState',
    label: { en: 'Ready for fulfillment', de: 'Bereit zum Versand' },
    next: ['order-fulfilled'],
  },
  {
    name: 'order-fulfilled',
    key: 'fulfilled',
    type: 'OrderState',
    label: { en: 'Fulfilled', de: 'Versendet' },
    next: [],
  },
  {
    name: 'line-initial',
    key: 'Initial',
    type: 'LineItemState',
    label: { en: 'Initial', de: 'Anfang' },
    initial: true,
    builtIn: true,
  },
  {
    name: 'line-exported',
    key: 'line-exported',
    type: 'LineItemState',
    label: { en: 'Sent to warehouse', de: 'Im Lager' },
    next: ['line-shipped'],
  },
  {
    name: 'line-shipped',
    key: 'line-shipped',
    type: 'LineItemState',
    label: { en: 'Shipped', de: 'Versendet' },
    next: ['line-returned'],
  },
  {
    name: 'line-returned',
    key: 'line-returned',
    type: 'LineItemState',
    label: { en: 'Returned', de: 'Zurückgekommen' },
    next: [],
  },
];

/** The workflow states of orders and line items. No `transitions`: any target is allowed; an empty list: none. */
export function states(createdAt: string): State[] {
  return STATES.map((state) => {
    const transitions = state.next?.map((name): StateReference => ({ typeId: 'state', id: namedId(`state:${name}`) }));
    return {
      ...resource(namedId(`state:${state.name}`), createdAt),
      key: state.key,
      type: state.type,
      name: state.label,
      initial: state.initial ?? false,
      builtIn: state.builtIn ?? false,
      roles: [],
      ...(transitions === undefined ? {} : { transitions }),
    };
  });
}

/** Standard, Express and Overnight; only the first two are mapped to a service of Ordoro. */
export function shippingMethods(createdAt: string): ShippingMethod[] {
  return ['Standard', 'Express', 'Overnight'].map((name) => ({
    ...resource(shippingMethodId(name), createdAt),
    key: name.toLowerCase(),
    name,
    localizedName: { en: name, de: name === 'Overnight' ? 'Über Nacht' : name },
    taxCategory: { typeId: 'tax-category', id: SEED_IDS.taxCategoryStandard },
    zoneRates: [],
    active: true,
    isDefault: name === 'Standard',
    stores: [],
  }));
}

/** Standard and reduced rate. */
export function taxCategories(createdAt: string): TaxCategory[] {
  return [
    {
      ...resource(SEED_IDS.taxCategoryStandard, createdAt),
      key: 'standard',
      name: 'Standard rate',
      rates: [rate('DE', 0.19), rate('FR', 0.2), rate('GB', 0.2), rate('JP', 0.1), rate('CA', 0.14, false)],
    },
    {
      ...resource(SEED_IDS.taxCategoryReduced, createdAt),
      key: 'reduced',
      name: 'Reduced rate (food)',
      rates: [rate('DE', 0.07), rate('FR', 0.055), rate('GB', 0), rate('JP', 0.08), rate('CA', 0, false)],
    },
  ];
}

function rate(country: string, amount: number, includedInPrice = true): TaxRate {
  const id = namedId(`tax-rate:${country}:${amount}`).slice(0, 8);
  return { id, name: `${country} ${amount}`, amount, includedInPrice, country, subRates: [] };
}

/** The welcome code. */
export function discountCodes(createdAt: string): DiscountCode[] {
  return [
    {
      ...resource(SEED_IDS.discountCodeWelcome, createdAt),
      code: 'WELCOME10',
      name: { en: 'Welcome', de: 'Willkommen' },
      cartDiscounts: [{ typeId: 'cart-discount', id: SEED_IDS.lineDiscount }],
      stores: [],
      isActive: true,
      references: [],
      groups: [],
    },
  ];
}

/** One product type for all articles. */
export function productTypes(createdAt: string): ProductType[] {
  return [
    {
      ...resource(SEED_IDS.productType, createdAt),
      key: 'shop-article',
      name: 'Shop article',
      description: 'Everything the coffee roaster sells',
      attributes: [
        attribute('size', 'Size or colour', 'text'),
        attribute('weightPounds', 'Weight in pounds', 'number'),
      ],
    },
  ];
}

function attribute(name: string, label: string, type: 'text' | 'number') {
  return {
    name,
    label: { en: label },
    type: { name: type },
    level: 'Variant',
    isRequired: false,
    attributeConstraint: 'None',
    inputHint: 'SingleLine',
    isSearchable: false,
  } as const;
}

/** The shop's own Type on carts and orders: the connector must live with it, never replace it. */
export function types(createdAt: string): Type[] {
  return [
    {
      ...resource(SEED_IDS.orderExtrasType, createdAt),
      key: 'order-extras',
      name: { en: 'Order extras', de: 'Bestellzusätze' },
      resourceTypeIds: ['order'],
      fieldDefinitions: [
        {
          name: 'giftMessage',
          type: { name: 'String' },
          label: { en: 'Gift message', de: 'Grußtext' },
          required: false,
          inputHint: 'MultiLine',
        },
      ],
    },
  ];
}
