import { EAST, WEST } from '../../src/seed/articles.ts';
import { SEED_IDS } from '../../src/seed/seed-names.ts';
import { shown } from '../stock-room.ts';
import type { Findings } from './exported-as-due.ts';
import type { ChaosWorld } from './world.ts';

const KIT: Readonly<Record<string, number>> = { 'DRP-V60': 1, 'FLT-V60-100': 1, 'COF-COL-250': 2 };
const SKUS = [...Object.keys(KIT), 'BND-STARTER'];
const SIDES = [
  { side: 'east', warehouse: EAST, channel: SEED_IDS.channelEast },
  { side: 'west', warehouse: WEST, channel: SEED_IDS.channelWest },
] as const;

/** Nothing is offered that Ordoro does not have, or that was bought and Ordoro does not know yet. */
export function oversellFindings(world: ChaosWorld): Findings {
  return compare(world, (is, should) => is <= should, 'offers');
}

/** What is offered is exactly what Ordoro has, less what was bought and Ordoro does not know yet. */
export function stockFindings(world: ChaosWorld): Findings {
  return compare(world, (is, should) => is === should, 'shows');
}

function compare(world: ChaosWorld, isRight: (is: number, should: number) => boolean, what: string): Findings {
  return SKUS.flatMap((sku) =>
    SIDES.flatMap((place) => {
      const [is, should] = [shown(world.journey, sku)[place.side] ?? 0, offerable(world, sku, place)];
      world.tally.add('stock compared');
      return isRight(is, should) ? [] : [`the shop ${what} ${is} of ${sku} ${place.side}, Ordoro can send ${should}`];
    }),
  );
}

function offerable(world: ChaosWorld, sku: string, place: (typeof SIDES)[number]): number {
  const plain = (one: string) => {
    const row = world.journey.sandbox.ordoro.product(one).warehouses.find(({ id }) => id === place.warehouse);
    return (row?.available ?? 0) - unknownUnits(world, one, place.channel);
  };
  if (sku !== 'BND-STARTER') return Math.max(0, plain(sku));
  return Math.max(0, Math.min(...Object.entries(KIT).map(([one, each]) => Math.floor(plain(one) / each))));
}

/** Units of orders that may still come to Ordoro and have not. */
function unknownUnits({ journey, orders }: ChaosWorld, sku: string, channel: string): number {
  return orders
    .map(({ id }) => journey.sandbox.commercetools.order(id))
    .filter((order) => order !== undefined)
    .filter(({ id, orderState }) => orderState !== 'Cancelled' && journey.ordoroOrders(id).length === 0)
    .flatMap(({ lineItems }) => lineItems)
    .filter(({ supplyChannel }) => supplyChannel?.id === channel)
    .reduce((sum, { variant, quantity }) => {
      if (variant.sku === sku) return sum + quantity;
      return variant.sku === 'BND-STARTER' ? sum + (KIT[sku] ?? 0) * quantity : sum;
    }, 0);
}
