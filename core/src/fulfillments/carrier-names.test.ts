import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { carrierName, carrierNameOfVendor } from './carrier-names.ts';

describe('a typed carrier name', () => {
  it.each([
    ['ups', 'UPS'],
    [' U.P.S. ', 'UPS'],
    ['United Parcel Service', 'UPS'],
    ['usps', 'USPS'],
    ['U.S. Postal Service', 'USPS'],
    ['United States Postal Service', 'USPS'],
    ['FEDEX', 'FedEx'],
    ['Fed Ex', 'FedEx'],
    ['FedEx®', 'FedEx'],
    ['Federal Express', 'FedEx'],
    ['dhl', 'DHL'],
    ['DHL E-Commerce', 'DHL eCommerce'],
    ['dhl express', 'DHL Express'],
    ['Ontrac', 'OnTrac'],
    ['canada post', 'Canada Post'],
    ['ROYAL MAIL', 'Royal Mail'],
    ['purolator', 'Purolator'],
    ['amazon', 'Amazon'],
    ['australia-post', 'Australia Post'],
    ['AusPost', 'Australia Post'],
    ['sendle', 'Sendle'],
  ])('%j is spelled %s', (typed, name) => {
    expect(carrierName(typed)).toBe(name);
  });

  it.each([
    [' Bike Couriers & Sons ', 'Bike Couriers & Sons'],
    ['UPS Mail Innovations', 'UPS Mail Innovations'],
    ['Other', 'Other'],
    ['顺丰', '顺丰'],
    ['constructor', 'constructor'],
    ['!', '!'],
  ])('that is not known stays as it was typed: %j', (typed, name) => {
    expect(carrierName(typed)).toBe(name);
  });

  it('is none when nothing was typed', () => {
    expect(carrierName('')).toBeUndefined();
    expect(carrierName('  ')).toBeUndefined();
  });

  it('stays as it is once it is spelled', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.constantFrom('u.p.s', 'dhl e commerce', 'auspost')), (typed) => {
        const name = carrierName(typed);
        expect(name === undefined ? undefined : carrierName(name)).toBe(name);
      }),
    );
  });
});

describe('the vendor of a shipper account', () => {
  it.each([
    ['amazon', 'Amazon'],
    ['australia_post', 'Australia Post'],
    ['canada_post', 'Canada Post'],
    ['dhl', 'DHL eCommerce'],
    ['endicia', 'USPS'],
    ['fedex', 'FedEx'],
    ['pitney', 'USPS'],
    ['pitney_merchant', 'USPS'],
    ['pitney_presort', 'USPS'],
    ['sendle', 'Sendle'],
    ['ups', 'UPS'],
    ['royal_mail', 'Royal Mail'],
    ['new_vendor', 'new_vendor'],
    ['', undefined],
  ])('%j stands for the carrier %s', (vendor, name) => {
    expect(carrierNameOfVendor(vendor)).toBe(name);
  });
});
