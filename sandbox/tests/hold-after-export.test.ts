import { describe, expect, it } from 'vitest';
import {
  CANCEL,
  change,
  changeAndDeliver,
  editsDuring,
  expectInStep,
  journeyOfChanges,
  MOVE,
  REOPEN,
  requested,
  statusIn,
} from './after-export.ts';
import { MINUTE } from './virtual-time.ts';
import { commentsOn, exportedOrder, ordoroLineOf, returnsOf, runTask, shipOrder, trackingOf } from './warehouse.ts';

const journey = journeyOfChanges();

/** An order that Ordoro has, and that the merchant holds since. */
async function heldOrder() {
  const order = await exportedOrder(journey);
  await change(journey, order.id, requested('hold'));
  const edits = await editsDuring(journey, () => journey.deliver());
  return { ...order, edits };
}

const cityOf = (number: string) => journey.sandbox.ordoro.order(number).shipping_address.city;

describe('an order that is put on hold after export', () => {
  it('is told to the warehouse by one comment, and the field is cleared', async () => {
    const { id, orderNumber, number, edits } = await heldOrder();

    expect(edits).toEqual([`POST ${number}/comment`]);
    expect(commentsOn(journey, number)).toEqual([
      expect.stringMatching(new RegExp(`^The shop has put commercetools order ${orderNumber} on hold `)),
    ]);
    expect(journey.fields(id).ordoroRequest).toBeUndefined();
    expectInStep(journey, id);
    expect(journey.fields(id).ordoroSyncMessage).toMatch(/hold/);
  });

  it('sends no change until it is resumed, then all at once and only as it is then', async () => {
    const { id, number } = await heldOrder();
    await changeAndDeliver(journey, id, MOVE);
    await changeAndDeliver(journey, id, { action: 'setCustomerEmail', email: 'dana@example.org' });
    await journey.runJobFor(10);
    expect(cityOf(number)).toBe('Albany');

    await change(journey, id, requested('resume'));
    expect(await editsDuring(journey, () => journey.deliver())).toEqual([
      `PUT ${number}/shipping_address`,
      `PUT ${number}/billing_address`,
    ]);
    expect(cityOf(number)).toBe('Stowe');
    expectInStep(journey, id);
    expect(journey.fields(id).ordoroSyncMessage).not.toMatch(/hold/);
    expect(commentsOn(journey, number)).toHaveLength(1);
  });

  it('still shows what is shipped and what comes back', async () => {
    const { id, number } = await heldOrder();
    shipOrder(journey, id, { tracking: 'ANYWAY' });
    await runTask(journey, 'fulfillments');
    expect(trackingOf(journey, id)).toEqual(['ANYWAY']);
    expectInStep(journey, id, 'shipped');

    const lineId = ordoroLineOf(journey, number);
    journey.sandbox.ordoro.addReturn({ orderNumber: number, lines: [{ lineId, expected: 1, received: 1 }] });
    await runTask(journey, 'returns');
    expect(returnsOf(journey, id)).toMatchObject([{ quantity: 1, shipmentState: 'Returned' }]);
  });

  it('is cancelled all the same, but not restored before it is resumed', async () => {
    const { id, number } = await heldOrder();
    await changeAndDeliver(journey, id, CANCEL);
    expect(statusIn(journey, number)).toBe('cancelled');

    await changeAndDeliver(journey, id, REOPEN);
    await journey.runJob();
    expect(statusIn(journey, number)).toBe('cancelled');
    await changeAndDeliver(journey, id, requested('resume'));
    expect(statusIn(journey, number)).toBe('awaiting_fulfillment');
    expectInStep(journey, id);
  });

  it('is commented again when it is held again', async () => {
    const { id, number } = await heldOrder();
    await changeAndDeliver(journey, id, requested('resume'));
    journey.time.advance(MINUTE);
    await changeAndDeliver(journey, id, requested('hold'));

    expect(new Set(commentsOn(journey, number)).size).toBe(2);
  });
});
