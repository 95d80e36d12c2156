import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestProject, type TestProject } from '../test-project.ts';
import { testOrder } from './test-order.ts';

describe('order states', () => {
  let project: TestProject;
  const state = (id: string) => ({ typeId: 'state' as const, id });
  beforeAll(async () => {
    project = await startTestProject();
  });
  beforeEach(async () => {
    await project.reset();
    const { standIn } = project;
    standIn.add('state', { id: 'new', key: 'new', type: 'OrderState', initial: true, transitions: [state('ready')] });
    standIn.add('state', { id: 'ready', key: 'ready', type: 'OrderState', initial: false });
    standIn.add('state', { id: 'line', key: 'line', type: 'LineItemState', initial: true });
    await standIn.placeOrder(testOrder());
    project.notifications.length = 0;
  });
  afterAll(() => project.standIn.close());

  const update = (...actions: readonly object[]) => project.update('/orders/order-1', ...actions);
  const transition = (id: string, force?: boolean) => update({ action: 'transitionState', state: state(id), force });

  it('change with a message that names the old state', async () => {
    await update(
      { action: 'changeOrderState', orderState: 'Confirmed' },
      { action: 'changePaymentState', paymentState: 'Paid' },
      { action: 'changeShipmentState', shipmentState: 'Shipped' },
    );
    expect(project.notifications).toMatchObject([
      { type: 'OrderStateChanged', orderState: 'Confirmed', oldOrderState: 'Open', resourceVersion: 2 },
      { type: 'OrderPaymentStateChanged', paymentState: 'Paid', resourceVersion: 3 },
      { type: 'OrderShipmentStateChanged', shipmentState: 'Shipped', resourceVersion: 4 },
    ]);
    expect(project.notifications[1]).not.toHaveProperty('oldPaymentState');
  });

  it('send no message when the state is the same as before', async () => {
    await update({ action: 'changeOrderState', orderState: 'Open' });
    expect(project.notifications).toEqual([]);
  });

  it.each([
    { action: 'changeOrderState', orderState: 'Canceled' },
    { action: 'changePaymentState', paymentState: 'paid' },
    { action: 'changeShipmentState', shipmentState: 'Cancelled' },
  ])('take only the values of the platform: $action refuses others', async (action) => {
    const { status, body } = await update(action);
    expect([status, body.errors[0].code]).toEqual([400, 'InvalidField']);
  });

  it('keep only the id of a workflow State', async () => {
    const { body } = await update({ action: 'transitionState', state: { typeId: 'state', key: 'new' } });
    expect(body.state).toEqual({ typeId: 'state', id: 'new' });
    expect(project.notifications).toMatchObject([{ type: 'OrderStateTransition', state: state('new'), force: false }]);
  });

  it('start with an initial State', async () => {
    expect((await transition('ready')).body.errors[0].code).toBe('InvalidOperation');
    expect((await transition('new')).status).toBe(200);
  });

  it('follow the transitions of the State, unless forced', async () => {
    await transition('new');
    expect((await transition('ready')).status).toBe(200);
    project.standIn.add('state', { id: 'ready', key: 'ready', type: 'OrderState', initial: false, transitions: [] });
    expect((await transition('new')).body.errors[0].code).toBe('InvalidOperation');
    expect((await transition('new', true)).status).toBe(200);
    expect(project.notifications.at(-1)).toMatchObject({ oldState: state('ready'), force: true });
  });

  it('refuse a State of another type and one that does not exist', async () => {
    expect((await transition('line')).body.errors[0].code).toBe('InvalidOperation');
    expect((await transition('gone')).body.errors[0].code).toBe('ReferencedResourceNotFound');
  });
});
