import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SendEnd } from '../../tests/generators/order-pass.ts';
import { OrderWorld } from '../../tests/generators/order-world.ts';
import { dividedOrder, shopOrder, showing } from '../../tests/generators/situations.ts';
import type { OrdoroOrder } from '../ordoro/readers.ts';

const MINUTE = 60_000;

/** What people do, and what the connector sees of it. */
const WHAT = [
  'staff cancel',
  'staff restore',
  'staff print a label',
  'staff edit',
  'the merchant cancels',
  'the merchant reopens',
  'the merchant retries',
  'all is seen',
  'one is seen',
] as const;

/** `at` picks the Ordoro order. */
interface Event {
  readonly what: (typeof WHAT)[number];
  readonly at: number;
}

const events: fc.Arbitrary<Event[]> = fc.array(fc.record({ what: fc.constantFrom(...WHAT), at: fc.nat({ max: 3 }) }), {
  minLength: 3,
  maxLength: 14,
});

const recipes = fc.record({
  divided: fc.boolean(),
  /** What becomes of the second part of a divided order at first. */
  second: fc.constantFrom<SendEnd>('accepted', 'rejected', 'auth', 'timeout'),
  /** Ordoro orders for the first part. */
  copies: fc.integer({ min: 2, max: 3 }),
  /** The last of them turns out to be the oldest. */
  isLateOlder: fc.boolean(),
  cancelPolicy: fc.constantFrom<'flag' | 'cancel'>('flag', 'cancel'),
});

type Recipe = typeof recipes extends fc.Arbitrary<infer T> ? T : never;

/** An exported order, and what becomes of it. */
class Story {
  readonly world: OrderWorld;
  isCancelledByMerchant = false;

  private constructor(world: OrderWorld) {
    this.world = world;
  }

  static async begin({ divided, second, copies, isLateOlder, cancelPolicy }: Recipe): Promise<Story> {
    const world = new OrderWorld(divided ? dividedOrder() : shopOrder());
    world.context = { ...world.context, settings: { ...world.context.settings, cancelPolicy } };
    await world.play({ sends: ['accepted', second] });
    const [draft] = world.posts;
    for (let copy = 1; draft !== undefined && copy < copies; copy += 1) world.create(draft);
    const story = new Story(world);
    if (isLateOlder) story.#alter(world.inOrdoro.length - 1, { id: 400 });
    return story;
  }

  async happen({ what, at }: Event): Promise<void> {
    this.world.now += 3 * MINUTE;
    switch (what) {
      case 'staff cancel':
        return this.#alter(at, { status: 'cancelled' });
      case 'staff restore':
        return this.#alter(at, { status: 'awaiting_fulfillment' });
      case 'staff print a label':
        return this.#alter(at, { hasLabel: true });
      case 'staff edit':
        return this.#alter(at, { content: { ...this.#at(at).content, notesFromCustomer: `at ${this.world.now}` } });
      case 'the merchant cancels':
        this.isCancelledByMerchant ||= this.#order.orderState !== 'Cancelled';
        return this.#change({ orderState: 'Cancelled' });
      case 'the merchant reopens':
        this.isCancelledByMerchant = false;
        return this.#change({ orderState: 'Open' });
      case 'the merchant retries':
        return this.#change(showing(this.#order, { ...this.#order.custom?.fields, ordoroRequest: 'retry' }));
      case 'all is seen':
        return this.look(this.world.visible());
      case 'one is seen':
        return this.look([this.#at(at)]);
    }
  }

  /** The connector sees these rows; it must not cancel what has to be shipped. */
  async look(ordoroRows: readonly OrdoroOrder[]): Promise<void> {
    const before = this.liveByPart();
    const edits = this.world.edits.length;
    await this.world.play({ readsRecordFirst: true, ordoroRows });
    if (this.isCancelledByMerchant) return;
    for (const edit of this.world.edits.slice(edits))
      if (edit.kind === 'cancel') expect(this.#named(edit.number)).not.toHaveProperty('hasLabel', true);
    const after = this.liveByPart();
    expect(before.map((live, part) => live > 0 && after[part] === 0)).not.toContain(true);
  }

  /** How many Ordoro orders for each part are not cancelled. */
  liveByPart(): number[] {
    const orders = this.world.inOrdoro.map(({ order }) => order);
    const ids = [...new Set(orders.map(({ lines }) => lines[0]?.cartOrderId))];
    return ids.map(
      (id) => orders.filter(({ status, lines }) => status !== 'cancelled' && lines[0]?.cartOrderId === id).length,
    );
  }

  get #order() {
    return this.world.order ?? shopOrder();
  }

  #change(more: Partial<ReturnType<typeof shopOrder>>): void {
    this.world.order = { ...this.#order, ...more, version: this.#order.version + 1 };
  }

  #at(index: number): OrdoroOrder {
    const found = this.world.inOrdoro[index % this.world.inOrdoro.length];
    if (found === undefined) throw new Error('Ordoro has no order');
    return found.order;
  }

  #named(number: string): OrdoroOrder | undefined {
    return this.world.inOrdoro.find(({ order }) => order.orderNumber === number)?.order;
  }

  #alter(index: number, change: Partial<OrdoroOrder>): void {
    const at = index % this.world.inOrdoro.length;
    const updatedDate = new Date(this.world.now).toISOString();
    const stored = this.world.inOrdoro[at];
    if (stored !== undefined)
      this.world.inOrdoro[at] = { ...stored, order: { ...stored.order, updatedDate, ...change } };
  }
}

/** The job sees all, again and again. @returns edits that were sent meanwhile */
async function rest(story: Story, looks: number): Promise<number> {
  const before = story.world.edits.length;
  for (let look = 0; look < looks; look += 1) {
    story.world.now += 30 * MINUTE;
    await story.look(story.world.visible());
  }
  return story.world.edits.length - before;
}

describe('whatever staff and merchant do about an order that is in Ordoro twice', () => {
  it('the connector never cancels the last one, nor one with a label; it comes to rest, and what is left is told', async () => {
    let resolved = 0;
    await fc.assert(
      fc.asyncProperty(recipes, events, async (recipe, someEvents) => {
        const story = await Story.begin(recipe);
        for (const event of someEvents) await story.happen(event);
        await rest(story, 4);
        expect(await rest(story, 3)).toBe(0);
        const { record } = story.world;
        const isWell = story.liveByPart().every((live) => live === 1);
        const isDismissed = (record.dismissed ?? []).length > 0;
        if (record.status === 'exported' && !isDismissed) expect(isWell).toBe(true);
        resolved += isWell ? 1 : 0;
      }),
      { numRuns: 100 },
    );
    expect(resolved).toBeGreaterThan(10);
  });
});
