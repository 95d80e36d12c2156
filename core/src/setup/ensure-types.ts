import type { FieldDefinition, Type, TypeDraft } from '@commercetools/platform-sdk';
import type { CommercetoolsClient } from '../commercetools/client.ts';
import { RejectedError } from '../problems/errors.ts';
import { runStep, type SetupStep, type StepResult } from './step.ts';
import { typeDrafts } from './type-definitions.ts';
import { additionText, type TypeDifferences, typeDifferences } from './type-differences.ts';
import { isLostRace, type SetupTarget, untilSettled } from './until-settled.ts';

type Addition = TypeDifferences['actions'][number];

/**
 * Creates the connector's Types, or adds the fields and enum values that an existing one lacks. Nothing is removed or
 * changed. One step per Type; a Type that cannot be set up is a problem in its step and does not keep the others. Never throws.
 */
export function ensureTypes(target: SetupTarget, orderTypeKey: string): Promise<SetupStep[]> {
  return Promise.all(
    typeDrafts(orderTypeKey).map((draft) => runStep(`Type ${draft.key}`, () => ensureType(target, draft))),
  );
}

/** Creates one Type, or completes it. @throws PlatformError */
export function ensureType({ client, dryRun }: SetupTarget, draft: TypeDraft): Promise<StepResult> {
  const wanted = draft.fieldDefinitions ?? [];
  return untilSettled(async () => {
    const type = await client.find(`Type ${draft.key}`, () =>
      client.api.types().withKey({ key: draft.key }).get().execute(),
    );
    if (type === undefined) {
      if (!dryRun) await client.write(`Type ${draft.key}`, () => client.api.types().post({ body: draft }).execute());
      return { change: 'created' };
    }
    const unusable = unusableText(type, draft);
    if (unusable !== undefined) return { change: 'unchanged', problems: [unusable] };
    return completeType({ client, dryRun }, type, wanted);
  });
}

async function completeType(
  { client, dryRun }: SetupTarget,
  type: Type,
  wanted: readonly FieldDefinition[],
): Promise<StepResult> {
  const { actions, conflicts } = typeDifferences(type, wanted);
  const { done, refused } = dryRun ? { done: actions, refused: [] } : await addAll(client, type, actions);
  const problems = [...conflicts, ...refused].map(
    (sentence) => `The Type "${type.key}" cannot be used as it is: ${sentence}. ${howToFix(wanted)}`,
  );
  const detail = done.length === 0 ? undefined : `new: ${done.map(additionText).join(', ')}`;
  return {
    change: done.length === 0 ? 'unchanged' : 'updated',
    detail,
    problems,
    warnings: strangeObligations(type, wanted),
  };
}

/** All additions in one update; if commercetools refuses that, one by one, so that one bad field does not keep the others. */
async function addAll(client: CommercetoolsClient, type: Type, actions: readonly Addition[]) {
  if (actions.length === 0) return { done: [], refused: [] };
  try {
    await addToType(client, type, actions);
    return { done: actions, refused: [] };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    if (actions.length === 1) return { done: [], refused: [error.message] };
  }
  const done: Addition[] = [];
  const refused: string[] = [];
  let current = type;
  for (const action of actions) {
    try {
      current = await addToType(client, current, [action]);
      done.push(action);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      refused.push(error.message);
    }
  }
  return { done, refused };
}

/**
 * Adds to exactly this version of a Type.
 * @throws ConflictError RejectedError with code `DuplicateField` when somebody else was faster
 * @throws PlatformError
 */
export async function addToType(client: CommercetoolsClient, type: Type, actions: readonly Addition[]): Promise<Type> {
  const { body } = await client.write(`Type ${type.key}`, () =>
    client.api
      .types()
      .withId({ ID: type.id })
      .post({ body: { version: type.version, actions: [...actions] } })
      .execute(),
  );
  return body;
}

function isRefusal(error: unknown): error is RejectedError {
  return error instanceof RejectedError && !isLostRace(error);
}

function unusableText(type: Type, draft: TypeDraft): string | undefined {
  const missing = draft.resourceTypeIds.filter((resource) => !type.resourceTypeIds.includes(resource));
  if (missing.length === 0) return undefined;
  return (
    `The Type "${type.key}" is for ${type.resourceTypeIds.join(', ')}, not for ${missing.join(', ')}, and commercetools ` +
    `cannot change that. ${howToFix(draft.fieldDefinitions ?? [])}`
  );
}

/** commercetools demands a value for such a field whenever the Type is set on a resource, and we do not know one. */
function strangeObligations(type: Type, wanted: readonly FieldDefinition[]): string[] {
  const ours = new Set(wanted.map(({ name }) => name));
  const strange = type.fieldDefinitions.filter(({ name, required }) => required && !ours.has(name));
  return strange.map(
    ({ name }) =>
      `The Type "${type.key}" has the required field "${name}", which the connector does not fill. It can only write to what already carries this Type; make the field optional by replacing it.`,
  );
}

/** Only the order Type can be exchanged by a setting. */
function howToFix(wanted: readonly FieldDefinition[]): string {
  return wanted.some(({ name }) => name === 'ordoroSyncStatus')
    ? 'Set ORDER_TYPE_KEY to another key, or correct the Type, then deploy again.'
    : 'Rename the Type (its key) or correct it, then deploy again.';
}
