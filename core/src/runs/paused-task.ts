import type { Task, TaskProgress } from './task.ts';

/**
 * A task that does what it can while nothing may be sent to Ordoro, and then says that it is not all.
 * @param reason why nothing can be sent, in words; undefined when it can
 */
export function sayingWhenPaused(task: Task, reason: () => Promise<string | undefined>): Task {
  return {
    name: task.name,
    work: async (turn): Promise<TaskProgress> => {
      const progress = await task.work(turn);
      const why = await reason();
      if (why === undefined) return progress;
      const message = [progress.message, why].filter((text) => text !== undefined).join('; ');
      return { ...progress, message, isIncomplete: true };
    },
  };
}
