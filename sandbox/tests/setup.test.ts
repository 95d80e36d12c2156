import type { Channel } from '@commercetools/platform-sdk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SetupWorld, SNS } from './setup-world.ts';

let world: SetupWorld;

beforeEach(async () => {
  world = await SetupWorld.start();
});

afterEach(() => world.stop());

describe('the first post-deploy', () => {
  it('creates Types, Channel, Subscription, sales channel and the begin of the export, and says so', async () => {
    expect(await world.postDeploy()).toBe(0);

    expect(world.fields('ordoro-order-sync')).toEqual([
      'ordoroSyncStatus',
      'ordoroOrderNumbers',
      'ordoroSyncMessage',
      'ordoroIssues',
      'ordoroLastSyncedAt',
      'ordoroRequest',
    ]);
    expect(world.fields('ordoro-delivery')).toEqual(['ordoroOrderNumber', 'shippedAt', 'warehouse']);
    expect(world.fields('ordoro-parcel')).toEqual(['service', 'trackingUrl', 'shippingCost', 'estimatedDelivery']);
    expect(world.fields('ordoro-stock')).toEqual(['ordoroOnHand', 'ordoroAvailable', 'ordoroSyncedAt']);
    expect(world.commercetools.all('channel')).toEqual([
      expect.objectContaining({ key: 'ordoro', roles: ['OrderExport'] }),
    ]);
    expect(world.commercetools.subscriptions()).toEqual([
      expect.objectContaining({
        key: 'ordoro-subscription',
        destination: { type: 'GoogleCloudPubSub', projectId: 'connect-project', topic: 'topic-1' },
        messages: [
          { resourceTypeId: 'order', types: expect.arrayContaining(['OrderCreated', 'OrderCustomFieldChanged']) },
          { resourceTypeId: 'inventory-entry', types: ['InventoryEntryCreated', 'InventoryEntryQuantitySet'] },
        ],
      }),
    ]);
    expect(world.value('ordoro-config', 'sales-channel')).toEqual({
      salesChannelId: expect.any(Number),
      name: 'commercetools sandbox',
      index: 1,
    });
    expect(world.value('ordoro-cursors', 'orders.since')).toEqual({
      since: '2026-11-23T10:00:00.000Z',
    });
    expect(world.messages('info')).toEqual(
      expect.arrayContaining([
        'Type ordoro-parcel: created',
        'Channel ordoro: created',
        'Subscription ordoro-subscription: created (Pub/Sub topic connect-project/topic-1)',
        'Begin of the export: created (orders created from 2026-11-23T10:00:00.000Z)',
        'The set-up is complete.',
      ]),
    );
    expect(world.messages('error')).toEqual([]);
  });

  it('takes an SNS topic as destination', async () => {
    expect(await world.postDeploy(SNS)).toBe(0);

    expect(world.commercetools.subscriptions()[0]?.destination).toEqual({
      type: 'SNS',
      topicArn: 'arn:aws:sns:eu-central-1:1:topic',
      authenticationMode: 'IAM',
    });
  });

  it('names everything by its CONNECTOR_ID, so that two deployments do not meet', async () => {
    await world.postDeploy();
    expect(await world.postDeploy({ CONNECTOR_ID: 'ordoro-eu', CONNECT_GCP_TOPIC_NAME: 'topic-2' })).toBe(0);

    expect(world.commercetools.subscriptions().map(({ key }) => key)).toEqual([
      'ordoro-subscription',
      'ordoro-eu-subscription',
    ]);
    expect(world.commercetools.all('channel').map(({ key }) => key)).toEqual(['ordoro', 'ordoro-eu']);
    expect(world.commercetools.customObject('ordoro-eu-cursors', 'orders.since')).toBeDefined();
  });

  it('is not misled by a lost answer: each thing is there once', async () => {
    for (const path of ['/sandbox/types', '/sandbox/channels', '/sandbox/subscriptions'])
      world.commercetools.traffic.inject({
        match: { method: 'POST', path },
        effect: { kind: 'reset', when: 'after-work' },
      });
    world.ordoro.traffic.inject({
      match: { method: 'POST', path: '/cart/' },
      effect: { kind: 'reset', when: 'after-work' },
    });

    expect(await world.postDeploy()).toBe(0);

    expect(
      world.commercetools
        .all('type')
        .map(({ key }) => key)
        .sort(),
    ).toEqual(['ordoro-delivery', 'ordoro-order-sync', 'ordoro-parcel', 'ordoro-stock']);
    expect(world.commercetools.all('channel')).toHaveLength(1);
    expect(world.commercetools.subscriptions()).toHaveLength(1);
    expect(world.ordoro.traffic.count({ method: 'POST', path: '/cart/' })).toBe(1);
  });

  it('goes well beside another one that runs at the same moment', async () => {
    world.ordoro.addCart({ name: 'commercetools sandbox' });
    const results = await Promise.all([world.postDeploy(), world.postDeploy(), world.postDeploy()]);

    expect(results).toEqual([0, 0, 0]);
    expect(world.commercetools.all('type')).toHaveLength(4);
    expect(world.commercetools.all('channel')).toHaveLength(1);
    expect(world.commercetools.subscriptions()).toHaveLength(1);
  });
});

describe('a second post-deploy', () => {
  it.each([
    ['Pub/Sub', {}],
    ['SNS', SNS],
  ])('writes nothing (%s)', async (_name, destination) => {
    await world.postDeploy(destination);
    world.resetTraffic();

    expect(await world.postDeploy(destination)).toBe(0);

    expect(world.writes()).toEqual([]);
    expect(world.messages('info')).toEqual(
      expect.arrayContaining(['Type ordoro-order-sync: unchanged', 'Subscription ordoro-subscription: unchanged']),
    );
  });

  it('adds the field and the enum value that are missing, and keeps what the merchant added or renamed', async () => {
    await world.postDeploy();
    const type = world.type('ordoro-order-sync');
    world.commercetools.add('type', {
      ...type,
      name: { en: 'Our order type' },
      fieldDefinitions: [
        { name: 'giftMessage', type: { name: 'String' }, label: { en: 'Gift message' }, required: false },
        ...type.fieldDefinitions
          .filter(({ name }) => name !== 'ordoroIssues')
          .map((definition) =>
            definition.name === 'ordoroRequest'
              ? { ...definition, type: { name: 'Enum' as const, values: [{ key: 'retry', label: 'Nochmal' }] } }
              : definition,
          ),
      ],
    });

    expect(await world.postDeploy()).toBe(0);

    const repaired = world.type('ordoro-order-sync');
    expect(repaired.name).toEqual({ en: 'Our order type' });
    expect(repaired.fieldDefinitions.map(({ name }) => name).sort()).toEqual([
      'giftMessage',
      'ordoroIssues',
      'ordoroLastSyncedAt',
      'ordoroOrderNumbers',
      'ordoroRequest',
      'ordoroSyncMessage',
      'ordoroSyncStatus',
    ]);
    expect(repaired.fieldDefinitions.find(({ name }) => name === 'ordoroRequest')?.type).toEqual({
      name: 'Enum',
      values: [
        { key: 'retry', label: 'Nochmal' },
        { key: 'export-now', label: 'Send to Ordoro now' },
        { key: 'hold', label: 'Hold' },
        { key: 'resume', label: 'Resume' },
      ],
    });
    expect(world.messages('info')).toContain(
      'Type ordoro-order-sync: updated (new: field ordoroIssues, value export-now of field ordoroRequest, value hold of field ordoroRequest, value resume of field ordoroRequest)',
    );
  });

  it('reports a field of another type and still adds the other missing ones', async () => {
    await world.postDeploy();
    world.removeField('ordoro-parcel', 'service');
    world.removeField('ordoro-parcel', 'shippingCost');
    const type = world.type('ordoro-parcel');
    world.commercetools.add('type', {
      ...type,
      fieldDefinitions: [
        { name: 'shippingCost', type: { name: 'Money' }, label: { en: 'Cost' }, required: false },
        ...type.fieldDefinitions,
      ],
    });

    expect(await world.postDeploy()).toBe(1);

    expect(world.fields('ordoro-parcel').sort()).toEqual([
      'estimatedDelivery',
      'service',
      'shippingCost',
      'trackingUrl',
    ]);
    expect(world.messages('error')).toEqual([
      'The Type "ordoro-parcel" cannot be used as it is: its field "shippingCost" is of type Money, but the connector needs Number. Rename the Type (its key) or correct it, then deploy again.',
      'The set-up is not complete: 1 problem. Correct what the lines above say and deploy again; what is already there stays.',
    ]);
  });

  it('adds one by one what commercetools refuses together', async () => {
    await world.postDeploy();
    world.removeField('ordoro-delivery', 'shippedAt');
    world.removeField('ordoro-delivery', 'warehouse');
    world.commercetools.traffic.inject({
      match: {
        method: 'POST',
        path: '/sandbox/types/',
        predicate: ({ requestBody }) => JSON.stringify(requestBody).includes('"name":"shippedAt"'),
      },
      times: 2,
      effect: {
        kind: 'status',
        when: 'before-work',
        status: 400,
        body: {
          statusCode: 400,
          message: 'No.',
          errors: [{ code: 'InvalidOperation', message: 'shippedAt is a Date.' }],
        },
      },
    });

    expect(await world.postDeploy()).toBe(1);

    expect(world.fields('ordoro-delivery')).toEqual(['ordoroOrderNumber', 'warehouse']);
    expect(world.messages('error')[0]).toContain('shippedAt is a Date.');
  });

  it('refuses an order Type that is not for orders', async () => {
    world.commercetools.add('type', {
      key: 'customer-fields',
      name: { en: 'Customer' },
      resourceTypeIds: ['customer'],
      fieldDefinitions: [],
    });

    expect(await world.postDeploy({ ORDER_TYPE_KEY: 'customer-fields' })).toBe(1);

    expect(world.messages('error')[0]).toBe(
      'The Type "customer-fields" is for customer, not for order, and commercetools cannot change that. Set ORDER_TYPE_KEY to another key, or correct the Type, then deploy again.',
    );
    expect(world.fields('customer-fields')).toEqual([]);
  });

  it('warns of a required field that only the merchant can fill', async () => {
    world.commercetools.add('type', {
      key: 'orders',
      name: { en: 'Orders' },
      resourceTypeIds: ['order'],
      fieldDefinitions: [{ name: 'campaign', type: { name: 'String' }, label: { en: 'Campaign' }, required: true }],
    });

    expect(await world.postDeploy({ ORDER_TYPE_KEY: 'orders' })).toBe(0);

    expect(world.messages('warn')).toEqual([expect.stringContaining('the required field "campaign"')]);
  });

  it('gives an existing Channel the role and keeps its others', async () => {
    world.commercetools.add('channel', { key: 'ordoro', roles: ['InventorySupply'] } as Partial<Channel>);

    expect(await world.postDeploy()).toBe(0);

    expect(world.commercetools.all('channel').map(({ roles }) => roles)).toEqual([['InventorySupply', 'OrderExport']]);
    expect(world.messages('info')).toContain('Channel ordoro: updated (new: role OrderExport)');
  });

  it('keeps the begin of the export', async () => {
    await world.commercetools.putCustomObject('ordoro-cursors', 'orders.since', { since: '2026-01-01T00:00:00Z' });

    await world.postDeploy();

    expect(world.value('ordoro-cursors', 'orders.since')).toEqual({
      since: '2026-01-01T00:00:00Z',
    });
  });
});

describe('a dry run', () => {
  it('tells what it would do and writes nothing', async () => {
    expect(await world.postDeploy({ DRY_RUN: 'true' })).toBe(0);

    expect(world.writes()).toEqual([]);
    expect(world.messages('info')).toEqual(
      expect.arrayContaining([
        'Type ordoro-order-sync: would be created',
        'Channel ordoro: would be created',
        'Ordoro sales channel: would be created ("commercetools sandbox")',
        'The set-up was only tried: DRY_RUN is true.',
      ]),
    );
  });

  it('tells what it would add to what is there', async () => {
    await world.postDeploy();
    world.removeField('ordoro-stock', 'ordoroSyncedAt');
    world.commercetools.traffic.reset();

    await world.postDeploy({ DRY_RUN: 'true', ...SNS });

    expect(world.commercetools.traffic.count({ method: 'POST', path: '/sandbox' })).toBe(0);
    expect(world.messages('info')).toEqual(
      expect.arrayContaining([
        'Type ordoro-stock: would be updated (new: field ordoroSyncedAt)',
        'Subscription ordoro-subscription: would be updated (destination)',
      ]),
    );
  });
});

describe('pre-undeploy', () => {
  it('deletes the Subscription and nothing else, and says what stays', async () => {
    await world.postDeploy();

    expect(await world.preUndeploy()).toBe(0);

    expect(world.commercetools.subscriptions()).toEqual([]);
    expect(world.commercetools.all('type')).toHaveLength(4);
    expect(world.commercetools.all('channel')).toHaveLength(1);
    expect(world.commercetools.customObject('ordoro-cursors', 'orders.since')).toBeDefined();
    expect(world.messages('info')).toEqual([
      'Subscription ordoro-subscription: deleted',
      expect.stringContaining(
        'the Types ordoro-order-sync, ordoro-delivery, ordoro-parcel, ordoro-stock; the Channel ordoro;',
      ),
      'The removal is complete.',
    ]);
  });

  it('is content when there is no Subscription', async () => {
    expect(await world.preUndeploy()).toBe(0);

    expect(world.messages('info')[0]).toBe('Subscription ordoro-subscription: unchanged (there is none)');
  });

  it('does not mind bad variables that it does not need', async () => {
    await world.postDeploy();

    expect(await world.preUndeploy({ EXPORT_WHEN: 'nonsense', ORDORO_CLIENT_SECRET: undefined })).toBe(0);

    expect(world.commercetools.subscriptions()).toEqual([]);
  });

  it('leaves the Subscription of another deployment alone', async () => {
    await world.postDeploy({ CONNECTOR_ID: 'ordoro-eu' });

    await world.preUndeploy();

    expect(world.commercetools.subscriptions()).toHaveLength(1);
  });

  it('fails when the Subscription cannot be deleted', async () => {
    await world.postDeploy();
    world.commercetools.traffic.inject({
      match: { method: 'DELETE' },
      times: 2,
      effect: { kind: 'status', when: 'before-work', status: 503 },
    });

    expect(await world.preUndeploy()).toBe(1);
  });

  it('only tells what it would do in a dry run', async () => {
    await world.postDeploy();

    expect(await world.preUndeploy({ DRY_RUN: 'true' })).toBe(0);

    expect(world.commercetools.subscriptions()).toHaveLength(1);
    expect(world.messages('info')[0]).toBe('Subscription ordoro-subscription: would be deleted');
  });
});
