import type { BaseAddress } from '@commercetools/platform-sdk';
import type { Issue } from '../../problems/issue.ts';
import { isPossiblePostalCode } from './postal-codes.ts';
import { type RequiredParts, requiredParts } from './required-parts.ts';
import { cleanText, isFilled } from './text.ts';

/** Codes that are in wide use and still not ISO's, with the one that is meant. */
const MEANT_COUNTRY: Readonly<Record<string, string>> = { UK: 'GB', EL: 'GR' };

/** Texts that cannot be a code are not repeated: they may hold anything, and details must not carry personal data. */
function countryDetail(country: string | undefined): string {
  if (country === undefined) {
    return 'country is missing';
  }
  if (!/^[A-Z]{2,3}$/.test(country)) {
    return 'country is not a two-letter ISO code';
  }
  const meant = MEANT_COUNTRY[country];
  return `country ${country} is not a two-letter ISO code${meant === undefined ? '' : `, use ${meant}`}`;
}

function missingParts(address: BaseAddress, required: RequiredParts): readonly string[] {
  const parts: readonly (readonly [name: string, required: boolean, values: readonly (string | undefined)[]])[] = [
    ['name or company', true, [address.firstName, address.lastName, address.company]],
    ['street', true, [address.streetName, address.additionalStreetInfo, address.pOBox]],
    ['city', required.city, [address.city]],
    ['state', required.state, [address.state, address.region]],
    ['postal code', required.postalCode === 'required', [address.postalCode]],
  ];
  return parts
    .filter(([, isRequired, values]) => isRequired && !values.some(isFilled))
    .map(([name]) => `${name} is missing`);
}

function invalidParts(address: BaseAddress, country: string, required: RequiredParts): readonly string[] {
  const postalCode = cleanText(address.postalCode);
  if (required.postalCode === 'optional' || postalCode === undefined || !isFilled(postalCode)) {
    return [];
  }
  return isPossiblePostalCode(postalCode, country) ? [] : [`postal code is not valid for ${country}`];
}

/** What is asked for where the country, and so its rules, are not known. */
const ANYWHERE: RequiredParts = { city: true, state: false, postalCode: 'optional' };

/**
 * What keeps a shipping address from being shipped to, all at once, so that one correction is enough; empty when nothing
 * does. `missing-address` without an address, `unsupported-country` where the country is not ISO 3166-1 alpha-2, one
 * `incomplete-address` for each part that is missing or not valid. Details name parts, never their content. Never throws.
 */
export function addressIssues(address: BaseAddress | undefined): Issue[] {
  if (address === undefined) {
    return [{ code: 'missing-address', detail: 'shipping address is missing' }];
  }
  const country = cleanText(address.country)?.toUpperCase();
  const required = country === undefined ? undefined : requiredParts(country);
  const incomplete = (details: readonly string[]): Issue[] =>
    details.map((detail) => ({ code: 'incomplete-address', detail }));
  if (country === undefined || required === undefined) {
    return [
      { code: 'unsupported-country', detail: countryDetail(country) },
      ...incomplete(missingParts(address, ANYWHERE)),
    ];
  }
  return incomplete([...missingParts(address, required), ...invalidParts(address, country, required)]);
}
