import type { BaseAddress } from '@commercetools/platform-sdk';
import type { OrdoroAddressDraft } from '../../ordoro/wire.ts';
import { streetLine } from './street-order.ts';
import { stateCode } from './subdivisions.ts';
import { cleanText, joinTexts } from './text.ts';

/** Two letters in a row, `P.O.` included: the text says by itself that it is a box. A single letter can belong to the number. */
const NAMES_THE_BOX = /\p{L}\.?\s?\p{L}/u;

/** A bare box number is worth nothing on a label, and the field often holds just that. */
function poBox(value: string | undefined): string | undefined {
  const text = cleanText(value);
  return text === undefined || NAMES_THE_BOX.test(text) ? text : `PO Box ${text}`;
}

interface StreetLines {
  readonly street1: string | undefined;
  readonly street2: string | undefined;
}

/**
 * Ordoro has two lines, commercetools eight fields. Nothing is dropped: what does not make the first line goes to the
 * second. Without a street name the additional street info is the street, without both the P.O. box takes its place.
 */
function streetLines(address: BaseAddress, country: string | undefined): StreetLines {
  const name = cleanText(address.streetName);
  const extra = cleanText(address.additionalStreetInfo);
  const number = cleanText(address.streetNumber);
  const box = poBox(address.pOBox);
  const street = name ?? extra;
  const boxIsStreet = street === undefined && box !== undefined;
  return {
    street1: boxIsStreet ? box : streetLine(country, street, number),
    street2: joinTexts(
      [
        boxIsStreet ? number : undefined,
        name === undefined ? undefined : extra,
        address.additionalAddressInfo,
        address.building,
        address.apartment,
        boxIsStreet ? undefined : box,
        address.department,
      ],
      ', ',
    ),
  };
}

/**
 * A commercetools address as Ordoro takes it: parts trimmed, blank ones left out (never an empty string), none cut short.
 * `country` is the upper-case code, `state` the official code in US, CA and AU. Judges nothing: a part that is missing is
 * missing here too, see `addressIssues`. Never throws.
 *
 * @param fallbackEmail the order's `customerEmail`, used when the address has no e-mail of its own
 */
export function toOrdoroAddress(address: BaseAddress, fallbackEmail?: string): OrdoroAddressDraft {
  const country = cleanText(address.country)?.toUpperCase();
  const company = cleanText(address.company);
  const state = cleanText(address.state) ?? cleanText(address.region);
  const draft: Record<keyof OrdoroAddressDraft, string | undefined> = {
    name: joinTexts([address.firstName, address.lastName], ' ') ?? company,
    company,
    ...streetLines(address, country),
    city: cleanText(address.city),
    state: state === undefined ? undefined : stateCode(country, state),
    zip: cleanText(address.postalCode),
    country,
    email: cleanText(address.email) ?? cleanText(fallbackEmail),
    phone: cleanText(address.phone) ?? cleanText(address.mobile),
  };
  return Object.fromEntries(Object.entries(draft).filter(([, text]) => text !== undefined));
}
