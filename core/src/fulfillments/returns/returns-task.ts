import type { StoredObject } from '../../commercetools/custom-objects.ts';
import { cursorLimit, type Micros, microsOf } from '../../ordoro/instants.ts';
import type { OrdoroReturnRow, OrdoroReturns } from '../../ordoro/returns.ts';
import type { Cursors } from '../../records/cursors.ts';
import { FINISH_MS, type Task, type TaskProgress, type TaskTurn } from '../../runs/task.ts';
import { NewestFirst, type NewestFirstList, type WalkStep } from './newest-first.ts';
import { ReturnBatch, type ReturnTurn } from './return-batch.ts';
import { ReturnLetters, type ReturnLettersOptions } from './return-letters.ts';
import type { ReturnBatchPorts } from './return-ports.ts';
import { cursorAfter, cursorDuring, passFor, type ReturnsCursor, type ReturnsPass } from './returns-cursor.ts';

/** What the task needs. */
export interface ReturnsTaskOptions extends ReturnBatchPorts, Omit<ReturnLettersOptions, 'dryRun'> {
  readonly returns: Pick<OrdoroReturns, 'page'>;
  readonly cursors: Cursors;
  /** As configured. `exportSince`: epoch milliseconds. */
  readonly context: () => Promise<{ readonly exportSince: number; readonly dryRun: boolean }>;
}

/**
 * Task `returns`: brings returns that were changed in Ordoro to their orders. Ordoro's list has neither a date filter nor one by
 * sales channel, so it is read newest first down to the cursor; see {@link ReturnsCursor}. The cursor passes no return that is
 * neither taken in nor recorded. Returns that the records know already cost no call of their own.
 */
export class ReturnsTask implements Task {
  readonly name = 'returns';
  readonly #options: ReturnsTaskOptions;
  readonly #batch: ReturnBatch;

  constructor(options: ReturnsTaskOptions) {
    this.#options = options;
    this.#batch = new ReturnBatch(options);
  }

  /** One turn. @throws PlatformError when a platform cannot be read or written; progress so far is kept */
  async work(task: TaskTurn): Promise<TaskProgress> {
    const { exportSince, dryRun: isDryDeployment } = await this.#options.context();
    const dryRun = task.dryRun || isDryDeployment;
    const letters = new ReturnLetters({ ...this.#options, dryRun });
    let asked = task.since;
    for (;;) {
      const stored = await this.#options.cursors.read<ReturnsCursor>('returns');
      const pass = passFor({ cursor: stored?.value, exportSince, asked, full: task.full });
      const turn: ReturnTurn = { task, dryRun, letters, again: pass.again };
      const isDone = await this.#walk(pass, stored, turn);
      // Nothing of a dry run is kept, so another turn would only begin again.
      if (dryRun)
        return isDone
          ? { finished: true }
          : { finished: true, message: 'the preview ended before all returns were read' };
      if (!isDone) return { finished: false };
      // What was changed since a pass of an earlier turn began is still to be read.
      if (!pass.isResumed || task.full) return { finished: true };
      asked = undefined;
    }
  }

  /** @returns false when time was up first */
  async #walk(begun: ReturnsPass, stored: StoredObject<ReturnsCursor> | undefined, turn: ReturnTurn): Promise<boolean> {
    let pass = begun;
    // What was asked for is on record whatever happens.
    let cursor =
      begun.again && !begun.isResumed ? await this.#keep(cursorDuring(begun, stored?.value), stored, turn) : stored;
    if (!turn.dryRun) await turn.task.onKept?.();
    if (this.#isTimeUp(turn)) return false;
    const latest = cursorLimit(this.#options.clock());
    const walk = new NewestFirst(this.#list(turn.task), pass.stop);
    for await (const step of walk.steps(pass.position)) {
      const { handled, missed } = await this.#batch.work(step.rows, turn);
      pass = advanced(pass, step, { handled, missed, latest });
      const isWhole = handled === step.rows.length;
      if (step.isLast && isWhole) {
        await this.#keep(cursorAfter(pass, cursor?.value, !step.hasShrunk), cursor, turn);
        return true;
      }
      cursor = await this.#keep(cursorDuring(pass, cursor?.value), cursor, turn);
      if (!isWhole || this.#isTimeUp(turn)) return false;
    }
    return true;
  }

  #list(task: TaskTurn): NewestFirstList<OrdoroReturnRow> {
    return {
      page: (offset) => this.#options.returns.page({ offset, endBy: task.handOverAt + FINISH_MS }),
      changedAt: ({ updatedDate }) => microsOf(updatedDate),
      nameOf: (row) => (row.kind === 'return' ? row.content.reference : `${row.kind} ${row.reference}`),
    };
  }

  /** Writes the cursor unless that would change nothing. */
  async #keep(
    value: ReturnsCursor,
    stored: StoredObject<ReturnsCursor> | undefined,
    { dryRun }: ReturnTurn,
  ): Promise<StoredObject<ReturnsCursor> | undefined> {
    const isKept = JSON.stringify(value) === JSON.stringify(stored?.value ?? {});
    return dryRun || isKept ? stored : this.#options.cursors.write<ReturnsCursor>('returns', value, stored);
  }

  #isTimeUp({ task }: ReturnTurn): boolean {
    return this.#options.clock() >= task.handOverAt;
  }
}

function advanced(
  pass: ReturnsPass,
  step: WalkStep<OrdoroReturnRow>,
  { handled, missed, latest }: { handled: number; missed: Micros | undefined; latest: Micros },
): ReturnsPass {
  const newest = step.rows.find(({ row }) => microsOf(row.updatedDate) !== undefined)?.at;
  const times = [pass.missed, missed].filter((time): time is number => time !== undefined);
  return {
    ...pass,
    top: pass.top ?? (newest === undefined ? undefined : Math.min(newest, latest)),
    position: step.positionAfter(handled),
    missed: times.length === 0 ? undefined : Math.min(...times),
  };
}
