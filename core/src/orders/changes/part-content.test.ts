import type { Order } from '@commercetools/platform-sdk';
import { describe, expect, it } from 'vitest';
import { acceptedRecord, orderContext, shopOrder } from '../../../tests/generators/situations.ts';
import type { ContentField } from '../../records/order-changes.ts';
import { orderContent } from './part-content.ts';

const ADDRESS = { country: 'DE', email: 'ada@shopper.example', phone: '+49 30 1', mobile: '+49 170 1' } as const;

/** Fields of the only part that differ between two versions of an order. */
function changed(before: Order, after: Order): ContentField[] {
  const [one, other] = [before, after].map((order) => {
    const [part] = orderContent(order, acceptedRecord(), { context: orderContext(), skus: new Map() }).parts;
    if (part === undefined) throw new Error('no part');
    return part.fields;
  });
  return [...(one ?? [])].filter(([field, { ours }]) => other?.get(field)?.ours !== ours).map(([field]) => field);
}

describe('a field has changed', () => {
  const order = shopOrder({ shippingAddress: ADDRESS, billingAddress: ADDRESS, customerEmail: 'ada@one.example' });

  it('when the address itself changes what is sent of it', () => {
    const shippingAddress = { ...ADDRESS, email: 'ada@two.example', phone: '+49 30 2' };
    expect(changed(order, shopOrder({ ...order, shippingAddress }))).toEqual(['email', 'phone']);
  });

  it('not when the e-mail of the customer changes while the addresses have their own', () => {
    expect(changed(order, shopOrder({ ...order, customerEmail: 'ada@two.example' }))).toEqual([]);
  });

  it('when it changes and an address has none', () => {
    const { email: _none, ...billingAddress } = ADDRESS;
    const before = { ...order, billingAddress: { ...billingAddress, email: ' ' } };
    expect(changed(before, { ...before, customerEmail: 'ada@two.example' })).toEqual(['billing email']);
  });

  it('not when the mobile number changes while there is a phone number', () => {
    expect(changed(order, shopOrder({ ...order, shippingAddress: { ...ADDRESS, mobile: '+49 170 2' } }))).toEqual([]);
  });
});
