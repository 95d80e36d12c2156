import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { item } from '../src/seed/demo-lines.ts';
import type { RecordedCall } from '../src/traffic/fault.ts';
import {
  CANCEL,
  change,
  dieAfter,
  expectInStep,
  expectIssues,
  MOVE,
  REOPEN,
  requested,
  restart,
  statusIn,
  unitsIn,
} from './after-export.ts';
import { Journey } from './connector-under-test.ts';
import { afterEachJourney } from './exported-once.ts';
import { expectNothingLeftToDo } from './in-step.ts';
import { placeAndDeliver, US } from './shop.ts';
import { MINUTE } from './virtual-time.ts';
import { commentsOn, lineItemOf, orderNumberOf, shipOrder } from './warehouse.ts';

/** More writes than any of these changes makes. */
const MAX_WRITES = 20;

let journey: Journey;

beforeAll(async () => {
  journey = await Journey.start();
});

afterEach(() => {
  afterEachJourney(journey);
});

afterAll(async () => {
  await journey.close();
});

/** An order that Ordoro has. */
interface Exported {
  readonly id: string;
  readonly number: string;
}

async function exportedOrder(): Promise<Exported> {
  const lines = [item('COF-COL-250', US, { quantity: 2 }), item('DRP-V60', US, { quantity: 1 })];
  const { id } = await placeAndDeliver(journey, { lines });
  return { id, number: orderNumberOf(journey, id) };
}

/** The n-th write from now on; locks and rate leases do not count, because nothing is lost with them. */
function writeNumber(count: number): (call: RecordedCall) => boolean {
  let left = count;
  return ({ path, requestBody }) => {
    const { container } = (requestBody ?? {}) as { container?: string };
    if (path === '/oauth/token' || container === 'ordoro-locks' || path.includes('/ordoro-locks/')) return false;
    left -= 1;
    return left === 0;
  };
}

const CHANGES: {
  readonly what: string;
  readonly make: (order: Exported) => Promise<unknown>;
  readonly expectDone: (order: Exported) => void;
  /** Writes of a pass that nothing interrupts. */
  readonly writes: number;
}[] = [
  {
    what: 'another address and other lines',
    make: async ({ id }) => {
      await change(journey, id, MOVE);
      await journey.sandbox.commercetools.merchantEditsOrder(id, {
        quantities: { [lineItemOf(journey, id, 'COF-COL-250')]: 3, [lineItemOf(journey, id, 'DRP-V60')]: 0 },
        add: [item('MUG-ENAMEL-WHT', US, { quantity: 1 })],
      });
    },
    expectDone: ({ id, number }) => {
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
    make: async ({ id }) => {
      shipOrder(journey, id);
      await change(journey, id, MOVE);
    },
    expectDone: ({ id, number }) => {
      expectIssues(journey, id, `too-late-to-change: shipping address: ${number} is shipped`);
      expect(commentsOn(journey, number)).toHaveLength(1);
    },
    // Claim, comment, order, record; an entry in the log.
    writes: 5,
  },
  {
    what: 'a hold',
    make: ({ id }) => change(journey, id, requested('hold')),
    expectDone: ({ id, number }) => {
      expect(journey.fields(id).ordoroRequest).toBeUndefined();
      expect(journey.record(id)?.requests).toEqual({ hold: true });
      expect(commentsOn(journey, number)).toHaveLength(1);
    },
    writes: 4,
  },
  {
    what: 'a cancellation that is taken back',
    make: async ({ id }) => {
      await change(journey, id, CANCEL);
      journey.dropMessages();
      await journey.poke(id);
      await change(journey, id, REOPEN);
    },
    expectDone: ({ id, number }) => {
      expect(statusIn(journey, number)).toBe('awaiting_fulfillment');
      expectInStep(journey, id);
    },
    // Claim, restoring, order, record.
    writes: 4,
  },
];

describe('an event app that dies', () => {
  it.each(CHANGES)(
    'after whatever write about $what: nothing is lost and nothing is there twice',
    async (one) => {
      let hasDied = true;
      let writes = 0;
      while (hasDied) {
        writes += 1;
        expect(writes).toBeLessThan(MAX_WRITES);
        const order = await exportedOrder();
        journey.time.advance(MINUTE);
        await one.make(order);
        journey.dropMessages();
        hasDied = await dieAfter(journey, writeNumber(writes), () => journey.poke(order.id));
        await restart(journey);
        await journey.runJobFor(10);
        one.expectDone(order);
        await expectNothingLeftToDo(journey);
      }
      expect(writes).toBe(one.writes + 1);
    },
    120_000,
  );
});
