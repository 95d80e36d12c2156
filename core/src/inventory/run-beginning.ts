import type { Clock } from '../clock.ts';
import type { StoredObject } from '../commercetools/custom-objects.ts';
import type { Cursors } from '../records/cursors.ts';
import type { OpenRecords } from '../records/open-records.ts';
import type { SweepNotes } from '../records/sweep-note.ts';
import { type DueList, type DueSku, dueNow } from './due-skus.ts';
import type { DueStore } from './due-store.ts';
import { heldBackUnits } from './held-back-units.ts';
import { changedHeld, type HeldSkus, heldSkus } from './held-skus.ts';
import { policyDigest } from './inventory-context.ts';
import { type InventoryCursor, isCheaperWhole, recordsChangedAfter, type Slice, sliceFor } from './inventory-cursor.ts';
import type { LetterBox } from './letter-box.ts';
import type { RunComparer } from './run-comparer.ts';
import type { StockComparison } from './stock-comparison.ts';

/** What was asked for. */
export interface RunWish {
  readonly full: boolean;
  /** Epoch milliseconds. */
  readonly since: number | undefined;
  readonly dryRun: boolean;
}

/** What a run begins with. */
export interface RunBeginning {
  readonly cursor: StoredObject<InventoryCursor> | undefined;
  readonly held: StoredObject<HeldSkus> | undefined;
  readonly due: DueList;
  /** Those of the list whose time has come. */
  readonly taken: readonly DueSku[];
  readonly heldNow: HeldSkus;
  readonly policy: string;
  /** `lastModifiedAt` of the youngest record seen. */
  readonly records: string | undefined;
  /** Ordoro SKUs to compare, whatever Ordoro says has changed. */
  readonly wanted: ReadonlySet<string>;
  /** Everything is compared. */
  readonly isWhole: boolean;
  readonly slice: Slice | undefined;
}

/** What the beginning needs. */
export interface RunBeginningOptions {
  readonly cursors: Pick<Cursors, 'read'>;
  readonly due: Pick<DueStore, 'read'>;
  readonly notes: Pick<SweepNotes, 'read'>;
  readonly letters: LetterBox;
  readonly records: Pick<OpenRecords, 'skusChangedSince'>;
  readonly comparison: StockComparison;
  readonly clock: Clock;
}

/**
 * Looks at where everything stands, and says what has to be compared: what is due, what left or entered U since the last run, the
 * SKUs of orders whose record changed, and with kits among them their components. Everything, when the rules have changed, a round
 * of the rolling comparison was missed, or single products would cost more.
 * @throws PlatformError
 */
export async function beginRun(
  wish: RunWish,
  comparer: RunComparer,
  options: RunBeginningOptions,
): Promise<RunBeginning> {
  const { cursors, comparison, clock } = options;
  const { context } = comparer.turn;
  const cursor = await cursors.read<InventoryCursor>('inventory');
  const held = await cursors.read<HeldSkus>('inventory.held');
  const due = await options.due.read();
  comparer.note = await options.notes.read();
  await options.letters.open();
  const heldNow = heldSkus(heldBackUnits((await comparer.look()).held));
  const links = await comparison.sources.mappings.current();
  const changed = changedHeld(held?.value ?? {}, heldNow);
  const taken = dueNow(due, clock());
  const since = cursor && recordsChangedAfter(cursor.value, clock());
  const seen = since === undefined ? undefined : await options.records.skusChangedSince(since);
  const named = [
    ...taken.map(({ sku }) => sku),
    ...(changed === 'all' ? [] : changed),
    ...(seen?.ordoroSkus ?? []),
    ...[...(seen?.skus ?? [])].map((sku) => links.ordoroSkuOf(sku)),
  ];
  const wanted = await withComponents(new Set(named), comparer, comparison);
  const policy = policyDigest(context, links);
  const slice = cursor && sliceFor(cursor.value, context.settings.inventoryRescanHours, clock());
  const isWhole =
    wish.full ||
    cursor === undefined ||
    cursor.value.policy !== policy ||
    due.all !== undefined ||
    changed === 'all' ||
    slice === 'all' ||
    isCheaperWhole(wanted.size, cursor.value);
  const records = seen?.latest ?? cursor?.value.records;
  return {
    cursor,
    held,
    due,
    taken,
    heldNow,
    policy,
    records,
    wanted,
    isWhole,
    slice: slice === 'all' ? undefined : slice,
  };
}

/** An order for a kit moves the stock of its components. */
async function withComponents(
  skus: ReadonlySet<string>,
  comparer: RunComparer,
  { sources }: StockComparison,
): Promise<ReadonlySet<string>> {
  if (skus.size === 0) return skus;
  const kits = await sources.kits.current({ endBy: comparer.endBy });
  return new Set([...skus, ...[...skus].flatMap((sku) => kits.leavesOf(sku))]);
}
