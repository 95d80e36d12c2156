import { describe, expect, it } from 'vitest';
import {
  changeAndDeliver,
  expectInStep,
  expectIssues,
  journeyOfChanges,
  REOPEN,
  requested,
  sent,
  statusIn,
} from './after-export.ts';
import { updatesOf } from './in-step.ts';
import { bought, COFFEE } from './shop.ts';
import { MINUTE } from './virtual-time.ts';
import { commentsOn, deliveriesOf, exportedOrder, orderIn, runTask, splitOff } from './warehouse.ts';

describe.each(['flag', 'cancel'] as const)('with CANCEL_POLICY=%s', (policy) => {
  const journey = journeyOfChanges({ environment: { CANCEL_POLICY: policy } });

  it('an order of which staff cancelled a part needs attention, and stays open', async () => {
    const { id, number } = await exportedOrder(journey, { lines: bought({ [COFFEE]: 3 }) });
    const [cancelled] = splitOff(journey, number, { 'COF-COL-250': 1 });
    journey.sandbox.ordoro.cancel(cancelled);
    await runTask(journey, 'fulfillments');

    expectIssues(journey, id, `cancelled-in-ordoro: ${cancelled}`);
    expect(orderIn(journey, id).orderState).toBe('Open');
  });

  it('an order that was cancelled after it was shipped keeps its delivery, needs attention, and stays open', async () => {
    const { id, number } = await exportedOrder(journey);
    journey.sandbox.ordoro.ship(number);
    await runTask(journey, 'fulfillments');
    journey.time.advance(MINUTE);
    journey.sandbox.ordoro.cancel(number);
    await runTask(journey, 'fulfillments');

    expect(deliveriesOf(journey, id)).toHaveLength(1);
    expectIssues(journey, id, `cancelled-in-ordoro: ${number}`);
    expect(orderIn(journey, id).orderState).toBe('Open');
  });

  it('an order of which one part was shipped before staff cancelled the rest stays open', async () => {
    const { id, number } = await exportedOrder(journey, { lines: bought({ [COFFEE]: 3 }) });
    const [gone, rest] = splitOff(journey, number, { 'COF-COL-250': 1 });
    journey.sandbox.ordoro.ship(gone);
    journey.sandbox.ordoro.cancel(rest);
    await runTask(journey, 'fulfillments');

    expectIssues(journey, id, `cancelled-in-ordoro: ${rest}`);
    expect(orderIn(journey, id)).toMatchObject({ orderState: 'Open', shipmentState: 'Partial' });
  });

  it('an Ordoro order that staff emptied by a merge was not cancelled', async () => {
    const [one, other] = [await exportedOrder(journey), await exportedOrder(journey)];
    journey.sandbox.ordoro.merge([one.number, other.number]);
    await runTask(journey, 'fulfillments');

    expectInStep(journey, other.id);
    expect(orderIn(journey, other.id).orderState).toBe('Open');
  });

  if (policy === 'flag') {
    it('an order that staff cancelled needs attention, until they restore it', async () => {
      const { id, number } = await exportedOrder(journey);
      journey.sandbox.ordoro.cancel(number);
      await runTask(journey, 'fulfillments');
      expectIssues(journey, id, `cancelled-in-ordoro: ${number}`);
      expect(orderIn(journey, id).orderState).toBe('Open');
      expect(commentsOn(journey, number)).toEqual([]);

      journey.time.advance(MINUTE);
      journey.sandbox.ordoro.uncancel(number);
      await runTask(journey, 'fulfillments');
      expectInStep(journey, id);
    });

    it('an order that staff cancelled stays quiet after retry', async () => {
      const { id, number } = await exportedOrder(journey);
      journey.sandbox.ordoro.cancel(number);
      await runTask(journey, 'fulfillments');
      await changeAndDeliver(journey, id, requested('retry'));

      expect(journey.fields(id).ordoroIssues).toBeUndefined();
      expect(statusIn(journey, number)).toBe('cancelled');
    });
  } else {
    it('an order that staff cancelled is cancelled in commercetools, in one update', async () => {
      const { id, number } = await exportedOrder(journey);
      journey.sandbox.ordoro.cancel(number);

      expect(await updatesOf(journey, id, () => runTask(journey, 'fulfillments'))).toBe(1);
      expect(orderIn(journey, id).orderState).toBe('Cancelled');
      expectInStep(journey, id, 'cancelled');
    });

    it('an order of which staff cancelled all parts is cancelled with the last of them', async () => {
      const { id, number } = await exportedOrder(journey, { lines: bought({ [COFFEE]: 3 }) });
      const [one, other] = splitOff(journey, number, { 'COF-COL-250': 1 });
      journey.sandbox.ordoro.cancel(one);
      await runTask(journey, 'fulfillments');
      expect(orderIn(journey, id).orderState).toBe('Open');

      journey.time.advance(MINUTE);
      journey.sandbox.ordoro.cancel(other);
      await runTask(journey, 'fulfillments');
      expect(orderIn(journey, id).orderState).toBe('Cancelled');
      expectInStep(journey, id, 'cancelled');
    });

    it('an order that the merchant opens again after that stays open, and is not restored in Ordoro', async () => {
      const { id, number } = await exportedOrder(journey);
      journey.sandbox.ordoro.cancel(number);
      await runTask(journey, 'fulfillments');
      await changeAndDeliver(journey, id, REOPEN);
      await journey.runJob();

      expect(orderIn(journey, id).orderState).toBe('Open');
      expectIssues(journey, id, `cancelled-in-ordoro: ${number}`);
      expect(sent(journey, number, '/uncancel')).toBe(0);
    });

    it('an order that staff restore after that is not cancelled in Ordoro, and says so', async () => {
      const { id, number } = await exportedOrder(journey);
      journey.sandbox.ordoro.cancel(number);
      await runTask(journey, 'fulfillments');
      journey.time.advance(MINUTE);
      journey.sandbox.ordoro.uncancel(number);
      await runTask(journey, 'fulfillments');

      expect(sent(journey, number, '/cancel')).toBe(0);
      expectIssues(journey, id, `too-late-to-cancel: ${number}`);
    });
  }
});
