import { describe, expect, it } from 'vitest';
import { ordoroOrder } from '../../../tests/generators/situations.ts';
import { rowAfter } from './after-edit.ts';

describe('an Ordoro order after an edit whose answer is not the order', () => {
  const before = ordoroOrder();

  it('has what the answer names, and of the rest what was sent', () => {
    const address = { street1: 'Hauptweg 43', street2: '', city: 'Musterstadt' };
    const edit = { kind: 'shipping_address', number: before.orderNumber, address } as const;
    const after = rowAfter(before, edit, { kind: 'done', address: { city: 'MUSTERSTADT' } });
    expect(after.content.shippingAddress).toMatchObject({ street1: 'Hauptweg 43', street2: '', city: 'MUSTERSTADT' });
    expect(after.content.billingAddress).toBeUndefined();
  });

  it('has the amounts that were sent where the answer names only some', () => {
    const amounts = {
      product_amount: 20,
      shipping_amount: 5,
      tax_amount: 1.239,
      discount_amount: 0,
      grand_total: 26.239,
    };
    const edit = { kind: 'financial', number: before.orderNumber, amounts, creditCardIssuer: 'VISA' } as const;
    const after = rowAfter(before, edit, { kind: 'done', financial: { tax_amount: 1.24, grand_total: 26.24 } });
    expect(after.content.financial).toEqual({
      ...amounts,
      tax_amount: 1.24,
      grand_total: 26.24,
      credit_card_issuer: 'VISA',
    });
  });
});
