/** The two warehouses: Newark NJ and Reno NV. */
export const EAST = 15450;
/** See EAST. */
export const WEST = 15451;

/** One thing the shop sells, as both platforms know it. */
export interface Article {
  /** Product key in commercetools; articles with the same key are variants of one product, in order. */
  readonly product: string;
  readonly sku: string;
  /** SKU in Ordoro where it differs; null: Ordoro does not know the article. */
  readonly ordoroSku?: string | null;
  readonly name: { readonly en: string; readonly de: string };
  /** Words that tell the variants apart, for example the bag size. */
  readonly variant?: string;
  readonly taxClass: 'standard' | 'reduced';
  /** Minor units: cents, cents, yen. */
  readonly prices: { readonly EUR: number; readonly USD: number; readonly JPY: number };
  readonly weightPounds?: number;
  /** Physical stock per warehouse; absent for what has none (kits, gift cards, unknown articles). */
  readonly stock?: { readonly east: number; readonly west: number };
  /** A kit in Ordoro: its stock follows from these. */
  readonly components?: readonly { readonly sku: string; readonly quantity: number }[];
}

/** Everything the coffee roaster sells: 13 products, 16 SKUs. */
export const ARTICLES: readonly Article[] = [
  {
    product: 'coffee-ethiopia',
    sku: 'COF/ETH-250',
    ordoroSku: 'COF-ETH-250',
    name: { en: 'Ethiopia Yirgacheffe', de: 'Äthiopien Yirgacheffe' },
    variant: '250 g',
    taxClass: 'reduced',
    prices: { EUR: 1190, USD: 1350, JPY: 1900 },
    weightPounds: 0.6,
    stock: { east: 140, west: 90 },
  },
  {
    product: 'coffee-colombia',
    sku: 'COF-COL-250',
    name: { en: 'Colombia Huila', de: 'Kolumbien Huila' },
    variant: '250 g',
    taxClass: 'reduced',
    prices: { EUR: 890, USD: 1050, JPY: 1500 },
    weightPounds: 0.6,
    stock: { east: 220, west: 160 },
  },
  {
    product: 'coffee-colombia',
    sku: 'COF-COL-1000',
    name: { en: 'Colombia Huila', de: 'Kolumbien Huila' },
    variant: '1 kg',
    taxClass: 'reduced',
    prices: { EUR: 2990, USD: 3499, JPY: 4980 },
    weightPounds: 2.3,
    stock: { east: 64, west: 38 },
  },
  {
    product: 'coffee-espresso',
    sku: 'COF-ESP-250',
    name: { en: 'Night Shift Espresso', de: 'Nachtschicht Espresso' },
    variant: '250 g',
    taxClass: 'reduced',
    prices: { EUR: 790, USD: 950, JPY: 1350 },
    weightPounds: 0.6,
    stock: { east: 310, west: 205 },
  },
  {
    product: 'coffee-espresso',
    sku: 'COF-ESP-1000',
    name: { en: 'Night Shift Espresso', de: 'Nachtschicht Espresso' },
    variant: '1 kg',
    taxClass: 'reduced',
    prices: { EUR: 2690, USD: 3199, JPY: 4500 },
    weightPounds: 2.3,
    stock: { east: 80, west: 52 },
  },
  {
    product: 'coffee-decaf',
    sku: 'COF-DEC-250',
    name: { en: 'Sunday Decaf', de: 'Sonntags-Entkoffeiniert' },
    variant: '250 g',
    taxClass: 'reduced',
    prices: { EUR: 940, USD: 1100, JPY: 1600 },
    weightPounds: 0.6,
    stock: { east: 45, west: 0 },
  },
  {
    product: 'grinder-hand',
    sku: 'GRD-HAND',
    name: { en: 'Hand Grinder Finch', de: 'Handmühle Fink' },
    taxClass: 'standard',
    prices: { EUR: 6900, USD: 7900, JPY: 11800 },
    weightPounds: 1.4,
    stock: { east: 24, west: 18 },
  },
  {
    product: 'grinder-electric',
    sku: 'GRD-ELEC',
    name: { en: 'Electric Grinder Heron', de: 'Elektrische Mühle Reiher' },
    taxClass: 'standard',
    prices: { EUR: 18900, USD: 21900, JPY: 32000 },
    weightPounds: 7.8,
    stock: { east: 6, west: 9 },
  },
  {
    product: 'dripper',
    sku: 'DRP-V60',
    name: { en: 'Ceramic Dripper', de: 'Keramikfilter' },
    taxClass: 'standard',
    prices: { EUR: 2490, USD: 2800, JPY: 3900 },
    weightPounds: 1.1,
    stock: { east: 55, west: 40 },
  },
  {
    product: 'filter-papers',
    sku: 'FLT-V60-100',
    name: { en: 'Filter Papers, 100 Sheets', de: 'Filterpapier, 100 Blatt' },
    taxClass: 'standard',
    prices: { EUR: 650, USD: 750, JPY: 980 },
    weightPounds: 0.3,
    stock: { east: 400, west: 350 },
  },
  {
    product: 'mug-enamel',
    sku: 'MUG-ENAMEL-WHT',
    name: { en: 'Enamel Mug', de: 'Emaillebecher' },
    variant: 'white',
    taxClass: 'standard',
    prices: { EUR: 1450, USD: 1600, JPY: 2400 },
    weightPounds: 0.5,
    stock: { east: 120, west: 75 },
  },
  {
    product: 'mug-enamel',
    sku: 'MUG-ENAMEL-BLU',
    name: { en: 'Enamel Mug', de: 'Emaillebecher' },
    variant: 'blue',
    taxClass: 'standard',
    prices: { EUR: 1450, USD: 1600, JPY: 2400 },
    weightPounds: 0.5,
    stock: { east: 96, west: 0 },
  },
  {
    product: 'mug-limited',
    sku: 'MUG-LTD-2026',
    ordoroSku: null,
    name: { en: 'Anniversary Mug 2026', de: 'Jubiläumsbecher 2026' },
    taxClass: 'standard',
    prices: { EUR: 2900, USD: 3200, JPY: 4800 },
  },
  {
    product: 'cup-paper',
    sku: 'CUP-PAPER',
    name: { en: 'Paper Cup, Single', de: 'Pappbecher, einzeln' },
    taxClass: 'standard',
    prices: { EUR: 13, USD: 15, JPY: 20 },
    weightPounds: 0.02,
    stock: { east: 5000, west: 3000 },
  },
  {
    product: 'starter-set',
    sku: 'BND-STARTER',
    name: { en: 'Starter Set: Dripper, Filters, Coffee', de: 'Starterset: Filter, Papier, Kaffee' },
    taxClass: 'standard',
    prices: { EUR: 3690, USD: 4200, JPY: 5900 },
    weightPounds: 2,
    components: [
      { sku: 'DRP-V60', quantity: 1 },
      { sku: 'FLT-V60-100', quantity: 1 },
      { sku: 'COF-COL-250', quantity: 2 },
    ],
  },
  {
    product: 'gift-card',
    sku: 'GIFT-CARD-50',
    ordoroSku: null,
    name: { en: 'Gift Card 50', de: 'Geschenkgutschein 50' },
    taxClass: 'standard',
    prices: { EUR: 5000, USD: 5000, JPY: 5000 },
  },
];

/** The article with this SKU. Raises an error when the shop does not sell it. */
export function article(sku: string): Article {
  const found = ARTICLES.find((one) => one.sku === sku);
  if (found === undefined) {
    throw new Error(`The sandbox shop has no article ${sku}.`);
  }
  return found;
}
