import { describe, expect, it } from 'vitest';
import type { ReturnDraft } from '../src/ordoro/returns.ts';
import { item } from '../src/seed/demo-lines.ts';
import { changeAndDeliver, expectInStep, expectIssues, journeyOfChanges, requested } from './after-export.ts';
import { updatesOf, writesDuring } from './in-step.ts';
import { bought, COFFEE, MUG, placeAndDeliver, US } from './shop.ts';
import { MINUTE } from './virtual-time.ts';
import {
  deliveriesOf,
  exportedOrder,
  lineItemOf,
  orderIn,
  orderNumberOf,
  ordoroLineOf,
  refuseUpdatesOf,
  returnsOf,
  runTask,
  shipOrder,
  splitOff,
} from './warehouse.ts';

const journey = journeyOfChanges();

/** Three bags of coffee and two mugs that were shipped. */
async function shippedOrder() {
  const order = await exportedOrder(journey, { lines: bought({ [COFFEE]: 3, [MUG]: 2 }) });
  shipOrder(journey, order.id);
  await runTask(journey, 'fulfillments');
  return order;
}

/** The warehouse makes a return of one line. @returns its reference, its line, and what receives or restocks more of it */
function returnOf(number: string, line: Partial<ReturnDraft['lines'][number]> & { readonly sku?: string } = {}) {
  const lineId = ordoroLineOf(journey, number, line.sku ?? COFFEE);
  const { reference_id: reference } = journey.sandbox.ordoro.addReturn({
    orderNumber: number,
    lines: [{ lineId, expected: 3, ...line }],
  });
  const progress = (received: number, restocked?: number) => {
    journey.time.advance(MINUTE);
    const more = restocked === undefined ? {} : { restocked };
    journey.sandbox.ordoro.progressReturn(reference, { lineId, received, ...more });
    return runTask(journey, 'returns');
  };
  return { reference, lineId, progress };
}

describe('a return', () => {
  it('that is only announced shows nothing', async () => {
    const { id, number } = await shippedOrder();
    returnOf(number);
    await runTask(journey, 'returns');

    expect(returnsOf(journey, id)).toEqual([]);
  });

  it('is one item for each time that more of it arrives, back in stock once restocked', async () => {
    const { id, number } = await shippedOrder();
    const { reference, lineId, progress } = returnOf(number);
    const key = (received: number) => `ordoro-${reference}-${lineId}-${received}`;

    await progress(1);
    expect(returnsOf(journey, id)).toEqual([{ key: key(1), sku: COFFEE, quantity: 1, shipmentState: 'Returned' }]);

    await progress(3, 1);
    expect(returnsOf(journey, id)).toEqual([
      { key: key(1), sku: COFFEE, quantity: 1, shipmentState: 'BackInStock' },
      { key: key(3), sku: COFFEE, quantity: 2, shipmentState: 'Returned' },
    ]);

    await progress(3, 2);
    expect(returnsOf(journey, id).map(({ shipmentState }) => shipmentState)).toEqual(['BackInStock', 'Returned']);

    await progress(3, 3);
    expect(returnsOf(journey, id).map(({ shipmentState }) => shipmentState)).toEqual(['BackInStock', 'BackInStock']);
    expect(orderIn(journey, id)).toMatchObject({ shipmentState: 'Shipped', paymentState: 'Paid' });
    expectInStep(journey, id, 'shipped');
  });

  it('that was received and restocked before anybody looked is there as it is, by one update', async () => {
    const { id, number } = await shippedOrder();
    returnOf(number, { received: 2, restocked: 2 });

    expect(await updatesOf(journey, id, () => runTask(journey, 'returns'))).toBe(1);
    expect(returnsOf(journey, id)).toMatchObject([{ quantity: 2, shipmentState: 'BackInStock' }]);
  });

  it('of several lines is one entry with an item for each', async () => {
    const { id, number } = await shippedOrder();
    journey.sandbox.ordoro.addReturn({
      orderNumber: number,
      lines: [
        { lineId: ordoroLineOf(journey, number, COFFEE), expected: 1, received: 1 },
        { lineId: ordoroLineOf(journey, number, MUG), expected: 2, received: 2 },
      ],
    });
    await runTask(journey, 'returns');

    expect(orderIn(journey, id).returnInfo).toHaveLength(1);
    expect(returnsOf(journey, id)).toMatchObject([
      { sku: COFFEE, quantity: 1 },
      { sku: MUG, quantity: 2 },
    ]);
  });

  it('that the merchant marked as unusable stays so', async () => {
    const { id, number } = await shippedOrder();
    const { progress } = returnOf(number);
    await progress(1);
    const [returned] = orderIn(journey, id).returnInfo?.[0]?.items ?? [];
    const unusable = {
      action: 'setReturnShipmentState',
      returnItemId: returned!.id,
      shipmentState: 'Unusable',
    } as const;
    await changeAndDeliver(journey, id, unusable);
    await progress(1, 1);

    expect(returnsOf(journey, id)).toMatchObject([{ shipmentState: 'Unusable' }]);
  });

  it('beside which the merchant entered one of his own leaves that alone', async () => {
    const { id, number } = await shippedOrder();
    const own = { quantity: 1, lineItemId: lineItemOf(journey, id, MUG), shipmentState: 'Advised' } as const;
    await changeAndDeliver(journey, id, { action: 'addReturnInfo', items: [own] });
    returnOf(number, { received: 1 });
    await runTask(journey, 'returns');

    expect(returnsOf(journey, id)).toMatchObject([
      { sku: MUG, shipmentState: 'Advised' },
      { sku: COFFEE, shipmentState: 'Returned' },
    ]);
  });

  it('of fewer units than before is not taken back: the order needs attention, until retry', async () => {
    const { id, number } = await shippedOrder();
    const { reference, progress } = returnOf(number);
    await progress(2);
    await progress(1);

    expect(returnsOf(journey, id)).toMatchObject([{ quantity: 2 }]);
    expectIssues(journey, id, expect.stringMatching(`^return-mismatch: .*${reference}`));
    await changeAndDeliver(journey, id, requested('retry'));
    expectInStep(journey, id, 'shipped');
  });
});

describe('whose line a return is of', () => {
  it('is found through a child of a divided order', async () => {
    const { id } = await placeAndDeliver(journey, { lines: [item(COFFEE, US, { quantity: 3 })] });
    const [gone, rest] = splitOff(journey, orderNumberOf(journey, id), { [COFFEE]: 1 });
    for (const number of [gone, rest]) journey.sandbox.ordoro.ship(number);
    await runTask(journey, 'fulfillments');
    returnOf(gone, { expected: 1, received: 1 });
    returnOf(rest, { expected: 2, received: 2 });
    await runTask(journey, 'returns');

    expect(returnsOf(journey, id).map(({ sku, quantity }) => [sku, quantity])).toEqual(
      expect.arrayContaining([
        [COFFEE, 1],
        [COFFEE, 2],
      ]),
    );
  });

  it('is found although the fulfillments task has not seen the child yet', async () => {
    const { id } = await placeAndDeliver(journey, { lines: [item(COFFEE, US, { quantity: 3 })] });
    const [gone] = splitOff(journey, orderNumberOf(journey, id), { [COFFEE]: 1 });
    journey.sandbox.ordoro.ship(gone);
    returnOf(gone, { expected: 1, received: 1 });
    await runTask(journey, 'returns');
    await journey.runJobFor(5);

    expect(returnsOf(journey, id)).toMatchObject([{ sku: COFFEE, quantity: 1 }]);
    expect(deliveriesOf(journey, id)).toHaveLength(1);
  });

  it('is told by the SKU where the return has line ids of its own', async () => {
    const { id, number } = await shippedOrder();
    journey.sandbox.ordoro.addReturn({
      orderNumber: number,
      hasOwnLineIds: true,
      lines: [{ sku: MUG, expected: 1, received: 1 }],
    });
    await runTask(journey, 'returns');

    expect(returnsOf(journey, id)).toMatchObject([{ sku: MUG, quantity: 1 }]);
  });

  it('is not guessed when two lines have that SKU', async () => {
    const lines = [item(MUG, US, { quantity: 1 }), item(MUG, US, { quantity: 1 })];
    const { id } = await placeAndDeliver(journey, { lines });
    const { order_number: number } = shipOrder(journey, id);
    const { reference_id: reference } = journey.sandbox.ordoro.addReturn({
      orderNumber: number,
      hasOwnLineIds: true,
      lines: [{ sku: MUG, expected: 1, received: 1 }],
    });
    await journey.runJob();

    expect(returnsOf(journey, id)).toEqual([]);
    expectIssues(journey, id, expect.stringMatching(`^unknown-line: .*${reference}`));
    await changeAndDeliver(journey, id, requested('retry'));
    expectInStep(journey, id, 'shipped');
  });

  it('is that of the right order where staff merged two', async () => {
    const [one, other] = [
      await placeAndDeliver(journey, { lines: [item(COFFEE, US, { quantity: 3 })] }),
      await placeAndDeliver(journey, { lines: [item(MUG, US, { quantity: 2 })] }),
    ];
    const number = orderNumberOf(journey, one.id);
    journey.sandbox.ordoro.merge([number, orderNumberOf(journey, other.id)]);
    journey.sandbox.ordoro.ship(number);
    await runTask(journey, 'fulfillments');
    returnOf(number, { sku: MUG, received: 2 });
    await runTask(journey, 'returns');

    expect(returnsOf(journey, one.id)).toEqual([]);
    expect(returnsOf(journey, other.id)).toMatchObject([{ sku: MUG, quantity: 2 }]);
    expectInStep(journey, one.id, 'shipped');
  });

  it('is not known for something that was never in the order', async () => {
    const { id, number } = await shippedOrder();
    const { reference_id: reference } = journey.sandbox.ordoro.addReturn({
      orderNumber: number,
      lines: [{ sku: 'DRP-V60', expected: 1, received: 1 }],
    });
    await runTask(journey, 'returns');

    expect(returnsOf(journey, id)).toEqual([]);
    expectIssues(journey, id, expect.stringMatching(`^unknown-line: .*${reference}`));
  });
});

describe('a return of an order that cannot be updated', () => {
  it('is recorded, stops no other, and is written once it can be', async () => {
    const [poison, healthy] = [await shippedOrder(), await shippedOrder()];
    refuseUpdatesOf(journey, poison.id);
    for (const { number } of [poison, healthy]) returnOf(number, { received: 1 });
    journey.time.advance(1_000);
    const task = await runTask(journey, 'returns');

    expect(task.status).not.toBe('failed');
    expect(returnsOf(journey, healthy.id)).toHaveLength(1);
    expect(journey.record(poison.id)).toMatchObject({ due: true, orderUpdate: { attempts: 1 } });
    expect(await writesDuring(journey, () => runTask(journey, 'returns'))).toEqual([]);

    journey.sandbox.commercetools.traffic.clearFaults();
    await journey.runJobFor(5);
    expect(returnsOf(journey, poison.id)).toMatchObject([{ quantity: 1 }]);
    expect(journey.record(poison.id)).toMatchObject({ due: false });
  });
});
