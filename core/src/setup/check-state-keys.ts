import type { State } from '@commercetools/platform-sdk';
import type { CommercetoolsClient } from '../commercetools/client.ts';
import { type GateExpression, stateKeysOf } from '../config/gate-expression.ts';
import type { StepResult } from './step.ts';

/** The workflow states that EXPORT_WHEN names. */
export interface GateStates {
  /** Key by State id: orders only carry the id. */
  readonly keys: ReadonlyMap<string, string>;
  /** Sentences about keys that can never match an order; empty when all is well. */
  readonly problems: readonly string[];
}

/** Looks up the States that the gate names; no call when it names none. @throws PlatformError */
export async function findGateStates(client: CommercetoolsClient, gate: GateExpression): Promise<GateStates> {
  const wanted = stateKeysOf(gate);
  if (wanted.length === 0) return { keys: new Map(), problems: [] };
  const where = `key in (${wanted.map((key) => JSON.stringify(key)).join(', ')})`;
  const { body } = await client.read('the States that EXPORT_WHEN names', () =>
    client.api
      .states()
      .get({ queryArgs: { where, limit: 500, withTotal: false } })
      .execute(),
  );
  const byKey = new Map(body.results.map((state) => [state.key, state]));
  const usable = wanted.flatMap((key) => {
    const state = byKey.get(key);
    return state?.type === 'OrderState' ? [[state.id, key] as const] : [];
  });
  return { keys: new Map(usable), problems: problemsOf(wanted, byKey) };
}

/** The step of a set-up. @throws PlatformError */
export async function checkStateKeys(client: CommercetoolsClient, gate: GateExpression): Promise<StepResult> {
  const { keys, problems } = await findGateStates(client, gate);
  return { change: 'checked', detail: keys.size === 0 ? undefined : [...keys.values()].join(', '), problems };
}

function problemsOf(wanted: readonly string[], byKey: ReadonlyMap<string | undefined, State>): string[] {
  const list = (keys: readonly string[]) => keys.map((key) => `"${key}"`).join(', ');
  const unknown = wanted.filter((key) => !byKey.has(key));
  const others = wanted.filter((key) => byKey.has(key) && byKey.get(key)?.type !== 'OrderState');
  const fix = 'Correct EXPORT_WHEN, or create the States in the project, then deploy again.';
  return [
    ...(unknown.length === 0
      ? []
      : [`EXPORT_WHEN names States that the project does not have: ${list(unknown)}. ${fix}`]),
    ...(others.length === 0
      ? []
      : [`EXPORT_WHEN names States that are not for orders (type OrderState): ${list(others)}. ${fix}`]),
  ];
}
