import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OrderMessage } from './decode.ts';
import { decodeDelivery } from './decode.ts';
import { relevanceOf } from './relevance.ts';

const SELF = { projectKey: 'acme', ownClientId: 'connector' };

function message(fields: Partial<OrderMessage> = {}): OrderMessage {
  return {
    projectKey: 'acme',
    resourceTypeId: 'order',
    resourceId: 'order-1',
    type: 'OrderCreated',
    payloadIncluded: true,
    authorClientId: 'storefront',
    orderNumber: undefined,
    createdAt: undefined,
    sequenceNumber: undefined,
    name: undefined,
    value: undefined,
    customFields: undefined,
    shipmentState: undefined,
    sku: undefined,
    onStock: undefined,
    ...fields,
  };
}

function relevance(fields: Partial<OrderMessage>) {
  return relevanceOf(message(fields), SELF);
}

describe('an order message', () => {
  it.each([
    'OrderCreated',
    'OrderCreatedFromRecurringOrder',
    'OrderImported',
    'OrderDeleted',
    'OrderStateChanged',
    'OrderPaymentStateChanged',
    'OrderShipmentStateChanged',
    'OrderStateTransition',
    'OrderEditApplied',
    'OrderShippingAddressSet',
    'OrderBillingAddressSet',
    'OrderCustomerEmailSet',
  ])('of type %s makes the connector look at the order', (type) => {
    expect(relevance({ type })).toEqual({ look: 'order', orderId: 'order-1' });
  });

  it.each([
    'OrderCustomFieldRemoved',
    'DeliveryAdded',
    'OrderReturnShipmentStateChanged',
    'InventoryEntryCreated',
    'toString',
  ])('of type %s, which is not subscribed, is ignored', (type) => {
    expect(relevance({ type })).toEqual({ ignore: `Messages of type ${type} change nothing in Ordoro.` });
  });

  it('of another project is ignored, and the reason names both projects', () => {
    expect(relevance({ projectKey: 'other' })).toEqual({
      ignore: 'It belongs to project other; this connector serves acme.',
    });
  });

  it('that does not say its project is looked at', () => {
    expect(relevance({ projectKey: undefined })).toEqual({ look: 'order', orderId: 'order-1' });
  });

  it('about another kind of resource is ignored', () => {
    expect(relevance({ resourceTypeId: 'customer' })).toEqual({ ignore: 'It is about a resource of type customer.' });
  });
});

describe('a shipment-state message', () => {
  const type = 'OrderShipmentStateChanged';

  it('of the connector itself is ignored', () => {
    expect(relevance({ type, authorClientId: 'connector' })).toEqual({
      ignore: 'The connector set this shipment state itself.',
    });
  });

  it('without an author is looked at', () => {
    expect(relevance({ type, authorClientId: undefined })).toMatchObject({ look: 'order' });
  });

  it('without its payload is looked at', () => {
    expect(relevance({ type, payloadIncluded: false, authorClientId: undefined })).toMatchObject({ look: 'order' });
  });
});

describe('a message about one custom field', () => {
  const requestChanged = { type: 'OrderCustomFieldChanged', name: 'ordoroRequest' } as const;

  it.each(['retry', 'export-now', 'hold', 'resume'])('is looked at when the merchant requests %s', (value) => {
    const expected = { look: 'order', orderId: 'order-1' };
    expect(relevance({ ...requestChanged, value })).toEqual(expected);
    expect(relevance({ type: 'OrderCustomFieldAdded', name: 'ordoroRequest', value })).toEqual(expected);
  });

  it('is looked at also when the connector’s own client set it', () => {
    expect(relevance({ ...requestChanged, value: 'retry', authorClientId: 'connector' })).toMatchObject({
      look: 'order',
    });
  });

  it('is looked at when the request is a word the connector does not know', () => {
    expect(relevance({ ...requestChanged, value: 'ship-it' })).toEqual({ look: 'order', orderId: 'order-1' });
  });

  it.each([
    ['empty', ''],
    ['null', null],
    ['missing', undefined],
  ])('is ignored when the request is %s', (_what, value) => {
    expect(relevance({ ...requestChanged, value })).toEqual({ ignore: 'ordoroRequest is empty.' });
  });

  it.each(['ordoroSyncStatus', 'giftMessage'])('is ignored when the field is %s, whoever changed it', (name) => {
    const ignored = { ignore: 'The custom field is not ordoroRequest.' };
    expect(relevance({ type: 'OrderCustomFieldAdded', name, value: 'x' })).toEqual(ignored);
    expect(relevance({ type: 'OrderCustomFieldChanged', name, value: 'x', authorClientId: undefined })).toEqual(
      ignored,
    );
  });

  it('without its payload is looked at', () => {
    expect(relevance({ type: 'OrderCustomFieldAdded', payloadIncluded: false })).toMatchObject({ look: 'order' });
  });

  it('that does not name the field is looked at', () => {
    expect(relevance({ type: 'OrderCustomFieldAdded' })).toMatchObject({ look: 'order' });
  });
});

describe('a message about a newly set Type', () => {
  const type = 'OrderCustomTypeSet';

  it('passes on a request among its fields', () => {
    const customFields = { type: { typeId: 'type', id: 't' }, fields: { ordoroRequest: 'hold' } };
    expect(relevance({ type, customFields })).toEqual({ look: 'order', orderId: 'order-1' });
  });

  it('without a request is ignored', () => {
    expect(relevance({ type, customFields: { fields: { giftMessage: 'Hello' } } })).toHaveProperty('ignore');
    expect(relevance({ type, customFields: {} })).toHaveProperty('ignore');
  });

  it('that lacks its fields is looked at', () => {
    expect(relevance({ type })).toMatchObject({ look: 'order' });
  });
});

describe('a stock message', () => {
  const stock = { resourceTypeId: 'inventory-entry', resourceId: 'entry-1' } as const;

  it.each(['InventoryEntryCreated', 'InventoryEntryQuantitySet'])(
    'of type %s makes the connector look at the entry',
    (type) => {
      expect(relevance({ ...stock, type, sku: 'ABC-1' })).toEqual({
        look: 'inventory',
        entryId: 'entry-1',
        sku: 'ABC-1',
      });
      expect(relevance({ ...stock, type })).toEqual({ look: 'inventory', entryId: 'entry-1' });
    },
  );

  it('of the connector itself is ignored', () => {
    expect(relevance({ ...stock, type: 'InventoryEntryQuantitySet', authorClientId: 'connector' })).toEqual({
      ignore: 'The connector set this quantity itself.',
    });
  });

  it('of which only the reservations have changed is ignored, one that does not tell is looked at', () => {
    const type = 'InventoryEntryQuantitySet';
    expect(relevance({ ...stock, type, onStock: { before: 5, after: 5 } })).toHaveProperty('ignore');
    expect(relevance({ ...stock, type, onStock: { before: 5, after: 4 } })).toHaveProperty('look');
    expect(relevance({ ...stock, type, onStock: undefined })).toHaveProperty('look');
  });

  it.each(['InventoryEntryDeleted', 'OrderCreated'])('of type %s is ignored', (type) => {
    expect(relevance({ ...stock, type })).toHaveProperty('ignore');
  });
});

describe('relevance', () => {
  it('has an outcome for every decoded message, whatever its fields hold', () => {
    const anything = fc.jsonValue();
    const types = fc.constantFrom(
      'OrderCustomTypeSet',
      'OrderCustomFieldChanged',
      'OrderShipmentStateChanged',
      'Other',
    );
    const body = fc.record({
      notificationType: fc.constant('Message'),
      projectKey: fc.constantFrom('acme', 'other'),
      resource: fc.record({ typeId: fc.constantFrom('order', 'inventory-entry', 'cart'), id: fc.constant('id-1') }),
      type: types,
      name: fc.oneof(fc.constant('ordoroRequest'), anything),
      value: anything,
      customFields: fc.oneof(fc.record({ fields: anything }), anything),
      createdBy: anything,
    });
    fc.assert(
      fc.property(body, (payload) => {
        const decoded = decodeDelivery(JSON.stringify(payload));
        if (decoded.kind !== 'message') throw new Error(`a message was expected, not ${decoded.kind}`);
        const outcome = relevanceOf(decoded.message, SELF);
        expect('look' in outcome || outcome.ignore.length > 0).toBe(true);
        if (payload.projectKey === 'other') expect(outcome).toHaveProperty('ignore');
      }),
      { numRuns: 200 },
    );
  });
});
