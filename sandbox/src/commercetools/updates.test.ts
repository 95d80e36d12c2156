import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testOrder } from './orders/test-order.ts';
import { START, startTestProject, type TestProject } from './test-project.ts';

describe('updates', () => {
  let project: TestProject;
  beforeAll(async () => {
    project = await startTestProject();
  });
  beforeEach(async () => {
    await project.reset();
    await project.standIn.placeOrder(testOrder());
  });
  afterAll(() => project.standIn.close());

  const post = (version: number, ...actions: readonly object[]) =>
    project.call('POST', '/orders/order-1', { version, actions });
  const pay = { action: 'changePaymentState', paymentState: 'Paid' };

  it('refuse a stale version with 409 and tell the current one', async () => {
    await post(1, pay);
    const { status, body } = await post(1, { action: 'changePaymentState', paymentState: 'Failed' });
    expect(status).toBe(409);
    expect(body.errors).toEqual([expect.objectContaining({ code: 'ConcurrentModification', currentVersion: 2 })]);
  });

  it('refuse a stale version even when nothing would change', async () => {
    await post(1, pay);
    expect((await post(1, pay)).status).toBe(409);
    expect((await post(1)).status).toBe(409);
    expect((await post(3, pay)).status).toBe(409);
  });

  it('leave version and time alone when nothing changes', async () => {
    await post(1, pay);
    project.time.now = START + 1000;
    expect((await post(2, pay)).body).toMatchObject({ version: 2, lastModifiedAt: '2026-11-23T08:00:00.000Z' });
  });

  it('let exactly one of several simultaneous updates of one version win', async () => {
    const states = ['Paid', 'Failed', 'Pending', 'BalanceDue', 'CreditOwed'];
    const answers = await Promise.all(states.map((paymentState) => post(1, { ...pay, paymentState })));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409]);
  });

  it('apply all actions or none', async () => {
    const { status } = await post(1, pay, { action: 'changeOrderState', orderState: 'Lost' });
    expect(status).toBe(400);
    expect(project.standIn.order('order-1')).toMatchObject({ version: 1 });
    expect(project.standIn.order('order-1')?.paymentState).toBeUndefined();
    expect(project.notifications.map(({ type }) => type)).toEqual(['OrderCreated']);
  });

  it('take at most 500 actions', async () => {
    const actions = Array.from({ length: 501 }, () => pay);
    expect((await post(1, ...actions)).body.errors[0].code).toBe('InvalidInput');
    expect((await post(1, ...actions.slice(1))).status).toBe(200);
  });

  it('refuse an action the platform does not have with 400 InvalidInput', async () => {
    for (const action of ['shipIt', 'apply', 'constructor', '_setCustomType']) {
      expect((await post(1, { action })).body.errors[0].code).toBe('InvalidInput');
    }
  });

  it('refuse a body without version or actions with 400 InvalidJsonInput', async () => {
    for (const body of [{ actions: [] }, { version: 1 }, 'no json', { version: 1, actions: [{}] }]) {
      const answer = await project.call('POST', '/orders/order-1', body);
      expect([answer.status, answer.body.errors[0].code]).toEqual([400, 'InvalidJsonInput']);
    }
  });

  it('answer 404 for a resource that is not there', async () => {
    const { status, body } = await project.call('POST', '/orders/nobody', { version: 1, actions: [] });
    expect([status, body.errors[0].code]).toEqual([404, 'ResourceNotFound']);
  });

  it('work by order number, percent-encoded', async () => {
    await project.standIn.placeOrder(testOrder({ id: 'order-2', orderNumber: 'A/1 ü' }));
    const path = `/orders/order-number=${encodeURIComponent('A/1 ü')}`;
    expect((await project.call('GET', path)).body.id).toBe('order-2');
    expect((await project.call('POST', path, { version: 1, actions: [pay] })).body.version).toBe(2);
    expect((await project.call('DELETE', `${path}?version=1`)).status).toBe(409);
    expect((await project.call('DELETE', `${path}?version=2`)).status).toBe(200);
    expect((await project.call('GET', path)).status).toBe(404);
  });
});

describe('deletes', () => {
  let project: TestProject;
  beforeAll(async () => {
    project = await startTestProject();
    await project.standIn.placeOrder(testOrder());
  });
  afterAll(() => project.standIn.close());

  it('need the current version: none is 400, another one is 409', async () => {
    expect((await project.call('DELETE', '/orders/order-1')).status).toBe(400);
    expect((await project.call('DELETE', '/orders/order-1?version=2')).status).toBe(409);
    expect((await project.call('DELETE', '/orders/order-1?version=1')).status).toBe(200);
    expect(project.standIn.orders()).toEqual([]);
  });
});

describe('time', () => {
  it('comes from the clock of the project, in the Date header too', async () => {
    const project = await startTestProject();
    project.time.now = Date.parse('2027-03-01T12:00:00.250Z');
    const { headers, body } = await project.call('POST', '/channels', { key: 'east' });
    const failed = await project.call('GET', '/channels/nobody');
    project.time.now -= 60_000;
    const updated = await project.update(`/channels/${body.id}`, { action: 'changeName', name: { en: 'East' } });
    await project.standIn.close();
    expect(headers.get('date')).toBe('Mon, 01 Mar 2027 12:00:00 GMT');
    expect(failed.headers.get('date')).toBe('Mon, 01 Mar 2027 12:00:00 GMT');
    expect(body).toMatchObject({ createdAt: '2027-03-01T12:00:00.250Z', lastModifiedAt: '2027-03-01T12:00:00.250Z' });
    // A clock that steps back does not put the change before the creation.
    expect(updated.body).toMatchObject({ version: 2, lastModifiedAt: '2027-03-01T12:00:00.250Z' });
  });
});
