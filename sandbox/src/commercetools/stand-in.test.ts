import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MessageRelay } from '../relay/message-relay.ts';
import { testOrder } from './orders/test-order.ts';
import { START, startTestProject, type TestProject } from './test-project.ts';

describe('the commercetools stand-in', () => {
  let project: TestProject;
  beforeAll(async () => {
    project = await startTestProject();
  });
  beforeEach(() => project.reset());
  afterAll(() => project.standIn.close());

  const pay = () =>
    project.call('POST', '/orders/order-1', {
      version: 1,
      actions: [{ action: 'changePaymentState', paymentState: 'Paid' }],
    });

  it('records calls over HTTP, but not what the merchant does by methods', async () => {
    await project.standIn.placeOrder(testOrder());
    await project.standIn.putCustomObject('box', 'k', 1);
    await project.call('GET', '/orders/order-1');
    expect(project.standIn.traffic.calls.map(({ method, path, status }) => [method, path, status]).at(-1)).toEqual([
      'GET',
      '/sandbox/orders/order-1',
      200,
    ]);
    expect(project.standIn.traffic.count({ method: 'POST', path: '/sandbox/' })).toBe(0);
  });

  it('does nothing when a fault comes before the work', async () => {
    await project.standIn.placeOrder(testOrder());
    project.standIn.traffic.inject({
      match: { method: 'POST' },
      effect: { kind: 'status', when: 'before-work', status: 503 },
    });
    expect((await pay()).status).toBe(503);
    expect(project.standIn.order('order-1')?.version).toBe(1);
  });

  it('has done its work when the connection is cut afterwards', async () => {
    await project.standIn.placeOrder(testOrder());
    project.standIn.traffic.inject({ match: { method: 'POST' }, effect: { kind: 'reset', when: 'after-work' } });
    await expect(pay()).rejects.toThrow();
    expect(project.standIn.order('order-1')).toMatchObject({ version: 2, paymentState: 'Paid' });
  });

  it('keeps serving other calls while one answer hangs', async () => {
    await project.standIn.placeOrder(testOrder());
    project.standIn.traffic.inject({ match: { method: 'POST' }, effect: { kind: 'hang', when: 'after-work' } });
    const hanging = pay().catch(() => 'cut');
    while (project.standIn.order('order-1')?.version === 1) await new Promise((resolve) => setImmediate(resolve));
    expect((await project.call('POST', '/custom-objects', { container: 'a', key: 'k', value: 1 })).status).toBe(201);
    project.standIn.traffic.clearFaults();
    void hanging;
  });

  it('feeds a relay, which asks it for the Subscriptions', async () => {
    const relay = new MessageRelay({
      clock: () => START,
      projectKey: 'sandbox',
      subscriptions: () => project.standIn.subscriptions(),
    });
    project.standIn.onMessage(relay.enqueue);
    await project.call('POST', '/subscriptions', {
      destination: { type: 'GoogleCloudPubSub', projectId: 'p', topic: 't' },
      messages: [{ resourceTypeId: 'order', types: ['OrderPaymentStateChanged'] }],
    });
    await project.standIn.placeOrder(testOrder());
    await pay();
    expect(relay.queue.map(({ notification }) => notification.type ?? notification.notificationType)).toEqual([
      'ResourceCreated',
      'OrderPaymentStateChanged',
    ]);
  });

  it('adds resources as given, filling in id, version and times', () => {
    const { standIn } = project;
    expect(standIn.add('channel', { key: 'east' })).toMatchObject({
      id: expect.any(String),
      version: 1,
      createdAt: '2026-11-23T08:00:00.000Z',
      lastModifiedAt: '2026-11-23T08:00:00.000Z',
    });
    const old = { id: 'old', key: 'old', createdAt: '2020-01-01T00:00:00.000Z' };
    expect(standIn.add('channel', old)).toMatchObject({ id: 'old', lastModifiedAt: '2020-01-01T00:00:00.000Z' });
    expect(standIn.all('channel').map(({ key }) => key)).toEqual(['east', 'old']);
  });

  it('hands out copies: changing one changes nothing', async () => {
    await project.standIn.placeOrder(testOrder());
    const [order] = project.standIn.orders();
    Object.assign(order!, { orderState: 'Complete' });
    expect(project.standIn.order('order-1')?.orderState).toBe('Open');
  });

  it('is empty after a reset and still takes the tokens given out', async () => {
    await project.standIn.placeOrder(testOrder());
    await project.standIn.putCustomObject('box', 'k', 1);
    await project.standIn.reset();
    expect([project.standIn.orders(), project.standIn.customObject('box', 'k'), project.standIn.messages()]).toEqual([
      [],
      undefined,
      [],
    ]);
    expect((await project.call('GET', '/orders')).status).toBe(200);
  });

  it('takes stock set by the merchant, with the message of the endpoint', async () => {
    const east = project.standIn.add('channel', { key: 'east' });
    const supplyChannel = { typeId: 'channel' as const, id: east.id };
    project.standIn.add('inventory-entry', { sku: 'A', supplyChannel, quantityOnStock: 4, availableQuantity: 3 });
    await project.standIn.merchantSetsStock({ sku: 'A', channelId: east.id }, 9);
    expect(project.standIn.inventory()).toMatchObject([{ quantityOnStock: 9, availableQuantity: 8, version: 2 }]);
    expect(project.standIn.messages()).toMatchObject([
      { type: 'InventoryEntryQuantitySet', oldQuantityOnStock: 4, newQuantityOnStock: 9 },
    ]);
    await expect(project.standIn.merchantSetsStock({ sku: 'B', channelId: east.id }, 9)).rejects.toMatchObject({
      statusCode: 404,
    });
  });

  it('takes orders deleted or updated by methods only when they are there', async () => {
    await expect(project.standIn.deleteOrder('nobody')).rejects.toMatchObject({ statusCode: 404 });
    await expect(project.standIn.merchantUpdate('nobody', [])).rejects.toMatchObject({ statusCode: 404 });
    await expect(project.standIn.deleteCustomObject('box', 'k')).rejects.toMatchObject({ statusCode: 404 });
  });
});
