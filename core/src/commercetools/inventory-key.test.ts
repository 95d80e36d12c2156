import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inventoryKey } from './inventory-key.ts';

const connectorId = 'ordoro';

describe('the key of an inventory entry', () => {
  it('names the connector, the SKU and the supply channel', () => {
    expect(inventoryKey({ connectorId, sku: 'SHIRT-1' })).toBe('ordoro-SHIRT-1');
    expect(inventoryKey({ connectorId, sku: 'A/1 ü', channelKey: 'us_east' })).toBe('ordoro-A_2f1_20_c3_bc__us_east');
  });

  it('is a hash when it would be too long for commercetools', () => {
    const long = inventoryKey({ connectorId, sku: 'ü'.repeat(50) });
    expect(long).toMatch(/^ordoro-sha256_[0-9a-f]{64}$/);
    expect(inventoryKey({ connectorId, sku: 'ü'.repeat(50), channelKey: 'us-east' })).not.toBe(long);
    expect(inventoryKey({ connectorId, sku: 'x'.repeat(249) })).toHaveLength(256);
    expect(inventoryKey({ connectorId, sku: 'x'.repeat(250) })).toMatch(/sha256/);
  });

  it('fits commercetools and differs for different places', () => {
    const text = fc.string({ unit: fc.constantFrom(...'aA1-_/~. ü'), minLength: 1, maxLength: 6 });
    const channel = fc.option(fc.string({ unit: fc.constantFrom(...'aA1-_'), minLength: 2, maxLength: 4 }), {
      nil: undefined,
    });
    const keyOf = ([sku, channelKey]: [string, string | undefined]) =>
      inventoryKey({ connectorId, sku, ...(channelKey === undefined ? {} : { channelKey }) });
    fc.assert(
      fc.property(fc.tuple(text, channel), fc.tuple(text, channel), (one, other) => {
        expect(keyOf(one)).toMatch(/^[A-Za-z0-9_-]{2,256}$/);
        expect(keyOf(one) === keyOf(other)).toBe(one[0] === other[0] && one[1] === other[1]);
      }),
      { numRuns: 2_000 },
    );
  });
});
