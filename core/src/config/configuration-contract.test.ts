import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { deploymentVariables } from './environment.ts';
import { readGateExpression } from './gate-expression.ts';
import { MERCHANT_CONFIG_KEYS, parseMerchantConfig } from './merchant-config.ts';

const ROOT = join(import.meta.dirname, '../../..');

interface Variable {
  readonly key: string;
  readonly description: string;
  readonly required?: boolean;
  readonly default?: unknown;
}

interface App {
  readonly name: string;
  readonly applicationType: string;
  readonly endpoint: string;
  readonly scripts?: Record<string, string>;
}

interface ConnectFile {
  readonly deployAs: readonly App[];
  readonly inheritAs: {
    readonly apiClient: { readonly scopes: readonly string[] };
    readonly configuration: {
      readonly standardConfiguration: readonly Variable[];
      readonly securedConfiguration: readonly Variable[];
    };
  };
}

function textOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

const connect: ConnectFile = parse(textOf('connect.yaml'));
const { standardConfiguration: standard, securedConfiguration: secured } = connect.inheritAs.configuration;

function byKey(left: { key: string }, right: { key: string }): number {
  return left.key < right.key ? -1 : 1;
}

const inCode = deploymentVariables()
  .map((variable) => ({ ...variable, default: variable.default ?? 'unset' }))
  .sort(byKey);

/** The rows of the table of all variables: cells are split at `|`, except at `\|`. */
function documentedVariables() {
  const section = textOf('docs/configuration.md').split('## All variables')[1]?.split('\n## ')[0] ?? '';
  return section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => {
      const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('`', '').replaceAll('\\|', '|'));
      const [, key = '', defaultText = '', required, isSecured, allowed, meaning] = cells;
      expect([required, isSecured].every((cell) => cell === 'yes' || cell === 'no')).toBe(true);
      expect(allowed).not.toBe('');
      expect(meaning).not.toBe('');
      return { key, default: defaultText, required: required === 'yes', secured: isSecured === 'yes' };
    });
}

describe('the deployment variables', () => {
  it('are the same in connect.yaml as in the code: keys, defaults, obligation and secrecy', () => {
    const inFile = [
      ...standard.map((entry) => ({ entry, secured: false })),
      ...secured.map((entry) => ({ entry, secured: true })),
    ]
      .map(({ entry, secured: isSecured }) => ({
        key: entry.key,
        default: entry.default ?? 'unset',
        required: entry.required,
        secured: isSecured,
      }))
      .sort(byKey);
    expect(inFile).toEqual(inCode);
  });

  it('are the same in the documentation as in the code: keys, defaults, obligation and secrecy', () => {
    expect(documentedVariables().sort(byKey)).toEqual(inCode);
  });
});

describe('the documented gates', () => {
  const table =
    textOf('docs/configuration.md').split('| You want to export | `EXPORT_WHEN` |')[1]?.split('\n\n')[0] ?? '';
  const examples = [...table.matchAll(/`([^`]+)` \|$/gm)].map((row) => String(row[1]).replaceAll('\\|', '|'));

  it('are several', () => {
    expect(examples.length).toBeGreaterThan(3);
  });

  it.each(examples)('can be used as they stand: %s', (example) => {
    expect(readGateExpression(example).mistakes).toEqual([]);
  });
});

describe('connect.yaml', () => {
  const NAME = /^[a-zA-Z0-9_-]{2,256}$/;
  const ENDPOINT = /^\/?[A-Za-z0-9_-]+(\/[A-Za-z0-9_-]+)*$/;
  const KEY = /^[a-zA-Z0-9_]{2,256}$/;
  /** Connect's schema refuses every field that it does not know. */
  const FIELDS_OF_APPS: Record<string, readonly string[]> = {
    event: ['name', 'applicationType', 'endpoint', 'configuration', 'scripts', 'healthCheck', 'retryPolicy'],
    job: ['name', 'applicationType', 'endpoint', 'configuration', 'scripts', 'properties'],
  };

  function fieldsBeyond(value: object, allowed: readonly string[]): string[] {
    return Object.keys(value).filter((field) => !allowed.includes(field));
  }

  it('has no field at the top but deployAs and inheritAs', () => {
    expect(Object.keys(connect)).toEqual(['deployAs', 'inheritAs']);
    expect(Object.keys(connect.inheritAs)).toEqual(['apiClient', 'configuration']);
    expect(Object.keys(connect.inheritAs.apiClient)).toEqual(['scopes']);
    expect(Object.keys(connect.inheritAs.configuration)).toEqual(['standardConfiguration', 'securedConfiguration']);
  });

  it('deploys the two apps with the endpoints, the schedule and the scripts that belong to them', () => {
    expect(connect.deployAs).toEqual([
      {
        name: 'event',
        applicationType: 'event',
        endpoint: '/event',
        scripts: {
          postDeploy: 'npm install && npm run build && npm run connector:post-deploy',
          preUndeploy: 'npm install && npm run build && npm run connector:pre-undeploy',
        },
        retryPolicy: {
          strategy: 'exponential-backoff',
          minBackoffSeconds: 10,
          maxBackoffSeconds: 600,
          maxAttempts: 100,
        },
        healthCheck: { path: '/event/health', intervalSeconds: 10, timeoutSeconds: 5, unhealthyThreshold: 3 },
      },
      { name: 'job', applicationType: 'job', endpoint: '/job', properties: { schedule: '*/5 * * * *' } },
    ]);
  });

  it.each(connect.deployAs.map((app) => [app.name, app] as const))('names the app %s as its folder', (name, app) => {
    expect(name).toMatch(NAME);
    expect(existsSync(join(ROOT, name, 'package.json'))).toBe(true);
    expect(app.endpoint).toMatch(ENDPOINT);
    expect(fieldsBeyond(app, FIELDS_OF_APPS[app.applicationType] ?? [])).toEqual([]);
    expect(fieldsBeyond(app.scripts ?? {}, ['postDeploy', 'preUndeploy'])).toEqual([]);
  });

  it('asks for the scopes the connector needs, without the project key', () => {
    expect(connect.inheritAs.apiClient.scopes).toEqual([
      'manage_orders',
      'manage_products',
      'manage_key_value_documents',
      'manage_types',
      'manage_subscriptions',
      'view_states',
      'manage_channels',
      'view_messages',
      'view_project_settings',
      'view_shipping_methods',
    ]);
  });

  it.each([...standard, ...secured].map((entry) => [entry.key, entry] as const))(
    'describes %s as the platform demands',
    (key, entry) => {
      expect(key).toMatch(KEY);
      expect(['PORT', 'K_SERVICE', 'K_REVISION', 'K_CONFIGURATION']).not.toContain(key.toUpperCase());
      expect(key).not.toMatch(/^CTP_|^CONNECT_/);
      expect(entry.description.trim()).not.toBe('');
      expect(typeof entry.required).toBe('boolean');
      expect(fieldsBeyond(entry, ['key', 'description', 'required', 'default'])).toEqual([]);
    },
  );

  it('gives defaults as texts that are not empty, and none to secured variables', () => {
    const defaults = standard.filter((entry) => 'default' in entry).map((entry) => entry.default);
    expect(defaults.every((value) => typeof value === 'string' && value !== '')).toBe(true);
    expect(secured.filter((entry) => 'default' in entry)).toEqual([]);
  });

  it('has every key once', () => {
    const keys = [...standard, ...secured].map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('the documentation of the configuration objects', () => {
  const sections = textOf('docs/merchant-configuration.md')
    .split('\n## `')
    .slice(1)
    .map((section): [string, string] => {
      const example = /```json\n([\s\S]*?)```/.exec(section)?.[1] ?? '';
      return [section.slice(0, section.indexOf('`')), example];
    });

  it('describes every object', () => {
    expect(sections.map(([key]) => key)).toEqual([...MERCHANT_CONFIG_KEYS]);
  });

  it.each(sections)('has an example of %s that the connector takes', (key, example) => {
    const { config, problems } = parseMerchantConfig(new Map([[key, JSON.parse(example)]]));
    expect(problems).toEqual([]);
    expect(Object.values(config).filter((value) => value !== undefined)).toHaveLength(1);
  });
});
