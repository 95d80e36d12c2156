import type { Order } from '@commercetools/platform-sdk';
import { describe, expect, it } from 'vitest';
import { editsDuring, expectInStep, expectIssues, journeyOfChanges, unitsIn } from './after-export.ts';
import { byTwoMethods } from './destinations.ts';
import { creations, failCreation, syncedNumbers } from './exported-once.ts';
import { orderOf } from './shop.ts';
import { deliveriesOf, orderIn, runTask } from './warehouse.ts';

const journey = journeyOfChanges();

/** Places the order with three bags to the first address only. */
async function placed(): Promise<Order> {
  const order = await journey.sandbox.commercetools.placeOrder(orderOf(byTwoMethods({ home: 3, cabin: 0 })));
  await journey.deliver();
  return order;
}

/** By an order edit, the order becomes this; its lines keep their ids. */
async function edit(order: Order, changes: Parameters<typeof orderOf>[0]): Promise<void> {
  const { id, orderNumber } = order;
  const edited = orderOf({ ...changes, id, orderNumber });
  await journey.sandbox.commercetools.editOrder(id, (current) => {
    const { lineItems, shipping, totalPrice, taxedPrice, taxedShippingPrice } = structuredClone(edited);
    Object.assign(current, { lineItems, shipping, totalPrice, taxedPrice, taxedShippingPrice });
  });
}

const numbersOf = (order: Order) => [1, 2].map((part) => `2-${order.orderNumber}-S${part}`) as [string, string];

describe('an order edit that sends some units to another destination', () => {
  it('makes one more Ordoro order for it, and takes the units out of the first', async () => {
    const order = await placed();
    const [home, cabin] = numbersOf(order);
    await edit(order, byTwoMethods({ home: 2, cabin: 1 }));
    const edits = await editsDuring(journey, () => journey.deliver());

    expect(edits.filter((one) => one === 'POST /v3/order')).toHaveLength(1);
    expect([unitsIn(journey, home), unitsIn(journey, cabin)]).toEqual([{ 'COF-COL-250': 2 }, { 'COF-COL-250': 1 }]);
    expect(journey.sandbox.ordoro.order(cabin)).toMatchObject({
      shipping_address: { street1: '2 B Road' },
      requested_shipping_method: 'UPS 2nd Day Air',
    });
    expect(syncedNumbers(journey, order.id)).toEqual([home, cabin]);
    expect(journey.fields(order.id).ordoroOrderNumbers).toEqual([home, cabin]);
    expectInStep(journey, order.id);

    for (const number of [home, cabin]) journey.sandbox.ordoro.ship(number);
    await runTask(journey, 'fulfillments');
    expect(deliveriesOf(journey, order.id)).toMatchObject([
      { key: `ordoro-${home}`, shippingKey: 'to-home', items: { 'COF-COL-250': 2 } },
      { key: `ordoro-${cabin}`, shippingKey: 'to-cabin', items: { 'COF-COL-250': 1 } },
    ]);
    expect(orderIn(journey, order.id).shipmentState).toBe('Shipped');
  });

  it('makes it once, also when the answer of Ordoro is lost', async () => {
    const order = await placed();
    const [home, cabin] = numbersOf(order);
    journey.sandbox.ordoro.options.duplicateOrderId = 'accept';
    await edit(order, byTwoMethods({ home: 2, cabin: 1 }));
    failCreation(journey, { kind: 'reset', when: 'after-work' });
    await journey.deliver();
    await journey.runJobFor(15);

    expect(creations(journey, `${order.orderNumber}-S2`)).toBe(1);
    expect([unitsIn(journey, home), unitsIn(journey, cabin)]).toEqual([{ 'COF-COL-250': 2 }, { 'COF-COL-250': 1 }]);
    expectInStep(journey, order.id);
  });

  it('takes nothing out of the first while the second cannot go out, and says why', async () => {
    const order = await placed();
    const [home, cabin] = numbersOf(order);
    const { lines, ...addresses } = byTwoMethods({ home: 2, cabin: 1 });
    const targets = [{ addressKey: 'cabin', quantity: 1, shippingMethodKey: 'to-cabin' }];
    const another = { sku: 'SOON-TO-COME', quantity: 1, unitPrice: 500, targets };
    await edit(order, { ...addresses, lines: [...lines, another] });
    await journey.deliver();

    expectIssues(journey, order.id, 'unmapped-sku: SOON-TO-COME');
    expect(unitsIn(journey, home)).toEqual({ 'COF-COL-250': 3 });
    journey.sandbox.ordoro.addProduct({ sku: 'SOON-TO-COME', name: 'Soon' });
    await journey.runJobFor(5);

    expect(unitsIn(journey, home)).toEqual({ 'COF-COL-250': 2 });
    expect(unitsIn(journey, cabin)).toEqual({ 'COF-COL-250': 1, 'SOON-TO-COME': 1 });
    expectInStep(journey, order.id);
  });
});
