import type { Clock } from '../clock.ts';
import type { CustomObjects } from '../commercetools/custom-objects.ts';
import { type LogEvent, logEntry } from './log-entry.ts';
import type { Logger } from './logger.ts';

/** What the event log needs. */
export interface EventLogOptions {
  readonly objects: CustomObjects;
  /** `<CONNECTOR_ID>-log`. */
  readonly container: string;
  readonly clock: Clock;
  readonly random: () => number;
  readonly logger: Logger;
  /** Compute only: lines go to the logger, nothing into the container. */
  readonly dryRun: boolean;
}

/** Failures and changes of state, kept in commercetools for LOG_RETENTION_DAYS as well as on standard output. */
export class EventLog {
  readonly #options: EventLogOptions;

  constructor(options: EventLogOptions) {
    this.#options = options;
  }

  /** Writes one entry; payloads must be redacted. @throws PlatformError when commercetools does not take it */
  async write(event: LogEvent): Promise<void> {
    const { level, message, ...fields } = event;
    this.#options.logger[level](message, fields);
    if (this.#options.dryRun) return;
    const { key, value } = logEntry(event, this.#options);
    await this.#options.objects.put(this.#options.container, key, { value });
  }
}
