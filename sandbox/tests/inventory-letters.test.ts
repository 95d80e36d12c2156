import { afterEach, describe, expect, it } from 'vitest';
import { EAST, WEST } from '../src/seed/articles.ts';
import { Journey } from './connector-under-test.ts';
import { closeChecked } from './shared-journey.ts';
import { configure, count, cursor, entryOf, runStock, shown } from './stock-room.ts';
import { MINUTE } from './virtual-time.ts';

let journey: Journey;

const begin = async (environment: Readonly<Record<string, string>> = {}) => {
  journey = await Journey.start({
    environment: { INVENTORY_OWNER: 'ordoro', INVENTORY_RESCAN_HOURS: '0', ...environment },
  });
};

afterEach(() => closeChecked(journey));

const letterOf = (sku: string) => journey.deadLetter(sku, 'inventory');

/** Takes a product out of Ordoro that the merchant still shows, and lets it be noticed. */
async function lose(sku: string): Promise<void> {
  journey.sandbox.ordoro.removeProduct(sku);
  await journey.sandbox.commercetools.putCustomObject('ordoro-cursors', 'inventory.due', { skus: [{ sku }] });
  await runStock(journey);
}

/** Deletes an inventory entry as the merchant. */
async function deleteEntry(sku: string, place: 'east' | 'west'): Promise<void> {
  const { apiUrl, merchantClient } = journey.sandbox.commercetools;
  const { id, version } = entryOf(journey, sku, place);
  const basic = Buffer.from(`${merchantClient.id}:${merchantClient.secret}`).toString('base64');
  const token = await fetch(`${apiUrl}/oauth/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: 'grant_type=client_credentials',
  });
  const { access_token } = (await token.json()) as { access_token: string };
  const deleted = await fetch(`${apiUrl}/sandbox/inventory/${id}?version=${version}`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${access_token}` },
  });
  if (!deleted.ok) throw new Error(`the entry was not deleted: ${await deleted.text()}`);
}

describe('the letter about a SKU that Ordoro does not have any more', () => {
  it('goes when the merchant has deleted all its entries, not before', async () => {
    await begin();
    await runStock(journey);
    await lose('GRD-HAND');
    expect(letterOf('GRD-HAND')).toMatchObject({ code: 'unmapped-sku' });

    await deleteEntry('GRD-HAND', 'east');
    await runStock(journey);
    expect(letterOf('GRD-HAND')).toBeDefined();

    await deleteEntry('GRD-HAND', 'west');
    await runStock(journey);
    expect(letterOf('GRD-HAND')).toBeUndefined();
  });

  it('goes when a rule leaves the SKU to nobody', async () => {
    await begin();
    await runStock(journey);
    await lose('GRD-HAND');

    await configure(journey, 'inventory-rules', [{ sku: 'GRD-*', owner: 'none' }]);
    journey.time.advance(MINUTE);
    await runStock(journey);

    expect(letterOf('GRD-HAND')).toBeUndefined();
    expect(shown(journey, 'GRD-HAND')).toEqual({ east: 24, west: 18 });
  });

  it('goes when the SKU is mapped to another product', async () => {
    await begin();
    await runStock(journey);
    await lose('GRD-HAND');

    const mapping = { sku: 'GRD-HAND', ordoroSku: 'GRD-ELEC' };
    await journey.sandbox.commercetools.putCustomObject('ordoro-skus', 'GRD-HAND', mapping);
    journey.time.advance(MINUTE);
    await runStock(journey);

    expect(letterOf('GRD-HAND')).toBeUndefined();
    expect(shown(journey, 'GRD-HAND')).toEqual(shown(journey, 'GRD-ELEC'));
  });

  it('goes with all others when the connector keeps no stock any more', async () => {
    await begin({ INVENTORY_OWNER: 'none' });
    await configure(journey, 'inventory-rules', [{ sku: '*', owner: 'ordoro' }]);
    await configure(journey, 'warehouses', [{ warehouseId: EAST, channel: 'us-east' }]);
    journey.time.advance(MINUTE);
    await runStock(journey);
    await lose('GRD-HAND');
    expect(letterOf('GRD-HAND')).toBeDefined();
    expect(journey.deadLetter(String(WEST), 'warehouse')).toBeDefined();

    await configure(journey, 'inventory-rules', []);
    journey.time.advance(MINUTE);
    await runStock(journey);

    expect(letterOf('GRD-HAND')).toBeUndefined();
    expect(journey.deadLetter(String(WEST), 'warehouse')).toBeUndefined();
  });
});

/** Articles of the catalogue that the western warehouse has, as Ordoro knows them. */
const STOCKED_IN_WEST = [
  'COF-ETH-250',
  'COF-COL-250',
  'COF-COL-1000',
  'COF-ESP-250',
  'COF-ESP-1000',
  'GRD-HAND',
  'GRD-ELEC',
  'DRP-V60',
  'FLT-V60-100',
  'MUG-ENAMEL-WHT',
  'CUP-PAPER',
];

describe('the letter about a warehouse that is not mapped', () => {
  it('goes when a round of the rolling comparison has found no stock in it', async () => {
    await begin({ INVENTORY_RESCAN_HOURS: '1' });
    await configure(journey, 'warehouses', [{ warehouseId: EAST, channel: 'us-east' }]);
    await runStock(journey);
    expect(journey.deadLetter(String(WEST), 'warehouse')).toBeDefined();
    journey.time.advance(30 * MINUTE);
    await runStock(journey);
    expect(journey.deadLetter(String(WEST), 'warehouse')).toBeDefined();

    for (const sku of STOCKED_IN_WEST) count(journey, sku, { west: 0 });
    for (let passed = 0; passed < 120; passed += 10) {
      journey.time.advance(10 * MINUTE);
      await runStock(journey);
    }

    expect(journey.deadLetter(String(WEST), 'warehouse')).toBeUndefined();
    expect(cursor(journey, 'inventory')).not.toHaveProperty('rescan.unmapped');
  });
});
