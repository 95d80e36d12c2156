import type { Order } from '@commercetools/platform-sdk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orders } from '../../tests/generators/orders.ts';
import {
  ADDRESS,
  dividedOrder,
  ORDER_ID,
  orderContext,
  shopOrder,
  showing,
} from '../../tests/generators/situations.ts';
import { customLine, euro, line, shippingInfo, taxed, taxRate } from '../../tests/generators/written-orders.ts';
import { parseFieldSource } from '../config/field-mappings.ts';
import type { OrdoroOrderDraft } from '../ordoro/wire.ts';
import type { OrderContext, SkuFacts } from './order-context.ts';
import { ordoroOrderDraft } from './ordoro-draft.ts';
import { prepare } from './preparation.ts';

const shirt = { variant: { id: 1, sku: 'SHIRT' } };

/** The drafts of all parts of an order that is ready. */
function draftsOf(order: Order, context: OrderContext = orderContext(), skus?: SkuFacts): OrdoroOrderDraft[] {
  const facts =
    skus ?? new Map(order.lineItems.map(({ variant }) => [variant.sku ?? '', { ordoroSku: variant.sku ?? '' }]));
  const preparation = prepare(order, undefined, { context, skus: facts });
  if (preparation.kind !== 'ready') throw new Error(JSON.stringify(preparation));
  return preparation.parts.map((prepared) =>
    ordoroOrderDraft(order, prepared, {
      context,
      skus: facts,
      identity: {
        orderId: `A-1000${prepared.part.suffix}`,
        cartOrderId: `${ORDER_ID}${prepared.part.suffix}`,
        salesChannelId: 7,
      },
      notShipped: preparation.notShipped,
    }),
  );
}

function draftOf(order: Order, context?: OrderContext, skus?: SkuFacts): OrdoroOrderDraft {
  const [draft] = draftsOf(order, context, skus);
  if (draft === undefined) throw new Error('the order has no part');
  return draft;
}

describe('the body of a new Ordoro order', () => {
  it('of a plain order is this, and nothing else', () => {
    const address = {
      name: 'Ada Lovelace',
      street1: 'Hauptweg 42',
      city: 'Musterstadt',
      zip: '10115',
      country: 'DE',
      email: 'ada@shopper.example',
      phone: '+49301234567',
    };
    expect(draftOf(shopOrder())).toEqual({
      cart: 7,
      order_id: 'A-1000',
      cart_order_id: ORDER_ID,
      order_date: '2026-01-02T03:04:05.678Z',
      shipping_type: 'Standard',
      internal_notes: `EUR\ncommercetools order A-1000 (${ORDER_ID})`,
      product_amount: 20,
      shipping_amount: 5,
      tax_amount: 0,
      discount_amount: 0,
      grand_total: 25,
      shipping_address: address,
      billing_address: address,
      lines: [
        {
          cart_orderitem_id: 'line-1',
          quantity: 2,
          item_price: 10,
          total_price: 20,
          product: { sku: 'SHIRT', name: 'line-1' },
        },
      ],
    });
  });

  it('has the date of the order in UTC with Z', () => {
    const { order_date } = draftOf(shopOrder({ createdAt: '2026-01-02T03:04:05.678+02:00' }));
    expect(order_date).toBe('2026-01-02T01:04:05.678Z');
  });

  it('has the estimated delivery as date to deliver by, in UTC with Z', () => {
    const estimatedDelivery = { from: '2026-01-05T00:00:00Z', until: '2026-01-07T23:00:00+01:00' };
    const draft = draftOf(shopOrder({ shippingInfo: shippingInfo(500, { estimatedDelivery }) }));
    expect(draft.deliver_by_date).toBe('2026-01-07T22:00:00.000Z');
    expect(draft).not.toHaveProperty('ship_by_date');
  });

  it('has the billing address of its own, where there is one', () => {
    const billingAddress = { country: 'AT', lastName: 'Buchhaltung', city: 'Wien', mobile: '+431' };
    expect(draftOf(shopOrder({ billingAddress })).billing_address).toEqual({
      name: 'Buchhaltung',
      city: 'Wien',
      country: 'AT',
      email: 'ada@shopper.example',
      phone: '+431',
    });
  });

  it('asks for the mapped service with its tags and its warehouse', () => {
    const shippingServices = [
      { method: 'Standard', service: 'UPS Ground', presetId: 4, warehouseId: 15450, tags: ['rush', 'gift'] },
    ];
    const draft = draftOf(shopOrder(), orderContext({ merchant: { shippingServices } }));
    expect(draft).toMatchObject({ shipping_type: 'UPS Ground', warehouse_id: 15450 });
    expect(draft.tags?.map(({ text }) => text)).toEqual(['rush', 'gift']);
    expect(draft.tags?.[0]?.color).toMatch(/^#[0-9a-f]{6}$/);
  });

  it('asks for no service when the order has no method and policy lets it pass', () => {
    const order = { ...shopOrder({ totalPrice: euro(2000) }), shippingInfo: undefined };
    expect(draftOf(order, orderContext({ settings: { shippingPolicy: 'pass' } }))).not.toHaveProperty('shipping_type');
  });

  it('ships from the warehouse of the supply channel, unless the service names one', () => {
    const supplyChannel = { typeId: 'channel' as const, id: 'east-id' };
    const order = shopOrder({ lineItems: [line('line-1', 2, 2000, { ...shirt, supplyChannel })] });
    const warehouses = [{ warehouseId: 15450, channel: 'us-east' }];
    const keys = { supplyChannels: new Map([['east-id', 'us-east']]) };
    expect(draftOf(order, orderContext({ merchant: { warehouses }, keys })).warehouse_id).toBe(15450);
    const shippingServices = [{ method: 'Standard', service: 'UPS', warehouseId: 9 }];
    expect(draftOf(order, orderContext({ merchant: { warehouses, shippingServices }, keys })).warehouse_id).toBe(9);
    expect(draftOf(order, orderContext({ keys }))).not.toHaveProperty('warehouse_id');
  });
});

describe('the lines of a new Ordoro order', () => {
  it('carry the mapped SKU, the name in the language of the order, and the line item id', () => {
    const item = line('line-1', 2, 2000, { ...shirt, name: { en: 'Shirt', de: 'Hemd' } });
    const [sent] = draftOf(
      shopOrder({ locale: 'de-DE', lineItems: [item] }),
      orderContext(),
      new Map([['SHIRT', { ordoroSku: 'SH-1' }]]),
    ).lines;
    expect(sent).toMatchObject({ cart_orderitem_id: 'line-1', product: { sku: 'SH-1', name: 'Hemd' } });
  });

  it('carry the SKU as name where the product has none, and only well-formed text', () => {
    const names = (name: Record<string, string>) =>
      draftOf(shopOrder({ lineItems: [line('line-1', 2, 2000, { ...shirt, name })] })).lines[0]?.product.name;
    expect(names({})).toBe('SHIRT');
    expect(names({ en: 'a\ud800' })).toBe('a\ufffd');
  });

  it('leave out what does not ship, whose price counts all the same', () => {
    const lineItems = [line('line-1', 2, 2000, shirt), line('line-2', 1, 900, { variant: { id: 1, sku: 'E-BOOK' } })];
    const context = orderContext({ merchant: { skuRules: [{ sku: 'E-*', ship: false }] } });
    const draft = draftOf(shopOrder({ lineItems, totalPrice: euro(3400) }), context);
    expect(draft.lines.map((sent) => sent.cart_orderitem_id)).toEqual(['line-1']);
    expect(draft).toMatchObject({ product_amount: 29, grand_total: 34 });
    expect(draft.internal_notes).toContain('not shipped: 1 x E-BOOK');
  });

  it('carry net prices after line discounts, and each tax', () => {
    const item = line('line-1', 2, 2380, {
      ...shirt,
      price: { id: 'price', value: euro(1299) },
      taxedPrice: taxed(2000, 2380, [[0.19, 380, 'MwSt']]),
      taxRate: taxRate(0.19, true),
    });
    const shipping = shippingInfo(595, { taxedPrice: taxed(500, 595), taxRate: taxRate(0.19, true) });
    const draft = draftOf(
      shopOrder({
        totalPrice: euro(2975),
        taxedPrice: taxed(2500, 2975),
        lineItems: [item],
        shippingInfo: shipping,
      }),
    );
    expect(draft.lines[0]).toMatchObject({
      item_price: 10,
      total_price: 20,
      tax_lines: [{ name: 'MwSt', amount: 3.8, rate: 0.19 }],
    });
    expect(draft).toMatchObject({ product_amount: 20, shipping_amount: 5, tax_amount: 4.75, grand_total: 29.75 });
  });

  it('carry the values of field mappings', () => {
    const from = (text: string) => parseFieldSource(text) ?? { scope: 'order', kind: 'property', path: ['x'], text };
    const fields = [
      { from: from('order.custom.gift'), to: 'notes_from_customer' as const },
      { from: from('order.custom.hint'), to: 'internal_notes' as const },
      { from: from('order.custom.group'), to: 'tags' as const },
      { from: from('order.custom.shipBy'), to: 'ship_by_date' as const },
      { from: from('order.custom.deliverBy'), to: 'deliver_by_date' as const },
      { from: from('variant.attributes.size'), to: 'line.selected_option' as const },
      { from: from('variant.attributes.weight'), to: 'line.product.weight' as const },
    ];
    const attributes = [
      { name: 'size', value: 'XL' },
      { name: 'weight', value: 0.5 },
    ];
    const estimatedDelivery = { from: '2026-01-05T00:00:00Z', until: '2026-01-07T00:00:00Z' };
    const order = showing(
      shopOrder({
        shippingInfo: shippingInfo(500, { estimatedDelivery }),
        lineItems: [line('line-1', 2, 2000, { variant: { id: 1, sku: 'SHIRT', attributes } })],
      }),
      { gift: 'Happy birthday', hint: 'fragile', group: 'vip', shipBy: '2026-01-05', deliverBy: '2026-01-09' },
    );
    const shippingServices = [{ method: 'Standard', service: 'UPS', tags: ['vip', 'rush'] }];
    const draft = draftOf(order, orderContext({ merchant: { fields, shippingServices } }));
    expect(draft).toMatchObject({
      notes_from_customer: 'Happy birthday',
      internal_notes: `EUR\ncommercetools order A-1000 (${ORDER_ID})\nfragile`,
      ship_by_date: '2026-01-05T00:00:00.000Z',
      deliver_by_date: '2026-01-09T00:00:00.000Z',
    });
    expect(draft.tags?.map(({ text }) => text)).toEqual(['vip', 'rush']);
    expect(draft.lines[0]).toMatchObject({ selected_option: 'XL', product: { weight: 0.5 } });
  });
});

describe('the amounts of a new Ordoro order', () => {
  it('tell discounts and custom lines apart', () => {
    const order = shopOrder({
      totalPrice: euro(2100),
      customLineItems: [customLine(300), customLine(-200)],
      discountOnTotalPrice: { discountedAmount: euro(500), includedDiscounts: [] },
    });
    expect(draftOf(order)).toMatchObject({
      product_amount: 23,
      shipping_amount: 5,
      tax_amount: 0,
      discount_amount: 7,
      grand_total: 21,
    });
  });

  it('have the digits of the currency', () => {
    const yen = (centAmount: number) => ({ ...euro(centAmount), currencyCode: 'JPY', fractionDigits: 0 });
    const item = { ...line('line-1', 2, 2000, shirt), totalPrice: yen(2000), price: { id: 'p', value: yen(1000) } };
    const order = shopOrder({
      totalPrice: yen(2500),
      lineItems: [item],
      shippingInfo: { ...shippingInfo(500), price: yen(500) },
    });
    expect(draftOf(order)).toMatchObject({ product_amount: 2000, shipping_amount: 500, grand_total: 2500 });
    expect(draftOf(order).lines[0]).toMatchObject({ item_price: 1000, total_price: 2000 });
  });

  it('balance in every order that can be sent, and no text or number is empty or broken', () => {
    fc.assert(
      fc.property(orders(), ({ order }) => {
        const shipping = order.shipping?.map((one) => ({ ...one, shippingAddress: ADDRESS }));
        const itemShippingAddresses = order.itemShippingAddresses?.map((one) => ({ ...ADDRESS, key: one.key }));
        const complete: Order = {
          ...order,
          ...(order.shippingAddress === undefined ? {} : { shippingAddress: ADDRESS }),
          ...(shipping === undefined ? {} : { shipping }),
          ...(itemShippingAddresses === undefined ? {} : { itemShippingAddresses }),
        };
        const context = orderContext({ settings: { shippingPolicy: 'pass' } });
        const skus = new Map(order.lineItems.map(({ variant }) => [variant.sku ?? '', { ordoroSku: 'X' }]));
        fc.pre(prepare(complete, undefined, { context, skus }).kind === 'ready');
        const { fractionDigits } = order.totalPrice;
        const minor = (amount: number) => Math.round(amount * 10 ** fractionDigits);
        for (const draft of draftsOf(complete, context, skus)) {
          expect(minor(draft.product_amount) + minor(draft.shipping_amount) + minor(draft.tax_amount)).toBe(
            minor(draft.grand_total) + minor(draft.discount_amount),
          );
          expect(draft.discount_amount).toBeGreaterThanOrEqual(0);
          expect(draft.lines.length).toBeGreaterThan(0);
          expect(JSON.stringify(draft)).not.toMatch(/:(""|null)/);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('an order of two parts', () => {
  it('becomes two bodies, each with its own lines and its share of the amounts', () => {
    const [north, south] = draftsOf(dividedOrder());
    expect(north).toMatchObject({
      order_id: 'A-1000-S1',
      cart_order_id: `${ORDER_ID}-S1`,
      product_amount: 10,
      shipping_amount: 2.5,
      grand_total: 12.5,
      lines: [{ cart_orderitem_id: 'line-1', quantity: 1, total_price: 10 }],
    });
    expect(south).toMatchObject({ order_id: 'A-1000-S2', cart_order_id: `${ORDER_ID}-S2`, grand_total: 12.5 });
  });
});
