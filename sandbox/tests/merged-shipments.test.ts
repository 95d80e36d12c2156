import { describe, expect, it } from 'vitest';
import { item } from '../src/seed/demo-lines.ts';
import { byTwoMethods, toBoth } from './destinations.ts';
import { journeyOfShipments, updatesOf } from './in-step.ts';
import { placeAndDeliver, US } from './shop.ts';
import { MINUTE } from './virtual-time.ts';
import { deliveriesOf, orderIn, orderNumberOf, runTask, trackingOf } from './warehouse.ts';

const journey = journeyOfShipments();

/** An exported order over three bags, two of them to the first address, one to the second, by a shipping method each. */
async function homeAndCabin() {
  const { id } = await placeAndDeliver(journey, byTwoMethods({ home: 2, cabin: 1 }));
  const [home, cabin] = journey.ordoroOrders(id).map((order) => order.order_number);
  return { id, home: home!, cabin: cabin! };
}

describe('two orders that staff merge into one', () => {
  it.each(['empty', 'lines', 'nothing'] as const)(
    'each show the one shipment with their own lines, where of the other is left: %s',
    async (leaves) => {
      const [one, other] = [
        await placeAndDeliver(journey, { lines: [item('COF-ESP-250', US, { quantity: 2 })] }),
        await placeAndDeliver(journey, { lines: [item('MUG-ENAMEL-WHT', US, { quantity: 1 })] }),
      ];
      const [first, second] = [orderNumberOf(journey, one.id), orderNumberOf(journey, other.id)];
      journey.sandbox.ordoro.merge([first, second], { leaves });
      journey.sandbox.ordoro.ship(first, { tracking: 'BOTH' });
      await runTask(journey, 'fulfillments');

      expect(deliveriesOf(journey, one.id)).toMatchObject([
        { key: `ordoro-${first}`, items: { 'COF-ESP-250': 2 }, parcels: [{ tracking: 'BOTH' }] },
      ]);
      expect(deliveriesOf(journey, other.id)).toMatchObject([
        { key: `ordoro-${first}`, items: { 'MUG-ENAMEL-WHT': 1 }, parcels: [{ tracking: 'BOTH' }] },
      ]);
      for (const { id } of [one, other]) {
        expect(orderIn(journey, id).shipmentState).toBe('Shipped');
        expect(journey.fields(id).ordoroSyncStatus).toBe('shipped');
        expect(journey.fields(id).ordoroIssues).toBeUndefined();
      }
      expect(journey.fields(one.id).ordoroOrderNumbers).toEqual([first]);
      expect(journey.fields(other.id).ordoroOrderNumbers).toEqual([first, second]);
    },
  );

  it('both lose the delivery when the label is voided', async () => {
    const [one, other] = [await placeAndDeliver(journey), await placeAndDeliver(journey)];
    const first = orderNumberOf(journey, one.id);
    journey.sandbox.ordoro.merge([first, orderNumberOf(journey, other.id)]);
    journey.sandbox.ordoro.ship(first);
    await runTask(journey, 'fulfillments');
    expect([one, other].map(({ id }) => deliveriesOf(journey, id).length)).toEqual([1, 1]);
    journey.time.advance(MINUTE);
    journey.sandbox.ordoro.voidLabel(first);
    await runTask(journey, 'fulfillments');

    for (const { id } of [one, other]) {
      expect(deliveriesOf(journey, id)).toEqual([]);
      expect(orderIn(journey, id).shipmentState).toBe('Pending');
    }
  });

  it('keep the tracking with the first where the moved lines lost their ids, and those are reported', async () => {
    const [one, other] = [
      await placeAndDeliver(journey, { lines: [item('COF-ESP-250', US, { quantity: 2 })] }),
      await placeAndDeliver(journey, { lines: [item('MUG-ENAMEL-WHT', US, { quantity: 1 })] }),
    ];
    const first = orderNumberOf(journey, one.id);
    journey.sandbox.ordoro.merge([first, orderNumberOf(journey, other.id)], { dropCartIds: true });
    journey.sandbox.ordoro.ship(first, { tracking: 'HALF' });
    await runTask(journey, 'fulfillments');

    expect(deliveriesOf(journey, one.id)).toMatchObject([
      { items: { 'COF-ESP-250': 2 }, parcels: [{ tracking: 'HALF' }] },
    ]);
    expect(journey.fields(one.id)).toMatchObject({
      ordoroSyncStatus: 'needs-attention',
      ordoroIssues: [`unknown-line: 1 x MUG-ENAMEL-WHT on ${first}`],
    });
    expect(deliveriesOf(journey, other.id)).toEqual([]);
  });
});

describe('an order with several shipping methods', () => {
  it('shows the delivery of each Ordoro order with its own method', async () => {
    const { id, home, cabin } = await homeAndCabin();
    journey.sandbox.ordoro.ship(cabin, { tracking: 'M2' });
    await runTask(journey, 'fulfillments');
    expect(deliveriesOf(journey, id)).toMatchObject([
      { key: `ordoro-${cabin}`, shippingKey: 'to-cabin', items: { 'COF-COL-250': 1 }, parcels: [{ tracking: 'M2' }] },
    ]);
    expect(orderIn(journey, id).shipmentState).toBe('Partial');

    journey.time.advance(MINUTE);
    journey.sandbox.ordoro.ship(home, { tracking: 'M1' });
    await runTask(journey, 'fulfillments');

    expect(deliveriesOf(journey, id)).toMatchObject([
      { key: `ordoro-${home}`, shippingKey: 'to-home', items: { 'COF-COL-250': 2 }, parcels: [{ tracking: 'M1' }] },
      { key: `ordoro-${cabin}`, shippingKey: 'to-cabin', items: { 'COF-COL-250': 1 } },
    ]);
    expect(orderIn(journey, id).shipmentState).toBe('Shipped');
    expect(journey.fields(id).ordoroSyncStatus).toBe('shipped');
  });

  it('shows one shipment with both methods, keys ending in the part, when staff merged its Ordoro orders', async () => {
    const { id, home, cabin } = await homeAndCabin();
    journey.sandbox.ordoro.merge([home, cabin]);
    journey.sandbox.ordoro.ship(home, { tracking: 'ONEBOX' });

    expect(await updatesOf(journey, id, () => runTask(journey, 'fulfillments'))).toBe(1);

    expect(deliveriesOf(journey, id)).toMatchObject([
      {
        key: `ordoro-${home}-S1`,
        shippingKey: 'to-home',
        items: { 'COF-COL-250': 2 },
        parcels: [{ tracking: 'ONEBOX' }],
      },
      {
        key: `ordoro-${home}-S2`,
        shippingKey: 'to-cabin',
        items: { 'COF-COL-250': 1 },
        parcels: [{ tracking: 'ONEBOX' }],
      },
    ]);
    expect(journey.fields(id)).toMatchObject({ ordoroSyncStatus: 'shipped', ordoroOrderNumbers: [home, cabin] });
    expect(journey.fields(id).ordoroIssues).toBeUndefined();

    journey.time.advance(MINUTE);
    journey.sandbox.ordoro.voidLabel(home);
    await runTask(journey, 'fulfillments');
    expect(deliveriesOf(journey, id)).toEqual([]);
  });

  it('keeps a split part with its method', async () => {
    const { id, home } = await homeAndCabin();
    const [line] = journey.sandbox.ordoro.order(home).lines;
    const [first] = journey.sandbox.ordoro.split(home, [[{ line_id: line!.id, quantity: 1 }]]);
    journey.sandbox.ordoro.ship(first!.order_number, { tracking: 'PART' });
    await runTask(journey, 'fulfillments');

    expect(deliveriesOf(journey, id)).toMatchObject([
      { key: `ordoro-${home}-1`, shippingKey: 'to-home', items: { 'COF-COL-250': 1 } },
    ]);
    expect(journey.fields(id).ordoroSyncStatus).toBe('partially-shipped');
  });
});

describe('a part whose lines lost the ids of the order when it was split', () => {
  it('shows its tracking with the method of the part', async () => {
    const { id, home } = await homeAndCabin();
    const [line] = journey.sandbox.ordoro.order(home).lines;
    const [first] = journey.sandbox.ordoro.split(home, [[{ line_id: line!.id, quantity: 1 }]], { dropCartIds: true });
    journey.sandbox.ordoro.ship(first!.order_number, { tracking: 'ANON' });
    await runTask(journey, 'fulfillments');

    expect(deliveriesOf(journey, id)).toMatchObject([
      { key: `ordoro-${home}-1`, shippingKey: 'to-home', items: {}, parcels: [{ tracking: 'ANON' }] },
    ]);
    expect(journey.fields(id).ordoroSyncStatus).toBe('needs-attention');
  });
});

describe('an order to several addresses by one shipping method', () => {
  it('has one delivery per address, none with a shipping key', async () => {
    const { id } = await placeAndDeliver(journey, toBoth({ home: 1, cabin: 2 }));
    const numbers = journey.ordoroOrders(id).map((order) => order.order_number);
    for (const [at, number] of numbers.entries()) journey.sandbox.ordoro.ship(number, { tracking: `A${at + 1}` });
    await runTask(journey, 'fulfillments');

    expect(deliveriesOf(journey, id).map(({ key, items }) => ({ key, items }))).toEqual([
      { key: `ordoro-${numbers[0]}`, items: { 'COF-COL-250': 1 } },
      { key: `ordoro-${numbers[1]}`, items: { 'COF-COL-250': 2 } },
    ]);
    expect(trackingOf(journey, id)).toEqual(['A1', 'A2']);
    expect(orderIn(journey, id).shipmentState).toBe('Shipped');
  });

  it('has one delivery when staff merged its Ordoro orders', async () => {
    const { id } = await placeAndDeliver(journey, toBoth({ home: 1, cabin: 2 }));
    const numbers = journey.ordoroOrders(id).map((order) => order.order_number);
    journey.sandbox.ordoro.merge(numbers);
    journey.sandbox.ordoro.ship(numbers[0]!);
    await runTask(journey, 'fulfillments');

    expect(deliveriesOf(journey, id)).toMatchObject([{ key: `ordoro-${numbers[0]}`, items: { 'COF-COL-250': 3 } }]);
    expect(journey.fields(id).ordoroSyncStatus).toBe('shipped');
  });
});
