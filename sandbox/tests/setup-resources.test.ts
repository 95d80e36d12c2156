import type { Subscription } from '@commercetools/platform-sdk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SetupWorld, SNS } from './setup-world.ts';

let world: SetupWorld;

beforeEach(async () => {
  world = await SetupWorld.start();
});

afterEach(() => world.stop());

describe('the Subscription', () => {
  it('is moved to a new destination, never replaced, and the move is mentioned', async () => {
    await world.postDeploy();
    const [before] = world.commercetools.subscriptions();

    expect(await world.postDeploy(SNS)).toBe(0);

    const [after] = world.commercetools.subscriptions();
    expect(after?.id).toBe(before?.id);
    expect(after?.destination.type).toBe('SNS');
    expect(world.commercetools.traffic.count({ method: 'DELETE' })).toBe(0);
    expect(world.messages('info')).toContain('Subscription ordoro-subscription: updated (destination)');
    expect(world.messages('warn')).toEqual([
      'The Subscription sent messages to Pub/Sub topic connect-project/topic-1 before. If that belongs to another deployment in this project, it gets none any more: give each deployment a CONNECTOR_ID of its own (this one has "ordoro").',
    ]);
  });

  it('gets the message types that are missing and stays where it is', async () => {
    await world.postDeploy();
    const [before] = world.commercetools.subscriptions();
    world.commercetools.add('subscription', {
      ...before,
      messages: [{ resourceTypeId: 'order', types: ['OrderCreated'] }],
    });
    world.commercetools.traffic.reset();

    expect(await world.postDeploy()).toBe(0);

    expect(world.commercetools.subscriptions()[0]?.messages).toEqual(before?.messages);
    const [update] = world.commercetools.traffic.calls.filter(
      ({ method, path }) => method === 'POST' && path.includes('subscriptions'),
    );
    expect(update?.requestBody).toMatchObject({ actions: [{ action: 'setMessages' }] });
  });

  it.each([
    ['ConfigurationError', 1, 'has the status ConfigurationError: messages do not reach the connector'],
    ['ManuallySuspended', 1, 'commercetools has suspended the Subscription'],
    ['TemporaryError', 0, 'cannot deliver messages of the Subscription "ordoro-subscription" at the moment'],
  ])('that is not healthy (%s) is reported', async (status, exitCode, text) => {
    await world.postDeploy();
    world.commercetools.add('subscription', { ...world.commercetools.subscriptions()[0], status } as Subscription);

    expect(await world.postDeploy()).toBe(exitCode);

    expect(world.messages(exitCode === 1 ? 'error' : 'warn')[0]).toContain(text);
  });

  it('whose delivery has stopped gets its destination again, which revives it', async () => {
    await world.postDeploy();
    const stopped = {
      ...world.commercetools.subscriptions()[0],
      status: 'ConfigurationErrorDeliveryStopped',
    } as Subscription;
    world.commercetools.add('subscription', stopped);

    await world.postDeploy();

    expect(world.messages('info')).toContain('Subscription ordoro-subscription: updated (destination)');
  });

  it('that cannot be made is reported with the reason of commercetools', async () => {
    world.commercetools.traffic.inject({
      match: { method: 'POST', path: '/sandbox/subscriptions' },
      effect: {
        kind: 'status',
        when: 'before-work',
        status: 400,
        body: {
          statusCode: 400,
          message: 'x',
          errors: [{ code: 'InvalidInput', message: 'A test message could not be delivered.' }],
        },
      },
    });

    expect(await world.postDeploy()).toBe(1);

    expect(world.messages('error')[0]).toContain('A test message could not be delivered.');
    expect(world.commercetools.all('type')).toHaveLength(4);
  });
});

describe('the Ordoro sales channel', () => {
  it('of ORDORO_SALES_CHANNEL_ID is checked and remembered with its index', async () => {
    world.ordoro.addCart({ name: 'Old shop' });
    const cart = world.ordoro.addCart({ name: 'Web shop' });

    expect(await world.postDeploy({ ORDORO_SALES_CHANNEL_ID: String(cart.id) })).toBe(0);

    expect(world.value('ordoro-config', 'sales-channel')).toEqual({
      salesChannelId: cart.id,
      name: 'Web shop',
      index: 2,
    });
    expect(world.ordoro.traffic.count({ method: 'POST' })).toBe(0);
  });

  it('of ORDORO_SALES_CHANNEL_ID that Ordoro does not have is a problem, and none is made in its place', async () => {
    expect(await world.postDeploy({ ORDORO_SALES_CHANNEL_ID: '99' })).toBe(1);

    expect(world.messages('error')[0]).toBe(
      'Ordoro has no sales channel with the id 99. Set ORDORO_SALES_CHANNEL_ID to the id of a sales channel of this Ordoro account, or remove it so that the connector finds or creates one, then deploy again.',
    );
    expect(world.ordoro.traffic.count({ method: 'POST' })).toBe(0);
    expect(world.commercetools.customObject('ordoro-config', 'sales-channel')).toBeUndefined();
  });

  it('with the right name is taken when it is there', async () => {
    const cart = world.ordoro.addCart({ name: 'commercetools sandbox' });

    await world.postDeploy();

    expect(world.value('ordoro-config', 'sales-channel')).toMatchObject({
      salesChannelId: cart.id,
    });
    expect(world.ordoro.traffic.count({ method: 'POST' })).toBe(0);
  });

  it('that is remembered stays, even under another name, and what else the object holds too', async () => {
    const cart = world.ordoro.addCart({ name: 'Renamed by staff' });
    await world.commercetools.putCustomObject('ordoro-config', 'sales-channel', {
      salesChannelId: cart.id,
      note: 'ours',
    });

    expect(await world.postDeploy()).toBe(0);

    expect(world.value('ordoro-config', 'sales-channel')).toEqual({
      salesChannelId: cart.id,
      name: 'Renamed by staff',
      index: 1,
      note: 'ours',
    });
  });

  it('that is remembered but gone is found or made anew', async () => {
    await world.commercetools.putCustomObject('ordoro-config', 'sales-channel', { salesChannelId: 4711 });

    expect(await world.postDeploy()).toBe(0);

    expect(world.value('ordoro-config', 'sales-channel')).toMatchObject({
      name: 'commercetools sandbox',
    });
  });

  it('that is archived is a problem', async () => {
    const cart = world.ordoro.addCart({ name: 'Web shop' });
    world.ordoro.archiveCart(cart.id);

    expect(await world.postDeploy({ ORDORO_SALES_CHANNEL_ID: String(cart.id) })).toBe(1);

    expect(world.messages('error')[0]).toContain(`"Web shop" (id ${cart.id}) is archived. Restore it in Ordoro`);
  });
});
