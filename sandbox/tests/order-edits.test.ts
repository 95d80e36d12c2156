import { describe, expect, it } from 'vitest';
import { item } from '../src/seed/demo-lines.ts';
import {
  change,
  editAndDeliver,
  editsDuring,
  expectInStep,
  expectIssues,
  journeyOfChanges,
  MOVE,
  quantities,
  statusIn,
  unitsIn,
} from './after-export.ts';
import { bought, COFFEE, COFFEE_AND_MUG, MUG, US } from './shop.ts';
import {
  commentsOn,
  deliveriesOf,
  exportedOrder,
  lineItemOf,
  orderIn,
  ordoroLineOf,
  runTask,
  shipOrder,
  splitOff,
} from './warehouse.ts';

const journey = journeyOfChanges();

const financialIn = (number: string) => {
  const { product_amount, shipping_amount, tax_amount, discount_amount, grand_total } =
    journey.sandbox.ordoro.order(number).financial;
  return [product_amount, shipping_amount, tax_amount, discount_amount, grand_total];
};

describe('an order edit before the order is shipped', () => {
  it('that changes a quantity goes to the same line in Ordoro, and the amounts follow', async () => {
    const { id, number } = await exportedOrder(journey, COFFEE_AND_MUG);
    expect(financialIn(number)).toEqual([37, 7.99, 1.92, 0, 46.91]);
    const edits = await editsDuring(journey, () =>
      editAndDeliver(journey, id, { quantities: quantities(journey, id, { [COFFEE]: 5 }) }),
    );

    expect(edits).toEqual([`PUT ${number}/line/#`, `PUT ${number}/financial`]);
    expect(unitsIn(journey, number)).toEqual({ [COFFEE]: 5, [MUG]: 1 });
    expect(journey.sandbox.ordoro.lineTotal(number, ordoroLineOf(journey, number, COFFEE))).toBe(52.5);
    expect(financialIn(number)).toEqual([68.5, 7.99, 1.92, 0, 78.41]);
    expectInStep(journey, id);
  });

  it('that lowers a quantity does so too', async () => {
    const { id, number } = await exportedOrder(journey, COFFEE_AND_MUG);
    await editAndDeliver(journey, id, { quantities: quantities(journey, id, { [COFFEE]: 1 }) });

    expect(unitsIn(journey, number)).toEqual({ [COFFEE]: 1, [MUG]: 1 });
    expect(financialIn(number)).toEqual([26.5, 7.99, 1.92, 0, 36.41]);
    expectInStep(journey, id);
  });

  it('that adds a line adds it with the ids of the order, so that its shipment is found', async () => {
    const { id, number } = await exportedOrder(journey, { lines: bought({ [COFFEE]: 2 }) });
    const edits = await editsDuring(journey, () =>
      editAndDeliver(journey, id, { add: [item(MUG, US, { quantity: 3 })] }),
    );

    expect(edits).toEqual([`POST ${number}/line`, `PUT ${number}/financial`]);
    expect(journey.sandbox.ordoro.order(number).lines).toMatchObject([
      {},
      { sku: MUG, quantity: 3, item_price: 16, cart_order_id: id, cart_orderitem_id: lineItemOf(journey, id, MUG) },
    ]);
    shipOrder(journey, id, { tracking: 'ALL' });
    await runTask(journey, 'fulfillments');
    expect(deliveriesOf(journey, id)).toMatchObject([{ items: { [COFFEE]: 2, [MUG]: 3 } }]);
    expect(orderIn(journey, id).shipmentState).toBe('Shipped');
  });

  it('that removes a line removes it', async () => {
    const { id, number } = await exportedOrder(journey, COFFEE_AND_MUG);
    const edits = await editsDuring(journey, () =>
      editAndDeliver(journey, id, { quantities: quantities(journey, id, { [MUG]: 0 }) }),
    );

    expect(edits).toEqual([`DELETE ${number}/line/#`, `PUT ${number}/financial`]);
    expect(unitsIn(journey, number)).toEqual({ [COFFEE]: 2 });
    expect(financialIn(number)).toEqual([21, 7.99, 0.64, 0, 29.63]);
    expectInStep(journey, id);
  });

  it('that replaces everything adds first, so that the Ordoro order is never without lines', async () => {
    const { id, number } = await exportedOrder(journey, { lines: bought({ [COFFEE]: 2 }) });
    const edits = await editsDuring(journey, () =>
      editAndDeliver(journey, id, {
        quantities: quantities(journey, id, { [COFFEE]: 0 }),
        add: [item(MUG, US, { quantity: 1 })],
      }),
    );

    expect(edits).toEqual([`POST ${number}/line`, `DELETE ${number}/line/#`, `PUT ${number}/financial`]);
    expect(unitsIn(journey, number)).toEqual({ [MUG]: 1 });
    expectInStep(journey, id);
  });

  it('that leaves nothing of a divided order to ship cancels what would be without lines', async () => {
    const { id, number } = await exportedOrder(journey, COFFEE_AND_MUG);
    const [mug, coffee] = splitOff(journey, number, { [MUG]: 1 });
    await editAndDeliver(journey, id, { quantities: quantities(journey, id, { [MUG]: 0 }) });
    await journey.runJob();

    expect([statusIn(journey, mug), statusIn(journey, coffee)]).toEqual(['cancelled', 'awaiting_fulfillment']);
    expect(unitsIn(journey, coffee)).toEqual({ [COFFEE]: 2 });
    expectInStep(journey, id);
  });

  it('that removes the last line cancels the Ordoro order, and one that adds a line restores it', async () => {
    const { id, number } = await exportedOrder(journey, { lines: bought({ [COFFEE]: 2 }) });
    await editAndDeliver(journey, id, { quantities: quantities(journey, id, { [COFFEE]: 0 }) });
    expect(statusIn(journey, number)).toBe('cancelled');
    expect(journey.fields(id).ordoroIssues).toBeUndefined();

    await editAndDeliver(journey, id, { add: [item(MUG, US, { quantity: 1 })] });
    await journey.runJob();
    expect(statusIn(journey, number)).toBe('awaiting_fulfillment');
    expect(unitsIn(journey, number)).toEqual({ [MUG]: 1 });
    expectInStep(journey, id);
  });

  it('that changes a price changes the line and the amounts', async () => {
    const { id, number } = await exportedOrder(journey, COFFEE_AND_MUG);
    await editAndDeliver(journey, id, { prices: { [lineItemOf(journey, id, COFFEE)]: 1200 } });

    expect(journey.sandbox.ordoro.order(number).lines).toMatchObject([{ sku: COFFEE, item_price: 12 }, { sku: MUG }]);
    expect(financialIn(number)).toEqual([40, 7.99, 1.92, 0, 49.91]);
    expectInStep(journey, id);
  });

  it.each([
    ['the shipping price', { shippingPrice: 0 }, [37, 0, 1.28, 0, 38.28]],
    ['the discount on the total', { totalDiscount: 1000 }, [37, 7.99, 1.49, 10, 36.48]],
  ])('that changes %s rewrites the amounts alone', async (_what, edits, amounts) => {
    const { id, number } = await exportedOrder(journey, COFFEE_AND_MUG);
    const sentEdits = await editsDuring(journey, () => editAndDeliver(journey, id, edits));

    expect(sentEdits).toEqual([`PUT ${number}/financial`]);
    expect(financialIn(number)).toEqual(amounts);
    expectInStep(journey, id);
  });

  it('together with an address change needs one claim and one look at Ordoro before the writes', async () => {
    const { id, number } = await exportedOrder(journey, COFFEE_AND_MUG);
    await change(journey, id, MOVE);
    const edits = await editsDuring(journey, () =>
      editAndDeliver(journey, id, { quantities: quantities(journey, id, { [COFFEE]: 1 }) }),
    );

    expect(edits).toEqual([
      `PUT ${number}/shipping_address`,
      `PUT ${number}/billing_address`,
      `PUT ${number}/line/#`,
      `PUT ${number}/financial`,
    ]);
    expectInStep(journey, id);
  });
});

describe('an order edit that adds a SKU which Ordoro does not know', () => {
  it('is flagged and sends nothing of it; the line is added as soon as the product is there', async () => {
    const { id, number } = await exportedOrder(journey, COFFEE_AND_MUG);
    const add = [{ sku: 'NEW-MUG', name: 'New mug', quantity: 1, unitPrice: 900 }];
    await editAndDeliver(journey, id, { add });

    expectIssues(journey, id, 'unmapped-sku: NEW-MUG');
    expect(unitsIn(journey, number)).toEqual({ [COFFEE]: 2, [MUG]: 1 });
    expect(financialIn(number)[4]).toBe(46.91);
    journey.sandbox.ordoro.addProduct({ sku: 'NEW-MUG', name: 'New mug' });
    await journey.runJobFor(5);

    expect(unitsIn(journey, number)).toEqual({ [COFFEE]: 2, [MUG]: 1, 'NEW-MUG': 1 });
    expectInStep(journey, id);
    expect(commentsOn(journey, number)).toEqual([]);
  });

  it('is healed by a mapping as well', async () => {
    const { id, number } = await exportedOrder(journey, COFFEE_AND_MUG);
    await editAndDeliver(journey, id, { add: [{ sku: 'OLD-MUG', name: 'Old mug', quantity: 1, unitPrice: 900 }] });
    expectIssues(journey, id, 'unmapped-sku: OLD-MUG');
    const mapping = { sku: 'OLD-MUG', ordoroSku: 'DRP-V60' };
    await journey.sandbox.commercetools.putCustomObject('ordoro-skus', 'OLD-MUG', mapping);
    await journey.runJobFor(5);

    expect(unitsIn(journey, number)).toEqual({ [COFFEE]: 2, [MUG]: 1, 'DRP-V60': 1 });
    expectInStep(journey, id);
  });
});
