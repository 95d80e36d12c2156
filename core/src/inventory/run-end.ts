import pMap from 'p-map';
import type { Clock } from '../clock.ts';
import type { StoredObject } from '../commercetools/custom-objects.ts';
import type { Cursors } from '../records/cursors.ts';
import type { DeadLetterDraft } from '../records/dead-letters.ts';
import type { Exchange } from '../telemetry/redaction.ts';
import { type DueList, type DueOutcome, dueAfter, type FailedTry, failedAgain, needsLetter } from './due-skus.ts';
import type { DueStore } from './due-store.ts';
import type { HeldSkus } from './held-skus.ts';
import { channelsOf } from './inventory-context.ts';
import type { InventoryCursor } from './inventory-cursor.ts';
import type { LetterBox } from './letter-box.ts';
import type { RunTurn } from './run-comparer.ts';
import type { FoundFailure, RunFindings } from './run-findings.ts';
import type { SkuMappings } from './sku-mappings.ts';
import type { StockGuard } from './stock-guard.ts';

/** Letters written at once. */
const PARALLEL = 10;

/** What a run leaves behind. Undefined `next`: stays as it is. */
export interface RunOutcome {
  readonly cursor: Moved<InventoryCursor>;
  readonly held: Moved<HeldSkus>;
  /** The due list as found, and what of it was looked at. */
  readonly due: Pick<DueOutcome, 'found' | 'looked'>;
  /** Every product was compared. */
  readonly isWhole: boolean;
  /** Ids of all warehouses with stock that are not mapped; undefined: only some of the products were looked at. */
  readonly unmapped: readonly string[] | undefined;
  /** The guard let nothing be written. */
  readonly isStopped: boolean;
}

interface Moved<T> {
  readonly stored: StoredObject<T> | undefined;
  readonly next: T | undefined;
}

/** What it needs. */
export interface RunEndOptions {
  readonly cursors: Pick<Cursors, 'write'>;
  readonly due: Pick<DueStore, 'change'>;
  readonly letters: LetterBox;
  readonly mappings: Pick<SkuMappings, 'current' | 'forget'>;
  readonly guard: Pick<StockGuard, 'passes'>;
  /** Forgets elsewhere that Ordoro has the product. */
  readonly forgetProduct: (ordoroSku: string) => void;
  readonly findings: RunFindings;
  /** Payloads as they may be kept, by LOG_PAYLOADS. */
  readonly redact: (exchange: Exchange) => Exchange;
  readonly connectorId: string;
  readonly clock: Clock;
  readonly random: () => number;
}

/**
 * Puts on record what a run came to: first what is still to be done, then what people have to know, last how far it came, so that
 * nothing is lost if it breaks off in between.
 * @throws PlatformError
 */
export async function endRun(outcome: RunOutcome, options: RunEndOptions & { readonly turn: RunTurn }): Promise<void> {
  const { findings, clock, random } = options;
  const { due, isWhole } = outcome;
  const now = clock();
  const failed = new Map([...findings.failed].map(([sku, why]) => [sku, { ...why, now, random: random() }] as const));
  await options.due.change((list) => dueAfter(list, { ...due, isWhole, failed, waiting: findings.waiting }));
  for (const letter of failureLetters(failed, { found: due.found, redact: options.redact })) findings.add(letter);
  await writeLetters(outcome, options);
  await forgetGone(options);
  if (!outcome.isStopped) await options.guard.passes(findings.left);
  await move('inventory.held', outcome.held, options.cursors);
  await move('inventory', outcome.cursor, options.cursors);
}

/** After a day of tries people are told; at once where it is no use to try the same again. */
function failureLetters(
  failed: ReadonlyMap<string, FoundFailure & FailedTry>,
  { found, redact }: { readonly found: DueList; readonly redact: RunEndOptions['redact'] },
): DeadLetterDraft[] {
  const known = new Map(found.skus.map((entry) => [entry.sku, entry]));
  return [...failed].flatMap(([ordoroSku, failure]) => {
    const { message, isRefused = false, now, skus } = failure;
    const entry = failedAgain(ordoroSku, known.get(ordoroSku), failure);
    if (!isRefused && !needsLetter(entry, now)) return [];
    const { attempts, firstFailedAt } = entry;
    return skus.map((sku) => ({
      kind: 'inventory' as const,
      subject: sku,
      code: 'inventory-conflict' as const,
      message: isRefused
        ? `The stock of the SKU "${sku}" was refused: ${message}`
        : `The stock of the SKU "${sku}" could not be brought in step for a day: ${message}`,
      howToFix: 'Correct what the message names; the connector goes on trying every hour.',
      ...(attempts === undefined ? {} : { attempts }),
      ...(firstFailedAt === undefined ? {} : { firstFailedAt }),
      ...redact(failure.exchange ?? {}),
    }));
  });
}

async function writeLetters(
  { unmapped }: RunOutcome,
  { findings, letters, mappings, turn }: RunEndOptions & { readonly turn: RunTurn },
): Promise<void> {
  const links = await mappings.current();
  const { left } = findings;
  // What is planned but not written may be what the letter is about.
  const settled = findings.settled.filter((sku) => !left.has(links.ordoroSkuOf(sku)));
  await pMap(findings.letters, (letter) => letters.write(letter), { concurrency: PARALLEL });
  await pMap(settled, (sku) => letters.clear('inventory', sku), { concurrency: PARALLEL });
  const { mappedWarehouseIds: mapped } = channelsOf(turn.context);
  for (const id of letters.subjects('warehouse')) {
    const isMapped = mapped === 'all' || mapped.includes(Number(id));
    if (isMapped || unmapped?.includes(id) === false) await letters.clear('warehouse', id);
  }
}

/** What is gone must not be taken for known: the next order for it would make the product anew. */
async function forgetGone({ findings, mappings, forgetProduct }: RunEndOptions): Promise<void> {
  for (const [sku, ordoroSku] of findings.gone) {
    forgetProduct(ordoroSku);
    if (sku === ordoroSku) await mappings.forget(sku);
  }
}

async function move<T>(key: string, { stored, next }: Moved<T>, cursors: Pick<Cursors, 'write'>): Promise<void> {
  if (next === undefined || JSON.stringify(next) === JSON.stringify(stored?.value)) return;
  await cursors.write<T>(key, next, stored);
}
