import { z } from 'zod';
import { ConfigurationError, type ConfigurationProblem } from './configuration-error.ts';
import { hiddenWhenPrinted } from './hidden-when-printed.ts';
import {
  CANCEL_POLICIES,
  type CommercetoolsSettings,
  type ConnectorSettings,
  INVENTORY_OWNERS,
  INVENTORY_QUANTITIES,
  LOG_LEVELS,
  type OrdoroSettings,
  PAYLOAD_LOGGING,
  SHIPPING_POLICIES,
  SKU_POLICIES,
} from './settings.ts';
import {
  apiUrl,
  basicAuthUser,
  currencies,
  dateTime,
  gate,
  hours,
  oneOf,
  pattern,
  token,
  truth,
  webhookUrl,
  wholeNumber,
  words,
} from './variable-values.ts';

/** Variables by name, as the process has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Connect provides these; they must not stand in connect.yaml. */
const PLATFORM_VARIABLES = {
  CTP_PROJECT_KEY: pattern(/^[A-Za-z0-9_-]{2,256}$/, '2 to 256 letters, digits, "_" and "-"'),
  CTP_CLIENT_ID: token(),
  CTP_CLIENT_SECRET: token(),
  CTP_API_URL: apiUrl(),
  CTP_AUTH_URL: apiUrl(),
  CTP_SCOPE: words().optional(),
  PORT: wholeNumber(0, 65_535).prefault('8080'),
  // Not set on Connect, where requests come from outside the container; sandbox and demo set it to loopback.
  LISTEN_HOST: pattern(/^[A-Za-z0-9.:-]{1,253}$/, 'a host name or an IP address').optional(),
};

/**
 * What a deployment is configured with: the same keys, defaults and obligations as in connect.yaml and in the table of
 * docs/configuration.md. `prefault` gives the text that counts when the variable is not set; without it and without
 * `optional` the variable is required.
 */
const DEPLOYMENT_VARIABLES = {
  ORDORO_CLIENT_ID: basicAuthUser(),
  ORDORO_CLIENT_SECRET: token(),
  ORDORO_API_URL: apiUrl().prefault('https://api.ordoro.com'),
  ORDORO_SALES_CHANNEL_ID: wholeNumber(1, 999_999_999_999).optional(),
  ORDORO_REQUESTS_PER_MINUTE: wholeNumber(1, 500).prefault('400'),
  // At most 40, so that keys made of it keep room for the rest; at least 2, the shortest key of a Subscription or a Type.
  CONNECTOR_ID: pattern(
    /^[A-Za-z0-9][A-Za-z0-9_-]{1,39}$/,
    '2 to 40 letters, digits, "_" and "-", beginning with a letter or digit',
  ).prefault('ordoro'),
  EXPORT_WHEN: gate().prefault('paymentState=Paid|shipmentState=Ready'),
  EXPORT_SINCE: dateTime().optional(),
  CURRENCIES: currencies().optional(),
  SKU_POLICY: oneOf(...SKU_POLICIES).prefault('require'),
  SHIPPING_POLICY: oneOf(...SHIPPING_POLICIES).prefault('hold'),
  CANCEL_POLICY: oneOf(...CANCEL_POLICIES).prefault('flag'),
  COMPLETE_WHEN_SHIPPED: truth().prefault('false'),
  INVENTORY_OWNER: oneOf(...INVENTORY_OWNERS).prefault('ordoro'),
  INVENTORY_QUANTITY: oneOf(...INVENTORY_QUANTITIES).prefault('available'),
  INVENTORY_CREATE_MISSING: truth().prefault('true'),
  INVENTORY_RESCAN_HOURS: hours().prefault('2'),
  ORDER_TYPE_KEY: pattern(/^[A-Za-z0-9_-]{2,256}$/, '2 to 256 letters, digits, "_" and "-"').prefault(
    'ordoro-order-sync',
  ),
  LOG_LEVEL: oneOf(...LOG_LEVELS).prefault('info'),
  LOG_PAYLOADS: oneOf(...PAYLOAD_LOGGING).prefault('redacted'),
  LOG_RETENTION_DAYS: wholeNumber(1, 36_500).prefault('30'),
  ALERT_WEBHOOK_URL: webhookUrl().optional(),
  JOB_TOKEN: token().optional(),
  DRY_RUN: truth().prefault('false'),
};

const ENVIRONMENT = z.object({ ...PLATFORM_VARIABLES, ...DEPLOYMENT_VARIABLES });

type Values = z.output<typeof ENVIRONMENT>;

const SECURED: ReadonlySet<string> = new Set<keyof Values>([
  'CTP_CLIENT_SECRET',
  'ORDORO_CLIENT_ID',
  'ORDORO_CLIENT_SECRET',
  'ALERT_WEBHOOK_URL',
  'JOB_TOKEN',
]);

/** Longest part of a bad value that a message repeats. */
const MAX_SHOWN_CHARACTERS = 120;

/** What connect.yaml and the documentation say about one variable. */
export interface DeploymentVariable {
  readonly key: string;
  /** The text that counts when the variable is not set; absent: there is none. */
  readonly default?: string;
  readonly required: boolean;
  /** Its value is never shown. */
  readonly secured: boolean;
}

/** Every variable that whoever deploys the connector can set, in the order of the documentation. */
export function deploymentVariables(): DeploymentVariable[] {
  return Object.entries(DEPLOYMENT_VARIABLES).map(([key, schema]) => ({
    key,
    ...(schema instanceof z.ZodPrefault ? { default: String(schema.def.defaultValue) } : {}),
    required: !schema.safeParse(undefined).success,
    secured: SECURED.has(key),
  }));
}

/**
 * Reads everything a deployment is configured with. Blanks around a value do not count, and an empty value is the same as none.
 * Pass `settingsWarnings(settings)` to the log at start.
 *
 * @throws ConfigurationError naming all bad variables at once
 */
export function parseSettings(env: Environment): ConnectorSettings {
  const given = Object.fromEntries(Object.keys(ENVIRONMENT.shape).map((key) => [key, textOf(env, key)]));
  const result = ENVIRONMENT.safeParse(given);
  if (!result.success) {
    throw new ConfigurationError(result.error.issues.map((issue) => problemOf(issue, given)));
  }
  return settingsOf(result.data);
}

/** The value of a variable without blanks around it; undefined when nothing is left. */
export function textOf(env: Environment, key: string): string | undefined {
  return env[key]?.trim() || undefined;
}

function problemOf(issue: z.core.$ZodIssue, given: Environment): ConfigurationProblem {
  const key = String(issue.path[0]);
  const value = given[key];
  if (value === undefined) {
    return { key, message: 'is not set, but it is required' };
  }
  const shown = SECURED.has(key) ? 'has a value that is kept secret here' : `is ${quoted(value)}`;
  return { key, message: `${shown}; ${issue.message}` };
}

/** On one line, whatever the value holds, and without a password inside an address. */
function quoted(value: string): string {
  const characters = [...value.replace(/\/\/[^/@\s]*@/, '//***@')];
  const cut = characters.slice(0, MAX_SHOWN_CHARACTERS).join('');
  return JSON.stringify(characters.length > MAX_SHOWN_CHARACTERS ? `${cut}…` : cut);
}

function settingsOf(values: Values): ConnectorSettings {
  return hiddenWhenPrinted<ConnectorSettings>(
    {
      commercetools: commercetoolsOf(values),
      ordoro: ordoroOf(values),
      connectorId: values.CONNECTOR_ID,
      exportWhen: values.EXPORT_WHEN,
      exportSince: values.EXPORT_SINCE,
      currencies: values.CURRENCIES,
      skuPolicy: values.SKU_POLICY,
      shippingPolicy: values.SHIPPING_POLICY,
      cancelPolicy: values.CANCEL_POLICY,
      completeWhenShipped: values.COMPLETE_WHEN_SHIPPED,
      inventoryOwner: values.INVENTORY_OWNER,
      inventoryQuantity: values.INVENTORY_QUANTITY,
      inventoryCreateMissing: values.INVENTORY_CREATE_MISSING,
      inventoryRescanHours: values.INVENTORY_RESCAN_HOURS,
      orderTypeKey: values.ORDER_TYPE_KEY,
      logLevel: values.LOG_LEVEL,
      logPayloads: values.LOG_PAYLOADS,
      logRetentionDays: values.LOG_RETENTION_DAYS,
      alertWebhookUrl: values.ALERT_WEBHOOK_URL,
      jobToken: values.JOB_TOKEN,
      dryRun: values.DRY_RUN,
      port: values.PORT,
      host: values.LISTEN_HOST,
    },
    ['alertWebhookUrl', 'jobToken'],
  );
}

function commercetoolsOf(values: Values): CommercetoolsSettings {
  return hiddenWhenPrinted<CommercetoolsSettings>(
    {
      projectKey: values.CTP_PROJECT_KEY,
      clientId: values.CTP_CLIENT_ID,
      clientSecret: values.CTP_CLIENT_SECRET,
      apiUrl: values.CTP_API_URL,
      authUrl: values.CTP_AUTH_URL,
      scopes: values.CTP_SCOPE,
    },
    ['clientSecret'],
  );
}

function ordoroOf(values: Values): OrdoroSettings {
  return hiddenWhenPrinted<OrdoroSettings>(
    {
      clientId: values.ORDORO_CLIENT_ID,
      clientSecret: values.ORDORO_CLIENT_SECRET,
      apiUrl: values.ORDORO_API_URL,
      requestsPerMinute: values.ORDORO_REQUESTS_PER_MINUTE,
      salesChannelId: values.ORDORO_SALES_CHANNEL_ID,
    },
    ['clientId', 'clientSecret'],
  );
}
