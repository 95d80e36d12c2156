import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestProject, type TestProject } from '../test-project.ts';
import { testOrder } from './test-order.ts';

describe('returns', () => {
  let project: TestProject;
  beforeAll(async () => {
    project = await startTestProject();
  });
  beforeEach(async () => {
    await project.reset();
    await project.standIn.placeOrder(testOrder());
    project.notifications.length = 0;
  });
  afterAll(() => project.standIn.close());

  const update = (...actions: readonly object[]) => project.update('/orders/order-1', ...actions);
  const item = { key: 'r-1', lineItemId: 'line-a', quantity: 1, shipmentState: 'Returned', comment: 'too small' };
  const add = (...items: readonly object[]) => update({ action: 'addReturnInfo', items, returnTrackingId: '9Z' });

  it('keep item key, comment, tracking id and time', async () => {
    const { body } = await add(item);
    expect(body.returnInfo).toEqual([
      {
        returnTrackingId: '9Z',
        items: [
          {
            ...item,
            id: expect.any(String),
            type: 'LineItemReturnItem',
            paymentState: 'Initial',
            createdAt: '2026-11-23T08:00:00.000Z',
            lastModifiedAt: '2026-11-23T08:00:00.000Z',
          },
        ],
      },
    ]);
    expect(project.notifications).toMatchObject([{ type: 'ReturnInfoAdded', returnInfo: { items: [{ key: 'r-1' }] } }]);
  });

  it('are added to the ones before', async () => {
    await add(item);
    expect((await add({ ...item, key: 'r-2' })).body.returnInfo).toHaveLength(2);
  });

  it.each([
    ['no item', []],
    ['an unknown line', [{ ...item, lineItemId: 'line-z' }]],
    ['no line', [{ ...item, lineItemId: undefined }]],
    ['a state a return cannot start in', [{ ...item, shipmentState: 'BackInStock' }]],
    ['quantity 0', [{ ...item, quantity: 0 }]],
    ['the same key twice', [item, item]],
  ])('refuse %s', async (_what, items) => {
    expect((await add(...items)).status).toBe(400);
  });

  it('are all replaced by setReturnInfo', async () => {
    await add(item);
    const { body } = await update({ action: 'setReturnInfo', items: [{ items: [{ ...item, quantity: 2 }] }] });
    expect(body.returnInfo).toMatchObject([{ items: [{ key: 'r-1', quantity: 2 }] }]);
    expect(project.notifications.at(-1)?.type).toBe('ReturnInfoSet');
  });

  it('go from Advised to Returned to BackInStock or Unusable, by item key or id', async () => {
    const { body } = await add({ ...item, shipmentState: 'Advised' });
    const set = (shipmentState: string) =>
      update({ action: 'setReturnShipmentState', returnItemKey: 'r-1', shipmentState });
    expect((await set('BackInStock')).body.errors[0].code).toBe('InvalidOperation');
    expect((await set('Returned')).status).toBe(200);
    const returnItemId = body.returnInfo[0].items[0].id;
    await update({ action: 'setReturnShipmentState', returnItemId, shipmentState: 'BackInStock' });
    expect((await set('Unusable')).body.errors[0].code).toBe('InvalidOperation');
    expect(project.notifications.slice(1)).toMatchObject([
      { type: 'OrderReturnShipmentStateChanged', returnItemId, returnShipmentState: 'Returned' },
      { type: 'OrderReturnShipmentStateChanged', returnItemId, returnShipmentState: 'BackInStock' },
    ]);
  });

  it('change their payment state without a message', async () => {
    await add(item);
    const { body } = await update({ action: 'setReturnPaymentState', returnItemKey: 'r-1', paymentState: 'Refunded' });
    expect(body.returnInfo[0].items[0].paymentState).toBe('Refunded');
    expect(project.notifications.map(({ type }) => type)).toEqual(['ReturnInfoAdded']);
  });

  it('have their own slot for a Type', async () => {
    const fieldDefinitions = [{ name: 'reason', label: {}, required: false, type: { name: 'String' as const } }];
    project.standIn.add('type', { key: 'return', resourceTypeIds: ['order-return-item'], fieldDefinitions });
    await add(item);
    const { body } = await update(
      { action: 'setReturnItemCustomType', returnItemKey: 'r-1', type: { typeId: 'type', key: 'return' } },
      { action: 'setReturnItemCustomField', returnItemKey: 'r-1', name: 'reason', value: 'size' },
    );
    expect(body.returnInfo[0].items[0].custom.fields).toEqual({ reason: 'size' });
  });
});
