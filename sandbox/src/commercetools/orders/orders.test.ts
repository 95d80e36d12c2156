import type { Cart, OrderImportDraft } from '@commercetools/platform-sdk';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildOrder } from '../../seed/order-builder.ts';
import { START, startTestProject, type TestProject } from '../test-project.ts';
import { extensionRefusal } from './extension-refusal.ts';
import { testOrder } from './test-order.ts';

describe('orders', () => {
  let project: TestProject;
  beforeAll(async () => {
    project = await startTestProject();
  });
  beforeEach(() => project.reset());
  afterAll(() => project.standIn.close());

  const types = () => project.notifications.map(({ type }) => type);
  const merchant = () => project.standIn.merchantClient;

  it.each(['OrderCreated', 'OrderImported', 'OrderCreatedFromRecurringOrder'] as const)(
    'are announced by %s and by nothing else',
    async (type) => {
      project.time.now = START + 1500;
      const placed = await project.standIn.placeOrder(testOrder({ orderNumber: 'N1', paymentState: 'Paid' }), type);
      expect(placed).toMatchObject({ version: 1, createdAt: '2026-11-23T08:00:01.500Z' });
      expect(project.notifications).toMatchObject([
        {
          notificationType: 'Message',
          type,
          sequenceNumber: 1,
          resource: { typeId: 'order', id: 'order-1' },
          resourceVersion: 1,
          resourceUserProvidedIdentifiers: { orderNumber: 'N1' },
          createdAt: '2026-11-23T08:00:01.500Z',
          order: { id: 'order-1', version: 1, paymentState: 'Paid' },
        },
      ]);
    },
  );

  it('have a number that stands once per project', async () => {
    await project.standIn.placeOrder(testOrder({ orderNumber: 'N1' }));
    await expect(project.standIn.placeOrder(testOrder({ id: 'order-2', orderNumber: 'N1' }))).rejects.toMatchObject({
      statusCode: 400,
      errors: [{ code: 'DuplicateField', field: 'orderNumber' }],
    });
  });

  it('are updated by the merchant at their latest version', async () => {
    await project.standIn.placeOrder(testOrder());
    await project.standIn.merchantUpdate('order-1', [{ action: 'changePaymentState', paymentState: 'Paid' }]);
    const order = await project.standIn.merchantUpdate('order-1', [{ action: 'setLocale', locale: 'de' }]);
    expect(order).toMatchObject({ version: 3, locale: 'de', lastModifiedBy: { clientId: 'merchant-client' } });
    expect(project.standIn.traffic.calls).toEqual([]);
  });

  it('send OrderEditApplied, after a message for the line that went, when an edit is applied', async () => {
    await project.standIn.placeOrder(testOrder());
    await project.standIn.editOrder('order-1', (order) => {
      order.lineItems.pop();
      order.totalPrice.centAmount = 2000;
    });
    expect(project.standIn.order('order-1')).toMatchObject({ version: 2, totalPrice: { centAmount: 2000 } });
    expect(types()).toEqual(['OrderCreated', 'OrderLineItemRemoved', 'OrderEditApplied']);
    expect(project.notifications[2]).toMatchObject({
      resourceVersion: 2,
      result: { excerptBeforeEdit: { version: 1 }, excerptAfterEdit: { version: 2 } },
    });
  });

  it('that the merchant edits have new lines and totals, and say which lines grew and fell', async () => {
    const lines = [
      { id: 'mug', sku: 'MUG', quantity: 2, unitPrice: 1600 },
      { id: 'bag', sku: 'BAG', quantity: 3, unitPrice: 1050 },
    ];
    const spec = { id: 'built', createdAt: '2026-11-23T08:00:00.000Z', lines };
    await project.standIn.placeOrder(buildOrder(spec));
    const added = { id: 'dripper', sku: 'DRP', quantity: 1, unitPrice: 2800 };
    const edited = await project.standIn.merchantEditsOrder('built', { quantities: { mug: 5, bag: 0 }, add: [added] });
    expect(edited).toMatchObject({ version: 2, totalPrice: { centAmount: 10_800 } });
    expect(project.notifications.slice(1)).toMatchObject([
      { type: 'OrderLineItemAdded', lineItem: { id: 'mug' }, addedQuantity: 3 },
      { type: 'OrderLineItemAdded', lineItem: { id: 'dripper' }, addedQuantity: 1 },
      { type: 'OrderLineItemRemoved', lineItemId: 'bag', removedQuantity: 3, newQuantity: 0 },
      { type: 'OrderEditApplied', result: { excerptAfterEdit: { totalPrice: { centAmount: 10_800 } } } },
    ]);
  });

  it('are found by any of several numbers in their sync info, in one query', async () => {
    project.standIn.add('channel', { id: 'c1', key: 'ordoro', roles: ['OrderExport'] });
    for (const number of ['1', '2', '3']) {
      await project.standIn.placeOrder(testOrder({ id: `order-${number}`, orderNumber: `N${number}` }));
      await project.standIn.merchantUpdate(`order-${number}`, [
        { action: 'updateSyncInfo', channel: { typeId: 'channel', id: 'c1' }, externalId: `2-N${number}` },
      ]);
    }
    const found = async (where: string) => {
      const query = `where=${encodeURIComponent(where)}&sort=${encodeURIComponent('id asc')}`;
      const { body } = await project.call('GET', `/orders?${query}`, undefined, merchant());
      return body.results.map(({ id }: { id: string }) => id);
    };
    expect(await found('syncInfo(externalId in ("2-N3", "2-N1", "2-N9"))')).toEqual(['order-1', 'order-3']);
    expect(await found('syncInfo(channel(id="c1") and externalId in ("2-N2"))')).toEqual(['order-2']);
    expect(await found('syncInfo(channel(id="c2") and externalId in ("2-N2"))')).toEqual([]);
  });

  it('of which one is refused by an API Extension can all the others be updated', async () => {
    await project.standIn.placeOrder(testOrder());
    await project.standIn.placeOrder(testOrder({ id: 'order-2' }));
    project.standIn.traffic.inject(extensionRefusal(project.standIn.projectKey, 'order-2'));
    const update = { version: 1, actions: [{ action: 'changeOrderState', orderState: 'Confirmed' }] };
    expect((await project.call('POST', '/orders/order-1', update)).status).toBe(200);
    const refused = await project.call('POST', '/orders/order-2', update);
    expect([refused.status, refused.body.errors[0].code]).toEqual([400, 'ExtensionUpdateActionsFailed']);
    expect(project.standIn.order('order-2')?.version).toBe(1);
    project.standIn.traffic.clearFaults();
  });

  it('that track inventory cannot be edited', async () => {
    await project.standIn.placeOrder(testOrder({ inventoryMode: 'TrackOnly' }));
    await expect(project.standIn.editOrder('order-1', () => undefined)).rejects.toThrow('no edit possible');
  });

  it('send OrderDeleted with the order when they are deleted, in either way', async () => {
    await project.standIn.placeOrder(testOrder());
    await project.standIn.placeOrder(testOrder({ id: 'order-2' }));
    await project.standIn.deleteOrder('order-1');
    await project.call('DELETE', '/orders/order-2?version=1');
    expect(project.notifications.slice(2)).toMatchObject([
      { type: 'OrderDeleted', sequenceNumber: 2, order: { id: 'order-1' }, createdBy: { clientId: 'merchant-client' } },
      {
        type: 'OrderDeleted',
        sequenceNumber: 2,
        order: { id: 'order-2' },
        createdBy: { clientId: 'connector-client' },
      },
    ]);
    expect(project.standIn.orders()).toEqual([]);
  });

  it('made from a cart have no number unless the draft gives one, keep custom lines and draft states', async () => {
    const { lineItems, totalPrice } = testOrder();
    const cart = { id: 'cart-1', lineItems, customLineItems: [], totalPrice, inventoryMode: 'TrackOnly', shipping: [] };
    project.standIn.add('inventory-entry', { sku: 'A', quantityOnStock: 5, availableQuantity: 5 });
    project.standIn.add('cart', cart as unknown as Cart);
    const draft = { cart: { typeId: 'cart', id: 'cart-1' }, version: 1, paymentState: 'Paid', shipmentState: 'Ready' };
    const { status, body } = await project.call('POST', '/orders', draft, merchant());
    expect(status).toBe(201);
    expect(body).not.toHaveProperty('orderNumber');
    expect(body).toMatchObject({
      version: 1,
      paymentState: 'Paid',
      shipmentState: 'Ready',
      inventoryMode: 'TrackOnly',
    });
    expect(types()).toEqual(['OrderCreated']);
    expect(project.standIn.inventory()[0]?.quantityOnStock).toBe(3);
  });

  it('are refused when they are made with a number that is taken', async () => {
    const { lineItems, totalPrice } = testOrder();
    project.standIn.add('cart', { id: 'cart-1', lineItems, customLineItems: [], totalPrice, shipping: [] } as never);
    await project.standIn.placeOrder(testOrder({ orderNumber: 'N1' }));
    const draft = { cart: { typeId: 'cart', id: 'cart-1' }, version: 1, orderNumber: 'N1' };
    const { status, body } = await project.call('POST', '/orders', draft, merchant());
    expect([status, body.errors[0].code]).toEqual([400, 'DuplicateField']);
  });

  it('that are imported keep shipment state, country and shipping info', async () => {
    const draft: Partial<OrderImportDraft> = {
      orderNumber: 'I1',
      totalPrice: { currencyCode: 'EUR', centAmount: 100 },
      shipmentState: 'Ready',
      country: 'DE',
      shippingInfo: {
        shippingMethodName: 'Truck',
        price: { currencyCode: 'EUR', centAmount: 0 },
        shippingRate: { price: { currencyCode: 'EUR', centAmount: 0 } },
      },
    };
    const { body } = await project.call('POST', '/orders/import', draft, merchant());
    expect(body).toMatchObject({
      orderNumber: 'I1',
      shipmentState: 'Ready',
      country: 'DE',
      shippingInfo: { shippingMethodName: 'Truck' },
    });
    expect(types()).toEqual(['OrderImported']);
  });
});
