import type { SyncRecord } from '../../../core/src/records/sync-record.ts';
import { writesDuring } from '../in-step.ts';
import { MINUTE } from '../virtual-time.ts';
import type { History } from './history.ts';
import { dueSkus } from './stock-in-step.ts';
import { passMessages, runJob } from './work.ts';
import type { ChaosWorld } from './world.ts';

/** Runs of the job, five minutes apart, after which nothing may be left to do but what waits for its time. */
const MAX_RUNS = 8;

/** Longest time between two tries, and the end of the retry schedule, minutes. */
const LONGEST_WAIT = 65;
const LAST_TRY = 25 * 60;

const ORDERLY = { order: 'as sent', isDoubled: false, hasPayload: true } as const;

/** What a turn did not finish, and what it wrote; nothing of either: it is quiet. */
interface Turn {
  readonly unfinished: readonly string[];
  readonly writes: readonly string[];
}

/** Waiting messages arrive, then the job runs. */
async function turn(world: ChaosWorld): Promise<Turn> {
  let unfinished: string[] = [];
  const writes = await writesDuring(world.journey, async () => {
    await world.gate.whileWorking([passMessages(world, await world.process('event', 0), ORDERLY)]);
    const run = runJob(world, await world.process('job', 0));
    await world.gate.whileWorking([run]);
    const tasks = (await run)?.tasks ?? [{ name: 'all', status: 'failed', message: 'nothing could run' }];
    unfinished = tasks
      .filter(({ status }) => status !== 'ok')
      .map(({ name, status, message }) => `${name} ${status} (${message})`);
  });
  return { unfinished, writes };
}

/** @param isEnough whether a run that did all its work is taken for the last, although it wrote something */
async function untilNothingIsWritten(world: ChaosWorld, isEnough: () => boolean): Promise<void> {
  let left: string[] = [];
  for (let run = 0; run < MAX_RUNS; run += 1) {
    await world.pass(5 * MINUTE);
    const { unfinished, writes } = await turn(world);
    left = [...unfinished, ...writes];
    if (left.length === 0 || (unfinished.length === 0 && isEnough())) return;
  }
  throw new Error(`Still at work after ${MAX_RUNS} runs: ${left.join(', ')}`);
}

/**
 * All faults end, messages that still wait arrive or are lost, and the job runs until there is nothing left to write, also an hour
 * later where something waits, and sometimes a day.
 * @param lookAfterSync called when nothing was written for the first time
 */
export async function quietDown(
  world: ChaosWorld,
  { leftMessages, isSeenADayLater }: Pick<History, 'leftMessages' | 'isSeenADayLater'>,
  lookAfterSync: () => void = () => undefined,
): Promise<void> {
  world.calmDown();
  if (leftMessages === 'are lost') world.loseMessages();
  // That nothing is written any more has to be seen only so often; it costs a run each time.
  const isTrusted = world.luck() < 0.75;
  await untilNothingIsWritten(world, () => isTrusted);
  lookAfterSync();
  // What was in no run's stock leaves no trace: the rolling comparison finds it within the hour.
  const isCompared = world.subject === 'stock' && world.rescanHours > 0;
  const isLong = isAnythingDue(world) || isSeenADayLater || isCompared;
  const waits = [...(isLong ? [LONGEST_WAIT] : []), ...(isSeenADayLater ? [LAST_TRY] : [])];
  for (const minutes of waits) {
    await world.pass(minutes * MINUTE);
    await untilNothingIsWritten(world, () => isTrusted && !isAnythingDue(world));
  }
}

function isAnythingDue(world: ChaosWorld): boolean {
  if (world.subject === 'stock' && dueSkus(world) > 0) return true;
  const records = world.journey.sandbox.commercetools.customObjects('ordoro-orders');
  return records.some(({ value }) => (value as SyncRecord).due);
}
