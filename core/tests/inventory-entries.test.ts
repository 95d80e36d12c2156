import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { InventoryEntries, type NewStockEntry } from '../src/commercetools/inventory.ts';
import type { StockEntry } from '../src/inventory/stock.ts';
import { ConflictError, NotFoundError, RejectedError } from '../src/problems/errors.ts';
import { STOCK_TYPE_KEY, typeDrafts } from '../src/setup/type-definitions.ts';
import { type Project, startProject } from './project.ts';

const FIELDS = { onHand: 12, available: 9, syncedAt: '2026-11-23T10:00:00.000Z' };
const SHOWN = { ordoroOnHand: 12, ordoroAvailable: 9, ordoroSyncedAt: '2026-11-23T10:00:00.000Z' };

let project: Project;
let entries: InventoryEntries;

beforeAll(async () => {
  project = await startProject();
});

beforeEach(async () => {
  await project.reset();
  entries = new InventoryEntries(project.client, STOCK_TYPE_KEY);
  project.standIn.add('channel', { id: 'east', key: 'us-east', roles: ['InventorySupply'] });
});

afterAll(() => project.standIn.close());

/** The Type of our fields, as post-deploy makes it. */
function addStockType(): void {
  const draft = typeDrafts('ordoro-order-sync').find(({ key }) => key === STOCK_TYPE_KEY)!;
  project.standIn.add('type', { ...draft, id: 'stock-type', fieldDefinitions: draft.fieldDefinitions! });
}

/** A Type of the merchant for the same kind of resource. */
function addForeignType(): void {
  project.standIn.add('type', {
    id: 'their-type',
    key: 'theirs',
    name: { en: 'Theirs' },
    resourceTypeIds: ['inventory-entry'],
    fieldDefinitions: [],
  });
}

interface Recipe {
  readonly sku: string;
  readonly id?: string;
  readonly channel?: string;
  readonly key?: string;
  readonly typeId?: string;
  readonly fields?: Record<string, unknown>;
}

/** An entry with 10 units, 3 of them reserved. */
function addEntry({ sku, id, channel, key, typeId, fields = {} }: Recipe): void {
  project.standIn.add('inventory-entry', {
    ...(id === undefined ? {} : { id }),
    ...(key === undefined ? {} : { key }),
    sku,
    quantityOnStock: 10,
    availableQuantity: 7,
    ...(channel === undefined ? {} : { supplyChannel: { typeId: 'channel', id: channel } }),
    ...(typeId === undefined ? {} : { custom: { type: { typeId: 'type', id: typeId }, fields } }),
  });
}

/** The only entry of that SKU, as it is read. */
async function read(sku: string): Promise<StockEntry> {
  const [found] = await entries.bySkus([sku]);
  return found!;
}

const stored = () => project.standIn.inventory();
const calls = (path: string) => project.calls().filter((call) => call.includes(path));
const queries = () => project.standIn.traffic.calls.map(({ query }) => query);

describe('the entries of some SKUs', () => {
  it('are those of all supply channels, as far as the stock needs them', async () => {
    addEntry({ sku: 'A', id: 'entry-1' });
    addEntry({ sku: 'A', id: 'entry-2', channel: 'east', typeId: 'their-type' });
    addEntry({ sku: 'B', id: 'entry-3' });
    expect(await entries.bySkus(['A', 'C', 'A'])).toEqual([
      { id: 'entry-1', version: 1, sku: 'A', quantityOnStock: 10, availableQuantity: 7 },
      {
        id: 'entry-2',
        version: 1,
        sku: 'A',
        supplyChannelId: 'east',
        quantityOnStock: 10,
        availableQuantity: 7,
        typeId: 'their-type',
      },
    ]);
    expect(project.calls()).toEqual(['GET /inventory']);
  });

  it('are found whatever characters the SKU has', async () => {
    for (const sku of ['a "quoted" one', 'ü/+&=', 'back\\slash']) addEntry({ sku });
    expect(await entries.bySkus(['a "quoted" one', 'ü/+&=', 'back\\slash'])).toHaveLength(3);
  });

  it('are read in queries of at most 200 SKUs that fit a URL', async () => {
    const skus = Array.from({ length: 450 }, (_none, index) => `SKU-${index}`);
    for (const sku of skus) addEntry({ sku });
    expect(await entries.bySkus(skus)).toHaveLength(450);
    expect(project.calls()).toHaveLength(3);
    for (const query of queries()) expect(query.length).toBeLessThan(8_000);
  });

  it('are all read when they are more than a page', async () => {
    for (let index = 0; index < 1_100; index += 1) addEntry({ sku: 'A', channel: `channel-${index}` });
    const found = await entries.bySkus(['A']);
    expect(new Set(found.map(({ supplyChannelId }) => supplyChannelId)).size).toBe(1_100);
    expect(project.calls()).toHaveLength(3);
  });

  it('cost nothing when there are no SKUs', async () => {
    expect(await entries.bySkus([])).toEqual([]);
    expect(project.calls()).toEqual([]);
  });
});

describe('the entries of the whole project', () => {
  it('are read page by page in the order of their ids', async () => {
    for (let index = 0; index < 1_001; index += 1) addEntry({ sku: `SKU-${index}` });
    const ids: string[] = [];
    let pages = 0;
    for (let after: string | undefined; ; pages += 1) {
      const page = await entries.page(after);
      ids.push(...page.entries.map(({ id }) => id));
      after = page.next;
      if (after === undefined) break;
    }
    expect(pages + 1).toBe(3);
    expect(new Set(ids).size).toBe(1_001);
    expect(ids).toEqual([...ids].sort());
  });
});

describe('one entry', () => {
  it('is read by its id, undefined when there is none', async () => {
    addEntry({ sku: 'A', id: 'entry-1' });
    expect(await entries.get('entry-1')).toMatchObject({ sku: 'A', version: 1 });
    expect(await entries.get('entry-2')).toBeUndefined();
  });
});

describe('a changed quantity', () => {
  it('is one update that leaves the reserved part to commercetools and shows what Ordoro has', async () => {
    addStockType();
    addEntry({ sku: 'A', id: 'entry-1' });
    expect(await entries.changeQuantity(await read('A'), 20, FIELDS)).toEqual({
      id: 'entry-1',
      version: expect.any(Number),
      sku: 'A',
      quantityOnStock: 20,
      availableQuantity: 17,
      typeId: 'stock-type',
    });
    expect(stored()[0]!.custom).toEqual({ type: { typeId: 'type', id: 'stock-type' }, fields: SHOWN });
    expect(calls('POST')).toEqual(['POST /inventory/entry-1']);
  });

  it('changes the fields one by one where the entry has ours already, so that none of the merchant is lost', async () => {
    addStockType();
    addEntry({ sku: 'A', typeId: 'stock-type', fields: { ordoroOnHand: 3, ordoroAvailable: 3, note: 'theirs' } });
    await entries.changeQuantity(await read('A'), 20, FIELDS);
    expect(stored()[0]!.custom!.fields).toEqual({ ...SHOWN, note: 'theirs' });
  });

  it('leaves a field as it is whose figure is not known', async () => {
    addStockType();
    addEntry({ sku: 'A', typeId: 'stock-type', fields: { ordoroOnHand: 3, ordoroAvailable: 3 } });
    const { onHand: _none, ...known } = FIELDS;
    await entries.changeQuantity(await read('A'), 20, known);
    expect(stored()[0]!.custom!.fields).toEqual({ ...SHOWN, ordoroOnHand: 3 });
  });

  it('leaves the fields of another Type alone', async () => {
    addStockType();
    addForeignType();
    addEntry({ sku: 'A', typeId: 'their-type', fields: { note: 'theirs' } });
    await entries.changeQuantity(await read('A'), 20, FIELDS);
    expect(stored()[0]).toMatchObject({
      quantityOnStock: 20,
      custom: { type: { id: 'their-type' }, fields: { note: 'theirs' } },
    });
  });

  it('is only the quantity when nothing is to be shown', async () => {
    addStockType();
    addEntry({ sku: 'A' });
    await entries.changeQuantity(await read('A'), 20);
    expect(stored()[0]).toMatchObject({ quantityOnStock: 20 });
    expect(stored()[0]!.custom).toBeUndefined();
  });

  it('is written all the same while the Type is missing, and shows the figures once it is there', async () => {
    addEntry({ sku: 'A' });
    const changed = await entries.changeQuantity(await read('A'), 20, FIELDS);
    expect(stored()[0]!.custom).toBeUndefined();
    addStockType();
    await entries.changeQuantity(changed, 30, FIELDS);
    expect(stored()[0]).toMatchObject({ quantityOnStock: 30, custom: { fields: SHOWN } });
  });

  it('is written all the same when commercetools refuses the fields', async () => {
    addStockType();
    addEntry({ sku: 'A' });
    const type = project.standIn.all('type')[0]!;
    project.standIn.add('type', { ...type, fieldDefinitions: [] });
    expect(await entries.changeQuantity(await read('A'), 20, FIELDS)).toMatchObject({ quantityOnStock: 20 });
    expect(stored()[0]!.custom).toBeUndefined();
  });

  it('asks for the Type once, whatever the number of writes', async () => {
    addStockType();
    for (const sku of ['A', 'B', 'C']) addEntry({ sku });
    const found = await entries.bySkus(['A', 'B', 'C']);
    await Promise.all(found.map((entry) => entries.changeQuantity(entry, 20, FIELDS)));
    expect(calls('/types')).toEqual([`GET /types/key=${STOCK_TYPE_KEY}`]);
    expect(calls('POST')).toHaveLength(3);
  });

  it('is not written on another version than the one that was read', async () => {
    addStockType();
    addEntry({ sku: 'A' });
    const before = await read('A');
    await entries.changeQuantity(before, 20, FIELDS);
    await expect(entries.changeQuantity(before, 30, FIELDS)).rejects.toBeInstanceOf(ConflictError);
    expect(stored()[0]!.quantityOnStock).toBe(20);
  });

  it('is an error when the entry is gone, or the quantity is none', async () => {
    addEntry({ sku: 'A' });
    const entry = await read('A');
    await expect(entries.changeQuantity(entry, 1.5)).rejects.toBeInstanceOf(RejectedError);
    await expect(entries.changeQuantity({ ...entry, id: 'entry-9' }, 1)).rejects.toBeInstanceOf(NotFoundError);
  });
});

describe('a new entry', () => {
  const draft = (more: Partial<NewStockEntry> = {}) => ({
    sku: 'A',
    quantity: 5,
    key: 'ordoro-A',
    fields: FIELDS,
    ...more,
  });

  it('has its quantity, key, supply channel and what Ordoro has', async () => {
    addStockType();
    expect(await entries.create(draft({ channelId: 'east', key: 'ordoro-A__us-east' }))).toMatchObject({
      sku: 'A',
      supplyChannelId: 'east',
      quantityOnStock: 5,
      availableQuantity: 5,
      typeId: 'stock-type',
    });
    expect(stored()[0]).toMatchObject({ key: 'ordoro-A__us-east', custom: { fields: SHOWN } });
    expect(calls('POST')).toEqual(['POST /inventory']);
  });

  it('shows nothing of Ordoro while the Type is missing or refuses the fields', async () => {
    expect(await entries.create(draft())).toMatchObject({ sku: 'A' });
    addStockType();
    const type = project.standIn.all('type')[0]!;
    project.standIn.add('type', { ...type, fieldDefinitions: [] });
    expect(await entries.create(draft({ sku: 'B', key: 'ordoro-B' }))).toMatchObject({ sku: 'B' });
    expect(stored().map(({ sku, key, custom }) => [sku, key, custom])).toEqual([
      ['A', 'ordoro-A', undefined],
      ['B', 'ordoro-B', undefined],
    ]);
  });

  it.each([
    ['under the same key', 'ordoro-A'],
    ['under another key', 'their-key'],
    ['without key', undefined],
  ])('is not made when the SKU has an entry on that channel %s', async (_what, key) => {
    addStockType();
    addEntry({ sku: 'A', channel: 'east', ...(key === undefined ? {} : { key }) });
    expect(await entries.create(draft({ channelId: 'east' }))).toBe('exists');
    expect(stored()).toHaveLength(1);
    expect(stored()[0]!.quantityOnStock).toBe(10);
  });

  it('is made without key when the key is taken by an entry of another channel', async () => {
    addStockType();
    addEntry({ sku: 'A', channel: 'east', key: 'ordoro-A' });
    expect(await entries.create(draft())).toMatchObject({ sku: 'A', quantityOnStock: 5, typeId: 'stock-type' });
    expect(stored()).toHaveLength(2);
  });

  it('is made by exactly one of many at once', async () => {
    addStockType();
    const made = await Promise.all(Array.from({ length: 5 }, () => entries.create(draft())));
    expect(made.filter((result) => result === 'exists')).toHaveLength(4);
    expect(stored()).toHaveLength(1);
  });

  it('is an error on a supply channel that the project does not have', async () => {
    addStockType();
    await expect(entries.create(draft({ channelId: 'west' }))).rejects.toBeInstanceOf(RejectedError);
  });
});
