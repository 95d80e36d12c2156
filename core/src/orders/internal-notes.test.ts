import { describe, expect, it } from 'vitest';
import { ORDER_ID, shopOrder } from '../../tests/generators/situations.ts';
import { customLine, euro, line } from '../../tests/generators/written-orders.ts';
import { internalNotes } from './internal-notes.ts';

const state = 'MatchesCart';
const nothing = { notShipped: [], extra: [] };

describe('the internal notes', () => {
  it('begin with the currency and name the order', () => {
    expect(internalNotes(shopOrder(), nothing)).toBe(`EUR\ncommercetools order A-1000 (${ORDER_ID})`);
  });

  it('name an order without number by its id', () => {
    const { orderNumber: _none, ...order } = shopOrder({ totalPrice: { ...euro(1), currencyCode: 'JPY' } });
    expect(internalNotes(order, nothing)).toBe(`JPY\ncommercetools order ${ORDER_ID}`);
  });

  it('say everything that staff would miss, in a fixed order', () => {
    const order = shopOrder({
      locale: 'de',
      customerId: 'customer-1',
      store: { typeId: 'store', key: 'berlin' },
      purchaseOrderNumber: 'PO-7',
      discountCodes: [
        { discountCode: { typeId: 'discount-code', id: 'code-1', obj: { code: 'SUMMER' } as never }, state },
        { discountCode: { typeId: 'discount-code', id: 'code-2' }, state },
      ],
      customLineItems: [customLine(100, { name: { en: 'Gift wrap', de: 'Verpackung' }, quantity: 1 })],
    });
    const notShipped = [
      line('download', 2, 1000, { variant: { id: 1, sku: 'EBOOK' } }),
      line('no-sku', 1, 0, { variant: { id: 1 }, name: { de: 'Gutschein' } }),
    ];
    expect(internalNotes(order, { notShipped, extra: ['Engraving: Ada'] })).toBe(
      [
        'EUR',
        `commercetools order A-1000 (${ORDER_ID})`,
        'customer customer-1',
        'store berlin',
        'PO number PO-7',
        'discount codes SUMMER, code-2',
        'not shipped: 2 x EBOOK, 1 x Gutschein, 1 x Verpackung',
        'Engraving: Ada',
      ].join('\n'),
    );
  });

  it('name a nameless custom line by its slug, a nameless line by its id', () => {
    const order = shopOrder({ customLineItems: [customLine(100, { name: {} })] });
    const notShipped = [line('line-9', 1, 0, { variant: { id: 1 }, name: {} })];
    expect(internalNotes(order, { notShipped, extra: [] })).toContain('not shipped: 1 x line-9, 1 x custom');
  });

  it('are at most 4000 characters long and well-formed', () => {
    const notes = internalNotes(shopOrder(), { notShipped: [], extra: ['😀'.repeat(3_000), '\ud800'] });
    expect(notes).toHaveLength(4_000);
    expect(notes.endsWith('…')).toBe(true);
    expect(notes.isWellFormed()).toBe(true);
  });
});
