/**
 * Usual spellings. Sources: the names that Ordoro offers for hand-typed tracking (its help article on entering a tracking
 * number), and the carriers' own names.
 */
const SPELLINGS = [
  'Amazon',
  'Asendia',
  'Australia Post',
  'Canada Post',
  'Deutsche Post',
  'DHL',
  'DHL eCommerce',
  'DHL Express',
  'DPD',
  'FedEx',
  'GLS',
  'LaserShip',
  'New Zealand Post',
  'OnTrac',
  'Purolator',
  'Royal Mail',
  'Sendle',
  'TNT',
  'UPS',
  'USPS',
] as const;

type CarrierSpelling = (typeof SPELLINGS)[number];

/** Other names of the same carriers, as `comparable` makes them. */
const OTHER_NAMES: readonly (readonly [string, CarrierSpelling])[] = [
  ['amazonshipping', 'Amazon'],
  ['auspost', 'Australia Post'],
  ['dhlglobalmail', 'DHL eCommerce'],
  ['federalexpress', 'FedEx'],
  ['nzpost', 'New Zealand Post'],
  ['postescanada', 'Canada Post'],
  ['unitedparcelservice', 'UPS'],
  ['unitedstatespostalservice', 'USPS'],
  ['uspostalservice', 'USPS'],
];

const BY_NAME: ReadonlyMap<string, CarrierSpelling> = new Map([
  ...SPELLINGS.map((spelling) => [comparable(spelling), spelling] as const),
  ...OTHER_NAMES,
]);

/**
 * The carrier in its usual spelling, e.g. `UPS` for `u.p.s.`. A name that is not known stays as it was typed, without space
 * around it; a usual spelling stays as it is.
 * @param text a name typed by people
 * @returns undefined when nothing was typed
 */
export function carrierName(text: string): string | undefined {
  const typed = text.trim();
  return BY_NAME.get(comparable(typed)) ?? (typed === '' ? undefined : typed);
}

/**
 * The carrier behind the vendor of an Ordoro shipper account, in its usual spelling. Endicia and Pitney Bowes sell labels of
 * USPS, and Ordoro's vendor `dhl` is DHL eCommerce. A vendor that is not known is taken for a typed name.
 * @param vendor e.g. `pitney_presort`. Source: Ordoro API Documentation 1.0, `GET /shipper/`
 * @returns undefined when it is empty
 */
export function carrierNameOfVendor(vendor: string): string | undefined {
  const name = comparable(vendor);
  if (name === 'endicia' || name.startsWith('pitney')) return 'USPS';
  return name === 'dhl' ? 'DHL eCommerce' : carrierName(vendor);
}

/** Without what people write differently: case, spaces, punctuation and trade marks. */
function comparable(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
