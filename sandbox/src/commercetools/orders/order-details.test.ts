import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { START, startTestProject, type TestProject } from '../test-project.ts';
import { testOrder } from './test-order.ts';

describe.each(['append', 'replace'] as const)('sync info, when a second entry for a channel is to %s', (syncInfo) => {
  let project: TestProject;
  beforeAll(async () => {
    project = await startTestProject({ syncInfo });
  });
  beforeEach(async () => {
    await project.reset();
    const { standIn } = project;
    standIn.add('channel', { id: 'export', key: 'ordoro', roles: ['OrderExport'] });
    standIn.add('channel', { id: 'import', key: 'erp', roles: ['OrderImport'] });
    standIn.add('channel', { id: 'east', key: 'us-east', roles: ['InventorySupply'] });
    await standIn.placeOrder(testOrder());
    project.notifications.length = 0;
  });
  afterAll(() => project.standIn.close());

  const sync = (key: string, externalId?: string) =>
    project.update('/orders/order-1', { action: 'updateSyncInfo', channel: { typeId: 'channel', key }, externalId });

  it('names channel, external id and the time of the update', async () => {
    project.time.now = START + 1000;
    expect((await sync('ordoro', '1-1')).body.syncInfo).toEqual([
      { channel: { typeId: 'channel', id: 'export' }, externalId: '1-1', syncedAt: '2026-11-23T08:00:01.000Z' },
    ]);
  });

  it('keeps the entries of other channels', async () => {
    await sync('erp', 'E');
    const { body } = await sync('ordoro', '1-1');
    expect(body.syncInfo.map(({ externalId }: { externalId: string }) => externalId)).toEqual(['E', '1-1']);
  });

  it('does as it was told with a second entry for the same channel', async () => {
    await sync('ordoro', '1-1');
    const { body } = await sync('ordoro', '1-2');
    const numbers = body.syncInfo.map(({ externalId }: { externalId: string }) => externalId);
    expect(numbers).toEqual(syncInfo === 'append' ? ['1-1', '1-2'] : ['1-2']);
  });

  it('refuses a channel without the role OrderExport or OrderImport with 400 InvalidInput', async () => {
    const { status, body } = await sync('us-east', '1-1');
    expect([status, body.errors[0].code]).toEqual([400, 'InvalidInput']);
  });

  it('refuses a channel that does not exist with 400 ReferencedResourceNotFound', async () => {
    const { status, body } = await sync('nowhere', '1-1');
    expect([status, body.errors[0].code]).toEqual([400, 'ReferencedResourceNotFound']);
  });

  it('sends no message', async () => {
    await sync('ordoro', '1-1');
    expect(project.notifications).toEqual([]);
  });
});

describe('order details', () => {
  let project: TestProject;
  beforeAll(async () => {
    project = await startTestProject();
  });
  beforeEach(async () => {
    await project.reset();
    await project.standIn.placeOrder(testOrder({ shippingAddress: { country: 'DE', city: 'Bonn' } }));
    project.notifications.length = 0;
  });
  afterAll(() => project.standIn.close());

  const update = (...actions: readonly object[]) => project.update('/orders/order-1', ...actions);

  it('report changed addresses, email and purchase order number with the old value', async () => {
    await update(
      { action: 'setShippingAddress', address: { country: 'DE', city: 'Köln' } },
      { action: 'setBillingAddress', address: { country: 'AT' } },
      { action: 'setCustomerEmail', email: 'a@example.com' },
      { action: 'setPurchaseOrderNumber', purchaseOrderNumber: 'PO' },
      { action: 'setCustomerEmail', email: 'a@example.com' },
    );
    expect(project.notifications).toMatchObject([
      {
        type: 'OrderShippingAddressSet',
        address: { country: 'DE', city: 'Köln' },
        oldAddress: { country: 'DE', city: 'Bonn' },
      },
      { type: 'OrderBillingAddressSet', address: { country: 'AT' } },
      { type: 'OrderCustomerEmailSet', email: 'a@example.com' },
      { type: 'OrderPurchaseOrderNumberSet', purchaseOrderNumber: 'PO' },
    ]);
  });

  it('remove an address that is left out', async () => {
    const { body } = await update({ action: 'setShippingAddress' });
    expect(body).not.toHaveProperty('shippingAddress');
    expect(project.notifications).toMatchObject([{ type: 'OrderShippingAddressSet' }]);
  });

  it('refuse an address without country', async () => {
    expect((await update({ action: 'setShippingAddress', address: { city: 'Bonn' } })).status).toBe(400);
  });

  it('take an order number once, and no number that another order has', async () => {
    await project.standIn.placeOrder(testOrder({ id: 'order-2', orderNumber: 'N2' }));
    const set = (orderNumber: string) => update({ action: 'setOrderNumber', orderNumber });
    expect((await set('N2')).body.errors[0].code).toBe('DuplicateField');
    expect((await set('N1')).body.orderNumber).toBe('N1');
    expect((await set('N3')).body.errors[0].code).toBe('InvalidOperation');
  });
});
