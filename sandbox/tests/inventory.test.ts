import { afterEach, describe, expect, it } from 'vitest';
import { WEST } from '../src/seed/articles.ts';
import { item } from '../src/seed/demo-lines.ts';
import { SEED_IDS } from '../src/seed/seed-names.ts';
import { CANCEL, change } from './after-export.ts';
import { sharedJourney } from './shared-journey.ts';
import { place, placeAndDeliver, US } from './shop.ts';
import { configure, count, cursor, entryOf, entryWrites, runStock, STOCK_IS_ORDOROS, shown } from './stock-room.ts';
import { MINUTE } from './virtual-time.ts';

const journey = sharedJourney({ environment: STOCK_IS_ORDOROS });

afterEach(async () => {
  // Whatever happened, a second look at unchanged data finds nothing left to write.
  await runStock(journey);
  expect(await entryWrites(journey, () => runStock(journey))).toEqual([]);
  expect(journey.sandbox.ordoro.violations).toEqual([]);
});

/** A line of one article, bought from the warehouse of the west unless it is said otherwise. */
const fromWest = (sku: string, quantity: number) => [
  item(sku, US, { quantity, supplyChannelId: SEED_IDS.channelWest, inventoryMode: 'TrackOnly' as const }),
];

describe('the first run', () => {
  it('shows in each supply channel what its warehouse has available, and makes missing entries', async () => {
    journey.sandbox.ordoro.addProduct({ sku: 'ONLY-IN-ORDORO', name: 'Not sold here', onHand: 5 });
    const mapping = { sku: 'COF/ETH-250', ordoroSku: 'COF-ETH-250' };
    await journey.sandbox.commercetools.putCustomObject('ordoro-skus', 'COF~2fETH-250', mapping);

    expect(await runStock(journey)).toMatchObject({ status: 'ok', failed: 0, skipped: 0 });

    expect(shown(journey, 'COF-COL-250')).toEqual({ east: 220, west: 160 });
    expect(shown(journey, 'GRD-ELEC')).toEqual({ east: 6, west: 9 });
    expect(shown(journey, 'COF-DEC-250')).toEqual({ east: 45, west: 0 });
    expect(entryOf(journey, 'COF-DEC-250', 'east')).toMatchObject({ key: 'ordoro-COF-DEC-250__us-east' });
    expect(entryOf(journey, 'GRD-ELEC', 'east').custom?.fields).toMatchObject({ ordoroOnHand: 6, ordoroAvailable: 6 });
  });

  it('shows a mapped SKU the stock of its product, and a kit what its scarcest component allows', () => {
    expect(shown(journey, 'COF/ETH-250')).toEqual({ east: 140, west: 90 });
    expect(shown(journey, 'BND-STARTER')).toEqual({ east: 55, west: 40 });
  });

  it('makes no entry for a SKU that no variant carries', () => {
    expect(shown(journey, 'ONLY-IN-ORDORO')).toEqual({});
    expect(shown(journey, 'COF-ETH-250')).toEqual({});
  });
});

describe('a change of stock in Ordoro', () => {
  it('changes only the entry of that warehouse', async () => {
    count(journey, 'GRD-ELEC', { west: 4 });

    const writes = await entryWrites(journey, () => runStock(journey));

    expect(writes).toHaveLength(1);
    expect(shown(journey, 'GRD-ELEC')).toEqual({ east: 6, west: 4 });
  });

  it('of a component changes the kits that contain it', async () => {
    count(journey, 'DRP-V60', { east: 10 });

    await runStock(journey);

    expect(shown(journey, 'DRP-V60')).toEqual({ east: 10, west: 40 });
    expect(shown(journey, 'BND-STARTER')).toEqual({ east: 10, west: 40 });
  });

  it('is not offered below zero', async () => {
    count(journey, 'COF-DEC-250', { east: -3 });

    await runStock(journey);

    expect(shown(journey, 'COF-DEC-250')).toEqual({ east: 0, west: 0 });
  });
});

describe('an order that Ordoro does not know yet', () => {
  it('keeps its units back in the warehouse where it would commit, and exporting it changes nothing', async () => {
    const order = await placeAndDeliver(journey, { paymentState: 'Pending', lines: fromWest('COF-ESP-250', 5) });
    await runStock(journey);
    expect(shown(journey, 'COF-ESP-250')).toEqual({ east: 310, west: 200 });

    await journey.sandbox.commercetools.merchantUpdate(order.id, [
      { action: 'changePaymentState', paymentState: 'Paid' },
    ]);
    await journey.deliver();
    expect(journey.ordoroOrders(order.id)[0]!.warehouse.id).toBe(WEST);
    expect(await entryWrites(journey, () => runStock(journey))).toEqual([]);
    expect(shown(journey, 'COF-ESP-250')).toEqual({ east: 310, west: 200 });
  });

  it('gives its units back when it is cancelled at the gate, although no trace of it is left', async () => {
    const order = await placeAndDeliver(journey, {
      paymentState: 'Pending',
      lines: [item('MUG-ENAMEL-WHT', US, { quantity: 7, supplyChannelId: SEED_IDS.channelEast })],
    });
    await runStock(journey);
    expect(shown(journey, 'MUG-ENAMEL-WHT')).toEqual({ east: 113, west: 75 });

    await journey.sandbox.commercetools.merchantUpdate(order.id, [
      { action: 'changeOrderState', orderState: 'Cancelled' },
    ]);
    await journey.deliver();
    await runStock(journey);

    expect(journey.record(order.id)).toMatchObject({ open: false });
    expect(shown(journey, 'MUG-ENAMEL-WHT')).toEqual({ east: 120, west: 75 });
  });

  it.each([
    ['cancelled', (id: string) => change(journey, id, CANCEL)],
    ['deleted', async (id: string) => journey.sandbox.commercetools.deleteOrder(id)],
  ])('gives its units back although no run saw it before it was %s at the gate', async (_how, end) => {
    const kept = shown(journey, 'DRP-V60');
    const order = await placeAndDeliver(journey, {
      paymentState: 'Pending',
      lines: [item('DRP-V60', US, { quantity: 3, supplyChannelId: SEED_IDS.channelEast, inventoryMode: 'TrackOnly' })],
    });
    // commercetools lowers the entry by itself, and never raises it again.
    expect(shown(journey, 'DRP-V60').east).toBe((kept.east ?? 0) - 3);
    journey.time.advance(MINUTE);
    await end(order.id);
    await journey.deliver();

    await runStock(journey);

    expect(shown(journey, 'DRP-V60')).toEqual(kept);
  });

  it('for a kit keeps the components back, and the kits that share them', async () => {
    await placeAndDeliver(journey, { paymentState: 'Pending', lines: fromWest('BND-STARTER', 3) });

    await runStock(journey);

    expect(shown(journey, 'BND-STARTER').west).toBe(37);
    expect(shown(journey, 'DRP-V60').west).toBe(37);
    expect(shown(journey, 'COF-COL-250').west).toBe(154);
  });

  it('that is younger than 15 seconds lets its SKU wait for the next run', async () => {
    count(journey, 'COF-ESP-1000', { west: 60 });
    await place(journey, { lines: fromWest('COF-ESP-1000', 2) });
    journey.time.advance(10_000);
    await journey.runJob({ tasks: ['orders', 'inventory'] });
    expect(shown(journey, 'COF-ESP-1000').west).toBe(50);
    expect(cursor(journey, 'inventory.due')).toMatchObject({ skus: [{ sku: 'COF-ESP-1000' }] });

    await runStock(journey);

    expect(shown(journey, 'COF-ESP-1000').west).toBe(58);
    expect(cursor(journey, 'inventory.due')).toMatchObject({ skus: [] });
    await journey.deliver();
  });

  it('that has no record, because its message is under way, lets its SKU wait too', async () => {
    await runStock(journey);
    count(journey, 'GRD-HAND', { west: 30 });
    await place(journey, { lines: fromWest('GRD-HAND', 2) });
    journey.dropMessages();
    journey.time.advance(MINUTE);

    await journey.runJob({ tasks: ['inventory'] });
    expect(shown(journey, 'GRD-HAND').west).toBe(16);

    // The sweep of this run makes the record, which is new then.
    await runStock(journey);
    await runStock(journey);
    expect(shown(journey, 'GRD-HAND').west).toBe(28);
  });
});

describe('a rule of the merchant', () => {
  it('takes effect on all entries at the next run', async () => {
    await configure(journey, 'inventory-rules', [
      { sku: 'FLT-*', channel: 'us-east', percent: 90, reserve: 10 },
      { sku: 'CUP-*', max: 1000 },
    ]);
    journey.time.advance(MINUTE);

    await runStock(journey);

    expect(shown(journey, 'FLT-V60-100')).toMatchObject({ east: 350 });
    expect(shown(journey, 'CUP-PAPER')).toEqual({ east: 1000, west: 1000 });
    await configure(journey, 'inventory-rules', []);
    await runStock(journey);
    expect(shown(journey, 'CUP-PAPER')).toEqual({ east: 5000, west: 3000 });
  });
});

describe('a product that is archived in Ordoro', () => {
  it('is not offered any more, and comes back with its stock', async () => {
    journey.sandbox.ordoro.archiveProduct('MUG-ENAMEL-BLU');
    await runStock(journey);
    expect(shown(journey, 'MUG-ENAMEL-BLU')).toEqual({ east: 0, west: 0 });

    journey.sandbox.ordoro.archiveProduct('MUG-ENAMEL-BLU', false);
    await runStock(journey);
    expect(shown(journey, 'MUG-ENAMEL-BLU')).toEqual({ east: 96, west: 0 });
  });
});
