import type { Clock } from '../clock.ts';
import { CATALOGUE } from '../problems/catalogue.ts';
import type { DeadLetterDraft, DeadLetterKind } from '../records/dead-letters.ts';
import type { Alerts } from './alerts.ts';

/** One mistake can touch every SKU of a shop: after so many letters of one kind within an hour people know. */
const MOST_OF_A_KIND = 20;

const HOUR_MS = 60 * 60_000;

/** Letters that are about everything at once: never one of many. */
const NEVER_ONE_OF_MANY: ReadonlySet<string> = new Set(['inventory.mass-change']);

/** What it needs. */
export interface LetterAlertsOptions {
  readonly alerts: Pick<Alerts, 'raise'>;
  readonly clock: Clock;
}

/**
 * Tells people about dead letters: one alert for each, but when there are many of one kind within an hour, one alert that says so in
 * place of the rest. The letters themselves are all there.
 */
export class LetterAlerts {
  readonly #options: LetterAlertsOptions;
  readonly #hours = new Map<DeadLetterKind, { readonly since: number; readonly count: number }>();

  constructor(options: LetterAlertsOptions) {
    this.#options = options;
  }

  /** Tells of one letter. Never fails. */
  tell({ kind, subject, code, message, howToFix = CATALOGUE[code].howToFix }: DeadLetterDraft): void {
    const { alerts } = this.#options;
    const name = `${kind}.${subject}`;
    const count = NEVER_ONE_OF_MANY.has(name) ? 0 : this.#counted(kind);
    if (count === MOST_OF_A_KIND + 1) void alerts.raise(`many.${kind}`, manyText(kind));
    if (count > MOST_OF_A_KIND) return;
    void alerts.raise(name, message.includes(howToFix) ? message : `${message} ${howToFix}`);
  }

  /** @returns how many letters of the kind there were within the hour, this one included */
  #counted(kind: DeadLetterKind): number {
    const now = this.#options.clock();
    const hour = this.#hours.get(kind);
    const { since, count } = hour !== undefined && now - hour.since < HOUR_MS ? hour : { since: now, count: 0 };
    this.#hours.set(kind, { since, count: count + 1 });
    return count + 1;
  }
}

function manyText(kind: DeadLetterKind): string {
  return (
    `There are more than ${MOST_OF_A_KIND} new dead letters of the kind "${kind}" within an hour, probably by one cause; ` +
    `the rest is not reported one by one. All of them: npm run ops -- letters --kind ${kind}`
  );
}
