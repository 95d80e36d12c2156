import type { Clock } from '../clock.ts';
import type { CustomObjects, ObjectPage, StoredObject } from '../commercetools/custom-objects.ts';
import { encodeKey } from '../commercetools/key-encoding.ts';
import { CATALOGUE, type IssueCode } from '../problems/catalogue.ts';
import { ConflictError } from '../problems/errors.ts';

/** Kinds of dead letters. */
export const LETTER_KINDS = ['order', 'shipment', 'return', 'inventory', 'warehouse', 'config'] as const;

/** What a dead letter is about. */
export type DeadLetterKind = (typeof LETTER_KINDS)[number];

/** Tries to write a letter against other writers. */
const MAX_TRIES = 5;

/** Work that will not be tried again by itself; one per subject, cleared when the subject later succeeds. */
export interface DeadLetter {
  readonly kind: DeadLetterKind;
  /** Order id, Ordoro order number, return reference, SKU, warehouse id or configuration key. */
  readonly subject: string;
  readonly code: IssueCode;
  readonly message: string;
  readonly howToFix: string;
  readonly attempts: number;
  /** ISO 8601, UTC. */
  readonly firstFailedAt: string;
  readonly lastFailedAt: string;
  /** Redacted. */
  readonly request?: unknown;
  readonly response?: unknown;
  /** An operator asked at this moment for another try, which the next run of the job makes; ISO 8601, UTC. */
  readonly replayAskedAt?: string;
  /** When the job last took up such a request, ISO 8601, UTC. A letter that still stands then has not succeeded yet. */
  readonly replayedAt?: string;
}

/** Which letters are meant; nothing said means all. */
export interface LetterSelection {
  readonly kind?: DeadLetterKind;
  readonly code?: IssueCode;
  /** Only those whose replay was asked for and not taken up yet. */
  readonly isAsked?: boolean;
}

/** What the caller knows of the failure; `howToFix` defaults to the catalogue's advice. */
export interface DeadLetterDraft {
  readonly kind: DeadLetterKind;
  readonly subject: string;
  readonly code: IssueCode;
  readonly message: string;
  readonly howToFix?: string;
  readonly attempts?: number;
  readonly firstFailedAt?: string;
  readonly request?: unknown;
  readonly response?: unknown;
}

/** Container `<CONNECTOR_ID>-dead-letters`. */
export class DeadLetters {
  readonly #objects: CustomObjects;
  readonly #container: string;
  readonly #clock: Clock;

  constructor(objects: CustomObjects, container: string, clock: Clock) {
    this.#objects = objects;
    this.#container = container;
    this.#clock = clock;
  }

  /**
   * Writes the letter, or brings the one of this subject up to date; a replay that was asked for stays asked for.
   * @returns true when it is new
   * @throws PlatformError
   */
  async write(draft: DeadLetterDraft): Promise<boolean> {
    const key = letterKey(draft.kind, draft.subject);
    for (let tries = 1; ; tries += 1) {
      const existing = await this.#objects.get<DeadLetter>(this.#container, key);
      try {
        const value = this.#letter(draft, existing?.value);
        await this.#objects.put(this.#container, key, { value, version: existing?.version ?? 0 });
        return existing === undefined;
      } catch (error) {
        if (!(error instanceof ConflictError)) throw error;
        // Another instance wrote the letter at this moment, or somebody does all the time: it stands, whoever wrote it.
        if (existing === undefined || tries >= MAX_TRIES) return false;
      }
    }
  }

  /** Removes the letter of a subject that succeeded. @returns false when there was none. @throws PlatformError */
  clear(kind: DeadLetterKind, subject: string): Promise<boolean> {
    return this.#objects.delete(this.#container, letterKey(kind, subject));
  }

  /** The letter with this key, `<kind>.<encoded subject>`. @throws PlatformError */
  get(key: string): Promise<StoredObject<DeadLetter> | undefined> {
    return this.#objects.get<DeadLetter>(this.#container, key);
  }

  /** The letter of a subject. @throws PlatformError */
  of(kind: DeadLetterKind, subject: string): Promise<StoredObject<DeadLetter> | undefined> {
    return this.get(letterKey(kind, subject));
  }

  /** All open letters of one kind. @throws PlatformError */
  async ofKind(kind: DeadLetterKind): Promise<DeadLetter[]> {
    const letters: DeadLetter[] = [];
    for (let after: string | undefined, isDone = false; !isDone; isDone = after === undefined) {
      const page = await this.page({ kind }, { after });
      letters.push(...page.objects.map(({ value }) => value));
      after = page.next;
    }
    return letters;
  }

  /** One page of letters in key order. @param from `after`: key of the last one seen @throws PlatformError */
  page(
    selection: LetterSelection,
    from: { readonly after?: string | undefined; readonly limit?: number } = {},
  ): Promise<ObjectPage<DeadLetter>> {
    const { after, limit } = from;
    const where = whereOf(selection);
    return this.#objects.page<DeadLetter>(this.#container, {
      ...(where === undefined ? {} : { where }),
      ...(after === undefined ? {} : { after }),
      ...(limit === undefined ? {} : { limit }),
    });
  }

  /** Asks for another try of what the letter is about. @returns false when the letter is gone by now. @throws PlatformError */
  askReplay(letter: StoredObject<DeadLetter>): Promise<boolean> {
    const replayAskedAt = this.#now();
    return this.#change(letter, (value) => ({ ...value, replayAskedAt }));
  }

  /**
   * Notes that the replay of this letter was taken up. One that was asked for anew meanwhile stays asked for.
   * @param letter as read when it was taken up
   * @param takenUpAt before anything was tried, epoch milliseconds: a failure of that very try is a newer one
   * @throws PlatformError
   */
  async replayed(letter: StoredObject<DeadLetter>, takenUpAt: number): Promise<void> {
    const asked = letter.value.replayAskedAt;
    await this.#change(letter, (value) => {
      if (value.replayAskedAt !== asked) return undefined;
      const { replayAskedAt: _taken, ...rest } = value;
      return { ...rest, replayedAt: new Date(takenUpAt).toISOString() };
    });
  }

  /** @param edit undefined: nothing is to be changed any more. @returns false when the letter is gone */
  async #change(
    letter: StoredObject<DeadLetter>,
    edit: (value: DeadLetter) => DeadLetter | undefined,
  ): Promise<boolean> {
    let current: StoredObject<DeadLetter> | undefined = letter;
    for (let tries = 1; current !== undefined; tries += 1) {
      const value = edit(current.value);
      if (value === undefined) return true;
      try {
        await this.#objects.put(this.#container, current.key, { value, version: current.version });
        return true;
      } catch (error) {
        if (!(error instanceof ConflictError) || tries >= MAX_TRIES) throw error;
        current = await this.get(current.key);
      }
    }
    return false;
  }

  #now(): string {
    return new Date(this.#clock()).toISOString();
  }

  #letter(draft: DeadLetterDraft, existing: DeadLetter | undefined): DeadLetter {
    const now = this.#now();
    const { kind, subject, code, message, request, response } = draft;
    return {
      kind,
      subject,
      code,
      message,
      howToFix: draft.howToFix ?? CATALOGUE[code].howToFix,
      attempts: draft.attempts ?? (existing?.attempts ?? 0) + 1,
      firstFailedAt: draft.firstFailedAt ?? existing?.firstFailedAt ?? now,
      lastFailedAt: now,
      ...(request === undefined ? {} : { request }),
      ...(response === undefined ? {} : { response }),
      ...(existing?.replayAskedAt === undefined ? {} : { replayAskedAt: existing.replayAskedAt }),
      ...(existing?.replayedAt === undefined ? {} : { replayedAt: existing.replayedAt }),
    };
  }
}

/**
 * What a standing letter says, for those who write it again only when it would say something else. Undefined once a replay was
 * asked for or made since the last failure: then the next failure has to be seen, whatever it says.
 */
export function standingMessage(letter: DeadLetter): string | undefined {
  const { message, lastFailedAt, replayAskedAt, replayedAt } = letter;
  const isReplayed = replayAskedAt !== undefined || (replayedAt !== undefined && replayedAt > lastFailedAt);
  return isReplayed ? undefined : message;
}

/** Key of the letter of a subject in `<CONNECTOR_ID>-dead-letters`. */
export function letterKey(kind: DeadLetterKind, subject: string): string {
  return encodeKey(subject, `${kind}.`);
}

function whereOf({ kind, code, isAsked }: LetterSelection): string | undefined {
  const terms = [
    ...(kind === undefined ? [] : [`kind="${kind}"`]),
    ...(code === undefined ? [] : [`code="${code}"`]),
    ...(isAsked === true ? ['replayAskedAt is defined'] : []),
  ];
  return terms.length === 0 ? undefined : `value(${terms.join(' and ')})`;
}
