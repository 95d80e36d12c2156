import { withoutPayload, wrap } from '../../src/relay/envelope.ts';
import type { Delivery } from '../../src/relay/message-relay.ts';
import type { RecordedCall } from '../../src/traffic/fault.ts';
import type { RunAnswer } from '../connector-under-test.ts';
import { SETTLED } from '../stock-room.ts';
import { MINUTE } from '../virtual-time.ts';
import { isOfKind, kindOf } from './call-kinds.ts';
import type { ChaosFault, OutageStep, Passing, Target, WorkStep } from './history.ts';
import type { ProcessUnderChaos } from './process-under-chaos.ts';
import { dueSkus, oversellFindings } from './stock-in-step.ts';
import type { ChaosWorld } from './world.ts';

/** Nothing of one kind comes through for a while. */
export async function outage(world: ChaosWorld, { fault, runs, minutes }: OutageStep): Promise<void> {
  const faults = [{ ...fault, skip: 0, times: Number.POSITIVE_INFINITY }];
  const passing: Passing = { order: 'as sent', isDoubled: false, hasPayload: true };
  for (let run = 0; run < runs; run += 1) {
    for (const worker of ['messages', 'job'] as const)
      await work(world, { what: 'work', workers: [worker], passing, faults });
    await world.pass(minutes * MINUTE);
  }
  world.tally.add('outages');
}

/** Lets the workers of a step work side by side, with everything that goes wrong meanwhile. */
export async function work(world: ChaosWorld, step: WorkStep): Promise<void> {
  for (const fault of step.faults) inject(world, fault);
  const working: Promise<RunAnswer | undefined>[] = [];
  for (const [place, worker] of step.workers.entries()) {
    const process = await world.process(worker === 'job' ? 'job' : 'event', place);
    expectMishaps(world, process, { step, place });
    working.push(worker === 'job' ? runJob(world, process) : passMessages(world, process, step.passing));
  }
  if (working.length > 1) world.tally.add('side by side');
  await world.gate.whileWorking(working);
  world.disarm();
  const isAlone = step.workers.length === 1 && step.workers[0] === 'job';
  if (isAlone) lookAtStock(world, await working[0]);
}

/** Once every order has been known for a while, so that no SKU waits any more, a run that did all its work answers for the offers. */
function lookAtStock(world: ChaosWorld, report: RunAnswer | undefined): void {
  const { journey, orders, subject } = world;
  const isWhole = report?.tasks.every(({ status }) => status === 'ok') === true;
  world.wholeRuns = isWhole ? world.wholeRuns + 1 : 0;
  const seenAt = orders.map(({ id }) => Date.parse(journey.record(id)?.firstSeenAt ?? ''));
  const isKnown = seenAt.every((at) => journey.time.clock() - at > SETTLED);
  if (subject === 'stock' && world.wholeRuns > 1 && isKnown && dueSkus(world) === 0)
    world.findings.push(...oversellFindings(world));
}

function expectMishaps(
  world: ChaosWorld,
  process: ProcessUnderChaos,
  { step, place }: { readonly step: WorkStep; readonly place: number },
): void {
  const { crash, stuck } = step;
  process.expect({
    ...(crash?.worker === place ? { crash } : {}),
    ...(stuck?.worker === place ? { stuck } : {}),
    onMishap: (mishap, call) => {
      world.tally.add(mishap);
      world.tally.add(`${mishap} at ${kindOf(call) ?? 'another call'}`);
    },
  });
}

/** One run of the job. @returns its report; undefined when the process died over it, or nothing could run */
export async function runJob(world: ChaosWorld, process: ProcessUnderChaos): Promise<RunAnswer | undefined> {
  const { runOptions } = world;
  const answer = await process.post('/job', runOptions === undefined ? '' : JSON.stringify(runOptions));
  world.tally.add('job runs');
  return answer?.status === 200 ? (JSON.parse(answer.body) as RunAnswer) : undefined;
}

/** Every waiting message is delivered once, or twice; what is not acknowledged waits again. */
export async function passMessages(
  world: ChaosWorld,
  process: ProcessUnderChaos,
  passing: Passing,
): Promise<undefined> {
  const { queue } = world.journey.sandbox.relay;
  const waiting = queue.splice(0);
  const inTurn = passing.order === 'as sent' ? waiting : shuffled(waiting, world.luck);
  const deliveries = passing.isDoubled ? inTurn.flatMap((one) => [one, one]) : inTurn;
  if (passing.isDoubled) world.tally.add('messages doubled', inTurn.length);
  const unacknowledged = new Set<Delivery>();
  for (const delivery of deliveries) {
    const answer = process.isDead ? undefined : await process.post('/event', bodyOf(delivery, passing));
    world.tally.add('messages delivered');
    if (answer === undefined || answer.status >= 300) unacknowledged.add(delivery);
  }
  if (unacknowledged.size > 0) world.tally.add('messages not acknowledged', unacknowledged.size);
  queue.push(...unacknowledged);
}

function bodyOf({ notification, messageId, publishedAt }: Delivery, { hasPayload }: Passing): string {
  const isWhole = hasPayload || notification.notificationType !== 'Message';
  return JSON.stringify(
    wrap('pubsub', isWhole ? notification : withoutPayload(notification), { messageId, publishedAt }),
  );
}

function inject(world: ChaosWorld, { side, target, followUp, ...fault }: ChaosFault, after?: () => boolean): void {
  const { traffic } = world.journey.sandbox[side];
  const isMeant = (call: RecordedCall) => isAimedAt(target, call) && (after?.() ?? true);
  traffic.inject({ match: { predicate: isMeant }, ...fault });
  if (followUp === undefined) return;
  const before = traffic.calls.length;
  const hasHit = () => traffic.calls.slice(before).some((call) => call.fault !== undefined && isAimedAt(target, call));
  inject(world, followUp, hasHit);
}

function isAimedAt(target: Target, call: RecordedCall): boolean {
  if (target === 'any') return true;
  return target === 'write' ? call.method !== 'GET' && call.path !== '/oauth/token' : isOfKind(target, call);
}

function shuffled<T>(all: readonly T[], luck: () => number): T[] {
  const left = [...all];
  const result: T[] = [];
  while (left.length > 0) result.push(...left.splice(Math.floor(luck() * left.length), 1));
  return result;
}
