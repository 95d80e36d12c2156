import axios from 'axios';
import { z } from 'zod';
import { commercetoolsError } from '../commercetools/errors.ts';
import type { CommercetoolsSettings } from '../config/settings.ts';
import { TransientError } from '../problems/errors.ts';

const TOKEN = z.object({
  access_token: z.string(),
  token_type: z.string(),
  expires_in: z.number(),
  /** Space-separated, each with the project key: `manage_orders:my-project`. */
  scope: z.string(),
});

/** An access token with what it allows. Source: commercetools API, authorization, client credentials flow. */
export type AccessToken = z.output<typeof TOKEN>;

/**
 * Asks the authorization server for a token, with the same scopes as the connector's client asks for.
 * @throws PlatformError
 */
export async function requestAccessToken(settings: CommercetoolsSettings, timeoutMs: number): Promise<AccessToken> {
  const form = new URLSearchParams({ grant_type: 'client_credentials' });
  if (settings.scopes !== undefined) form.set('scope', settings.scopes.join(' '));
  const { status, data } = await axios
    .post<unknown>(`${settings.authUrl}/oauth/token`, form, {
      auth: { username: settings.clientId, password: settings.clientSecret },
      proxy: false,
      maxRedirects: 0,
      timeout: timeoutMs,
      signal: AbortSignal.timeout(timeoutMs),
      validateStatus: () => true,
    })
    .catch((cause: unknown) => {
      throw commercetoolsError(cause, 'access token');
    });
  if (status !== 200) throw commercetoolsError({ statusCode: status, body: data }, 'access token');
  const token = TOKEN.safeParse(data);
  if (token.success) return token.data;
  throw new TransientError('commercetools, access token: the answer has not the expected form', {
    platform: 'commercetools',
  });
}
