import type { Order } from '@commercetools/platform-sdk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orders } from '../../../tests/generators/orders.ts';
import {
  customLine,
  euro,
  line,
  order,
  shippingInfo,
  targets,
  taxed,
} from '../../../tests/generators/written-orders.ts';
import { orderAmounts } from './order-amounts.ts';
import { type OrderPart, orderParts } from './parts.ts';

const all = () => true;
const cities = ({ parts }: { parts: readonly OrderPart[] }) => parts.map((part) => part.shippingAddress?.city);
const names = ({ parts }: { parts: readonly OrderPart[] }) =>
  parts.map(({ number, key, suffix }) => [number, key, suffix]);
const figures = ({ parts }: { parts: readonly OrderPart[] }) =>
  parts.map(({ amounts }) => [amounts.product, amounts.shipping, amounts.tax, amounts.discount, amounts.grandTotal]);
const units = ({ parts }: { parts: readonly OrderPart[] }) =>
  parts.map(({ lines }) => lines.map(({ lineItem, quantity, net }) => [lineItem.id, quantity, net]));

const shippingTo = (key: string, price: number, more = {}) => ({
  shippingKey: key,
  shippingAddress: { country: 'DE', city: key.toUpperCase() },
  shippingInfo: shippingInfo(price, more),
});
const itemShippingAddresses = ['x', 'y', 'z'].map((key) => ({ key, country: 'DE', city: key.toUpperCase() }));

describe('an order with one shipping method and address', () => {
  const lineItems = [line('a', 2, 2000), line('b', 1, 500)];

  it('is one part without suffix, with the amounts of the order', () => {
    const given = order(2900, { lineItems, shippingInfo: shippingInfo(400) });
    const split = orderParts(given, { ships: all });
    expect(names(split)).toEqual([[1, undefined, '']]);
    expect(cities(split)).toEqual(['Own']);
    expect(figures(split)).toEqual([[2500, 400, 0, 0, 2900]]);
    expect(units(split)).toEqual([
      [
        ['a', 2, 2000],
        ['b', 1, 500],
      ],
    ]);
    expect(split.parts[0]).not.toHaveProperty('shippingKey');
    expect(split.parts[0]?.shippingInfo).toBe(given.shippingInfo);
    expect(split).toMatchObject({ unassigned: [], notShipped: [] });
  });

  it('leaves lines that do not ship out of the lines, not out of the amounts', () => {
    const split = orderParts(order(2500, { lineItems }), { ships: ({ id }) => id === 'a' });
    expect(units(split)).toEqual([[['a', 2, 2000]]]);
    expect(figures(split)).toEqual([[2500, 0, 0, 0, 2500]]);
    expect(split.notShipped.map(({ id }) => id)).toEqual(['b']);
  });

  it('has no part when nothing ships', () => {
    const split = orderParts(order(2500, { lineItems }), { ships: () => false });
    expect(split.parts).toEqual([]);
    expect(split.unassigned).toEqual([]);
    expect(split.notShipped).toHaveLength(2);
  });

  it('goes to the item shipping address that all its units target', () => {
    const given = order(2500, {
      lineItems: [line('a', 2, 2000, targets('Single', ['x', 2])), line('b', 1, 500, targets('Single', ['x', 1]))],
      itemShippingAddresses,
    });
    expect(cities(orderParts(given, { ships: all }))).toEqual(['X']);
    expect(names(orderParts(given, { ships: all }))).toEqual([[1, undefined, '']]);
  });

  it('goes to its own address when the target names none that it has, and has none when it has none', () => {
    const lines = [line('a', 2, 2000, targets('Single', ['gone', 2]))];
    expect(cities(orderParts(order(2000, { lineItems: lines }), { ships: all }))).toEqual(['Own']);
    const { shippingAddress: _, ...nowhere } = order(2000, { lineItems: lines });
    expect(orderParts(nowhere, { ships: all }).parts[0]).not.toHaveProperty('shippingAddress');
  });

  it('ignores the addresses of lines that do not ship', () => {
    const given = order(2500, {
      lineItems: [line('a', 2, 2000), line('b', 1, 500, targets('Single', ['x', 1]))],
      itemShippingAddresses,
    });
    expect(names(orderParts(given, { ships: ({ id }) => id === 'a' }))).toEqual([[1, undefined, '']]);
  });
});

describe('an order with several addresses and one shipping method', () => {
  const given = order(3500, {
    lineItems: [
      line('a', 3, 3000, targets('Single', ['y', 1], ['x', 1])),
      line('b', 1, 100, targets('Single', ['x', 1])),
    ],
    itemShippingAddresses: [...itemShippingAddresses, { country: 'DE', city: 'Keyless' }],
    shippingInfo: shippingInfo(400),
  });

  it('is one part per address, the own address first, then in the order of the item shipping addresses', () => {
    const split = orderParts(given, { ships: all });
    expect(names(split)).toEqual([
      [1, '', '-S1'],
      [2, 'x', '-S2'],
      [3, 'y', '-S3'],
    ]);
    expect(cities(split)).toEqual(['Own', 'X', 'Y']);
    expect(split.parts.some((part) => part.shippingKey !== undefined)).toBe(false);
    expect(split.parts.every((part) => part.shippingInfo === given.shippingInfo)).toBe(true);
  });

  it('splits lines by quantity and shipping in proportion to the lines', () => {
    const split = orderParts(given, { ships: all });
    expect(units(split)).toEqual([
      [['a', 1, 1000]],
      [
        ['a', 1, 1000],
        ['b', 1, 100],
      ],
      [['a', 1, 1000]],
    ]);
    // 400 × 1000, 1100, 1000 / 3100 = 129.03, 141.94, 129.03
    expect(figures(split)).toEqual([
      [1000, 129, 0, 0, 1129],
      [1100, 142, 0, 0, 1242],
      [1000, 129, 0, 0, 1129],
    ]);
  });

  it('stays divided under its first numbers when an edit leaves one address', () => {
    const edited = { ...given, lineItems: [line('a', 1, 3100, targets('Single', ['y', 1]))] };
    const numbering = [
      { number: 1, key: '' },
      { number: 2, key: 'x' },
      { number: 3, key: 'y' },
    ];
    expect(names(orderParts(edited, { ships: all, numbering }))).toEqual([[3, 'y', '-S3']]);
  });
});

describe('an order with several shipping methods', () => {
  const multiple = (total: number, more: Partial<Order>) =>
    order(total, { shippingMode: 'Multiple', shipping: [shippingTo('x', 500), shippingTo('y', 300)], ...more });

  it('is one part per shipping key that has shipping lines, in the order of the shippings', () => {
    const given = multiple(4000, {
      shipping: [shippingTo('none', 200), shippingTo('x', 500), shippingTo('y', 300)],
      lineItems: [line('a', 3, 3000, targets('Multiple', ['y', 1], ['x', 2]))],
    });
    const split = orderParts(given, { ships: all });
    expect(names(split)).toEqual([
      [1, 'x', '-S1'],
      [2, 'y', '-S2'],
    ]);
    expect(split.parts.map((part) => part.shippingKey)).toEqual(['x', 'y']);
    expect(cities(split)).toEqual(['X', 'Y']);
    expect(split.parts[0]?.shippingInfo).toBe(given.shipping[1]?.shippingInfo);
    expect(units(split)).toEqual([[['a', 2, 2000]], [['a', 1, 1000]]]);
    // The shipping that nothing uses: 200 × 2/3 and 1/3.
    expect(figures(split)).toEqual([
      [2000, 633, 0, 0, 2633],
      [1000, 367, 0, 0, 1367],
    ]);
  });

  it('has a suffix even with a single shipping key', () => {
    const given = multiple(1500, {
      shipping: [shippingTo('x', 500)],
      lineItems: [line('a', 1, 1000, targets('Multiple', ['x', 1]))],
    });
    expect(names(orderParts(given, { ships: all }))).toEqual([[1, 'x', '-S1']]);
  });

  it('keeps remembered numbers and gives new keys the next ones', () => {
    const given = multiple(3800, {
      shipping: [shippingTo('new', 0), shippingTo('x', 500), shippingTo('y', 300)],
      lineItems: [line('a', 3, 3000, targets('Multiple', ['new', 1], ['x', 1], ['y', 1]))],
    });
    const numbering = [
      { number: 1, key: 'y' },
      { number: 4, key: 'gone' },
      { number: 2, key: 'x' },
    ];
    expect(names(orderParts(given, { ships: all, numbering }))).toEqual([
      [1, 'y', '-S1'],
      [2, 'x', '-S2'],
      [5, 'new', '-S5'],
    ]);
  });

  it('reports units without a target, or whose target names no shipping, and still balances', () => {
    const given = multiple(4800, {
      lineItems: [line('a', 4, 4000, targets('Multiple', ['x', 1], ['gone', 1])), line('free', 1, 0)],
    });
    const split = orderParts(given, { ships: all });
    expect(split.unassigned.map(({ lineItem, quantity }) => [lineItem.id, quantity])).toEqual([
      ['a', 3],
      ['free', 1],
    ]);
    expect(units(split)).toEqual([[['a', 1, 1000]]]);
    expect(figures(split)).toEqual([[4000, 800, 0, 0, 4800]]);
  });

  it('has no part when no unit has a shipping method, or the order lists none', () => {
    const given = multiple(1800, { lineItems: [line('a', 2, 1000)] });
    expect(orderParts(given, { ships: all }).parts).toEqual([]);
    const { shipping: _, ...without } = given;
    expect(orderParts(without as Order, { ships: all })).toMatchObject({ parts: [], unassigned: [{ quantity: 2 }] });
  });

  it('splits lines by taxed price portions and tax by the own taxes of the parts', () => {
    const given = multiple(4000, {
      shipping: [
        shippingTo('x', 500, { taxedPrice: taxed(500, 595) }),
        shippingTo('y', 300, { taxedPrice: taxed(300, 321) }),
      ],
      lineItems: [
        line('a', 3, 3200, {
          ...targets('Multiple', ['x', 2], ['y', 1]),
          taxedPrice: taxed(3200, 3744),
          taxedPricePortions: [
            { shippingMethodKey: 'x', taxedPrice: taxed(2000, 2380, [[0.19, 380, 'DE']]) },
            {
              shippingMethodKey: 'y',
              taxedPrice: taxed(1200, 1364, [
                [0.07, 84, 'reduced'],
                [0.0667, 80, 'extra'],
              ]),
            },
          ],
        }),
      ],
      taxedPrice: taxed(4000, 4660),
    });
    const split = orderParts(given, { ships: all });
    // Own taxes: 380 + 95 and 164 + 21, which is all the tax there is.
    expect(figures(split)).toEqual([
      [2000, 500, 475, 0, 2975],
      [1200, 300, 185, 0, 1685],
    ]);
    expect(split.parts[1]?.lines[0]?.taxLines).toEqual([
      { name: 'reduced', amount: 0.84, rate: 0.07 },
      { name: 'extra', amount: 0.8, rate: 0.0667 },
    ]);
  });

  it('spreads order discount, custom lines and lines that do not ship by the largest remainder', () => {
    const given = multiple(6201, {
      shipping: [shippingTo('x', 100), shippingTo('y', 200)],
      lineItems: [
        line('a', 1, 2000, targets('Multiple', ['x', 1])),
        line('b', 1, 4000, targets('Multiple', ['y', 1])),
        line('download', 1, 500),
      ],
      customLineItems: [customLine(500), customLine(-99)],
      discountOnTotalPrice: { discountedAmount: euro(1000), includedDiscounts: [] },
    });
    const split = orderParts(given, { ships: ({ id }) => id !== 'download' });
    // 1000 of custom line and download: 333 and 667. Discount 1099 over 2433 and 4867: 366.28 and 732.72.
    expect(figures(split)).toEqual([
      [2333, 100, 0, 366, 2067],
      [4667, 200, 0, 733, 4134],
    ]);
  });

  it('spreads tax by the amounts when no part has a tax of its own', () => {
    const given = multiple(3000, {
      shipping: [shippingTo('x', 0), shippingTo('y', 0)],
      lineItems: [line('a', 3, 3000, targets('Multiple', ['x', 1], ['y', 2]))],
      taxedPrice: taxed(3000, 3100),
    });
    expect(figures(orderParts(given, { ships: all }))).toEqual([
      [1000, 0, 33, 0, 1033],
      [2000, 0, 67, 0, 2067],
    ]);
  });
});

describe('for every order as commercetools prices it', () => {
  const ships = { all, some: ({ id }: { id: string }) => id !== 'line-1', none: () => false };
  const given = fc.tuple(orders(), fc.constantFrom(ships.all, ships.all, ships.some, ships.none));
  const five = ['product', 'shipping', 'tax', 'discount', 'grandTotal'] as const;

  it('each part balances, its total is not negative, and the parts add up to the order in all five amounts', () => {
    fc.assert(
      fc.property(given, ([{ order: one }, which]) => {
        const { parts } = orderParts(one, { ships: which });
        const whole = orderAmounts(one);
        for (const { amounts } of parts) {
          const { product, shipping, tax, discount, grandTotal } = amounts;
          expect(product + shipping + tax - discount).toBe(grandTotal);
          expect([product, shipping, tax, discount].every(Number.isSafeInteger)).toBe(true);
          expect(Math.min(product, shipping, discount, product + shipping - discount)).toBeGreaterThanOrEqual(0);
          expect(amounts).toMatchObject({ fractionDigits: whole.fractionDigits, currencyCode: whole.currencyCode });
        }
        for (const amount of parts.length === 0 ? [] : five) {
          expect(parts.reduce((total, part) => total + part.amounts[amount], 0)).toBe(whole[amount]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('every unit that ships is in exactly one part or unassigned, and every other line is listed', () => {
    fc.assert(
      fc.property(given, ([{ order: one }, which]) => {
        const { parts, unassigned, notShipped } = orderParts(one, { ships: which });
        const placed = [...parts.flatMap(({ lines }) => lines), ...unassigned];
        for (const lineItem of one.lineItems) {
          const quantity = placed
            .filter((entry) => entry.lineItem === lineItem)
            .reduce((total, entry) => total + entry.quantity, 0);
          expect(quantity).toBe(which(lineItem) ? lineItem.quantity : 0);
          expect(notShipped.includes(lineItem)).toBe(!which(lineItem));
        }
        expect(one.shippingMode === 'Multiple' ? [] : unassigned).toEqual([]);
        expect(parts.every(({ lines }) => lines.length > 0)).toBe(true);
      }),
    );
  });

  it('numbers are unique, ascending, and stay the same when remembered', () => {
    fc.assert(
      fc.property(orders({ mode: 'Multiple' }), ({ order: one }) => {
        const { parts } = orderParts(one, { ships: all });
        const numbering = parts.map(({ number, key }) => ({ number, key: key ?? '' }));
        expect(numbering.map(({ number }) => number)).toEqual(parts.map((_, index) => index + 1));
        const reversed = { ...one, shipping: [...one.shipping].reverse() };
        const again = orderParts(reversed, { ships: all, numbering }).parts;
        expect(again.map(({ number, key }) => ({ number, key }))).toEqual(numbering);
      }),
    );
  });
});
