import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestProject, type TestProject } from '../test-project.ts';
import { multipleShippingOrder, testOrder } from './test-order.ts';

describe('the estimated delivery', () => {
  let project: TestProject;
  beforeAll(async () => {
    project = await startTestProject();
  });
  beforeEach(() => project.reset());
  afterAll(() => project.standIn.close());

  const estimatedDelivery = { until: '2026-12-01T00:00:00.000Z' };
  const set = (more: object) => project.update('/orders/order-1', { action: 'setEstimatedDelivery', ...more });

  it('of shipping mode Single is set without shipping key', async () => {
    await project.standIn.placeOrder(testOrder());
    expect((await set({ estimatedDelivery })).body.shippingInfo.estimatedDelivery).toEqual(estimatedDelivery);
    expect((await set({ estimatedDelivery, shippingKey: 'air' })).body.errors[0].code).toBe('InvalidOperation');
    expect((await set({})).body.shippingInfo).not.toHaveProperty('estimatedDelivery');
  });

  it('of shipping mode Multiple needs a shipping key', async () => {
    await project.standIn.placeOrder(multipleShippingOrder());
    expect((await set({ estimatedDelivery })).body.errors[0].code).toBe('InvalidOperation');
    const { body } = await set({ estimatedDelivery, shippingKey: 'sea' });
    expect(body.shipping[1].shippingInfo.estimatedDelivery).toEqual(estimatedDelivery);
    expect(project.notifications.at(-1)).toMatchObject({ type: 'OrderEstimatedDeliverySet', shippingKey: 'sea' });
  });
});
