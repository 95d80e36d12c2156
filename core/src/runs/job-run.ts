import { ulid } from 'ulid';
import type { Clock } from '../clock.ts';
import type { CustomObjects } from '../commercetools/custom-objects.ts';
import { type RunRequest, TASK_NAMES, type TaskName } from '../config/run-request.ts';
import { messageOf } from '../problems/errors.ts';
import type { Containers } from '../records/containers.ts';
import { HealthStatus } from '../records/health-status.ts';
import { RunLock } from '../records/run-lock.ts';
import type { Logger } from '../telemetry/logger.ts';
import { healthAfter } from './run-health.ts';
import type { TakenRequest } from './run-request.ts';
import type { Task, TaskCounts, TaskReport, TaskStatus } from './task.ts';

/** A task hands over to the next after this much work. */
const TURN_MS = 3 * 60_000;

/**
 * While other tasks have work left, the orders are swept again this long after the last time, as if a run had begun: stock only
 * falls while the sweep is old, and an order whose message was lost should not wait for the end of a long run. The schedule of the job.
 */
const SWEEP_AGAIN_MS = 5 * 60_000;

/** A run ends by itself after this time; Connect ends it after 30 minutes. */
const RUN_MS = 25 * 60_000;

/** What a run of the job needs. */
export interface JobRunOptions {
  readonly objects: CustomObjects;
  readonly containers: Containers;
  readonly tasks: readonly Task[];
  readonly clock: Clock;
  readonly random: () => number;
  readonly owner: string;
  readonly logger: Logger;
  /** Calls made so far, for the report. */
  readonly calls: () => { commercetools: number; ordoro: number };
  /** Options that an operator left for the next scheduled run. */
  readonly takeRunRequest: () => Promise<TakenRequest | undefined>;
  readonly dryRun: boolean;
  /** Told of each error that ended a task early, or the run before it began. */
  readonly onFailure?: (error: unknown) => void;
}

/** The answer of `POST /job`. */
export interface RunReport {
  readonly runId: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly tasks: readonly TaskReport[];
}

interface TaskState {
  readonly name: TaskName;
  readonly task: Task | undefined;
  readonly counts: TaskCounts;
  status: TaskStatus;
  finished: boolean;
  turns: number;
  /** When its last turn began, epoch milliseconds. */
  lastTurnAt?: number;
  message?: string;
  calls: { commercetools: number; ordoro: number };
}

/** What all turns of a run share. */
interface RunFrame {
  readonly request: RunRequest | undefined;
  /** Where the options come from, unless from the caller. */
  readonly taken: TakenRequest | undefined;
  /** Tasks that have not yet got hold of what an operator left for them. */
  readonly unmet: Set<TaskName>;
  readonly endsAt: number;
  readonly isHeld: () => boolean;
}

/** One run of the job: at most one at a time, tasks in turns until nobody has work left or the time is over. */
export class JobRun {
  readonly #options: JobRunOptions;
  #lastReport: RunReport | undefined;

  constructor(options: JobRunOptions) {
    this.#options = options;
  }

  /** The last run that this process carried out. */
  get lastReport(): RunReport | undefined {
    return this.#lastReport;
  }

  /**
   * Runs the wanted tasks. A run that finds another in progress skips all of them.
   * @throws PlatformError when not even the lock could be read
   */
  async run(given: RunRequest | undefined): Promise<RunReport> {
    const { objects, containers, clock, owner, logger, random } = this.#options;
    const startedAt = clock();
    const runId = ulid(startedAt, random);
    let isHeld = true;
    const lock = new RunLock({
      objects,
      container: containers.locks,
      key: 'job',
      owner: `${owner}.${runId}`,
      clock,
      onLost: (cause) => {
        isHeld = false;
        logger.error('The run lock could not be renewed; the run hands over.', { runId, error: cause });
      },
    });
    if (!(await lock.acquire())) {
      const skipped = this.#states(given).map(
        (state): TaskState => ({ ...state, status: 'skipped', message: 'another run is in progress' }),
      );
      return report(runId, startedAt, { states: skipped, now: clock() });
    }
    try {
      const taken = given === undefined ? await this.#options.takeRunRequest() : undefined;
      if (taken?.isAgain === true)
        logger.warn('An earlier run did not get to all that was asked of it.', { runId, request: taken.request });
      const request = given ?? taken?.request;
      const states = this.#states(taken?.isAgain === true ? undefined : request);
      const unmet = new Set(taken === undefined ? [] : wishing(states, request));
      const run: RunFrame = { request, taken, unmet, endsAt: startedAt + RUN_MS, isHeld: () => isHeld };
      await this.#takeTurns(states, run);
      // Those that failed, want more time, or did not get a turn, are asked again by the next run.
      await this.#leaveUnmet(run, states);
      const done = report(runId, startedAt, { states, now: clock() });
      this.#lastReport = done;
      if (request?.dryRun !== true) await this.#writeHealth(done);
      return done;
    } finally {
      await lock.release().catch((error: unknown) => {
        logger.warn('The run lock could not be given back; it expires by itself.', { runId, error });
      });
    }
  }

  #states(request: RunRequest | undefined): TaskState[] {
    const wanted = request?.tasks ?? TASK_NAMES;
    return TASK_NAMES.filter((name) => wanted.includes(name)).flatMap((name) => {
      const task = this.#options.tasks.find((candidate) => candidate.name === name);
      if (task === undefined && request?.tasks === undefined) return [];
      return [
        {
          name,
          task,
          counts: { examined: 0, changed: 0, skipped: 0, failed: 0 },
          status: task === undefined ? 'skipped' : 'ok',
          finished: task === undefined,
          turns: 0,
          ...(task === undefined ? { message: 'this version of the connector does not have the task' } : {}),
          calls: { commercetools: 0, ordoro: 0 },
        } satisfies TaskState,
      ];
    });
  }

  async #takeTurns(states: readonly TaskState[], run: RunFrame): Promise<void> {
    const isOver = () => this.#options.clock() >= run.endsAt || !run.isHeld();
    while (states.some(({ finished }) => !finished) && !isOver())
      for (const state of states.filter(({ finished }) => !finished)) {
        const sweep = states.find((one) => one !== state && this.#isToSweepAgain(one, run));
        if (sweep !== undefined && !isOver()) await this.#turn(sweep, run);
        if (!isOver()) await this.#turn(state, run);
      }
    // What is left goes on in the next run.
    for (const state of states.filter(({ finished }) => !finished)) state.status = 'partial';
  }

  /** A dry run keeps no place, so it would only find the same orders again. */
  #isToSweepAgain({ name, finished, status, lastTurnAt }: TaskState, { request }: RunFrame): boolean {
    const { clock, dryRun } = this.#options;
    if (name !== 'orders' || !finished || status === 'failed' || lastTurnAt === undefined) return false;
    return !dryRun && request?.dryRun !== true && clock() - lastTurnAt >= SWEEP_AGAIN_MS;
  }

  async #turn(state: TaskState, run: RunFrame): Promise<void> {
    const { clock, calls, dryRun, logger } = this.#options;
    if (state.task === undefined) return;
    state.lastTurnAt = clock();
    const before = calls();
    const handOverAt = Math.min(clock() + TURN_MS, run.endsAt);
    const asked = isAskedFor(state.name, run.request) ? run.request : undefined;
    try {
      const progress = await state.task.work({
        counts: state.counts,
        // Asked for again and again while the task works: without the lock it has to end at once.
        get handOverAt() {
          return run.isHeld() ? handOverAt : Number.NEGATIVE_INFINITY;
        },
        full: asked?.full ?? false,
        since: state.turns === 0 ? asked?.since : undefined,
        dryRun: dryRun || (run.request?.dryRun ?? false),
        onKept: () => this.#met(state.name, run),
      });
      if (progress.finished) await this.#met(state.name, run);
      state.turns += 1;
      state.finished = progress.finished;
      state.status = progress.isIncomplete === true ? 'partial' : 'ok';
      if (progress.message !== undefined) state.message = progress.message;
    } catch (error) {
      // The task's progress is kept; the next run goes on from there. The other tasks still get their turn.
      logger.error(`The task ${state.name} ended early.`, { task: state.name, error });
      Object.assign(state, { status: 'failed', finished: true, message: messageOf(error) });
      this.#options.onFailure?.(error);
    }
    const after = calls();
    state.calls = {
      commercetools: state.calls.commercetools + after.commercetools - before.commercetools,
      ordoro: state.calls.ordoro + after.ordoro - before.ordoro,
    };
  }

  /** The task has what was asked of it: no later run has to ask again. */
  async #met(name: TaskName, run: RunFrame): Promise<void> {
    if (run.unmet.delete(name)) await this.#leaveUnmet(run);
  }

  /** Options that cannot be written now are at worst carried out twice. */
  async #leaveUnmet({ taken, unmet }: RunFrame, states: readonly TaskState[] = []): Promise<void> {
    const left = states.filter(({ name }) => unmet.has(name));
    try {
      await taken?.leave([...unmet], left.length > 0 && left.every(({ status }) => status === 'partial'));
    } catch (error) {
      this.#options.logger.warn('The run request could not be cleared; the next run may carry it out again.', {
        error,
      });
    }
  }

  async #writeHealth(done: RunReport): Promise<void> {
    const { objects, containers, dryRun, logger } = this.#options;
    if (dryRun) return;
    try {
      await new HealthStatus(objects, containers.health).change((before) => healthAfter(done, before));
    } catch (error) {
      logger.warn('The health object could not be written; the run itself is not affected.', { error });
    }
  }
}

/** Tasks of the run that the options are for. */
function wishing(states: readonly TaskState[], request: RunRequest | undefined): TaskName[] {
  return states.filter(({ name, task }) => task !== undefined && isAskedFor(name, request)).map(({ name }) => name);
}

function isAskedFor(name: TaskName, request: RunRequest | undefined): boolean {
  return request?.tasks === undefined || request.tasks.includes(name);
}

function report(runId: string, startedAt: number, end: { states: readonly TaskState[]; now: number }): RunReport {
  return {
    runId,
    startedAt: new Date(startedAt).toISOString(),
    durationMs: end.now - startedAt,
    tasks: end.states.map(({ name, status, counts, calls, message }) => ({
      name,
      status,
      ...counts,
      calls,
      ...(message === undefined ? {} : { message }),
    })),
  };
}
