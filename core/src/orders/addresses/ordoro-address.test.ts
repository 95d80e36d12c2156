import type { BaseAddress } from '@commercetools/platform-sdk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toOrdoroAddress } from './ordoro-address.ts';

const BERLIN: BaseAddress = {
  country: 'DE',
  firstName: 'Zoë',
  lastName: 'Müller',
  streetName: 'Torstraße',
  streetNumber: '12a',
  postalCode: '10119',
  city: 'Berlin',
};

describe('an address on its way to Ordoro', () => {
  it('carries every part that Ordoro has a field for', () => {
    expect(
      toOrdoroAddress({
        country: 'US',
        title: 'Dr.',
        salutation: 'Ms',
        firstName: 'Ada',
        lastName: 'Lovelace',
        company: 'Analytical Engines',
        department: 'Returns',
        building: 'Tower B',
        apartment: 'Apt 4',
        streetName: 'Main Street',
        streetNumber: '100',
        additionalStreetInfo: 'Rear entrance',
        additionalAddressInfo: 'Ring twice',
        pOBox: 'PO Box 12',
        postalCode: '02134',
        city: 'Boston',
        region: 'New England',
        state: 'massachusetts',
        phone: '+1 617 555 0100',
        mobile: '+1 617 555 0199',
        email: 'ada@example.com',
        fax: '1',
      }),
    ).toEqual({
      name: 'Ada Lovelace',
      company: 'Analytical Engines',
      street1: '100 Main Street',
      street2: 'Rear entrance, Ring twice, Tower B, Apt 4, PO Box 12, Returns',
      city: 'Boston',
      state: 'MA',
      zip: '02134',
      country: 'US',
      email: 'ada@example.com',
      phone: '+1 617 555 0100',
    });
  });

  it('leaves absent and blank parts out instead of sending empty strings', () => {
    const sparse = {
      ...BERLIN,
      company: '',
      building: '  ',
      apartment: '\n',
      phone: '\t',
      email: '\u200b',
      state: '\u0000',
    };
    expect(toOrdoroAddress(sparse)).toStrictEqual({
      name: 'Zoë Müller',
      street1: 'Torstraße 12a',
      city: 'Berlin',
      zip: '10119',
      country: 'DE',
    });
  });

  it('is empty when there is nothing to send', () => {
    expect(toOrdoroAddress({ country: ' ' })).toStrictEqual({});
  });

  it.each([
    [{ firstName: 'Ada', lastName: 'Lovelace' }, 'Ada Lovelace', undefined],
    [{ firstName: 'Ada' }, 'Ada', undefined],
    [{ lastName: 'Lovelace', company: 'Engines' }, 'Lovelace', 'Engines'],
    [{ company: 'Engines' }, 'Engines', 'Engines'],
    [{ firstName: ' ', company: ' Engines ' }, 'Engines', 'Engines'],
    [{}, undefined, undefined],
  ])('is addressed to the person, else to the company: %j', (parts, name, company) => {
    const sent = toOrdoroAddress({ country: 'DE', ...parts });
    expect([sent.name, sent.company]).toEqual([name, company]);
  });

  it.each([
    ['US', '12 Elm'],
    ['CA', '12 Elm'],
    ['GB', '12 Elm'],
    ['IE', '12 Elm'],
    ['AU', '12 Elm'],
    ['NZ', '12 Elm'],
    ['FR', '12 Elm'],
    ['LU', '12 Elm'],
    ['PR', '12 Elm'],
    ['IN', '12 Elm'],
    ['ZA', '12 Elm'],
    ['DE', 'Elm 12'],
    ['AT', 'Elm 12'],
    ['CH', 'Elm 12'],
    ['NL', 'Elm 12'],
    ['BE', 'Elm 12'],
    ['ES', 'Elm 12'],
    ['IT', 'Elm 12'],
    ['PT', 'Elm 12'],
    ['PL', 'Elm 12'],
    ['CZ', 'Elm 12'],
    ['SE', 'Elm 12'],
    ['NO', 'Elm 12'],
    ['DK', 'Elm 12'],
    ['FI', 'Elm 12'],
    ['BR', 'Elm 12'],
    ['MX', 'Elm 12'],
    ['JP', 'Elm 12'],
    ['XX', 'Elm 12'],
    ['us', '12 Elm'],
  ])('writes street and house number in the order of %s', (country, street1) => {
    expect(toOrdoroAddress({ country, streetName: 'Elm', streetNumber: '12' }).street1).toBe(street1);
  });

  it.each([
    [{ streetName: 'Elm' }, 'Elm', undefined],
    [{ streetNumber: '12' }, '12', undefined],
    [{ additionalStreetInfo: 'Elm', streetNumber: '12' }, '12 Elm', undefined],
    [{ additionalStreetInfo: '12 Elm', building: 'B' }, '12 Elm', 'B'],
    [{ streetName: 'Elm', pOBox: '12' }, 'Elm', 'PO Box 12'],
    [{ additionalStreetInfo: 'Elm', pOBox: '12' }, 'Elm', 'PO Box 12'],
    [{ pOBox: '12' }, 'PO Box 12', undefined],
    [{ pOBox: '12', streetNumber: '5', department: 'Returns' }, 'PO Box 12', '5, Returns'],
    [{ building: 'Tower B' }, undefined, 'Tower B'],
    [{}, undefined, undefined],
  ])('loses no street part: %j', (parts, street1, street2) => {
    const sent = toOrdoroAddress({ country: 'US', ...parts });
    expect([sent.street1, sent.street2]).toEqual([street1, street2]);
  });

  it.each([
    ['12', 'PO Box 12'],
    ['12A', 'PO Box 12A'],
    ['12 345', 'PO Box 12 345'],
    ['PO Box 12', 'PO Box 12'],
    ['P.O. 12', 'P.O. 12'],
    ['p. o. box 12', 'p. o. box 12'],
    ['Postfach 12', 'Postfach 12'],
    ['BP 12', 'BP 12'],
    ['私書箱12', '私書箱12'],
  ])('says that %s is a box unless it already says so', (pOBox, street1) => {
    expect(toOrdoroAddress({ country: 'DE', pOBox }).street1).toBe(street1);
  });

  it('takes the mobile number when there is no phone, and the fallback e-mail when there is none', () => {
    expect(toOrdoroAddress({ country: 'DE', phone: ' ', mobile: '0170 1' }, ' a@b.example ')).toEqual({
      country: 'DE',
      phone: '0170 1',
      email: 'a@b.example',
    });
    expect(toOrdoroAddress({ country: 'DE', email: 'own@b.example' }, 'a@b.example').email).toBe('own@b.example');
    expect(toOrdoroAddress({ country: 'DE' }, '').email).toBeUndefined();
  });

  it.each([
    ['US', { state: 'New York' }, 'NY'],
    ['US', { state: 'nEw  yOrK' }, 'NY'],
    ['US', { state: 'ny' }, 'NY'],
    ['US', { state: 'N.Y.' }, 'NY'],
    ['US', { state: 'US-NY' }, 'NY'],
    ['us', { state: 'tx' }, 'TX'],
    ['US', { state: 'District of Columbia' }, 'DC'],
    ['US', { state: 'Washington, D.C.' }, 'DC'],
    ['US', { state: 'washington' }, 'WA'],
    ['US', { state: 'Puerto Rico' }, 'PR'],
    ['US', { state: 'U.S. Virgin Islands' }, 'VI'],
    ['US', { state: 'Armed Forces Pacific' }, 'AP'],
    ['US', { state: 'armed forces europe' }, 'AE'],
    ['US', { state: 'aa' }, 'AA'],
    ['US', { region: 'California' }, 'CA'],
    ['US', { state: 'Ohio', region: 'Midwest' }, 'OH'],
    ['US', { state: ' ', region: 'oh' }, 'OH'],
    ['US', { state: 'Ontario' }, 'Ontario'],
    ['US', { state: 'constructor' }, 'constructor'],
    ['CA', { state: 'Québec' }, 'QC'],
    ['CA', { state: 'QUEBEC' }, 'QC'],
    ['CA', { state: 'on' }, 'ON'],
    ['CA', { state: 'Newfoundland & Labrador' }, 'NL'],
    ['CA', { state: 'Île-du-Prince-Édouard' }, 'PE'],
    ['AU', { state: 'new south wales' }, 'NSW'],
    ['AU', { state: 'Vic' }, 'VIC'],
    ['AU', { state: 'Western Australia' }, 'WA'],
    ['DE', { state: 'Bayern' }, 'Bayern'],
    ['GB', { region: 'Kent' }, 'Kent'],
    ['DE', { state: 'ny' }, 'ny'],
  ])('writes the state of %s %j as %s', (country, parts, state) => {
    expect(toOrdoroAddress({ country, ...parts }).state).toBe(state);
  });

  it('keeps any script and emoji, and makes line breaks and control characters one space', () => {
    const sent = toOrdoroAddress({
      country: ' jp ',
      lastName: '山田 👩‍👩‍👧',
      streetName: ' 丸の内\r\n一丁目\t\u0007 ',
      city: '千代田区\u00a0\u3000東京',
    });
    expect(sent).toEqual({ country: 'JP', name: '山田 👩‍👩‍👧', street1: '丸の内 一丁目', city: '千代田区 東京' });
  });

  it('replaces lone surrogates and keeps pairs', () => {
    expect(toOrdoroAddress({ country: 'DE', city: 'a\ud83cb 🏠' }).city).toBe('a\ufffdb 🏠');
  });

  it('cuts nothing short', () => {
    expect(toOrdoroAddress({ country: 'DE', streetName: 'x'.repeat(100_000) }).street1).toHaveLength(100_000);
  });

  it('never throws, never sends an empty, padded or ill-formed text', () => {
    const text = fc.option(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.string(),
        fc.string({ unit: fc.constantFrom('\ud83c', '\n', ' ', '\u200b', '\ufeff', '1', '🏠') }),
      ),
      { nil: undefined },
    );
    const address = fc.record(
      Object.fromEntries(
        [
          'firstName lastName company streetName streetNumber additionalStreetInfo additionalAddressInfo building',
          'apartment pOBox department postalCode city region state phone mobile email',
        ]
          .flatMap((names) => names.split(' '))
          .map((name) => [name, text]),
      ),
    );
    const country = fc.oneof(fc.constantFrom('US', 'CA', 'DE', 'uk'), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(address, country, text, (parts, code, email) => {
        const sent = toOrdoroAddress({ ...parts, country: code }, email);
        for (const value of Object.values(sent)) {
          expect(value).toBe(value.trim());
          expect(value).not.toBe('');
          expect(value).not.toMatch(/[\p{Cc}\p{Cs}]| {2}/u);
        }
      }),
    );
  });
});
