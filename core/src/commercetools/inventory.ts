import type { InventoryEntry, InventoryEntryDraft, InventoryEntryUpdateAction } from '@commercetools/platform-sdk';
import type { StockEntry } from '../inventory/stock.ts';
import { PlatformError, RejectedError } from '../problems/errors.ts';
import { type CommercetoolsClient, isAlreadyThere } from './client.ts';
import { queryChunks, quoted } from './query-chunks.ts';
import { type StockFields, StockType } from './stock-type.ts';

/** Rows of one page at most. Source: commercetools API limits. */
const MAX_PAGE = 500;

/** SKUs of one query at most. Source: commercetools API, length of a URL. */
const MAX_SKUS = 200;

/** An entry to create. */
export interface NewStockEntry {
  readonly sku: string;
  /** Id of the supply channel; absent: the entry without channel. */
  readonly channelId?: string;
  readonly quantity: number;
  /** See `inventoryKey`. */
  readonly key: string;
  readonly fields: StockFields;
}

/** One page of entries; `next` is the id to go on after, absent on the last page. */
export interface StockEntryPage {
  readonly entries: readonly StockEntry[];
  readonly next?: string;
}

/** Inventory entries of the project. */
export class InventoryEntries {
  readonly #client: CommercetoolsClient;
  readonly #type: StockType;

  /** @param typeKey key of the Type with our fields, `ordoro-stock` */
  constructor(client: CommercetoolsClient, typeKey: string) {
    this.#client = client;
    this.#type = new StockType(client, typeKey);
  }

  /** @returns undefined when the entry does not exist (any more). @throws PlatformError */
  async get(id: string): Promise<StockEntry | undefined> {
    const found = await this.#client.find(`inventory entry ${id}`, () =>
      this.#client.api.inventory().withId({ ID: id }).get().execute(),
    );
    return found === undefined ? undefined : stockEntry(found);
  }

  /** Every entry of these SKUs, of all supply channels. An entry made a moment ago may be missing. @throws PlatformError */
  async bySkus(skus: Iterable<string>): Promise<StockEntry[]> {
    const chunks = queryChunks(skus, MAX_SKUS).map((chunk) => this.#ofChunk(`sku in (${quoted(chunk)})`));
    return (await Promise.all(chunks)).flat();
  }

  /** Id of the Type of entries that we have written; undefined while it is missing. @throws PlatformError */
  ownTypeId(): Promise<string | undefined> {
    return this.#type.id();
  }

  /** The next entries in the order of their ids, of the whole project. @param after id of the last entry seen @throws PlatformError */
  page(after?: string): Promise<StockEntryPage> {
    return this.#page(after === undefined ? [] : [isAfter(after)]);
  }

  /**
   * Sets the quantity on stock, and with it what the fields show, in one update of exactly this version. The fields of another
   * Type are left alone; when commercetools refuses ours, the quantity is written without them.
   * @param fields left out: only the quantity is written
   * @throws ConflictError when the entry changed since it was read: read it again and compute the quantity anew
   * @throws PlatformError
   */
  async changeQuantity(entry: StockEntry, quantity: number, fields?: StockFields): Promise<StockEntry> {
    const change: InventoryEntryUpdateAction = { action: 'changeQuantity', quantity };
    const shown = fields === undefined ? [] : await this.#type.actions(entry, fields);
    try {
      return await this.#update(entry, [change, ...shown]);
    } catch (error) {
      if (!(error instanceof RejectedError) || shown.length === 0) throw error;
      return this.#update(entry, [change]);
    }
  }

  /**
   * Creates an entry.
   * @returns `exists` when the SKU has an entry on that supply channel already: read it and change it
   * @throws PlatformError
   */
  async create(draft: NewStockEntry): Promise<StockEntry | 'exists'> {
    const custom = await this.#type.draft(draft.fields);
    try {
      return await this.#post({ ...draftOf(draft), key: draft.key, ...custom });
    } catch (error) {
      // It may be the key that is taken, by an entry that the merchant moved to another channel.
      if (isTaken(error)) return this.#createPlain({ ...draftOf(draft), ...custom });
      if (error instanceof RejectedError && custom.custom !== undefined)
        return this.#createPlain({ ...draftOf(draft), key: draft.key });
      throw error;
    }
  }

  async #createPlain(draft: InventoryEntryDraft): Promise<StockEntry | 'exists'> {
    try {
      return await this.#post(draft);
    } catch (error) {
      if (isTaken(error)) return 'exists';
      throw error;
    }
  }

  async #ofChunk(where: string): Promise<StockEntry[]> {
    const found: StockEntry[] = [];
    for (let after: string | undefined; ; ) {
      const page = await this.#page(after === undefined ? [where] : [where, isAfter(after)]);
      found.push(...page.entries);
      if (page.next === undefined) return found;
      after = page.next;
    }
  }

  async #page(where: string[]): Promise<StockEntryPage> {
    const { body } = await this.#client.read('inventory entries', () =>
      this.#client.api
        .inventory()
        .get({
          queryArgs: { ...(where.length > 0 ? { where } : {}), sort: 'id asc', limit: MAX_PAGE, withTotal: false },
        })
        .execute(),
    );
    const entries = body.results.map(stockEntry);
    const last = entries.at(-1);
    return entries.length === MAX_PAGE && last !== undefined ? { entries, next: last.id } : { entries };
  }

  async #update(entry: StockEntry, actions: InventoryEntryUpdateAction[]): Promise<StockEntry> {
    const { body } = await this.#client.write(`stock of SKU ${entry.sku}`, () =>
      this.#client.api
        .inventory()
        .withId({ ID: entry.id })
        .post({ body: { version: entry.version, actions } })
        .execute(),
    );
    return stockEntry(body);
  }

  async #post(draft: InventoryEntryDraft): Promise<StockEntry> {
    const { body } = await this.#client.write(`new stock of SKU ${draft.sku}`, () =>
      this.#client.api.inventory().post({ body: draft }).execute(),
    );
    return stockEntry(body);
  }
}

function draftOf({ sku, quantity, channelId }: NewStockEntry): InventoryEntryDraft {
  return {
    sku,
    quantityOnStock: quantity,
    ...(channelId === undefined ? {} : { supplyChannel: { typeId: 'channel', id: channelId } }),
  };
}

/** SKU and supply channel, or the key, are there already. */
function isTaken(error: unknown): boolean {
  return error instanceof PlatformError && isAlreadyThere(error);
}

function isAfter(id: string): string {
  return `id > ${JSON.stringify(id)}`;
}

function stockEntry(entry: InventoryEntry): StockEntry {
  const { id, version, sku, supplyChannel, quantityOnStock, availableQuantity, custom } = entry;
  return {
    id,
    version,
    sku,
    ...(supplyChannel === undefined ? {} : { supplyChannelId: supplyChannel.id }),
    quantityOnStock,
    availableQuantity,
    ...(custom === undefined ? {} : { typeId: custom.type.id }),
  };
}
