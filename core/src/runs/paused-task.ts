import type { Pause } from '../problems/errors.ts';
import type { Task, TaskProgress } from './task.ts';

/**
 * A task that does what it can while everything to Ordoro is paused, and then says that it is not all.
 * @param pause why nothing can be sent; undefined when it can
 */
export function sayingWhenPaused(task: Task, pause: () => Promise<Pause | undefined>): Task {
  return {
    name: task.name,
    work: async (turn): Promise<TaskProgress> => {
      const progress = await task.work(turn);
      const reason = (await pause())?.message;
      if (reason === undefined) return progress;
      const message = [progress.message, reason].filter((text) => text !== undefined).join('; ');
      return { ...progress, message, isIncomplete: true };
    },
  };
}
