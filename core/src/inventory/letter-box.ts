import type { CustomObjects } from '../commercetools/custom-objects.ts';
import { type DeadLetter, type DeadLetterDraft, type DeadLetters, standingMessage } from '../records/dead-letters.ts';

/** What the box needs. */
export interface LetterBoxOptions {
  readonly objects: Pick<CustomObjects, 'page'>;
  /** `<CONNECTOR_ID>-dead-letters`. */
  readonly container: string;
  readonly deadLetters: Pick<DeadLetters, 'write' | 'clear'>;
  /** Told about each letter that is new. */
  readonly onDeadLetter: (letter: DeadLetterDraft) => void;
}

/** Kinds of letters about stock. */
type StockLetterKind = 'inventory' | 'warehouse';

/** The dead letters about stock that stand, so that each is written once and cleared without asking for it. */
export class LetterBox {
  readonly #options: LetterBoxOptions;
  /** Texts by kind and subject. */
  readonly #standing = new Map<string, string | undefined>();
  readonly #unmapped = new Set<string>();

  constructor(options: LetterBoxOptions) {
    this.#options = options;
  }

  /** Reads which letters stand. @throws PlatformError */
  async open(): Promise<void> {
    const { objects, container } = this.#options;
    this.#standing.clear();
    this.#unmapped.clear();
    for (let after: string | undefined; ; ) {
      const page = await objects.page<DeadLetter>(container, {
        where: 'value(kind in ("inventory", "warehouse"))',
        ...(after === undefined ? {} : { after }),
      });
      for (const { value } of page.objects) {
        this.#standing.set(nameOf(value.kind, value.subject), standingMessage(value));
        if (value.code === 'unmapped-sku') this.#unmapped.add(value.subject);
      }
      if (page.next === undefined) return;
      after = page.next;
    }
  }

  /** Whether a letter of this subject stands. */
  has(kind: StockLetterKind, subject: string): boolean {
    return this.#standing.has(nameOf(kind, subject));
  }

  /** Subjects of the standing letters about SKUs for which Ordoro has no product. */
  get unmappedSkus(): readonly string[] {
    return [...this.#unmapped];
  }

  /** Subjects of the standing letters of a kind. */
  subjects(kind: StockLetterKind): string[] {
    const prefix = nameOf(kind, '');
    return [...this.#standing.keys()]
      .filter((name) => name.startsWith(prefix))
      .map((name) => name.slice(prefix.length));
  }

  /** Writes a letter unless the very same stands. @throws PlatformError */
  async write(letter: DeadLetterDraft): Promise<void> {
    const name = nameOf(letter.kind, letter.subject);
    if (this.#standing.get(name) === letter.message) return;
    if (await this.#options.deadLetters.write(letter)) this.#options.onDeadLetter(letter);
    this.#standing.set(name, letter.message);
  }

  /** Removes the letter of a subject, if one stands. @throws PlatformError */
  async clear(kind: StockLetterKind, subject: string): Promise<void> {
    if (this.#standing.delete(nameOf(kind, subject))) await this.#options.deadLetters.clear(kind, subject);
  }
}

function nameOf(kind: string, subject: string): string {
  return `${kind}.${subject}`;
}
