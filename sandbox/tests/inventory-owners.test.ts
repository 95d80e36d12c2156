import { beforeAll, describe, expect, it } from 'vitest';
import { EAST, WEST } from '../src/seed/articles.ts';
import { item } from '../src/seed/demo-lines.ts';
import { SEED_IDS } from '../src/seed/seed-names.ts';
import { placeAndDeliver, US } from './shop.ts';
import { configure, cursor, entryOf, entryWrites, journeyOfStock, runStock, shown } from './stock-room.ts';
import { MINUTE } from './virtual-time.ts';

const journey = journeyOfStock();

beforeAll(async () => {
  await runStock(journey);
  await configure(journey, 'inventory-rules', [
    { sku: 'GRD-*', owner: 'commercetools' },
    { sku: 'BND-*', owner: 'commercetools' },
    { sku: 'CUP-*', owner: 'commercetools', tracked: false },
    { sku: 'MUG-*', owner: 'none' },
  ]);
  journey.time.advance(MINUTE);
  await runStock(journey);
});

/** The merchant sets the stock of an entry. @returns the message that tells it, as commercetools sends it */
function setQuantity(sku: string, place: 'east' | 'west', quantity: number, more: object = {}): string {
  const entry = entryOf(journey, sku, place);
  const version = entry.version + 1;
  journey.sandbox.commercetools.add('inventory-entry', { ...entry, version, quantityOnStock: quantity });
  return JSON.stringify({
    notificationType: 'Message',
    projectKey: 'sandbox',
    resource: { typeId: 'inventory-entry', id: entry.id },
    type: 'InventoryEntryQuantitySet',
    ...more,
  });
}

/** Writes of stock to Ordoro while `work` runs. */
async function pushes(work: () => Promise<unknown>): Promise<string[]> {
  const { ordoro } = await journey.calls(work);
  return ordoro.filter((call) => call.startsWith('PUT /product/'));
}

/** Ordoro's units on hand of a SKU. */
function onHand(sku: string): { east: number | undefined; west: number | undefined } {
  const { warehouses } = journey.sandbox.ordoro.product(sku);
  const at = (id: number) => warehouses.find((row) => row.id === id)?.physical_on_hand;
  return { east: at(EAST), west: at(WEST) };
}

describe('stock that commercetools owns', () => {
  it('goes to Ordoro when the merchant sets it', async () => {
    const message = setQuantity('GRD-ELEC', 'east', 40);

    expect(await pushes(() => journey.post(message))).toEqual([`PUT /product/GRD-ELEC/warehouse/${EAST}/`]);

    expect(onHand('GRD-ELEC')).toEqual({ east: 40, west: 9 });
    expect(shown(journey, 'GRD-ELEC')).toEqual({ east: 40, west: 9 });
  });

  it('costs Ordoro no write when it shows it already, by message or by sweep', async () => {
    const message = setQuantity('GRD-ELEC', 'east', 40);
    expect(await pushes(() => journey.post(message))).toEqual([]);
    expect(await pushes(() => runStock(journey))).toEqual([]);
    expect(await entryWrites(journey, () => runStock(journey))).toEqual([]);
  });

  it('costs nothing at all when the message is about another entry whose SKU it tells, or of our own making', async () => {
    const other = setQuantity('COF-COL-250', 'east', 220, { sku: 'COF-COL-250' });
    const own = setQuantity('GRD-ELEC', 'east', 40, { lastModifiedBy: { clientId: 'connector-client' } });
    expect(await journey.calls(() => journey.post(other))).toEqual({ commercetools: [], ordoro: [] });
    const calls = await journey.calls(() => journey.post(own));
    expect(calls.ordoro).toEqual([]);
  });

  it('counts the units of orders on the shelf: those Ordoro has, and those it does not know yet', async () => {
    const lines = (quantity: number) => [
      item('GRD-HAND', US, { quantity, supplyChannelId: SEED_IDS.channelWest, inventoryMode: 'TrackOnly' as const }),
    ];
    await placeAndDeliver(journey, { lines: lines(2) });
    await placeAndDeliver(journey, { paymentState: 'Pending', lines: lines(3) });
    await runStock(journey);
    await runStock(journey);
    expect(shown(journey, 'GRD-HAND').west).toBe(13);
    expect(onHand('GRD-HAND').west).toBe(18);

    await journey.post(setQuantity('GRD-HAND', 'west', 20));

    expect(onHand('GRD-HAND').west).toBe(25);
    expect(await pushes(() => runStock(journey))).toEqual([]);
  });

  it('goes to Ordoro with the next run when Ordoro does not take it at once', async () => {
    journey.sandbox.ordoro.traffic.inject({
      match: { method: 'PUT', path: '/product/GRD-ELEC' },
      effect: { kind: 'reset', when: 'before-work' },
    });
    expect(await journey.post(setQuantity('GRD-ELEC', 'west', 12))).toBe(204);
    expect(onHand('GRD-ELEC').west).toBe(9);
    expect(cursor(journey, 'inventory.due')).toMatchObject({ skus: [{ sku: 'GRD-ELEC' }] });

    expect(await pushes(() => runStock(journey))).toEqual([`PUT /product/GRD-ELEC/warehouse/${WEST}/`]);

    expect(onHand('GRD-ELEC').west).toBe(12);
    expect(cursor(journey, 'inventory.due')).toEqual({ skus: [] });
  });

  it('is asked for again when commercetools does not answer', async () => {
    const message = setQuantity('GRD-ELEC', 'west', 14);
    journey.sandbox.commercetools.traffic.inject({
      match: { method: 'GET', path: '/sandbox/inventory/' },
      effect: { kind: 'status', when: 'before-work', status: 502 },
      times: 2,
    });
    expect(await journey.post(message)).toBe(503);
    expect(await journey.post(message)).toBe(204);
    expect(onHand('GRD-ELEC').west).toBe(14);
  });

  it('counts no orders where commercetools does not deduct them', async () => {
    await placeAndDeliver(journey, {
      lines: [item('CUP-PAPER', US, { quantity: 100, supplyChannelId: SEED_IDS.channelEast })],
    });
    journey.time.advance(MINUTE);
    await journey.post(setQuantity('CUP-PAPER', 'east', 4000));
    expect(onHand('CUP-PAPER').east).toBe(4000);
  });

  it('is not sent for a kit: that is told, and no more once the rule is changed', async () => {
    await journey.post(setQuantity('BND-STARTER', 'east', 5));
    expect(await pushes(() => runStock(journey))).toEqual([]);
    expect(journey.deadLetter('BND-STARTER', 'inventory')).toMatchObject({ code: 'inventory-conflict' });
    expect(shown(journey, 'BND-STARTER').east).toBe(5);

    const rules = journey.sandbox.commercetools.customObject('ordoro-config', 'inventory-rules')!.value;
    await configure(
      journey,
      'inventory-rules',
      rules.filter(({ sku }: { sku: string }) => sku !== 'BND-*'),
    );
    await runStock(journey);
    expect(journey.deadLetter('BND-STARTER', 'inventory')).toBeUndefined();
    expect(shown(journey, 'BND-STARTER').east).toBe(55);
  });
});

describe('stock that nobody owns', () => {
  it('is left alone on both sides', async () => {
    journey.sandbox.ordoro.changeStock('MUG-ENAMEL-WHT', { warehouseId: EAST, on_hand: 1 });

    expect(await entryWrites(journey, () => runStock(journey))).toEqual([]);

    expect(shown(journey, 'MUG-ENAMEL-WHT').east).toBe(120);
    await journey.post(setQuantity('MUG-ENAMEL-WHT', 'east', 7));
    expect(onHand('MUG-ENAMEL-WHT').east).toBe(1);
  });
});
