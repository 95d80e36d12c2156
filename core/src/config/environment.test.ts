import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ConfigurationError } from './configuration-error.ts';
import { type Environment, parseSettings } from './environment.ts';
import { processEnvironment } from './process-environment.ts';
import { settingsWarnings } from './settings.ts';

const required = {
  CTP_PROJECT_KEY: 'demo-shop',
  CTP_CLIENT_ID: 'client-1',
  CTP_CLIENT_SECRET: 'ct-secret-1',
  CTP_API_URL: 'https://api.us-central1.gcp.commercetools.com/',
  CTP_AUTH_URL: 'https://auth.us-central1.gcp.commercetools.com',
  ORDORO_CLIENT_ID: 'ordoro-key-1',
  ORDORO_CLIENT_SECRET: 'ordoro-secret-1',
};

function settingsWith(variables: Environment) {
  return parseSettings({ ...required, ...variables });
}

function linesOf(env: Environment): string[] {
  try {
    parseSettings(env);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    return (error as ConfigurationError).message.split('\n');
  }
  return [];
}

function problemWith(variables: Environment): string | undefined {
  return linesOf({ ...required, ...variables })[1];
}

describe('settings', () => {
  it('have the documented defaults when only what is required is set', () => {
    expect({ ...parseSettings(required) }).toEqual({
      commercetools: {
        projectKey: 'demo-shop',
        clientId: 'client-1',
        clientSecret: 'ct-secret-1',
        apiUrl: 'https://api.us-central1.gcp.commercetools.com',
        authUrl: 'https://auth.us-central1.gcp.commercetools.com',
        scopes: undefined,
      },
      ordoro: {
        clientId: 'ordoro-key-1',
        clientSecret: 'ordoro-secret-1',
        apiUrl: 'https://api.ordoro.com',
        requestsPerMinute: 400,
        salesChannelId: undefined,
      },
      connectorId: 'ordoro',
      exportWhen: {
        alternatives: [
          [{ subject: 'paymentState', operator: '=', value: 'Paid' }],
          [{ subject: 'shipmentState', operator: '=', value: 'Ready' }],
        ],
      },
      exportSince: undefined,
      currencies: undefined,
      skuPolicy: 'require',
      shippingPolicy: 'hold',
      cancelPolicy: 'flag',
      completeWhenShipped: false,
      inventoryOwner: 'ordoro',
      inventoryQuantity: 'available',
      inventoryCreateMissing: true,
      inventoryRescanHours: 2,
      orderTypeKey: 'ordoro-order-sync',
      logLevel: 'info',
      logPayloads: 'redacted',
      logRetentionDays: 30,
      alertWebhookUrl: undefined,
      jobToken: undefined,
      dryRun: false,
      port: 8080,
    });
  });

  it('take every variable', () => {
    const settings = settingsWith({
      CTP_SCOPE: 'manage_orders:demo-shop  manage_types:demo-shop',
      ORDORO_API_URL: 'https://ordoro.example/api//',
      ORDORO_SALES_CHANNEL_ID: '7',
      ORDORO_REQUESTS_PER_MINUTE: '500',
      CONNECTOR_ID: 'us-1',
      EXPORT_WHEN: 'state=packed',
      EXPORT_SINCE: '2026-11-01T02:00:00.250+02:00',
      CURRENCIES: 'USD  CAD',
      SKU_POLICY: 'create',
      SHIPPING_POLICY: 'pass',
      CANCEL_POLICY: 'cancel',
      COMPLETE_WHEN_SHIPPED: 'TRUE',
      INVENTORY_OWNER: 'none',
      INVENTORY_QUANTITY: 'onHand',
      INVENTORY_CREATE_MISSING: 'False',
      INVENTORY_RESCAN_HOURS: '0.5',
      ORDER_TYPE_KEY: 'my-orders',
      LOG_LEVEL: 'debug',
      LOG_PAYLOADS: 'none',
      LOG_RETENTION_DAYS: '1',
      ALERT_WEBHOOK_URL: 'http://alerts.example/hook?a=b',
      JOB_TOKEN: 'tok.en=',
      DRY_RUN: 'true',
      PORT: '0',
    });
    expect(settings.commercetools.scopes).toEqual(['manage_orders:demo-shop', 'manage_types:demo-shop']);
    expect(settings.ordoro).toMatchObject({
      apiUrl: 'https://ordoro.example/api',
      salesChannelId: 7,
      requestsPerMinute: 500,
    });
    expect(settings.exportSince).toBe(1_793_491_200_250);
    expect([...(settings.currencies ?? [])]).toEqual(['USD', 'CAD']);
    expect(settings.alertWebhookUrl).toBe('http://alerts.example/hook?a=b');
    expect(settings.jobToken).toBe('tok.en=');
    expect(settings).toMatchObject({
      connectorId: 'us-1',
      exportWhen: { alternatives: [[{ subject: 'state', operator: '=', value: 'packed' }]] },
      skuPolicy: 'create',
      shippingPolicy: 'pass',
      cancelPolicy: 'cancel',
      completeWhenShipped: true,
      inventoryOwner: 'none',
      inventoryQuantity: 'onHand',
      inventoryCreateMissing: false,
      inventoryRescanHours: 0.5,
      orderTypeKey: 'my-orders',
      logLevel: 'debug',
      logPayloads: 'none',
      logRetentionDays: 1,
      dryRun: true,
      port: 0,
    });
  });

  it('treat an empty value, or one of blanks only, as not set', () => {
    const settings = settingsWith({ CURRENCIES: '', LOG_LEVEL: ' ', JOB_TOKEN: '', INVENTORY_RESCAN_HOURS: '' });
    expect(settings.currencies).toBeUndefined();
    expect(settings.logLevel).toBe('info');
    expect(settings.jobToken).toBeUndefined();
    expect(settings.inventoryRescanHours).toBe(2);
  });

  it('tell zero from not set', () => {
    expect(settingsWith({ INVENTORY_RESCAN_HOURS: '0' }).inventoryRescanHours).toBe(0);
  });

  it('ignore blanks that were pasted along with a value', () => {
    expect(settingsWith({ ORDORO_CLIENT_SECRET: ' abc\n' }).ordoro.clientSecret).toBe('abc');
  });

  it('ignore variables that are not theirs', () => {
    expect(() => settingsWith({ PATH: '/bin', LOG_LEVELS: 'loud' })).not.toThrow();
  });

  it('cannot be changed', () => {
    const settings = parseSettings(required);
    expect(() => Object.assign(settings, { dryRun: true })).toThrow(TypeError);
    expect(() => Object.assign(settings.ordoro, { apiUrl: 'x' })).toThrow(TypeError);
    expect(() => Object.assign(settings.exportWhen.alternatives, { 0: [] })).toThrow(TypeError);
  });
});

describe('a bad variable', () => {
  it('stops the start with one message that names every bad key, its value and what is allowed', () => {
    expect(
      linesOf({
        ...required,
        CTP_API_URL: undefined,
        ORDORO_CLIENT_ID: '',
        ORDORO_REQUESTS_PER_MINUTE: '600',
        EXPORT_WHEN: 'paid',
        CURRENCIES: 'EUR usd XYZ',
        DRY_RUN: 'yes',
      }),
    ).toEqual([
      'The configuration cannot be used. Correct these variables and deploy again:',
      '- CTP_API_URL is not set, but it is required',
      '- ORDORO_CLIENT_ID is not set, but it is required',
      '- ORDORO_REQUESTS_PER_MINUTE is "600"; allowed: a whole number from 1 to 500',
      '- EXPORT_WHEN is "paid"; "paid" is not a term; a term looks like paymentState=Paid or country!=US',
      '- CURRENCIES is "EUR usd XYZ"; "usd", "XYZ" is not a currency; allowed: upper-case ISO 4217 codes separated by spaces, e.g. EUR USD',
      '- DRY_RUN is "yes"; allowed: true, false',
    ]);
  });

  it.each([
    ['ORDORO_REQUESTS_PER_MINUTE', '0', 'a whole number from 1 to 500'],
    ['ORDORO_REQUESTS_PER_MINUTE', '4e2', 'a whole number from 1 to 500'],
    ['ORDORO_REQUESTS_PER_MINUTE', '-1', 'a whole number from 1 to 500'],
    ['ORDORO_SALES_CHANNEL_ID', 'shop', 'a whole number from 1 to 999999999999'],
    ['CONNECTOR_ID', 'a', '2 to 40 letters, digits, "_" and "-", beginning with a letter or digit'],
    ['CONNECTOR_ID', '-abc', '2 to 40 letters, digits, "_" and "-", beginning with a letter or digit'],
    ['CONNECTOR_ID', 'my shop', '2 to 40 letters, digits, "_" and "-", beginning with a letter or digit'],
    ['EXPORT_SINCE', '2026-11-23', 'an ISO 8601 date-time with Z or an offset, e.g. 2026-11-23T00:00:00Z'],
    ['EXPORT_SINCE', '2026-11-23T00:00:00', 'an ISO 8601 date-time with Z or an offset, e.g. 2026-11-23T00:00:00Z'],
    ['EXPORT_SINCE', '2026-02-30T00:00:00Z', 'an ISO 8601 date-time with Z or an offset, e.g. 2026-11-23T00:00:00Z'],
    ['SKU_POLICY', 'Require', 'require, create'],
    ['SHIPPING_POLICY', 'flag', 'hold, pass'],
    ['CANCEL_POLICY', 'none', 'flag, cancel'],
    ['INVENTORY_OWNER', 'Ordoro', 'ordoro, commercetools, none'],
    ['INVENTORY_QUANTITY', 'onhand', 'available, onHand'],
    ['INVENTORY_RESCAN_HOURS', '-2', 'a number of hours, 0 or more, e.g. 2 or 0.5'],
    ['INVENTORY_RESCAN_HOURS', 'Infinity', 'a number of hours, 0 or more, e.g. 2 or 0.5'],
    ['ORDER_TYPE_KEY', 'order type', '2 to 256 letters, digits, "_" and "-"'],
    ['LOG_LEVEL', 'verbose', 'error, warn, info, debug'],
    ['LOG_PAYLOADS', 'all', 'none, redacted, full'],
    ['LOG_RETENTION_DAYS', '0', 'a whole number from 1 to 36500'],
    ['PORT', '65536', 'a whole number from 0 to 65535'],
    ['CTP_PROJECT_KEY', 'a/b', '2 to 256 letters, digits, "_" and "-"'],
  ])('%s=%j is refused with what is allowed', (key, value, allowed) => {
    expect(problemWith({ [key]: value })).toBe(`- ${key} is ${JSON.stringify(value)}; allowed: ${allowed}`);
  });

  it.each(['http://localhost:4010', 'http://127.0.0.1:4010', 'http://127.8.9.1', 'http://[::1]:4010'])(
    'is not an Ordoro address on this machine without https: %s',
    (address) => {
      expect(settingsWith({ ORDORO_API_URL: `${address}/` }).ordoro.apiUrl).toBe(address);
    },
  );

  it.each([
    'http://api.ordoro.com',
    'http://localhost.example.com',
    'http://127.0.0.1.example.com',
    'ftp://localhost',
    'api.ordoro.com',
    'https://',
    'https://api.ordoro.com?x=1',
    'https://api.ordoro.com#x',
  ])('is every other Ordoro address that is not plain https: %s', (address) => {
    expect(problemWith({ ORDORO_API_URL: address })).toBe(
      `- ORDORO_API_URL is ${JSON.stringify(address)}; allowed: an https:// address without user, query and fragment (http:// only for localhost)`,
    );
  });

  it('never shows a secret', () => {
    const secrets = {
      CTP_CLIENT_SECRET: 'hush ct',
      ORDORO_CLIENT_ID: 'hush:id',
      ORDORO_CLIENT_SECRET: 'hush ordoro',
      ALERT_WEBHOOK_URL: 'hush/hook',
      JOB_TOKEN: 'hush token',
      ORDORO_API_URL: 'https://someone:hush@api.ordoro.com',
    };
    const message = linesOf({ ...required, ...secrets }).join('\n');
    expect(message).not.toContain('hush');
    expect(message.split('\n')).toEqual([
      'The configuration cannot be used. Correct these variables and deploy again:',
      '- CTP_CLIENT_SECRET has a value that is kept secret here; allowed: visible ASCII characters without spaces',
      '- ORDORO_CLIENT_ID has a value that is kept secret here; allowed: visible ASCII characters without spaces and ":"',
      '- ORDORO_CLIENT_SECRET has a value that is kept secret here; allowed: visible ASCII characters without spaces',
      '- ORDORO_API_URL is "https://***@api.ordoro.com"; allowed: an https:// address without user, query and fragment (http:// only for localhost)',
      '- ALERT_WEBHOOK_URL has a value that is kept secret here; allowed: an address that begins with https:// or http://',
      '- JOB_TOKEN has a value that is kept secret here; allowed: visible ASCII characters without spaces',
    ]);
  });

  it('stays on one line and is cut when it is very long', () => {
    expect(problemWith({ LOG_LEVEL: `x\n${'y'.repeat(500)}` })).toBe(
      `- LOG_LEVEL is "x\\n${'y'.repeat(118)}…"; allowed: error, warn, info, debug`,
    );
  });
});

describe('printed settings', () => {
  const settings = settingsWith({ JOB_TOKEN: 'job-token-1', ALERT_WEBHOOK_URL: 'https://alerts.example/key-1' });
  const secrets = ['ct-secret-1', 'ordoro-key-1', 'ordoro-secret-1', 'job-token-1', 'key-1'];

  it.each([
    ['JSON', JSON.stringify({ settings })],
    ['a template text', `${settings} ${settings.ordoro} ${settings.commercetools}`],
    ['util.inspect', inspect({ settings }, { depth: null, showHidden: true })],
  ])('show no secret in %s', (_form, printed) => {
    expect(secrets.filter((secret) => printed.includes(secret))).toEqual([]);
    expect(printed).toContain('[secret]');
    expect(printed).toContain('demo-shop');
  });

  it('do not pretend that there is a secret where none is set', () => {
    expect(JSON.stringify(parseSettings(required))).not.toContain('jobToken');
  });
});

describe('warnings at start', () => {
  it('are none for the defaults', () => {
    expect(settingsWarnings(parseSettings(required))).toEqual([]);
  });

  it('name each setting that easily does harm', () => {
    const warnings = settingsWarnings(
      settingsWith({ INVENTORY_QUANTITY: 'onHand', LOG_PAYLOADS: 'full', DRY_RUN: 'true' }),
    );
    expect(warnings).toEqual([
      expect.stringMatching(/^INVENTORY_QUANTITY is "onHand": .* sell more than there is/),
      expect.stringMatching(/^LOG_PAYLOADS is "full": .* personal data/),
      expect.stringMatching(/^DRY_RUN is true: .* nothing is written/),
    ]);
  });
});

describe('the environment of the process', () => {
  it('is handed out as a copy, so that nobody changes the real one', () => {
    const copy = processEnvironment();
    expect(copy.PATH).toMatch(/./);
    expect(processEnvironment()).toEqual(copy);
    expect(processEnvironment()).not.toBe(copy);
  });
});
