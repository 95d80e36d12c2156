import { EAST, WEST } from './articles.ts';

/** A custom object. */
export interface CustomObjectSeed {
  readonly container: string;
  readonly key: string;
  readonly value: unknown;
}

/** The merchant's configuration that the demo's expectations assume, in the containers of the connector with this id. */
export function configObjects(connectorId = 'ordoro'): CustomObjectSeed[] {
  const container = `${connectorId}-config`;
  return [
    {
      container,
      key: 'warehouses',
      value: [
        { warehouseId: EAST, channel: 'us-east' },
        { warehouseId: WEST, channel: 'us-west' },
      ],
    },
    {
      container,
      key: 'shipping-services',
      value: [
        { method: 'Standard', service: 'UPS Ground' },
        { method: 'Express', service: 'UPS 2nd Day Air', tags: ['rush'] },
      ],
    },
    { container, key: 'sku-rules', value: [{ sku: 'GIFT-*', ship: false }] },
    { container, key: 'fields', value: [{ from: 'order.custom.giftMessage', to: 'notes_from_customer' }] },
  ];
}
