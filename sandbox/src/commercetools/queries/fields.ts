const COMMON = ['id', 'version', 'key', 'createdAt', 'lastModifiedAt', 'createdBy', 'lastModifiedBy'];

/**
 * Top-level fields a predicate or sort may name; the platform refuses others. Resource types that are not listed take
 * any field. Source: https://docs.commercetools.com/api/predicates/query
 */
export const RESOURCE_FIELDS: Readonly<Record<string, ReadonlySet<string>>> = {
  channel: fields('roles', 'name', 'description', 'address', 'geoLocation', 'custom'),
  'inventory-entry': fields(
    'sku',
    'supplyChannel',
    'quantityOnStock',
    'availableQuantity',
    'restockableInDays',
    'expectedDelivery',
    'custom',
  ),
  'key-value-document': new Set(['id', 'version', 'container', 'key', 'value', 'createdAt', 'lastModifiedAt']),
  message: new Set([
    ...COMMON,
    'sequenceNumber',
    'resource',
    'resourceVersion',
    'type',
    'resourceUserProvidedIdentifiers',
  ]),
  order: fields(
    'anonymousId',
    'billingAddress',
    'businessUnit',
    'cart',
    'completedAt',
    'country',
    'custom',
    'customLineItems',
    'customerEmail',
    'customerGroup',
    'customerId',
    'inventoryMode',
    'itemShippingAddresses',
    'lineItems',
    'locale',
    'orderNumber',
    'orderState',
    'origin',
    'paymentInfo',
    'paymentState',
    'purchaseOrderNumber',
    'quote',
    'recurringOrder',
    'returnInfo',
    'shipmentState',
    'shipping',
    'shippingAddress',
    'shippingInfo',
    'shippingMode',
    'state',
    'store',
    'syncInfo',
    'taxedPrice',
    'totalPrice',
  ),
  'shipping-method': fields('name', 'taxCategory', 'zoneRates', 'isDefault', 'predicate', 'active', 'custom'),
  state: fields('type', 'name', 'initial', 'builtIn', 'roles', 'transitions'),
  subscription: fields('destination', 'messages', 'changes', 'status'),
  type: fields('name', 'description', 'resourceTypeIds', 'fieldDefinitions'),
};

function fields(...own: readonly string[]): ReadonlySet<string> {
  return new Set([...COMMON, ...own]);
}
