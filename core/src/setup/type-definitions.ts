import type { FieldDefinition, FieldType, TypeDraft } from '@commercetools/platform-sdk';
import { ORDER_REQUESTS, type OrderRequest } from '../commercetools/order-fields.ts';
import type { SyncStatus } from '../problems/catalogue.ts';

/** Keys of the Types that all deployments of a project share. The order Type's key is the setting ORDER_TYPE_KEY. */
export const DELIVERY_TYPE_KEY = 'ordoro-delivery';
export const PARCEL_TYPE_KEY = 'ordoro-parcel';
export const STOCK_TYPE_KEY = 'ordoro-stock';

/** Plain strings: an Enum's labels have no languages. Source: commercetools API, `FieldEnumType`. */
const STATUS_LABELS: Readonly<Record<SyncStatus, string>> = {
  held: 'On hold',
  retrying: 'Trying again',
  failed: 'Failed',
  exported: 'Sent to Ordoro',
  'partially-shipped': 'Partly shipped',
  shipped: 'Shipped',
  cancelled: 'Cancelled',
  'not-required': 'Nothing to send',
  'needs-attention': 'Needs attention',
};

const REQUEST_LABELS: Readonly<Record<OrderRequest, string>> = {
  retry: 'Try again',
  'export-now': 'Send to Ordoro now',
  hold: 'Hold',
  resume: 'Resume',
};

const TEXT: FieldType = { name: 'String' };
const TEXTS: FieldType = { name: 'Set', elementType: { name: 'String' } };
const NUMBER: FieldType = { name: 'Number' };
const INSTANT: FieldType = { name: 'DateTime' };

/** What merchants see and steer on an order; all optional. Also added to a merchant's own order Type. */
export const ORDER_FIELDS: readonly FieldDefinition[] = [
  field('ordoroSyncStatus', choice(Object.entries(STATUS_LABELS)), { en: 'Ordoro status', de: 'Ordoro-Status' }),
  field('ordoroOrderNumbers', TEXTS, { en: 'Ordoro order numbers', de: 'Ordoro-Bestellnummern' }),
  {
    ...field('ordoroSyncMessage', TEXT, { en: 'Ordoro message', de: 'Ordoro-Meldung' }),
    inputHint: 'MultiLine',
  },
  field('ordoroIssues', TEXTS, { en: 'Ordoro problems', de: 'Ordoro-Probleme' }),
  field('ordoroLastSyncedAt', INSTANT, { en: 'Last synchronised with Ordoro', de: 'Zuletzt mit Ordoro abgeglichen' }),
  field('ordoroRequest', choice(ORDER_REQUESTS.map((word) => [word, REQUEST_LABELS[word]])), {
    en: 'Request to Ordoro',
    de: 'Anforderung an Ordoro',
  }),
];

const DELIVERY_FIELDS: readonly FieldDefinition[] = [
  field('ordoroOrderNumber', TEXT, { en: 'Ordoro order number', de: 'Ordoro-Bestellnummer' }),
  field('shippedAt', INSTANT, { en: 'Shipped at', de: 'Versendet am' }),
  field('warehouse', TEXT, { en: 'Warehouse', de: 'Lager' }),
];

const PARCEL_FIELDS: readonly FieldDefinition[] = [
  field('service', TEXT, { en: 'Shipping service', de: 'Versandart' }),
  field('trackingUrl', TEXT, { en: 'Tracking page', de: 'Sendungsverfolgung' }),
  field('shippingCost', NUMBER, { en: 'Shipping cost', de: 'Versandkosten' }),
  field('estimatedDelivery', INSTANT, { en: 'Estimated delivery', de: 'Voraussichtliche Zustellung' }),
];

const STOCK_FIELDS: readonly FieldDefinition[] = [
  field('ordoroOnHand', NUMBER, { en: 'On hand in Ordoro', de: 'Bestand in Ordoro' }),
  field('ordoroAvailable', NUMBER, { en: 'Available in Ordoro', de: 'Verfügbar in Ordoro' }),
  field('ordoroSyncedAt', INSTANT, { en: 'Taken from Ordoro at', de: 'Aus Ordoro übernommen am' }),
];

/** The Type of the order fields, as it is created. @param key the setting ORDER_TYPE_KEY */
export function orderTypeDraft(key: string): TypeDraft {
  return {
    key,
    name: { en: 'Ordoro order sync', de: 'Ordoro-Bestellabgleich' },
    resourceTypeIds: ['order'],
    fieldDefinitions: [...ORDER_FIELDS],
  };
}

/** Every Type the connector needs, as it is created. @param orderTypeKey the setting ORDER_TYPE_KEY */
export function typeDrafts(orderTypeKey: string): TypeDraft[] {
  return [
    orderTypeDraft(orderTypeKey),
    {
      key: DELIVERY_TYPE_KEY,
      name: { en: 'Ordoro delivery', de: 'Ordoro-Lieferung' },
      resourceTypeIds: ['order-delivery'],
      fieldDefinitions: [...DELIVERY_FIELDS],
    },
    {
      key: PARCEL_TYPE_KEY,
      name: { en: 'Ordoro parcel', de: 'Ordoro-Paket' },
      resourceTypeIds: ['order-parcel'],
      fieldDefinitions: [...PARCEL_FIELDS],
    },
    {
      key: STOCK_TYPE_KEY,
      name: { en: 'Ordoro stock', de: 'Ordoro-Bestand' },
      resourceTypeIds: ['inventory-entry'],
      fieldDefinitions: [...STOCK_FIELDS],
    },
  ];
}

function field(name: string, type: FieldType, label: { en: string; de: string }): FieldDefinition {
  return { name, type, label, required: false };
}

function choice(values: readonly (readonly [string, string])[]): FieldType {
  return { name: 'Enum', values: values.map(([key, label]) => ({ key, label })) };
}
