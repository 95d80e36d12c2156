import type { InventoryEntryDraft, InventoryEntryUpdateAction } from '@commercetools/platform-sdk';
import type { StockEntry } from '../inventory/stock.ts';
import type { CommercetoolsClient } from './client.ts';

/** What the custom fields of an entry show of Ordoro. A figure that is unknown is left out and stays as it was. */
export interface StockFields {
  /** Units on hand in the entry's warehouses. */
  readonly onHand?: number;
  /** Units on hand minus committed ones. */
  readonly available?: number;
  /** ISO 8601, UTC. */
  readonly syncedAt: string;
}

/** The Type whose fields show on an inventory entry what Ordoro has. */
export class StockType {
  readonly #client: CommercetoolsClient;
  readonly #key: string;
  #id: Promise<string | undefined> | undefined;

  constructor(client: CommercetoolsClient, key: string) {
    this.#client = client;
    this.#key = key;
  }

  /**
   * The actions that make an entry show this: the Type where the entry has none, the fields one by one where it has ours. None
   * where it has another Type, and while ours is missing.
   * @throws PlatformError
   */
  async actions(entry: Pick<StockEntry, 'typeId'>, fields: StockFields): Promise<InventoryEntryUpdateAction[]> {
    const ownId = await this.id();
    if (ownId === undefined) return [];
    if (entry.typeId === undefined) return [{ action: 'setCustomType', ...this.#with(fields) }];
    if (entry.typeId !== ownId) return [];
    return Object.entries(valuesOf(fields)).map(([name, value]) => ({ action: 'setCustomField', name, value }));
  }

  /** What a new entry shows; nothing while the Type is missing. @throws PlatformError */
  async draft(fields: StockFields): Promise<Pick<InventoryEntryDraft, 'custom'>> {
    return (await this.id()) === undefined ? {} : { custom: this.#with(fields) };
  }

  #with(fields: StockFields) {
    return { type: { typeId: 'type' as const, key: this.#key }, fields: valuesOf(fields) };
  }

  /** Its id. Read once; while the Type is missing, or cannot be read, it is asked for again. @throws PlatformError */
  async id(): Promise<string | undefined> {
    this.#id ??= this.#read();
    const reading = this.#id;
    let id: string | undefined;
    try {
      id = await reading;
    } finally {
      if (id === undefined && this.#id === reading) this.#id = undefined;
    }
    return id;
  }

  async #read(): Promise<string | undefined> {
    const type = await this.#client.find(`type ${this.#key}`, () =>
      this.#client.api.types().withKey({ key: this.#key }).get().execute(),
    );
    return type?.id;
  }
}

function valuesOf({ onHand, available, syncedAt }: StockFields): Record<string, number | string> {
  return {
    ...(onHand === undefined ? {} : { ordoroOnHand: onHand }),
    ...(available === undefined ? {} : { ordoroAvailable: available }),
    ordoroSyncedAt: syncedAt,
  };
}
