import { describe, expect, it } from 'vitest';
import { item } from '../src/seed/demo-lines.ts';
import type { FaultEffect } from '../src/traffic/fault.ts';
import {
  change,
  changeAndDeliver,
  editAndDeliver,
  editsDuring,
  expectInStep,
  expectIssues,
  failEdit,
  journeyOfChanges,
  MOVE,
  requested,
  sent,
  unitsIn,
} from './after-export.ts';
import { COFFEE, MUG, US } from './shop.ts';
import { MINUTE } from './virtual-time.ts';
import { commentsOn, exportedOrder, lineItemOf, shipOrder } from './warehouse.ts';

const journey = journeyOfChanges();

const inOrdoro = (number: string) => journey.sandbox.ordoro.order(number);

const LOST: [string, FaultEffect][] = [
  ['hangs', { kind: 'hang', when: 'after-work' }],
  ['is reset', { kind: 'reset', when: 'after-work' }],
  ['is answered 500', { kind: 'status', when: 'after-work', status: 500 }],
  ['is cut off', { kind: 'truncated-json' }],
  ['is empty', { kind: 'empty-body' }],
];

const NOT_REACHED: [string, FaultEffect][] = [
  ['is reset before it arrives', { kind: 'reset', when: 'before-work' }],
  ['is answered 503 by an HTML page', { kind: 'html', when: 'before-work', status: 503 }],
  ['is answered 429', { kind: 'status', when: 'before-work', status: 429 }],
];

describe('an address change', () => {
  it.each(LOST)('whose answer %s, although Ordoro took it, is found there and not sent again', async (_how, effect) => {
    const { id, number } = await exportedOrder(journey);
    failEdit(journey, { number, path: '/shipping_address' }, effect);
    await changeAndDeliver(journey, id, MOVE);
    expect(journey.fields(id).ordoroSyncStatus).toBe('retrying');
    await journey.runJobFor(10);

    expect(inOrdoro(number).shipping_address.city).toBe('Stowe');
    expect(sent(journey, number, '/shipping_address')).toBe(1);
    expectInStep(journey, id);
    expect(commentsOn(journey, number)).toEqual([]);
  });

  it.each(NOT_REACHED)('that %s is sent once more', async (_how, effect) => {
    const { id, number } = await exportedOrder(journey);
    failEdit(journey, { number, path: '/shipping_address' }, effect);
    await changeAndDeliver(journey, id, MOVE);
    expect(journey.fields(id).ordoroSyncStatus).toBe('retrying');
    await journey.runJobFor(10);

    expect(inOrdoro(number).shipping_address.city).toBe('Stowe');
    expect(sent(journey, number, '/shipping_address')).toBe(2);
    expectInStep(journey, id);
  });

  it('that Ordoro answers by 503 and a time is not sent again before that time', async () => {
    const { id, number } = await exportedOrder(journey);
    const headers = { 'retry-after': '1800' };
    failEdit(
      journey,
      { number, path: '/shipping_address' },
      { kind: 'status', when: 'before-work', status: 503, headers },
    );
    await changeAndDeliver(journey, id, MOVE);
    await journey.runJobFor(25);
    expect(sent(journey, number, '/shipping_address')).toBe(1);

    await journey.runJobFor(10);
    expect(sent(journey, number, '/shipping_address')).toBe(2);
    expectInStep(journey, id);
  });

  it('of which the answer is lost, and which staff overwrite at once, stays as staff have it', async () => {
    const { id, number } = await exportedOrder(journey);
    failEdit(journey, { number, path: '/shipping_address' }, { kind: 'reset', when: 'after-work' });
    await changeAndDeliver(journey, id, MOVE);
    journey.sandbox.ordoro.edit(number, (order) => {
      order.shipping_address.city = 'Troy';
    });
    await journey.runJobFor(10);

    expect(inOrdoro(number).shipping_address.city).toBe('Troy');
    expectIssues(journey, id, `too-late-to-change: shipping address: ${number} was changed in Ordoro too`);
  });

  it('that Ordoro refuses is shown without anything personal, and sent again on retry', async () => {
    const { id, number } = await exportedOrder(journey);
    const body = { error_message: `Order ${number}: no ZIP 05672 in Albany for Dana Whitfield`, param: 'zip' };
    const refused = { kind: 'status', when: 'before-work', status: 400, body } as const;
    failEdit(journey, { number, path: '/shipping_address' }, refused);
    await changeAndDeliver(journey, id, MOVE);
    await journey.runJobFor(10);

    expect(sent(journey, number, '/shipping_address')).toBe(1);
    const { ordoroSyncStatus, ordoroIssues } = journey.fields(id);
    expect(ordoroSyncStatus).toBe('failed');
    expect(ordoroIssues).toEqual([
      expect.stringMatching(`^ordoro-rejected: shipping address of ${number}: .*Order ${number}: no ZIP`),
    ]);
    const letter = journey.deadLetter(id);
    expect(letter).toMatchObject({ code: 'ordoro-rejected' });
    expect(JSON.stringify([ordoroIssues, journey.fields(id).ordoroSyncMessage, letter])).not.toMatch(
      /05672|Whitfield|Dana/,
    );

    await changeAndDeliver(journey, id, requested('retry'));
    expect(inOrdoro(number).shipping_address.city).toBe('Stowe');
    expectInStep(journey, id);
    expect(journey.deadLetter(id)).toBeUndefined();
  });
});

describe('a change that is made while Ordoro is down', () => {
  it('shows that it is tried again, and is sent once Ordoro is back', async () => {
    const { id, number } = await exportedOrder(journey);
    const effect: FaultEffect = { kind: 'status', when: 'before-work', status: 503 };
    journey.sandbox.ordoro.traffic.inject({ match: {}, effect, times: Number.POSITIVE_INFINITY });
    await change(journey, id, MOVE);
    expect(await editsDuring(journey, () => journey.deliver())).toEqual([]);

    expect(journey.fields(id)).toMatchObject({
      ordoroSyncStatus: 'retrying',
      ordoroIssues: [expect.stringMatching(/^ordoro-unavailable: /)],
    });
    await journey.runJobFor(30);
    expect(journey.fields(id).ordoroSyncStatus).toBe('retrying');
    journey.sandbox.ordoro.traffic.clearFaults();
    await journey.runJobFor(60);

    expect(inOrdoro(number).shipping_address.city).toBe('Stowe');
    expectInStep(journey, id);
    expect(sent(journey, number, '/shipping_address')).toBe(1);
  });

  it('ends as failed after a day, and is sent on retry', async () => {
    const { id, number } = await exportedOrder(journey);
    const effect: FaultEffect = { kind: 'status', when: 'before-work', status: 503 };
    const match = { path: `/v3/order/${number}` };
    journey.sandbox.ordoro.traffic.inject({ match, effect, times: Number.POSITIVE_INFINITY });
    await changeAndDeliver(journey, id, MOVE);
    for (let hour = 0; hour < 26; hour += 1) {
      journey.time.advance(60 * MINUTE);
      await journey.runJob();
    }

    expect(journey.fields(id).ordoroSyncStatus).toBe('failed');
    expect(journey.deadLetter(id)).toMatchObject({ code: 'ordoro-unavailable' });
    journey.sandbox.ordoro.traffic.clearFaults();
    await changeAndDeliver(journey, id, requested('retry'));

    expect(inOrdoro(number).shipping_address.city).toBe('Stowe');
    expectInStep(journey, id);
    expect(journey.deadLetter(id)).toBeUndefined();
  });
});

describe('an added line', () => {
  it.each(LOST)('whose answer %s, although Ordoro took it, is never there twice', async (_how, effect) => {
    const { id, number } = await exportedOrder(journey);
    failEdit(journey, { number, path: '/line' }, effect);
    await editAndDeliver(journey, id, { add: [item(MUG, US, { quantity: 3 })] });
    expect(journey.fields(id).ordoroSyncStatus).toBe('retrying');
    await journey.runJobFor(10);

    expect(inOrdoro(number).lines).toHaveLength(2);
    expect(unitsIn(journey, number)).toEqual({ [COFFEE]: 2, [MUG]: 3 });
    expect(sent(journey, number, '/line')).toBe(1);
    expectInStep(journey, id);
  });

  it('that arrives late is not sent a second time meanwhile', async () => {
    const { id, number } = await exportedOrder(journey);
    failEdit(journey, { number, path: '/line' }, { kind: 'reset', when: 'before-work' });
    await editAndDeliver(journey, id, { add: [item(MUG, US, { quantity: 3 })] });
    journey.time.advance(30_000);

    expect(await editsDuring(journey, () => journey.poke(id))).toEqual([]);
    // Now what was thought lost arrives.
    journey.sandbox.ordoro.edit(number, (order) => {
      const ids = { cart_order_id: id, cart_orderitem_id: lineItemOf(journey, id, MUG) };
      order.lines.push({
        ...structuredClone(order.lines[0]!),
        ...ids,
        id: 999_002,
        sku: MUG,
        quantity: 3,
        item_price: 16,
      });
    });
    await journey.runJobFor(10);

    expect(unitsIn(journey, number)).toEqual({ [COFFEE]: 2, [MUG]: 3 });
    expect(sent(journey, number, '/line')).toBe(1);
    expectInStep(journey, id);
  });

  it('of which a quantity in the same edit got no answer is in step all the same', async () => {
    const { id, number } = await exportedOrder(journey);
    const lineId = inOrdoro(number).lines[0]!.id;
    failEdit(journey, { number, path: `/line/${lineId}` }, { kind: 'reset', when: 'after-work' });
    await editAndDeliver(journey, id, {
      quantities: { [lineItemOf(journey, id, COFFEE)]: 4 },
      add: [item(MUG, US, { quantity: 1 })],
    });
    await journey.runJobFor(10);

    expect(unitsIn(journey, number)).toEqual({ [COFFEE]: 4, [MUG]: 1 });
    expect([sent(journey, number, '/line'), sent(journey, number, `/line/${lineId}`)]).toEqual([1, 1]);
    // 4 x 10.50 + 16.00, 7.99 for the shipping, 8 % on mug and shipping.
    expect(inOrdoro(number).financial).toMatchObject({ product_amount: 58, tax_amount: 1.92, grand_total: 67.91 });
    expectInStep(journey, id);
  });
});

describe('amounts', () => {
  it.each([...LOST.slice(0, 2), ...NOT_REACHED.slice(0, 1)])(
    'whose writing %s are in step in the end',
    async (_how, effect) => {
      const { id, number } = await exportedOrder(journey);
      failEdit(journey, { number, path: '/financial' }, effect);
      await editAndDeliver(journey, id, { shippingPrice: 0 });
      await journey.runJobFor(10);

      expect(inOrdoro(number).financial).toMatchObject({ shipping_amount: 0, grand_total: 21 });
      expectInStep(journey, id);
    },
  );
});

describe('a comment', () => {
  it.each([...LOST, ...NOT_REACHED])('whose writing %s stands there once in the end', async (_how, effect) => {
    const { id, number } = await exportedOrder(journey);
    shipOrder(journey, id);
    failEdit(journey, { number, path: '/comment' }, effect);
    await changeAndDeliver(journey, id, MOVE);
    await journey.runJobFor(10);

    expect(commentsOn(journey, number)).toHaveLength(1);
    expect(journey.fields(id).ordoroSyncStatus).toBe('needs-attention');
  });
});

describe('a change of which two instances hear at once', () => {
  it('is sent once', async () => {
    const { id, number } = await exportedOrder(journey);
    const second = `${await journey.startEvent()}/event`;
    await change(journey, id, MOVE);
    journey.dropMessages();
    const edits = await editsDuring(journey, () =>
      Promise.all([journey.poke(id), journey.poke(id, second), journey.poke(id), journey.poke(id, second)]),
    );
    await journey.runJobFor(5);

    expect(edits).toEqual([`PUT ${number}/shipping_address`, `PUT ${number}/billing_address`]);
    expectInStep(journey, id);
  });
});
