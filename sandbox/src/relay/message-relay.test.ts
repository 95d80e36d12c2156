import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Subscription } from '@commercetools/platform-sdk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Notification } from '../commercetools/messages.ts';
import { MessageRelay, type RelayOptions } from './message-relay.ts';

const START = Date.parse('2026-11-23T08:00:00.000Z');

const message = (sequenceNumber: number, more: Partial<Notification> = {}): Notification => ({
  notificationType: 'Message',
  projectKey: 'shop',
  id: `message-${sequenceNumber}`,
  version: 1,
  sequenceNumber,
  resource: { typeId: 'order', id: 'order-1' },
  resourceVersion: sequenceNumber,
  createdAt: '2026-11-23T08:00:00.000Z',
  lastModifiedAt: '2026-11-23T08:00:00.000Z',
  createdBy: { clientId: 'c' },
  lastModifiedBy: { clientId: 'c' },
  type: 'OrderCreated',
  order: { id: 'order-1' },
  ...more,
});

describe('the message relay', () => {
  let server: Server;
  let url: string;
  let received: { body: string; type: string | undefined }[];
  /** Status per call in order of arrival, 204 afterwards; 0 gives no answer, -1 cuts the connection. */
  let answers: number[];
  /** Number of calls that must have arrived before the first one is answered. */
  let together: number;
  let arrived: PromiseWithResolvers<void>;

  beforeEach(async () => {
    received = [];
    answers = [];
    together = 1;
    arrived = Promise.withResolvers();
    server = createServer(async (request, response) => {
      received.push({ body: await text(request), type: request.headers['content-type'] });
      const status = answers.shift() ?? 204;
      if (received.length >= together) arrived.resolve();
      await arrived.promise;
      if (status === -1) request.socket.destroy();
      else if (status !== 0) response.writeHead(status).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/event`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const relay = (options: Partial<RelayOptions> = {}) =>
    new MessageRelay({ clock: () => START, projectKey: 'shop', target: () => url, envelope: 'bare', ...options });
  const numbers = () => received.map(({ body }) => JSON.parse(body).sequenceNumber);

  it('delivers every queued message once, in order of arrival', async () => {
    const broker = relay();
    for (const number of [1, 2, 3]) broker.enqueue(message(number));
    await broker.deliverAll();
    expect(numbers()).toEqual([1, 2, 3]);
    expect(broker.queue).toEqual([]);
    expect(broker.delivered.map(({ attempts, status }) => [attempts, status])).toEqual([
      [1, 204],
      [1, 204],
      [1, 204],
    ]);
  });

  it.each([200, 201, 202, 204])('takes %i as acknowledged', async (status) => {
    answers = [status];
    const broker = relay();
    broker.enqueue(message(1));
    await broker.deliverAll();
    expect(received).toHaveLength(1);
  });

  it.each([203, 302, 400, 404, 429, 500, 503])('delivers again after %i', async (status) => {
    answers = [status];
    const broker = relay();
    broker.enqueue(message(1));
    await broker.deliverAll();
    expect(numbers()).toEqual([1, 1]);
    expect(broker.delivered[0]).toMatchObject({ attempts: 2, status: 204 });
  });

  it('delivers again when the connection is cut or no answer comes in time', async () => {
    answers = [-1, 0];
    const broker = relay({ ackMs: 50 });
    broker.enqueue(message(1));
    await broker.deliverAll();
    expect(numbers()).toEqual([1, 1, 1]);
  });

  it('puts a failed message behind the others', async () => {
    answers = [503];
    const broker = relay();
    broker.enqueue(message(1));
    broker.enqueue(message(2));
    await broker.deliverAll();
    expect(numbers()).toEqual([1, 2, 1]);
  });

  it('gives a message up after the last attempt', async () => {
    answers = [500, 500, 500];
    const broker = relay({ maxAttempts: 3 });
    broker.enqueue(message(1));
    await broker.deliverAll();
    expect([received.length, broker.delivered.length, broker.abandoned.length]).toEqual([3, 0, 1]);
  });

  it('delivers what a delivery causes, too', async () => {
    const target = () => {
      if (received.length === 1) broker.enqueue(message(9));
      return url;
    };
    const broker = relay({ target });
    broker.enqueue(message(1));
    broker.enqueue(message(2));
    await broker.deliverAll();
    expect(numbers()).toEqual([1, 2, 9]);
  });

  it('delivers each message twice when told to', async () => {
    const broker = relay({ duplicate: true });
    broker.enqueue(message(1));
    await broker.deliverAll();
    expect(numbers()).toEqual([1, 1]);
    expect(new Set(broker.delivered.map(({ messageId }) => messageId)).size).toBe(1);
  });

  it('delivers in a random order that the seed repeats', async () => {
    const order = async (shuffleSeed: number) => {
      received = [];
      const broker = relay({ shuffleSeed });
      for (let number = 1; number <= 8; number += 1) broker.enqueue(message(number));
      await broker.deliverAll();
      return numbers();
    };
    const first = await order(7);
    expect(await order(7)).toEqual(first);
    expect(first).not.toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(first.toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('loses the share of messages it is told to lose', async () => {
    const all = relay({ dropRate: 1 });
    const some = relay({ dropRate: 0.5 });
    for (let number = 1; number <= 20; number += 1) {
      all.enqueue(message(number));
      some.enqueue(message(number));
    }
    expect([all.queue.length, all.dropped.length]).toEqual([0, 20]);
    expect(some.dropped.length).toBeGreaterThan(4);
    expect(some.queue.length + some.dropped.length).toBe(20);
  });

  it('wraps messages as Pub/Sub does', async () => {
    const broker = relay({ envelope: 'pubsub' });
    broker.enqueue(message(1));
    await broker.deliverAll();
    const body = JSON.parse(received[0]!.body);
    expect(JSON.parse(Buffer.from(body.message.data, 'base64').toString())).toEqual(message(1));
    expect(body.message).toMatchObject({ messageId: expect.any(String), publishTime: '2026-11-23T08:00:00.000Z' });
    expect(received[0]!.type).toBe('application/json');
  });

  it('wraps messages as SNS does, with its content type', async () => {
    const broker = relay({ envelope: 'sns' });
    broker.enqueue(message(1));
    await broker.deliverAll();
    const body = JSON.parse(received[0]!.body);
    expect(body.Type).toBe('Notification');
    expect(JSON.parse(body.Message)).toEqual(message(1));
    expect(received[0]!.type).toBe('text/plain; charset=UTF-8');
  });

  it('nests the platform payload in a CloudEvent', async () => {
    const broker = relay({ payload: 'cloudevents' });
    broker.enqueue(message(4));
    await broker.deliverAll();
    expect(JSON.parse(received[0]!.body)).toEqual({
      specversion: '1.0',
      id: 'message-4',
      type: 'com.commercetools.order.message.OrderCreated',
      source: '/shop/order',
      subject: 'order-1',
      time: '2026-11-23T08:00:00.000Z',
      sequence: '4',
      data: message(4),
    });
  });

  it('leaves the payload out of messages over 256 KB', async () => {
    const broker = relay();
    broker.enqueue(message(1, { order: { note: 'x'.repeat(300 * 1024) } }));
    broker.enqueue(message(2));
    await broker.deliverAll();
    const [large, small] = received.map(({ body }) => JSON.parse(body));
    expect(large).toMatchObject({ sequenceNumber: 1, payloadNotIncluded: { payloadType: 'OrderCreated' } });
    expect([large.type, large.order]).toEqual([undefined, undefined]);
    expect(small.order).toEqual({ id: 'order-1' });
  });

  it('leaves the payload out of all messages, or the author, when told to', async () => {
    const bare = relay({ payloadNotIncluded: 'all' });
    const authorless = relay({ withoutAuthor: true });
    bare.enqueue(message(1));
    authorless.enqueue(message(2));
    await bare.deliverAll();
    await authorless.deliverAll();
    const [first, second] = received.map(({ body }) => JSON.parse(body));
    expect(first).not.toHaveProperty('order');
    expect(second).not.toHaveProperty('createdBy');
    expect(second).not.toHaveProperty('lastModifiedBy');
  });

  it('waits with its messages while there is no target', async () => {
    const broker = new MessageRelay({ clock: () => START, projectKey: 'shop' });
    broker.enqueue(message(1));
    await expect(broker.deliverAll()).rejects.toThrow('no target');
    expect(broker.queue).toHaveLength(1);
  });

  it('delivers several messages at a time when told to', async () => {
    together = 2;
    const broker = relay({ concurrency: 2 });
    for (const number of [1, 2, 3]) broker.enqueue(message(number));
    await broker.deliverAll();
    expect(numbers().toSorted()).toEqual([1, 2, 3]);
  });

  it('delivers on its own between start and stop', async () => {
    const broker = relay();
    broker.start();
    broker.enqueue(message(1));
    while (broker.delivered.length < 1) await new Promise((resolve) => setImmediate(resolve));
    broker.stop();
    broker.enqueue(message(2));
    expect([numbers(), broker.queue.length]).toEqual([[1], 1]);
  });

  it('tries a failed message again after its back-off when it delivers on its own', async () => {
    let now = START;
    answers = [503];
    const broker = relay({ clock: () => now });
    broker.start();
    broker.enqueue(message(1));
    while (broker.queue.length === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(broker.queue[0]?.notBefore).toBe(START + 1000);
    now = START + 1000;
    broker.enqueue(message(2));
    while (broker.delivered.length < 2) await new Promise((resolve) => setImmediate(resolve));
    broker.stop();
    expect(numbers().toSorted()).toEqual([1, 1, 2]);
  });
});

describe('subscribed messages', () => {
  const subscription = (messages: Subscription['messages']): Subscription =>
    ({ id: 'subscription-1', messages }) as Subscription;
  const taken = (subscriptions: readonly Subscription[], ...notifications: readonly Notification[]) => {
    const broker = new MessageRelay({ clock: () => START, projectKey: 'shop', subscriptions: () => subscriptions });
    for (const notification of notifications) broker.enqueue(notification);
    return broker.queue.map(({ notification }) => notification.type ?? notification.notificationType);
  };
  const inventory = message(1, { type: 'InventoryEntryCreated', resource: { typeId: 'inventory-entry', id: 'i' } });

  it('are all order messages while there is no Subscription', () => {
    expect(taken([], message(1), inventory)).toEqual(['OrderCreated']);
  });

  it('are the listed types only, or all types of a resource listed without types', () => {
    const listed = subscription([
      { resourceTypeId: 'order', types: ['OrderDeleted'] },
      { resourceTypeId: 'inventory-entry' },
    ]);
    expect(taken([listed], message(1), message(2, { type: 'OrderDeleted' }), inventory)).toEqual([
      'OrderDeleted',
      'InventoryEntryCreated',
    ]);
  });

  it('include the test notification of a Subscription that exists', () => {
    const test: Notification = {
      notificationType: 'ResourceCreated',
      projectKey: 'shop',
      resource: { typeId: 'subscription', id: 'subscription-1' },
      version: 1,
    };
    expect(taken([subscription([])], test)).toEqual(['ResourceCreated']);
  });
});
