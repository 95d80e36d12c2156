import type { OrderUpdateAction } from '@commercetools/platform-sdk';
import { describe, expect, it } from 'vitest';
import { sampleAddress } from '../src/seed/addresses.ts';
import { SEED_IDS } from '../src/seed/seed-names.ts';
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
} from './after-export.ts';
import { updatesOf, writesDuring } from './in-step.ts';
import { BUYER, place } from './shop.ts';
import { MINUTE } from './virtual-time.ts';
import { commentsOn, exportedOrder, orderNumberOf, splitOff } from './warehouse.ts';

const journey = journeyOfChanges();

const EXTRAS = { typeId: 'type', id: SEED_IDS.orderExtrasType } as const;

/** With a gift message, and a billing address of its own. */
const GIFT = { billingAddress: BUYER, custom: { type: EXTRAS, fields: { giftMessage: 'Enjoy!' } } };

const inOrdoro = (number: string) => journey.sandbox.ordoro.order(number);

/** A change that messages of the subscription do not tell of, so that the job has to see it. */
async function changeAndRun(orderId: string, ...actions: OrderUpdateAction[]) {
  await changeAndDeliver(journey, orderId, ...actions);
  await journey.runJob();
}

describe('what the merchant changes before the order is shipped', () => {
  it('the shipping address: goes to Ordoro with the message, in one write', async () => {
    const { id, number } = await exportedOrder(journey, GIFT);
    await change(journey, id, MOVE);

    expect(await editsDuring(journey, () => journey.deliver())).toEqual([`PUT ${number}/shipping_address`]);

    expect(inOrdoro(number).shipping_address).toMatchObject({
      name: 'Dana Whitfield',
      street1: '5120 Old Mill Road',
      city: 'Stowe',
      state: 'VT',
      zip: '05672',
      country: 'US',
      email: 'dana.whitfield@example.com',
    });
    expect(inOrdoro(number).billing_address).toMatchObject({ name: 'Robin Whitfield', city: 'Albany' });
    expectInStep(journey, id);
    expect(commentsOn(journey, number)).toEqual([]);
  });

  it('the shipping address: is not shown on the order again, because nothing there changed', async () => {
    const { id } = await exportedOrder(journey, GIFT);
    await change(journey, id, MOVE);

    expect(await updatesOf(journey, id, () => journey.deliver())).toBe(0);
  });

  it('the e-mail address of the buyer: counts where an address has none of its own', async () => {
    const { id, number } = await exportedOrder(journey, GIFT);
    await changeAndDeliver(journey, id, { action: 'setCustomerEmail', email: 'dana@example.org' });

    expect(inOrdoro(number).shipping_address).toMatchObject({ email: 'dana@example.org', city: 'Albany' });
    expect(inOrdoro(number).billing_address).toMatchObject({ email: 'robin@example.com' });
    expectInStep(journey, id);
  });

  it('the phone number alone', async () => {
    const { id, number } = await exportedOrder(journey, GIFT);
    const address = { ...sampleAddress('US'), phone: '+1 802 555 0177' };
    await changeAndDeliver(journey, id, { action: 'setShippingAddress', address });

    expect(inOrdoro(number).shipping_address).toMatchObject({ phone: '+1 802 555 0177', city: 'Albany' });
    expectInStep(journey, id);
  });

  it('the billing address, and an address part that is there no more is cleared', async () => {
    const { id, number } = await exportedOrder(journey, GIFT);
    const { apartment: _gone, ...address } = sampleAddress('US');
    await change(journey, id, { action: 'setBillingAddress', address: { ...address, company: 'Robin & Co' } });

    expect(await editsDuring(journey, () => journey.deliver())).toEqual([`PUT ${number}/billing_address`]);
    expect(inOrdoro(number).billing_address).toMatchObject({
      company: 'Robin & Co',
      email: 'dana.whitfield@example.com',
    });
    expect(inOrdoro(number).billing_address.street2 ?? '').toBe('');
    expect(inOrdoro(number).shipping_address.street2).toBe('Apt 3B');
  });

  it('both addresses and the phone number together: one write for each address', async () => {
    const { id, number } = await exportedOrder(journey, GIFT);
    const address = { ...STOWE, phone: '+1 802 555 0177' };
    await change(
      journey,
      id,
      { action: 'setShippingAddress', address },
      { action: 'setBillingAddress', address },
      { action: 'setCustomerEmail', email: 'dana@example.org' },
    );

    expect(await editsDuring(journey, () => journey.deliver())).toEqual([
      `PUT ${number}/shipping_address`,
      `PUT ${number}/billing_address`,
    ]);
    expectInStep(journey, id);
  });

  it('what is mapped to notes, and the purchase order number: at the next run of the job', async () => {
    const { id, number } = await exportedOrder(journey, GIFT);
    await changeAndRun(
      id,
      { action: 'setCustomField', name: 'giftMessage', value: 'Happy birthday!' },
      { action: 'setPurchaseOrderNumber', purchaseOrderNumber: 'PO-77' },
    );

    expect(inOrdoro(number).notes_from_customer).toBe('Happy birthday!');
    expect(inOrdoro(number).internal_notes).toContain('PO-77');
    expectInStep(journey, id);
  });

  it('a note that is taken away', async () => {
    const { id, number } = await exportedOrder(journey, GIFT);
    await changeAndRun(id, { action: 'setCustomField', name: 'giftMessage' });

    expect(inOrdoro(number).notes_from_customer ?? '').toBe('');
    expectInStep(journey, id);
  });

  it('the date by which it shall arrive, and that there is none any more', async () => {
    const { id, number } = await exportedOrder(journey, GIFT);
    const estimatedDelivery = { from: '2026-12-01T00:00:00.000Z', until: '2026-12-03T00:00:00.000Z' };
    await changeAndRun(id, { action: 'setEstimatedDelivery', estimatedDelivery } as never);
    expect(Date.parse(inOrdoro(number).deliver_by_date ?? '')).toBe(Date.parse('2026-12-03T00:00:00Z'));

    await changeAndRun(id, { action: 'setEstimatedDelivery' } as never);
    expect(inOrdoro(number).deliver_by_date).toBeNull();
    expectInStep(journey, id);
  });

  it.each([
    ['Japanese', sampleAddress('JP')],
    ['French, with accents', sampleAddress('FR')],
    ['with an emoji', { ...STOWE, additionalStreetInfo: 'blue door 🚪🐈', company: 'Café “Zoë” 🎁' }],
  ])('an address that is %s: is sent once and then in step', async (_what, address) => {
    const { id, number } = await exportedOrder(journey, GIFT);
    await change(journey, id, { action: 'setShippingAddress', address });

    expect(await editsDuring(journey, () => journey.deliver())).toEqual([`PUT ${number}/shipping_address`]);
    expect(inOrdoro(number).shipping_address.city).toBe(address.city);
    expectInStep(journey, id);
  });

  it('twice in a row: what counts in the end is what is there', async () => {
    const { id, number } = await exportedOrder(journey, GIFT);
    await changeAndDeliver(journey, id, MOVE);
    await changeAndDeliver(journey, id, { action: 'setShippingAddress', address: sampleAddress('US') });

    expect(inOrdoro(number).shipping_address).toMatchObject({ city: 'Albany', street2: 'Apt 3B' });
    expectInStep(journey, id);
  });
});

describe('an address change of an order that was divided', () => {
  it('goes to each child that is open, and to none that is shipped', async () => {
    const { id, number } = await exportedOrder(journey, GIFT);
    const [gone, open] = splitOff(journey, number, { 'COF-COL-250': 1 });
    journey.sandbox.ordoro.ship(gone);
    await changeAndDeliver(journey, id, MOVE);

    expect(inOrdoro(gone).shipping_address.city).toBe('Albany');
    expect(inOrdoro(open).shipping_address.city).toBe('Stowe');
    await journey.runJob();
    expectInStep(journey, id, 'partially-shipped');
    expect([...commentsOn(journey, gone), ...commentsOn(journey, open)]).toEqual([]);
  });
});

describe('an address that could not be shipped to', () => {
  it('is not sent, the order says what it lacks, and it is sent when that is corrected', async () => {
    const { id, number } = await exportedOrder(journey, GIFT);
    const { city: _city, ...incomplete } = STOWE;
    await changeAndDeliver(journey, id, { action: 'setShippingAddress', address: incomplete });

    expectIssues(journey, id, expect.stringMatching(/^incomplete-address: .*city/));
    expect(inOrdoro(number).shipping_address.city).toBe('Albany');
    await changeAndDeliver(journey, id, MOVE);

    expect(inOrdoro(number).shipping_address.city).toBe('Stowe');
    expectInStep(journey, id);
  });
});

describe('what changes nothing in Ordoro', () => {
  it('a changed configuration counts for new orders only', async () => {
    const { id, number } = await exportedOrder(journey, GIFT);
    await journey.runJob();
    const { commercetools } = journey.sandbox;
    const configured = (key: string) => structuredClone(commercetools.customObject('ordoro-config', key)?.value);
    const [fields, skuRules] = [configured('fields'), configured('sku-rules')];
    await commercetools.putCustomObject('ordoro-config', 'fields', [
      { from: 'order.custom.giftMessage', to: 'internal_notes' },
    ]);
    await commercetools.putCustomObject('ordoro-config', 'sku-rules', [{ sku: 'COF-*', ship: false }]);
    journey.time.advance(2 * MINUTE);

    const writes = await writesDuring(journey, async () => {
      await journey.poke(id);
      await journey.runJob();
    });
    expect(writes.filter((write) => write.includes('/v3/') || write.includes(id))).toEqual([]);
    expect(inOrdoro(number)).toMatchObject({ notes_from_customer: 'Enjoy!', status: 'awaiting_fulfillment' });
    expectInStep(journey, id);

    await commercetools.putCustomObject('ordoro-config', 'fields', fields);
    await commercetools.putCustomObject('ordoro-config', 'sku-rules', skuRules);
    journey.time.advance(2 * MINUTE);
    await journey.poke(id);
    await journey.runJob();
  });

  it('a payment that is refunded closes the gate for new orders only', async () => {
    const { id } = await exportedOrder(journey, GIFT);
    await change(journey, id, { action: 'changePaymentState', paymentState: 'Failed' });

    expect(await editsDuring(journey, () => journey.deliver())).toEqual([]);
    expectInStep(journey, id);
  });
});

describe('a change that is made while the order is on its way to Ordoro', () => {
  it('is not lost', async () => {
    let orderId = '';
    let hasMoved: Promise<void> | undefined;
    journey.sandbox.ordoro.traffic.inject({
      match: {
        predicate: ({ method, path }) => {
          if (method !== 'POST' || path !== '/v3/order') return false;
          hasMoved = change(journey, orderId, MOVE);
          return true;
        },
      },
      effect: { kind: 'latency', ms: 150 },
    });
    orderId = (await place(journey)).id;
    await journey.deliver();
    await hasMoved;
    await journey.deliver();
    await journey.runJob();

    expect(hasMoved).toBeDefined();
    expect(inOrdoro(orderNumberOf(journey, orderId)).shipping_address.city).toBe('Stowe');
    expectInStep(journey, orderId);
  });

  it('is not lost either when the merchant holds the order at once: it is sent after resume', async () => {
    const { id, number } = await exportedOrder(journey, GIFT);
    await changeAndDeliver(journey, id, requested('hold'), MOVE);
    await journey.runJob();
    expect(inOrdoro(number).shipping_address.city).toBe('Albany');

    await changeAndDeliver(journey, id, requested('resume'));
    expect(inOrdoro(number).shipping_address.city).toBe('Stowe');
    expectInStep(journey, id);
  });
});
