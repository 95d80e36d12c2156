import type { OrderUpdateAction } from '@commercetools/platform-sdk';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { item } from '../src/seed/demo-lines.ts';
import type { OrderSpec } from '../src/seed/order-builder.ts';
import {
  CANCEL,
  change,
  expectInStep,
  expectIssues,
  MOVE,
  REOPEN,
  requested,
  statusIn,
  unitsIn,
} from './after-export.ts';
import { Journey } from './connector-under-test.ts';
import { crashPoints, dieAt, restart, writesOf } from './crashes.ts';
import { expectUndisturbed } from './end-state.ts';
import { afterEachJourney, expectExportedOnce } from './exported-once.ts';
import { expectNothingLeftToDo } from './in-step.ts';
import { manySku, stockMany } from './many-articles.ts';
import { place, placeAndDeliver, US } from './shop.ts';
import { MINUTE } from './virtual-time.ts';
import { commentsOn, lineItemOf, orderNumberOf, shipOrder } from './warehouse.ts';

const ARTICLES = ['COF-COL-250', 'DRP-V60', 'MUG-ENAMEL-WHT'];

let journey: Journey;
let unknown = 0;

beforeAll(async () => {
  journey = await Journey.start({
    before: async ({ commercetools, ordoro }) => {
      ordoro.addPreset({ id: 7, name: 'Fragile' });
      await commercetools.putCustomObject('ordoro-config', 'shipping-services', [
        { method: 'Standard', service: 'UPS Ground' },
        { method: 'Express', service: 'UPS 2nd Day Air', tags: ['rush'], presetId: 7 },
      ]);
    },
  });
  stockMany(journey, 40, 100);
  // From now on the connector knows what Ordoro calls these articles.
  await placeAndDeliver(journey, { lines: ARTICLES.map((sku) => item(sku, US, { quantity: 1 })) });
  journey.time.advance(MINUTE);
  await journey.runJob();
});

afterEach(() => {
  afterEachJourney(journey);
});

afterAll(async () => {
  await journey.close();
});

/** A message whose handling is interrupted, and how the order stands in the end. */
interface Interrupted {
  readonly what: string;
  /** Brings an order to the point where the message comes. @returns its id */
  readonly prepare: () => Promise<string>;
  readonly expectDone: (orderId: string) => void;
  /** Lasting writes of a pass that nothing interrupts. */
  readonly writes: number;
}

async function placeSilently(changes: Partial<OrderSpec>): Promise<string> {
  const { id } = await place(journey, changes);
  return id;
}

async function exported(): Promise<string> {
  const lines = [item('COF-COL-250', US, { quantity: 2 }), item('DRP-V60', US, { quantity: 1 })];
  const { id } = await placeAndDeliver(journey, { lines });
  journey.time.advance(MINUTE);
  return id;
}

async function exportedAnd(...actions: OrderUpdateAction[]): Promise<string> {
  const id = await exported();
  await change(journey, id, ...actions);
  return id;
}

const ADDRESS = { country: 'US', lastName: 'Whitfield', city: 'Albany', state: 'NY', postalCode: '12203' };

/** Two addresses: two Ordoro orders. */
const DIVIDED: Partial<OrderSpec> = {
  itemShippingAddresses: [
    { ...ADDRESS, key: 'home', streetName: 'A Street', streetNumber: '1' },
    { ...ADDRESS, key: 'cabin', streetName: 'B Road', streetNumber: '2' },
  ],
  lines: [
    item('COF-COL-250', US, {
      quantity: 2,
      targets: [
        { addressKey: 'home', quantity: 1 },
        { addressKey: 'cabin', quantity: 1 },
      ],
    }),
  ],
};

const EXPORTS: Interrupted[] = [
  {
    what: 'a new order',
    prepare: () => placeSilently({}),
    expectDone: (id) => expectExportedOnce(journey, id),
    // Record, claim, creation, order, record.
    writes: 5,
  },
  {
    what: 'a new order to two addresses',
    prepare: () => placeSilently(DIVIDED),
    expectDone: (id) => {
      const units = journey.ordoroOrders(id).map(({ lines }) => lines.map(({ quantity }) => quantity));
      expect(units).toEqual([[1], [1]]);
      expectInStep(journey, id);
    },
    // As above, with two creations.
    writes: 6,
  },
  {
    what: 'a new order of an article seen for the first time',
    prepare: () => {
      unknown += 1;
      return placeSilently({ lines: [{ sku: manySku(unknown), quantity: 1, unitPrice: 500 }] });
    },
    expectDone: (id) => expectExportedOnce(journey, id),
    // Record, article, claim, creation, order, record.
    writes: 6,
  },
  {
    what: 'a new order that has to be held',
    prepare: () => placeSilently({ lines: [{ sku: 'SOON-1', quantity: 1, unitPrice: 500 }] }),
    expectDone: (id) => {
      expect(journey.fields(id)).toMatchObject({ ordoroSyncStatus: 'held', ordoroIssues: ['unmapped-sku: SOON-1'] });
      expect(journey.ordoroOrders(id)).toEqual([]);
    },
    // Record twice, order, an entry in the log.
    writes: 4,
  },
  {
    what: 'a new order with a preset',
    prepare: () => placeSilently({ shipping: { method: 'Express', price: 1999 } }),
    expectDone: (id) => {
      expectExportedOnce(journey, id);
      expect(journey.ordoroOrders(id)[0]?.shipping_info.presets).toEqual([7]);
    },
    // As above, and the preset.
    writes: 6,
  },
  {
    what: 'the wish to export at once',
    prepare: async () => {
      const { id } = await placeAndDeliver(journey, { paymentState: 'Pending' });
      await change(journey, id, {
        action: 'setCustomType',
        type: { typeId: 'type', key: 'ordoro-order-sync' },
        fields: { ordoroRequest: 'export-now' },
      });
      return id;
    },
    expectDone: (id) => {
      expectExportedOnce(journey, id);
      expect(journey.fields(id).ordoroRequest).toBeUndefined();
    },
    writes: 4,
  },
];

const CHANGES: Interrupted[] = [
  {
    what: 'another address and other lines',
    prepare: async () => {
      const id = await exportedAnd(MOVE);
      await journey.sandbox.commercetools.merchantEditsOrder(id, {
        quantities: { [lineItemOf(journey, id, 'COF-COL-250')]: 3, [lineItemOf(journey, id, 'DRP-V60')]: 0 },
        add: [item('MUG-ENAMEL-WHT', US, { quantity: 1 })],
      });
      return id;
    },
    expectDone: (id) => {
      const number = orderNumberOf(journey, id);
      expect(unitsIn(journey, number)).toEqual({ 'COF-COL-250': 3, 'MUG-ENAMEL-WHT': 1 });
      const { shipping_address: address, lines, financial } = journey.sandbox.ordoro.order(number);
      expect(lines).toHaveLength(2);
      expect(address.city).toBe('Stowe');
      // 3 x 10.50 + 16.00, 7.99 for the shipping, 8 % on mug and shipping.
      expect(financial).toMatchObject({ product_amount: 47.5, tax_amount: 1.92, grand_total: 57.41 });
      expectInStep(journey, id);
      expect(commentsOn(journey, number)).toEqual([]);
    },
    // Claim, two addresses, three lines, amounts, record.
    writes: 8,
  },
  {
    what: 'another address, too late',
    prepare: async () => {
      const id = await exported();
      shipOrder(journey, id);
      await change(journey, id, MOVE);
      return id;
    },
    expectDone: (id) => {
      const number = orderNumberOf(journey, id);
      expectIssues(journey, id, `too-late-to-change: shipping address: ${number} is shipped`);
      expect(commentsOn(journey, number)).toHaveLength(1);
    },
    // Claim, comment, order, record; an entry in the log.
    writes: 5,
  },
  {
    what: 'a hold',
    prepare: () => exportedAnd(requested('hold')),
    expectDone: (id) => {
      expect(journey.fields(id).ordoroRequest).toBeUndefined();
      expect(journey.record(id)?.requests).toEqual({ hold: true });
      expect(commentsOn(journey, orderNumberOf(journey, id))).toHaveLength(1);
    },
    writes: 4,
  },
  {
    what: 'a cancellation',
    prepare: () => exportedAnd(CANCEL),
    expectDone: (id) => {
      expect(statusIn(journey, orderNumberOf(journey, id))).toBe('cancelled');
      expectInStep(journey, id, 'cancelled');
    },
    // Claim, cancellation, order, record.
    writes: 4,
  },
  {
    what: 'a cancellation that is taken back',
    prepare: async () => {
      const id = await exportedAnd(CANCEL);
      await journey.poke(id);
      await change(journey, id, REOPEN);
      return id;
    },
    expectDone: (id) => {
      expect(statusIn(journey, orderNumberOf(journey, id))).toBe('awaiting_fulfillment');
      expectInStep(journey, id);
    },
    // Claim, restoring, order, record.
    writes: 4,
  },
];

/** An event app that has nothing in memory. @returns the URL of `POST /event` */
async function newEventApp(): Promise<string> {
  return `${await journey.startEvent()}/event`;
}

describe('an event app that dies', () => {
  it.each([...EXPORTS, ...CHANGES])(
    'at whatever write about $what: the job brings all to where it would have been',
    async ({ prepare, expectDone, writes }) => {
      journey.sandbox.ordoro.options.duplicateOrderId = 'accept';
      const undisturbed = await prepare();
      journey.dropMessages();
      expect(await writesOf(journey, async () => journey.poke(undisturbed, await newEventApp()))).toBe(writes);

      const interrupted: string[] = [];
      for (const point of crashPoints(writes)) {
        const id = await prepare();
        journey.dropMessages();
        const url = await newEventApp();
        expect(await dieAt(journey, point, () => journey.poke(id, url))).toBe(point.write);
        interrupted.push(id);
      }
      journey.dropMessages();
      await restart(journey);
      // The sweep comes while the claims of the dead stand: from then on only the records lead back to the orders.
      await journey.runJob();
      await journey.runJobFor(15);

      await expectUndisturbed(journey, { undisturbed, interrupted }, expectDone);
    },
    120_000,
  );
});

describe('an event app that dies long after the sweep has passed the order', () => {
  const rules = (value: unknown) => journey.sandbox.commercetools.putCustomObject('ordoro-config', 'sku-rules', value);

  it('leaves a claim that is due, so that the job finds what became of the creation by the record alone', async () => {
    journey.sandbox.ordoro.options.duplicateOrderId = 'accept';
    await rules([{ sku: 'MUG-*', ship: false }]);
    const id = await placeSilently({ lines: [item('MUG-ENAMEL-WHT', US, { quantity: 1 })] });
    journey.dropMessages();
    await journey.poke(id, await newEventApp());
    expect(journey.record(id)).toMatchObject({ status: 'not-required', due: false });
    journey.time.advance(10 * MINUTE);
    await placeSilently({});
    journey.dropMessages();
    await journey.runJobFor(10);

    await rules([]);
    const url = await newEventApp();
    // The claim, then the creation, whose answer nobody sees.
    expect(await dieAt(journey, { write: 2, moment: 'after-work' }, () => journey.poke(id, url))).toBe(2);
    await restart(journey);
    await journey.runJobFor(15);

    expectExportedOnce(journey, id);
    await expectNothingLeftToDo(journey);
  });
});
