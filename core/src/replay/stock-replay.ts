import { allDue, type DueList, withDue } from '../inventory/due-skus.ts';
import type { DueStore } from '../inventory/due-store.ts';
import type { SkuMappings } from '../inventory/sku-mappings.ts';
import { MASS_CHANGE } from '../inventory/stock-guard.ts';
import type { LetterReplay, StoredLetter } from './letter-replay.ts';

/** What the replay of stock needs. */
export interface StockReplayOptions {
  readonly due: Pick<DueStore, 'change'>;
  readonly mappings: Pick<SkuMappings, 'current'>;
}

/**
 * Replays dead letters about stock: the SKU is due at the next look of the task `inventory`, its tries forgotten. Letters about a
 * warehouse, and the one of the guard, are about everything, so everything is due.
 */
export class StockReplay implements LetterReplay {
  readonly #options: StockReplayOptions;

  constructor(options: StockReplayOptions) {
    this.#options = options;
  }

  /** @throws PlatformError */
  async takeUp(letters: readonly StoredLetter[]): Promise<readonly StoredLetter[]> {
    const { due, mappings } = this.#options;
    const links = await mappings.current();
    const skus = letters
      .filter(({ value }) => !isAboutEverything(value))
      .map(({ value }) => links.ordoroSkuOf(value.subject));
    const isEverything = letters.some(({ value }) => isAboutEverything(value));
    await due.change((list) => {
      const after = withFreshTries(list, skus);
      return isEverything ? allDue(after) : after;
    });
    return letters;
  }
}

function isAboutEverything({ kind, subject }: StoredLetter['value']): boolean {
  return kind === 'warehouse' || subject === MASS_CHANGE;
}

/** The list with these SKUs due now, as if they had never failed. */
export function withFreshTries(list: DueList, skus: readonly string[]): DueList {
  const fresh = new Set(skus);
  const others = { ...list, skus: list.skus.filter(({ sku }) => !fresh.has(sku)) };
  return withDue(
    others,
    [...fresh].map((sku) => ({ sku })),
  );
}
