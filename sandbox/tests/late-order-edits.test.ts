import { describe, expect, it } from 'vitest';
import {
  changeAndDeliver,
  editAndDeliver,
  expectInStep,
  expectIssues,
  journeyOfChanges,
  quantities,
  requested,
  sent,
  statusIn,
  unitsIn,
} from './after-export.ts';
import { bought, COFFEE, COFFEE_AND_MUG, MUG } from './shop.ts';
import { commentsOn, deliveriesOf, exportedOrder, ordoroLineOf, runTask, shipOrder, splitOff } from './warehouse.ts';

const journey = journeyOfChanges();

describe('an order edit of a divided order', () => {
  it('changes only the child that is still open', async () => {
    const { id, number } = await exportedOrder(journey, { lines: bought({ [COFFEE]: 4 }) });
    const [gone, open] = splitOff(journey, number, { [COFFEE]: 1 });
    journey.sandbox.ordoro.ship(gone);
    await runTask(journey, 'fulfillments');
    await editAndDeliver(journey, id, { quantities: quantities(journey, id, { [COFFEE]: 6 }) });

    expect([unitsIn(journey, gone), unitsIn(journey, open)]).toEqual([{ [COFFEE]: 1 }, { [COFFEE]: 5 }]);
    await journey.runJob();
    expectInStep(journey, id, 'partially-shipped');
  });

  it('that wants fewer than were shipped is too late, and says how many', async () => {
    const { id, number } = await exportedOrder(journey, { lines: bought({ [COFFEE]: 4 }) });
    const [gone, open] = splitOff(journey, number, { [COFFEE]: 3 });
    journey.sandbox.ordoro.ship(gone);
    await runTask(journey, 'fulfillments');
    await editAndDeliver(journey, id, { quantities: quantities(journey, id, { [COFFEE]: 2 }) });
    await journey.runJob();

    expect(statusIn(journey, open)).toBe('cancelled');
    expect(journey.fields(id).ordoroIssues).toEqual(
      expect.arrayContaining([`too-late-to-change: lines: ${COFFEE}: 3 on their way, 2 wanted`]),
    );
    expect(commentsOn(journey, gone)).toHaveLength(1);
    await changeAndDeliver(journey, id, requested('retry'));
  });

  it('that wants more when all is shipped is too late', async () => {
    const { id, number } = await exportedOrder(journey, COFFEE_AND_MUG);
    shipOrder(journey, id);
    await editAndDeliver(journey, id, { quantities: quantities(journey, id, { [COFFEE]: 3 }) });

    expect(journey.fields(id).ordoroIssues).toEqual(
      expect.arrayContaining([`too-late-to-change: lines: ${COFFEE}: no order in Ordoro can take it any more`]),
    );
    expect(unitsIn(journey, number)).toEqual({ [COFFEE]: 2, [MUG]: 1 });
    expect(deliveriesOf(journey, id)).toHaveLength(1);
  });
});

describe('an order edit of what staff edited too', () => {
  it('does not overwrite their quantity, and says so; other lines are sent', async () => {
    const { id, number } = await exportedOrder(journey, COFFEE_AND_MUG);
    journey.sandbox.ordoro.editLine(number, ordoroLineOf(journey, number, COFFEE), { quantity: 7 });
    await editAndDeliver(journey, id, { quantities: quantities(journey, id, { [COFFEE]: 4, [MUG]: 2 }) });

    expect(unitsIn(journey, number)).toEqual({ [COFFEE]: 7, [MUG]: 2 });
    expectIssues(journey, id, `too-late-to-change: lines: ${COFFEE} was changed in Ordoro too`);
    expect(sent(journey, number, '/financial')).toBe(0);
    expect(commentsOn(journey, number)).toHaveLength(1);
  });

  it('is in step without a word when staff made the same change', async () => {
    const { id, number } = await exportedOrder(journey, COFFEE_AND_MUG);
    journey.sandbox.ordoro.editLine(number, ordoroLineOf(journey, number, COFFEE), { quantity: 4 });
    await editAndDeliver(journey, id, { quantities: quantities(journey, id, { [COFFEE]: 4 }) });

    expect(unitsIn(journey, number)).toEqual({ [COFFEE]: 4, [MUG]: 1 });
    expectInStep(journey, id);
    expect(commentsOn(journey, number)).toEqual([]);
  });

  it('touches no quantity where staff added a line of their own', async () => {
    const { id, number } = await exportedOrder(journey, COFFEE_AND_MUG);
    journey.sandbox.ordoro.edit(number, (order) => {
      const [line] = order.lines;
      order.lines.push({ ...structuredClone(line!), id: 999_001, cart_order_id: null, cart_orderitem_id: null });
    });
    await editAndDeliver(journey, id, { quantities: quantities(journey, id, { [COFFEE]: 4 }) });

    expect(sent(journey, number, `/line/${ordoroLineOf(journey, number, COFFEE)}`)).toBe(0);
    expectIssues(
      journey,
      id,
      `too-late-to-change: lines: ${number} has a line that belongs to no line of this order`,
      `unknown-line: 2 x ${COFFEE} on ${number}`,
    );
  });
});
