import type { OrdoroReturnRow } from '../../ordoro/returns.ts';
import { type DeadLetterDraft, type DeadLetters, standingMessage } from '../../records/dead-letters.ts';
import type { Exchange } from '../../telemetry/redaction.ts';

/** What the letters need. */
export interface ReturnLettersOptions {
  readonly deadLetters: Pick<DeadLetters, 'write' | 'clear' | 'ofKind'>;
  readonly onDeadLetter: (letter: DeadLetterDraft) => void;
  /** What the numbers of our sales channels begin with, e.g. `2` for `2-1001`. */
  readonly ownPrefixes: () => Promise<ReadonlySet<string>>;
  /** Payloads as they may be kept, by LOG_PAYLOADS. */
  readonly redact: (exchange: Exchange) => Exchange;
  readonly dryRun: boolean;
}

/** A row that leads to no order. */
type Orphan = Exclude<OrdoroReturnRow, { readonly kind: 'without-order' }>;

/** Subject of the letter about returns whose reference cannot be read. */
export const NO_REFERENCE = 'without reference';

/**
 * Dead letters of kind `return` during one turn. The list holds the returns of the whole Ordoro account, so only those that look
 * like ours get one, once; it goes when the return is taken up.
 */
export class ReturnLetters {
  readonly #options: ReturnLettersOptions;
  /** Messages of the letters that stand, by subject. */
  #open: Promise<Map<string, string | undefined>> | undefined;
  #prefixes: Promise<ReadonlySet<string>> | undefined;

  constructor(options: ReturnLettersOptions) {
    this.#options = options;
  }

  /**
   * Sees to it that a row has a letter if it concerns us and cannot be taken in, and has none otherwise.
   * @param hasOrder its order is in commercetools
   * @throws PlatformError
   */
  async judge(row: OrdoroReturnRow, hasOrder: boolean): Promise<'written' | 'stands' | 'none'> {
    if (row.kind === 'unreadable' || (row.kind === 'return' && !hasOrder)) return this.#complain(row, hasOrder);
    await this.#settle(row.kind === 'return' ? row.content.reference : row.reference);
    return 'none';
  }

  async #complain(row: Orphan, isOurs: boolean): Promise<'written' | 'stands' | 'none'> {
    const orderNumber = row.kind === 'return' ? row.content.orderNumber : row.orderNumber;
    if (!isOurs && orderNumber !== undefined && !(await this.#hasOwnPrefix(orderNumber))) return 'none';
    const letter = letterFor(row);
    const open = await this.#letters();
    if (this.#options.dryRun || open.get(letter.subject) === letter.message) return 'stands';
    const evidence = row.kind === 'unreadable' ? this.#options.redact({ response: row.content }) : {};
    await this.#options.deadLetters.write({ ...letter, ...evidence });
    open.set(letter.subject, letter.message);
    this.#options.onDeadLetter(letter);
    return 'written';
  }

  async #settle(reference: string): Promise<void> {
    const open = await this.#letters();
    if (this.#options.dryRun || !open.has(reference)) return;
    await this.#options.deadLetters.clear('return', reference);
    open.delete(reference);
  }

  #letters(): Promise<Map<string, string | undefined>> {
    this.#open ??= this.#options.deadLetters
      .ofKind('return')
      .then((letters) => new Map(letters.map((letter) => [letter.subject, standingMessage(letter)])));
    return this.#open;
  }

  async #hasOwnPrefix(orderNumber: string): Promise<boolean> {
    this.#prefixes ??= this.#options.ownPrefixes();
    const [prefix = ''] = orderNumber.split('-');
    return (await this.#prefixes).has(prefix);
  }
}

function letterFor(row: Orphan): DeadLetterDraft {
  if (row.kind === 'return') {
    const { reference, orderNumber } = row.content;
    return {
      kind: 'return',
      subject: reference,
      code: 'unknown-order',
      message: `Ordoro has a return ${reference} of order ${orderNumber}, which belongs to no order in commercetools.`,
    };
  }
  const { reference, orderNumber } = row;
  const of = orderNumber === undefined ? '' : ` of order ${orderNumber}`;
  return {
    kind: 'return',
    subject: reference ?? NO_REFERENCE,
    code: 'unknown-order',
    message: `Ordoro shows a return ${reference ?? NO_REFERENCE}${of} in a form that cannot be read.`,
    howToFix: 'Look at the return in Ordoro; enter what came back on the order in commercetools by hand.',
  };
}
