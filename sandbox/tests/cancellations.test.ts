import { describe, expect, it } from 'vitest';
import {
  CANCEL,
  change,
  changeAndDeliver,
  editsDuring,
  expectInStep,
  expectIssues,
  journeyOfChanges,
  REOPEN,
  requested,
  sent,
  statusIn,
} from './after-export.ts';
import { updatesOf } from './in-step.ts';
import { bought, COFFEE, place } from './shop.ts';
import { commentsOn, deliveriesOf, exportedOrder, orderIn, runTask, shipOrder, splitOff } from './warehouse.ts';

const journey = journeyOfChanges();

describe('an order that is cancelled in time', () => {
  it('is cancelled in Ordoro as soon as the message comes', async () => {
    const { id, number } = await exportedOrder(journey);
    await change(journey, id, CANCEL);

    expect(await editsDuring(journey, () => journey.deliver())).toEqual([`POST ${number}/cancel`]);

    expect(statusIn(journey, number)).toBe('cancelled');
    expectInStep(journey, id, 'cancelled');
    expect(journey.fields(id)).toMatchObject({
      ordoroOrderNumbers: [number],
      ordoroSyncMessage: expect.stringContaining(`Cancelled in Ordoro: ${number}.`),
    });
    expect(commentsOn(journey, number)).toEqual([]);
    expect(journey.record(id)).toMatchObject({ status: 'cancelled', due: false, open: false });
  });

  it('is cancelled by the job when the message is lost', async () => {
    const { id, number } = await exportedOrder(journey);
    await change(journey, id, CANCEL);
    journey.dropMessages();
    await journey.runJob();

    expect(statusIn(journey, number)).toBe('cancelled');
    expectInStep(journey, id, 'cancelled');
  });

  it('is cancelled although a supplier was already asked to ship it', async () => {
    const { id, number } = await exportedOrder(journey);
    journey.sandbox.ordoro.requestDropship(number);
    await runTask(journey, 'fulfillments');
    await changeAndDeliver(journey, id, CANCEL);

    expect(statusIn(journey, number)).toBe('cancelled');
    expectInStep(journey, id, 'cancelled');
  });

  it('is cancelled while the merchant holds it', async () => {
    const { id, number } = await exportedOrder(journey);
    await changeAndDeliver(journey, id, requested('hold'));
    await changeAndDeliver(journey, id, CANCEL);

    expect(statusIn(journey, number)).toBe('cancelled');
    expectInStep(journey, id, 'cancelled');
    expect(commentsOn(journey, number)).toHaveLength(1);
  });

  it('is left alone when staff cancelled it first', async () => {
    const { id, number } = await exportedOrder(journey);
    journey.sandbox.ordoro.cancel(number);
    await change(journey, id, CANCEL);

    expect(await editsDuring(journey, () => journey.deliver())).toEqual([]);
    await journey.runJob();
    expectInStep(journey, id, 'cancelled');
  });

  it('is sent nowhere when it is cancelled before anything was sent', async () => {
    const { id } = await place(journey);
    await change(journey, id, CANCEL);
    await journey.deliver();
    await journey.runJob();

    expect(journey.ordoroOrders(id)).toEqual([]);
  });
});

describe('an order that is cancelled too late', () => {
  it('keeps its shipment, of which nobody knew yet, says so, and the warehouse finds one comment', async () => {
    const { id, orderNumber, number } = await exportedOrder(journey);
    shipOrder(journey, id, { tracking: 'GONE' });
    await change(journey, id, CANCEL);
    const edits = await editsDuring(journey, () => journey.deliver());

    expect(edits).toEqual([`POST ${number}/comment`]);
    expect(statusIn(journey, number)).toBe('shipped');
    expectIssues(journey, id, `too-late-to-cancel: ${number}`);
    expect(deliveriesOf(journey, id)).toMatchObject([{ parcels: [{ tracking: 'GONE' }] }]);
    expect(commentsOn(journey, number)).toEqual([
      expect.stringMatching(
        new RegExp(`^commercetools order ${orderNumber} was cancelled in the shop, but .* Please do not ship it`),
      ),
    ]);
    expect(orderIn(journey, id)).toMatchObject({ orderState: 'Cancelled', shipmentState: 'Shipped' });
  });

  it('is dealt with when the merchant says so by retry, and no second comment is posted', async () => {
    const { id, number } = await exportedOrder(journey);
    shipOrder(journey, id);
    await changeAndDeliver(journey, id, CANCEL);
    await changeAndDeliver(journey, id, requested('retry'));

    expect(journey.fields(id)).toMatchObject({ ordoroSyncStatus: 'shipped' });
    expect(journey.fields(id).ordoroIssues).toBeUndefined();
    expect(commentsOn(journey, number)).toHaveLength(1);
  });

  it('loses what is still open of it, and names what has left', async () => {
    const { id, number } = await exportedOrder(journey, { lines: bought({ [COFFEE]: 3 }) });
    const [gone, open] = splitOff(journey, number, { 'COF-COL-250': 1 });
    journey.sandbox.ordoro.ship(gone, { tracking: 'HALF' });
    await runTask(journey, 'fulfillments');
    await changeAndDeliver(journey, id, CANCEL);

    expect([statusIn(journey, gone), statusIn(journey, open)]).toEqual(['shipped', 'cancelled']);
    expectIssues(journey, id, `too-late-to-cancel: ${gone}`);
    expect(deliveriesOf(journey, id)).toMatchObject([{ key: `ordoro-${gone}`, items: { 'COF-COL-250': 1 } }]);
    expect([commentsOn(journey, gone).length, commentsOn(journey, open).length]).toEqual([1, 0]);
  });

  it('is treated alike when nobody knew yet that it was divided', async () => {
    const { id, number } = await exportedOrder(journey, { lines: bought({ [COFFEE]: 3 }) });
    const [gone, open] = splitOff(journey, number, { 'COF-COL-250': 1 });
    journey.sandbox.ordoro.ship(gone);
    await changeAndDeliver(journey, id, CANCEL);
    await journey.runJob();

    expect([statusIn(journey, gone), statusIn(journey, open)]).toEqual(['shipped', 'cancelled']);
    expectIssues(journey, id, `too-late-to-cancel: ${gone}`);
    expect(sent(journey, number, '/cancel')).toBe(0);
  });

  it('is not touched where staff merged it with goods of another order', async () => {
    const [one, other] = [await exportedOrder(journey), await exportedOrder(journey)];
    journey.sandbox.ordoro.merge([one.number, other.number]);
    await changeAndDeliver(journey, other.id, CANCEL);
    await journey.runJob();

    expect(statusIn(journey, one.number)).toBe('awaiting_fulfillment');
    expect(sent(journey, one.number, '/cancel')).toBe(0);
    expectIssues(journey, other.id, `too-late-to-cancel: ${one.number}`);
    expectInStep(journey, one.id);
    expect(commentsOn(journey, one.number)).toEqual([expect.stringContaining(`order ${other.orderNumber} was`)]);
  });
});

describe('an order that is cancelled and opened again', () => {
  it('is restored in Ordoro, and can be cancelled again', async () => {
    const { id, number } = await exportedOrder(journey);
    await changeAndDeliver(journey, id, CANCEL);
    await changeAndDeliver(journey, id, REOPEN);
    expect(statusIn(journey, number)).toBe('awaiting_fulfillment');
    expectInStep(journey, id);

    await changeAndDeliver(journey, id, CANCEL);
    expect(statusIn(journey, number)).toBe('cancelled');
    expectInStep(journey, id, 'cancelled');
    expect([sent(journey, number, '/cancel'), sent(journey, number, '/uncancel')]).toEqual([2, 1]);
  });

  it('is not restored where staff had cancelled it', async () => {
    const { id, number } = await exportedOrder(journey);
    journey.sandbox.ordoro.cancel(number);
    await runTask(journey, 'fulfillments');
    await changeAndDeliver(journey, id, CANCEL);
    await changeAndDeliver(journey, id, REOPEN);

    expect(statusIn(journey, number)).toBe('cancelled');
    expect(sent(journey, number, '/uncancel')).toBe(0);
    expectIssues(journey, id, `cancelled-in-ordoro: ${number}`);
  });

  it('gets back only the part that was cancelled for it', async () => {
    const { id, number } = await exportedOrder(journey, { lines: bought({ [COFFEE]: 3 }) });
    const [byStaff, byUs] = splitOff(journey, number, { 'COF-COL-250': 1 });
    journey.sandbox.ordoro.cancel(byStaff);
    await runTask(journey, 'fulfillments');
    await changeAndDeliver(journey, id, CANCEL);
    await changeAndDeliver(journey, id, REOPEN);

    expect([statusIn(journey, byStaff), statusIn(journey, byUs)]).toEqual(['cancelled', 'awaiting_fulfillment']);
    expectIssues(journey, id, `cancelled-in-ordoro: ${byStaff}`);
  });

  it('is not cancelled a second time when staff restored it: somebody wants it shipped', async () => {
    const { id, number } = await exportedOrder(journey);
    await changeAndDeliver(journey, id, CANCEL);
    journey.sandbox.ordoro.uncancel(number);
    await runTask(journey, 'fulfillments');

    expect(statusIn(journey, number)).toBe('awaiting_fulfillment');
    expect(sent(journey, number, '/cancel')).toBe(1);
    expectIssues(journey, id, `too-late-to-cancel: ${number}`);
    expect(commentsOn(journey, number)).toHaveLength(1);
  });

  it('ends as the merchant left it when both messages come late and in the wrong order', async () => {
    const { id, number } = await exportedOrder(journey);
    await change(journey, id, CANCEL);
    await change(journey, id, REOPEN);
    journey.sandbox.relay.queue.reverse();

    expect(await editsDuring(journey, () => journey.deliver())).toEqual([]);
    expect(statusIn(journey, number)).toBe('awaiting_fulfillment');
    expectInStep(journey, id);
  });
});

describe('the order update for a cancellation', () => {
  it('is one', async () => {
    const { id } = await exportedOrder(journey);
    await change(journey, id, CANCEL);

    expect(await updatesOf(journey, id, () => journey.deliver())).toBe(1);
  });
});
