import { describe, expect, it } from 'vitest';
import { item } from '../src/seed/demo-lines.ts';
import { CANCEL, change, MOVE, requested } from './after-export.ts';
import { writesDuring } from './in-step.ts';
import { sharedJourney } from './shared-journey.ts';
import { placeAndDeliver, US } from './shop.ts';
import { MINUTE } from './virtual-time.ts';
import { deliveriesOf, lineItemOf, orderNumberOf, ordoroLineOf, returnsOf, shipOrder, splitOff } from './warehouse.ts';

const journey = sharedJourney();

/** Everything that can happen to an order after its export, on an order of its own; nobody was told. */
async function busyMorning(): Promise<string[]> {
  const placed: string[] = [];
  const order = async () => {
    const { id } = await placeAndDeliver(journey, { lines: [item('COF-COL-250', US, { quantity: 2 })] });
    placed.push(id);
    return { id, number: orderNumberOf(journey, id) };
  };
  const { commercetools, ordoro } = journey.sandbox;
  const [shipped, split, returned, cancelled, moved] = [
    await order(),
    await order(),
    await order(),
    await order(),
    await order(),
  ];
  const [edited, tooLate, held, gone] = [await order(), await order(), await order(), await order()];
  await journey.runJob();
  journey.time.advance(10 * MINUTE);
  shipOrder(journey, shipped.id);
  ordoro.ship(splitOff(journey, split.number, { 'COF-COL-250': 1 })[0]);
  shipOrder(journey, returned.id);
  const lineId = ordoroLineOf(journey, returned.number);
  ordoro.addReturn({ orderNumber: returned.number, lines: [{ lineId, expected: 1, received: 1, restocked: 1 }] });
  await change(journey, cancelled.id, CANCEL);
  await change(journey, moved.id, MOVE);
  await commercetools.merchantEditsOrder(edited.id, {
    quantities: { [lineItemOf(journey, edited.id, 'COF-COL-250')]: 1 },
    add: [item('MUG-ENAMEL-WHT', US, { quantity: 1 })],
  });
  shipOrder(journey, tooLate.id);
  await change(journey, tooLate.id, CANCEL);
  await change(journey, held.id, requested('hold'));
  ordoro.cancel(gone.number);
  journey.dropMessages();
  return placed;
}

describe('a dry run', () => {
  it('sends and writes nothing of what happens after the export; the real run then does all of it', async () => {
    const ids = await busyMorning();
    const usual = journey.environment;
    journey.environment = { ...usual, DRY_RUN: 'true', CANCEL_POLICY: 'cancel' };
    const [eventUrl, dryJobUrl] = [`${await journey.startEvent()}/event`, `${await journey.startJob()}/job`];
    journey.environment = usual;
    const realJobUrl = journey.jobUrl;
    const before = journey.state({ withoutHealth: true });

    journey.jobUrl = dryJobUrl;
    const writes = await writesDuring(journey, async () => {
      for (const id of ids) expect(await journey.poke(id, eventUrl)).toBeLessThan(300);
      await journey.runJob();
      await journey.runJob({ full: true });
    });
    journey.jobUrl = realJobUrl;
    expect(writes).toEqual([]);
    expect(journey.state({ withoutHealth: true })).toBe(before);

    // An operator's preview of the real deployment is no different.
    expect(await writesDuring(journey, () => journey.runJob({ dryRun: true }))).toEqual([]);
    expect(journey.state({ withoutHealth: true })).toBe(before);

    const real = await writesDuring(journey, () => journey.runJob());
    expect(
      real.filter((write) => write.includes('/v3/order/')).map((write) => write.replace(/\d+$/, '#')),
    ).toHaveLength(
      // Cancellation, two addresses, three of the edit, two comments.
      8,
    );
    expect(ids.filter((id) => deliveriesOf(journey, id).length > 0)).toHaveLength(4);
    expect(ids.flatMap((id) => returnsOf(journey, id))).toHaveLength(1);
  });
});
