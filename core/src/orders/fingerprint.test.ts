import type { Order } from '@commercetools/platform-sdk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ADDRESS, dividedOrder, PERSONAL, shopOrder, showing, synced } from '../../tests/generators/situations.ts';
import { customLine, euro, line, shippingInfo, targets, taxed } from '../../tests/generators/written-orders.ts';
import { fingerprintOf, hashOf } from './fingerprint.ts';

const order = shopOrder();

describe('the fingerprint of an order', () => {
  it.each<[string, Order]>([
    ['shipping address', { ...order, shippingAddress: { ...ADDRESS, city: 'Elsewhere' } }],
    ['billing address', { ...order, billingAddress: ADDRESS }],
    ['e-mail address', { ...order, customerEmail: 'other@shopper.example' }],
    ['quantity', { ...order, lineItems: [line('line-1', 3, 2000, { variant: { id: 1, sku: 'SHIRT' } })] }],
    ['SKU', { ...order, lineItems: [line('line-1', 2, 2000, { variant: { id: 1, sku: 'OTHER' } })] }],
    ['line total', { ...order, lineItems: [line('line-1', 2, 1999, { variant: { id: 1, sku: 'SHIRT' } })] }],
    [
      'targets',
      {
        ...order,
        lineItems: [line('line-1', 2, 2000, { variant: { id: 1, sku: 'SHIRT' }, ...targets('Single', ['north', 2]) })],
      },
    ],
    ['custom lines', { ...order, customLineItems: [customLine(100)] }],
    ['total', { ...order, totalPrice: euro(2499) }],
    ['tax', { ...order, taxedPrice: taxed(2100, 2500) }],
    ['discount', { ...order, discountOnTotalPrice: { discountedAmount: euro(1), includedDiscounts: [] } }],
    ['shipping method', { ...order, shippingInfo: shippingInfo(500, { shippingMethodName: 'Express' }) }],
    ['shipping price', { ...order, shippingInfo: shippingInfo(501) }],
  ])('changes with the %s', (_what, changed) => {
    expect(fingerprintOf(changed)).not.toBe(fingerprintOf(order));
  });

  it('changes with the address of one shipping of several', () => {
    const divided = dividedOrder();
    const [north, south] = divided.shipping ?? [];
    if (north === undefined || south === undefined) throw new Error('two shippings are needed');
    const moved = { ...south, shippingAddress: { ...ADDRESS, streetNumber: '43' } };
    expect(fingerprintOf({ ...divided, shipping: [north, moved] })).not.toBe(fingerprintOf(divided));
  });

  it.each<[string, Order]>([
    ['version', { ...order, version: 9, lastModifiedAt: '2026-01-03T00:00:00.000Z' }],
    ['states', { ...order, orderState: 'Confirmed', paymentState: 'CreditOwed', shipmentState: 'Ready' }],
    ['our own fields', showing(order, { ordoroSyncStatus: 'exported' })],
    ['syncInfo', synced(order, '1-A-1000')],
  ])('does not change with the %s', (_what, changed) => {
    expect(fingerprintOf(changed)).toBe(fingerprintOf(order));
  });

  it('names its projection and holds no personal data', () => {
    expect(fingerprintOf(order)).toMatch(/^1:[0-9a-f]{64}$/);
    for (const text of PERSONAL) expect(fingerprintOf(order)).not.toContain(text);
  });
});

describe('the hash of data', () => {
  it('does not depend on the order of keys, nor on fields that are undefined', () => {
    expect(hashOf({ a: 1, b: [{ c: 2, d: undefined }] })).toBe(hashOf({ b: [{ c: 2 }], a: 1 }));
  });

  it('depends on the order of lists, on types and on null', () => {
    const distinct = [{ a: [1, 2] }, { a: [2, 1] }, { a: ['1', 2] }, { a: null }, {}, 'a', null, 0];
    expect(new Set(distinct.map(hashOf)).size).toBe(distinct.length);
  });

  it('is the same again for a copy, for any data', () => {
    fc.assert(fc.property(fc.jsonValue(), (data) => hashOf(JSON.parse(JSON.stringify(data))) === hashOf(data)));
    expect(hashOf(undefined)).toMatch(/^[0-9a-f]{64}$/);
  });
});
