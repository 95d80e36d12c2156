import type { CommercetoolsSettings } from '../config/settings.ts';
import { CredentialsError, messageOf, RejectedError } from '../problems/errors.ts';
import { type AccessToken, requestAccessToken } from './access-token.ts';
import type { StepResult } from './step.ts';

/** What the connector's API client must be allowed; connect.yaml asks for it. Source: commercetools API, scopes. */
export const REQUIRED_SCOPES = [
  'manage_orders',
  'manage_products',
  'manage_key_value_documents',
  'manage_types',
  'manage_subscriptions',
  'view_states',
  'manage_channels',
  'view_messages',
  'view_project_settings',
] as const;

/** Also asked for by connect.yaml. Without it shipping methods can be mapped by their name, not by their key. */
export const USEFUL_SCOPE = 'view_shipping_methods';

/** `canLogIn` false: nothing in the project can be reached. */
export type ApiClientCheck = StepResult & { readonly canLogIn: boolean };

/**
 * Whether the API client can log in and has every scope; the missing ones are named. `manage_x` includes `view_x`,
 * `manage_project` includes everything.
 * @throws PlatformError on passing trouble
 */
export async function checkApiClient(settings: CommercetoolsSettings, timeoutMs: number): Promise<ApiClientCheck> {
  // It takes a third of a second to load, so only the scripts that use it pay for it.
  const { healthCheckCommercetoolsPermissions } = await import('@commercetools/connect-payments-sdk');
  let token: AccessToken | undefined;
  let failure: unknown;
  const check = healthCheckCommercetoolsPermissions({
    projectKey: settings.projectKey,
    requiredPermissions: [...REQUIRED_SCOPES],
    ctAuthorizationService: {
      getAccessToken: async () => {
        try {
          token = await requestAccessToken(settings, timeoutMs);
          return { ...token, scope: withIncluded(token.scope.split(' ')).join(' ') };
        } catch (error) {
          failure = error;
          throw error;
        }
      },
    },
  });
  const { status } = await check();
  if (token === undefined) return noToken(settings, failure);
  if (!namesScopes(token)) return { change: 'checked', canLogIn: true, warnings: [UNNAMED_SCOPES_TEXT] };
  return {
    change: 'checked',
    canLogIn: true,
    problems: status === 'UP' ? [] : [missingText(settings, token)],
    warnings: lacksUsefulScope(settings, token) ? [USEFUL_SCOPE_TEXT] : [],
  };
}

/** The scopes of this project that the connector needs and `granted` does not cover. @param granted e.g. `manage_orders:my-project` */
export function missingScopes(granted: readonly string[], projectKey: string): string[] {
  const covered = new Set(withIncluded(granted));
  if (covered.has(`manage_project:${projectKey}`)) return [];
  return REQUIRED_SCOPES.filter((scope) => !covered.has(`${scope}:${projectKey}`));
}

const UNNAMED_SCOPES_TEXT =
  'The authorization server does not say which scopes the API client has, so they could not be checked. What is missing shows as a failed step, or later as refused requests.';

/** Scopes are named with what they are for, such as `manage_orders:my-project`; anything else says nothing about them. */
function namesScopes(token: AccessToken): boolean {
  return token.scope.split(' ').some((scope) => /^[a-z_]+:./.test(scope));
}

const USEFUL_SCOPE_TEXT = `The API client lacks the scope ${USEFUL_SCOPE}: entries of "shipping-services" must name shipping methods by their name, not by their key.`;

function lacksUsefulScope({ projectKey }: CommercetoolsSettings, token: AccessToken): boolean {
  const covered = new Set(withIncluded(token.scope.split(' ')));
  return !covered.has(`manage_project:${projectKey}`) && !covered.has(`${USEFUL_SCOPE}:${projectKey}`);
}

function withIncluded(granted: readonly string[]): string[] {
  return granted.flatMap((scope) =>
    scope.startsWith('manage_') ? [scope, scope.replace('manage_', 'view_')] : [scope],
  );
}

function missingText(settings: CommercetoolsSettings, token: AccessToken): string {
  const missing = missingScopes(token.scope.split(' '), settings.projectKey);
  const reason = settings.scopes === undefined ? 'The API client of the deployment' : 'CTP_SCOPE of the deployment';
  return `${reason} lacks ${missing.length === 1 ? 'the scope' : 'the scopes'} ${missing.join(', ')} for the project "${settings.projectKey}". Add what is missing, or let Connect create the API client anew by deploying again.`;
}

function noToken(settings: CommercetoolsSettings, failure: unknown): ApiClientCheck {
  const refused = failure instanceof CredentialsError || failure instanceof RejectedError;
  if (!refused) throw failure;
  const cause =
    failure.codes.includes('invalid_scope') && settings.scopes !== undefined
      ? 'CTP_SCOPE names scopes that the API client does not have; deploy again so that Connect creates the API client anew'
      : 'Check CTP_CLIENT_ID, CTP_CLIENT_SECRET and CTP_AUTH_URL: the API client may have been deleted; deploying again creates a new one';
  return {
    change: 'failed',
    canLogIn: false,
    problems: [`commercetools refuses the API client of the deployment (${messageOf(failure)}). ${cause}.`],
  };
}
