import type { BaseAddress } from '@commercetools/platform-sdk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressIssues } from './address-issues.ts';

const BOSTON: BaseAddress = {
  country: 'US',
  lastName: 'Lovelace',
  streetName: 'Main Street',
  streetNumber: '100',
  postalCode: '02134',
  city: 'Boston',
  state: 'MA',
};

const PARTLY_FILLED: BaseAddress = {
  country: 'DE',
  lastName: 'A',
  streetName: 'B',
  postalCode: '10115',
  city: 'C',
  state: 'D',
};

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const ALL_PAIRS = LETTERS.flatMap((first) => LETTERS.map((second) => `${first}${second}`));

function details(address: BaseAddress): string[] {
  return addressIssues(address).map((issue) => issue.detail);
}

/** The parts that are asked for when only a name and a street are given. */
function askedFor(country: string): string[] {
  return details({ country, lastName: 'A', streetName: 'B' });
}

describe('the shipping address of an order', () => {
  it('raises no issue when it can be shipped to', () => {
    expect(addressIssues(BOSTON)).toEqual([]);
  });

  it('raises missing-address when the order has none', () => {
    expect(addressIssues(undefined)).toEqual([{ code: 'missing-address', detail: 'shipping address is missing' }]);
  });

  it('names every missing part at once', () => {
    expect(addressIssues({ country: 'US' })).toEqual([
      { code: 'incomplete-address', detail: 'name or company is missing' },
      { code: 'incomplete-address', detail: 'street is missing' },
      { code: 'incomplete-address', detail: 'city is missing' },
      { code: 'incomplete-address', detail: 'state is missing' },
      { code: 'incomplete-address', detail: 'postal code is missing' },
    ]);
  });

  it('names missing and invalid parts together, and never repeats what the part holds', () => {
    expect(addressIssues({ ...BOSTON, city: ' ', postalCode: '1234' })).toEqual([
      { code: 'incomplete-address', detail: 'city is missing' },
      { code: 'incomplete-address', detail: 'postal code is not valid for US' },
    ]);
  });

  it.each(['', ' ', '-', '.', '\n', '\u200b', '–'])('takes %j for a part that is missing', (blank) => {
    expect(
      details({ country: 'US', lastName: blank, streetName: blank, city: blank, state: blank, postalCode: blank }),
    ).toEqual([
      'name or company is missing',
      'street is missing',
      'city is missing',
      'state is missing',
      'postal code is missing',
    ]);
  });

  it.each([
    { firstName: 'Ada' },
    { lastName: 'Lovelace' },
    { company: 'Engines' },
    { lastName: '山田' },
    { firstName: '🙂' },
  ])('is satisfied with %j as the name', (name) => {
    expect(details({ ...BOSTON, lastName: '', ...name })).toEqual([]);
  });

  it.each([{ streetName: 'Elm' }, { additionalStreetInfo: '12 Elm' }, { pOBox: '12' }])(
    'is satisfied with %j as the street',
    (street) => {
      expect(details({ ...BOSTON, streetName: '', ...street })).toEqual([]);
    },
  );

  it('does not take a lone house number for a street', () => {
    expect(details({ ...BOSTON, streetName: '' })).toEqual(['street is missing']);
  });

  it('takes the region for the state', () => {
    expect(details({ ...BOSTON, state: '', region: 'Massachusetts' })).toEqual([]);
  });

  it.each([
    ['US', 'city is missing', 'state is missing', 'postal code is missing'],
    ['CA', 'city is missing', 'state is missing', 'postal code is missing'],
    ['AU', 'city is missing', 'state is missing', 'postal code is missing'],
    ['DE', 'city is missing', 'postal code is missing'],
    ['GB', 'city is missing', 'postal code is missing'],
    ['FR', 'city is missing', 'postal code is missing'],
    ['NZ', 'city is missing', 'postal code is missing'],
    ['JP', 'city is missing', 'postal code is missing'],
    ['MX', 'city is missing', 'postal code is missing'],
    ['BR', 'city is missing', 'postal code is missing'],
    ['IN', 'city is missing', 'postal code is missing'],
    ['AR', 'city is missing', 'postal code is missing'],
    ['PR', 'city is missing', 'postal code is missing'],
    ['IE', 'city is missing'],
    ['PA', 'city is missing'],
    ['TT', 'city is missing'],
    ['AE', 'city is missing'],
    ['QA', 'city is missing'],
    ['JM', 'city is missing'],
    ['ZW', 'city is missing'],
    ['UG', 'city is missing'],
    ['SG', 'postal code is missing'],
    ['MC', 'postal code is missing'],
    ['VA', 'postal code is missing'],
    ['HK'],
    ['MO'],
    ['GI'],
  ])('is asked in %s for what that country needs, and no more', (country, ...parts) => {
    expect(askedFor(country)).toEqual(parts);
  });

  it.each([
    ['AE', '00000'],
    ['IE', 'Dublin 4'],
    ['CO', '1'],
    ['HK', '-'],
  ])('is not held for the postal code of %s, which may be left out', (country, postalCode) => {
    expect(details({ ...BOSTON, country, postalCode })).toEqual([]);
  });

  it.each([
    ['UK', 'country UK is not a two-letter ISO code, use GB'],
    ['uk', 'country UK is not a two-letter ISO code, use GB'],
    ['EL', 'country EL is not a two-letter ISO code, use GR'],
    ['XX', 'country XX is not a two-letter ISO code'],
    ['USA', 'country USA is not a two-letter ISO code'],
    ['', 'country is missing'],
    ['Ada Lovelace, Boston', 'country is not a two-letter ISO code'],
  ])('raises unsupported-country for %j', (country, detail) => {
    expect(addressIssues({ ...BOSTON, country })).toEqual([{ code: 'unsupported-country', detail }]);
  });

  it('names what is missing everywhere even when the country is not known', () => {
    expect(details({ country: 'UK' })).toEqual([
      'country UK is not a two-letter ISO code, use GB',
      'name or company is missing',
      'street is missing',
      'city is missing',
    ]);
  });

  it('takes the country in any case', () => {
    expect(addressIssues({ ...BOSTON, country: ' us ' })).toEqual([]);
  });

  it('has a decision for each of the 249 ISO countries', () => {
    const supported = ALL_PAIRS.filter((country) =>
      addressIssues({ ...PARTLY_FILLED, country }).every((issue) => issue.code !== 'unsupported-country'),
    );
    expect(supported).toHaveLength(249);
    const askedForState = supported.filter((country) => askedFor(country).includes('state is missing'));
    expect(askedForState).toEqual(['AU', 'CA', 'US']);
    const notAskedForCity = supported.filter((country) => !askedFor(country).includes('city is missing'));
    expect(notAskedForCity).toEqual(['AD', 'AG', 'GI', 'HK', 'KY', 'MC', 'MO', 'NR', 'SG', 'SM', 'VA', 'VG']);
    const complete = { ...PARTLY_FILLED, postalCode: 'a postal code that is far too long' };
    const askedForMore = supported.filter((country) =>
      details({ ...complete, country }).some((detail) => detail !== `postal code is not valid for ${country}`),
    );
    expect(askedForMore).toEqual([]);
  });

  it('never throws and never repeats personal data, whatever the parts hold', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\ud83c', '🏠', 'x'.repeat(100_000)));
    fc.assert(
      fc.property(
        fc.oneof(fc.constantFrom(...ALL_PAIRS), text),
        text,
        text,
        text,
        (country, lastName, city, postalCode) => {
          for (const issue of addressIssues({ country, lastName, city, state: city, streetName: city, postalCode })) {
            expect(issue.detail).toMatch(
              /^(?:(?:name or company|street|city|state|postal code|country) is missing|postal code is not valid for [A-Z]{2}|country (?:[A-Z]{2,3} )?is not a two-letter ISO code(?:, use [A-Z]{2})?)$/,
            );
          }
        },
      ),
    );
  });
});
