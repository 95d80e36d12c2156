import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestProject, type TestProject } from '../test-project.ts';
import { testOrder } from './test-order.ts';

describe('line item states', () => {
  let project: TestProject;
  const state = (id: string) => ({ typeId: 'state' as const, id });
  beforeAll(async () => {
    project = await startTestProject();
  });
  beforeEach(async () => {
    await project.reset();
    const { standIn } = project;
    const transitions = [state('shipped')];
    standIn.add('state', { id: 'line-initial', key: 'Initial', type: 'LineItemState', initial: true, transitions });
    standIn.add('state', { id: 'shipped', key: 'shipped', type: 'LineItemState', initial: false, transitions: [] });
    standIn.add('state', { id: 'order', key: 'order', type: 'OrderState', initial: true });
    await standIn.placeOrder(testOrder());
    project.notifications.length = 0;
  });
  afterAll(() => project.standIn.close());

  const move = (quantity: number, from: string, to: string) =>
    project.update('/orders/order-1', {
      action: 'transitionLineItemState',
      lineItemId: 'line-b',
      quantity,
      fromState: state(from),
      toState: { typeId: 'state', key: to },
    });

  it('move only the units of a transition', async () => {
    const { body } = await move(2, 'line-initial', 'shipped');
    expect(body.lineItems[1].state).toEqual([
      { quantity: 1, state: state('line-initial') },
      { quantity: 2, state: state('shipped') },
    ]);
    const all = await move(1, 'line-initial', 'shipped');
    expect(all.body.lineItems[1].state).toEqual([{ quantity: 3, state: state('shipped') }]);
  });

  it('refuse a transition of more units than are in the state', async () => {
    expect((await move(4, 'line-initial', 'shipped')).body.errors[0].code).toBe('InvalidOperation');
    expect((await move(1, 'shipped', 'Initial')).body.errors[0].code).toBe('InvalidOperation');
  });

  it('refuse a transition that the State does not list, and a State of another type', async () => {
    await move(3, 'line-initial', 'shipped');
    expect((await move(1, 'shipped', 'Initial')).body.errors[0].code).toBe('InvalidOperation');
    expect((await move(1, 'shipped', 'order')).body.errors[0].code).toBe('InvalidOperation');
  });

  it('report a transition', async () => {
    await move(2, 'line-initial', 'shipped');
    expect(project.notifications).toMatchObject([
      {
        type: 'LineItemStateTransition',
        lineItemId: 'line-b',
        quantity: 2,
        fromState: state('line-initial'),
        toState: state('shipped'),
        transitionDate: '2026-11-23T08:00:00.000Z',
      },
    ]);
  });

  it('are imported against transitions, when the quantities add up to the line', async () => {
    const importStates = (quantity: number) =>
      project.update('/orders/order-1', {
        action: 'importLineItemState',
        lineItemId: 'line-b',
        state: [{ quantity, state: state('shipped') }],
      });
    expect((await importStates(2)).body.errors[0].code).toBe('InvalidOperation');
    expect((await importStates(3)).body.lineItems[1].state).toEqual([{ quantity: 3, state: state('shipped') }]);
  });
});
