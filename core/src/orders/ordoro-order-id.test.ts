import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderIdOfCartOrderId, ordoroOrderId } from './ordoro-order-id.ts';

const id = 'B8a1f8f2-5b0a-4f3c-9c46-0a7d1c1a0001';

describe('the order_id of an order', () => {
  it.each([
    ['A-1000', 'A-1000'],
    ['2026_01.0007', '2026_01.0007'],
    ['A-1000-S1', 'A-1000-S1'],
    ['A/1000', 'A-1000-B8a1f8'],
    ['#1000', '-1000-B8a1f8'],
    ['A 1000', 'A-1000-B8a1f8'],
    ['Größe', 'Gr--e-B8a1f8'],
    ['😀', '--B8a1f8'],
    ['a\ud800b', 'a-b-B8a1f8'],
    [' ', '--B8a1f8'],
  ])('for the number %j is %s', (orderNumber, orderId) => {
    expect(ordoroOrderId({ id, orderNumber })).toBe(orderId);
  });

  it('is the id of an order without a number', () => {
    expect(ordoroOrderId({ id })).toBe(id);
    expect(ordoroOrderId({ id, orderNumber: '' })).toBe(id);
  });

  it('takes hex digits only for the distinction, whatever the id looks like', () => {
    expect(ordoroOrderId({ id: 'x1-y2-z3-g4-h5-i6-j7', orderNumber: '?' })).toBe('--123456');
  });

  it('is always safe in a path, and differs for numbers that sanitise alike', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), fc.uuid(), (orderNumber, orderUuid) => {
        expect(ordoroOrderId({ id: orderUuid, orderNumber })).toMatch(/^[A-Za-z0-9_.-]+$/);
      }),
    );
    expect(ordoroOrderId({ id: 'aaaaaa00', orderNumber: 'A/1' })).not.toBe(
      ordoroOrderId({ id: 'bbbbbb00', orderNumber: 'A 1' }),
    );
  });
});

describe('the commercetools order id in a cart_order_id', () => {
  it('is its first 36 characters', () => {
    expect(orderIdOfCartOrderId(`${id}-S12`)).toBe(id);
    expect(orderIdOfCartOrderId(id)).toBe(id);
    expect(orderIdOfCartOrderId('short')).toBe('short');
  });
});
