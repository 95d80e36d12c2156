import { beforeAll, describe, expect, it } from 'vitest';
import type { Notification } from '../src/commercetools/messages.ts';
import { type Envelope, inFormat, type PayloadFormat, wrap } from '../src/relay/envelope.ts';
import type { FaultEffect } from '../src/traffic/fault.ts';
import { Journey, orderMessage } from './connector-under-test.ts';
import { expectExportedOnce, journeyOfOrders } from './exported-once.ts';
import { place, placeAndDeliver } from './shop.ts';

const CONTEXT = { messageId: 'm-1', publishedAt: '2026-11-23T10:00:00.000Z' };
const NO_CALLS = { commercetools: [], ordoro: [] };

const journey = journeyOfOrders();

beforeAll(async () => {
  await placeAndDeliver(journey);
});

/** A new order and its message, taken from the relay. */
async function placed() {
  journey.dropMessages();
  const order = await place(journey);
  const { notification } = journey.sandbox.relay.queue.splice(0, 1)[0]!;
  return { order, notification };
}

/** Posts a body. @returns the status and the calls it caused, token requests and leases left out */
async function answered(body: string | Uint8Array<ArrayBuffer>) {
  let status = 0;
  const calls = await journey.calls(async () => {
    status = await journey.post(body);
  });
  return { status, calls };
}

describe('a message', () => {
  const forms: [Envelope, PayloadFormat][] = [
    ['pubsub', 'platform'],
    ['pubsub', 'cloudevents'],
    ['sns', 'platform'],
    ['sns', 'cloudevents'],
    ['bare', 'platform'],
    ['bare', 'cloudevents'],
  ];

  it.each(forms)('in the envelope %s and the format %s exports the order', async (envelope, format) => {
    const { order, notification } = await placed();

    expect(await journey.post(JSON.stringify(wrap(envelope, inFormat(format, notification), CONTEXT)))).toBe(204);

    expectExportedOnce(journey, order.id);
  });

  it.each(['text/plain', 'application/octet-stream', 'application/json; charset=utf-16', ''])(
    'is understood whatever content type the broker names: "%s"',
    async (type) => {
      const { order, notification } = await placed();
      const body = JSON.stringify(wrap('sns', notification, CONTEXT));
      const headers = type === '' ? {} : { 'content-type': type.replace('; charset=utf-16', '') };
      const response = await fetch(journey.eventUrl, { method: 'POST', body, headers });

      expect(response.status).toBe(204);
      expectExportedOnce(journey, order.id);
    },
  );

  it('of nine megabytes is understood', async () => {
    const { order, notification } = await placed();
    const huge = { ...notification, order: { ...(notification.order as object), padding: 'x'.repeat(9_000_000) } };

    expect(await journey.post(JSON.stringify(huge))).toBe(204);

    expectExportedOnce(journey, order.id);
  });
});

describe('what is no message for us is acknowledged without a call', () => {
  const encoded = (text: string) => JSON.stringify({ message: { data: Buffer.from(text).toString('base64') } });

  it.each<[string, string]>([
    ['an empty body', ''],
    ['text', 'hello'],
    ['half of a JSON text', '{"message":{"data":'],
    ['a number', '7'],
    ['null', 'null'],
    ['a list', '[]'],
    ['an empty object', '{}'],
    ['an envelope without data', '{"message":{}}'],
    ['data that is no text', '{"message":{"data":7}}'],
    ['data that is not base64', '{"message":{"data":"%%%"}}'],
    ['base64 of something else', encoded('not json')],
    ['envelopes without end', encoded(encoded(encoded(encoded('{}'))))],
    ['JSON nested too deeply', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['an SNS confirmation', JSON.stringify({ Type: 'SubscriptionConfirmation', Token: 't', Message: 'Confirm' })],
    ['a message without resource', JSON.stringify({ notificationType: 'Message', type: 'OrderCreated' })],
    ['a message whose id is a path', JSON.stringify(orderMessage('../orders'))],
    ['a message whose id is too long', JSON.stringify(orderMessage('a'.repeat(300)))],
    ['a message of another project', JSON.stringify(orderMessage('o-1', { projectKey: 'other' }))],
    ['a message about a product', JSON.stringify(orderMessage('o-1', { resource: { typeId: 'product', id: 'p' } }))],
    ['a change notice', JSON.stringify(orderMessage('o-1', { notificationType: 'ResourceUpdated' }))],
    ['a notification nobody knows', JSON.stringify(orderMessage('o-1', { notificationType: 'Surprise' }))],
    ['an unknown message type', JSON.stringify(orderMessage('o-1', { type: 'OrderTeleported' }))],
    [
      'the test of the Subscription',
      JSON.stringify({
        notificationType: 'ResourceCreated',
        projectKey: 'sandbox',
        resource: { typeId: 'subscription', id: 's-1' },
      }),
    ],
  ])('%s', async (_what, body) => {
    expect(await answered(body)).toEqual({ status: 204, calls: NO_CALLS });
  });

  it('bytes that are no text', async () => {
    expect(await answered(new Uint8Array([0xff, 0xfe, 0x00, 0xc3, 0x28]))).toEqual({ status: 204, calls: NO_CALLS });
  });

  it('more than ten megabytes', async () => {
    const { status, calls } = await answered(JSON.stringify(orderMessage('o-1', { padding: 'x'.repeat(11_000_000) })));

    expect({ status, calls }).toEqual({ status: 204, calls: NO_CALLS });
  });

  it('a body whose compression is broken', async () => {
    const response = await fetch(journey.eventUrl, {
      method: 'POST',
      body: 'not gzip',
      headers: { 'content-encoding': 'gzip' },
    });

    expect(response.status).toBe(204);
  });

  it('and a log line says why, without repeating the body', async () => {
    const lines = journey.logLines.length;
    await journey.post('{"email":"dana.whitfield@example.com"}');

    const written = journey.logLines.slice(lines).join('');
    expect(written).toContain('"level":"error"');
    expect(written).not.toContain('dana.whitfield');
  });
});

describe('while commercetools is down', () => {
  const effects: [string, FaultEffect][] = [
    ['cuts connections', { kind: 'reset', when: 'before-work' }],
    ['answers 500', { kind: 'status', when: 'before-work', status: 500 }],
    ['answers 503 with an HTML page', { kind: 'html', when: 'before-work', status: 503 }],
    ['answers half of a body', { kind: 'truncated-json' }],
  ];

  it.each(effects)('and %s on reads, the message comes again and succeeds', async (_what, effect) => {
    const { order, notification } = await placed();
    journey.sandbox.commercetools.traffic.inject({
      match: { method: 'GET', path: '/sandbox/orders/' },
      effect,
      times: Number.POSITIVE_INFINITY,
    });
    expect(await journey.post(JSON.stringify(notification))).toBe(503);
    journey.sandbox.commercetools.traffic.clearFaults();

    expect(await journey.post(JSON.stringify(notification))).toBe(204);
    expectExportedOnce(journey, order.id);
  });

  it.each(effects)('and %s once on a read, nothing is noticed', async (_what, effect) => {
    const { order, notification } = await placed();
    journey.sandbox.commercetools.traffic.inject({ match: { method: 'GET', path: '/sandbox/orders/' }, effect });

    expect(await journey.post(JSON.stringify(notification))).toBe(204);
    expectExportedOnce(journey, order.id);
  });

  it('and does not take the claim, nothing is sent, and the message comes again', async () => {
    const { order, notification } = await placed();
    journey.sandbox.commercetools.traffic.inject({
      match: { method: 'POST', path: '/sandbox/custom-objects' },
      effect: { kind: 'status', when: 'before-work', status: 503 },
      times: Number.POSITIVE_INFINITY,
    });
    expect(await journey.post(JSON.stringify(notification))).toBe(503);
    expect(journey.ordoroOrders(order.id)).toEqual([]);
    journey.sandbox.commercetools.traffic.clearFaults();

    expect(await journey.post(JSON.stringify(notification))).toBe(204);
    expectExportedOnce(journey, order.id);
  });

  it('and its tokens are no longer valid, a new one is fetched and nothing is noticed', async () => {
    const { order, notification } = await placed();
    journey.sandbox.commercetools.revokeTokens();

    expect(await journey.post(JSON.stringify(notification))).toBe(204);
    expectExportedOnce(journey, order.id);
  });

  it('the relay delivers again until it is up', async () => {
    const order = await place(journey);
    journey.sandbox.commercetools.traffic.inject({
      match: { method: 'GET', path: '/sandbox/orders/' },
      effect: { kind: 'status', when: 'before-work', status: 500 },
      times: 6,
    });
    await journey.deliver();

    expectExportedOnce(journey, order.id);
    expect(journey.sandbox.relay.delivered.find(({ notification }) => isAbout(notification, order.id))?.attempts).toBe(
      4,
    );
  });
});

describe('while Ordoro is down', () => {
  it.each<[string, FaultEffect]>([
    ['answers 503', { kind: 'status', when: 'before-work', status: 503 }],
    ['does not answer', { kind: 'hang', when: 'before-work' }],
  ])('and %s, messages are acknowledged all the same, because the order is written down', async (_how, effect) => {
    journey.sandbox.ordoro.traffic.inject({ match: {}, effect, times: Number.POSITIVE_INFINITY });
    const { order, notification } = await placed();
    const unknown = await place(journey, { lines: [{ sku: `UNKNOWN-${effect.kind}`, quantity: 1, unitPrice: 500 }] });
    journey.dropMessages();

    expect(await journey.post(JSON.stringify(notification))).toBe(204);
    expect(await journey.poke(unknown.id)).toBe(204);
    for (const { id } of [order, unknown]) {
      expect(journey.fields(id).ordoroSyncStatus).toBe('retrying');
      expect(journey.record(id)).toMatchObject({ status: 'retrying', due: true, open: true });
    }
    journey.sandbox.ordoro.traffic.clearFaults();
    await journey.runJobFor(15);

    expectExportedOnce(journey, order.id);
    expect(journey.fields(unknown.id).ordoroSyncStatus).toBe('held');
  });
});

describe('the event app', () => {
  it('answers the health route without a call', async () => {
    const calls = await journey.calls(async () => {
      const response = await fetch(`${journey.eventUrl}/health`);
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({ checks: expect.any(Array) });
    });

    expect(calls).toEqual(NO_CALLS);
  });

  it('answers 404 elsewhere', async () => {
    expect((await fetch(journey.eventUrl.replace(/event$/, ''))).status).toBe(404);
  });

  it('leaves an order to the job when too little time is left to send it', async () => {
    // Every wait for a rate token takes longer than the second in which a creation may begin.
    const slow = await Journey.start({ environment: { ORDORO_REQUESTS_PER_MINUTE: '20' } });
    try {
      const order = await place(slow, {
        lines: [{ sku: 'MUG-ENAMEL-WHT', quantity: 1, unitPrice: 1600 }],
      });
      expect(await slow.poke(order.id)).toBe(204);
      expect(slow.ordoroOrders(order.id)).toEqual([]);
      expect(slow.record(order.id)).toMatchObject({ due: true, open: true });
      slow.dropMessages();
      await slow.runJob();

      expectExportedOnce(slow, order.id);
    } finally {
      await slow.close();
    }
  });
});

function isAbout({ resource }: Notification, orderId: string): boolean {
  return resource.id === orderId;
}
