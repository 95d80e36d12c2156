import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StockAuditOutcome } from '../../core/src/inventory/audit/audit-outcome.ts';
import { FIRST_WAREHOUSE_ID } from '../src/ordoro/stand-in.ts';
import { Journey } from './connector-under-test.ts';
import { closeChecked } from './shared-journey.ts';
import { place } from './shop.ts';
import { MINUTE } from './virtual-time.ts';

const EAST = FIRST_WAREHOUSE_ID;
const WEST = 20_002;
const HOUR = 60 * MINUTE;
const AUDIT = { tasks: ['reconcile'], full: true };

let journey: Journey;

/** Two warehouses, each with a supply channel of its own. */
beforeEach(async () => {
  journey = await Journey.start({
    environment: { INVENTORY_OWNER: 'ordoro' },
    sandbox: { seeded: false },
    before: async ({ commercetools, ordoro }) => {
      ordoro.addWarehouse({ id: WEST, name: 'West' });
      for (const key of ['east', 'west', 'store'])
        commercetools.add('channel', { id: `id-${key}`, key, roles: ['InventorySupply'] });
      await commercetools.putCustomObject('ordoro-config', 'warehouses', [
        { warehouseId: EAST, channel: 'east' },
        { warehouseId: WEST, channel: 'west' },
      ]);
    },
  });
});

afterEach(() => closeChecked(journey));

/** A product in Ordoro with so much in each warehouse. */
function product(sku: string, east: number, west = 0): void {
  const warehouses = [
    { id: EAST, onHand: east },
    { id: WEST, onHand: west },
  ];
  journey.sandbox.ordoro.addProduct({ sku, name: sku, warehouses });
}

/** The entries of a SKU by supply channel. */
function entries(sku: string, quantities: Readonly<Record<string, number>>): void {
  for (const [channel, quantity] of Object.entries(quantities))
    journey.sandbox.commercetools.add('inventory-entry', {
      sku,
      quantityOnStock: quantity,
      availableQuantity: quantity,
      supplyChannel: { typeId: 'channel', id: `id-${channel}` },
    });
}

function outcome(): StockAuditOutcome {
  return journey.sandbox.commercetools.customObject('ordoro-health', 'status')?.value.inventory;
}

/** Ordoro SKUs that the task `inventory` is to look at. */
function due(): string[] {
  const list = journey.sandbox.commercetools.customObject('ordoro-cursors', 'inventory.due')?.value;
  return (list?.skus ?? []).map(({ sku }: { sku: string }) => sku).sort();
}

async function reconcile(options: object = { tasks: ['reconcile'] }) {
  const { tasks } = await journey.runJob(options);
  return tasks.find(({ name }) => name === 'reconcile')!;
}

const stock = () =>
  JSON.stringify([
    journey.sandbox.commercetools.inventory(),
    journey.sandbox.ordoro.skus.map((sku) => journey.sandbox.ordoro.product(sku)),
  ]);

describe('an audit of the stock', () => {
  it('finds what deviates in each channel, and what stands on one side only, and writes no stock itself', async () => {
    product('EQUAL', 5, 7);
    product('HIGH', 5, 7);
    product('ARCHIVED', 5, 0);
    product('ONLY-ORDORO', 1, 1);
    product('A-1', 3, 3);
    journey.sandbox.ordoro.addProduct({ sku: 'SET', name: 'Set', kit: [{ sku: 'EQUAL', quantity: 2 }] });
    journey.sandbox.ordoro.archiveProduct('ARCHIVED');
    entries('EQUAL', { east: 5, west: 7, store: 3 });
    entries('HIGH', { east: 9, west: 6 });
    entries('ARCHIVED', { east: 5, west: 0 });
    entries('A/1', { east: 3, west: 3 });
    entries('SET', { east: 2, west: 2 });
    entries('GIFT', { east: 1 });
    await journey.sandbox.commercetools.putCustomObject('ordoro-skus', 'A~2f1', { sku: 'A/1', ordoroSku: 'A-1' });
    const before = stock();

    const task = await reconcile(AUDIT);

    expect(task).toMatchObject({ status: 'ok', examined: 6, changed: 3, skipped: 0, failed: 0 });
    expect(outcome()).toMatchObject({
      products: 6,
      entries: 12,
      drift: { count: 4, units: 11 },
      reportedOnly: { count: 0, units: 0 },
      worst: [
        { sku: 'ARCHIVED', channel: 'east', shown: 5, wanted: 0, isRepaired: true },
        { sku: 'HIGH', channel: 'east', shown: 9, wanted: 5, isRepaired: true },
        { sku: 'HIGH', channel: 'west', shown: 6, wanted: 7, isRepaired: true },
        { sku: 'SET', channel: 'west', shown: 2, wanted: 3, isRepaired: true },
      ],
      missing: 0,
      onlyInOrdoro: { count: 1, examples: ['ONLY-ORDORO'] },
      onlyInCommercetools: { count: 1, examples: ['GIFT'] },
      unmappedEntries: 2,
      base: { count: 10, total: 42 },
    });
    expect(due()).toEqual(['ARCHIVED', 'HIGH', 'SET']);
    expect(stock()).toBe(before);
  });

  it('counts the units of an order that waits at the gate', async () => {
    product('COF-COL-250', 10);
    entries('COF-COL-250', { east: 8, west: 0 });
    await place(journey, { paymentState: 'Pending' });
    await journey.deliver();
    journey.time.advance(MINUTE);

    await reconcile(AUDIT);

    expect(outcome().drift).toEqual({ count: 0, units: 0 });
  });

  it('only reports what a rule leaves to nobody', async () => {
    product('TICKET', 5, 7);
    entries('TICKET', { east: 5, west: 9 });
    await journey.sandbox.commercetools.putCustomObject('ordoro-config', 'inventory-rules', [
      { sku: 'TICKET', owner: 'none' },
    ]);

    const task = await reconcile(AUDIT);

    expect(task).toMatchObject({ changed: 0, skipped: 1 });
    expect(outcome()).toMatchObject({
      drift: { count: 0 },
      reportedOnly: { count: 1, units: 2 },
      worst: [{ sku: 'TICKET', channel: 'west', shown: 9, wanted: 7, isRepaired: false }],
    });
    expect(due()).toEqual([]);
  });

  it('has a product looked at again that Ordoro archives and does not list any more', async () => {
    journey.sandbox.ordoro.options.listsArchivedProducts = false;
    product('OLD', 5);
    entries('OLD', { east: 5, west: 0 });
    await journey.sandbox.commercetools.putCustomObject('ordoro-skus', 'OLD', { sku: 'OLD', ordoroSku: 'OLD' });
    journey.sandbox.ordoro.archiveProduct('OLD');

    await reconcile(AUDIT);

    expect(outcome().onlyInCommercetools).toEqual({ count: 1, examples: ['OLD'] });
    expect(due()).toEqual(['OLD']);
  });

  it('is made once a day inside the scheduled run, and at once when it is asked for', async () => {
    const messages: (string | undefined)[] = [];
    for (const options of [undefined, undefined, AUDIT, undefined]) {
      messages.push((await reconcile(options)).message);
      journey.time.advance(5 * MINUTE);
    }
    journey.time.advance(24 * HOUR);
    messages.push((await reconcile(undefined)).message);

    expect(messages.map((message) => message?.startsWith('stock of 0 products compared'))).toEqual([
      true,
      false,
      true,
      false,
      true,
    ]);
  });

  it('in a dry run writes nothing', async () => {
    product('HIGH', 5, 7);
    entries('HIGH', { east: 9, west: 6 });
    // The first run of a process notes the configuration that it found good.
    await journey.runJob({ tasks: ['orders'] });
    const before = journey.state();

    const task = await reconcile({ ...AUDIT, dryRun: true });

    expect(task.message).toContain('2 entries deviate by 5 units');
    expect(journey.state()).toBe(before);
  });
});

describe('an audit that Ordoro answers slowly', () => {
  it('stops with its run, and the next one goes on in another process', async () => {
    for (let index = 0; index < 1_000; index += 1) {
      const sku = `SKU-${String(index).padStart(4, '0')}`;
      product(sku, 1, 1);
      entries(sku, { east: 1, west: index % 100 === 0 ? 2 : 1 });
    }
    // Each page takes four minutes.
    journey.sandbox.ordoro.traffic.inject({
      match: {
        method: 'GET',
        path: '/product/',
        predicate: () => {
          journey.time.advance(4 * MINUTE);
          return false;
        },
      },
      effect: { kind: 'latency', ms: 0 },
    });
    const pages = () => journey.sandbox.ordoro.traffic.count({ method: 'GET', path: '/product/' });

    const first = await reconcile(AUDIT);
    const seen = pages();
    journey.jobUrl = `${await journey.startJob()}/job`;
    const second = await reconcile();

    expect(first.status).toBe('partial');
    expect(seen).toBeLessThan(10);
    expect(second.status).toBe('ok');
    expect(outcome()).toMatchObject({ products: 1_000, entries: 2_000, drift: { count: 10, units: 10 } });
    // Ten pages of products, and kits once for each process.
    expect(pages()).toBe(12);
  });
});
