import type { Task, TaskProgress, TaskTurn } from '../runs/task.ts';
import { canOwn, type InventoryContext } from './inventory-context.ts';
import { InventoryRun, type InventoryRunOptions } from './inventory-run.ts';
import type { RunWish } from './run-beginning.ts';
import type { RunTurn } from './run-comparer.ts';

/** A run that was left lying for so long is made anew. Milliseconds. */
const MAX_PAUSE_MS = 30 * 60_000;

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
    try {
      for (;;) {
        if (this.#options.clock() >= task.handOverAt) {
          underWay.leftAt = this.#options.clock();
          return { finished: false };
        }
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
