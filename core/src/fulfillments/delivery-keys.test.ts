import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deliveryKey, isDeliveryKeyOf, isParcelKeyOf, parcelKey } from './delivery-keys.ts';

describe('the key of a delivery', () => {
  it.each([
    ['ordoro', '1-A-1000', undefined, 'ordoro-1-A-1000'],
    ['ordoro', '1-A-1000-2', undefined, 'ordoro-1-A-1000-2'],
    ['ordoro', '1-A_1.0/7', undefined, 'ordoro-1-A_5f1_2e0_2f7'],
    ['ordoro', '1-Größe', undefined, 'ordoro-1-Gr_c3_b6_c3_9fe'],
    ['us_1', '1-A', undefined, 'us_5f1-1-A'],
    ['ordoro', '1-A-S1', 2, 'ordoro-1-A-S1-S2'],
  ])('of %s for Ordoro order %s, part %s, is %s', (connectorId, number, part, key) => {
    expect(deliveryKey(connectorId, number, part)).toBe(key);
  });

  it('hashes a number that would leave no room for parcels', () => {
    expect(deliveryKey('ordoro', 'x'.repeat(233))).toBe(`ordoro-${'x'.repeat(233)}`);
    // printf 'x%.0s' $(seq 234) | sha256sum
    expect(deliveryKey('ordoro', 'x'.repeat(234))).toBe(
      'ordoro-sha256-5e49947899449e853405aa8c52d35998bcc003fd1299e721f6990b38a698ca6c',
    );
  });

  it('is made of the characters that commercetools allows, and so is that of its parcels', () => {
    const texts = fc.string({ unit: 'grapheme', maxLength: 300 });
    fc.assert(
      fc.property(texts, texts, fc.integer({ min: 1, max: 999 }), (one, other, n) => {
        const key = parcelKey(deliveryKey('ordoro', one, n), n);
        expect(key).toMatch(/^[A-Za-z0-9_-]{2,256}$/);
        expect(deliveryKey('ordoro', one) === deliveryKey('ordoro', other)).toBe(one === other);
      }),
    );
  });
});

describe('a delivery key', () => {
  const of = { connectorId: 'ordoro', orderNumber: '1-A' };

  it.each(['ordoro-1-A', 'ordoro-1-A-S1', 'ordoro-1-A-S12'])('can be of Ordoro order 1-A: %s', (key) => {
    expect(isDeliveryKeyOf(key, of)).toBe(true);
  });

  it.each(['ordoro-1-A-1', 'ordoro-1-A-S0', 'ordoro-1-A-S1-1', 'ordoro-1-AB', 'ordoro-eu-1-A', '1-A', ''])(
    'cannot be of Ordoro order 1-A: %j',
    (key) => {
      expect(isDeliveryKeyOf(key, of)).toBe(false);
    },
  );
});

describe('the key of a parcel', () => {
  it('numbers the parcels of its delivery', () => {
    expect(parcelKey('ordoro-1-A', 1)).toBe('ordoro-1-A-1');
    expect(parcelKey('ordoro-1-A', 12)).toBe('ordoro-1-A-12');
  });

  it('is told from the keys that merchants give', () => {
    expect(isParcelKeyOf('ordoro-1-A-12', 'ordoro-1-A')).toBe(true);
    expect(isParcelKeyOf('ordoro-1-A-0', 'ordoro-1-A')).toBe(false);
    expect(isParcelKeyOf('ordoro-1-A-x', 'ordoro-1-A')).toBe(false);
    expect(isParcelKeyOf('ordoro-1-A', 'ordoro-1-A')).toBe(false);
    expect(isParcelKeyOf('mine-1', 'ordoro-1-A')).toBe(false);
  });
});
