import { describe, expect, it } from 'vitest';
import { figures, order } from './order-figures.ts';

describe('orders that go to several addresses', () => {
  const itemShippingAddresses = [
    { key: 'home', country: 'US' },
    { key: 'office', country: 'US' },
  ];

  it('rounds the tax per shipping method and sums the portions into the line', () => {
    const built = order({
      taxRate: 0.19,
      itemShippingAddresses,
      lines: [
        {
          sku: 'A',
          quantity: 3,
          unitPrice: 50,
          targets: [
            { addressKey: 'home', quantity: 2, shippingMethodKey: 'slow' },
            { addressKey: 'office', quantity: 1, shippingMethodKey: 'fast' },
          ],
        },
      ],
      shippings: [
        { shippingKey: 'slow', price: 500, address: { country: 'US', city: 'Albany' } },
        { shippingKey: 'fast', method: 'Express', price: 1500, address: { country: 'US', city: 'Boston' } },
      ],
    });
    expect(built.shippingMode).toBe('Multiple');
    expect(built).not.toHaveProperty('shippingInfo');
    expect(built).not.toHaveProperty('shippingAddress');
    const line = built.lineItems[0];
    expect(line?.taxedPricePortions.map((part) => [part.shippingMethodKey, ...figures(part.taxedPrice)])).toEqual([
      ['slow', 100, 119, 19],
      ['fast', 50, 60, 10],
    ]);
    expect(figures(line?.taxedPrice)).toEqual([150, 179, 29]);
    expect(line).not.toHaveProperty('taxRate');
    expect(line?.perMethodTaxRate.map((entry) => entry.taxRate?.amount)).toEqual([0.19, 0.19]);
    expect(line?.shippingDetails?.valid).toBe(true);
    expect(built.totalPrice.centAmount).toBe(2150);
    expect(figures(built.taxedPrice)).toEqual([2150, 2559, 409]);
    expect(figures(built.taxedShippingPrice)).toEqual([2000, 2380, 380]);
  });

  it('applies the rate of each target and joins targets that share a method', () => {
    const built = order({
      itemShippingAddresses,
      lines: [
        {
          sku: 'A',
          quantity: 4,
          unitPrice: 1000,
          targets: [
            { addressKey: 'home', quantity: 1, shippingMethodKey: 'slow', taxRate: 0.05 },
            { addressKey: 'office', quantity: 2, shippingMethodKey: 'slow' },
            { addressKey: 'office', quantity: 1, shippingMethodKey: 'fast', taxRate: 0.1 },
          ],
        },
      ],
      shippings: [
        { shippingKey: 'slow', price: 0, address: { country: 'US' } },
        { shippingKey: 'fast', price: 0, address: { country: 'US' } },
      ],
    });
    expect(built.lineItems[0]?.taxedPricePortions.map((part) => figures(part.taxedPrice))).toEqual([
      [3000, 3150, 150],
      [1000, 1100, 100],
    ]);
  });

  it('splits a high-precision line so that the portions add up to its total', () => {
    const built = order({
      itemShippingAddresses,
      lines: [
        {
          sku: 'CUP',
          quantity: 3,
          unitPrice: 0,
          highPrecision: { preciseAmount: 335, fractionDigits: 4 },
          targets: [
            { addressKey: 'home', quantity: 1, shippingMethodKey: 'slow' },
            { addressKey: 'office', quantity: 2, shippingMethodKey: 'fast' },
          ],
        },
      ],
      shippings: [
        { shippingKey: 'slow', price: 0, address: { country: 'US' } },
        { shippingKey: 'fast', price: 0, address: { country: 'US' } },
      ],
    });
    expect(built.totalPrice.centAmount).toBe(10);
    expect(built.lineItems[0]?.taxedPricePortions.map((part) => part.taxedPrice?.totalNet.centAmount)).toEqual([3, 7]);
  });

  it('says that the shipping details are not valid when units have no target, and taxes the line as a whole', () => {
    const built = order({
      taxRate: 0.19,
      itemShippingAddresses,
      lines: [
        {
          sku: 'A',
          quantity: 3,
          unitPrice: 50,
          targets: [{ addressKey: 'home', quantity: 2, shippingMethodKey: 'slow' }],
        },
      ],
      shippings: [{ shippingKey: 'slow', price: 0, address: { country: 'US' } }],
    });
    expect(built.lineItems[0]?.shippingDetails?.valid).toBe(false);
    expect(figures(built.lineItems[0]?.taxedPrice)).toEqual([150, 178, 28]);
    expect(built.lineItems[0]?.taxedPricePortions).toHaveLength(1);
  });

  it('keeps one shipping method and no portions when a Single order has several addresses', () => {
    const built = order({
      taxRate: 0.19,
      itemShippingAddresses,
      lines: [
        {
          sku: 'A',
          quantity: 3,
          unitPrice: 50,
          targets: [
            { addressKey: 'home', quantity: 2 },
            { addressKey: 'office', quantity: 1 },
          ],
        },
      ],
      shipping: { price: 100 },
    });
    expect(built.shippingMode).toBe('Single');
    expect(built.lineItems[0]?.taxedPricePortions).toEqual([]);
    expect(figures(built.lineItems[0]?.taxedPrice)).toEqual([150, 178, 28]);
    expect(built.lineItems[0]?.shippingDetails).toEqual({
      targets: [
        { addressKey: 'home', quantity: 2 },
        { addressKey: 'office', quantity: 1 },
      ],
      valid: true,
    });
  });
});
