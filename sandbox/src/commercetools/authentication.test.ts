import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testOrder } from './orders/test-order.ts';
import { basic, requestToken, startTestProject, type TestProject } from './test-project.ts';

describe('authentication', () => {
  let project: TestProject;
  beforeAll(async () => {
    project = await startTestProject({ projectKey: 'shop', grantedScopes: ['view_orders', 'manage_types'] });
  });
  beforeEach(() => project.reset());
  afterAll(() => project.standIn.close());

  it('gives a token for client credentials and names the granted scopes with the project key', async () => {
    const { status, body } = await requestToken(project.standIn, project.standIn.connectorClient);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      token_type: 'Bearer',
      scope: 'view_orders:shop manage_types:shop',
      expires_in: 172800,
    });
  });

  it('narrows the token to the scopes asked for', async () => {
    const { body } = await requestToken(project.standIn, project.standIn.connectorClient, 'manage_types:shop');
    expect(body.scope).toBe('manage_types:shop');
  });

  it('refuses scopes that the client does not have with 400 invalid_scope', async () => {
    const { status, body } = await requestToken(project.standIn, project.standIn.connectorClient, 'manage_orders:shop');
    expect([status, body.error]).toEqual([400, 'invalid_scope']);
  });

  it('refuses a wrong secret with 401 invalid_client', async () => {
    const { status, body } = await requestToken(project.standIn, { id: 'connector-client', secret: 'guessed' });
    expect([status, body.error, body.errors[0].code]).toEqual([401, 'invalid_client', 'invalid_client']);
  });

  it('refuses a call without or with an unknown token with 401 invalid_token', async () => {
    const url = `${project.standIn.apiUrl}/shop/orders`;
    const without = await fetch(url);
    const unknown = await fetch(url, { headers: { authorization: 'Bearer unknown' } });
    expect([without.status, unknown.status]).toEqual([401, 401]);
    expect(await unknown.json()).toMatchObject({ statusCode: 401, errors: [{ code: 'invalid_token' }] });
  });

  it('refuses revoked tokens with 401', async () => {
    const { body } = await requestToken(project.standIn, project.standIn.connectorClient);
    project.standIn.revokeTokens();
    const answer = await fetch(`${project.standIn.apiUrl}/shop/orders`, {
      headers: { authorization: `Bearer ${body.access_token}` },
    });
    expect(answer.status).toBe(401);
  });

  it('tells the scope of a token on introspection', async () => {
    const { body } = await requestToken(project.standIn, project.standIn.merchantClient);
    const answer = await fetch(`${project.standIn.authUrl}/oauth/introspect`, {
      method: 'POST',
      headers: { authorization: basic(project.standIn.merchantClient) },
      body: new URLSearchParams({ token: body.access_token }),
    });
    expect(await answer.json()).toMatchObject({
      active: true,
      scope: 'manage_project:shop',
      client_id: 'merchant-client',
    });
  });
});

describe('scopes', () => {
  let project: TestProject;
  beforeAll(async () => {
    project = await startTestProject({ grantedScopes: ['view_orders'] });
  });
  afterAll(() => project.standIn.close());

  it('lets a view scope read but answers a write with 403 insufficient_scope', async () => {
    await project.standIn.placeOrder(testOrder());
    expect((await project.call('GET', '/orders/order-1')).status).toBe(200);
    const write = await project.call('POST', '/orders/order-1', { version: 1, actions: [] });
    expect([write.status, write.body.errors[0].code]).toEqual([403, 'insufficient_scope']);
  });

  it('lets view_orders read custom objects, but not write them', async () => {
    expect((await project.call('GET', '/custom-objects/box')).status).toBe(200);
    const write = await project.call('POST', '/custom-objects', { container: 'box', key: 'k', value: 1 });
    expect(write.status).toBe(403);
  });

  it.each(['/types', '/subscriptions', '/channels', '/states'])('closes %s without its own scope', async (path) => {
    expect((await project.call('GET', path)).status).toBe(403);
  });

  it('opens everything to manage_project', async () => {
    const answer = await project.call('GET', '/types', undefined, project.standIn.merchantClient);
    expect(answer.status).toBe(200);
  });
});

describe('authors', () => {
  it('names the client of the token as the author of resources and messages', async () => {
    const project = await startTestProject();
    await project.standIn.placeOrder(testOrder());
    await project.call('POST', '/orders/order-1', {
      version: 1,
      actions: [{ action: 'changePaymentState', paymentState: 'Paid' }],
    });
    await project.standIn.close();
    expect(project.standIn.order('order-1')).toMatchObject({
      createdBy: { clientId: 'merchant-client' },
      lastModifiedBy: { clientId: 'connector-client' },
    });
    expect(
      project.notifications.map(({ type, createdBy, lastModifiedBy }) => [type, createdBy, lastModifiedBy]),
    ).toEqual([
      [
        'OrderCreated',
        { clientId: 'merchant-client', isPlatformClient: false },
        { clientId: 'merchant-client', isPlatformClient: false },
      ],
      [
        'OrderPaymentStateChanged',
        { clientId: 'connector-client', isPlatformClient: false },
        { clientId: 'connector-client', isPlatformClient: false },
      ],
    ]);
  });
});
