import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { EAST, WEST } from '../src/seed/articles.ts';
import { Journey } from './connector-under-test.ts';
import { type CrashPoint, crashPoints, dieAt, restart, writesOf } from './crashes.ts';
import { manySku, sellMany, showMany, stockArticle, stockMany } from './many-articles.ts';
import { configure, cursor, entryOf, entryWrites, runStock, SETTLED, shown } from './stock-room.ts';
import { MINUTE } from './virtual-time.ts';

/** So many articles are sold; the first of them have entries, each of the others gets one when Ordoro has it. */
const ARTICLES = 120;
const ENTRIES = 60;

/** One that commercetools owns. */
const OWNED = 'GRD-ELEC';

/** Writes at which an approved plan of 56 entries is cut, 20 of which are on their way at a time. */
const PLAN_WRITES = [1, 3, 21, 56, 58];

let journey: Journey;

beforeAll(async () => {
  journey = await Journey.start({ environment: { INVENTORY_OWNER: 'ordoro', INVENTORY_RESCAN_HOURS: '0' } });
  await configure(journey, 'warehouses', [{ warehouseId: EAST, channel: 'us-east' }]);
  await configure(journey, 'inventory-rules', [{ sku: OWNED, owner: 'commercetools' }]);
  stockMany(journey, ENTRIES, 10);
  sellMany(journey, ARTICLES);
  showMany(journey, ENTRIES, { quantity: 10 });
  journey.time.advance(MINUTE);
  await runStock(journey);
  await runStock(journey);
});

afterEach(() => {
  expect(journey.sandbox.ordoro.violations).toEqual([]);
});

afterAll(async () => {
  await journey.close();
});

/** Counts an article in Ordoro. */
function recount(number: number, onHand: number): void {
  journey.sandbox.ordoro.changeStock(manySku(number), { warehouseId: EAST, on_hand: onHand });
}

/** The merchant counts the article that commercetools owns. @returns the message that tells it */
function countInShop(quantity: number): string {
  const entry = entryOf(journey, OWNED, 'east');
  journey.sandbox.commercetools.add('inventory-entry', {
    ...entry,
    version: entry.version + 1,
    lastModifiedAt: new Date(journey.time.clock()).toISOString(),
    quantityOnStock: quantity,
  });
  return JSON.stringify({
    notificationType: 'Message',
    projectKey: 'sandbox',
    resource: { typeId: 'inventory-entry', id: entry.id },
    type: 'InventoryEntryQuantitySet',
  });
}

/** The message arrives, but Ordoro does not take the number now: the job has to. */
async function tellInVain(message: string): Promise<void> {
  refuseOnce();
  expect(await journey.post(message)).toBe(204);
}

function refuseOnce(): void {
  journey.sandbox.ordoro.traffic.inject({
    match: { method: 'PUT', path: `/product/${OWNED}/` },
    effect: { kind: 'status', when: 'before-work', status: 503 },
  });
}

/** Ordoro's units of the article that commercetools owns. */
function ownedInOrdoro(): number | undefined {
  return journey.sandbox.ordoro.product(OWNED).warehouses.find(({ id }) => id === EAST)?.physical_on_hand;
}

/** Orders and stock in a process that dies at this point. @returns its lasting writes */
function runThatDiesAt(point: CrashPoint): Promise<number> {
  return dieAt(journey, point, () => runStock(journey).catch(() => undefined));
}

/** The next process comes when the lock of the dead one has run out. */
async function takeOver(): Promise<void> {
  await restart(journey);
  journey.time.advance(5 * MINUTE);
  await runStock(journey);
}

async function expectQuiet(): Promise<void> {
  expect(await entryWrites(journey, () => runStock(journey))).toEqual([]);
  expect(cursor<{ skus?: unknown }>(journey, 'inventory.due')?.skus ?? []).toEqual([]);
  expect(letters()).toEqual([`warehouse.${WEST}`]);
}

/** Keys of all dead letters; that nobody has mapped the other warehouse is told all the time. */
function letters(): string[] {
  const objects = journey.sandbox.commercetools.all('key-value-document');
  return objects.filter(({ container }) => container === 'ordoro-dead-letters').map(({ key }) => key);
}

describe('a job that dies while it writes stock', () => {
  let round = 0;

  /** Counts in Ordoro and in the shop, an article that is archived or comes back, and one that is new. */
  async function changeStock(): Promise<void> {
    round += 1;
    for (const number of [0, 1, 2]) recount(number, 10 + round);
    journey.sandbox.ordoro.archiveProduct(manySku(3), isArchived());
    await tellInVain(countInShop(10 + round));
    stockArticle(journey, ENTRIES + round, 10 + round);
  }

  const isArchived = () => round % 2 === 0;

  async function expectShown(): Promise<void> {
    const units = 10 + round;
    for (const number of [0, 1, 2, ENTRIES + round]) expect(shown(journey, manySku(number))).toEqual({ east: units });
    expect(shown(journey, manySku(3))).toEqual({ east: isArchived() ? 0 : 10 });
    expect(ownedInOrdoro()).toBe(units);
    await expectQuiet();
  }

  it('at whatever write: the next one shows the right number everywhere, in both directions', async () => {
    await changeStock();
    await runStock(journey);
    await changeStock();
    const writes = await writesOf(journey, () => runStock(journey));
    await expectShown();
    // Five entries and the number for Ordoro; the due list and the cursor.
    expect(writes).toBeGreaterThanOrEqual(8);
    for (const point of crashPoints(writes)) {
      await changeStock();
      await runThatDiesAt(point);
      await takeOver();
      await expectShown();
    }
  }, 120_000);
});

describe('a job that dies while it writes an approved mass change', () => {
  it.each(PLAN_WRITES.flatMap((write) => [false, true].map((isDone) => ({ write, isDone }))))(
    'at write $write (carried out: $isDone): the rest is written too',
    async ({ write, isDone }) => {
      for (let number = 0; number < 56; number += 1) recount(number, 0);
      await runStock(journey);
      expect(shown(journey, manySku(10))).toEqual({ east: 10 });
      await approvePlan();

      await runThatDiesAt({ write, moment: isDone ? 'after-work' : 'before-work' });
      await takeOver();

      for (let number = 0; number < 56; number += 1) expect(shown(journey, manySku(number))).toEqual({ east: 0 });
      expect(planOf()).toBeUndefined();
      await expectQuiet();
      await journey.sandbox.commercetools.deleteCustomObject('ordoro-config', 'inventory-approval');
      for (let number = 0; number < 56; number += 1) recount(number, 10);
      await runStock(journey);
    },
  );
});

describe('an event app that dies while it tells Ordoro of a count in the shop', () => {
  const cases = crashPoints(1).flatMap(({ moment }) => [true, false].map((isTaken) => ({ moment, isTaken })));

  // What Ordoro does not take is put on the list of what is due: that is the write then.
  it.each(cases)(
    '$moment (taken by Ordoro: $isTaken): the message comes again, and Ordoro has the number',
    async (one) => {
      journey.time.advance(SETTLED);
      const units = 500 + cases.indexOf(one);
      const message = countInShop(units);
      if (!one.isTaken) refuseOnce();
      const url = `${await journey.startEvent()}/event`;
      expect(await dieAt(journey, { write: 1, moment: one.moment }, () => journey.post(message, url))).toBe(1);

      await restart(journey);
      expect(await journey.post(message)).toBe(204);

      expect(ownedInOrdoro()).toBe(units);
      await runStock(journey);
      await expectQuiet();
    },
  );
});

/** The merchant lets the stopped plan pass. */
async function approvePlan(): Promise<void> {
  expect(planOf()).toMatch(/^[0-9a-f]{16}$/);
  await configure(journey, 'inventory-approval', { plan: planOf(), until: '2030-01-01T00:00:00Z' });
}

/** What the health object says of a stopped plan. */
function planOf(): string | undefined {
  return journey.sandbox.commercetools.customObject('ordoro-health', 'status')?.value.inventoryPlan;
}
