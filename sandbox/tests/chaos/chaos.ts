import fc from 'fast-check';
import type { PropertyRuns } from '../property-runs.ts';
import { countCalls } from './calls-seen.ts';
import { exportFindings } from './exported-as-due.ts';
import { histories } from './histories.ts';
import type { History } from './history.ts';
import { quietDown } from './quiet.ts';
import { shipmentFindings } from './shipped-as-in-ordoro.ts';
import { order, take } from './steps.ts';
import { dueSkus, oversellFindings, stockFindings } from './stock-in-step.ts';
import type { ChaosWorld } from './world.ts';

/** Lets a history happen, lets everything come to rest, and checks what must hold then. Throws what does not. */
export async function live(world: ChaosWorld, history: History): Promise<void> {
  await world.begin(history);
  for (const kind of history.orders) await order(world, kind);
  for (const step of history.steps) await take(world, step);
  const { findings } = world;
  await quietDown(world, history, () => {
    if (world.subject === 'stock' && dueSkus(world) === 0) findings.push(...oversellFindings(world));
  });
  findings.push(...exportFindings(world), ...shipmentFindings(world));
  if (world.subject === 'stock') findings.push(...stockFindings(world));
  findings.push(...world.journey.sandbox.ordoro.violations.map((violation) => JSON.stringify(violation)));
  if (findings.length > 0) throw new Error(findings.join('\n'));
  countCalls(world);
  world.tally.add('histories');
}

/** Lives through random histories. Throws with the history, what was wrong, and how it is repeated. */
export async function liveThrough(world: ChaosWorld, runs: PropertyRuns): Promise<void> {
  const property = fc.asyncProperty(histories(world.subject), (history) => live(world, history));
  const outcome = await fc.check(property, runs);
  if (!outcome.failed) return;
  const { seed, counterexamplePath: path } = outcome;
  const again = `PROPERTY_SEED=${seed} PROPERTY_PATH=${path} npm run test:only -- sandbox/tests/chaos/chaos-${world.subject}`;
  throw new Error(
    `${fc.defaultReportMessage(outcome)}\n\n${outcome.errorInstance}\n\nAgain, and cut down to less: ${again}`,
  );
}
