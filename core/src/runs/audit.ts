import type { TaskTurn } from './task.ts';

/** What an audit is told when it works. */
export interface AuditTurn extends Pick<TaskTurn, 'counts' | 'handOverAt' | 'dryRun'> {
  /** When the pass began that this turn belongs to; ISO 8601, UTC. */
  readonly startedAt: string;
  /** What the last turn of the pass left to go on from; undefined: the pass begins. */
  readonly progress: unknown;
  /** What the last whole pass left to remember; undefined: there was none, or it left nothing. */
  readonly memory?: unknown;
}

/** How far an audit has come: through, or with work left and JSON to go on from. */
export type AuditStep =
  | {
      readonly finished: true;
      /** Its outcome in a sentence. */
      readonly message: string;
      /** JSON that the next pass is to know; absent: nothing. */
      readonly memory?: unknown;
    }
  | { readonly finished: false; readonly progress: unknown };

/** One comparison of all there is on both sides, made once a day by the task `reconcile`. */
export interface Audit {
  /** Unique; its place in the cursor. */
  readonly name: string;
  /** One turn. A dry run writes nothing. @throws PlatformError */
  work(turn: AuditTurn): Promise<AuditStep>;
}
