import { rolesOfDraft } from './channels.ts';
import type { MockContext, Platform } from './platform.ts';
import { duplicateField } from './platform-error.ts';
import type { Stored } from './storage.ts';

/** What is corrected when resources of one type are created. */
export interface CreationRules<Draft> {
  /** Refuses the draft by raising a PlatformError, or completes it. */
  readonly check?: (draft: Draft) => void;
  /** Completes what the mock made of the draft. */
  readonly complete?: (created: Stored, draft: Draft) => void;
  /** Reports the stored resource. */
  readonly report?: (stored: Stored, clientId: string) => void;
}

/** Creates resources of a type one after the other and by these rules. */
export function correctCreation<Draft>(platform: Platform, typeId: string, rules: CreationRules<Draft>): void {
  const repository = platform.repository(typeId);
  const ofMock = repository.create.bind(repository);
  repository.create = (context, draft: Draft) =>
    byRules(platform, { typeId, context, draft, rules, create: () => ofMock(context, draft as never) });
}

/** A creation under way. */
export interface Creation<Draft> {
  readonly typeId: string;
  readonly context: MockContext;
  readonly draft: Draft;
  readonly rules: CreationRules<Draft>;
  readonly create: () => Promise<Stored>;
}

/** Runs one creation: check, create, complete, report. */
export function byRules<Draft>(platform: Platform, creation: Creation<Draft>): Promise<Stored> {
  const { typeId, context, draft, rules, create } = creation;
  return platform.writes.run(async () => {
    rules.check?.(draft);
    const created = await create();
    rules.complete?.(created, draft);
    platform.storage.put(typeId, created);
    const stored = platform.storage.read(typeId, created.id) ?? created;
    rules.report?.(stored, context.clientId ?? '');
    return stored;
  });
}

/** Draft of a resource with a user-defined key. */
interface KeyedDraft {
  readonly key?: string;
}

const KEYED = ['type', 'state', 'shipping-method', 'product', 'product-type'];

/** A key stands only once per resource type (400 DuplicateField); a new Subscription gets a test notification. */
export function correctKeyedCreations(platform: Platform): void {
  const check = uniqueKey(platform);
  for (const typeId of KEYED) correctCreation(platform, typeId, { check: check(typeId) });
  correctCreation(platform, 'channel', {
    check: (draft: KeyedDraft & { roles?: never }) => {
      check('channel')(draft);
      Object.assign(draft, { roles: rolesOfDraft(draft.roles) });
    },
  });
  correctCreation(platform, 'subscription', {
    check: check('subscription'),
    report: (stored) => platform.messages.publishTest(stored),
  });
}

/** Refuses a draft whose key is taken. */
export function uniqueKey(platform: Platform): (typeId: string) => (draft: KeyedDraft) => void {
  return (typeId) =>
    ({ key }) => {
      if (key === undefined || platform.storage.find(typeId, (row) => row.key === key) === undefined) return;
      throw duplicateField('key', key);
    };
}
