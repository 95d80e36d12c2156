/** The status a merchant reads in `ordoroSyncStatus`. Waiting at the gate shows none. */
export type SyncStatus =
  | 'held'
  | 'retrying'
  | 'failed'
  | 'exported'
  | 'partially-shipped'
  | 'shipped'
  | 'cancelled'
  | 'not-required'
  | 'needs-attention';

/** Where an issue is shown: an order status, or only a dead letter, or only the sync record. */
export type IssueConsequence = SyncStatus | 'dead-letter' | 'record';

/** What a code means and what the person who reads it does next. */
export interface CatalogueEntry {
  readonly leadsTo: IssueConsequence;
  /** One sentence, what is wrong, for the merchant. */
  readonly meaning: string;
  /** One sentence, what to do next. */
  readonly howToFix: string;
}

/** Every issue code there is. This list also feeds `docs/issues.md`; a test keeps them equal. */
export const CATALOGUE = {
  'unmapped-sku': {
    leadsTo: 'held',
    meaning: 'Ordoro has no product with this SKU.',
    howToFix:
      'Create the product in Ordoro, or map the SKU in the custom object container "-skus"; the order then goes out by itself.',
  },
  'missing-sku': {
    leadsTo: 'held',
    meaning: 'A line item of the order has no SKU.',
    howToFix:
      'Give the product variant a SKU and replace the line by an order edit, or exclude it by a rule in "sku-rules".',
  },
  'missing-address': {
    leadsTo: 'held',
    meaning: 'The order has no shipping address.',
    howToFix: 'Set the shipping address of the order.',
  },
  'incomplete-address': {
    leadsTo: 'held',
    meaning: 'A part of the shipping address that this country needs is missing or not valid.',
    howToFix: 'Complete the shipping address of the order.',
  },
  'unsupported-country': {
    leadsTo: 'held',
    meaning: 'The country of the shipping address is not an ISO 3166-1 alpha-2 code.',
    howToFix: 'Set a two-letter country code in the shipping address of the order.',
  },
  'unsupported-shipping-service': {
    leadsTo: 'held',
    meaning: 'The shipping method of the order has no mapping to an Ordoro service.',
    howToFix: 'Add the method to the custom object "shipping-services", or set SHIPPING_POLICY to "pass".',
  },
  'missing-shipping-method': {
    leadsTo: 'held',
    meaning: 'The order, or a part of it, has no shipping method.',
    howToFix: 'Give every unit of the order a shipping method, or set SHIPPING_POLICY to "pass" to export without one.',
  },
  'unsupported-currency': {
    leadsTo: 'held',
    meaning: 'The currency of the order is not one of the configured CURRENCIES.',
    howToFix: 'Add the currency to CURRENCIES if the Ordoro account handles it, or handle the order by hand.',
  },
  'totals-mismatch': {
    leadsTo: 'held',
    meaning: 'The amounts of the order do not add up, so Ordoro would show a wrong total.',
    howToFix:
      'Check prices, taxes and discounts of the order; correct them by an order edit, or request "retry" after the correction.',
  },
  'ordoro-unavailable': {
    leadsTo: 'retrying',
    meaning: 'Ordoro did not answer, or answered with a server error.',
    howToFix: 'Nothing: the connector tries again by itself. If it lasts, check the status of Ordoro.',
  },
  'ordoro-auth': {
    leadsTo: 'retrying',
    meaning: 'Ordoro refuses the API key.',
    howToFix:
      'Check ORDORO_CLIENT_ID and ORDORO_CLIENT_SECRET, and that the Ordoro plan includes the API; then redeploy.',
  },
  'rate-limited': {
    leadsTo: 'retrying',
    meaning: 'The request limit of the Ordoro account is used up for the moment.',
    howToFix:
      'Nothing: the connector tries again by itself. If it lasts, lower the load of other tools on the Ordoro account.',
  },
  'ordoro-rejected': {
    leadsTo: 'failed',
    meaning: 'Ordoro refused the order, or a change of it.',
    howToFix: 'Correct what the message names, then set ordoroRequest to "retry".',
  },
  'commercetools-rejected': {
    leadsTo: 'failed',
    meaning: 'commercetools refused an update of the order, for example because of an API Extension.',
    howToFix: 'Correct what the message names, then set ordoroRequest to "retry".',
  },
  'too-late-to-cancel': {
    leadsTo: 'needs-attention',
    meaning: 'The order was cancelled in commercetools, but it goes on in Ordoro.',
    howToFix: 'Stop the shipment in the warehouse, or arrange a return.',
  },
  'too-late-to-change': {
    leadsTo: 'needs-attention',
    meaning:
      'A change of the order in commercetools was not made in Ordoro: it came too late, or staff changed the same thing there.',
    howToFix: 'Make the change in Ordoro by hand, then set ordoroRequest to "retry".',
  },
  'cancelled-in-ordoro': {
    leadsTo: 'needs-attention',
    meaning: 'The order was cancelled in Ordoro.',
    howToFix: 'Cancel the order in commercetools, or restore it in Ordoro.',
  },
  'deleted-in-ordoro': {
    leadsTo: 'needs-attention',
    meaning: 'The order is no longer found in Ordoro.',
    howToFix: 'Look for the order in Ordoro; if it is gone and still wanted, enter it there by hand.',
  },
  'duplicate-in-ordoro': {
    leadsTo: 'needs-attention',
    meaning: 'Ordoro holds another order for this order, which the connector could not cancel.',
    howToFix:
      'Cancel the Ordoro order named here before both ship; the problem then disappears. If both have shipped, arrange a return and set ordoroRequest to "retry".',
  },
  overshipped: {
    leadsTo: 'needs-attention',
    meaning: 'Ordoro shipped more units than were ordered.',
    howToFix: 'Check the shipments in Ordoro and arrange a return where needed.',
  },
  'unknown-line': {
    leadsTo: 'needs-attention',
    meaning: 'A line in Ordoro cannot be matched to a line of the order.',
    howToFix: 'Check the line, or the return, in Ordoro; staff may have added it by hand.',
  },
  'return-mismatch': {
    leadsTo: 'needs-attention',
    meaning: 'The returned quantity in Ordoro became smaller than what was already reported.',
    howToFix: 'Check the return in Ordoro and correct the return info of the order by hand.',
  },
  'nothing-to-ship': {
    leadsTo: 'not-required',
    meaning: 'No line of the order needs shipping, so it is not sent to Ordoro.',
    howToFix: 'Nothing, unless a line should ship: then correct the rules in "sku-rules".',
  },
  'config-invalid': {
    leadsTo: 'dead-letter',
    meaning: 'A configuration object cannot be used; the last good one stays in force.',
    howToFix: 'Correct the custom object as the message says.',
  },
  'unknown-order': {
    leadsTo: 'dead-letter',
    meaning: 'An Ordoro order of our sales channel has no order in commercetools, or the other way round.',
    howToFix: 'Look for the order on both sides and cancel what is not wanted.',
  },
  'inventory-conflict': {
    leadsTo: 'dead-letter',
    meaning: 'A stock change was stopped because it looks wrong.',
    howToFix: 'Check the stock on both sides, then approve or correct it as the message says.',
  },
  'unmapped-warehouse': {
    leadsTo: 'dead-letter',
    meaning: 'An Ordoro warehouse is not mapped to a supply channel.',
    howToFix: 'Add the warehouse to the custom object "warehouses".',
  },
  'type-conflict': {
    leadsTo: 'record',
    meaning: 'The order carries another Type that cannot take the connector’s fields.',
    howToFix: 'Allow fields to be added to that Type; until then the status is in the sync record and in syncInfo.',
  },
} as const satisfies Record<string, CatalogueEntry>;

/** A code of the closed list. */
export type IssueCode = keyof typeof CATALOGUE;
