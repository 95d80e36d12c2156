import type { Order } from '@commercetools/platform-sdk';
import { describe, expect, it } from 'vitest';
import { ADDRESS, dividedOrder, orderContext, shopOrder } from '../../tests/generators/situations.ts';
import { line, shippingInfo, targets } from '../../tests/generators/written-orders.ts';
import type { SkuFacts } from './order-context.ts';
import { linesThatShip, prepare } from './preparation.ts';

const known: SkuFacts = new Map([['SHIRT', { ordoroSku: 'SHIRT' }]]);
const shirt = { variant: { id: 1, sku: 'SHIRT' } };

function prepared(order: Order, context = orderContext(), skus: SkuFacts = known) {
  return prepare(order, undefined, { context, skus });
}

/** The issues of an order as a merchant reads them. */
function issuesOf(order: Order, context = orderContext(), skus: SkuFacts = known): string[] {
  const preparation = prepared(order, context, skus);
  return preparation.kind === 'held' ? preparation.issues.map(({ code, detail }) => `${code}: ${detail}`) : [];
}

describe('an order', () => {
  it('is ready when nothing is wrong', () => {
    expect(prepared(shopOrder())).toMatchObject({
      kind: 'ready',
      parts: [{ part: { number: 1, suffix: '' }, service: { service: 'Standard', tags: [] } }],
      notShipped: [],
    });
  });

  it('of which no line ships has nothing to ship, whatever else is wrong with it', () => {
    const context = orderContext({ merchant: { skuRules: [{ sku: '*', ship: false }] } });
    expect(prepared(shopOrder({ shippingAddress: undefined }), context)).toEqual({ kind: 'nothing-to-ship' });
    expect(prepared(shopOrder({ lineItems: [] }))).toEqual({ kind: 'nothing-to-ship' });
  });

  it('tells the lines that do not ship', () => {
    const context = orderContext({ merchant: { skuRules: [{ sku: 'E-*', ship: false }] } });
    const download = line('download', 1, 0, { variant: { id: 1, sku: 'E-BOOK' } });
    const order = shopOrder({ lineItems: [line('line-1', 2, 2000, shirt), download] });
    expect(prepared(order, context)).toMatchObject({ kind: 'ready', notShipped: [{ id: 'download' }] });
    expect(linesThatShip(order, context).map(({ id }) => id)).toEqual(['line-1']);
  });

  it('needs its SKUs looked up first, each once', () => {
    const lineItems = [
      line('a', 1, 1000, { variant: { id: 1, sku: 'MUG' } }),
      line('b', 1, 500, { variant: { id: 1, sku: 'MUG' } }),
      line('c', 1, 500, shirt),
      line('d', 1, 0, { variant: { id: 1 } }),
    ];
    expect(prepared(shopOrder({ lineItems }))).toEqual({ kind: 'unknown-skus', skus: ['MUG'] });
  });
});

describe('an order is held', () => {
  it.each<[string, Order, string[]]>([
    [
      'without a SKU, by the name of the line in its language',
      shopOrder({
        locale: 'de',
        lineItems: [line('line-1', 2, 2000, { name: { en: 'Shirt', de: 'Hemd' }, variant: { id: 1 } })],
      }),
      ['missing-sku: Hemd'],
    ],
    [
      'with a blank SKU, by the id of a nameless line',
      shopOrder({ lineItems: [line('line-1', 2, 2000, { name: {}, variant: { id: 1, sku: ' ' } })] }),
      ['missing-sku: line-1'],
    ],
    [
      'without a shipping address',
      shopOrder({ shippingAddress: undefined }),
      ['missing-address: shipping address is missing'],
    ],
    [
      'with an incomplete address',
      shopOrder({ shippingAddress: { ...ADDRESS, city: undefined, postalCode: '1' } }),
      ['incomplete-address: city is missing', 'incomplete-address: postal code is not valid for DE'],
    ],
    [
      'with a country that ISO does not know',
      shopOrder({ shippingAddress: { ...ADDRESS, country: 'UK' } }),
      ['unsupported-country: country UK is not a two-letter ISO code, use GB'],
    ],
    [
      'without a shipping method',
      { ...shopOrder({ totalPrice: { ...shopOrder().totalPrice, centAmount: 2000 } }), shippingInfo: undefined },
      ['missing-shipping-method: the order has no shipping method'],
    ],
    [
      'with units that no shipping method takes',
      dividedOrder({ lineItems: [line('line-1', 2, 2000, { ...shirt, ...targets('Multiple', ['north', 1]) })] }),
      ['missing-shipping-method: 1 x SHIRT'],
    ],
    [
      'when its total does not add up',
      shopOrder({ shippingInfo: shippingInfo(700) }),
      [
        'totals-mismatch: the lines, shipping, tax and discounts of the order come to 27.00 EUR, its total says 25.00 EUR',
      ],
    ],
  ])('%s', (_what, order, issues) => {
    expect(issuesOf(order)).toEqual(issues);
  });

  it('with a SKU that Ordoro does not know', () => {
    expect(issuesOf(shopOrder(), orderContext(), new Map([['SHIRT', 'unmapped']]))).toEqual(['unmapped-sku: SHIRT']);
  });

  it('with a shipping method that is not mapped', () => {
    const context = orderContext({ merchant: { shippingServices: [{ method: 'Express', service: 'UPS' }] } });
    expect(issuesOf(shopOrder(), context)).toEqual(['unsupported-shipping-service: Standard']);
  });

  it('in a currency that the account does not handle', () => {
    const context = orderContext({ settings: { currencies: new Set(['USD', 'CAD']) } });
    expect(issuesOf(shopOrder(), context)).toEqual(['unsupported-currency: EUR']);
    expect(issuesOf(shopOrder(), orderContext({ settings: { currencies: new Set(['EUR']) } }))).toEqual([]);
  });

  it('for every problem at once, each told once', () => {
    const lineItems = [line('a', 1, 1000, shirt), line('b', 1, 1000, shirt)];
    const order = shopOrder({ lineItems, shippingAddress: undefined, shippingInfo: undefined });
    const context = orderContext({ settings: { currencies: new Set(['USD']) } });
    expect(issuesOf(order, context, new Map([['SHIRT', 'unmapped']]))).toEqual([
      'unmapped-sku: SHIRT',
      'missing-address: shipping address is missing',
      'missing-shipping-method: the order has no shipping method',
      'unsupported-currency: EUR',
      'totals-mismatch: the lines, shipping, tax and discounts of the order come to 20.00 EUR, its total says 25.00 EUR',
    ]);
  });

  it('for the addresses of all its parts', () => {
    const order = dividedOrder();
    const [north, south] = order.shipping ?? [];
    if (north === undefined || south === undefined) throw new Error('two shippings are needed');
    const nowhere = { ...south, shippingAddress: { ...ADDRESS, city: undefined } };
    expect(issuesOf({ ...order, shipping: [north, nowhere] })).toEqual(['incomplete-address: city is missing']);
  });
});

describe('the parts of an order', () => {
  it('keep the numbers that the record gave them', () => {
    const state = { step: 'planned' as const };
    const parts = [
      { number: 1, key: 'south', orderId: 'A-1000-S1', cartOrderId: 'x-S1', state },
      { number: 3, key: 'north', orderId: 'A-1000-S3', cartOrderId: 'x-S3', state },
    ];
    const preparation = prepare(dividedOrder(), { parts }, { context: orderContext(), skus: known });
    expect(preparation).toMatchObject({
      parts: [{ part: { number: 1, key: 'south' } }, { part: { number: 3, key: 'north' } }],
    });
  });
});
