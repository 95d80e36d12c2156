/**
 * Why a field may keep its value in a redacted payload. What is in none of these lists is replaced, so that a field nobody
 * thought of gives nothing away.
 */
export type FieldKind =
  /** An identifier, number, amount, code or status: kept when it has no blanks. */
  | 'code'
  /** A business name that may have blanks: SKU, carrier, shipping service. */
  | 'label'
  /** ISO 8601 date or time. */
  | 'date'
  /** Prose of a vendor or of the connector: kept, but searched for personal data. */
  | 'text';

const IDENTIFIERS = `id typeId key container version orderNumber orderId cartOrderId cartOrderitemId cartShipmentId
  siblingOrderNumbers parentOrderNumber childOrderNumbers originalOrderNumber ordoroOrderNumbers ordoroOrderNumber
  lineItemId customLineItemId lineId productId productKey productTypeKey deliveryId deliveryKey parcelId parcelKey shippingKey
  shippingMethodKey returnItemId returnItemKey referenceId externalId customerId clientId cart salesChannel salesChannelId
  warehouseId supplierId presetId presets tagId batchReferenceId barcode trackingNumber trackingId packageTracking
  resourceId messageId correlationId runId sequenceNumber resourceVersion currentVersion expectedVersion dataref`;

const CODES = `type status statusCode orderState paymentState shipmentState action event kind level origin code codes
  field param params method path country countryCode currency currencyCode locale shippingMode inventoryMode taxMode
  taxRoundingMode taxCalculationMode priceMode lineItemMode lineItemState shippability allocationStatus subject channel
  ordoroSyncStatus ordoroRequest orderStateKey`;

const AMOUNTS = `quantity amount rate centAmount preciseAmount fractionDigits price itemPrice totalPrice unitPrice cost cogs
  productAmount shippingAmount taxAmount discountAmount grandTotal shippingCost insuredValue weight length width height count
  limit offset index attempts durationMs retryAfterSeconds expectedQuantity receivedQuantity restockedQuantity onHand
  physicalOnHand available committed allocated backordered quantityOnStock availableQuantity addedQuantity removedQuantity
  newQuantity lowStockThreshold outOfStockThreshold`;

const LABELS = `sku ordoroSku originalSku variantSku upc carrier carrierName provider service serviceType shippingMethod
  shippingMethodName displayShippingMethod requestedShippingMethod shippingType`;

const DATES = `createdAt lastModifiedAt completedAt orderDate deliverByDate shipByDate shipDate shippedAt createdDate updatedDate
  cancelledDate orderPlacedDate dropshipDate requestedDate estimatedDeliveryDate carrierUpdatedDate transitionDate
  actualTransitionDate returnDate expectedDelivery until from at since time timestamp expiresAt firstFailedAt lastFailedAt`;

const TEXTS = 'errorMessage message reason error errors errorDescription detail detailedErrorMessage howToFix';

const KINDS: ReadonlyMap<string, FieldKind> = new Map([
  ...kindsOf(`${IDENTIFIERS} ${CODES} ${AMOUNTS}`, 'code'),
  ...kindsOf(LABELS, 'label'),
  ...kindsOf(DATES, 'date'),
  ...kindsOf(TEXTS, 'text'),
]);

function kindsOf(names: string, kind: FieldKind): [string, FieldKind][] {
  return names.split(/\s+/).map((name) => [plainName(name), kind]);
}

/** Why a field of this name may keep its value; undefined: it may not. `order_number` and `orderNumber` are the same. */
export function kindOfField(name: string): FieldKind | undefined {
  return KINDS.get(plainName(name));
}

/** What surrounds a value: ordinary business data, facts about a person, or free words of merchant and customer. */
export type Surroundings = 'business' | 'person' | 'free';

const PERSON_FIELDS = new Set(
  `customer customerEmail customerName buyer recipient contact person user email phone mobile fax firstName middleName
  lastName fullName salutation company street1 street2 streetName streetNumber dateOfBirth`
    .split(/\s+/)
    .map(plainName),
);

const FREE_FIELDS = new Set(
  `custom customFields shippingCustomFields additionalCartInfo attributes attributesRaw comment comments internalNotes
  notesFromCustomer notes note giftMessage tags details selectedOption`
    .split(/\s+/)
    .map(plainName),
);

const ADDRESS_PARTS = ['street1', 'streetName', 'city', 'zip', 'postalCode', 'firstName', 'lastName', 'phone', 'email'];

/** What surrounds the values of this field. Once inside personal or free data, everything below is. */
export function surroundingsOf(name: string, outer: Surroundings): Surroundings {
  if (outer !== 'business') return outer;
  const plain = plainName(name);
  if (plain.includes('address') || PERSON_FIELDS.has(plain)) return 'person';
  return FREE_FIELDS.has(plain) ? 'free' : 'business';
}

/** Whether an object is an address, though its field does not say so: the body of an address update is a bare one. */
export function looksLikeAddress(fields: readonly string[]): boolean {
  return fields.filter((field) => ADDRESS_PARTS.includes(field)).length >= 2;
}

const KEPT_IN_PERSONAL_DATA = new Set([
  'country',
  'ordoroSyncStatus',
  'ordoroRequest',
  'ordoroOrderNumbers',
  'ordoroOrderNumber',
]);

/** Whether a field keeps its value even among personal data: the country, and the connector's own status fields. */
export function isKeptInPersonalData(name: string): boolean {
  return KEPT_IN_PERSONAL_DATA.has(name);
}

const PLACE_FIELDS = new Set(['city', 'state', 'region', 'country']);

/**
 * Whether a field names a place rather than a person. Warehouses and stores are often named after cities, so such a value
 * is no reason to hide an identifier that holds the same word.
 */
export function isPlaceField(name: string): boolean {
  return PLACE_FIELDS.has(name);
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
