import { describe, expect, it } from 'vitest';
import { journeyOfShipments, updatesOf } from './in-step.ts';
import { bought, COFFEE } from './shop.ts';
import { MINUTE } from './virtual-time.ts';
import { exportedOrder, lineStatesOf, orderIn, runTask, shipOrder, splitOff, trackingOf } from './warehouse.ts';

const journey = journeyOfShipments();

/** From now on line items are moved to these states. */
async function configure(states: object): Promise<void> {
  await journey.sandbox.commercetools.putCustomObject('ordoro-config', 'line-states', states);
  journey.time.advance(MINUTE);
}

/** An exported order over three bags. */
const threeBags = () => exportedOrder(journey, { lines: bought({ [COFFEE]: 3 }) });

describe('the states of line items', () => {
  it('stay as they are while none are configured', async () => {
    const { id } = await threeBags();
    shipOrder(journey, id);
    await runTask(journey, 'fulfillments');

    expect(lineStatesOf(journey, id, 'COF-COL-250')).toEqual({ Initial: 3 });
  });

  it('follow export and shipment unit by unit, in the same update, and go back with a void', async () => {
    await configure({ exported: 'line-exported', shipped: 'line-shipped' });
    const { id, number } = await threeBags();
    expect(lineStatesOf(journey, id, 'COF-COL-250')).toEqual({ 'line-exported': 3 });

    const [first] = splitOff(journey, number, { 'COF-COL-250': 2 });
    journey.sandbox.ordoro.ship(first);
    expect(await updatesOf(journey, id, () => runTask(journey, 'fulfillments'))).toBe(1);

    expect(lineStatesOf(journey, id, 'COF-COL-250')).toEqual({ 'line-exported': 1, 'line-shipped': 2 });
    expect(orderIn(journey, id).shipmentState).toBe('Partial');
  });

  it('that the workflow refuses keep no shipment from the order, and are tried again when the configuration changes', async () => {
    // From "shipped" there is no way back to "exported".
    await configure({ exported: 'line-shipped', shipped: 'line-exported' });
    const { id } = await threeBags();
    shipOrder(journey, id, { tracking: 'REFUSED-1' });
    await runTask(journey, 'fulfillments');

    expect(trackingOf(journey, id)).toEqual(['REFUSED-1']);
    expect(orderIn(journey, id).shipmentState).toBe('Shipped');
    expect(journey.fields(id).ordoroSyncStatus).toBe('shipped');
    expect(journey.record(id)).toMatchObject({ due: false });

    await configure({ exported: 'line-shipped' });
    await journey.poke(id);
    expect(lineStatesOf(journey, id, 'COF-COL-250')).toEqual({ 'line-shipped': 3 });
    // The other orders follow the new configuration when they are looked at.
    await journey.runJob();
  });
});
