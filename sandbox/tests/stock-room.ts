import type { InventoryEntry } from '@commercetools/platform-sdk';
import { afterEach, expect } from 'vitest';
import { EAST, WEST } from '../src/seed/articles.ts';
import { SEED_IDS } from '../src/seed/seed-names.ts';
import type { Journey, JourneyOptions, RunAnswer } from './connector-under-test.ts';
import { sharedJourney } from './shared-journey.ts';

/** commercetools may deduct an order this long after it was made; SKUs wait as long, milliseconds. */
export const SETTLED = 20_000;

/** Variables of a deployment in which stock is Ordoro's, and no SKU is looked at only because its time has come. */
export const STOCK_IS_ORDOROS = { INVENTORY_OWNER: 'ordoro', INVENTORY_RESCAN_HOURS: '0' } as const;

/** The journey of tests about stock: see `sharedJourney`; nothing wrong may have been sent to Ordoro after each of them. */
export function journeyOfStock(options: JourneyOptions = {}): Journey {
  const journey = sharedJourney({ ...options, environment: { ...STOCK_IS_ORDOROS, ...options.environment } });
  afterEach(() => expect(journey.sandbox.ordoro.violations).toEqual([]));
  return journey;
}

/** Units of a SKU by entry; an entry that does not exist is absent. `none`: the entry without supply channel. */
export interface ShownStock {
  readonly east?: number;
  readonly west?: number;
  readonly none?: number;
}

const PLACES = new Map<string | undefined, keyof ShownStock>([
  [SEED_IDS.channelEast, 'east'],
  [SEED_IDS.channelWest, 'west'],
  [undefined, 'none'],
]);

/** What the entries of a SKU show. */
export function shown(journey: Journey, sku: string): ShownStock {
  const entries = journey.sandbox.commercetools.inventory().filter((entry) => entry.sku === sku);
  return Object.fromEntries(
    entries.map(({ supplyChannel, quantityOnStock }) => [PLACES.get(supplyChannel?.id) ?? 'other', quantityOnStock]),
  );
}

/** The entry of a SKU. Throws when there is none. */
export function entryOf(journey: Journey, sku: string, place: keyof ShownStock): InventoryEntry {
  const entry = journey.sandbox.commercetools
    .inventory()
    .find((candidate) => candidate.sku === sku && PLACES.get(candidate.supplyChannel?.id) === place);
  if (entry === undefined) throw new Error(`There is no entry of ${sku} for ${place}.`);
  return entry;
}

/** Lets some time pass, then runs orders and stock as the schedule does. @returns the stock's report */
export async function runStock(journey: Journey, options: object = {}): Promise<RunAnswer['tasks'][number]> {
  journey.time.advance(SETTLED);
  const { tasks } = await journey.runJob({ tasks: ['orders', 'inventory'], ...options });
  const task = tasks.find(({ name }) => name === 'inventory');
  if (task === undefined) throw new Error('The run had no task inventory.');
  return task;
}

/** Writes to inventory entries while `work` runs, as `METHOD path`. */
export async function entryWrites(journey: Journey, work: () => Promise<unknown>): Promise<string[]> {
  const { traffic } = journey.sandbox.commercetools;
  const before = traffic.calls.length;
  await work();
  return traffic.calls
    .slice(before)
    .filter(({ method, path }) => method === 'POST' && path.includes('/inventory'))
    .map(({ method, path }) => `${method} ${path}`);
}

/** Counts the stock of a SKU in Ordoro anew. Units on hand by warehouse. */
export function count(journey: Journey, sku: string, { east, west }: { east?: number; west?: number }): void {
  const { ordoro } = journey.sandbox;
  if (east !== undefined) ordoro.changeStock(sku, { warehouseId: EAST, on_hand: east });
  if (west !== undefined) ordoro.changeStock(sku, { warehouseId: WEST, on_hand: west });
}

/** Changes a configuration object of the merchant. */
export async function configure(journey: Journey, key: string, value: unknown): Promise<void> {
  await journey.sandbox.commercetools.putCustomObject('ordoro-config', key, value);
}

/** The cursor of that key. */
export function cursor<T = Record<string, unknown>>(journey: Journey, key: string): T | undefined {
  return journey.sandbox.commercetools.customObject('ordoro-cursors', key)?.value as T | undefined;
}
