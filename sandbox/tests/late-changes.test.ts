import { describe, expect, it } from 'vitest';
import { sampleAddress } from '../src/seed/addresses.ts';
import {
  change,
  changeAndDeliver,
  editsDuring,
  expectInStep,
  expectIssues,
  journeyOfChanges,
  MOVE,
  requested,
  STOWE,
  sent,
} from './after-export.ts';
import { updatesOf } from './in-step.ts';
import { BUYER } from './shop.ts';
import { MINUTE } from './virtual-time.ts';
import { commentsOn, deliveriesOf, exportedOrder, runTask, shipOrder, splitOff } from './warehouse.ts';

const journey = journeyOfChanges();

const inOrdoro = (number: string) => journey.sandbox.ordoro.order(number);

/** Staff enter this city for the shipping address. */
function staffMoveTo(number: string, city: string) {
  journey.sandbox.ordoro.edit(number, (order) => {
    order.shipping_address.city = city;
  });
}

/** Staff enter exactly what the merchant has. */
function staffMoveAsTheMerchant(number: string) {
  journey.sandbox.ordoro.edit(number, (order) => {
    const moved = { street1: '5120 Old Mill Road', street2: 'Apt 3B', city: 'Stowe', state: 'VT', zip: '05672' };
    Object.assign(order.shipping_address, moved);
  });
}

describe('a field that both sides have changed', () => {
  it('is overwritten on neither, the order needs attention, and the warehouse finds one comment', async () => {
    const { id, orderNumber, number } = await exportedOrder(journey, { billingAddress: BUYER });
    staffMoveTo(number, 'Troy');
    await change(journey, id, MOVE);

    expect(await editsDuring(journey, () => journey.deliver())).toEqual([`POST ${number}/comment`]);

    expect(inOrdoro(number).shipping_address.city).toBe('Troy');
    expectIssues(journey, id, `too-late-to-change: shipping address: ${number} was changed in Ordoro too`);
    expect(journey.fields(id).ordoroSyncMessage).toContain('retry');
    expect(commentsOn(journey, number)).toEqual([
      expect.stringMatching(
        new RegExp(`^commercetools order ${orderNumber} was changed in the shop, but not here \\(shipping address; `),
      ),
    ]);
  });

  it('does not hold back what only the merchant changed', async () => {
    const { id, number } = await exportedOrder(journey, { billingAddress: BUYER });
    staffMoveTo(number, 'Troy');
    await changeAndDeliver(journey, id, MOVE, { action: 'setCustomerEmail', email: 'dana@example.org' });

    expect(inOrdoro(number).shipping_address).toMatchObject({ city: 'Troy', email: 'dana@example.org' });
    expectIssues(journey, id, `too-late-to-change: shipping address: ${number} was changed in Ordoro too`);
  });

  it('is in step without a word when staff made the same change', async () => {
    const { id, number } = await exportedOrder(journey, { billingAddress: BUYER });
    staffMoveAsTheMerchant(number);
    await change(journey, id, MOVE);

    expect(await editsDuring(journey, () => journey.deliver())).toEqual([]);
    expectInStep(journey, id);
  });

  it('is in step again when the merchant changes it back', async () => {
    const { id, number } = await exportedOrder(journey, { billingAddress: BUYER });
    staffMoveTo(number, 'Troy');
    await changeAndDeliver(journey, id, MOVE);
    await changeAndDeliver(journey, id, { action: 'setShippingAddress', address: sampleAddress('US') });

    expectInStep(journey, id);
    expect(inOrdoro(number).shipping_address.city).toBe('Troy');
    expect(sent(journey, number, '/shipping_address')).toBe(0);
  });

  it('is in step again when staff enter what the merchant has', async () => {
    const { id, number } = await exportedOrder(journey, { billingAddress: BUYER });
    staffMoveTo(number, 'Troy');
    await changeAndDeliver(journey, id, MOVE);
    journey.time.advance(MINUTE);
    staffMoveAsTheMerchant(number);
    await runTask(journey, 'fulfillments');

    expectInStep(journey, id);
    expect(commentsOn(journey, number)).toHaveLength(1);
  });

  it('is sent when staff take their change back', async () => {
    const { id, number } = await exportedOrder(journey, { billingAddress: BUYER });
    staffMoveTo(number, 'Troy');
    await changeAndDeliver(journey, id, MOVE);
    journey.time.advance(MINUTE);
    staffMoveTo(number, 'Albany');
    await runTask(journey, 'fulfillments');

    expect(inOrdoro(number).shipping_address.city).toBe('Stowe');
    expectInStep(journey, id);
  });

  it('counts as dealt with when the merchant requests retry', async () => {
    const { id, number } = await exportedOrder(journey, { billingAddress: BUYER });
    staffMoveTo(number, 'Troy');
    await changeAndDeliver(journey, id, MOVE);
    await changeAndDeliver(journey, id, requested('retry'));

    expectInStep(journey, id);
    expect(inOrdoro(number).shipping_address.city).toBe('Troy');
    expect(commentsOn(journey, number)).toHaveLength(1);
  });
});

describe('a field that only staff have changed', () => {
  it('stays as it is, and nobody is told', async () => {
    const { id, number } = await exportedOrder(journey, { billingAddress: BUYER });
    staffMoveTo(number, 'Troy');
    await runTask(journey, 'fulfillments');
    expect(await editsDuring(journey, () => journey.poke(id))).toEqual([]);

    expect(inOrdoro(number).shipping_address.city).toBe('Troy');
    expectInStep(journey, id);
  });

  it('stays as it is when the merchant changes something else', async () => {
    const { id, number } = await exportedOrder(journey, { billingAddress: BUYER });
    staffMoveTo(number, 'Troy');
    await changeAndDeliver(journey, id, { action: 'setCustomerEmail', email: 'dana@example.org' });

    expect(inOrdoro(number).shipping_address).toMatchObject({ city: 'Troy', email: 'dana@example.org' });
    expectInStep(journey, id);
  });
});

describe('a change of an order that was shipped, which nobody knew yet', () => {
  it('is too late: the shipment is shown, the order needs attention, the warehouse finds one comment', async () => {
    const { id, number } = await exportedOrder(journey, { billingAddress: BUYER });
    shipOrder(journey, id, { tracking: 'GONE' });
    await change(journey, id, MOVE, { action: 'setCustomerEmail', email: 'dana@example.org' });

    expect(await updatesOf(journey, id, () => journey.deliver())).toBe(1);

    expect(deliveriesOf(journey, id)).toMatchObject([{ parcels: [{ tracking: 'GONE' }] }]);
    expectIssues(
      journey,
      id,
      `too-late-to-change: email: ${number} is shipped`,
      `too-late-to-change: shipping address: ${number} is shipped`,
    );
    expect(commentsOn(journey, number)).toEqual([expect.stringContaining('shipping address, email; noticed')]);
    expect(sent(journey, number, '/shipping_address')).toBe(0);
  });

  it('is dealt with when the merchant requests retry, and the order shows that it is shipped', async () => {
    const { id, number } = await exportedOrder(journey, { billingAddress: BUYER });
    shipOrder(journey, id);
    await changeAndDeliver(journey, id, MOVE);
    await changeAndDeliver(journey, id, requested('retry'));

    expectInStep(journey, id, 'shipped');
    expect(commentsOn(journey, number)).toHaveLength(1);
  });

  it('is told anew when the merchant changes it once more after that', async () => {
    const { id, number } = await exportedOrder(journey, { billingAddress: BUYER });
    shipOrder(journey, id);
    await changeAndDeliver(journey, id, MOVE);
    await changeAndDeliver(journey, id, requested('retry'));
    journey.time.advance(MINUTE);
    await changeAndDeliver(journey, id, { action: 'setShippingAddress', address: { ...STOWE, city: 'Barre' } });

    expectIssues(journey, id, `too-late-to-change: shipping address: ${number} is shipped`);
    expect(new Set(commentsOn(journey, number)).size).toBe(2);
  });

  it('is sent after all when the label is voided', async () => {
    const { id, number } = await exportedOrder(journey, { billingAddress: BUYER });
    shipOrder(journey, id);
    await changeAndDeliver(journey, id, MOVE);
    journey.time.advance(MINUTE);
    journey.sandbox.ordoro.voidLabel(number);
    await runTask(journey, 'fulfillments');

    expect(inOrdoro(number).shipping_address.city).toBe('Stowe');
    expectInStep(journey, id);
  });
});

describe('a change that only the open part of a split order could take', () => {
  it.each([
    [
      'was shipped',
      (n: string) => journey.sandbox.ordoro.ship(n),
      (n: string) => journey.sandbox.ordoro.voidLabel(n, 'flag'),
    ],
    [
      'was cancelled',
      (n: string) => journey.sandbox.ordoro.cancel(n),
      (n: string) => journey.sandbox.ordoro.uncancel(n),
    ],
  ])('goes to the part that %s as well, once it is open again', async (_what, end, reopen) => {
    const { id, number } = await exportedOrder(journey);
    const [one, other] = splitOff(journey, number, { 'COF-COL-250': 1 });
    end(one);
    journey.time.advance(MINUTE);
    await journey.runJob();
    await changeAndDeliver(journey, id, MOVE);
    expect([one, other].map((each) => inOrdoro(each).shipping_address.city)).toEqual(['Albany', 'Stowe']);
    staffMoveTo(other, 'Barre');
    journey.time.advance(5 * MINUTE);
    reopen(one);
    await journey.runJob();

    expect([one, other].map((each) => inOrdoro(each).shipping_address.city)).toEqual(['Stowe', 'Barre']);
    expect([one, other].flatMap((each) => commentsOn(journey, each))).toEqual([]);
    expect(journey.fields(id)).toMatchObject({ ordoroSyncStatus: 'exported' });
    expect(journey.fields(id)).not.toHaveProperty('ordoroIssues');
    expect(sent(journey, other, '/shipping_address')).toBe(1);
  });

  it('stays away from it when staff have given it another address meanwhile', async () => {
    const { id, number } = await exportedOrder(journey);
    const [one] = splitOff(journey, number, { 'COF-COL-250': 1 });
    journey.sandbox.ordoro.ship(one);
    journey.time.advance(MINUTE);
    await journey.runJob();
    await changeAndDeliver(journey, id, MOVE);
    journey.time.advance(5 * MINUTE);
    journey.sandbox.ordoro.voidLabel(one, 'flag');
    staffMoveTo(one, 'Troy');
    await journey.runJob();

    expect(inOrdoro(one).shipping_address.city).toBe('Troy');
    expectIssues(journey, id, `too-late-to-change: shipping address: ${one} was changed in Ordoro too`);
  });
});

describe('a change of an order that somebody else has in hand', () => {
  it('is not sent to a supplier', async () => {
    const { id, number } = await exportedOrder(journey, { billingAddress: BUYER });
    journey.sandbox.ordoro.requestDropship(number);
    await changeAndDeliver(journey, id, MOVE);

    expectIssues(journey, id, `too-late-to-change: shipping address: ${number} is requested from a supplier`);
    expect(sent(journey, number, '/shipping_address')).toBe(0);
    expect(commentsOn(journey, number)).toHaveLength(1);
  });

  it('is not sent to an order that staff merged with another one', async () => {
    const [one, other] = [
      await exportedOrder(journey, { billingAddress: BUYER }),
      await exportedOrder(journey, { billingAddress: BUYER }),
    ];
    journey.sandbox.ordoro.merge([one.number, other.number]);
    await changeAndDeliver(journey, other.id, MOVE);
    await journey.runJob();

    expect(inOrdoro(one.number).shipping_address.city).toBe('Albany');
    expectIssues(journey, other.id, `too-late-to-change: shipping address: ${one.number} is merged with another order`);
    expectInStep(journey, one.id);
  });

  it('is not sent to one that staff cancelled', async () => {
    const { id, number } = await exportedOrder(journey, { billingAddress: BUYER });
    journey.sandbox.ordoro.cancel(number);
    await changeAndDeliver(journey, id, MOVE);
    await journey.runJob();

    expectIssues(
      journey,
      id,
      `cancelled-in-ordoro: ${number}`,
      `too-late-to-change: shipping address: ${number} is cancelled in Ordoro`,
    );
    expect(commentsOn(journey, number)).toEqual([]);
  });
});

describe('another shipping method', () => {
  it('cannot be sent any more: the order says so, and the warehouse finds one comment', async () => {
    const { id, number } = await exportedOrder(journey, { billingAddress: BUYER });
    const express = journey.sandbox.commercetools.all('shipping-method').find(({ name }) => name === 'Express');
    await journey.sandbox.commercetools.editOrder(id, ({ shippingInfo }) => {
      const shippingMethod = { typeId: 'shipping-method', id: express?.id };
      Object.assign(shippingInfo as object, { shippingMethodName: 'Express', shippingMethod });
    });

    expect(await editsDuring(journey, () => journey.deliver())).toEqual([`POST ${number}/comment`]);
    expectIssues(journey, id, 'too-late-to-change: shipping method: Ordoro takes it at the creation of an order only');
    await changeAndDeliver(journey, id, requested('retry'));
    expectInStep(journey, id);
    expect(commentsOn(journey, number)).toHaveLength(1);
  });
});
