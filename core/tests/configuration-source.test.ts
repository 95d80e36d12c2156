import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ConfigurationError } from '../src/config/configuration-error.ts';
import { ConfigurationSource } from '../src/config/configuration-source.ts';
import { parseSettings } from '../src/config/environment.ts';
import { TransientError } from '../src/problems/errors.ts';
import { containersOf } from '../src/records/containers.ts';
import { DeadLetters } from '../src/records/dead-letters.ts';
import { type Project, startProject } from './project.ts';

const CONFIG = 'ordoro-config';
const GOOD = [{ warehouseId: 15450, channel: 'us-east' }];
const BAD = [{ warehouseId: 'fifteen' }];

let project: Project;
/** What `onProblem` was told: key, and whether there was a message. */
let told: [string, boolean][];

beforeAll(async () => {
  project = await startProject();
});

beforeEach(async () => {
  await project.reset();
  told = [];
});

afterAll(() => project.standIn.close());

/** The source of a fresh process. */
function source(variables: Record<string, string> = {}): ConfigurationSource {
  const { standIn, client, objects, time } = project;
  const settings = parseSettings({
    CTP_PROJECT_KEY: standIn.projectKey,
    CTP_CLIENT_ID: 'id',
    CTP_CLIENT_SECRET: 'secret',
    CTP_API_URL: standIn.apiUrl,
    CTP_AUTH_URL: standIn.authUrl,
    ORDORO_CLIENT_ID: 'key-id',
    ORDORO_CLIENT_SECRET: 'key-secret',
    ...variables,
  });
  const containers = containersOf('ordoro');
  return new ConfigurationSource({
    client,
    objects,
    containers,
    deadLetters: new DeadLetters(objects, containers.deadLetters, () => time.now),
    settings,
    clock: () => time.now,
    onProblem: (key, message) => told.push([key, message !== undefined]),
  });
}

const put = (key: string, value: unknown) => project.standIn.putCustomObject(CONFIG, key, value);
const letter = (key: string) => project.standIn.customObject('ordoro-dead-letters', `config.${key}`);
const warehouses = async (from: ConfigurationSource) => (await from.current()).merchant.warehouses;
const configReads = () => project.calls().filter((call) => call === `GET /custom-objects/${CONFIG}`).length;
const writes = () => project.calls().filter((call) => !call.startsWith('GET '));

/** What post-deploy leaves behind: the references are complete with it. */
function deploy(): void {
  project.standIn.add('channel', { key: 'ordoro', roles: ['OrderExport'] });
  project.standIn.add('type', { key: 'ordoro-order-sync', name: { en: 'sync' }, resourceTypeIds: ['order'] });
}

describe('the configuration in force', () => {
  it('is what the merchant has set', async () => {
    await put('warehouses', GOOD);
    await put('line-states', { shipped: 'sent' });
    const { merchant } = await source().current();
    expect(merchant).toMatchObject({ warehouses: GOOD, lineStates: { shipped: 'sent' }, stores: undefined });
  });

  it('is read once for 30 seconds, and then again', async () => {
    await put('warehouses', GOOD);
    const configuration = source();
    await configuration.current();
    await put('warehouses', []);
    project.time.now += 29_999;
    expect(await warehouses(configuration)).toEqual(GOOD);
    expect(configReads()).toBe(1);
    project.time.now += 1;
    expect(await warehouses(configuration)).toEqual([]);
    expect(configReads()).toBe(2);
  });

  it('is read at once for a caller that wants it fresh', async () => {
    const configuration = source();
    await configuration.current();
    await put('warehouses', GOOD);
    expect((await configuration.current(0)).merchant.warehouses).toEqual(GOOD);
  });

  it('is read once for callers that come together', async () => {
    const configuration = source();
    const seen = await Promise.all([configuration.current(), configuration.current(), configuration.current()]);
    expect(configReads()).toBe(1);
    expect(new Set(seen).size).toBe(1);
  });

  it('is not known when commercetools is away, for all who wait, and is read anew by the next caller', async () => {
    const configuration = source();
    project.standIn.traffic.inject({
      match: { path: `/sandbox/custom-objects/${CONFIG}` },
      times: 2,
      effect: { kind: 'status', when: 'before-work', status: 503 },
    });
    const together = await Promise.allSettled([configuration.current(), configuration.current()]);
    expect(together.map((one) => (one.status === 'rejected' ? one.reason : one))).toEqual([
      expect.any(TransientError),
      expect.any(TransientError),
    ]);
    await expect(configuration.current()).resolves.toBeDefined();
  });

  it('loses an object that was deleted', async () => {
    await put('warehouses', GOOD);
    const configuration = source();
    await configuration.current();
    await project.standIn.deleteCustomObject(CONFIG, 'warehouses');
    project.time.now += 30_000;
    expect(await warehouses(configuration)).toBeUndefined();
  });
});

describe('a configuration object that cannot be used', () => {
  it('leaves the last good one in force', async () => {
    await put('warehouses', GOOD);
    const configuration = source();
    await configuration.current();
    await put('warehouses', BAD);
    await put('stores', [{ store: 'us', salesChannelId: 7 }]);
    project.time.now += 30_000;
    const { merchant } = await configuration.current();
    expect(merchant.warehouses).toEqual(GOOD);
    expect(merchant.stores).toEqual([{ store: 'us', salesChannelId: 7 }]);
  });

  it('leaves the last good one in force for a fresh process as well', async () => {
    await put('warehouses', GOOD);
    await source().current();
    await put('warehouses', BAD);
    expect(await warehouses(source())).toEqual(GOOD);
    // Also when the process that met the bad one first wrote what is good in the meantime.
    await put('stores', [{ store: 'us', salesChannelId: 7 }]);
    await source().current();
    expect(await warehouses(source())).toEqual(GOOD);
  });

  it('counts as absent when there never was a good one', async () => {
    await put('warehouses', BAD);
    expect(await warehouses(source())).toBeUndefined();
  });

  it('does not bring back an object that was deleted while no process ran', async () => {
    await put('warehouses', GOOD);
    await source().current();
    await project.standIn.deleteCustomObject(CONFIG, 'warehouses');
    await source().current();
    await put('warehouses', BAD);
    expect(await warehouses(source())).toBeUndefined();
  });

  it('never brings back a run request or an approval of earlier', async () => {
    await put('run-request', { full: true });
    await source().current();
    await put('run-request', { full: 'yes please' });
    expect((await source().current()).merchant.runRequest).toBeUndefined();
  });

  it('becomes one dead letter and one report, however often it is read', async () => {
    await put('warehouses', BAD);
    const configuration = source();
    for (let n = 0; n < 3; n += 1) {
      await configuration.current();
      project.time.now += 30_000;
    }
    expect(letter('warehouses')).toMatchObject({
      version: 1,
      value: { kind: 'config', subject: 'warehouses', code: 'config-invalid', attempts: 1 },
    });
    expect(letter('warehouses')!.value.message).toMatch(/^The configuration object "warehouses" cannot be used: /);
    expect(told).toEqual([['warehouses', true]]);
  });

  it('is not reported again by a fresh process', async () => {
    await put('warehouses', BAD);
    await source().current();
    await source().current();
    expect(letter('warehouses')!.version).toBe(1);
    expect(told).toEqual([['warehouses', true]]);
  });

  it('is reported again when it is wrong in another way', async () => {
    await put('warehouses', BAD);
    const configuration = source();
    await configuration.current();
    await put('warehouses', { warehouseId: 1 });
    project.time.now += 30_000;
    await configuration.current();
    expect(letter('warehouses')!.version).toBe(2);
    expect(told).toEqual([
      ['warehouses', true],
      ['warehouses', true],
    ]);
  });

  it.each(['corrected', 'deleted'])('is cleared when it was %s', async (how) => {
    await put('warehouses', BAD);
    const configuration = source();
    await configuration.current();
    await (how === 'corrected' ? put('warehouses', GOOD) : project.standIn.deleteCustomObject(CONFIG, 'warehouses'));
    project.time.now += 30_000;
    expect(await warehouses(configuration)).toEqual(how === 'corrected' ? GOOD : undefined);
    expect(letter('warehouses')).toBeUndefined();
    expect(told).toEqual([
      ['warehouses', true],
      ['warehouses', false],
    ]);
  });

  it.each(['corrected', 'deleted'])('is cleared by a fresh process when it was %s meanwhile', async (how) => {
    await put('warehouses', BAD);
    await source().current();
    await (how === 'corrected' ? put('warehouses', GOOD) : project.standIn.deleteCustomObject(CONFIG, 'warehouses'));
    await source().current();
    expect(letter('warehouses')).toBeUndefined();
  });

  it('that only another process saw is cleared by the first reading of the change', async () => {
    const configuration = source();
    await put('warehouses', GOOD);
    await configuration.current();
    await put('warehouses', BAD);
    await source().current();
    await put('warehouses', []);
    project.time.now += 30_000;
    await configuration.current();
    expect(letter('warehouses')).toBeUndefined();
  });

  it('may have a key that nobody knows', async () => {
    await put('warehuoses', GOOD);
    await source().current();
    expect(letter('warehuoses')!.value.message).toContain('does not know a configuration object "warehuoses"');
  });

  it('whose letter cannot be written is reported at the next reading', async () => {
    await put('warehouses', BAD);
    const configuration = source();
    project.standIn.traffic.inject({
      match: { method: 'POST' },
      effect: { kind: 'status', when: 'before-work', status: 503 },
    });
    await expect(configuration.current()).rejects.toBeInstanceOf(TransientError);
    expect(told).toEqual([]);
    await configuration.current();
    expect(letter('warehouses')).toBeDefined();
    expect(told).toEqual([['warehouses', true]]);
  });
});

describe('a dry run', () => {
  it('computes the same and writes nothing', async () => {
    await put('warehouses', GOOD);
    await put('stores', [{ store: '' }]);
    const configuration = source({ DRY_RUN: 'true' });
    expect(await warehouses(configuration)).toEqual(GOOD);
    await put('warehouses', BAD);
    project.time.now += 30_000;
    expect(await warehouses(configuration)).toEqual(GOOD);
    expect(writes()).toEqual([]);
  });
});

describe('the last good objects', () => {
  it('are written once, not at every reading', async () => {
    await put('warehouses', GOOD);
    const configuration = source();
    for (let n = 0; n < 3; n += 1) {
      await configuration.current();
      project.time.now += 30_000;
    }
    await source().current();
    expect(writes()).toEqual(['POST /custom-objects']);
    expect(project.standIn.customObject('ordoro-health', 'last-good-config')?.value).toEqual({ warehouses: GOOD });
  });

  it('may be written by two processes at once', async () => {
    await put('warehouses', GOOD);
    const seen = await Promise.all([source().current(), source().current()]);
    expect(seen.map(({ merchant }) => merchant.warehouses)).toEqual([GOOD, GOOD]);
  });
});

describe('references to the project', () => {
  it('name channels, the Types of orders, deliveries and parcels, and the states of EXPORT_WHEN', async () => {
    const { standIn } = project;
    const own = standIn.add('channel', { key: 'ordoro', roles: ['OrderExport'] });
    const east = standIn.add('channel', { key: 'us-east', roles: ['InventorySupply'] });
    standIn.add('channel', { key: 'unused', roles: ['InventorySupply'] });
    const type = standIn.add('type', { key: 'ordoro-order-sync', name: { en: 'sync' }, resourceTypeIds: ['order'] });
    const delivery = standIn.add('type', {
      key: 'ordoro-delivery',
      name: { en: 'delivery' },
      resourceTypeIds: ['order-delivery'],
    });
    const ready = standIn.add('state', { key: 'ready', type: 'OrderState', initial: true, builtIn: false });
    await put('warehouses', GOOD);
    const { references } = await source({ EXPORT_WHEN: 'state=ready' }).current();
    expect(references).toEqual({
      supplyChannels: new Map([
        [own.id, 'ordoro'],
        [east.id, 'us-east'],
      ]),
      shippingMethods: new Map(),
      states: new Map([[ready.id, 'ready']]),
      exportChannelId: own.id,
      orderTypeId: type.id,
      deliveryTypeId: delivery.id,
      parcelTypeId: undefined,
    });
  });

  it('are read again when the configuration changed', async () => {
    deploy();
    await put('warehouses', []);
    const configuration = source();
    await configuration.current();
    project.standIn.add('channel', { id: 'east', key: 'us-east', roles: ['InventorySupply'] });
    await put('warehouses', GOOD);
    project.time.now += 30_000;
    const { references } = await configuration.current();
    expect([...references.supplyChannels.values()].sort()).toEqual(['ordoro', 'us-east']);
  });

  it('are read again after ten minutes, not before', async () => {
    deploy();
    const configuration = source();
    await configuration.current();
    const reads = () => project.calls().filter((call) => call === 'GET /channels').length;
    project.time.now += 599_999;
    await configuration.current();
    expect(reads()).toBe(1);
    project.time.now += 30_000;
    await configuration.current();
    expect(reads()).toBe(2);
  });

  it('are read with each reading of the configuration while post-deploy has not run', async () => {
    const configuration = source();
    expect((await configuration.current()).references).toMatchObject({
      exportChannelId: undefined,
      orderTypeId: undefined,
    });
    deploy();
    project.time.now += 30_000;
    expect((await configuration.current()).references.orderTypeId).toEqual(expect.any(String));
  });

  it('to a state that the project does not have are a mistake in EXPORT_WHEN', async () => {
    const failure = await source({ EXPORT_WHEN: 'state=ready' })
      .current()
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ConfigurationError);
    expect((failure as Error).message).toContain('EXPORT_WHEN names state=ready, but the project has no such State');
  });

  it('to shipping methods are read only when services are mapped, and left out when the client may not read them', async () => {
    deploy();
    await source().current();
    expect(project.calls()).not.toContain('GET /shipping-methods');
    await put('shipping-services', [{ method: 'Express', service: 'UPS' }]);
    const status = 403;
    const errors = [{ code: 'insufficient_scope', message: 'no' }];
    project.standIn.traffic.inject({
      match: { path: '/sandbox/shipping-methods' },
      effect: { kind: 'status', when: 'before-work', status, body: { statusCode: status, message: 'no', errors } },
    });
    expect((await source().current()).references.shippingMethods).toEqual(new Map());
  });
});
