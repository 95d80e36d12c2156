import type { Clock } from '../clock.ts';
import type { StoredObject } from '../commercetools/custom-objects.ts';
import type { Cursors } from '../records/cursors.ts';
import type { OpenRecords } from '../records/open-records.ts';
import { type DueList, dueNow, resting } from './due-skus.ts';
import type { DueStore } from './due-store.ts';
import { heldBackUnits } from './held-back-units.ts';
import { changedHeld, type HeldSkus, heldSkus } from './held-skus.ts';
import { channelsOf, policyDigest } from './inventory-context.ts';
import { type InventoryCursor, isCheaperWhole, recordsChangedAfter, type Slice, sliceFor } from './inventory-cursor.ts';
import type { LetterBox } from './letter-box.ts';
import type { RunComparer } from './run-comparer.ts';
import type { StockComparison } from './stock-comparison.ts';
import { MASS_CHANGE } from './stock-guard.ts';

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
  /** Ordoro SKUs of the list that the platform asked to leave alone still. */
  readonly resting: ReadonlySet<string>;
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
  readonly letters: LetterBox;
  readonly records: Pick<OpenRecords, 'skusChangedSince'>;
  readonly comparison: StockComparison;
  readonly clock: Clock;
}

/**
 * Looks at where everything stands, and says what has to be compared: what is due, what left or entered U since the last run, the
 * SKUs of orders whose record changed, and with kits among them their components; SKUs whose dead letter may have lost its cause.
 * Everything, when the rules have changed, a round of the rolling comparison was missed, or single products would cost more.
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
  await options.letters.open();
  const heldNow = heldSkus(heldBackUnits((await comparer.look()).held));
  const links = await comparison.sources.mappings.current();
  const changed = changedHeld(held?.value ?? {}, heldNow);
  const since = cursor && recordsChangedAfter(cursor.value);
  const seen = since === undefined ? undefined : await options.records.skusChangedSince(since);
  const named = [
    ...dueNow(due, clock()).map(({ sku }) => sku),
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
  const lettered = isWhole
    ? options.letters.subjects('inventory').filter((sku) => sku !== MASS_CHANGE)
    : await withoutEntry(options.letters.unmappedSkus, comparer, comparison);
  return {
    cursor,
    held,
    due,
    resting: resting(due, clock()),
    heldNow,
    policy,
    records: seen?.latest ?? cursor?.value.records,
    wanted: new Set([...wanted, ...lettered.map((sku) => links.ordoroSkuOf(sku))]),
    isWhole,
    slice: slice === 'all' ? undefined : slice,
  };
}

/** Those of which every entry that warehouses feed is gone: what was wrong with them has gone with it. */
async function withoutEntry(
  skus: readonly string[],
  { turn }: RunComparer,
  { sources }: StockComparison,
): Promise<readonly string[]> {
  if (skus.length === 0) return [];
  const fed = new Set(channelsOf(turn.context).channels.map(({ id }) => id));
  const entries = await sources.entries.bySkus(skus);
  const shown = new Set(entries.filter(({ supplyChannelId }) => fed.has(supplyChannelId)).map(({ sku }) => sku));
  return skus.filter((sku) => !shown.has(sku));
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
