import type { Clock } from '../clock.ts';
import type { OrdoroWarehouses } from '../ordoro/warehouses.ts';
import type { OrdoroWarehouse } from './stock.ts';

/** Warehouses hardly ever change; those read this long ago are read again, milliseconds. */
const MAX_AGE_MS = 60 * 60_000;

/** The warehouses of the Ordoro account, kept for an hour. */
export class AccountWarehouses {
  readonly #options: { readonly warehouses: Pick<OrdoroWarehouses, 'all'>; readonly clock: Clock };
  #known: readonly OrdoroWarehouse[] | undefined;
  #readAt = Number.NEGATIVE_INFINITY;
  #reading: Promise<readonly OrdoroWarehouse[]> | undefined;

  constructor(options: { readonly warehouses: Pick<OrdoroWarehouses, 'all'>; readonly clock: Clock }) {
    this.#options = options;
  }

  /** Callers share a read under way. @param endBy the answer is there by then, or it is an error; epoch milliseconds. @throws PlatformError */
  async all(endBy?: number): Promise<readonly OrdoroWarehouse[]> {
    if (this.#known !== undefined && this.#options.clock() - this.#readAt < MAX_AGE_MS) return this.#known;
    this.#reading ??= this.#read(endBy).finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  /** The warehouse of orders that name none. @returns undefined when Ordoro marks none, or several. @throws PlatformError */
  async defaultId(endBy?: number): Promise<number | undefined> {
    const marked = (await this.all(endBy)).filter(({ isDefault }) => isDefault);
    return marked.length === 1 ? marked[0]?.id : undefined;
  }

  async #read(endBy: number | undefined): Promise<readonly OrdoroWarehouse[]> {
    const now = this.#options.clock();
    this.#known = await this.#options.warehouses.all(endBy);
    this.#readAt = now;
    return this.#known;
  }
}
