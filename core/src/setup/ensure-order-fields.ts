import type { Type } from '@commercetools/platform-sdk';
import type { CommercetoolsClient } from '../commercetools/client.ts';
import { CredentialsError, RejectedError } from '../problems/errors.ts';
import { addToType } from './ensure-types.ts';
import { ORDER_FIELDS } from './type-definitions.ts';
import { type TypeDifferences, typeDifferences } from './type-differences.ts';
import { isLostRace, type SetupTarget, untilSettled } from './until-settled.ts';

/** Whether the connector's order fields can be written on orders of a Type. */
export type OrderFieldsOutcome =
  | { readonly outcome: 'ready' }
  /** `reason` is a sentence part: why the Type cannot take the fields. */
  | { readonly outcome: 'refused'; readonly reason: string };

/**
 * Makes sure that a merchant's own order Type has the connector's fields: adds the missing ones in one update, removes and
 * changes nothing. A Type that conflicts with one of the fields is left exactly as it is.
 * @param typeId id of the Type that an order carries
 * @throws PlatformError on passing trouble
 */
export function ensureOrderFields({ client, dryRun }: SetupTarget, typeId: string): Promise<OrderFieldsOutcome> {
  return untilSettled(async () => {
    const type = await client.find(`Type ${typeId}`, () => client.api.types().withId({ ID: typeId }).get().execute());
    if (type === undefined) return refused('the Type no longer exists');
    const { actions, conflicts } = typeDifferences(type, ORDER_FIELDS);
    if (conflicts.length > 0) return refused(`Type "${type.key}": ${conflicts.join('; ')}`);
    if (actions.length === 0 || dryRun) return { outcome: 'ready' };
    return add(client, type, actions);
  });
}

async function add(
  client: CommercetoolsClient,
  type: Type,
  actions: TypeDifferences['actions'],
): Promise<OrderFieldsOutcome> {
  try {
    await addToType(client, type, actions);
    return { outcome: 'ready' };
  } catch (error) {
    const isRefusal = error instanceof RejectedError || error instanceof CredentialsError;
    if (isRefusal && !isLostRace(error)) return refused(error.message);
    throw error;
  }
}

function refused(reason: string): OrderFieldsOutcome {
  return { outcome: 'refused', reason };
}
