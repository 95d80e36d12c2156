import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { EAST } from '../src/seed/articles.ts';
import { sharedJourney } from './shared-journey.ts';
import { configure, count, cursor, entryOf, runStock, STOCK_IS_ORDOROS, shown } from './stock-room.ts';
import { MINUTE } from './virtual-time.ts';

const SKU = 'GRD-ELEC';

const journey = sharedJourney({ environment: STOCK_IS_ORDOROS });

/** commercetools owns the stock of two SKUs, everything else is Ordoro's. */
beforeAll(async () => {
  await configure(journey, 'inventory-rules', [{ sku: 'GRD-*', owner: 'commercetools' }]);
  await runStock(journey);
  await journey.deliver();
  // Configuration, kits and warehouses are in the memory of the event app.
  await journey.post(setEast(30));
}, 60_000);

afterEach(async () => {
  journey.sandbox.ordoro.traffic.clearFaults();
  // Whatever a test leaves due is settled.
  journey.time.advance(61 * MINUTE);
  await runStock(journey);
  expect(due()).toBeUndefined();
  expect(journey.sandbox.ordoro.violations).toEqual([]);
});

/** Somebody sets the stock of the entry. @returns the message that tells it */
function setEast(quantity: number): string {
  const entry = entryOf(journey, SKU, 'east');
  journey.sandbox.commercetools.add('inventory-entry', {
    ...entry,
    version: entry.version + 1,
    quantityOnStock: quantity,
  });
  return JSON.stringify({
    notificationType: 'Message',
    projectKey: 'sandbox',
    resource: { typeId: 'inventory-entry', id: entry.id },
    type: 'InventoryEntryQuantitySet',
  });
}

function onHand(): number | undefined {
  return journey.sandbox.ordoro.product(SKU).warehouses.find(({ id }) => id === EAST)?.physical_on_hand;
}

const isPush = { method: 'PUT', path: `/product/${SKU}/` };
const pushes = () => journey.sandbox.ordoro.traffic.count(isPush);

/** The SKU on the due list. */
function due() {
  const list = cursor<{ skus: { sku: string; attempts?: number; nextAttemptAt?: string }[] }>(journey, 'inventory.due');
  return list?.skus.find(({ sku }) => sku === SKU);
}

describe('a number on its way to Ordoro', () => {
  it('costs one read of the entry before and one after it, three reads of orders, and two calls to Ordoro', async () => {
    const message = setEast(31);

    const calls = await journey.calls(() => journey.post(message));

    const entry = `GET /sandbox/inventory/${entryOf(journey, SKU, 'east').id}`;
    expect(calls.ordoro).toEqual([`GET /product/${SKU}/`, `PUT /product/${SKU}/warehouse/${EAST}/`]);
    expect(calls.commercetools.filter((call) => call === entry)).toHaveLength(2);
    expect(calls.commercetools).toHaveLength(5);
    expect(onHand()).toBe(31);
  });

  it('that is overtaken by a newer one is put right, whichever Ordoro was told last', async () => {
    const message = setEast(40);
    let isChanged = false;
    journey.sandbox.ordoro.traffic.inject({
      match: {
        ...isPush,
        // The entry changes while its number of before is under way; the message about that is lost.
        predicate: () => {
          if (!isChanged) setEast(12);
          isChanged = true;
          return false;
        },
      },
      effect: { kind: 'latency', ms: 0 },
    });

    expect(await journey.post(message)).toBe(204);
    expect(onHand()).toBe(40);
    expect(due()).toEqual({ sku: SKU });
    await runStock(journey);

    expect(onHand()).toBe(12);
    expect(due()).toBeUndefined();
  });

  it('is sent again by the schedule when Ordoro is in trouble, and not before Ordoro’s Retry-After', async () => {
    journey.sandbox.ordoro.traffic.inject({
      match: isPush,
      effect: { kind: 'status', when: 'before-work', status: 503, headers: { 'retry-after': '600' } },
    });
    expect(await journey.post(setEast(22))).toBe(204);
    expect(due()).toMatchObject({ attempts: 1 });
    const before = pushes();

    journey.time.advance(9 * MINUTE);
    await runStock(journey);
    expect(pushes()).toBe(before);

    journey.time.advance(2 * MINUTE);
    await runStock(journey);
    expect(onHand()).toBe(22);
    expect(due()).toBeUndefined();
  });

  it('is counted once, however many messages come meanwhile', async () => {
    journey.sandbox.ordoro.traffic.inject({
      match: isPush,
      effect: { kind: 'status', when: 'before-work', status: 500 },
      times: 3,
    });
    for (const quantity of [51, 52, 53]) await journey.post(setEast(quantity));

    expect(due()).toMatchObject({ attempts: 1 });
    journey.time.advance(2 * MINUTE);
    await runStock(journey);
    expect(onHand()).toBe(53);
  });

  it('that Ordoro refuses for good is told by the next run, tried on hourly in every process, and forgotten once it is taken', async () => {
    const refusal = { error_message: 'This product is managed elsewhere', param: 'on_hand' };
    journey.sandbox.ordoro.traffic.inject({
      match: isPush,
      effect: { kind: 'status', when: 'before-work', status: 400, body: refusal },
      times: Number.POSITIVE_INFINITY,
    });
    await journey.post(setEast(22));
    await runStock(journey);

    const letter = journey.deadLetter(SKU, 'inventory');
    expect(letter?.message).toContain('This product is managed elsewhere');
    expect(letter).toMatchObject({ request: { method: 'PUT', on_hand: 22 }, response: { param: 'on_hand' } });
    expect(due()).toMatchObject({ attempts: 1 });

    journey.jobUrl = `${await journey.startJob()}/job`;
    journey.time.advance(61 * MINUTE);
    await runStock(journey);
    expect(due()).toMatchObject({ attempts: 2 });

    journey.sandbox.ordoro.traffic.clearFaults();
    journey.time.advance(61 * MINUTE);
    await runStock(journey);
    expect(onHand()).toBe(22);
    expect(due()).toBeUndefined();
    expect(journey.deadLetter(SKU, 'inventory')).toBeUndefined();
  });

  it('is a failure when Ordoro says that it is well and goes on showing another one', async () => {
    const { warehouses, ...product } = journey.sandbox.ordoro.product(SKU);
    journey.sandbox.ordoro.traffic.inject({
      match: isPush,
      effect: { kind: 'status', when: 'before-work', status: 200, body: { ...product, warehouses } },
    });

    await journey.post(setEast(45));

    expect(due()).toMatchObject({ attempts: 1 });
  });
});

describe('what the connector writes itself', () => {
  it('is never sent back, not even when its own messages do not name their author', async () => {
    count(journey, 'COF-COL-250', { east: 7, west: 8 });
    await runStock(journey);
    expect(shown(journey, 'COF-COL-250')).toEqual({ east: 7, west: 8 });
    const entry = entryOf(journey, 'COF-COL-250', 'east');
    const anonymous = JSON.stringify({
      notificationType: 'Message',
      projectKey: 'sandbox',
      resource: { typeId: 'inventory-entry', id: entry.id },
      type: 'InventoryEntryQuantitySet',
    });

    const calls = await journey.calls(async () => {
      await journey.deliver();
      await journey.post(anonymous);
    });

    expect(calls.ordoro).toEqual([]);
  });
});
