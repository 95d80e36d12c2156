import { describe, expect, it } from 'vitest';
import { changeAndDeliver, expectInStep, expectIssues, journeyOfChanges, requested, statusIn } from './after-export.ts';
import { MINUTE } from './virtual-time.ts';
import { appearInOrdoro, commentsOn, deliveriesOf, exportedOrder, orderIn, runTask } from './warehouse.ts';

const journey = journeyOfChanges();

/** An order that Ordoro has, and a copy of it that somebody else put there. */
async function copiedOrder() {
  const { id, orderNumber, number } = await exportedOrder(journey);
  const copy = appearInOrdoro(journey, { ...orderIn(journey, id), orderNumber: `COPY-${orderNumber}` });
  await runTask(journey, 'fulfillments');
  return { id, number, copy };
}

describe('an order that is in Ordoro twice', () => {
  it('needs attention, and the warehouse finds one comment on each; what others made is not cancelled', async () => {
    const { id, number, copy } = await copiedOrder();

    expectIssues(journey, id, `duplicate-in-ordoro: ${copy}`);
    expect(journey.fields(id).ordoroOrderNumbers).toEqual([number]);
    expect(commentsOn(journey, copy)).toEqual([expect.stringContaining('Please do not ship both')]);
    expect(commentsOn(journey, number)).toEqual([expect.stringContaining(`${copy} is for the same`)]);
    expect([statusIn(journey, number), statusIn(journey, copy)]).toEqual([
      'awaiting_fulfillment',
      'awaiting_fulfillment',
    ]);
  });

  it('is in step again when staff cancel the copy', async () => {
    const { id, copy } = await copiedOrder();
    journey.time.advance(MINUTE);
    journey.sandbox.ordoro.cancel(copy);
    await runTask(journey, 'fulfillments');

    expectInStep(journey, id);
  });

  it('shows the shipment of its own Ordoro order, not that of the copy', async () => {
    const { id, number, copy } = await copiedOrder();
    journey.time.advance(MINUTE);
    journey.sandbox.ordoro.ship(copy, { tracking: 'COPY' });
    await runTask(journey, 'fulfillments');
    expect(deliveriesOf(journey, id)).toEqual([]);

    journey.sandbox.ordoro.ship(number, { tracking: 'OWN' });
    await runTask(journey, 'fulfillments');
    expect(deliveriesOf(journey, id)).toMatchObject([{ parcels: [{ tracking: 'OWN' }] }]);
    expect(orderIn(journey, id).shipmentState).toBe('Shipped');
    expectIssues(journey, id, `duplicate-in-ordoro: ${copy}`);
  });

  it('is dealt with when the merchant requests retry', async () => {
    const { id, copy } = await copiedOrder();
    await changeAndDeliver(journey, id, requested('retry'));

    expectInStep(journey, id);
    expect(commentsOn(journey, copy)).toHaveLength(1);
  });
});
