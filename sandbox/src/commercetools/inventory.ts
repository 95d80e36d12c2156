import type { InventoryEntry, Order } from '@commercetools/platform-sdk';
import { type CreationRules, uniqueKey } from './creations.ts';
import { type CustomDraft, CustomFieldRules, type Customized } from './custom-fields.ts';
import type { Mutable } from './mutable.ts';
import type { Platform } from './platform.ts';
import { duplicateField, invalidInput, invalidJson, referenceNotFound } from './platform-error.ts';
import type { Stored } from './storage.ts';
import type { ActionTable, Change } from './updates.ts';

type Entry = Mutable<InventoryEntry>;

/**
 * Inventory actions: the reserved part (on stock minus available) stays when the quantity on stock changes, and stock may
 * go below 0. Source: https://docs.commercetools.com/api/projects/inventory
 */
export const INVENTORY_ACTIONS: ActionTable = {
  changeQuantity: (entry: Entry, { quantity }: { quantity: number }, change: Change) => {
    setQuantity(entry, wholeNumber(quantity), change);
  },
  addQuantity: (entry: Entry, { quantity }: { quantity: number }, change: Change) => {
    setQuantity(entry, entry.quantityOnStock + wholeNumber(quantity), change);
  },
  removeQuantity: (entry: Entry, { quantity }: { quantity: number }, change: Change) => {
    setQuantity(entry, entry.quantityOnStock - wholeNumber(quantity), change);
  },
  setKey: (entry: Entry, { key }: { key?: string }, change: Change) => {
    if (key === entry.key) return;
    uniqueKey(change.platform)('inventory-entry')(key === undefined ? {} : { key });
    if (key === undefined) delete entry.key;
    else entry.key = key;
  },
  setSupplyChannel: (entry: Entry, { supplyChannel }: { supplyChannel?: Identifier }, change: Change) => {
    const channelId = channelIdOf(change.platform, supplyChannel);
    checkUnique(change.platform, { sku: entry.sku, channelId, exceptId: entry.id });
    if (channelId === undefined) delete entry.supplyChannel;
    else entry.supplyChannel = { typeId: 'channel', id: channelId };
  },
  setCustomType: (entry: Customized, draft: CustomDraft, change: Change) => {
    rulesFor(change.platform).setType(entry, draft);
  },
  setCustomField: (entry: Customized, { name, value }: { name: string; value?: unknown }, change: Change) => {
    rulesFor(change.platform).setField(entry, name, value);
  },
};

interface Identifier {
  readonly id?: string;
  readonly key?: string;
}

interface Draft {
  readonly sku: string;
  readonly key?: string;
  readonly quantityOnStock: number;
  readonly supplyChannel?: Identifier;
  readonly custom?: CustomDraft;
}

/** Creation of inventory entries: the key is kept, SKU and supply channel together are unique (400 DuplicateField). */
export function inventoryCreation(platform: Platform): CreationRules<Draft> {
  return {
    check: (draft) => {
      if (typeof draft.sku !== 'string') throw invalidJson('sku: Missing required value');
      wholeNumber(draft.quantityOnStock);
      uniqueKey(platform)('inventory-entry')(draft);
      checkUnique(platform, { sku: draft.sku, channelId: channelIdOf(platform, draft.supplyChannel) });
      rulesFor(platform).create(draft.custom);
    },
    complete: (created, { key }) => {
      if (key !== undefined) created.key = key;
    },
    report: (stored, clientId) => {
      const now = platform.storage.now();
      const source = { typeId: 'inventory-entry', resource: stored, clientId, now };
      platform.messages.publish(source, { type: 'InventoryEntryCreated', inventoryEntry: { ...stored } });
    },
  };
}

/** Publishes the message of a deleted entry. */
export function inventoryDeleted(platform: Platform, entry: Stored, clientId: string): void {
  const { sku, supplyChannel } = entry as unknown as InventoryEntry;
  const channel = supplyChannel === undefined ? {} : { supplyChannel };
  platform.messages.publish(
    { typeId: 'inventory-entry', resource: entry, clientId, now: platform.storage.now() },
    { type: 'InventoryEntryDeleted', sku, ...channel },
  );
}

/**
 * Takes the stock of a new order: TrackOnly and ReserveOnOrder lower both quantities of the entry of SKU and supply
 * channel, without a message and also below 0. A line without entry takes nothing.
 */
export function deductStock(platform: Platform, order: Order): void {
  if (platform.stockDeduction === 'late') {
    platform.lateStock.push(order);
    return;
  }
  takeStock(platform, order);
}

/** Takes the stock of all orders that are still waiting for it. */
export function settleStock(platform: Platform): void {
  for (const order of platform.lateStock.splice(0)) takeStock(platform, order);
}

function takeStock(platform: Platform, order: Order): void {
  for (const line of order.lineItems) {
    const mode = line.inventoryMode ?? order.inventoryMode ?? 'None';
    if (mode === 'None' || line.variant.sku === undefined) continue;
    const entry = findEntry(platform, line.variant.sku, line.supplyChannel?.id);
    if (entry === undefined) continue;
    const quantityOnStock = entry.quantityOnStock - line.quantity;
    // A reservation made in the cart has lowered the available quantity already.
    const availableQuantity =
      mode === 'ReserveOnCart' ? entry.availableQuantity : entry.availableQuantity - line.quantity;
    const lastModifiedAt = platform.storage.now();
    const version = entry.version + 1;
    platform.storage.put('inventory-entry', { ...entry, quantityOnStock, availableQuantity, version, lastModifiedAt });
  }
}

function setQuantity(entry: Entry, quantity: number, change: Change): void {
  const { quantityOnStock: oldQuantityOnStock, availableQuantity: oldAvailableQuantity } = entry;
  entry.quantityOnStock = quantity;
  entry.availableQuantity = quantity - (oldQuantityOnStock - oldAvailableQuantity);
  if (quantity === oldQuantityOnStock) return;
  change.report('InventoryEntryQuantitySet', {
    oldQuantityOnStock,
    newQuantityOnStock: entry.quantityOnStock,
    oldAvailableQuantity,
    newAvailableQuantity: entry.availableQuantity,
    ...(entry.supplyChannel === undefined ? {} : { supplyChannel: entry.supplyChannel }),
  });
}

function findEntry(platform: Platform, sku: string, channelId: string | undefined): InventoryEntry | undefined {
  return platform.storage.find('inventory-entry', (row) => row.sku === sku && row.supplyChannel?.id === channelId);
}

function checkUnique(
  platform: Platform,
  entry: { sku: string; channelId: string | undefined; exceptId?: string },
): void {
  const found = findEntry(platform, entry.sku, entry.channelId);
  if (found !== undefined && found.id !== entry.exceptId) throw duplicateField('sku', entry.sku);
}

function channelIdOf(platform: Platform, identifier: Identifier | undefined): string | undefined {
  if (identifier === undefined) return undefined;
  const { id, key } = identifier;
  const channel = platform.storage.find('channel', (row) => (id === undefined ? row.key === key : row.id === id));
  if (channel === undefined) throw referenceNotFound({ typeId: 'channel', ...identifier });
  return channel.id;
}

function rulesFor(platform: Platform): CustomFieldRules {
  return new CustomFieldRules(platform.storage, 'inventory-entry');
}

function wholeNumber(quantity: number): number {
  if (!Number.isInteger(quantity)) throw invalidInput('The quantity must be a whole number.');
  return quantity;
}
