import pMap from 'p-map';
import type { Clock } from '../clock.ts';
import type { CustomObjects } from '../commercetools/custom-objects.ts';
import { oldestKeptLogKey } from '../telemetry/log-entry.ts';
import type { TaskProgress, TaskTurn } from './task.ts';

/** Deletions at once. */
const PARALLEL = 10;

/** What housekeeping needs. */
export interface HousekeepingOptions {
  readonly objects: CustomObjects;
  /** `<CONNECTOR_ID>-log`. */
  readonly logContainer: string;
  readonly logRetentionDays: number;
  readonly clock: Clock;
}

/** Task `housekeeping`: custom objects have no expiry, so old log entries are deleted here. */
export class Housekeeping {
  readonly name = 'housekeeping';
  readonly #options: HousekeepingOptions;

  constructor(options: HousekeepingOptions) {
    this.#options = options;
  }

  /** One turn. @throws PlatformError */
  async work(turn: TaskTurn): Promise<TaskProgress> {
    const { objects, logContainer, logRetentionDays, clock } = this.#options;
    const oldest = oldestKeptLogKey(logRetentionDays, clock);
    while (clock() < turn.handOverAt) {
      const page = await objects.page(logContainer, { where: `key < "${oldest}"`, limit: 200 });
      turn.counts.examined += page.objects.length;
      if (turn.dryRun || page.objects.length === 0) return { finished: true };
      await pMap(page.objects, ({ key }) => objects.delete(logContainer, key), { concurrency: PARALLEL });
      turn.counts.changed += page.objects.length;
    }
    return { finished: false };
  }
}
