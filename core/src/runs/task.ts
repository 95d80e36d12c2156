import type { TaskName } from '../config/run-request.ts';

/** How a task ended. */
export type TaskStatus = 'ok' | 'partial' | 'failed' | 'skipped';

/** Counts of one task; they grow while it works. */
export interface TaskCounts {
  examined: number;
  changed: number;
  skipped: number;
  failed: number;
}

/** One task in the answer of a run. */
export interface TaskReport extends TaskCounts {
  readonly name: TaskName;
  readonly status: TaskStatus;
  readonly calls: { readonly commercetools: number; readonly ordoro: number };
  readonly message?: string;
}

/**
 * What was begun before the time to hand over may still ask the platforms this long after it, milliseconds: cut off at once, it
 * would have to be asked for a second time.
 */
export const FINISH_MS = 20_000;

/** What a task is told when it works: what was asked for and when to hand over. */
export interface TaskTurn {
  readonly counts: TaskCounts;
  /**
   * Epoch milliseconds; the task keeps its progress and returns soon after. Read it anew each time: it moves to the past
   * when the run lock is lost.
   */
  readonly handOverAt: number;
  readonly full: boolean;
  /** Epoch milliseconds, in the first turn of a run; later turns go on with what it began. Undefined: as configured. */
  readonly since: number | undefined;
  readonly dryRun: boolean;
  /**
   * To be called once `since` and `full` are on record, so that they survive whatever happens in the rest of the turn: then no later
   * run asks for them again. Never throws. A turn that finishes need not call it.
   */
  readonly onKept?: () => Promise<void>;
}

/** Whether a task has done all there was, or handed over with work left. */
export interface TaskProgress {
  readonly finished: boolean;
  readonly message?: string;
  /** More turns would not help now: what is left has to wait for a later run. */
  readonly isIncomplete?: boolean;
}

/** One task of the job. Keeps its progress in commercetools, so that the next turn or run goes on from there. */
export interface Task {
  readonly name: TaskName;
  work(turn: TaskTurn): Promise<TaskProgress>;
}
