import { describe, expect, it } from 'vitest';
import { buildOrder } from './order-builder.ts';
import { demoOrders } from './orders.ts';

const NOW = Date.parse('2026-11-23T16:00:00.250Z');

function total(title: RegExp) {
  const found = demoOrders(NOW).find((demo) => title.test(demo.title));
  const built = buildOrder(found!.order);
  return [
    built.totalPrice.currencyCode,
    built.totalPrice.centAmount,
    built.taxedPrice?.totalNet.centAmount,
    built.taxedPrice?.totalGross.centAmount,
  ];
}

describe('the orders of the demo', () => {
  it('end up as 19 orders in Ordoro', () => {
    const counts = demoOrders(NOW).map((demo) => demo.expected.ordoroOrders);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(19);
  });

  it('show every status an order can have before anything ships', () => {
    expect(new Set(demoOrders(NOW).map((demo) => demo.expected.status))).toEqual(
      new Set(['exported', 'held', 'retrying', 'failed', 'not-required', 'none']),
    );
  });

  it('show every issue an order can have before anything ships, but the limit of requests', () => {
    const codes = demoOrders(NOW).flatMap((demo) => demo.expectedAtFirst?.issues ?? demo.expected.issues ?? []);
    expect(new Set(codes)).toEqual(
      new Set([
        'unmapped-sku',
        'missing-sku',
        'missing-address',
        'incomplete-address',
        'unsupported-shipping-service',
        'missing-shipping-method',
        'unsupported-currency',
        'totals-mismatch',
        'nothing-to-ship',
        'unsupported-country',
        'ordoro-unavailable',
        'ordoro-auth',
        'ordoro-rejected',
      ]),
    );
  });

  it('say what is expected at first exactly where something happens later', () => {
    for (const demo of demoOrders(NOW)) {
      expect([demo.title, demo.expectedAtFirst !== undefined]).toEqual([demo.title, demo.later !== undefined]);
    }
  });

  it('are created from now on, one millisecond apart, but for the one that is 40 days old', () => {
    const dates = demoOrders(NOW).map((demo) => demo.order.createdAt);
    expect(dates.slice(0, 2)).toEqual(['2026-11-23T16:00:00.250Z', '2026-11-23T16:00:00.251Z']);
    expect(dates.filter((date) => date < '2026-11')).toEqual(['2026-10-14T16:00:00.275Z']);
  });

  it('have ids that stay the same from run to run, and no id or order number twice', () => {
    const ids = demoOrders(NOW).map((demo) => demo.order.id);
    expect(demoOrders(0).map((demo) => demo.order.id)).toEqual(ids);
    expect(new Set(ids).size).toBe(32);
    const numbers = demoOrders(NOW).flatMap((demo) => demo.order.orderNumber ?? []);
    expect(new Set(numbers).size).toBe(31);
  });

  it.each([
    // 2 x 10.50 untaxed + 79.00 and shipping 7.99 at 8 %.
    [/^US order/, 'USD', 10799, 10799, 11495],
    // 3 x 26.90 with 7 %, 2 x 14.50 and shipping 4.90 with 19 % included.
    [/^German/, 'EUR', 11460, 10391, 11460],
    // 2 x 26.50 untaxed, 169.00 with 20 % included, less 22.20 of 222.00.
    [/^British/, 'GBP', 19980, 17445, 19980],
    [/^Japanese/, 'JPY', 8180, 7538, 8180],
    [/dinars/, 'KWD', 32175, undefined, undefined],
    // Per unit: 37.95 -> 43.26, 9.95 -> 11.34, 11.50 -> 13.11.
    [/^Canadian/, 'CAD', 17510, 17510, 19959],
    // 31.50 + 2 x 16.00 + 7.99 + 19.99 less 5.00.
    [/^Order with two shipping methods/, 'USD', 8648, 8648, 9003],
  ])('come to the right totals: %s', (title, currency, totalPrice, net, gross) => {
    expect(total(title)).toEqual([currency, totalPrice, net, gross]);
  });
});
