import type { Clock } from '../clock.ts';
import type { CustomObjects, StoredObject } from '../commercetools/custom-objects.ts';
import { encodeKey } from '../commercetools/key-encoding.ts';
import { CATALOGUE, type IssueCode } from '../problems/catalogue.ts';
import { ConflictError } from '../problems/errors.ts';

/** What a dead letter is about. */
export type DeadLetterKind = 'order' | 'shipment' | 'return' | 'inventory' | 'warehouse' | 'config';

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

  /** Writes the letter, or brings the one of this subject up to date. @returns true when it is new. @throws PlatformError */
  async write(draft: DeadLetterDraft): Promise<boolean> {
    const key = letterKey(draft.kind, draft.subject);
    const existing = await this.#objects.get<DeadLetter>(this.#container, key);
    try {
      await this.#objects.put(this.#container, key, {
        value: this.#letter(draft, existing),
        version: existing?.version ?? 0,
      });
    } catch (error) {
      // Another instance wrote the letter of the same subject at this moment: it stands.
      if (!(error instanceof ConflictError)) throw error;
    }
    return existing === undefined;
  }

  /** Removes the letter of a subject that succeeded. @returns false when there was none. @throws PlatformError */
  clear(kind: DeadLetterKind, subject: string): Promise<boolean> {
    return this.#objects.delete(this.#container, letterKey(kind, subject));
  }

  /** The open letters of one kind, at most 500. @throws PlatformError */
  async ofKind(kind: DeadLetterKind): Promise<DeadLetter[]> {
    const page = await this.#objects.page<DeadLetter>(this.#container, { where: `value(kind="${kind}")` });
    return page.objects.map(({ value }) => value);
  }

  #letter(draft: DeadLetterDraft, existing: StoredObject<DeadLetter> | undefined): DeadLetter {
    const now = new Date(this.#clock()).toISOString();
    const { kind, subject, code, message, request, response } = draft;
    return {
      kind,
      subject,
      code,
      message,
      howToFix: draft.howToFix ?? CATALOGUE[code].howToFix,
      attempts: draft.attempts ?? (existing?.value.attempts ?? 0) + 1,
      firstFailedAt: draft.firstFailedAt ?? existing?.value.firstFailedAt ?? now,
      lastFailedAt: now,
      ...(request === undefined ? {} : { request }),
      ...(response === undefined ? {} : { response }),
    };
  }
}

function letterKey(kind: DeadLetterKind, subject: string): string {
  return encodeKey(subject, `${kind}.`);
}
