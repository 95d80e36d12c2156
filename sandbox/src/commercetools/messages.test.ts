import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testOrder } from './orders/test-order.ts';
import { START, startTestProject, type TestProject } from './test-project.ts';

describe('messages', () => {
  let project: TestProject;
  beforeAll(async () => {
    project = await startTestProject();
  });
  beforeEach(() => project.reset());
  afterAll(() => project.standIn.close());

  it('are numbered per resource, one by one', async () => {
    await project.standIn.placeOrder(testOrder({ id: 'a' }));
    await project.standIn.placeOrder(testOrder({ id: 'b' }));
    await project.update('/orders/a', { action: 'changePaymentState', paymentState: 'Paid' });
    await project.update('/orders/b', { action: 'changePaymentState', paymentState: 'Paid' });
    expect(project.notifications.map(({ resource, sequenceNumber }) => [resource.id, sequenceNumber])).toEqual([
      ['a', 1],
      ['b', 1],
      ['a', 2],
      ['b', 2],
    ]);
  });

  it('name no order number when the order has none', async () => {
    await project.standIn.placeOrder(testOrder());
    expect(project.notifications[0]).not.toHaveProperty('resourceUserProvidedIdentifiers');
  });

  it('are queried by a compound cursor', async () => {
    for (const id of ['a', 'b', 'c']) await project.standIn.placeOrder(testOrder({ id }));
    project.time.now = START + 1000;
    await project.standIn.placeOrder(testOrder({ id: 'd' }));
    const sort = ['createdAt asc', 'id asc'];
    const first = await project.query('/messages', { sort, limit: '2', withTotal: 'false' });
    const { createdAt, id } = first.body.results[1];
    const where = `createdAt > "${createdAt}" or (createdAt = "${createdAt}" and id > "${id}")`;
    const rest = await project.query('/messages', { sort, where });
    const seen = [...first.body.results, ...rest.body.results].map(({ resource }) => resource.id);
    expect(seen.toSorted()).toEqual(['a', 'b', 'c', 'd']);
    expect(seen.at(-1)).toBe('d');
    expect(first.body.results[0]).toMatchObject({
      type: 'OrderCreated',
      sequenceNumber: 1,
      resource: { typeId: 'order' },
    });
    expect(first.body.results[0]).not.toHaveProperty('notificationType');
  });

  it('are found by type and resource', async () => {
    await project.standIn.placeOrder(testOrder());
    await project.update('/orders/order-1', { action: 'changePaymentState', paymentState: 'Paid' });
    const where = 'type in ("OrderPaymentStateChanged") and resource(typeId="order" and id="order-1")';
    expect((await project.query('/messages', { where })).body.count).toBe(1);
  });

  it('are delivered, but not queryable, while the project has the messages query off', async () => {
    const { body } = await project.call('GET', '');
    expect(body.messages).toEqual({ enabled: true, deleteDaysAfterCreation: 15 });
    const off = {
      action: 'changeMessagesConfiguration',
      messagesConfiguration: { enabled: false, deleteDaysAfterCreation: 1 },
    };
    await project.call('POST', '', { version: body.version, actions: [off] }, project.standIn.merchantClient);
    await project.standIn.placeOrder(testOrder());
    expect((await project.call('GET', '/messages')).body.count).toBe(0);
    expect(project.notifications).toHaveLength(1);
  });
});
