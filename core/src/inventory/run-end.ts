import type { Clock } from '../clock.ts';
import type { StoredObject } from '../commercetools/custom-objects.ts';
import type { Cursors } from '../records/cursors.ts';
import type { DeadLetterDraft } from '../records/dead-letters.ts';
import {
  allDue,
  type DueList,
  type DueSku,
  failedAgain,
  needsLetter,
  withDue,
  withoutAll,
  withoutTaken,
} from './due-skus.ts';
import type { DueStore } from './due-store.ts';
import type { HeldSkus } from './held-skus.ts';
import { channelsOf } from './inventory-context.ts';
import type { InventoryCursor } from './inventory-cursor.ts';
import type { LetterBox } from './letter-box.ts';
import type { RunTurn } from './run-comparer.ts';
import type { RunFindings } from './run-findings.ts';
import type { SkuMappings } from './sku-mappings.ts';
import type { StockGuard } from './stock-guard.ts';

/** What a run leaves behind. Undefined `next`: stays as it is. */
export interface RunOutcome {
  readonly cursor: Moved<InventoryCursor>;
  readonly held: Moved<HeldSkus>;
  readonly due: {
    /** Looked at, as they stood in the list. */
    readonly taken: readonly DueSku[];
    /** `all` of the list, if everything was looked at. */
    readonly all: number | undefined;
    /** The run was stopped on the way. */
    readonly isEverything: boolean;
  };
  /** Every product was compared. */
  readonly isWhole: boolean;
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
  const failed = failedSkus(outcome.due.taken, options);
  await options.due.change((list) => listAfter(list, failed, { outcome, findings: options.findings }));
  await writeLetters(await failureLetters(failed, options), outcome, options);
  await forgetGone(options);
  if (!outcome.isStopped) await options.guard.passes();
  await move('inventory.held', outcome.held, options.cursors);
  await move('inventory', outcome.cursor, options.cursors);
}

function failedSkus(taken: readonly DueSku[], { findings, clock, random }: RunEndOptions): DueSku[] {
  const before = new Map(taken.map((entry) => [entry.sku, entry]));
  return [...findings.failed].map(([sku, failure]) =>
    failedAgain(sku, before.get(sku), { ...failure, now: clock(), random: random() }),
  );
}

function listAfter(
  list: DueList,
  failed: readonly DueSku[],
  { outcome, findings }: { outcome: RunOutcome; findings: RunFindings },
): DueList {
  const { taken, all, isEverything } = outcome.due;
  const rest = withoutAll(withoutTaken(list, taken), all);
  const after = withDue(rest, [...failed, ...[...findings.waiting].map((sku) => ({ sku }))]);
  return isEverything ? allDue(after) : after;
}

/** After a day of tries people are told. */
async function failureLetters(failed: readonly DueSku[], options: RunEndOptions): Promise<DeadLetterDraft[]> {
  const hopeless = failed.filter((entry) => needsLetter(entry, options.clock()));
  if (hopeless.length === 0) return [];
  const links = await options.mappings.current();
  return hopeless.flatMap(({ sku: ordoroSku, attempts, firstFailedAt, message = '' }) =>
    links.skusOf(ordoroSku).map((sku) => ({
      kind: 'inventory' as const,
      subject: sku,
      code: 'inventory-conflict' as const,
      message: `The stock of the SKU "${sku}" could not be brought in step for a day: ${message}`,
      howToFix: 'Correct what the message names; the connector goes on trying every hour.',
      ...(attempts === undefined ? {} : { attempts }),
      ...(firstFailedAt === undefined ? {} : { firstFailedAt }),
    })),
  );
}

async function writeLetters(
  more: readonly DeadLetterDraft[],
  { isWhole }: RunOutcome,
  { findings, letters, turn }: RunEndOptions & { readonly turn: RunTurn },
): Promise<void> {
  for (const letter of [...findings.letters, ...more]) await letters.write(letter);
  for (const sku of findings.settled) await letters.clear('inventory', sku);
  const { mappedWarehouseIds: mapped } = channelsOf(turn.context);
  for (const id of letters.subjects('warehouse')) {
    const isMapped = mapped === 'all' || mapped.includes(Number(id));
    if (isMapped || (isWhole && !findings.unmappedWarehouses.has(id))) await letters.clear('warehouse', id);
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
