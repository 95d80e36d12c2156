import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { json, startLocalServer } from '../../tests/local-server.ts';
import { checkApiClient, missingScopes, REQUIRED_SCOPES, USEFUL_SCOPE } from './check-api-client.ts';

const ALL = REQUIRED_SCOPES.map((scope) => `${scope}:shop`);

describe('the scopes of the API client', () => {
  it('are what connect.yaml asks for', () => {
    const connect = parse(readFileSync(join(import.meta.dirname, '../../../connect.yaml'), 'utf8'));

    expect(connect.inheritAs.apiClient.scopes).toEqual([...REQUIRED_SCOPES, USEFUL_SCOPE]);
  });

  it('are missing when they are absent, or are for another project or only one store', () => {
    const others = ALL.filter((scope) => scope !== 'manage_orders:shop');

    expect(missingScopes(others, 'shop')).toEqual(['manage_orders']);
    expect(missingScopes([...others, 'manage_orders:other'], 'shop')).toEqual(['manage_orders']);
    expect(missingScopes([...others, 'manage_orders:shop:berlin'], 'shop')).toEqual(['manage_orders']);
    expect(missingScopes([], 'shop')).toEqual([...REQUIRED_SCOPES]);
  });

  it('that manage something include the view of it, not the other way round', () => {
    const others = ALL.filter((scope) => scope !== 'view_states:shop');

    expect(missingScopes([...others, 'manage_states:shop'], 'shop')).toEqual([]);
    expect(missingScopes([...others, 'view_types:shop'], 'shop')).toEqual(['view_states']);
  });

  it('are all there with manage_project', () => {
    expect(missingScopes(['manage_project:shop'], 'shop')).toEqual([]);
    expect(missingScopes(['manage_project:other'], 'shop')).toEqual([...REQUIRED_SCOPES]);
  });
});

describe('an authorization server that names no scopes', () => {
  it('is no reason to fail the set-up: it is said that they could not be checked', async () => {
    const server = await startLocalServer();
    server.answer = (response) =>
      json(response, { access_token: 'token', token_type: 'Bearer', expires_in: 3600, scope: 'todo' });
    const settings = {
      projectKey: 'shop',
      clientId: 'client',
      clientSecret: 'secret',
      apiUrl: server.url,
      authUrl: server.url,
    };

    const check = await checkApiClient(settings, 2_000).finally(() => server.close());

    expect(check).toMatchObject({ canLogIn: true, warnings: [expect.stringContaining('could not be checked')] });
    expect(check.problems ?? []).toEqual([]);
  });
});
