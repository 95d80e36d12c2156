import type { InventoryMode } from '@commercetools/platform-sdk';
import { afterEach, describe, expect, it } from 'vitest';
import { item } from '../src/seed/demo-lines.ts';
import type { OrderSpec } from '../src/seed/order-spec.ts';
import { SEED_IDS } from '../src/seed/seed-names.ts';
import type { RecordedCall } from '../src/traffic/fault.ts';
import { Journey, type JourneyOptions } from './connector-under-test.ts';
import { holdCall } from './held-call.ts';
import { closeChecked } from './shared-journey.ts';
import { place, placeAndDeliver, US } from './shop.ts';
import { count, cursor, entryWrites, runStock, SETTLED, STOCK_IS_ORDOROS, shown } from './stock-room.ts';
import { MINUTE } from './virtual-time.ts';

let journey: Journey;

async function begin(options: JourneyOptions = {}): Promise<void> {
  journey = await Journey.start({ ...options, environment: STOCK_IS_ORDOROS });
  await runStock(journey);
}

afterEach(() => closeChecked(journey));

/** Five bags of the article from the warehouse of the east. Orders in the mode `None` lower no entry, so no version tells of them. */
const bought = (inventoryMode: InventoryMode = 'None'): Partial<OrderSpec> => ({
  lines: [item('GRD-HAND', US, { quantity: 5, supplyChannelId: SEED_IDS.channelEast, inventoryMode })],
});

/** Products are compared first, then kits: their entries are read, then the orders once more. */
const [AFTER_PRODUCTS, AFTER_KITS] = [1, 2];

/** Tells of each call whether it is the first one after so many comparisons. */
function after(comparisons: number): (call: RecordedCall) => boolean {
  let [begun, done] = [0, 0];
  return ({ method, path }) => {
    if (done === comparisons) return true;
    if (method === 'GET' && path === '/sandbox/inventory') begun += 1;
    else if (path === '/sandbox/orders') done = begun;
    return false;
  };
}

/** A run of the stock that is halted at that point until this has happened. */
async function runWhile(happens: () => Promise<void> | void, comparisons = AFTER_KITS): Promise<void> {
  const halted = holdCall(journey.sandbox.commercetools.traffic, { predicate: after(comparisons) });
  const run = journey.runJob({ tasks: ['inventory'] });
  await halted.arrived;
  await happens();
  halted.release();
  await run;
}

const atTheGate = () => placeAndDeliver(journey, { ...bought(), paymentState: 'Pending' });
const exported = () => placeAndDeliver(journey, bought());
const onItsWay = () => place(journey, bought());

describe('an order that comes in after its product was compared, and is no news by the time of the writes', () => {
  it.each([
    ['waits at the gate', 'rises', atTheGate, 30, 25],
    ['waits at the gate', 'falls', atTheGate, 5, 0],
    ['has been accepted by Ordoro', 'rises', exported, 30, 25],
  ])('and %s, lets the number that %s become less than was planned', async (_how, _way, happens, onHand, left) => {
    await begin();
    count(journey, 'GRD-HAND', { east: onHand });

    await runWhile(async () => {
      await happens();
      journey.time.advance(MINUTE);
    }, AFTER_PRODUCTS);

    expect(shown(journey, 'GRD-HAND').east).toBe(left);
    expect(await entryWrites(journey, () => runStock(journey))).toEqual([]);
  });
});

describe('an order that comes in right before the writes', () => {
  it.each([
    ['waits at the gate', atTheGate, 0],
    ['has no record, because its message is under way', onItsWay, 0],
    ['has been accepted by Ordoro since', exported, MINUTE],
  ])('and %s, lets its SKU wait', async (_where, happens, passes) => {
    await begin();
    count(journey, 'GRD-HAND', { east: 30 });

    const writes = await entryWrites(journey, () =>
      runWhile(async () => {
        await happens();
        journey.time.advance(passes);
      }),
    );

    expect(writes).toEqual([]);
    expect(cursor(journey, 'inventory.due')).toMatchObject({ skus: [{ sku: 'GRD-HAND' }] });
    await journey.deliver();
    await runStock(journey);
    await runStock(journey);
    expect(shown(journey, 'GRD-HAND').east).toBe(25);
  });

  it('and is deducted late, lets its SKU wait until that is done', async () => {
    await begin({ sandbox: { commercetools: { stockDeduction: 'late' } } });
    count(journey, 'GRD-HAND', { east: 30 });

    await runWhile(async () => {
      await placeAndDeliver(journey, bought('TrackOnly'));
    });

    expect(shown(journey, 'GRD-HAND').east).toBe(24);
    await journey.sandbox.commercetools.settleStock();
    await runStock(journey);
    expect(shown(journey, 'GRD-HAND').east).toBe(25);
  });
});

describe('a sweep of the orders that is too old by the time of the writes', () => {
  it('lets numbers fall, but not rise', async () => {
    await begin();
    journey.time.advance(10 * MINUTE - SETTLED);
    count(journey, 'GRD-HAND', { east: 1, west: 20 });

    await runWhile(() => journey.time.advance(2 * SETTLED));

    expect(shown(journey, 'GRD-HAND')).toEqual({ east: 1, west: 18 });
    expect(cursor(journey, 'inventory.due')).toMatchObject({ skus: [{ sku: 'GRD-HAND' }] });
    await runStock(journey);
    expect(shown(journey, 'GRD-HAND')).toEqual({ east: 1, west: 20 });
  });
});
