import type { Order } from '@commercetools/platform-sdk';
import fc from 'fast-check';
import { afterEach, expect, it } from 'vitest';
import type { StockAuditOutcome } from '../../core/src/inventory/audit/audit-outcome.ts';
import { EAST, WEST } from '../src/seed/articles.ts';
import { propertyRuns } from './property-runs.ts';
import { closeChecked } from './shared-journey.ts';
import { configure, count, entryWrites, runStock, SETTLED, shown } from './stock-room.ts';
import {
  CHANNELS,
  type Progress,
  type Purchase,
  purchase,
  SIDES,
  type Side,
  StockStory,
  type Work,
  work,
} from './stock-story.ts';
import { MINUTE } from './virtual-time.ts';

/** Articles whose stock commercetools owns. */
const SKUS = ['GRD-HAND', 'GRD-ELEC'] as const;
type Sku = (typeof SKUS)[number];

const WAREHOUSES = { east: EAST, west: WEST } as const;

/** What happens in the shop, in the warehouse, and in the connector. */
type Happening =
  | Purchase<Sku>
  | Progress
  /** The merchant sets it in commercetools, or staff count it in Ordoro although that is not theirs to do. */
  | { readonly kind: 'set' | 'count'; readonly sku: Sku; readonly side: Side; readonly units: number }
  /** The message about a number that is set just now meets another one on its way. */
  | { readonly kind: 'race'; readonly sku: Sku; readonly side: Side; readonly units: number }
  | Work;

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 3, arbitrary: purchase(SKUS) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('pay' as const, 'ship' as const), which: fc.nat(9) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom('set' as const, 'set' as const, 'count' as const, 'race' as const),
      sku: fc.constantFrom(...SKUS),
      side: fc.constantFrom(...SIDES),
      units: fc.integer({ min: 0, max: 30 }),
    }),
  },
  { weight: 6, arbitrary: work },
);

let story: StockStory;

afterEach(() => closeChecked(story.journey));

/** The merchant sets the number; its message waits in the relay. */
const setStock = (one: Sku, at: Side, quantity: number) =>
  story.journey.sandbox.commercetools.merchantSetsStock({ sku: one, channelId: CHANNELS[at] }, quantity);

async function happen(what: Happening): Promise<void> {
  const { journey } = story;
  switch (what.kind) {
    case 'set':
      await setStock(what.sku, what.side, what.units);
      break;
    case 'count':
      count(journey, what.sku, { [what.side]: what.units });
      break;
    case 'race':
      await setStock(what.sku, what.side, what.units);
      await Promise.all([journey.deliver(), setStock(what.sku, what.side, what.units + 1), story.sync()]);
      break;
    default:
      await story.happen(what);
  }
}

/** Units of orders that Ordoro does not have. */
function unknownUnits(orders: readonly Order[], one: Sku, at: Side): number {
  return orders
    .filter(({ id }) => story.journey.ordoroOrders(id).length === 0)
    .flatMap(({ lineItems }) => lineItems)
    .filter(({ variant, supplyChannel }) => variant.sku === one && supplyChannel?.id === CHANNELS[at])
    .reduce((sum, { quantity }) => sum + quantity, 0);
}

const places = SKUS.flatMap((one) => SIDES.map((at) => ({ one, at })));

/** What Ordoro has on hand. */
const allOnHand = () =>
  places.map(({ one, at }) => {
    const { warehouses } = story.journey.sandbox.ordoro.product(one);
    return [`${one} ${at}`, warehouses.find(({ id }) => id === WAREHOUSES[at])?.physical_on_hand];
  });

/** What it should have: what the shop may still sell, and what is sold and lies on the shelf. */
const allWanted = (orders: readonly Order[]) =>
  places.map(({ one, at }) => {
    const { warehouses } = story.journey.sandbox.ordoro.product(one);
    const committed = warehouses.find(({ id }) => id === WAREHOUSES[at])?.committed ?? 0;
    return [`${one} ${at}`, (shown(story.journey, one)[at] ?? 0) + committed + unknownUnits(orders, one, at)];
  });

async function audit(): Promise<StockAuditOutcome> {
  await story.journey.runJob({ tasks: ['reconcile'], full: true });
  return story.journey.sandbox.commercetools.customObject('ordoro-health', 'status')?.value.inventory;
}

it.each(['at-once', 'late'] as const)(
  'of which commercetools knows the number, Ordoro has that and what is sold but not shipped, when all is quiet (%s deduction)',
  async (stockDeduction) => {
    story = await StockStory.begin(stockDeduction);
    const { journey, orders } = story;
    // Ordoro's numbers make the entries, which are the merchant's from then on.
    await runStock(journey);
    await configure(journey, 'inventory-rules', [{ sku: 'GRD-*', owner: 'commercetools' }]);
    journey.time.advance(MINUTE);
    await runStock(journey);
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 3, maxLength: 14 }), async (happenings) => {
        for (const what of happenings) await happen(what);
        await story.pass(MINUTE);
        await journey.deliver();
        await story.sync();
        await story.pass(SETTLED);
        await story.sync();
        // Of what was lost together with its message only the audit knows.
        await audit();
        await story.pass(MINUTE);
        await story.sync();

        expect(allOnHand()).toEqual(allWanted(orders));
        expect((await audit()).drift).toEqual({ count: 0, units: 0 });
        const writes = await journey.calls(async () => {
          await journey.deliver();
          await story.sync();
        });
        expect(writes.ordoro.filter((call) => call.startsWith('PUT '))).toEqual([]);
        expect(await entryWrites(journey, () => story.sync())).toEqual([]);
      }),
      propertyRuns(6),
    );
  },
  180_000,
);
