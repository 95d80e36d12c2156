import { type Connector, PlatformError } from '@commercetools-ordoro/core';
import { describe, expect, it, jest } from '@jest/globals';
import supertest from 'supertest';
import { createEventApp } from './app.ts';

const silent = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {}, child: () => silent };

/** The event app over a connector whose orders are dealt with by `sync`, and whose inventory entries by `look`. */
function eventApp(
  sync: (orderId: string, limits?: object) => Promise<{ outcome: string; changed: boolean }>,
  look: (message: object, limits: object) => Promise<string> = async () => 'irrelevant',
  parts: Partial<Pick<Connector, 'deadline' | 'tellOf'>> = {},
) {
  const connector = {
    logger: silent,
    clock: () => 1_000_000,
    deadline: () => ({ passed: new Promise<void>(() => undefined), cancel: () => undefined }),
    tellOf: () => undefined,
    settings: { commercetools: { projectKey: 'shop', clientId: 'connector' } },
    orders: { sync },
    stock: { look },
    health: async () => ({ status: 200, body: { status: 'OK' } }),
    ...parts,
  };
  return supertest(createEventApp(connector as unknown as Connector));
}

const message = {
  notificationType: 'Message',
  projectKey: 'shop',
  id: 'b3e6a6f0-1111-4222-8333-444455556666',
  version: 1,
  sequenceNumber: 1,
  resource: { typeId: 'order', id: '9c3e6a6f-1111-4222-8333-444455556666' },
  resourceVersion: 1,
  type: 'OrderPaymentStateChanged',
  paymentState: 'Paid',
};

const pushed = (notification: object) => ({
  message: { data: Buffer.from(JSON.stringify(notification)).toString('base64') },
});

describe('POST /event', () => {
  it('has the order of a message brought in step, with a second to begin sending and five to read, and acknowledges', async () => {
    const sync = jest.fn(async () => ({ outcome: 'exported', changed: true }));
    await eventApp(sync).post('/event').send(pushed(message)).expect(204);
    expect(sync.mock.calls).toEqual([
      ['9c3e6a6f-1111-4222-8333-444455556666', { sendBy: 1_001_000, readBy: 1_005_000 }],
    ]);
  });

  it('has the entry of an inventory message looked at, with three seconds to begin sending, and acknowledges', async () => {
    const sync = jest.fn(async () => ({ outcome: 'exported', changed: true }));
    const look = jest.fn(async () => 'pushed');
    const entry = { typeId: 'inventory-entry', id: '1c3e6a6f-1111-4222-8333-444455556666' };
    const quantitySet = { ...message, resource: entry, type: 'InventoryEntryQuantitySet', sku: 'CUP' };
    await eventApp(sync, look).post('/event').send(pushed(quantitySet)).expect(204);
    expect(look.mock.calls).toEqual([
      [
        { look: 'inventory', entryId: entry.id, sku: 'CUP' },
        { sendBy: 1_003_000, readBy: 1_005_000, sentBy: 1_006_500 },
      ],
    ]);
    expect(sync).not.toHaveBeenCalled();
  });

  it.each([
    [
      'a test of the Subscription',
      { ...message, notificationType: 'ResourceCreated', resource: { typeId: 'subscription', id: 'x' } },
    ],
    ['a message of another project', { ...message, projectKey: 'other' }],
    ['a message that changes nothing in Ordoro', { ...message, type: 'DeliveryAdded' }],
    [
      'the own change of a field',
      { ...message, type: 'OrderCustomFieldChanged', name: 'ordoroSyncStatus', value: 'held' },
    ],
  ])('acknowledges %s without a call', async (_what, notification) => {
    const sync = jest.fn(async () => ({ outcome: 'waiting', changed: false }));
    await eventApp(sync).post('/event').send(pushed(notification)).expect(204);
    expect(sync).not.toHaveBeenCalled();
  });

  it.each([
    ['no JSON', 'hello'],
    ['an empty body', ''],
    ['data that is not base64 JSON', JSON.stringify({ message: { data: '%%%' } })],
  ])('acknowledges %s, because it will not become readable', async (_what, body) => {
    const sync = jest.fn(async () => ({ outcome: 'waiting', changed: false }));
    await eventApp(sync).post('/event').type('application/json').send(body).expect(204);
    expect(sync).not.toHaveBeenCalled();
  });

  it('asks for redelivery when commercetools could not be read or written', async () => {
    const unavailable = new PlatformError('no answer', { platform: 'commercetools' });
    await eventApp(() => Promise.reject(unavailable))
      .post('/event')
      .send(pushed(message))
      .expect(503);
  });

  it('tells of such an error, because it may need people', async () => {
    const refused = new PlatformError('insufficient scope', { platform: 'commercetools', status: 403 });
    const tellOf = jest.fn();
    await eventApp(() => Promise.reject(refused), undefined, { tellOf })
      .post('/event')
      .send(pushed(message))
      .expect(503);
    expect(tellOf).toHaveBeenCalledWith(refused);
  });

  it('asks for redelivery when the work is not done after seven and a half seconds', async () => {
    const cancel = jest.fn();
    const deadline = jest.fn((_ms: number) => ({ passed: Promise.resolve(), cancel }));
    await eventApp(() => new Promise(() => undefined), undefined, { deadline })
      .post('/event')
      .send(pushed(message))
      .expect(503);
    expect(deadline).toHaveBeenCalledWith(7_500);
  });

  it('calls the deadline off when the work is done in time', async () => {
    const cancel = jest.fn();
    const deadline = () => ({ passed: new Promise<void>(() => undefined), cancel });
    await eventApp(async () => ({ outcome: 'exported', changed: true }), undefined, { deadline })
      .post('/event')
      .send(pushed(message))
      .expect(204);
    expect(cancel).toHaveBeenCalledTimes(1);
  });

  it('takes a message of nine megabytes', async () => {
    const sync = jest.fn(async () => ({ outcome: 'exported', changed: true }));
    const big = { ...message, order: { note: 'x'.repeat(9_000_000) } };
    await eventApp(sync).post('/event').send(big).expect(204);
    expect(sync).toHaveBeenCalledTimes(1);
  });
});

describe('GET /event/health', () => {
  it('answers 200', async () => {
    await eventApp(async () => ({ outcome: 'waiting', changed: false }))
      .get('/event/health')
      .expect(200);
  });
});
