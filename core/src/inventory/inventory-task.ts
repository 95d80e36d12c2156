import type { Task, TaskProgress, TaskTurn } from '../runs/task.ts';
import { canOwn, type InventoryContext } from './inventory-context.ts';
import { InventoryRun, type InventoryRunOptions } from './inventory-run.ts';
import type { RunWish } from './run-beginning.ts';
import type { RunTurn } from './run-comparer.ts';

/** A run that was left lying for so long is made anew: the job that made it has ended. Milliseconds. */
const MAX_RUN_AGE_MS = 30 * 60_000;

/** What the task needs. */
export interface InventoryTaskOptions extends InventoryRunOptions {
  /** The configuration in force at this moment. */
  readonly context: () => Promise<InventoryContext>;
}

/** A run under way. */
interface UnderWay {
  readonly run: InventoryRun;
  readonly steps: AsyncGenerator<void, string | undefined>;
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
    if (!canOwn('ordoro', context) && !canOwn('commercetools', context))
      return { finished: true, message: 'no rule gives the connector any stock to keep' };
    const wish = { full: task.full, since: task.since, dryRun: task.dryRun || context.settings.dryRun };
    const underWay = this.#resumed(wish, { task, context });
    this.#underWay = underWay;
    try {
      for (;;) {
        if (this.#options.clock() >= task.handOverAt) return { finished: false };
        const { done, value } = await underWay.steps.next();
        if (done !== true) continue;
        this.#underWay = undefined;
        return { finished: true, ...(value === undefined ? {} : { message: value }) };
      }
    } catch (error) {
      this.#underWay = undefined;
      throw error;
    }
  }

  /** The run under way, if this turn goes on with it. */
  #resumed(wish: RunWish, turn: RunTurn): UnderWay {
    const { run } = this.#underWay ?? {};
    const isSame = run?.wish.full === wish.full && run.wish.dryRun === wish.dryRun && wish.since === undefined;
    if (
      this.#underWay !== undefined &&
      isSame &&
      this.#options.clock() - this.#underWay.run.startedAt < MAX_RUN_AGE_MS
    ) {
      this.#underWay.run.turn = turn;
      return this.#underWay;
    }
    const begun = new InventoryRun(this.#options, wish, turn);
    return { run: begun, steps: begun.steps() };
  }
}
