import type { MessageFields } from './messages.ts';
import { author, type Platform } from './platform.ts';
import { concurrentModification, invalidInput, invalidJson, notFound } from './platform-error.ts';
import { isObject } from './queries/compare.ts';
import type { Stored } from './storage.ts';

const MAX_ACTIONS = 500;

/** An update action as sent. */
export interface Action {
  readonly action: string;
  readonly [field: string]: unknown;
}

/** The running update, as an action sees it. */
export interface Change {
  readonly platform: Platform;
  readonly clientId: string;
  /** ISO-8601 UTC. */
  readonly now: string;
  /** Reports a message; it goes out when all actions have succeeded. */
  report(type: string, fields?: Record<string, unknown>): void;
}

/** Performs one action on a working copy. Raises a PlatformError to refuse it; then the whole update is refused. */
export type ActionHandler<T = never, A = never> = (resource: T, action: A, change: Change) => void | Promise<void>;

/** The corrected or added actions of one resource type, by name. */
export type ActionTable = Readonly<Record<string, ActionHandler>>;

/** An update request to one resource. */
export interface Update {
  readonly typeId: string;
  readonly id: string;
  readonly version: number;
  readonly actions: readonly Action[];
  readonly clientId: string;
}

/**
 * Runs updates as the platform does: a stale version is refused even when nothing would change, all actions succeed or
 * none, each action that changes something raises the version, at most 500 actions. Actions that have no correction are
 * left to the mock.
 */
export class Updates {
  readonly #platform: Platform;
  readonly #tables: Readonly<Record<string, ActionTable>>;

  constructor(platform: Platform, tables: Readonly<Record<string, ActionTable>>) {
    this.#platform = platform;
    this.#tables = tables;
  }

  /** Applies the update, stores the resource and publishes its messages. Returns the stored resource. */
  apply(update: Update): Promise<Stored> {
    return this.#platform.writes.run(() => this.#apply(update));
  }

  async #apply(update: Update): Promise<Stored> {
    const { storage, messages } = this.#platform;
    const { typeId, id, version, actions, clientId } = update;
    const current = storage.read(typeId, id);
    if (current === undefined) throw notFound(`ID '${id}'`);
    if (current.version !== version) throw concurrentModification(id, { expected: version, current: current.version });
    if (actions.length > MAX_ACTIONS) throw invalidInput(`An update may have at most ${MAX_ACTIONS} actions.`);
    const next = structuredClone(current);
    const now = storage.now();
    const reports: { readonly resource: Stored; readonly fields: MessageFields }[] = [];
    for (const action of actions) {
      const before = JSON.stringify(next);
      const fields: MessageFields[] = [];
      const report: Change['report'] = (type, more) => fields.push(asJson({ type, ...more }));
      const perform = this.#handler(typeId, action.action);
      await perform(next as never, action as never, { platform: this.#platform, clientId, now, report });
      if (fields.length > 0 || JSON.stringify(next) !== before) next.version += 1;
      const resource = { ...next };
      for (const one of fields) reports.push({ resource, fields: one });
    }
    if (next.version === current.version) return current;
    next.lastModifiedBy = author(clientId);
    const stored = await storage.add(storage.projectKey, typeId, next);
    for (const { resource, fields } of reports) messages.publish({ typeId, resource, clientId, now }, fields);
    return stored;
  }

  #handler(typeId: string, name: string): ActionHandler {
    const table = this.#tables[typeId] ?? {};
    const own = Object.hasOwn(table, name) ? table[name] : undefined;
    if (own !== undefined) return own;
    const { actions } = this.#platform.repository(typeId);
    const ofMock = NOT_ACTIONS.test(name) ? undefined : actions[name];
    if (typeof ofMock !== 'function')
      throw invalidInput(`Invalid action '${name}' for a resource of type '${typeId}'.`);
    return (resource, action, { clientId }) =>
      ofMock.call(actions, { projectKey: this.#platform.projectKey, clientId }, resource, action);
  }
}

/** A copy as of now, without undefined fields. */
function asJson(fields: MessageFields): MessageFields {
  return JSON.parse(JSON.stringify(fields));
}

/** Methods of the mock's action classes that are no actions. */
const NOT_ACTIONS = /^(?:_.*|apply|beforeAction|constructor)$/;

/** Version and actions of an update request. Raises 400 InvalidJsonInput when either is missing. */
export function updateRequest(body: unknown): { version: number; actions: readonly Action[] } {
  if (!isObject(body)) throw invalidJson('an update request is an object');
  const { version, actions } = body;
  if (typeof version !== 'number') throw invalidJson('version: Missing required value');
  if (!Array.isArray(actions) || !actions.every((one) => isObject(one) && typeof one.action === 'string')) {
    throw invalidJson('actions: Missing required value');
  }
  return { version, actions };
}
