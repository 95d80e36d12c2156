import type { Order } from '@commercetools/platform-sdk';
import fc from 'fast-check';
import { afterEach, expect, it } from 'vitest';
import { EAST, WEST } from '../src/seed/articles.ts';
import { propertyRuns } from './property-runs.ts';
import { closeChecked } from './shared-journey.ts';
import { count, entryWrites, SETTLED, type ShownStock, shown } from './stock-room.ts';
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

/** Plain articles, and a kit of one of them. */
const SKUS = ['GRD-HAND', 'DRP-V60', 'FLT-V60-100', 'COF-COL-250', 'BND-STARTER'] as const;
type Sku = (typeof SKUS)[number];

const KIT: Readonly<Record<string, number>> = { 'DRP-V60': 1, 'FLT-V60-100': 1, 'COF-COL-250': 2 };

/** What happens in the shop, in the warehouse, and in the connector. */
type Happening =
  | Purchase<Sku>
  | Progress
  | { readonly kind: 'cancel'; readonly which: number }
  | { readonly kind: 'count'; readonly sku: Sku; readonly side: Side; readonly onHand: number }
  | Work;

const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 4, arbitrary: purchase(SKUS) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('pay' as const, 'cancel' as const, 'ship' as const),
      which: fc.nat({ max: 9 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('count' as const),
      sku: fc.constantFrom(...SKUS),
      side: fc.constantFrom(...SIDES),
      onHand: fc.integer({ min: 0, max: 30 }),
    }),
  },
  { weight: 6, arbitrary: work },
);

let story: StockStory;

afterEach(() => closeChecked(story.journey));

/** A SKU with a younger order waits for the next run. */
const SETTLED_RECORD_MS = 15_000;

/**
 * SKUs whose orders have all been on record for a while; a kit and its components count together. Their stock has to be right after
 * one sync, whatever happened before.
 */
function settledSkus(orders: readonly Order[]): Sku[] {
  const now = story.journey.time.clock();
  const isYoung = ({ id }: Order) =>
    !(now - Date.parse(story.journey.record(id)?.firstSeenAt ?? '') >= SETTLED_RECORD_MS);
  const waiting = new Set(
    orders.filter(isYoung).flatMap(({ lineItems }) => lineItems.map(({ variant }) => variant.sku)),
  );
  const isInKit = (one: string) => one === 'BND-STARTER' || KIT[one] !== undefined;
  const kitWaits = [...waiting].some((one) => one !== undefined && isInKit(one));
  return SKUS.filter((one) => !waiting.has(one) && !(kitWaits && isInKit(one)));
}

/** No entry of these SKUs offers more than it may. */
function expectNoneOversold(skus: readonly Sku[], orders: readonly Order[]): void {
  const [seen, allowed] = [allShown(), allOfferable(orders)];
  const oversold = skus.flatMap((one) =>
    (['east', 'west'] as const).flatMap((at) => {
      const over = (seen[one]?.[at] ?? 0) - (allowed[one]?.[at] ?? 0);
      return over > 0 ? [{ one, at, over }] : [];
    }),
  );
  expect(oversold).toEqual([]);
}

async function happen(what: Happening): Promise<void> {
  const { journey, orders } = story;
  switch (what.kind) {
    case 'cancel': {
      // Only at the gate: a cancellation afterwards goes through Ordoro and is another story.
      const order = story.orderAt(what.which);
      if (order !== undefined && journey.ordoroOrders(order.id).length === 0)
        await journey.sandbox.commercetools.merchantUpdate(order.id, [
          { action: 'changeOrderState', orderState: 'Cancelled' },
        ]);
      break;
    }
    case 'count':
      if (what.sku !== 'BND-STARTER') count(journey, what.sku, { [what.side]: what.onHand });
      break;
    case 'sync': {
      const settled = settledSkus(orders);
      await story.sync();
      expectNoneOversold(settled, orders);
      break;
    }
    default:
      await story.happen(what);
  }
}

/** Units of orders that may still come to Ordoro and have not, of a plain SKU. */
function unknownUnits(orders: readonly Order[], sku: string, side: Side): number {
  return orders
    .map(({ id }) => story.journey.sandbox.commercetools.order(id)!)
    .filter(({ id, orderState }) => orderState !== 'Cancelled' && story.journey.ordoroOrders(id).length === 0)
    .flatMap(({ lineItems }) => lineItems)
    .filter(({ supplyChannel }) => supplyChannel?.id === CHANNELS[side])
    .reduce((sum, { variant, quantity }) => {
      const each = variant.sku === sku ? 1 : variant.sku === 'BND-STARTER' ? (KIT[sku] ?? 0) : 0;
      return sum + each * quantity;
    }, 0);
}

/** What may be offered: Ordoro's available less the units that it does not know. */
function offerable(orders: readonly Order[], sku: Sku, side: Side): number {
  const plain = (one: string) => {
    const id = side === 'east' ? EAST : WEST;
    const row = story.journey.sandbox.ordoro.product(one).warehouses.find((warehouse) => warehouse.id === id)!;
    return row.available - unknownUnits(orders, one, side);
  };
  if (sku !== 'BND-STARTER') return Math.max(0, plain(sku));
  return Math.max(0, Math.min(...Object.entries(KIT).map(([one, each]) => Math.floor(plain(one) / each))));
}

const allShown = (): Record<string, ShownStock> =>
  Object.fromEntries(SKUS.map((one) => [one, shown(story.journey, one)]));

const allOfferable = (orders: readonly Order[]): Record<string, ShownStock> =>
  Object.fromEntries(
    SKUS.map((one) => [one, { east: offerable(orders, one, 'east'), west: offerable(orders, one, 'west') }]),
  );

it.each(['at-once', 'late'] as const)(
  'never offers more than Ordoro has and nobody has bought, and exactly that when all is quiet (%s deduction)',
  async (stockDeduction) => {
    story = await StockStory.begin(stockDeduction);
    const { journey, orders } = story;
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 3, maxLength: 14 }), async (happenings) => {
        for (const what of happenings) await happen(what);
        // Everybody who was on the way arrives; the SKUs of orders that the first sync finds wait for the second.
        await story.pass(MINUTE);
        await journey.deliver();
        await story.sync();
        await story.pass(SETTLED);
        await story.sync();
        expectNoneOversold(SKUS, orders);
        for (let quiet = 0; quiet < 3; quiet += 1) {
          await story.pass(5 * MINUTE);
          await journey.deliver();
          await story.sync();
        }
        expect(allShown()).toEqual(allOfferable(orders));
        expect(await entryWrites(journey, () => story.sync())).toEqual([]);
      }),
      propertyRuns(12),
    );
  },
  180_000,
);
