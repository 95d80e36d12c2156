import { describe, expect, it } from 'vitest';
import { decodeDelivery } from './decode.ts';

const ORDER_ID = '36a66613-90cf-4456-9ec7-17df396d8aaa';

const orderCreated = {
  notificationType: 'Message',
  projectKey: 'acme',
  resource: { typeId: 'order', id: ORDER_ID },
  resourceUserProvidedIdentifiers: { orderNumber: 'A-1001' },
  id: '32ceddb2-3899-4115-9315-0be73d7d86cd',
  version: 1,
  sequenceNumber: 2,
  resourceVersion: 3,
  createdAt: '2026-11-03T10:00:00.000Z',
  createdBy: { isPlatformClient: false, clientId: 'storefront' },
  type: 'OrderCreated',
  order: { id: ORDER_ID, lineItems: [] },
};

const decodedOrderCreated = {
  kind: 'message',
  message: {
    projectKey: 'acme',
    resourceTypeId: 'order',
    resourceId: ORDER_ID,
    type: 'OrderCreated',
    payloadIncluded: true,
    authorClientId: 'storefront',
    orderNumber: 'A-1001',
    createdAt: '2026-11-03T10:00:00.000Z',
    sequenceNumber: 2,
  },
};

function pubSub(payload: unknown, alphabet: 'base64' | 'base64url' = 'base64'): string {
  const data = Buffer.from(JSON.stringify(payload)).toString(alphabet);
  return JSON.stringify({ message: { data, messageId: '1' }, subscription: 'projects/p/subscriptions/s' });
}

function sns(payload: unknown): string {
  return JSON.stringify({ Type: 'Notification', TopicArn: 'arn:aws:sns:t', Message: JSON.stringify(payload) });
}

describe('a delivery to the event app', () => {
  it('is read from a bare notification', () => {
    expect(decodeDelivery(JSON.stringify(orderCreated))).toEqual(decodedOrderCreated);
  });

  it('is read from the Pub/Sub push envelope', () => {
    expect(decodeDelivery(pubSub(orderCreated))).toEqual(decodedOrderCreated);
  });

  it('is read from a Pub/Sub envelope in the URL-safe base64 alphabet', () => {
    // The text makes both alphabets differ: it encodes to `+` and `/` in plain base64.
    const payload = { ...orderCreated, note: '??>>~~ÿÿ' };
    expect(decodeDelivery(pubSub(payload, 'base64url'))).toEqual(decodedOrderCreated);
  });

  it('is read from the SNS notification envelope', () => {
    expect(decodeDelivery(sns(orderCreated))).toEqual(decodedOrderCreated);
  });

  it('is read from an SNS envelope that has only the message', () => {
    expect(decodeDelivery(JSON.stringify({ Message: JSON.stringify(orderCreated) }))).toEqual(decodedOrderCreated);
  });

  it.each(['SubscriptionConfirmation', 'UnsubscribeConfirmation'])('of SNS type %s is irrelevant', (type) => {
    expect(decodeDelivery(JSON.stringify({ Type: type, Message: 'You have chosen to subscribe' }))).toEqual({
      kind: 'irrelevant',
      reason: `It is an SNS ${type} message.`,
    });
  });

  it('names the author by lastModifiedBy when createdBy has no client', () => {
    const { createdBy: _, ...authorless } = orderCreated;
    const decoded = decodeDelivery(JSON.stringify({ ...authorless, lastModifiedBy: { clientId: 'backoffice' } }));
    expect(decoded).toMatchObject({ message: { authorClientId: 'backoffice' } });
  });

  it('keeps what decides about relevance', () => {
    const decoded = decodeDelivery(
      JSON.stringify({
        ...orderCreated,
        type: 'OrderCustomFieldChanged',
        name: 'ordoroRequest',
        value: 'retry',
        shipmentState: 'Shipped',
        customFields: { fields: {} },
      }),
    );
    expect(decoded).toMatchObject({
      message: { name: 'ordoroRequest', value: 'retry', shipmentState: 'Shipped', customFields: { fields: {} } },
    });
  });

  it('keeps the SKU of a stock message, wherever the message has it', () => {
    const stock = { ...orderCreated, resource: { typeId: 'inventory-entry', id: 'entry-1' } };
    const created = { ...stock, type: 'InventoryEntryCreated', inventoryEntry: { sku: 'ABC-1' } };
    const changed = { ...stock, type: 'InventoryEntryQuantitySet', sku: 'ABC-2' };
    expect(decodeDelivery(JSON.stringify(created))).toMatchObject({ message: { sku: 'ABC-1' } });
    expect(decodeDelivery(JSON.stringify(changed))).toMatchObject({ message: { sku: 'ABC-2' } });
  });

  it('keeps the units on stock before and after, when it has both', () => {
    const changed = { ...orderCreated, type: 'InventoryEntryQuantitySet', oldQuantityOnStock: 5 };
    expect(decodeDelivery(JSON.stringify({ ...changed, newQuantityOnStock: -1 }))).toMatchObject({
      message: { onStock: { before: 5, after: -1 } },
    });
    expect(decodeDelivery(JSON.stringify(changed))).toMatchObject({ message: { onStock: undefined } });
  });
});

describe('a message without its payload', () => {
  it('takes its type from payloadNotIncluded', () => {
    const { type: _type, order: _order, ...bare } = orderCreated;
    const body = { ...bare, payloadNotIncluded: { reason: 'Payload too large', payloadType: 'OrderCreated' } };
    expect(decodeDelivery(pubSub(body))).toMatchObject({
      kind: 'message',
      message: { type: 'OrderCreated', resourceId: ORDER_ID, payloadIncluded: false },
    });
  });

  it('without any type is malformed', () => {
    const { type: _, ...typeless } = orderCreated;
    expect(decodeDelivery(JSON.stringify(typeless))).toEqual({
      kind: 'malformed',
      reason: 'The message has no usable type.',
    });
  });
});

describe('a CloudEvents notification', () => {
  const event = {
    specversion: '1.0',
    id: '32ceddb2-3899-4115-9315-0be73d7d86cd',
    type: 'com.commercetools.order.message.OrderCreated',
    source: '/acme/orders',
    subject: ORDER_ID,
    time: '2026-11-03T10:00:00.000Z',
    sequence: '2',
    dataref: '/acme/messages/32ceddb2-3899-4115-9315-0be73d7d86cd',
  };

  it('carries the platform payload in its data', () => {
    expect(decodeDelivery(pubSub({ ...event, data: orderCreated }))).toEqual(decodedOrderCreated);
  });

  it('without data is a message about its subject whose payload is not included', () => {
    expect(decodeDelivery(JSON.stringify(event))).toEqual({
      kind: 'message',
      message: {
        projectKey: 'acme',
        resourceTypeId: 'order',
        resourceId: ORDER_ID,
        type: 'OrderCreated',
        payloadIncluded: false,
        createdAt: '2026-11-03T10:00:00.000Z',
        sequenceNumber: 2,
      },
    });
  });

  it('reads the project key from an absolute source too', () => {
    const source = 'https://api.europe-west1.gcp.commercetools.com/acme/orders';
    expect(decodeDelivery(JSON.stringify({ ...event, source }))).toMatchObject({ message: { projectKey: 'acme' } });
  });

  it('with an unreadable source leaves the project open', () => {
    const { source: _, ...sourceless } = event;
    expect(decodeDelivery(JSON.stringify(sourceless))).toMatchObject({ message: { resourceId: ORDER_ID } });
    expect(decodeDelivery(JSON.stringify({ ...event, source: 'acme' }))).toMatchObject({ kind: 'message' });
  });

  it('without a readable sequence leaves it out', () => {
    const { sequence: _, ...unnumbered } = event;
    for (const body of [unnumbered, { ...event, sequence: 'two' }]) {
      const decoded = decodeDelivery(JSON.stringify(body));
      expect(decoded).toMatchObject({ kind: 'message' });
      expect(decoded).not.toHaveProperty('message.sequenceNumber', expect.any(Number));
    }
  });

  it('about a change is irrelevant', () => {
    const change = { ...event, type: 'com.commercetools.order.change.ResourceUpdated' };
    expect(decodeDelivery(JSON.stringify(change))).toEqual({
      kind: 'irrelevant',
      reason: 'It is a ResourceUpdated notification.',
    });
  });

  it('about a new subscription is the probe', () => {
    const probe = { ...event, type: 'com.commercetools.subscription.change.ResourceCreated', subject: 'sub-1' };
    expect(decodeDelivery(JSON.stringify(probe))).toEqual({ kind: 'probe' });
  });

  it('of another producer is irrelevant', () => {
    expect(decodeDelivery(JSON.stringify({ ...event, type: 'com.example.thing' }))).toMatchObject({
      kind: 'irrelevant',
    });
  });
});

describe('the test notification', () => {
  it('of a new subscription is recognised by both its fields', () => {
    const probe = {
      notificationType: 'ResourceCreated',
      projectKey: 'acme',
      resource: { typeId: 'subscription', id: 's' },
    };
    expect(decodeDelivery(pubSub(probe))).toEqual({ kind: 'probe' });
    expect(decodeDelivery(sns(probe))).toEqual({ kind: 'probe' });
  });

  it('is not taken for the creation of another resource', () => {
    const created = {
      notificationType: 'ResourceCreated',
      projectKey: 'acme',
      resource: { typeId: 'order', id: ORDER_ID },
    };
    expect(decodeDelivery(JSON.stringify(created))).toEqual({
      kind: 'irrelevant',
      reason: 'It is a ResourceCreated notification.',
    });
  });
});

describe('a malformed delivery', () => {
  it.each([
    ['an empty body', '', 'It is not JSON.'],
    ['text', 'hello', 'It is not JSON.'],
    ['a JSON array', '[]', 'The body is not a JSON object.'],
    ['null', 'null', 'The body is not a JSON object.'],
    ['an object of no known form', '{"a":1}', 'The body is neither a notification nor a known envelope.'],
    ['an envelope without data', '{"message":{}}', 'The Pub/Sub envelope carries no data.'],
    ['data that is no base64 of JSON', '{"message":{"data":"%%%"}}', 'It is not JSON.'],
    ['an unclosed string', '{"a":"', 'It is not JSON.'],
  ])('%s is named as such', (_what, body, reason) => {
    expect(decodeDelivery(body)).toEqual({ kind: 'malformed', reason });
  });

  it.each([
    ['missing', undefined],
    ['empty', ''],
    ['a path', '../orders'],
    ['longer than 256 characters', 'x'.repeat(257)],
    ['no text', 7],
  ])('has a resource id that is %s', (_what, id) => {
    const body = JSON.stringify({ ...orderCreated, resource: { typeId: 'order', id } });
    expect(decodeDelivery(body)).toEqual({ kind: 'malformed', reason: 'The message names no usable resource.' });
  });

  it('nested without end is refused before it is built', () => {
    expect(decodeDelivery('['.repeat(100_000))).toMatchObject({
      kind: 'malformed',
      reason: expect.stringMatching(/deeper/),
    });
  });

  it('of absurd size is refused unread', () => {
    expect(decodeDelivery('x'.repeat(11 * 1024 * 1024))).toMatchObject({ reason: expect.stringMatching(/longer/) });
  });

  it('that wraps envelopes in envelopes is refused', () => {
    const twice = pubSub(JSON.parse(pubSub(JSON.parse(pubSub(orderCreated)))));
    expect(decodeDelivery(twice)).toMatchObject({ reason: expect.stringMatching(/too often/) });
  });

  it('does not count brackets inside texts as nesting', () => {
    const body = JSON.stringify({ ...orderCreated, note: `${'['.repeat(500)}\\"${'{'.repeat(500)}` });
    expect(decodeDelivery(body)).toMatchObject({ kind: 'message' });
  });
});
