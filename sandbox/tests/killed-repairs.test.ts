import type { Order } from '@commercetools/platform-sdk';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CANCEL, change, expectInStep, expectIssues, quantities, statusIn, unitsIn } from './after-export.ts';
import { Journey } from './connector-under-test.ts';
import { about, type Counted, crashPoints, dieAt, isOfRun, restart, writesOf } from './crashes.ts';
import { expectUndisturbed } from './end-state.ts';
import { afterEachJourney, arriveAgain, creations, expectExportedOnce, failCreation } from './exported-once.ts';
import { expectNothingLeftToDo } from './in-step.ts';
import { ops } from './ops-under-test.ts';
import { COFFEE, COFFEE_AND_MUG, MUG, orderOf, placeAndDeliver } from './shop.ts';
import { MINUTE } from './virtual-time.ts';
import {
  commentsOn,
  deliveriesOf,
  exportedOrder,
  orderIn,
  orderNumberOf,
  ordoroLineOf,
  runTask,
  shipOrder,
  splitOff,
  trackingOf,
} from './warehouse.ts';

/** Something that is put right by a run of the job, which is interrupted, and how the order stands in the end. */
interface Repair {
  readonly what: string;
  /** Brings an order to the point where the run comes. @returns its id */
  readonly prepare: () => Promise<string>;
  /** Absent: what the schedule runs. */
  readonly run?: object;
  /** What the run writes down of itself is interrupted too. */
  readonly withReport?: true;
  /** Lasting writes about the order, and those of the report, in a run that nothing interrupts. */
  readonly writes: number;
  readonly expectDone: (orderId: string) => void;
}

let journey: Journey;

const REFUSAL = {
  kind: 'status',
  when: 'before-work',
  status: 400,
  body: { error_message: 'Warehouse is closed' },
} as const;

/** Its creation ended like this, and the time for the next look-up has come. */
async function uncertain(when: 'before-work' | 'after-work'): Promise<string> {
  failCreation(journey, { kind: 'reset', when });
  const { id } = await placeAndDeliver(journey);
  journey.time.advance(2 * MINUTE);
  return id;
}

async function exported(): Promise<string> {
  const { id } = await exportedOrder(journey);
  journey.time.advance(MINUTE);
  return id;
}

/** An order that Ordoro has, and whose record somebody deleted. */
async function orphan(): Promise<string> {
  const id = await exported();
  await journey.sandbox.commercetools.deleteCustomObject('ordoro-orders', id);
  return id;
}

function expectSentTimes(orderId: string, times: number): void {
  expect(creations(journey, orderIn(journey, orderId).orderNumber)).toBe(times);
}

const REPAIRS: Repair[] = [
  {
    what: 'compares an order whose record is lost',
    prepare: async () => {
      const id = await orphan();
      journey.time.advance(10 * MINUTE);
      return id;
    },
    run: { tasks: ['reconcile'], full: true },
    withReport: true,
    // The record; what the run found and how far it has come, in five writes.
    writes: 6,
    expectDone: (id) => {
      expectExportedOnce(journey, id);
      expectSentTimes(id, 1);
    },
  },
  {
    what: 'makes a lost record again, and shows what was shipped meanwhile',
    prepare: async () => {
      const id = await orphan();
      shipOrder(journey, id);
      return id;
    },
    // The record, the order, the record.
    writes: 3,
    expectDone: (id) => {
      expectSentTimes(id, 1);
      expect(trackingOf(journey, id)).toHaveLength(1);
      expectInStep(journey, id, 'shipped');
    },
  },
  {
    what: 'replays an order that Ordoro had refused',
    prepare: async () => {
      failCreation(journey, REFUSAL);
      const { id } = await placeAndDeliver(journey);
      await ops(journey, 'replay', `order.${id}`);
      return id;
    },
    // The record, the letter that was taken up; claim, creation, the letter, order, record.
    writes: 7,
    expectDone: (id) => {
      expectExportedOnce(journey, id);
      expect(journey.deadLetter(id)).toBeUndefined();
    },
  },
  {
    what: 'settles a creation that did not arrive',
    prepare: async () => {
      const id = await uncertain('before-work');
      // Ordoro does not show it: the first of two looks.
      await journey.poke(id);
      journey.time.advance(2 * MINUTE);
      return id;
    },
    // Claim, creation, the letter, order, record.
    writes: 5,
    expectDone: (id) => expectExportedOnce(journey, id),
  },
  {
    what: 'settles a creation that arrived',
    prepare: () => uncertain('after-work'),
    // The letter, order, record; the record once Ordoro has been read again.
    writes: 4,
    expectDone: (id) => {
      expectExportedOnce(journey, id);
      expectSentTimes(id, 1);
    },
  },
  {
    what: 'cancels a duplicate of the connector',
    prepare: async () => {
      const id = await exported();
      journey.time.advance(2 * MINUTE);
      arriveAgain(journey, orderIn(journey, id).orderNumber);
      return id;
    },
    // Claim, cancellation, claim, comment, order, record; an entry in the log.
    writes: 7,
    expectDone: (id) => {
      const [own, copy] = journey.ordoroOrders(id);
      expect([own?.status, copy?.status]).toEqual(['awaiting_fulfillment', 'cancelled']);
      expect([own, copy].map((one) => commentsOn(journey, one?.order_number ?? '').length)).toEqual([0, 1]);
      expectInStep(journey, id);
    },
  },
  {
    what: 'cancels what is left of an order that was shipped in part',
    prepare: async () => {
      const id = await exported();
      const [gone] = splitOff(journey, orderNumberOf(journey, id), { [COFFEE]: 1 });
      journey.sandbox.ordoro.ship(gone);
      await change(journey, id, CANCEL);
      return id;
    },
    // As above.
    writes: 7,
    expectDone: (id) => {
      const [, gone, rest] = journey.ordoroOrders(id).map(({ order_number: number }) => number);
      expect([gone, rest].map((number) => statusIn(journey, number ?? ''))).toEqual(['shipped', 'cancelled']);
      expect([gone, rest].map((number) => commentsOn(journey, number ?? '').length)).toEqual([1, 0]);
      expectIssues(journey, id, expect.stringMatching(/^too-late-to-cancel: /));
    },
  },
  {
    what: 'sends an order edit in part, and tells the warehouse of the rest',
    prepare: async () => {
      const { id, number } = await exportedOrder(journey, COFFEE_AND_MUG);
      journey.sandbox.ordoro.editLine(number, ordoroLineOf(journey, number, COFFEE), { quantity: 7 });
      await journey.sandbox.commercetools.merchantEditsOrder(id, {
        quantities: quantities(journey, id, { [COFFEE]: 4, [MUG]: 2 }),
      });
      return id;
    },
    // Claim, line, claim, comment, order, record; an entry in the log.
    writes: 7,
    expectDone: (id) => {
      const number = orderNumberOf(journey, id);
      expect(unitsIn(journey, number)).toEqual({ [COFFEE]: 7, [MUG]: 2 });
      expect(commentsOn(journey, number)).toHaveLength(1);
      expectIssues(journey, id, `too-late-to-change: lines: ${COFFEE} was changed in Ordoro too`);
    },
  },
  {
    what: 'takes a voided shipment off the order',
    prepare: async () => {
      const id = await exported();
      shipOrder(journey, id);
      await runTask(journey, 'fulfillments');
      journey.time.advance(MINUTE);
      journey.sandbox.ordoro.voidLabel(orderNumberOf(journey, id));
      return id;
    },
    // The order, the record.
    writes: 2,
    expectDone: (id) => {
      expect(deliveriesOf(journey, id)).toEqual([]);
      expect(orderIn(journey, id).shipmentState).toBe('Pending');
      expectInStep(journey, id);
    },
  },
];

describe('a job that dies', () => {
  afterEach(() => afterEachJourney(journey));

  afterAll(() => journey.close());

  beforeAll(async () => {
    journey = await Journey.start();
    // From now on the connector knows what Ordoro calls these articles.
    await placeAndDeliver(journey, COFFEE_AND_MUG);
    await journey.runJobFor(10);
  });

  beforeEach(() => {
    journey.sandbox.ordoro.options.duplicateOrderId = 'accept';
  });

  it.each(REPAIRS)(
    'at whatever write while it $what: the next ones bring all to where it would have been',
    async ({ prepare, run, withReport, writes, expectDone }) => {
      const work = () => journey.runJob(run).catch(() => undefined);
      const counted = (id: string): Counted => {
        const isAbout = about(journey, id);
        return (call) => isAbout(call) || (withReport === true && isOfRun(call));
      };
      const undisturbed = await prepare();
      journey.dropMessages();
      expect(await writesOf(journey, work, counted(undisturbed))).toBe(writes);

      const interrupted: string[] = [];
      for (const point of crashPoints(writes)) {
        // The dead process leaves its lock behind. Whatever else it left is taken up by the next one, which dies too.
        journey.time.advance(5 * MINUTE);
        await restart(journey);
        const id = await prepare();
        journey.dropMessages();
        expect(await dieAt(journey, point, work, counted(id))).toBe(point.write);
        interrupted.push(id);
      }
      journey.dropMessages();
      await restart(journey);
      await journey.runJobFor(15);

      await expectUndisturbed(journey, { undisturbed, interrupted }, expectDone);
    },
    60_000,
  );
});

describe('a job that dies while it looks at orders of the past', () => {
  const SINCE = '2026-10-01T00:00:00Z';

  afterAll(() => journey.close());

  beforeAll(async () => {
    journey = await Journey.start();
    // They fill a page and a part of the next one.
    for (let minute = 0; minute < 120; minute += 1) past(minute, { orderState: 'Cancelled' });
  });

  /** An order that was made so many minutes after that. @returns its id */
  function past(minute: number, changes: Partial<Order> = {}): string {
    const createdAt = new Date(Date.parse(SINCE) + minute * MINUTE).toISOString();
    const order = { ...orderOf(), ...changes, createdAt, lastModifiedAt: createdAt };
    return journey.sandbox.commercetools.add('order', order).id;
  }

  /** Two orders that nobody has seen, on the first page and on the last one, are asked for. @returns their ids */
  async function askForTwo(): Promise<string[]> {
    const ids = [past(10), past(150)];
    await ops(journey, 'run', '--tasks', 'orders', '--since', SINCE);
    return ids;
  }

  const isPlace: Counted = ({ requestBody }) =>
    (requestBody as { key?: string } | undefined)?.key === 'orders.backfill';
  const progress = () => journey.sandbox.commercetools.customObject('ordoro-health', 'status')?.value.backfill;

  it('at whatever page: the next one goes on from there to the end, and sends every order once', async () => {
    const work = () => journey.runJob().catch(() => undefined);
    const ids = await askForTwo();
    // Planned; the first page; the last one.
    const writes = 3;
    expect(await writesOf(journey, work, isPlace)).toBe(writes);
    for (const point of crashPoints(writes)) {
      ids.push(...(await askForTwo()));
      expect(await dieAt(journey, point, work, isPlace)).toBe(point.write);
      journey.time.advance(5 * MINUTE);
      await restart(journey);
      await journey.runJob();
      expect(progress()).toMatchObject({ finished: true, examined: 120 + ids.length });
    }
    await journey.runJobFor(10);

    for (const id of ids) {
      expectExportedOnce(journey, id);
      expectSentTimes(id, 1);
    }
    await expectNothingLeftToDo(journey);
    afterEachJourney(journey);
  }, 60_000);
});
