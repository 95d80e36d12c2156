import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../clock.ts';
import type { CommercetoolsClient } from '../commercetools/client.ts';
import type { CustomObjects, StoredObject } from '../commercetools/custom-objects.ts';
import { ConflictError, CredentialsError } from '../problems/errors.ts';
import type { Containers } from '../records/containers.ts';
import type { DeadLetters } from '../records/dead-letters.ts';
import { DELIVERY_TYPE_KEY, PARCEL_TYPE_KEY } from '../setup/type-definitions.ts';
import { ConfigurationError } from './configuration-error.ts';
import { stateKeysOf } from './gate-expression.ts';
import {
  type MerchantConfig,
  type MerchantConfigProblem,
  parseMerchantConfig,
  type UnusableConfig,
} from './merchant-config.ts';
import type { ConnectorSettings } from './settings.ts';

/** Merchant configuration older than this is read again before it is used: edits take effect within a minute. */
const MAX_AGE_MS = 30_000;

/** Keys behind ids hardly ever change; they are read again after this time, or when the configuration changed. */
const MAX_REFERENCE_AGE_MS = 10 * 60_000;

/** Key in `-health` under which good configuration objects are kept. */
const LAST_GOOD_KEY = 'last-good-config';

/** Objects that are requests, not configuration: an old one must never come back. */
const ASKED_ONCE = new Set(['run-request', 'inventory-approval']);

/** Keys behind the ids that orders carry, and the ids of the connector's own resources. */
export interface ProjectReferences {
  /** Ids to keys of the supply channels that `warehouses` names. */
  readonly supplyChannels: ReadonlyMap<string, string>;
  readonly shippingMethods: ReadonlyMap<string, string>;
  /** Ids to keys of the workflow states that `EXPORT_WHEN` names. */
  readonly states: ReadonlyMap<string, string>;
  /** Id of the channel of our `syncInfo` entries; undefined before post-deploy. */
  readonly exportChannelId: string | undefined;
  /** Id of the Type with key `ORDER_TYPE_KEY`; undefined before post-deploy. */
  readonly orderTypeId: string | undefined;
  /** Ids of the Types of deliveries and parcels; undefined before post-deploy. */
  readonly deliveryTypeId: string | undefined;
  readonly parcelTypeId: string | undefined;
}

/** The configuration in force at this moment. */
export interface ConfigurationInForce {
  readonly merchant: MerchantConfig;
  readonly references: ProjectReferences;
  /** What cannot be used and never could: what needs it has to wait. */
  readonly unusable: readonly UnusableConfig[];
}

/** What the source needs. */
export interface ConfigurationSourceOptions {
  readonly client: CommercetoolsClient;
  readonly objects: CustomObjects;
  readonly containers: Containers;
  readonly deadLetters: DeadLetters;
  readonly settings: ConnectorSettings;
  readonly clock: Clock;
  /** What else is wrong with objects that can be read, seen with what the project has. */
  readonly check?: (config: MerchantConfig, references: ProjectReferences) => readonly MerchantConfigProblem[];
  /** Told once about each object that cannot be used, and once when it can be again. */
  readonly onProblem: (key: string, message: string | undefined) => void;
}

/** Merchant configuration and the project's references, read when they are needed and too old. */
export class ConfigurationSource {
  readonly #options: ConfigurationSourceOptions;
  readonly #reported = new Map<string, string>();
  #lastGood: StoredObject<Record<string, unknown>> | undefined;
  #objects: ReadonlyMap<string, unknown> = new Map();
  #merchant: MerchantConfig | undefined;
  #unusable: readonly UnusableConfig[] = [];
  #references: ProjectReferences | undefined;
  #readAt = Number.NEGATIVE_INFINITY;
  #referencesReadAt = Number.NEGATIVE_INFINITY;
  #reading: Promise<ConfigurationInForce> | undefined;

  constructor(options: ConfigurationSourceOptions) {
    this.#options = options;
  }

  /**
   * The configuration in force. @param maxAgeMs older than this it is read first; parallel callers share one read
   * @throws PlatformError when it is too old and cannot be read
   * @throws ConfigurationError when `EXPORT_WHEN` names a state that the project does not have
   */
  async current(maxAgeMs = MAX_AGE_MS): Promise<ConfigurationInForce> {
    const age = this.#options.clock() - this.#readAt;
    if (this.#merchant !== undefined && this.#references !== undefined && age < maxAgeMs)
      return { merchant: this.#merchant, references: this.#references, unusable: this.#unusable };
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #read(): Promise<ConfigurationInForce> {
    const { objects, containers, settings, clock } = this.#options;
    const page = await objects.page<unknown>(containers.config, { limit: 100 });
    const values = new Map(page.objects.map(({ key, value }) => [key, value]));
    const changed = this.#merchant === undefined || !isDeepStrictEqual(values, this.#objects);
    const { config, problems, unusable } = parseMerchantConfig(
      values,
      this.#merchant ?? (await this.#lastGoodOfEarlierProcess(values)),
    );
    if (changed && !settings.dryRun) await this.#keepLastGood(values, problems);
    const known = this.#references;
    const complete = known?.exportChannelId !== undefined && known.orderTypeId !== undefined;
    const fresh = clock() - this.#referencesReadAt < MAX_REFERENCE_AGE_MS;
    const references =
      known !== undefined && complete && fresh && !changed ? known : await this.#readReferences(config);
    // Of two problems with one object the one that keeps it from being read is told.
    const all = [...(this.#options.check?.(config, references) ?? []), ...problems];
    if (!settings.dryRun) await this.#report(all, values);
    this.#objects = values;
    this.#merchant = config;
    this.#unusable = unusable;
    this.#references = references;
    this.#readAt = clock();
    return { merchant: config, references, unusable };
  }

  /** Without a bad object nothing of the past is needed. */
  async #lastGoodOfEarlierProcess(values: ReadonlyMap<string, unknown>): Promise<MerchantConfig | undefined> {
    if (parseMerchantConfig(values).problems.length === 0) return undefined;
    const { objects, containers } = this.#options;
    this.#lastGood = await objects.get<Record<string, unknown>>(containers.health, LAST_GOOD_KEY);
    return parseMerchantConfig(new Map(Object.entries(this.#lastGood?.value ?? {}))).config;
  }

  /** Good objects are kept, so that a fresh process that meets a bad one still has the last good one. */
  async #keepLastGood(values: ReadonlyMap<string, unknown>, problems: readonly MerchantConfigProblem[]): Promise<void> {
    const { objects, containers } = this.#options;
    const bad = new Set(problems.map(({ key }) => key));
    this.#lastGood ??= await objects.get<Record<string, unknown>>(containers.health, LAST_GOOD_KEY);
    const kept = Object.entries(this.#lastGood?.value ?? {}).filter(([key]) => bad.has(key));
    const good = [...values].filter(([key]) => !bad.has(key) && !ASKED_ONCE.has(key));
    const value = Object.fromEntries([...kept, ...good]);
    if (isDeepStrictEqual(value, this.#lastGood?.value ?? {})) return;
    try {
      this.#lastGood = await objects.put(containers.health, LAST_GOOD_KEY, {
        value,
        version: this.#lastGood?.version ?? 0,
      });
    } catch (error) {
      // Another process keeps the same objects at this moment.
      if (!(error instanceof ConflictError)) throw error;
      this.#lastGood = undefined;
    }
  }

  async #readReferences(config: MerchantConfig): Promise<ProjectReferences> {
    const { settings, clock } = this.#options;
    const channelKeys = [settings.connectorId, ...(config.warehouses ?? []).flatMap(({ channel }) => channel ?? [])];
    const [channels, shippingMethods, states, typeIds] = await Promise.all([
      this.#channels([...new Set(channelKeys)]),
      config.shippingServices === undefined ? new Map<string, string>() : this.#shippingMethods(),
      this.#states(config),
      this.#typeIds(),
    ]);
    const exportChannelId = [...channels].find(([, key]) => key === settings.connectorId)?.[0];
    this.#referencesReadAt = clock();
    return {
      supplyChannels: channels,
      shippingMethods,
      states,
      exportChannelId,
      orderTypeId: typeIds.get(settings.orderTypeKey),
      deliveryTypeId: typeIds.get(DELIVERY_TYPE_KEY),
      parcelTypeId: typeIds.get(PARCEL_TYPE_KEY),
    };
  }

  async #channels(keys: readonly string[]): Promise<Map<string, string>> {
    const { client } = this.#options;
    const { body } = await client.read('channels', () =>
      client.api
        .channels()
        .get({ queryArgs: { where: keyIn(keys), limit: 500, withTotal: false } })
        .execute(),
    );
    return new Map(body.results.map(({ id, key }) => [id, key]));
  }

  /** Keys by id; none when the API client may not read them: mappings by name work all the same, post-deploy warns. */
  async #shippingMethods(): Promise<Map<string, string>> {
    try {
      return await this.#readShippingMethods();
    } catch (error) {
      if (error instanceof CredentialsError && error.status === 403) return new Map();
      throw error;
    }
  }

  async #readShippingMethods(): Promise<Map<string, string>> {
    const { client } = this.#options;
    const { body } = await client.read('shipping methods', () =>
      client.api
        .shippingMethods()
        .get({ queryArgs: { limit: 500, withTotal: false } })
        .execute(),
    );
    return new Map(body.results.flatMap(({ id, key }) => (key === undefined ? [] : [[id, key] as const])));
  }

  async #states(config: MerchantConfig): Promise<Map<string, string>> {
    const { client, settings } = this.#options;
    const gateKeys = stateKeysOf(settings.exportWhen);
    // A line state that the project does not have is simply not used; the gate cannot do without its states.
    const keys = [...new Set([...gateKeys, ...Object.values(config.lineStates ?? {})])];
    if (keys.length === 0) return new Map();
    const { body } = await client.read('states', () =>
      client.api
        .states()
        .get({ queryArgs: { where: keyIn(keys), limit: 500, withTotal: false } })
        .execute(),
    );
    const found = new Map(body.results.map(({ id, key }) => [id, key]));
    const missing = gateKeys.filter((key) => ![...found.values()].includes(key));
    if (missing.length > 0)
      throw new ConfigurationError([
        {
          key: 'EXPORT_WHEN',
          message: `names ${missing.map((key) => `state=${key}`).join(', ')}, but the project has no such State; allowed: the keys of States that exist`,
        },
      ]);
    return found;
  }

  /** Ids of the Types on orders, deliveries and parcels by key. */
  async #typeIds(): Promise<ReadonlyMap<string, string>> {
    const { client, settings } = this.#options;
    const keys = [settings.orderTypeKey, DELIVERY_TYPE_KEY, PARCEL_TYPE_KEY];
    const { body } = await client.read('types', () =>
      client.api
        .types()
        .get({ queryArgs: { where: keyIn(keys), limit: keys.length, withTotal: false } })
        .execute(),
    );
    return new Map(body.results.map(({ key, id }) => [key, id]));
  }

  /** Each problem becomes a dead letter and one report, again only when its text changes; it is cleared when the object is good. */
  async #report(problems: readonly MerchantConfigProblem[], values: ReadonlyMap<string, unknown>): Promise<void> {
    const { deadLetters, onProblem } = this.#options;
    const isFirst = this.#merchant === undefined;
    // What an earlier process reported is not reported again, and cleared when the object is good or gone by now.
    if (isFirst)
      // Letters about deployment variables are not about objects: whoever wrote them clears them.
      for (const { subject, code, message } of await deadLetters.ofKind('config'))
        if (code === 'config-invalid') this.#reported.set(subject, message);
    const current = new Map(problems.map(({ key, message }) => [key, message]));
    for (const [key, message] of current) {
      if (this.#reported.get(key) === message) continue;
      await deadLetters.write({ kind: 'config', subject: key, code: 'config-invalid', message });
      this.#reported.set(key, message);
      onProblem(key, message);
    }
    // Another process may have reported an object that this one only saw before and after.
    const changed = [...values.keys()].filter(
      (key) => !isFirst && !isDeepStrictEqual(values.get(key), this.#objects.get(key)),
    );
    for (const key of new Set([...this.#reported.keys(), ...changed])) {
      if (current.has(key)) continue;
      await deadLetters.clear('config', key);
      if (this.#reported.delete(key)) onProblem(key, undefined);
    }
  }
}

function keyIn(keys: readonly string[]): string {
  return `key in (${keys.map((key) => JSON.stringify(key)).join(', ')})`;
}
