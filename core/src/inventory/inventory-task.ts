import type { Task, TaskProgress, TaskTurn } from '../runs/task.ts';
import { canOwn, type InventoryContext } from './inventory-context.ts';
import { InventoryRun, type InventoryRunOptions } from './inventory-run.ts';
import type { RunWish } from './run-beginning.ts';
import type { RunTurn } from './run-comparer.ts';

/** A run that was left lying for so long is made anew. Milliseconds. */
const MAX_PAUSE_MS = 30 * 60_000;

/** Within a turn the configuration is looked at again after this time: edits take effect within a minute. Milliseconds. */
const CONTEXT_AGE_MS = 30_000;

/** What the task needs. */
export interface InventoryTaskOptions extends InventoryRunOptions {
  /** The configuration in force at this moment. */
  readonly context: () => Promise<InventoryContext>;
}

/** A run under way. */
interface UnderWay {
  readonly run: InventoryRun;
  readonly steps: AsyncGenerator<void, string | undefined>;
  /** When its last turn ended, epoch milliseconds. */
  leftAt: number;
}

/**
 * Task `inventory`: keeps the stock of both platforms in step, in the direction that the rules say. Compared is what changed in
 * Ordoro, what orders have touched, what is due, and the next part of everything; see {@link InventoryRun}.
 */
export class InventoryTask implements Task {
  readonly name = 'inventory';
  readonly #options: InventoryTaskOptions;
  #underWay: UnderWay | undefined;

  constructor(options: InventoryTaskOptions) {
    this.#options = options;
  }

  /** One turn. @throws PlatformError when a platform cannot be read or written; then the next run begins anew */
  async work(task: TaskTurn): Promise<TaskProgress> {
    const context = await this.#options.context();
    const wish = { full: task.full, since: task.since, dryRun: task.dryRun || context.settings.dryRun };
    if (!canOwn('ordoro', context) && !canOwn('commercetools', context)) {
      if (!wish.dryRun) await this.#clearLetters();
      return { finished: true, message: 'no rule gives the connector any stock to keep' };
    }
    const underWay = await this.#resumed(wish, { task, context });
    this.#underWay = underWay;
    let progress: TaskProgress | undefined;
    try {
      progress = await this.#goOn(underWay, task);
    } catch (error) {
      this.#underWay = undefined;
      throw error;
    }
    if (progress?.finished !== false) this.#underWay = undefined;
    return progress ?? this.work(task);
  }

  /** Makes the steps that the turn has time for. @returns undefined when the run does not hold any more, and has to be made anew */
  async #goOn(underWay: UnderWay, task: TaskTurn): Promise<TaskProgress | undefined> {
    const { clock, context } = this.#options;
    let lookedAt = clock();
    for (;;) {
      const now = clock();
      if (now >= task.handOverAt) {
        underWay.leftAt = now;
        return { finished: false };
      }
      if (now - lookedAt >= CONTEXT_AGE_MS) {
        lookedAt = now;
        underWay.run.turn = { task, context: await context() };
        if (!(await underWay.run.holds())) return undefined;
      }
      const { done, value } = await underWay.steps.next();
      if (done === true) return { finished: true, ...(value === undefined ? {} : { message: value }) };
    }
  }

  /** Stock that is nobody's has nothing wrong with it. */
  async #clearLetters(): Promise<void> {
    const { letters, guard } = this.#options;
    await letters.open();
    await guard.passes(new Set());
    for (const kind of ['inventory', 'warehouse'] as const)
      for (const subject of letters.subjects(kind)) await letters.clear(kind, subject);
  }

  /** The run under way, if this turn goes on with it; else a new one. */
  async #resumed(wish: RunWish, turn: RunTurn): Promise<UnderWay> {
    const underWay = this.#underWay;
    const now = this.#options.clock();
    if (underWay !== undefined && isSame(underWay.run.wish, wish) && now - underWay.leftAt < MAX_PAUSE_MS) {
      underWay.run.turn = turn;
      if (await underWay.run.holds()) return underWay;
    }
    const run = new InventoryRun(this.#options, wish, turn);
    return { run, steps: run.steps(), leftAt: now };
  }
}

function isSame(under: RunWish, now: RunWish): boolean {
  return under.full === now.full && under.dryRun === now.dryRun && now.since === undefined;
}
