import { describe, expect, it } from 'vitest';
import { creations, syncedNumbers } from './exported-once.ts';
import { expectNothingLeftToDo, journeyOfShipments, updatesOf } from './in-step.ts';
import { bought, COFFEE } from './shop.ts';
import { MINUTE } from './virtual-time.ts';
import { deliveriesOf, exportedOrder, orderIn, runTask, splitOff, trackingOf } from './warehouse.ts';

const journey = journeyOfShipments();

/** An exported order over three bags of coffee and a grinder. */
const bagsAndGrinder = () => exportedOrder(journey, { lines: bought({ [COFFEE]: 3, 'GRD-HAND': 1 }) });

describe('an order that the warehouse splits', () => {
  it('shows its children instead of itself, before anything is shipped', async () => {
    const { id, number } = await bagsAndGrinder();
    const children = splitOff(journey, number, { 'COF-COL-250': 2 });

    expect(await updatesOf(journey, id, () => runTask(journey, 'fulfillments'))).toBe(1);

    expect(children).toEqual([`${number}-1`, `${number}-2`]);
    expect(journey.fields(id)).toMatchObject({
      ordoroSyncStatus: 'exported',
      ordoroOrderNumbers: [`${number}-1`, `${number}-2`],
    });
    expect(syncedNumbers(journey, id)).toEqual([number, `${number}-1`, `${number}-2`]);
    expect(deliveriesOf(journey, id)).toEqual([]);
  });

  it('is partially shipped with the first child and shipped with the last', async () => {
    const { id, number } = await bagsAndGrinder();
    const [first, rest] = splitOff(journey, number, { 'COF-COL-250': 2 });
    journey.sandbox.ordoro.ship(first, { tracking: 'S1' });
    await runTask(journey, 'fulfillments');

    expect(deliveriesOf(journey, id)).toMatchObject([
      { key: `ordoro-${number}-1`, items: { 'COF-COL-250': 2 }, parcels: [{ tracking: 'S1' }] },
    ]);
    expect(orderIn(journey, id).shipmentState).toBe('Partial');
    expect(journey.fields(id).ordoroSyncStatus).toBe('partially-shipped');

    journey.time.advance(MINUTE);
    journey.sandbox.ordoro.ship(rest, { tracking: 'S2' });
    expect(await updatesOf(journey, id, () => runTask(journey, 'fulfillments'))).toBe(1);

    expect(deliveriesOf(journey, id)).toMatchObject([
      { key: `ordoro-${number}-1`, items: { 'COF-COL-250': 2 } },
      { key: `ordoro-${number}-2`, items: { 'COF-COL-250': 1, 'GRD-HAND': 1 }, parcels: [{ tracking: 'S2' }] },
    ]);
    expect(orderIn(journey, id).shipmentState).toBe('Shipped');
    expect(journey.fields(id).ordoroSyncStatus).toBe('shipped');
  });

  it('gets both deliveries in one update when both children were shipped since the last run', async () => {
    const { id, number } = await bagsAndGrinder();
    for (const child of splitOff(journey, number, { 'COF-COL-250': 2 })) journey.sandbox.ordoro.ship(child);

    expect(await updatesOf(journey, id, () => runTask(journey, 'fulfillments'))).toBe(1);

    expect(deliveriesOf(journey, id).map(({ items }) => items)).toEqual([
      { 'COF-COL-250': 2 },
      { 'COF-COL-250': 1, 'GRD-HAND': 1 },
    ]);
    expect(journey.fields(id).ordoroSyncStatus).toBe('shipped');
  });

  it.each([
    ['the parents are listed too', { parentsInList: true, parentsByNumber: true }],
    ['the parents are listed, but not found by number', { parentsInList: true, parentsByNumber: false }],
    ['the parents are neither listed nor found by number', { parentsInList: false, parentsByNumber: false }],
  ])('shows the same when %s', async (_how, options) => {
    const { id, number } = await bagsAndGrinder();
    Object.assign(journey.sandbox.ordoro.options, options);
    const [first] = splitOff(journey, number, { 'COF-COL-250': 2 });
    journey.sandbox.ordoro.ship(first);
    await runTask(journey, 'fulfillments');
    await expectNothingLeftToDo(journey);

    expect(deliveriesOf(journey, id)).toMatchObject([{ key: `ordoro-${number}-1`, items: { 'COF-COL-250': 2 } }]);
    expect(journey.fields(id)).toMatchObject({
      ordoroSyncStatus: 'partially-shipped',
      ordoroOrderNumbers: [`${number}-1`, `${number}-2`],
    });
    expect(journey.fields(id).ordoroIssues).toBeUndefined();
  });

  it('loses the delivery of a shipment that was voided before the split', async () => {
    const { id, number } = await bagsAndGrinder();
    journey.sandbox.ordoro.ship(number, { tracking: 'BEFORE' });
    await runTask(journey, 'fulfillments');
    expect(trackingOf(journey, id)).toEqual(['BEFORE']);
    journey.time.advance(MINUTE);
    journey.sandbox.ordoro.voidLabel(number);
    const [first] = splitOff(journey, number, { 'GRD-HAND': 1 });
    journey.sandbox.ordoro.ship(first, { tracking: 'AFTER' });
    await runTask(journey, 'fulfillments');

    expect(deliveriesOf(journey, id)).toMatchObject([
      { key: `ordoro-${number}-1`, items: { 'GRD-HAND': 1 }, parcels: [{ tracking: 'AFTER' }] },
    ]);
    expect(orderIn(journey, id).shipmentState).toBe('Partial');
  });

  it('may be split again: the grandchildren count, the child that was split does not', async () => {
    const { id, number } = await bagsAndGrinder();
    const [, rest] = splitOff(journey, number, { 'COF-COL-250': 2 });
    await runTask(journey, 'fulfillments');
    journey.time.advance(MINUTE);
    const [bag, grinder] = splitOff(journey, rest, { 'COF-COL-250': 1 });
    journey.sandbox.ordoro.ship(grinder);
    await runTask(journey, 'fulfillments');

    expect(journey.fields(id)).toMatchObject({
      ordoroSyncStatus: 'partially-shipped',
      ordoroOrderNumbers: [`${number}-1`, bag, grinder],
    });
    expect(deliveriesOf(journey, id)).toMatchObject([{ key: `ordoro-${grinder}`, items: { 'GRD-HAND': 1 } }]);
  });
});

describe('children whose lines lost the ids of the order', () => {
  it('are found by their parent: the tracking is shown, the lines are reported and never guessed', async () => {
    const { id, number } = await bagsAndGrinder();
    const [first] = splitOff(journey, number, { 'COF-COL-250': 2 }, { dropCartIds: true });
    journey.sandbox.ordoro.ship(first, { tracking: 'ANON-1' });
    await runTask(journey, 'fulfillments');

    expect(deliveriesOf(journey, id)).toMatchObject([
      { key: `ordoro-${number}-1`, items: {}, parcels: [{ tracking: 'ANON-1' }] },
    ]);
    expect(journey.fields(id)).toMatchObject({
      ordoroSyncStatus: 'needs-attention',
      ordoroOrderNumbers: [`${number}-1`, `${number}-2`],
      ordoroIssues: [
        `unknown-line: 2 x COF-COL-250 on ${number}-1`,
        `unknown-line: 1 x COF-COL-250 on ${number}-2`,
        `unknown-line: 1 x GRD-HAND on ${number}-2`,
      ],
    });
    expect(orderIn(journey, id).shipmentState).toBe('Partial');
    expect(journey.deadLetter(first, 'shipment')).toBeUndefined();
  });
});

describe('a child that staff cancel', () => {
  it('is reported when its units are covered by no other child, and the shipped one keeps its delivery', async () => {
    const { id, number } = await bagsAndGrinder();
    const [first, rest] = splitOff(journey, number, { 'COF-COL-250': 2 });
    journey.sandbox.ordoro.ship(first, { tracking: 'KEPT' });
    journey.sandbox.ordoro.cancel(rest);
    await runTask(journey, 'fulfillments');

    expect(trackingOf(journey, id)).toEqual(['KEPT']);
    expect(journey.fields(id)).toMatchObject({
      ordoroSyncStatus: 'needs-attention',
      ordoroIssues: [`cancelled-in-ordoro: ${rest}`],
      ordoroOrderNumbers: [first, rest],
    });
    expect(orderIn(journey, id).shipmentState).toBe('Partial');

    journey.time.advance(MINUTE);
    journey.sandbox.ordoro.uncancel(rest);
    await runTask(journey, 'fulfillments');
    expect(journey.fields(id).ordoroSyncStatus).toBe('partially-shipped');
    expect(journey.fields(id).ordoroIssues).toBeUndefined();
  });
});

describe('a split order whose record is lost', () => {
  async function splitAndLost() {
    const { id, number } = await bagsAndGrinder();
    const [first, rest] = splitOff(journey, number, { 'COF-COL-250': 2 });
    journey.sandbox.ordoro.ship(first, { tracking: 'LOST-1' });
    await runTask(journey, 'fulfillments');
    const before = orderIn(journey, id);
    await journey.sandbox.commercetools.deleteCustomObject('ordoro-orders', id);
    journey.sandbox.ordoro.options.duplicateOrderId = 'accept';
    return { id, number, rest, before };
  }

  it.each([true, false])('is put together again from its children, parent found by number: %s', async (found) => {
    const { id, number, before } = await splitAndLost();
    journey.sandbox.ordoro.options.parentsByNumber = found;
    const updates = await updatesOf(journey, id, async () => {
      await journey.poke(id);
      // The record learns from the list what Ordoro shows of address, notes and amounts.
      await journey.runJob();
    });
    expect(updates).toBe(0);

    expect(journey.record(id)?.ordoroOrders?.map((one) => [one.number, one.status])).toEqual(
      expect.arrayContaining([
        [`${number}-1`, 'shipped'],
        [`${number}-2`, 'awaiting_fulfillment'],
      ]),
    );
    expect(orderIn(journey, id)).toEqual(before);
    expect(creations(journey, before.orderNumber)).toBe(1);
    journey.sandbox.ordoro.options.parentsByNumber = true;
  });

  it('takes in what is shipped afterwards', async () => {
    const { id, number, rest } = await splitAndLost();
    journey.time.advance(MINUTE);
    journey.sandbox.ordoro.ship(rest, { tracking: 'LOST-2' });
    await journey.runJob();

    expect(trackingOf(journey, id)).toEqual(['LOST-1', 'LOST-2']);
    expect(journey.fields(id)).toMatchObject({
      ordoroSyncStatus: 'shipped',
      ordoroOrderNumbers: [`${number}-1`, `${number}-2`],
    });
  });
});
