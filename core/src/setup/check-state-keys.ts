import type { CommercetoolsClient } from '../commercetools/client.ts';
import { type GateExpression, stateKeysOf } from '../config/gate-expression.ts';
import type { StepResult } from './step.ts';

const NEXT_STEP = 'Correct EXPORT_WHEN, or create the States in the project, then deploy again.';

/** Whether the workflow States that the gate names exist and are for orders; no call when it names none. @throws PlatformError */
export async function checkStateKeys(client: CommercetoolsClient, gate: GateExpression): Promise<StepResult> {
  const wanted = stateKeysOf(gate);
  if (wanted.length === 0) return { change: 'checked', detail: 'it names none' };
  const where = `key in (${wanted.map((key) => JSON.stringify(key)).join(', ')})`;
  const { body } = await client.read('the States that EXPORT_WHEN names', () =>
    client.api
      .states()
      .get({ queryArgs: { where, limit: 500, withTotal: false } })
      .execute(),
  );
  const types = new Map(body.results.map(({ key, type }) => [key, type]));
  const unknown = wanted.filter((key) => !types.has(key));
  const others = wanted.filter((key) => types.has(key) && types.get(key) !== 'OrderState');
  const problems = [
    ...sentence('EXPORT_WHEN names States that the project does not have', unknown),
    ...sentence('EXPORT_WHEN names States that orders cannot be in, because their type is not OrderState', others),
  ];
  return { change: 'checked', detail: wanted.join(', '), problems };
}

function sentence(text: string, keys: readonly string[]): string[] {
  return keys.length === 0 ? [] : [`${text}: ${keys.map((key) => `"${key}"`).join(', ')}. ${NEXT_STEP}`];
}
