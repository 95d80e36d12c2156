import type { ApiClient } from './authentication.ts';
import type { Notification } from './messages.ts';
import { type CommercetoolsOptions, type CommercetoolsStandIn, startCommercetools } from './stand-in.ts';

/** An answer of the stand-in over HTTP. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed body; fields are asserted by the test. */
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the platform answers
  readonly body: any;
}

/** A stand-in with a clock that the test sets and a caller with a token. */
export interface TestProject {
  readonly standIn: CommercetoolsStandIn;
  readonly time: { now: number };
  /** Every notification since the start or the last reset. */
  readonly notifications: Notification[];
  /** Calls `/{projectKey}{path}` as the connector, or as the client given. */
  call(method: string, path: string, body?: unknown, client?: ApiClient): Promise<Answer>;
  /** Calls `GET /{projectKey}{path}?…` with each parameter as often as it is given. */
  query(path: string, params: Readonly<Record<string, string | readonly string[]>>): Promise<Answer>;
  /** Update actions at the latest version. */
  update(path: string, ...actions: readonly object[]): Promise<Answer>;
  /** Empties the project and sets the clock back. */
  reset(): Promise<void>;
}

/** Monday, 23 November 2026, 08:00 UTC. */
export const START = Date.parse('2026-11-23T08:00:00.000Z');

/** Starts a project for tests. Close `standIn` afterwards. */
export async function startTestProject(options: Partial<CommercetoolsOptions> = {}): Promise<TestProject> {
  const time = { now: START };
  const standIn = await startCommercetools({ clock: () => time.now, ...options });
  const notifications: Notification[] = [];
  standIn.onMessage((notification) => notifications.push(notification));
  const tokens = new Map<string, string>();

  const call: TestProject['call'] = async (method, path, body, client = standIn.connectorClient) => {
    const token = tokens.get(client.id) ?? (await fetchToken(standIn, client));
    tokens.set(client.id, token);
    const answer = await fetch(`${standIn.apiUrl}/${standIn.projectKey}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: text === '' ? undefined : JSON.parse(text) };
  };

  return {
    standIn,
    time,
    notifications,
    call,
    query: (path, params) => {
      const search = new URLSearchParams();
      for (const [name, values] of Object.entries(params))
        for (const value of [values].flat()) search.append(name, value);
      return call('GET', `${path}?${search}`);
    },
    update: async (path, ...actions) => {
      const { body } = await call('GET', path);
      return call('POST', path, { version: body.version, actions });
    },
    reset: async () => {
      await standIn.reset();
      time.now = START;
      notifications.length = 0;
      standIn.onMessage((notification) => notifications.push(notification));
    },
  };
}

/** The body of `POST /oauth/token` for a client. */
export async function requestToken(standIn: CommercetoolsStandIn, client: ApiClient, scope?: string): Promise<Answer> {
  const form = new URLSearchParams({ grant_type: 'client_credentials', ...(scope === undefined ? {} : { scope }) });
  const answer = await fetch(`${standIn.authUrl}/oauth/token`, {
    method: 'POST',
    headers: { authorization: basic(client) },
    body: form,
  });
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
}

/** The header value of HTTP basic authentication. */
export function basic({ id, secret }: ApiClient): string {
  return `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
}

async function fetchToken(standIn: CommercetoolsStandIn, client: ApiClient): Promise<string> {
  const { body } = await requestToken(standIn, client);
  return body.access_token;
}
