import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EAST, WEST } from '../src/seed/articles.ts';
import { item } from '../src/seed/demo-lines.ts';
import { SEED_IDS } from '../src/seed/seed-names.ts';
import { Journey } from './connector-under-test.ts';
import { closeChecked } from './shared-journey.ts';
import { place, placeAndDeliver, US } from './shop.ts';
import { configure, count, cursor, entryOf, entryWrites, runStock, STOCK_IS_ORDOROS, shown } from './stock-room.ts';
import { MINUTE } from './virtual-time.ts';

let journey: Journey;

beforeEach(async () => {
  journey = await Journey.start({ environment: STOCK_IS_ORDOROS });
  await runStock(journey);
});

afterEach(() => closeChecked(journey));

const entryPath = (sku: string, place: 'east' | 'west') => `/sandbox/inventory/${entryOf(journey, sku, place).id}`;

describe('an entry that cannot be written', () => {
  it('stops no other, is tried again by the schedule, and leaves no trace once it could be written', async () => {
    count(journey, 'GRD-ELEC', { east: 1, west: 2 });
    journey.sandbox.commercetools.traffic.inject({
      match: { method: 'POST', path: entryPath('GRD-ELEC', 'east') },
      effect: { kind: 'status', when: 'before-work', status: 502 },
      times: 1,
    });

    expect(await runStock(journey)).toMatchObject({ status: 'ok', changed: 1, failed: 1 });

    expect(shown(journey, 'GRD-ELEC')).toEqual({ east: 6, west: 2 });
    expect(cursor(journey, 'inventory.due')).toMatchObject({ skus: [{ sku: 'GRD-ELEC', attempts: 1 }] });
    journey.time.advance(MINUTE);
    await runStock(journey);
    expect(shown(journey, 'GRD-ELEC')).toEqual({ east: 1, west: 2 });
    expect(cursor(journey, 'inventory.due')).toEqual({ skus: [] });
  });

  it('is told to people after a day, and no more once it could be written', async () => {
    count(journey, 'GRD-ELEC', { east: 1 });
    journey.sandbox.commercetools.traffic.inject({
      match: { method: 'POST', path: entryPath('GRD-ELEC', 'east') },
      effect: { kind: 'status', when: 'before-work', status: 502 },
      times: Number.POSITIVE_INFINITY,
    });
    for (let hour = 0; hour < 25; hour += 1) {
      await runStock(journey);
      journey.time.advance(66 * MINUTE);
    }
    expect(journey.deadLetter('GRD-ELEC', 'inventory')).toMatchObject({ code: 'inventory-conflict' });

    journey.sandbox.commercetools.traffic.clearFaults();
    await runStock(journey);

    expect(shown(journey, 'GRD-ELEC').east).toBe(1);
    expect(journey.deadLetter('GRD-ELEC', 'inventory')).toBeUndefined();
  });

  it('because somebody else changed it, is planned anew from what is there now', async () => {
    count(journey, 'GRD-ELEC', { east: 3 });
    let isFirst = true;
    journey.sandbox.commercetools.traffic.inject({
      match: {
        method: 'POST',
        path: entryPath('GRD-ELEC', 'east'),
        predicate: () => {
          if (isFirst) {
            const entry = entryOf(journey, 'GRD-ELEC', 'east');
            const { commercetools } = journey.sandbox;
            commercetools.add('inventory-entry', { ...entry, version: entry.version + 1, quantityOnStock: 99 });
            count(journey, 'GRD-ELEC', { east: 4 });
          }
          isFirst = false;
          return false;
        },
      },
      effect: { kind: 'empty-body' },
    });

    expect(await runStock(journey)).toMatchObject({ status: 'ok', changed: 1, failed: 0 });

    expect(shown(journey, 'GRD-ELEC').east).toBe(4);
  });

  it('because an order came in meanwhile, waits for the next run', async () => {
    count(journey, 'GRD-HAND', { east: 30 });
    let order: Promise<unknown> | undefined;
    journey.sandbox.commercetools.traffic.inject({
      match: {
        method: 'POST',
        path: entryPath('GRD-HAND', 'east'),
        predicate: () => {
          const channel = { supplyChannelId: SEED_IDS.channelEast, inventoryMode: 'TrackOnly' as const };
          order ??= place(journey, { lines: [item('GRD-HAND', US, { quantity: 2, ...channel })] });
          return true;
        },
      },
      effect: { kind: 'status', when: 'before-work', status: 409 },
    });

    await runStock(journey);
    await order;
    expect(shown(journey, 'GRD-HAND').east).toBe(22);

    await journey.deliver();
    await runStock(journey);
    expect(shown(journey, 'GRD-HAND').east).toBe(28);
  });
});

describe('an entry that somebody else makes at the same moment', () => {
  it('is changed instead of made', async () => {
    const { commercetools } = journey.sandbox;
    journey.sandbox.ordoro.addProduct({ sku: 'MUG-LTD-2026', name: 'Anniversary Mug 2026', onHand: 55 });
    let isFirst = true;
    commercetools.traffic.inject({
      match: {
        method: 'POST',
        path: /\/sandbox\/inventory$/,
        predicate: () => {
          if (isFirst) {
            const { key: _key, ...entry } = entryOf(journey, 'GRD-ELEC', 'east');
            commercetools.add('inventory-entry', { ...entry, id: 'made-by-others', sku: 'MUG-LTD-2026' });
          }
          isFirst = false;
          return false;
        },
      },
      effect: { kind: 'empty-body' },
    });

    await runStock(journey);

    expect(shown(journey, 'MUG-LTD-2026')).toEqual({ east: 55, west: 0 });
    expect(entryOf(journey, 'MUG-LTD-2026', 'east').id).toBe('made-by-others');
  });
});

describe('orders that nobody has looked at for ten minutes', () => {
  it('let numbers fall, but not rise, and what is left out is made up for', async () => {
    journey.time.advance(11 * MINUTE);
    count(journey, 'GRD-ELEC', { east: 1, west: 20 });

    await journey.runJob({ tasks: ['inventory'] });
    expect(shown(journey, 'GRD-ELEC')).toEqual({ east: 1, west: 9 });
    expect(cursor(journey, 'inventory.due')).toMatchObject({ skus: [{ sku: 'GRD-ELEC' }] });

    await runStock(journey);
    expect(shown(journey, 'GRD-ELEC')).toEqual({ east: 1, west: 20 });
  });

  it('count as not looked at when the last sweep failed', async () => {
    count(journey, 'GRD-ELEC', { east: 1, west: 20 });
    journey.sandbox.commercetools.traffic.inject({
      match: { method: 'GET', path: '/sandbox/orders', predicate: ({ query }) => query.includes('lastModifiedAt') },
      effect: { kind: 'status', when: 'before-work', status: 502 },
      times: 2,
    });

    await runStock(journey);
    expect(shown(journey, 'GRD-ELEC')).toEqual({ east: 1, west: 9 });

    await runStock(journey);
    expect(shown(journey, 'GRD-ELEC')).toEqual({ east: 1, west: 20 });
  });
});

describe('what is wrong with the set-up', () => {
  it('a warehouse with stock that is not mapped, is told once, and no more once it is mapped', async () => {
    await configure(journey, 'warehouses', [{ warehouseId: EAST, channel: 'us-east' }]);
    await runStock(journey);
    const letter = journey.deadLetter(String(WEST), 'warehouse');
    expect(letter).toMatchObject({ code: 'unmapped-warehouse', attempts: 1 });
    await runStock(journey);
    expect(journey.deadLetter(String(WEST), 'warehouse')).toEqual(letter);

    await configure(journey, 'warehouses', [
      { warehouseId: EAST, channel: 'us-east' },
      { warehouseId: WEST, channel: 'us-west' },
    ]);
    await runStock(journey);

    expect(journey.deadLetter(String(WEST), 'warehouse')).toBeUndefined();
  });

  it('a supply channel that does not exist, is told, and no more once it is corrected', async () => {
    await configure(journey, 'warehouses', [
      { warehouseId: EAST, channel: 'us-east' },
      { warehouseId: WEST, channel: 'us-wset' },
    ]);
    await runStock(journey);
    expect(journey.deadLetter('warehouses', 'config')).toMatchObject({ code: 'config-invalid' });
    expect(journey.deadLetter('warehouses', 'config')?.message).toContain('"us-wset"');

    await configure(journey, 'warehouses', [
      { warehouseId: EAST, channel: 'us-east' },
      { warehouseId: WEST, channel: 'us-west' },
    ]);
    await runStock(journey);

    expect(journey.deadLetter('warehouses', 'config')).toBeUndefined();
  });

  it('a product that is gone from Ordoro leaves its entries alone, and is not taken for known any more', async () => {
    await placeAndDeliver(journey, { lines: [item('GRD-HAND', US, { quantity: 1 })] });
    await runStock(journey);
    await runStock(journey);
    expect(journey.sandbox.commercetools.customObject('ordoro-skus', 'GRD-HAND')).toBeDefined();
    journey.sandbox.ordoro.removeProduct('GRD-HAND');
    await placeAndDeliver(journey, { paymentState: 'Pending', lines: [item('GRD-HAND', US, { quantity: 2 })] });
    await runStock(journey);
    await runStock(journey);

    expect(journey.deadLetter('GRD-HAND', 'inventory')).toMatchObject({ code: 'unmapped-sku' });
    expect(shown(journey, 'GRD-HAND')).toEqual({ east: 23, west: 18 });
    expect(journey.sandbox.commercetools.customObject('ordoro-skus', 'GRD-HAND')).toBeUndefined();

    journey.sandbox.ordoro.addProduct({ sku: 'GRD-HAND', name: 'Hand Grinder Finch', onHand: 10 });
    await runStock(journey);
    expect(journey.deadLetter('GRD-HAND', 'inventory')).toBeUndefined();
    expect(shown(journey, 'GRD-HAND').west).toBe(0);
  });
});

describe('a dry run', () => {
  it('says what it would write, and writes nothing', async () => {
    count(journey, 'GRD-ELEC', { east: 1 });
    const before = journey.state();

    const writes = await entryWrites(journey, async () => {
      expect(await runStock(journey, { dryRun: true })).toMatchObject({
        changed: 1,
        message: 'dry run: 1 entries would be written',
      });
    });

    expect(writes).toEqual([]);
    expect(journey.state()).toBe(before);
    await runStock(journey);
    expect(shown(journey, 'GRD-ELEC').east).toBe(1);
  });
});
