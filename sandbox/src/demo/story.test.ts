import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../sandbox.ts';
import { buildOrder } from '../seed/order-builder.ts';
import type { StoryOrder } from '../seed/story-order.ts';
import { storyOrders } from '../seed/story-orders.ts';
import { outcomeOf } from './order-outcomes.ts';
import { expectationsAfter, playRound, type Round } from './story.ts';

const NOW = Date.parse('2026-11-23T16:00:00.000Z');
const stories = storyOrders(NOW);

/** What the connector would have sent, as far as the warehouse looks at it. */
function exportByHand({ ordoro }: Sandbox, cart: number, { order }: StoryOrder): void {
  const built = buildOrder(order);
  const isExpress = order.shipping?.method === 'Express';
  const address = { name: 'Dana Whitfield', city: 'Albany', country: 'US' };
  ordoro.createOrder({
    cart,
    order_id: order.orderNumber ?? '',
    cart_order_id: built.id,
    ...(isExpress ? { tags: [{ text: 'rush' }] } : {}),
    billing_address: address,
    shipping_address: address,
    lines: built.lineItems.map(({ id, quantity, variant }) => ({
      cart_orderitem_id: id,
      quantity,
      product: { sku: variant.sku ?? '', name: 'Article' },
    })),
  });
}

describe('the story without a connector', () => {
  let sandbox: Sandbox;
  const said: string[] = [];

  const play = (name: Round) => playRound(sandbox, stories, { name, say: (text) => said.push(text) });
  /** What the staff alone brings about; the rest needs the connector. */
  const ofStaff = stories.filter(({ title }) => title !== 'Cancelled too late' && !/address|edit|in time/.test(title));
  const seen = () => ofStaff.map(({ order }) => outcomeOf(sandbox, order.id).inOrdoro);
  const expected = (round: Round) => expectationsAfter(ofStaff, round).map((one) => one.expected.inOrdoro);

  beforeAll(async () => {
    sandbox = await startSandbox({ clock: () => NOW });
    const cart = sandbox.ordoro.addCart({ name: 'commercetools sandbox' }).id;
    for (const story of stories) {
      await sandbox.commercetools.placeOrder(buildOrder(story.order));
      exportByHand(sandbox, cart, story);
    }
  });

  afterAll(() => sandbox.close());

  it('plays both rounds, and leaves in Ordoro what is expected there', async () => {
    await play('first');
    expect(seen()).toEqual(expected('first'));
    await play('second');
    expect(seen()).toEqual(expected('second'));
    expect(said).toContain('NS-6001: The rest leaves with UPS.');
  });

  it('has a title, an order number and a first act for every order, each number once', () => {
    expect(new Set(stories.map(({ order }) => order.orderNumber)).size).toBe(stories.length);
    expect(stories.every(({ title, acts }) => title !== '' && acts.first !== undefined)).toBe(true);
  });

  it('changes orders in commercetools as customers want it', () => {
    const byNumber = new Map(sandbox.commercetools.orders().map((order) => [order.orderNumber, order]));
    expect(byNumber.get('NS-6101')?.orderState).toBe('Cancelled');
    expect(byNumber.get('NS-6103')?.shippingAddress?.city).toBe('Stowe');
    expect(byNumber.get('NS-6105')?.lineItems.map(({ quantity }) => quantity)).toEqual([5, 1]);
  });
});
