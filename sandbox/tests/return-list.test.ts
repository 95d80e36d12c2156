import { describe, expect, it } from 'vitest';
import { item } from '../src/seed/demo-lines.ts';
import { namedId } from '../src/seed/ids.ts';
import { journeyOfChanges } from './after-export.ts';
import { Journey } from './connector-under-test.ts';
import { exportedAtOnce } from './exported-at-once.ts';
import { afterEachJourney } from './exported-once.ts';
import { expectNothingLeftToDo, writesDuring } from './in-step.ts';
import { placeAndDeliver, US } from './shop.ts';
import { MINUTE } from './virtual-time.ts';
import { orderNumberOf, ordoroLineOf, returnsOf, runTask } from './warehouse.ts';

const journey = journeyOfChanges();

const list = { method: 'GET', path: '/v3/return_order' };

const letter = (reference: string) => journey.deadLetter(reference, 'return');

/** One unit of the order's first line comes back. @returns the reference */
function takeBack(orderId: string, reference?: string): string {
  const orderNumber = orderNumberOf(journey, orderId);
  const lines = [{ lineId: ordoroLineOf(journey, orderNumber), expected: 1, received: 1 }];
  const draft = reference === undefined ? { orderNumber, lines } : { orderNumber, lines, reference };
  return journey.sandbox.ordoro.addReturn(draft).reference_id;
}

describe('returns of the account that are none of ours', () => {
  it('are passed over: without an order, or of another sales channel', async () => {
    const { ordoro } = journey.sandbox;
    const other = ordoro.addCart({ name: 'market place' });
    const { order_number: foreign, lines } = ordoro.createOrder({
      cart: other.id,
      order_id: 'M-1',
      shipping_address: {},
      billing_address: {},
      lines: [{ quantity: 1, product: { sku: 'COF-COL-250', name: 'Colombia Huila' } }],
    } as never);
    ordoro.addReturn({ lines: [{ sku: 'COF-COL-250', expected: 1, received: 1 }] });
    ordoro.addReturn({ orderNumber: foreign, lines: [{ lineId: lines[0]!.id, expected: 1, received: 1 }] });
    const task = await runTask(journey, 'returns');

    expect(task).toMatchObject({ status: 'ok', failed: 0 });
    expect(journey.sandbox.commercetools.customObjects('ordoro-dead-letters')).toEqual([]);
  });

  it('get a letter when their number begins like ours but no order is known, once', async () => {
    const order = await placeAndDeliver(journey);
    const reference = takeBack(order.id);
    const number = orderNumberOf(journey, order.id);
    journey.sandbox.ordoro.returns.find((one) => one.reference_id === reference)!.original_order_number = `${number}9`;
    await runTask(journey, 'returns');
    expect(letter(reference)).toMatchObject({ code: 'unknown-order' });
    expect(await writesDuring(journey, () => runTask(journey, 'returns'))).toEqual([]);

    // Staff correct the number.
    journey.time.advance(MINUTE);
    journey.sandbox.ordoro.returns.find((one) => one.reference_id === reference)!.original_order_number = number;
    journey.sandbox.ordoro.progressReturn(reference, { lineId: ordoroLineOf(journey, number), received: 1 });
    await runTask(journey, 'returns');
    expect(letter(reference)).toBeUndefined();
    expect(returnsOf(journey, order.id)).toHaveLength(1);
    // Not looked for any more.
    journey.time.advance(61 * MINUTE);
    await journey.runJob();
  });
});

describe('a return whose order shows its number only in syncInfo', () => {
  it('is found although the record is lost', async () => {
    const order = await placeAndDeliver(journey);
    await journey.runJob();
    await journey.sandbox.commercetools.deleteCustomObject('ordoro-orders', order.id);
    takeBack(order.id);
    await runTask(journey, 'returns');

    expect(returnsOf(journey, order.id)).toHaveLength(1);
  });
});

describe('more returns than fit one page', () => {
  it('are all read, those changed last first; the next run reads one page and writes nothing', async () => {
    const many = await Journey.start();
    try {
      const specs = Array.from({ length: 130 }, (_, at) => ({
        ...US,
        id: namedId(`returned:${at}`),
        orderNumber: `R-${at}`,
        createdAt: '2026-11-23T10:00:00.000Z',
        paymentState: 'Paid' as const,
        lines: [item('COF-COL-250', US, { quantity: 2 })],
      }));
      const ids = await exportedAtOnce(many, specs);
      await many.runJob();
      for (const id of ids) {
        many.time.advance(5_000);
        const orderNumber = orderNumberOf(many, id);
        const lineId = ordoroLineOf(many, orderNumber);
        many.sandbox.ordoro.addReturn({ orderNumber, lines: [{ lineId, expected: 1, received: 1 }] });
      }
      many.time.advance(MINUTE);
      const before = many.sandbox.ordoro.traffic.count(list);
      const task = await runTask(many, 'returns');

      expect(task).toMatchObject({ status: 'ok', failed: 0 });
      expect(ids.filter((id) => returnsOf(many, id).length !== 1)).toEqual([]);
      expect(many.sandbox.ordoro.traffic.count(list) - before).toBeLessThanOrEqual(3);

      many.time.advance(10 * MINUTE);
      const again = await many.calls(() => runTask(many, 'returns'));
      expect(again.ordoro).toEqual(['GET /v3/return_order']);
      afterEachJourney(many);
      await many.runJob();
      await expectNothingLeftToDo(many);
    } finally {
      await many.close();
    }
  });
});

describe('a list of returns that Ordoro does not give', () => {
  it('ends the task as failed, and the next run reads what it missed', async () => {
    const order = await placeAndDeliver(journey);
    takeBack(order.id);
    journey.sandbox.ordoro.traffic.inject({
      match: list,
      effect: { kind: 'html', when: 'before-work', status: 502 },
      times: 20,
    });
    const failed = await runTask(journey, 'returns');
    expect(failed.status).toBe('failed');
    journey.sandbox.ordoro.traffic.clearFaults();
    await journey.runJobFor(5);

    expect(returnsOf(journey, order.id)).toHaveLength(1);
  });
});
