import { describe, expect, it } from 'vitest';
import { item, type Market } from '../src/seed/demo-lines.ts';
import { SEED_IDS } from '../src/seed/seed-names.ts';
import { journeyOfShipments } from './in-step.ts';
import { placeAndDeliver, US } from './shop.ts';
import { MINUTE } from './virtual-time.ts';
import { deliveriesOf, exportedOrder, orderNumberOf, runTask, shipOrder, shipperId, trackingOf } from './warehouse.ts';

const journey = journeyOfShipments();

describe('what the rules of the warehouse choose', () => {
  const CANADA: Market = { country: 'CA', currency: 'USD' };
  const GERMANY: Market = { country: 'DE', currency: 'EUR' };
  const FRANCE: Market = { country: 'FR', currency: 'EUR' };
  const bags = (market: Market, more = {}) => [item('COF-COL-250', market, { quantity: 2, ...more })];

  it.each([
    ['the cheapest instead of UPS Ground', US, {}, 'USPS', 'USPS Ground Advantage', 7.3, '15450'],
    [
      'FedEx for the tag "rush"',
      US,
      { shipping: { method: 'Express', price: 1999 } },
      'FedEx',
      'FedEx 2Day',
      18.8,
      '15450',
    ],
    [
      'UPS from the west',
      US,
      { lines: bags(US, { supplyChannelId: SEED_IDS.channelWest }) },
      'UPS',
      'UPS Ground',
      8.95,
      '15451',
    ],
    [
      'a preset for heavy boxes',
      US,
      { lines: [item('GRD-ELEC', US, { quantity: 3 })] },
      'FedEx',
      'FedEx Home Delivery',
      21.75,
      '15450',
    ],
    ['Canada Post for Canada', CANADA, {}, 'Canada Post', 'Expedited Parcel', 27.4, '15450'],
    ['DHL for Germany', GERMANY, { store: 'eu' }, 'DHL eCommerce', 'DHL Packet International', 26.6, '15450'],
    ['a carrier without account', FRANCE, { store: 'eu' }, 'Chronopost', 'Chrono Express', 24.1, '15450'],
  ] as const)('is what the order shows: %s', async (_what, market, changes, carrier, service, cost, warehouse) => {
    const { id } = await placeAndDeliver(journey, { ...market, lines: bags(market), ...changes } as object);
    shipOrder(journey, id);
    await runTask(journey, 'fulfillments');

    expect(deliveriesOf(journey, id)).toMatchObject([
      { fields: { warehouse }, parcels: [{ carrier, fields: { service, shippingCost: cost } }] },
    ]);
    expect(journey.fields(id).ordoroSyncStatus).toBe('shipped');
  });
});

describe('several packages of one shipment', () => {
  it.each(['packages', 'package_tracking', 'both'] as const)(
    'are one parcel each, in the order of Ordoro, where the numbers stand in: %s',
    async (packagesIn) => {
      const { id, number } = await exportedOrder(journey, { lines: [item('GRD-ELEC', US, { quantity: 2 })] });
      shipOrder(journey, id, {
        shipperId: shipperId(journey, 'ups'),
        packages: [{ tracking: '1ZB' }, { tracking: '1ZA' }],
        packagesIn,
      });
      await runTask(journey, 'fulfillments');

      expect(deliveriesOf(journey, id)).toMatchObject([
        {
          items: { 'GRD-ELEC': 2 },
          parcels: [
            { key: `ordoro-${number}-1`, tracking: '1ZB', carrier: 'UPS' },
            { key: `ordoro-${number}-2`, tracking: '1ZA', carrier: 'UPS' },
          ],
        },
      ]);
    },
  );

  it('become one parcel when a new label is for a single package', async () => {
    const { id } = await placeAndDeliver(journey);
    shipOrder(journey, id, { packages: [{ tracking: 'P1' }, { tracking: 'P2' }] });
    await runTask(journey, 'fulfillments');
    journey.time.advance(MINUTE);
    journey.sandbox.ordoro.relabel(orderNumberOf(journey, id), { tracking: 'P3' });
    await runTask(journey, 'fulfillments');

    expect(trackingOf(journey, id)).toEqual(['P3']);
  });
});
