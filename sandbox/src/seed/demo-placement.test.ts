import type { Type } from '@commercetools/platform-sdk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CommercetoolsStandIn, startCommercetools } from '../commercetools/stand-in.ts';
import { seedCatalogue } from './load.ts';
import { buildOrder } from './order-builder.ts';
import { type DemoOrder, demoOrders } from './orders.ts';

const NOW = Date.parse('2026-11-23T16:00:00.000Z');

const nothing = () => 0;
const NO_ORDORO = {
  addWarehouse: nothing,
  addShipper: nothing,
  addCart: nothing,
  addProduct: nothing,
  addPreset: nothing,
  addRule: nothing,
};

/** What post-deploy would have created, as far as a merchant's request needs it. */
const ORDER_TYPE: Partial<Type> = {
  key: 'ordoro-order-sync',
  name: { en: 'Ordoro' },
  resourceTypeIds: ['order'],
  fieldDefinitions: [
    {
      name: 'ordoroRequest',
      label: { en: 'Request' },
      required: false,
      type: { name: 'Enum', values: ['retry', 'export-now', 'hold', 'resume'].map((key) => ({ key, label: key })) },
    },
  ],
};

async function place(commercetools: CommercetoolsStandIn, demo: DemoOrder) {
  const order = buildOrder(demo.order);
  return demo.placedAs === 'before-installation'
    ? commercetools.add('order', order)
    : commercetools.placeOrder(order, demo.placedAs);
}

describe('the demo orders on the commercetools stand-in', () => {
  let commercetools: CommercetoolsStandIn;

  beforeEach(async () => {
    commercetools = await startCommercetools({ clock: () => NOW });
    await seedCatalogue({ commercetools, ordoro: NO_ORDORO });
    commercetools.add('type', ORDER_TYPE);
    for (const demo of demoOrders(NOW)) await place(commercetools, demo);
  });

  afterEach(() => commercetools.close());

  it('are all accepted and announced by the message they ask for, but the old one', () => {
    expect(commercetools.orders().map(({ id }) => id)).toHaveLength(32);
    const types = commercetools.messages().map((message) => (message as { type?: string }).type);
    expect(types.filter((type) => type === 'OrderCreated')).toHaveLength(28);
    expect(types.filter((type) => type === 'OrderImported')).toHaveLength(2);
    expect(types.filter((type) => type === 'OrderCreatedFromRecurringOrder')).toHaveLength(1);
  });

  it('take the later steps that are meant for them', async () => {
    for (const { later, order } of demoOrders(NOW)) {
      if (later !== undefined && later.actions.length > 0) await commercetools.merchantUpdate(order.id, later.actions);
    }
    const byNumber = new Map(commercetools.orders().map((order) => [order.orderNumber, order]));
    expect(byNumber.get('NS-1002')?.paymentState).toBe('Paid');
    expect(byNumber.get('NS-1006')?.shipmentState).toBe('Ready');
    expect(byNumber.get('NS-2004')?.shippingAddress?.postalCode).toBe('12203');
    expect(byNumber.get('NS-3002')).toMatchObject({ orderState: 'Cancelled', paymentState: 'Paid' });
  });
});
