import type { Clock } from '../clock.ts';
import type { StoredObject } from '../commercetools/custom-objects.ts';
import type { Cursors } from '../records/cursors.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Audit, AuditStep } from './audit.ts';
import { type AuditStanding, isAuditDue, passToWork, type ReconcileCursor, withStanding } from './audit-schedule.ts';
import type { TaskProgress, TaskTurn } from './task.ts';

/** Key of the cursor. */
const KEY = 'reconcile';

/** What the task needs. */
export interface ReconcileTaskOptions {
  /** In the order in which they take turns. */
  readonly audits: readonly Audit[];
  readonly cursors: Pick<Cursors, 'read' | 'write'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Task `reconcile`: compares everything on both sides, once a day inside the scheduled run, and at once when `full` asks for it.
 * The audits that are due share the time of a turn; each keeps its own place in the cursor, and one that fails stops no other.
 */
export class ReconcileTask {
  readonly name = 'reconcile';
  readonly #options: ReconcileTaskOptions;
  /** Audits still to be made because `full` asked for them; undefined while nothing was asked. */
  #asked: Set<string> | undefined;

  constructor(options: ReconcileTaskOptions) {
    this.#options = options;
  }

  /** One turn. @throws PlatformError of the first audit that failed; the progress of all is kept */
  async work(turn: TaskTurn): Promise<TaskProgress> {
    const { cursors } = this.#options;
    const place = new CursorPlace(await cursors.read<ReconcileCursor>(KEY), { ...this.#options, dryRun: turn.dryRun });
    const due = this.#dueOf(place.cursor, turn);
    if (due.length === 0) return this.#ended(restMessage(place.cursor));
    const messages: string[] = [];
    const failures: unknown[] = [];
    for (const [index, audit] of due.entries()) {
      const until = this.#shareEnd(turn, due.length - index);
      try {
        const step = await this.#workOn(audit, place, { turn, until });
        if (step.finished) messages.push(step.message);
      } catch (error) {
        failures.push(error);
      }
    }
    // Each audit has its place in the cursor now, and one that failed the time of its next try.
    if (turn.full && !turn.dryRun) await turn.onKept?.();
    if (failures.length > 0) {
      this.#asked = undefined;
      throw failures[0];
    }
    if (messages.length === due.length) return this.#ended(messages.join('; '));
    // A dry run keeps no place from which another turn could go on.
    return turn.dryRun ? this.#ended([...messages, 'the dry run ended with its turn'].join('; ')) : { finished: false };
  }

  #ended(message: string): TaskProgress {
    this.#asked = undefined;
    return { finished: true, message };
  }

  #dueOf({ audits: standings }: ReconcileCursor, turn: TaskTurn): Audit[] {
    const { audits, clock } = this.#options;
    if (!turn.full) this.#asked = undefined;
    else this.#asked ??= new Set(audits.map(({ name }) => name));
    const isAsked = (name: string) => this.#asked?.has(name) === true;
    return audits.filter(({ name }) => isAsked(name) || isAuditDue(standings[name] ?? {}, clock()));
  }

  /** The time that is left, divided by those that still want a turn. */
  #shareEnd(turn: TaskTurn, audits: number): number {
    const now = this.#options.clock();
    return now + (turn.handOverAt - now) / audits;
  }

  async #workOn(
    audit: Audit,
    place: CursorPlace,
    share: { readonly turn: TaskTurn; readonly until: number },
  ): Promise<AuditStep> {
    const { clock, logger } = this.#options;
    const { turn, until } = share;
    const { failedAt: _over, ...standing } = place.standingOf(audit.name);
    const pass = passToWork(standing, clock());
    try {
      const step = await audit.work({
        ...pass,
        memory: standing.memory,
        counts: turn.counts,
        dryRun: turn.dryRun,
        get handOverAt() {
          return Math.min(until, turn.handOverAt);
        },
      });
      await place.set(audit.name, after(standing, { step, pass, now: clock() }));
      if (step.finished) this.#asked?.delete(audit.name);
      return step;
    } catch (error) {
      this.#asked?.delete(audit.name);
      logger.error(`The audit ${audit.name} ended early.`, { audit: audit.name, error });
      await place.set(audit.name, { ...standing, failedAt: new Date(clock()).toISOString() });
      throw error;
    }
  }
}

function after(
  standing: AuditStanding,
  { step, pass, now }: { step: AuditStep; pass: { startedAt: string }; now: number },
): AuditStanding {
  if (step.finished) {
    const { memory } = step;
    return { lastCompletedAt: new Date(now).toISOString(), ...(memory === undefined ? {} : { memory }) };
  }
  return { ...standing, pass: { startedAt: pass.startedAt, progress: step.progress } };
}

function restMessage({ lastCompletedAt }: ReconcileCursor): string {
  const last = lastCompletedAt === undefined ? '' : ` since ${lastCompletedAt}`;
  return `nothing is due${last}; "full" compares everything now`;
}

interface CursorKeeping extends Pick<ReconcileTaskOptions, 'audits' | 'cursors'> {
  readonly dryRun: boolean;
}

/** Where the audits stand, kept in commercetools; in a dry run only in memory. */
class CursorPlace {
  readonly #keeping: CursorKeeping;
  #stored: StoredObject<ReconcileCursor> | undefined;
  #cursor: ReconcileCursor;

  constructor(stored: StoredObject<ReconcileCursor> | undefined, keeping: CursorKeeping) {
    this.#stored = stored;
    this.#cursor = stored?.value ?? { audits: {} };
    this.#keeping = keeping;
  }

  get cursor(): ReconcileCursor {
    return this.#cursor;
  }

  standingOf(name: string): AuditStanding {
    return this.#cursor.audits[name] ?? {};
  }

  /** @throws ConflictError when another run has the task now */
  async set(name: string, standing: AuditStanding): Promise<void> {
    const { audits, cursors, dryRun } = this.#keeping;
    const names = audits.map((audit) => audit.name);
    this.#cursor = withStanding(this.#cursor, { name, standing }, names);
    if (!dryRun) this.#stored = await cursors.write(KEY, this.#cursor, this.#stored);
  }
}
