import { EAST, WEST } from '../../src/seed/articles.ts';
import { SEED_IDS } from '../../src/seed/seed-names.ts';
import { cursor, shown } from '../stock-room.ts';
import type { Findings } from './findings.ts';
import { COUNTED, OWNED } from './shop-orders.ts';
import type { ChaosWorld } from './world.ts';

const KIT: Readonly<Record<string, number>> = { 'DRP-V60': 1, 'FLT-V60-100': 1, 'COF-COL-250': 2 };
const SKUS = [...COUNTED, 'BND-STARTER'];
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
  if (world.rescanHours === 0 && hasUnheardOf(world)) return oversellFindings(world);
  return [...compare(world, (is, should) => is === should, 'shows'), ...ownedFindings(world)];
}

/** Of an order that was cancelled before anybody looked at it no trace is left: only a comparison of everything gives its units back. */
function hasUnheardOf({ journey, orders, lostRecords }: ChaosWorld): boolean {
  return orders.some(({ id }) => {
    const isCancelled = journey.sandbox.commercetools.order(id)?.orderState === 'Cancelled';
    return isCancelled && journey.record(id) === undefined && !lostRecords.has(id);
  });
}

/** Of what commercetools owns, Ordoro has what the shop may still sell, and what is sold and lies on the shelf. */
function ownedFindings(world: ChaosWorld): Findings {
  const { journey, hasLostStock, rescanHours } = world;
  if (hasLostStock && rescanHours === 0) return [];
  return SIDES.flatMap(({ side, warehouse, channel }) => {
    const row = journey.sandbox.ordoro.product(OWNED).warehouses.find(({ id }) => id === warehouse);
    const offered = shown(journey, OWNED)[side] ?? 0;
    const should = offered + (row?.committed ?? 0) + unknownUnits(world, OWNED, channel);
    world.tally.add('own stock compared');
    if (row?.physical_on_hand === should) return [];
    return [`Ordoro has ${row?.physical_on_hand} of ${OWNED} ${side} instead of ${should}`];
  });
}

/** SKUs whose stock waits for its next try. */
export function dueSkus({ journey }: ChaosWorld): number {
  return cursor<{ readonly skus: readonly unknown[] }>(journey, 'inventory.due')?.skus.length ?? 0;
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
