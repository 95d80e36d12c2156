import type { Order } from '@commercetools/platform-sdk';
import { afterEach, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { StockAuditOutcome } from '../../core/src/inventory/audit/audit-outcome.ts';
import { EAST, WEST } from '../src/seed/articles.ts';
import { item } from '../src/seed/demo-lines.ts';
import { SEED_IDS } from '../src/seed/seed-names.ts';
import { Journey } from './connector-under-test.ts';
import { propertyRuns } from './property-runs.ts';
import { place, US } from './shop.ts';
import { configure, count, entryWrites, runStock, SETTLED, shown } from './stock-room.ts';
import { MINUTE } from './virtual-time.ts';

/** Articles whose stock commercetools owns. */
const SKUS = ['GRD-HAND', 'GRD-ELEC'] as const;
type Sku = (typeof SKUS)[number];
type Side = 'east' | 'west';
const SIDES: readonly Side[] = ['east', 'west'];

const CHANNELS = { east: SEED_IDS.channelEast, west: SEED_IDS.channelWest } as const;
const WAREHOUSES = { east: EAST, west: WEST } as const;

/** What happens in the shop, in the warehouse, and in the connector. */
type Happening =
  | {
      readonly kind: 'order';
      readonly sku: Sku;
      readonly side: Side;
      readonly quantity: number;
      readonly paid: boolean;
    }
  | { readonly kind: 'pay' | 'ship'; readonly which: number }
  /** The merchant sets it in commercetools, or staff count it in Ordoro although that is not theirs to do. */
  | { readonly kind: 'set' | 'count'; readonly sku: Sku; readonly side: Side; readonly units: number }
  /** The message about a number that is set just now meets another one on its way. */
  | { readonly kind: 'race'; readonly sku: Sku; readonly side: Side; readonly units: number }
  | { readonly kind: 'deliver' | 'lose-messages' | 'sync' | 'two-syncs' | 'wait' };

const sku = fc.constantFrom(...SKUS);
const side = fc.constantFrom(...SIDES);
const units = fc.integer({ min: 0, max: 30 });
const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('order' as const),
      sku,
      side,
      quantity: fc.integer({ min: 1, max: 4 }),
      paid: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('pay' as const, 'ship' as const), which: fc.nat(9) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom('set' as const, 'set' as const, 'count' as const, 'race' as const),
      sku,
      side,
      units,
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'deliver' as const,
        'lose-messages' as const,
        'sync' as const,
        'two-syncs' as const,
        'wait' as const,
      ),
    }),
  },
);

let journey: Journey;
let otherJob: string;

afterEach(async () => {
  expect(journey.sandbox.ordoro.violations).toEqual([]);
  await journey.close();
});

/** Time passes; commercetools has deducted every order after nine seconds at the latest. */
async function pass(ms: number): Promise<void> {
  journey.time.advance(9_000);
  await journey.sandbox.commercetools.settleStock();
  journey.time.advance(ms - 9_000);
}

async function sync(url = journey.jobUrl): Promise<void> {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify({ tasks: ['orders', 'inventory'] }) });
  await response.arrayBuffer();
}

/** The merchant sets the number; its message waits in the relay. */
const setStock = (one: Sku, at: Side, quantity: number) =>
  journey.sandbox.commercetools.merchantSetsStock({ sku: one, channelId: CHANNELS[at] }, quantity);

async function happen(what: Happening, orders: Order[]): Promise<void> {
  const { commercetools, ordoro } = journey.sandbox;
  const order = 'which' in what ? orders[what.which % Math.max(1, orders.length)] : undefined;
  switch (what.kind) {
    case 'order': {
      const line = {
        quantity: what.quantity,
        supplyChannelId: CHANNELS[what.side],
        inventoryMode: 'TrackOnly' as const,
      };
      const paymentState = what.paid ? 'Paid' : 'Pending';
      orders.push(await place(journey, { paymentState, lines: [item(what.sku, US, line)] }));
      break;
    }
    case 'pay':
      if (order !== undefined)
        await commercetools.merchantUpdate(order.id, [{ action: 'changePaymentState', paymentState: 'Paid' }]);
      break;
    case 'ship': {
      const sent = order === undefined ? undefined : journey.ordoroOrders(order.id)[0];
      if (sent?.status === 'awaiting_fulfillment') ordoro.ship(sent.order_number, {});
      break;
    }
    case 'set':
      await setStock(what.sku, what.side, what.units);
      break;
    case 'count':
      count(journey, what.sku, { [what.side]: what.units });
      break;
    case 'race':
      await setStock(what.sku, what.side, what.units);
      await Promise.all([journey.deliver(), setStock(what.sku, what.side, what.units + 1), sync()]);
      break;
    case 'deliver':
      await journey.deliver();
      break;
    case 'lose-messages':
      journey.dropMessages();
      break;
    case 'sync':
      await sync();
      break;
    case 'two-syncs':
      await Promise.all([sync(), sync(otherJob), journey.deliver()]);
      break;
    case 'wait':
      await pass(SETTLED);
      break;
  }
}

/** Units of orders that Ordoro does not have. */
function unknownUnits(orders: readonly Order[], one: Sku, at: Side): number {
  return orders
    .filter(({ id }) => journey.ordoroOrders(id).length === 0)
    .flatMap(({ lineItems }) => lineItems)
    .filter(({ variant, supplyChannel }) => variant.sku === one && supplyChannel?.id === CHANNELS[at])
    .reduce((sum, { quantity }) => sum + quantity, 0);
}

const places = SKUS.flatMap((one) => SIDES.map((at) => ({ one, at })));

/** What Ordoro has on hand. */
const allOnHand = () =>
  places.map(({ one, at }) => {
    const { warehouses } = journey.sandbox.ordoro.product(one);
    return [`${one} ${at}`, warehouses.find(({ id }) => id === WAREHOUSES[at])?.physical_on_hand];
  });

/** What it should have: what the shop may still sell, and what is sold and lies on the shelf. */
const allWanted = (orders: readonly Order[]) =>
  places.map(({ one, at }) => {
    const { warehouses } = journey.sandbox.ordoro.product(one);
    const committed = warehouses.find(({ id }) => id === WAREHOUSES[at])?.committed ?? 0;
    return [`${one} ${at}`, (shown(journey, one)[at] ?? 0) + committed + unknownUnits(orders, one, at)];
  });

async function audit(): Promise<StockAuditOutcome> {
  await journey.runJob({ tasks: ['reconcile'], full: true });
  return journey.sandbox.commercetools.customObject('ordoro-health', 'status')?.value.inventory;
}

it.each(['at-once', 'late'] as const)(
  'of which commercetools knows the number, Ordoro has that and what is sold but not shipped, when all is quiet (%s deduction)',
  async (stockDeduction) => {
    journey = await Journey.start({
      environment: { INVENTORY_OWNER: 'ordoro', INVENTORY_RESCAN_HOURS: '0' },
      sandbox: { commercetools: { stockDeduction } },
    });
    // Ordoro's numbers make the entries, which are the merchant's from then on.
    await runStock(journey);
    await configure(journey, 'inventory-rules', [{ sku: 'GRD-*', owner: 'commercetools' }]);
    journey.time.advance(MINUTE);
    await runStock(journey);
    otherJob = `${await journey.startJob()}/job`;
    const orders: Order[] = [];
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 3, maxLength: 14 }), async (happenings) => {
        for (const what of happenings) await happen(what, orders);
        await pass(MINUTE);
        await journey.deliver();
        await sync();
        await pass(SETTLED);
        await sync();
        // Of what was lost together with its message only the audit knows.
        await audit();
        await pass(MINUTE);
        await sync();

        expect(allOnHand()).toEqual(allWanted(orders));
        expect((await audit()).drift).toEqual({ count: 0, units: 0 });
        const writes = await journey.calls(async () => {
          await journey.deliver();
          await sync();
        });
        expect(writes.ordoro.filter((call) => call.startsWith('PUT '))).toEqual([]);
        expect(await entryWrites(journey, () => sync())).toEqual([]);
      }),
      propertyRuns(6),
    );
  },
  180_000,
);
