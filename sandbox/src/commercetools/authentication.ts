import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { notFound, PlatformError } from './platform-error.ts';
import { missingScopes } from './scopes.ts';

/** Id and secret of an API client. */
export interface ApiClient {
  readonly id: string;
  readonly secret: string;
}

interface GrantedClient extends ApiClient {
  /** With project key, as the platform writes them: `manage_orders:my-project`. */
  readonly scopes: readonly string[];
}

interface Token {
  readonly client: GrantedClient;
  readonly scopes: readonly string[];
}

const TOKEN_SECONDS = 172_800;
/** First segments of paths that need no token: the authorization server, and the stand-in's own controls. */
const OPEN_PATHS = new Set(['oauth', '_sandbox']);
const FORM = 'application/x-www-form-urlencoded';

/**
 * Client credentials flow, introspection, bearer tokens and scopes:
 * https://docs.commercetools.com/api/authorization. Tokens do not expire by themselves; `revokeAll` ends them.
 */
export class Authentication {
  readonly #projectKey: string;
  readonly #clients: readonly GrantedClient[];
  readonly #tokens = new Map<string, Token>();

  constructor(projectKey: string, clients: readonly { client: ApiClient; scopes: readonly string[] }[]) {
    this.#projectKey = projectKey;
    this.#clients = clients.map(({ client, scopes }) => ({
      ...client,
      scopes: scopes.map((scope) => `${scope}:${projectKey}`),
    }));
  }

  /** Makes every token given out so far invalid. */
  revokeAll(): void {
    this.#tokens.clear();
  }

  /** Guards all routes below the project and answers the `/oauth` routes. Call it before the server is ready. */
  apply(app: FastifyInstance): void {
    app.addHook('onRequest', async (request) => this.#admit(request));
    app.addHook('onRoute', (route) => {
      if (route.method === 'POST' && route.url === '/oauth/token') route.handler = async (call) => this.#grant(call);
    });
    app.register(async (scope) => {
      scope.addContentTypeParser(FORM, { parseAs: 'string' }, (_request, body, done) => {
        done(null, Object.fromEntries(new URLSearchParams(String(body))));
      });
      scope.post('/oauth/introspect', async (request) => this.#introspect(request));
    });
  }

  #admit(request: FastifyRequest): void {
    const [path = ''] = (request.raw.url ?? '').split('?');
    const [, first = '', resource = ''] = path.split('/');
    if (request.is404 || OPEN_PATHS.has(first)) return;
    if (first !== this.#projectKey) throw notFound(`project key '${first}'`);
    const token = this.#tokens.get(/^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '');
    if (token === undefined) throw new PlatformError(401, { code: 'invalid_token', message: 'invalid_token' });
    const missing = missingScopes({ method: request.method, resource, projectKey: this.#projectKey }, token.scopes);
    if (missing !== undefined) {
      const message = `Insufficient scope. One of the following scopes is missing: ${missing.join(', ')}.`;
      throw new PlatformError(403, { code: 'insufficient_scope', message });
    }
    Object.assign(request, { credentials: { clientId: token.client.id, clientSecret: '' } });
  }

  #grant(request: FastifyRequest): object {
    const client = this.#clientOf(request);
    const params = { ...(request.query as Record<string, string>), ...(request.body as Record<string, string>) };
    if (params.grant_type !== 'client_credentials') {
      throw new PlatformError(400, { code: 'unsupported_grant_type', message: 'Invalid parameter: grant_type.' });
    }
    const asked = (params.scope ?? '').split(' ').filter((scope) => scope !== '');
    const refused = asked.filter((scope) => !client.scopes.includes(scope));
    if (refused.length > 0) {
      const message = `Permissions exceeded. The client does not have the scopes: ${refused.join(' ')}.`;
      throw new PlatformError(400, { code: 'invalid_scope', message });
    }
    const scopes = asked.length > 0 ? asked : client.scopes;
    const token = randomBytes(24).toString('base64url');
    this.#tokens.set(token, { client, scopes });
    return { access_token: token, token_type: 'Bearer', expires_in: TOKEN_SECONDS, scope: scopes.join(' ') };
  }

  #introspect(request: FastifyRequest): object {
    this.#clientOf(request);
    const params = { ...(request.query as Record<string, string>), ...(request.body as Record<string, string>) };
    const token = this.#tokens.get(params.token ?? '');
    if (token === undefined) return { active: false };
    return { active: true, client_id: token.client.id, scope: token.scopes.join(' '), token_type: 'Bearer' };
  }

  #clientOf(request: FastifyRequest): GrantedClient {
    const encoded = /^Basic (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const [id, secret] = Buffer.from(encoded, 'base64').toString().split(':');
    const client = this.#clients.find((one) => one.id === id && one.secret === secret);
    if (client !== undefined) return client;
    const message = 'Please provide valid client credentials using HTTP Basic Authentication.';
    throw new PlatformError(401, { code: 'invalid_client', message });
  }
}
