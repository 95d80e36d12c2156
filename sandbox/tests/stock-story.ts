import type { Order } from '@commercetools/platform-sdk';
import fc from 'fast-check';
import { item } from '../src/seed/demo-lines.ts';
import { SEED_IDS } from '../src/seed/seed-names.ts';
import { Journey } from './connector-under-test.ts';
import { place, US } from './shop.ts';
import { SETTLED, STOCK_IS_ORDOROS } from './stock-room.ts';

/** The place an article is bought from. */
export type Side = 'east' | 'west';
export const SIDES: readonly Side[] = ['east', 'west'];
export const CHANNELS = { east: SEED_IDS.channelEast, west: SEED_IDS.channelWest } as const;

/** A buyer orders. */
export interface Purchase<Sku extends string> {
  readonly kind: 'order';
  readonly sku: Sku;
  readonly side: Side;
  readonly quantity: number;
  readonly paid: boolean;
}

/** A buyer pays one of the orders so far, or the warehouse ships it, if there is such an order. */
export interface Progress {
  readonly kind: 'pay' | 'ship';
  readonly which: number;
}

/** What the connector does or misses, and time that passes. */
export interface Work {
  readonly kind: 'deliver' | 'lose-messages' | 'sync' | 'two-syncs' | 'wait';
}

/** One to four units, paid or not. */
export function purchase<Sku extends string>(skus: readonly Sku[]): fc.Arbitrary<Purchase<Sku>> {
  return fc.record({
    kind: fc.constant('order' as const),
    sku: fc.constantFrom(...skus),
    side: fc.constantFrom(...SIDES),
    quantity: fc.integer({ min: 1, max: 4 }),
    paid: fc.boolean(),
  });
}

/** Any of them. */
export const work: fc.Arbitrary<Work> = fc.record({
  kind: fc.constantFrom(
    'deliver' as const,
    'lose-messages' as const,
    'sync' as const,
    'two-syncs' as const,
    'wait' as const,
  ),
});

/** What happens in a shop and its warehouse whose stock two processes of the job keep in step. */
export class StockStory {
  readonly journey: Journey;
  readonly orders: Order[] = [];
  readonly #otherJob: string;

  private constructor(journey: Journey, otherJob: string) {
    this.journey = journey;
    this.#otherJob = otherJob;
  }

  /** Starts everything. Stock is Ordoro's. @param stockDeduction when commercetools takes ordered units off its numbers */
  static async begin(stockDeduction: 'at-once' | 'late'): Promise<StockStory> {
    const journey = await Journey.start({
      environment: STOCK_IS_ORDOROS,
      sandbox: { commercetools: { stockDeduction } },
    });
    return new StockStory(journey, `${await journey.startJob()}/job`);
  }

  /** Time passes; commercetools has deducted every order after nine seconds at the latest. */
  async pass(ms: number): Promise<void> {
    this.journey.time.advance(9_000);
    await this.journey.sandbox.commercetools.settleStock();
    this.journey.time.advance(ms - 9_000);
  }

  /** Orders, then stock, as the schedule does. When another one runs at the same time, one of them finds the other. */
  async sync(url = this.journey.jobUrl): Promise<void> {
    const response = await fetch(url, { method: 'POST', body: JSON.stringify({ tasks: ['orders', 'inventory'] }) });
    await response.arrayBuffer();
  }

  /** One of the orders so far. */
  orderAt(which: number): Order | undefined {
    return this.orders[which % Math.max(1, this.orders.length)];
  }

  /** Carries it out. */
  async happen(what: Purchase<string> | Progress | Work): Promise<void> {
    switch (what.kind) {
      case 'order':
        return this.#buy(what);
      case 'pay':
        return this.#pay(this.orderAt(what.which));
      case 'ship':
        return this.#ship(this.orderAt(what.which));
      case 'deliver':
        return this.journey.deliver();
      case 'lose-messages':
        return this.journey.dropMessages();
      case 'sync':
        return this.sync();
      case 'two-syncs':
        await Promise.all([this.sync(), this.sync(this.#otherJob), this.journey.deliver()]);
        return;
      case 'wait':
        return this.pass(SETTLED);
    }
  }

  async #buy({ sku, side, quantity, paid }: Purchase<string>): Promise<void> {
    const line = { quantity, supplyChannelId: CHANNELS[side], inventoryMode: 'TrackOnly' as const };
    const paymentState = paid ? 'Paid' : 'Pending';
    this.orders.push(await place(this.journey, { paymentState, lines: [item(sku, US, line)] }));
  }

  async #pay(order: Order | undefined): Promise<void> {
    if (order === undefined) return;
    const { commercetools } = this.journey.sandbox;
    await commercetools.merchantUpdate(order.id, [{ action: 'changePaymentState', paymentState: 'Paid' }]);
  }

  #ship(order: Order | undefined): void {
    const sent = order === undefined ? undefined : this.journey.ordoroOrders(order.id)[0];
    if (sent?.status === 'awaiting_fulfillment') this.journey.sandbox.ordoro.ship(sent.order_number, {});
  }
}
