import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Order as OrdoroOrder } from '../src/ordoro/wire.ts';
import { generatedOrders } from '../src/seed/generated-orders.ts';
import { buildOrder } from '../src/seed/order-builder.ts';
import type { CallMatch } from '../src/traffic/fault.ts';
import { Journey } from './connector-under-test.ts';
import { exportedAtOnce } from './exported-at-once.ts';
import { expectNothingLeftToDo, writesDuring } from './in-step.ts';
import { closeChecked } from './shared-journey.ts';
import { MINUTE } from './virtual-time.ts';
import { deliveriesOf, runTask, type SeenDelivery, shipEach } from './warehouse.ts';

const CREATED = '2026-11-23T10:00:00.000Z';
const ORDER_UPDATE: CallMatch = { method: 'POST', path: '/sandbox/orders/' };

/** How customers know the carriers behind the accounts of the sandbox, by the vendor that Ordoro names. */
const CARRIERS: Readonly<Record<string, string>> = {
  ups: 'UPS',
  endicia: 'USPS',
  fedex: 'FedEx',
  dhl: 'DHL eCommerce',
  canada_post: 'Canada Post',
};

let journey: Journey;

beforeEach(async () => {
  journey = await Journey.start();
});

afterEach(() => closeChecked(journey));

/** Calls while `work` runs, by what they are; the run lock, rate leases, the report of the run and tokens are not counted. */
async function costOf(work: () => Promise<unknown>) {
  const platforms = [journey.sandbox.commercetools.traffic, journey.sandbox.ordoro.traffic] as const;
  const before = platforms.map(({ calls }) => calls.length);
  const writes = await writesDuring(journey, work);
  const [reads, asked] = platforms.map(({ calls }, index) =>
    calls.slice(before[index]).filter(({ method }) => method === 'GET'),
  );
  return {
    pages: (asked ?? []).filter(({ path }) => path === '/v3/order').length,
    reads: (reads ?? []).length + (asked ?? []).filter(({ path }) => path !== '/v3/order').length,
    orderUpdates: writes.filter((write) => write.startsWith('POST /sandbox/orders/')).length,
    recordWrites: writes.filter((write) => write.startsWith('POST ordoro-orders/')).length,
    ordoroWrites: writes.filter((write) => / \/(v3|order|product|shipper)\b/.test(write)).length,
    writes,
  };
}

/** The one delivery that an order shows when this is what the warehouse chose for it. */
function shownFor(shipped: OrdoroOrder): SeenDelivery[] {
  const { shipping_info: info, warehouse } = shipped;
  const vendor = journey.sandbox.ordoro.shippers.find(({ id }) => id === info.carrier?.id)?.vendor;
  const key = `ordoro-${shipped.order_number}`;
  const items: Record<string, number> = {};
  for (const { sku, quantity } of shipped.lines) items[sku] = (items[sku] ?? 0) + quantity;
  return [
    {
      key,
      items,
      fields: {
        ordoroOrderNumber: shipped.order_number,
        shippedAt: new Date(info.ship_date ?? '').toISOString(),
        warehouse: String(warehouse.id),
      },
      parcels: [
        {
          key: `${key}-1`,
          tracking: info.tracking_number ?? undefined,
          carrier: vendor === undefined ? (info.carrier_name ?? undefined) : CARRIERS[vendor],
          fields: {
            service: info.shipping_method,
            trackingUrl: info.tracking_url,
            shippingCost: info.cost,
          },
        },
      ],
    },
  ];
}

function expectShown(shipped: ReadonlyMap<string, OrdoroOrder>): void {
  for (const [id, order] of shipped) {
    expect(deliveriesOf(journey, id)).toEqual(shownFor(order));
    expect(journey.sandbox.commercetools.order(id)?.shipmentState).toBe('Shipped');
    expect(journey.fields(id).ordoroSyncStatus).toBe('shipped');
  }
}

describe('a thousand orders that the warehouse shipped its own way', () => {
  it('cost a page per hundred and two writes each, and show what was really chosen; looked at again, they cost no write', async () => {
    const ids = await exportedAtOnce(journey, generatedOrders({ count: 1_000, createdAt: CREATED }));
    journey.time.advance(10 * MINUTE);
    const shipped = shipEach(journey, ids);
    journey.time.advance(MINUTE);

    const cost = await costOf(() => runTask(journey, 'fulfillments'));

    expect([10, 11]).toContain(cost.pages);
    expect(cost.orderUpdates).toBeLessThanOrEqual(1_050);
    expect(cost.recordWrites).toBeLessThanOrEqual(1_050);
    expect(cost.reads).toBeLessThanOrEqual(100);
    expect(cost.ordoroWrites).toBe(0);
    expectShown(shipped);

    // Within the look-back: the same thousand rows are read and compared again.
    let examined = 0;
    const again = await costOf(async () => {
      examined = (await runTask(journey, 'fulfillments')).examined;
    });
    expect(examined).toBe(1_000);
    expect(again.writes).toEqual([]);

    const chosen = [...shipped.values()].map(({ shipping_info: info }) => info);
    const carriers = new Set(chosen.map(({ carrier, carrier_name: typed }) => carrier?.id ?? typed));
    expect(carriers.size).toBeGreaterThanOrEqual(5);
    const requested = [...shipped.values()].filter(
      ({ requested_shipping_method: wanted, shipping_info: info }) => wanted === info.shipping_method,
    );
    expect(requested.length).toBeLessThan(500);
  }, 60_000);
});

describe('a hundred orders, exported and shipped', () => {
  it('cost no more when they went through the real export, and nothing is left to do on either side', async () => {
    const orders = generatedOrders({ count: 100, createdAt: CREATED, seed: 2 }).map(buildOrder);
    for (const order of orders) await journey.sandbox.commercetools.placeOrder(order);
    journey.dropMessages();
    await journey.runJob();
    expect(journey.sandbox.ordoro.orders).toHaveLength(100);
    journey.time.advance(10 * MINUTE);
    const shipped = shipEach(
      journey,
      orders.map(({ id }) => id),
    );
    journey.time.advance(MINUTE);

    const cost = await costOf(() => runTask(journey, 'fulfillments'));

    expect(cost.pages).toBeLessThanOrEqual(2);
    expect(cost.orderUpdates).toBeLessThanOrEqual(105);
    expect(cost.recordWrites).toBeLessThanOrEqual(105);
    expect(cost.reads).toBeLessThanOrEqual(20);
    expect(cost.ordoroWrites).toBe(0);
    expectShown(shipped);
    await expectNothingLeftToDo(journey);
  }, 40_000);
});

describe('a run that takes longer than 25 minutes', () => {
  it('stops itself with its progress kept; the next ones go on where it stopped, and nothing is lost or done twice', async () => {
    const ids = await exportedAtOnce(journey, generatedOrders({ count: 100, createdAt: CREATED, seed: 3 }));
    journey.time.advance(10 * MINUTE);
    const shipped = shipEach(journey, ids);
    // Slow answers: each update of an order takes 20 seconds, so all of them take 33 minutes.
    journey.sandbox.commercetools.traffic.inject({
      match: {
        ...ORDER_UPDATE,
        predicate: () => {
          journey.time.advance(20_000);
          return false;
        },
      },
      effect: { kind: 'latency', ms: 0 },
    });
    const begun = journey.time.clock();

    const first = await runTask(journey, 'fulfillments');

    const minutes = (journey.time.clock() - begun) / MINUTE;
    expect(first).toMatchObject({ status: 'partial', failed: 0 });
    expect(minutes).toBeGreaterThanOrEqual(24);
    expect(minutes).toBeLessThanOrEqual(27);
    const done = () => ids.filter((id) => deliveriesOf(journey, id).length > 0).length;
    expect(first.changed).toBe(done());
    expect(done()).toBeGreaterThan(50);
    expect(done()).toBeLessThan(100);

    const runs = [await runTask(journey, 'fulfillments'), await runTask(journey, 'fulfillments')];

    expect(runs.at(-1)?.status).toBe('ok');
    expectShown(shipped);
    expect(journey.sandbox.commercetools.traffic.count(ORDER_UPDATE)).toBe(100);
  }, 40_000);
});
