import { isoOf } from '../clock.ts';
import type { CustomObjects, StoredObject } from '../commercetools/custom-objects.ts';
import { ConflictError, PlatformError } from '../problems/errors.ts';

/** Key of the object in `-locks`. */
const KEY = 'alerts';

/** Subjects kept at once; the marks that end first give way. Then an alert may be repeated, never lost. */
const MAX_MARKS = 500;

/** Times that a mark is tried against other instances that mark something at the same moment. */
const MAX_TRIES = 5;

/** Value of the object: until when a subject is quiet (ISO 8601, UTC), by subject. */
type Marks = Readonly<Record<string, string>>;

/** Whose it is to tell people about a subject. */
export type Claim = 'ours' | 'taken' | 'unknown';

/** What the marks need. */
export interface AlertMarksOptions {
  readonly objects: Pick<CustomObjects, 'get' | 'put'>;
  /** `<CONNECTOR_ID>-locks`. */
  readonly container: string;
}

/** Which subjects people were told about, for all instances of a deployment: custom object `<CONNECTOR_ID>-locks/alerts`. */
export class AlertMarks {
  readonly #options: AlertMarksOptions;

  constructor(options: AlertMarksOptions) {
    this.#options = options;
  }

  /**
   * Takes it on itself to tell people about a subject.
   * @param until the subject is quiet until then; epoch milliseconds
   * @returns `taken`: somebody has done so; `unknown`: commercetools cannot be asked
   */
  async claim(subject: string, { now, until }: { readonly now: number; readonly until: number }): Promise<Claim> {
    return this.#change(now, (marks) => (subject in marks ? undefined : { ...marks, [subject]: isoOf(until) }));
  }

  /** The trouble is over: the next alert about it is news. Does its best. */
  async release(subject: string, now: number): Promise<void> {
    await this.#change(now, (marks) => {
      const { [subject]: mark, ...rest } = marks;
      return mark === undefined ? undefined : rest;
    });
  }

  /** @returns `taken` when there was nothing to change */
  async #change(now: number, change: (marks: Marks) => Marks | undefined, triesLeft = MAX_TRIES): Promise<Claim> {
    const { objects, container } = this.#options;
    try {
      const stored = await objects.get<Marks>(container, KEY);
      const changed = change(standing(stored, now));
      if (changed === undefined) return 'taken';
      await objects.put(container, KEY, { value: bounded(changed), version: stored?.version ?? 0 });
      return 'ours';
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
      // Somebody marked something at the same moment: with what they wrote it is looked at anew.
      return error instanceof ConflictError && triesLeft > 1 ? this.#change(now, change, triesLeft - 1) : 'unknown';
    }
  }
}

function standing(stored: StoredObject<Marks> | undefined, now: number): Marks {
  return Object.fromEntries(Object.entries(stored?.value ?? {}).filter(([, until]) => Date.parse(until) > now));
}

function bounded(marks: Marks): Marks {
  const latestFirst = Object.entries(marks).sort(([, one], [, other]) => (one < other ? 1 : -1));
  return Object.fromEntries(latestFirst.slice(0, MAX_MARKS));
}
