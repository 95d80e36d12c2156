import type { Order } from './wire.ts';

/** One offer of a carrier: `base` for the first pound begun, `perPound` for each further one, decimals. */
interface Offer {
  readonly vendor: string;
  readonly service: string;
  readonly base: number;
  readonly perPound: number;
  readonly isDomestic: boolean;
}

/** A quote for one order. */
export interface Quote {
  readonly vendor: string;
  readonly service: string;
  readonly cost: number;
}

/** Invented prices, fixed so that a run repeats; which carrier is cheapest depends on weight and country. */
const OFFERS: readonly Offer[] = [
  { vendor: 'endicia', service: 'USPS Ground Advantage', base: 5.4, perPound: 1.9, isDomestic: true },
  { vendor: 'ups', service: 'UPS Ground', base: 8.25, perPound: 0.7, isDomestic: true },
  { vendor: 'fedex', service: 'FedEx Home Delivery', base: 9.1, perPound: 0.55, isDomestic: true },
  { vendor: 'dhl', service: 'DHL Parcel International Direct', base: 24.5, perPound: 2.1, isDomestic: false },
  { vendor: 'endicia', service: 'USPS Priority Mail International', base: 19.8, perPound: 4.3, isDomestic: false },
  { vendor: 'ups', service: 'UPS Worldwide Saver', base: 29.9, perPound: 1.8, isDomestic: false },
  { vendor: 'fedex', service: 'FedEx 2Day', base: 17.35, perPound: 1.45, isDomestic: true },
  { vendor: 'ups', service: 'UPS 2nd Day Air', base: 18.6, perPound: 1.6, isDomestic: true },
  { vendor: 'canada_post', service: 'Expedited Parcel', base: 25.15, perPound: 2.25, isDomestic: false },
];

/**
 * The cheapest quote among the carriers of the account; ties go to the earlier offer. A carrier or service that is wanted
 * leaves only its offers, unless it has none here. Undefined when none serves the country.
 */
export function quoteFor(
  order: Order,
  vendors: readonly string[],
  wanted: { readonly vendor: string | undefined; readonly service: string | undefined },
): Quote | undefined {
  const isDomestic = order.shipping_address.country === null || order.shipping_address.country === 'US';
  const furtherPounds = Math.max(0, Math.ceil(order.weight / 16) - 1);
  const serving = OFFERS.filter((offer) => offer.isDomestic === isDomestic && vendors.includes(offer.vendor));
  const ofVendor = narrowed(serving, (offer) => offer.vendor === wanted.vendor);
  const offers = narrowed(ofVendor, (offer) => offer.service === wanted.service);
  const quotes = offers.map(({ vendor, service, base, perPound }) => ({
    vendor,
    service,
    cost: Number((base + perPound * furtherPounds).toFixed(2)),
  }));
  return quotes.reduce<Quote | undefined>(
    (best, quote) => (best === undefined || quote.cost < best.cost ? quote : best),
    undefined,
  );
}

function narrowed(offers: readonly Offer[], isWanted: (offer: Offer) => boolean): readonly Offer[] {
  const wanted = offers.filter(isWanted);
  return wanted.length > 0 ? wanted : offers;
}
