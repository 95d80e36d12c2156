import { beforeEach, describe, expect, it } from 'vitest';
import { sampleAddress } from '../src/seed/addresses.ts';
import { item } from '../src/seed/demo-lines.ts';
import { CANCEL, change, journeyOfChanges, MOVE } from './after-export.ts';
import { placeAndDeliver, US } from './shop.ts';
import { exportedOrder, lineItemOf, runTask, shipOrder } from './warehouse.ts';

const journey = journeyOfChanges();

beforeEach(async () => {
  // Warm: configuration just read, SKUs known, connections and tokens there.
  await placeAndDeliver(journey, { lines: [item('MUG-ENAMEL-WHT', US, { quantity: 1 })] });
});

const LOOK = (id: string) => [`GET /sandbox/orders/${id}`, `GET /sandbox/custom-objects/ordoro-orders/${id}`];
const SAVE = 'POST /sandbox/custom-objects';
const SHOW = (id: string) => `POST /sandbox/orders/${id}`;

describe('what a change costs', () => {
  it('nothing but two reads when nothing has changed', async () => {
    const { id } = await exportedOrder(journey);

    expect(await journey.calls(() => journey.poke(id))).toEqual({ commercetools: LOOK(id), ordoro: [] });
  });

  it('nothing but two reads when the order is shipped and complete', async () => {
    const { id } = await exportedOrder(journey);
    shipOrder(journey, id);
    await runTask(journey, 'fulfillments');

    expect(await journey.calls(() => journey.poke(id))).toEqual({ commercetools: LOOK(id), ordoro: [] });
  });

  it('an address: claim and record, two looks at Ordoro and one write; the order is not updated', async () => {
    const { id, number } = await exportedOrder(journey);
    await change(journey, id, { action: 'setCustomerEmail', email: 'dana@example.org' });
    await change(journey, id, { action: 'setBillingAddress', address: sampleAddress('US') });
    await journey.deliver();
    await change(journey, id, MOVE);

    expect(await journey.calls(() => journey.deliver())).toEqual({
      commercetools: [...LOOK(id), SAVE, SAVE],
      ordoro: [`GET /v3/order/${number}`, `GET /v3/order/${number}`, `PUT /v3/order/${number}/shipping_address`],
    });
  });

  it('a cancellation: claim, order and record, two looks at Ordoro and one write', async () => {
    const { id, number } = await exportedOrder(journey);
    await change(journey, id, CANCEL);

    expect(await journey.calls(() => journey.deliver())).toEqual({
      commercetools: [...LOOK(id), SAVE, SHOW(id), SAVE],
      ordoro: [`GET /v3/order/${number}`, `GET /v3/order/${number}`, `POST /v3/order/${number}/cancel`],
    });
  });

  it('an order edit: the same, and one write for each line and for the amounts', async () => {
    const { id, number } = await exportedOrder(journey);
    const [line] = journey.sandbox.ordoro.order(number).lines;
    await journey.sandbox.commercetools.merchantEditsOrder(id, {
      quantities: { [lineItemOf(journey, id, 'COF-COL-250')]: 3 },
      add: [item('MUG-ENAMEL-WHT', US, { quantity: 1 })],
    });

    expect(await journey.calls(() => journey.deliver())).toEqual({
      commercetools: [...LOOK(id), SAVE, SAVE],
      ordoro: [
        `GET /v3/order/${number}`,
        `GET /v3/order/${number}`,
        `POST /v3/order/${number}/line`,
        `PUT /v3/order/${number}/line/${line!.id}`,
        `PUT /v3/order/${number}/financial`,
      ],
    });
  });

  it('one that is too late: claim, order, record and an entry in the log, two looks at Ordoro and the comment', async () => {
    const { id, number } = await exportedOrder(journey);
    shipOrder(journey, id);
    await runTask(journey, 'fulfillments');
    await change(journey, id, MOVE);

    const { commercetools, ordoro } = await journey.calls(() => journey.deliver());
    expect(commercetools).toEqual([...LOOK(id), SAVE, SHOW(id), SAVE, SAVE]);
    // The names of the carriers are read once in a while.
    expect(ordoro.filter((call) => call !== 'GET /shipper/')).toEqual([
      `GET /v3/order/${number}`,
      `GET /v3/order/${number}`,
      `POST /v3/order/${number}/comment`,
    ]);
  });
});
