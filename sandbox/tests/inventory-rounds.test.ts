import { afterEach, describe, expect, it } from 'vitest';
import { EAST, WEST } from '../src/seed/articles.ts';
import { Journey, type JourneyOptions } from './connector-under-test.ts';
import { manySku, showMany, stockMany } from './many-articles.ts';
import { closeChecked } from './shared-journey.ts';
import { configure, count, cursor, entryOf, entryWrites, runStock, shown } from './stock-room.ts';
import { MINUTE } from './virtual-time.ts';

const ADDRESS = { name: 'Walk-in', street1: '1 Main St', city: 'Austin', state: 'TX', zip: '78701', country: 'US' };

/** Some of these take thousands of requests. */
const LIMIT_MS = 60_000;

let journey: Journey;

const begin = async (options: JourneyOptions = {}) => {
  journey = await Journey.start({
    ...options,
    environment: { INVENTORY_OWNER: 'ordoro', ...options.environment },
  });
};

afterEach(() => closeChecked(journey));

describe('stock that moves in Ordoro without a trace in the list of changed products', () => {
  it(
    'is found within the time of the rolling comparison',
    async () => {
      await begin();
      await runStock(journey);
      journey.time.advance(10 * MINUTE);
      await runStock(journey);
      journey.sandbox.ordoro.createOrder({
        order_id: 'WALK-IN-1',
        warehouse_id: WEST,
        billing_address: ADDRESS,
        shipping_address: ADDRESS,
        lines: [{ quantity: 3, product: { sku: 'GRD-ELEC', name: 'Electric Grinder Heron' } }],
      });

      for (let passed = 0; passed < 120; passed += 5) {
        journey.time.advance(5 * MINUTE);
        await runStock(journey);
      }

      expect(shown(journey, 'GRD-ELEC')).toEqual({ east: 6, west: 6 });
    },
    LIMIT_MS,
  );
});

describe('a comparison that takes longer than one turn', () => {
  it(
    'goes on in the next one, and writes nothing twice',
    async () => {
      // Twelve seconds for each call to Ordoro, and two dozen pages.
      await begin({
        environment: { INVENTORY_OWNER: 'ordoro', INVENTORY_RESCAN_HOURS: '0', ORDORO_REQUESTS_PER_MINUTE: '5' },
      });
      stockMany(journey, 2_400, 10);
      showMany(journey, 2_400, { quantity: 9 });
      await journey.sandbox.commercetools.putCustomObject('ordoro-config', 'warehouses', [
        { warehouseId: EAST, channel: 'us-east' },
      ]);

      let report: { status: string; changed: number } | undefined;
      const startedAt = journey.time.clock();
      const writes = await entryWrites(journey, async () => {
        report = await runStock(journey);
      });

      expect(journey.time.clock() - startedAt).toBeGreaterThan(3 * MINUTE);
      expect(report).toMatchObject({ status: 'ok', failed: 0, skipped: 0 });
      const changes = writes.filter((write) => !write.endsWith('/inventory'));
      expect(new Set(changes).size).toBe(changes.length);
      expect(changes.length).toBeGreaterThanOrEqual(2_400);
      expect(shown(journey, manySku(2_399))).toEqual({ east: 10 });
      expect(cursor(journey, 'inventory')).toMatchObject({ products: 2_414 });
    },
    LIMIT_MS,
  );

  it(
    'is made anew within a minute after the rules were edited, and nothing is written by the old ones',
    async () => {
      await begin({
        environment: { INVENTORY_OWNER: 'ordoro', INVENTORY_RESCAN_HOURS: '0', ORDORO_REQUESTS_PER_MINUTE: '5' },
      });
      stockMany(journey, 500, 10);
      showMany(journey, 500, { quantity: 9 });
      await journey.sandbox.commercetools.putCustomObject('ordoro-config', 'warehouses', [
        { warehouseId: EAST, channel: 'us-east' },
      ]);
      const startedAt = journey.time.clock();
      let editing: Promise<unknown> | undefined;
      journey.sandbox.ordoro.traffic.inject({
        match: {
          method: 'GET',
          path: '/product/',
          predicate: () => {
            editing ??= journey.sandbox.commercetools.putCustomObject('ordoro-config', 'inventory-rules', [
              { sku: 'BULK-*', reserve: 4 },
            ]);
            return false;
          },
        },
        effect: { kind: 'empty-body' },
      });

      const writes = await entryWrites(journey, () => runStock(journey));
      await editing;

      // One turn, so that no other look at the rules comes in between.
      expect(journey.time.clock() - startedAt).toBeLessThan(3 * MINUTE);
      expect(shown(journey, manySku(499))).toEqual({ east: 6 });
      const changes = writes.filter((write) => !write.endsWith('/inventory'));
      expect(new Set(changes).size).toBe(changes.length);
    },
    LIMIT_MS,
  );
});

describe('more products due than the catalogue has pages', () => {
  it(
    'are read with the whole catalogue, which costs fewer calls',
    async () => {
      await begin({ environment: { INVENTORY_OWNER: 'ordoro', INVENTORY_RESCAN_HOURS: '0' } });
      stockMany(journey, 400, 10);
      await runStock(journey);
      journey.time.advance(10 * MINUTE);
      await runStock(journey);
      journey.time.advance(11 * MINUTE);
      const skus = Array.from({ length: 50 }, (_, number) => ({ sku: manySku(number) }));
      await journey.sandbox.commercetools.putCustomObject('ordoro-cursors', 'inventory.due', { skus });

      const { ordoro } = await journey.calls(() => runStock(journey));

      expect(ordoro.filter((call) => call === 'GET /product/')).toHaveLength(5);
      expect(ordoro.filter((call) => call.startsWith('GET /product/BULK'))).toEqual([]);
      expect(cursor(journey, 'inventory.due')).toEqual({ skus: [] });
    },
    LIMIT_MS,
  );
});

describe('a number that changes from one read to the next', () => {
  it(
    'is written once in a run, however often the run reads it',
    async () => {
      await begin({ environment: { INVENTORY_RESCAN_HOURS: '1' } });
      stockMany(journey, 150, 10);
      await runStock(journey);
      const entry = entryOf(journey, 'GRD-ELEC', 'east').id;
      journey.time.advance(40 * MINUTE);
      count(journey, 'GRD-ELEC', { east: 20 });
      let reads = 0;
      journey.sandbox.ordoro.traffic.inject({
        match: {
          method: 'GET',
          path: '/product/',
          predicate: ({ query }) => {
            if (!query.includes('kit=')) count(journey, 'GRD-ELEC', { east: 20 + reads++ });
            return false;
          },
        },
        effect: { kind: 'empty-body' },
      });

      const writes = await entryWrites(journey, () => runStock(journey));

      // Two pages of what has changed, with the product on the first one, and one of the rolling comparison.
      expect(reads).toBe(3);
      expect(writes.filter((write) => write.endsWith(entry))).toHaveLength(1);
      expect(shown(journey, 'GRD-ELEC').east).toBe(22);
    },
    LIMIT_MS,
  );
});

describe('a run that was left when the time of the job was over', () => {
  /** One and a half minutes for each page of products, and 20 pages: more time than one run of the job has. */
  const beginSlowly = async () => {
    await begin({ environment: { INVENTORY_RESCAN_HOURS: '0' } });
    journey.sandbox.ordoro.traffic.inject({
      match: {
        method: 'GET',
        path: '/product/',
        predicate: ({ query }) => {
          if (!query.includes('kit=')) journey.time.advance(1.5 * MINUTE);
          return false;
        },
      },
      effect: { kind: 'empty-body' },
    });
    await configure(journey, 'warehouses', [{ warehouseId: EAST, channel: 'us-east' }]);
    stockMany(journey, 1_900, 10);
    showMany(journey, 1_900, { quantity: 10 });
    count(journey, 'GRD-ELEC', { east: 50 });
    expect(await runStock(journey)).toMatchObject({ status: 'partial', changed: 0 });
  };

  it(
    'goes on in the next one',
    async () => {
      await beginSlowly();

      expect(await runStock(journey)).toMatchObject({ status: 'ok' });

      expect(shown(journey, 'GRD-ELEC').east).toBe(50);
    },
    LIMIT_MS,
  );

  it(
    'is made anew when another process has finished one meanwhile: what that one has seen must not come back',
    async () => {
      await beginSlowly();
      count(journey, 'GRD-ELEC', { east: 40 });
      const seen = { time: new Date(journey.time.clock()).toISOString(), policy: 'of another run', products: 1_914 };
      await journey.sandbox.commercetools.putCustomObject('ordoro-cursors', 'inventory', seen);

      const before = entryOf(journey, 'GRD-ELEC', 'east');
      await runStock(journey);
      await runStock(journey);

      expect(before.quantityOnStock).toBe(40);
      expect(entryOf(journey, 'GRD-ELEC', 'east').version).toBe(before.version);
    },
    LIMIT_MS,
  );

  it(
    'is made anew when the rules have changed meanwhile',
    async () => {
      await beginSlowly();
      await configure(journey, 'inventory-rules', [{ sku: 'GRD-*', owner: 'none' }]);

      await runStock(journey);
      await runStock(journey);

      expect(shown(journey, 'GRD-ELEC').east).toBe(40);
    },
    LIMIT_MS,
  );
});
