import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { REQUIRED_SCOPES } from '../../core/src/setup/check-api-client.ts';
import { SetupWorld } from './setup-world.ts';

let world: SetupWorld;

beforeEach(async () => {
  world = await SetupWorld.start();
});

afterEach(() => world.stop());

describe('what is wrong', () => {
  it('is reported all at once, and what is right is set up', async () => {
    const changes = { ORDORO_CLIENT_SECRET: 'wrong-secret', EXPORT_WHEN: 'state=picked|state=packed' };
    world.commercetools.add('state', { key: 'packed', type: 'OrderState', initial: true, builtIn: false });

    expect(await world.postDeploy(changes)).toBe(1);

    expect(world.messages('error')).toEqual([
      expect.stringMatching(
        /^Ordoro refuses the API key \(.*401.*\)\. Check ORDORO_CLIENT_ID and ORDORO_CLIENT_SECRET/,
      ),
      'EXPORT_WHEN names States that the project does not have: "picked". Correct EXPORT_WHEN, or create the States in the project, then deploy again.',
      expect.stringContaining('2 problems'),
    ]);
    expect(world.messages('info')).toContain('Ordoro sales channel: skipped (Ordoro does not accept the API key)');
    expect(world.commercetools.all('type')).toHaveLength(4);
    expect(world.commercetools.subscriptions()).toHaveLength(1);
    expect(world.log()).not.toContain('wrong-secret');
  });

  it('names the States that are not for orders', async () => {
    world.commercetools.add('state', { key: 'picked', type: 'LineItemState', initial: true, builtIn: false });

    expect(await world.postDeploy({ EXPORT_WHEN: 'state=picked' })).toBe(1);

    expect(world.messages('error')[0]).toContain(
      'States that orders cannot be in, because their type is not OrderState: "picked"',
    );
  });

  it('names the scopes that the API client lacks, once, besides the steps that fail for it', async () => {
    const lacking: readonly string[] = ['manage_types', 'view_messages'];
    await world.stop();
    world = await SetupWorld.start(REQUIRED_SCOPES.filter((scope) => !lacking.includes(scope)));

    expect(await world.postDeploy()).toBe(1);

    expect(world.messages('error')[0]).toBe(
      'The API client of the deployment lacks the scopes manage_types, view_messages for the project "sandbox". Add what is missing, or let Connect create the API client anew by deploying again.',
    );
    expect(world.commercetools.subscriptions()).toHaveLength(1);
  });

  it('is not a scope that is only useful: that is a warning', async () => {
    await world.stop();
    world = await SetupWorld.start(REQUIRED_SCOPES);

    expect(await world.postDeploy()).toBe(0);

    expect(world.messages('warn')).toEqual([
      'The API client lacks the scope view_shipping_methods: entries of "shipping-services" must name shipping methods by their name, not by their key.',
    ]);
  });

  it('takes manage_project for all scopes', async () => {
    const { id, secret } = world.commercetools.merchantClient;

    expect(await world.postDeploy({ CTP_CLIENT_ID: id, CTP_CLIENT_SECRET: secret })).toBe(0);
  });

  it('is a CTP_SCOPE that names more than the client has', async () => {
    expect(await world.postDeploy({ CTP_SCOPE: 'manage_orders:sandbox manage_customers:sandbox' })).toBe(1);

    expect(world.messages('error')[0]).toContain('CTP_SCOPE names scopes that the API client does not have');
  });

  it('is an API client that cannot log in: Ordoro is checked all the same', async () => {
    expect(await world.postDeploy({ CTP_CLIENT_SECRET: 'wrong-secret', ORDORO_CLIENT_SECRET: 'also-wrong' })).toBe(1);

    expect(world.messages('error')).toEqual([
      expect.stringMatching(
        /^commercetools refuses the API client of the deployment .* Check CTP_CLIENT_ID, CTP_CLIENT_SECRET and CTP_AUTH_URL/,
      ),
      expect.stringMatching(/^Ordoro refuses the API key/),
      expect.stringContaining('2 problems'),
    ]);
    expect(world.messages('info')).toContain('Everything in the project: skipped (the API client cannot log in)');
  });

  it('is a project that cannot be reached, said once', async () => {
    expect(await world.postDeploy({ CTP_API_URL: 'http://127.0.0.1:1' })).toBe(1);

    expect(world.messages('error')).toEqual([
      expect.stringMatching(/^commercetools, project sandbox: .*\. Deploy again in a few minutes\.$/),
      expect.stringContaining('1 problem.'),
    ]);
  });

  it('is a project that does not exist', async () => {
    world.commercetools.traffic.inject({
      match: { path: /^\/sandbox\/?$/ },
      effect: { kind: 'status', when: 'before-work', status: 404 },
    });

    expect(await world.postDeploy()).toBe(1);

    expect(world.messages('error')[0]).toContain('Check CTP_PROJECT_KEY and CTP_API_URL, then deploy again.');
  });

  it('is the scope to read the project: only what needs it is left out', async () => {
    world.commercetools.traffic.inject({
      match: { path: /^\/sandbox\/?$/ },
      effect: { kind: 'status', when: 'before-work', status: 403 },
    });

    expect(await world.postDeploy()).toBe(1);

    expect(world.messages('info')).toContain('Begin of the export: skipped (the project cannot be read)');
    expect(world.commercetools.all('type')).toHaveLength(4);
  });

  it('is an authorization server that cannot be reached', async () => {
    expect(await world.postDeploy({ CTP_AUTH_URL: 'http://127.0.0.1:1' })).toBe(1);

    expect(world.messages('error')[0]).toMatch(/^commercetools, access token: .*Deploy again in a few minutes\.$/);
    expect(world.writes()).toEqual([]);
  });

  it('is an authorization server that gives no usable token', async () => {
    world.commercetools.traffic.inject({
      match: { path: '/oauth/token' },
      effect: { kind: 'status', when: 'before-work', status: 200, body: { hello: 'world' } },
    });

    expect(await world.postDeploy()).toBe(1);

    expect(world.messages('error')[0]).toContain('access token: the answer has not the expected form');
  });

  it('are variables: all bad ones are named in one message, those of the destination too', async () => {
    const changes = { ORDORO_REQUESTS_PER_MINUTE: '600', CONNECT_GCP_TOPIC_NAME: undefined };

    expect(await world.postDeploy(changes)).toBe(1);

    expect(world.messages()).toHaveLength(1);
    expect(world.messages('error')[0]).toContain('ORDORO_REQUESTS_PER_MINUTE is "600"');
    expect(world.messages('error')[0]).toContain('CONNECT_GCP_TOPIC_NAME is not set');
    expect(world.writes()).toEqual([]);
  });

  it.each([
    [
      'a plan without API',
      { kind: 'status' as const, when: 'before-work' as const, status: 403 },
      'check under Settings > Account Settings that the plan includes it',
    ],
    [
      'a proxy in between',
      { kind: 'html' as const, when: 'before-work' as const, status: 502 },
      'Ordoro cannot be reached',
    ],
    [
      'another service',
      { kind: 'status' as const, when: 'before-work' as const, status: 200, body: { hello: 'world' } },
      'does not look like Ordoro',
    ],
    [
      'a key that is not accepted',
      { kind: 'status' as const, when: 'before-work' as const, status: 200, body: { success: false } },
      'Ordoro refuses the API key',
    ],
    [
      'no free request',
      { kind: 'status' as const, when: 'before-work' as const, status: 429 },
      'Deploy again in a minute',
    ],
  ])('is told apart at Ordoro: %s', async (_name, effect, text) => {
    world.ordoro.traffic.inject({ match: { path: '/authenticated/' }, times: 2, effect });

    expect(await world.postDeploy()).toBe(1);

    expect(world.messages('error')[0]).toContain(text);
  });

  it('is an Ordoro that nobody answers for', async () => {
    expect(await world.postDeploy({ ORDORO_API_URL: 'http://127.0.0.1:1' })).toBe(1);

    expect(world.messages('error')[0]).toContain('Ordoro cannot be reached');
  });

  it('is a begin of the export that cannot be read', async () => {
    await world.commercetools.putCustomObject('ordoro-cursors', 'orders.since', { since: 'yesterday' });

    expect(await world.postDeploy()).toBe(1);

    expect(world.messages('error')[0]).toBe(
      'EXPORT_SINCE is not set, and the custom object ordoro-cursors/orders.since, which counts then, holds no time; set EXPORT_SINCE, or give the object a value such as {"since":"2026-11-23T00:00:00Z"}. Then deploy again.',
    );
  });
});
