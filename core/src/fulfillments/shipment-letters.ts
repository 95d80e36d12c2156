import type { CustomObjects } from '../commercetools/custom-objects.ts';
import type { Containers } from '../records/containers.ts';
import { type DeadLetter, type DeadLetterDraft, type DeadLetters, standingMessage } from '../records/dead-letters.ts';
import type { Exchange } from '../telemetry/redaction.ts';

/** What the letters need. */
export interface ShipmentLettersOptions {
  readonly objects: Pick<CustomObjects, 'page'>;
  readonly containers: Pick<Containers, 'deadLetters'>;
  readonly deadLetters: Pick<DeadLetters, 'write' | 'clear'>;
  readonly onDeadLetter: (letter: DeadLetterDraft) => void;
  /** Payloads as they may be kept, by LOG_PAYLOADS. */
  readonly redact: (exchange: Exchange) => Exchange;
}

/** A letter about an Ordoro order. `response`: what Ordoro showed, as it came; it is redacted before it is written. */
export type ShipmentLetter = Omit<DeadLetterDraft, 'kind' | 'attempts' | 'firstFailedAt' | 'request'>;

/** What is told and asked about standing letters. */
export type ShipmentLetterBox = Pick<ShipmentLetters, 'stands' | 'write' | 'clear'>;

/** Dead letters about Ordoro orders, during one turn: what stands is read once, and written again only when it says something else. */
export class ShipmentLetters {
  readonly #options: ShipmentLettersOptions;
  /** Messages by subject. */
  #standing: Promise<Map<string, string | undefined>> | undefined;

  constructor(options: ShipmentLettersOptions) {
    this.#options = options;
  }

  /** Whether a letter with exactly this message stands. @throws PlatformError */
  async stands({ subject, message }: Pick<ShipmentLetter, 'subject' | 'message'>): Promise<boolean> {
    return (await this.#all()).get(subject) === message;
  }

  /** Writes the letter, unless it stands. @throws PlatformError */
  async write(letter: ShipmentLetter): Promise<void> {
    if (await this.stands(letter)) return;
    const { response, ...told } = letter;
    const evidence = response === undefined ? {} : this.#options.redact({ response });
    const draft: DeadLetterDraft = { kind: 'shipment', ...told, ...evidence };
    await this.#options.deadLetters.write(draft);
    this.#options.onDeadLetter(draft);
    (await this.#all()).set(letter.subject, letter.message);
  }

  /** Removes the letter about this Ordoro order, if there is one. @throws PlatformError */
  async clear(subject: string): Promise<void> {
    const standing = await this.#all();
    if (!standing.has(subject)) return;
    await this.#options.deadLetters.clear('shipment', subject);
    standing.delete(subject);
  }

  #all(): Promise<Map<string, string | undefined>> {
    this.#standing ??= this.#read();
    return this.#standing;
  }

  async #read(): Promise<Map<string, string | undefined>> {
    const { objects, containers } = this.#options;
    const standing = new Map<string, string | undefined>();
    for (let after: string | undefined, isDone = false; !isDone; isDone = after === undefined) {
      const query = { where: 'value(kind="shipment")', ...(after === undefined ? {} : { after }) };
      const page = await objects.page<DeadLetter>(containers.deadLetters, query);
      for (const { value } of page.objects) standing.set(value.subject, standingMessage(value));
      after = page.next;
    }
    return standing;
  }
}
