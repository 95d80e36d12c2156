import type { Cart, OrderImportDraft } from '@commercetools/platform-sdk';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { START, startTestProject, type TestProject } from '../test-project.ts';
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

  it('send OrderEditApplied, and no other message, when an edit is applied', async () => {
    await project.standIn.placeOrder(testOrder());
    await project.standIn.editOrder('order-1', (order) => {
      order.lineItems.pop();
      order.totalPrice.centAmount = 2000;
    });
    expect(project.standIn.order('order-1')).toMatchObject({ version: 2, totalPrice: { centAmount: 2000 } });
    expect(types()).toEqual(['OrderCreated', 'OrderEditApplied']);
    expect(project.notifications[1]).toMatchObject({
      resourceVersion: 2,
      result: { excerptBeforeEdit: { version: 1 }, excerptAfterEdit: { version: 2 } },
    });
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
