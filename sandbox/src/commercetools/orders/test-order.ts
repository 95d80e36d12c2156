import type { Order } from '@commercetools/platform-sdk';

const money = (centAmount: number) =>
  ({ type: 'centPrecision', centAmount, currencyCode: 'EUR', fractionDigits: 2 }) as const;

const line = (id: string, sku: string, quantity: number) => ({
  id,
  productId: `product-${sku}`,
  name: { en: sku },
  productType: { typeId: 'product-type', id: 'article' },
  variant: { id: 1, sku, attributes: [], images: [] },
  price: { id: `price-${sku}`, value: money(1000) },
  quantity,
  discountedPricePerQuantity: [],
  taxedPricePortions: [],
  perMethodTaxRate: [],
  state: [{ quantity, state: { typeId: 'state', id: 'line-initial' } }],
  priceMode: 'Platform',
  lineItemMode: 'Standard',
  totalPrice: money(1000 * quantity),
});

/** An open order with two units of A, three of B and one shipping method; `changes` replace whole fields. */
export function testOrder(changes: Partial<Order> = {}): Order {
  const order = {
    id: 'order-1',
    version: 1,
    createdAt: '2020-01-01T00:00:00.000Z',
    lastModifiedAt: '2020-01-01T00:00:00.000Z',
    orderState: 'Open',
    lineItems: [line('line-a', 'A', 2), line('line-b', 'B', 3)],
    customLineItems: [],
    totalPrice: money(5000),
    shippingMode: 'Single',
    shippingInfo: {
      shippingMethodName: 'Standard',
      price: money(0),
      shippingRate: { price: money(0), tiers: [] },
      shippingMethodState: 'MatchesCart',
    },
    shipping: [],
    syncInfo: [],
    refusedGifts: [],
    origin: 'Customer',
    ...changes,
  };
  return order as unknown as Order;
}

/** The same order in shipping mode Multiple with the shipping keys `air` and `sea`. */
export function multipleShippingOrder(): Order {
  const { shippingInfo, ...rest } = testOrder();
  const shipping = ['air', 'sea'].map((shippingKey) => ({
    shippingKey,
    shippingInfo,
    shippingAddress: { country: 'DE' },
  }));
  return { ...rest, shippingMode: 'Multiple', shipping } as unknown as Order;
}
