import type { Order } from '@commercetools/platform-sdk';
import type { OrderContext, SkuFacts } from '../../src/orders/order-context.ts';
import type { StoredRecord } from '../../src/orders/situation.ts';
import type { EditOutcome, OrderEdit } from '../../src/ordoro/order-edits.ts';
import type { OrdoroOrder } from '../../src/ordoro/readers.ts';
import type { OrdoroOrderDraft } from '../../src/ordoro/wire.ts';
import type { DeadLetterDraft } from '../../src/records/dead-letters.ts';
import { createdOrder, editedOrder } from './edited-order.ts';
import { type Played, type Script, WorldPass } from './order-pass.ts';
import { NOW, orderContext, ordoroLine, ordoroOrder, shopOrder, situation } from './situations.ts';

interface StoredOrder {
  readonly order: OrdoroOrder;
  /** Ordoro's lists and reads show it from then on, epoch milliseconds. */
  readonly visibleFrom: number;
}

/** A write that left for Ordoro. */
export interface Departure {
  readonly kind: string;
  /** What was left of the claim of its pass when it left, milliseconds. */
  readonly leftMs: number;
  /** How long after the end of the claim it arrived, milliseconds; negative: in time. */
  readonly lateMs: number;
}

/** commercetools and Ordoro in memory, as far as one order touches them. Time stands still until it is moved. */
export class OrderWorld {
  now = NOW;
  order: Order | undefined;
  context: OrderContext;
  skus: SkuFacts = new Map([['SHIRT', { ordoroSku: 'SHIRT' }]]);
  stored: StoredRecord = { state: 'absent' };
  /** Time from the storing of an Ordoro order until it is shown, milliseconds. */
  lagMs = 0;
  readonly inOrdoro: StoredOrder[] = [];
  readonly posts: OrdoroOrderDraft[] = [];
  /** Edits that reached Ordoro, carried out or not. */
  readonly edits: OrderEdit[] = [];
  /** Every write that left for Ordoro, whatever came of it. */
  readonly departures: Departure[] = [];
  readonly deadLetters = new Map<string, DeadLetterDraft>();
  readonly lettersWritten: DeadLetterDraft[] = [];
  /** Every version of the record that was ever saved. */
  readonly saved: string[] = [];
  #passes = 0;

  constructor(order: Order | undefined = shopOrder(), context: OrderContext = orderContext()) {
    this.order = order;
    this.context = context;
  }

  /** The saved record; a test fails where there is none. */
  get record() {
    if (this.stored.state !== 'present') throw new Error('there is no record');
    return this.stored.record;
  }

  /** Puts an order into Ordoro behind the connector's back; one unit of each line. */
  put(
    draft: Pick<OrdoroOrderDraft, 'cart' | 'order_id' | 'cart_order_id'>,
    lineIds: readonly string[],
    lateMs = 0,
  ): OrdoroOrder {
    return this.#store(
      ordoroOrder({
        id: this.#nextId(),
        orderNumber: `1-${draft.order_id}`,
        createdDate: undefined,
        updatedDate: undefined,
        salesChannelId: draft.cart,
        lines: lineIds.map((lineItemId, index) =>
          ordoroLine({ id: 9001 + index, quantity: 1, sku: undefined, cartOrderId: draft.cart_order_id, lineItemId }),
        ),
      }),
      lateMs,
    );
  }

  /** Ordoro takes an order as it was sent; a second one of the same id gets a number of its own. */
  create(draft: OrdoroOrderDraft, lateMs = 0): OrdoroOrder {
    const copies = this.inOrdoro.filter(({ order }) => order.orderNumber.startsWith(`1-${draft.order_id}`)).length;
    const number = `1-${draft.order_id}${copies === 0 ? '' : `-D${copies + 1}`}`;
    return this.#store(
      createdOrder(draft, { id: this.#nextId(), number, at: new Date(this.now).toISOString() }),
      lateMs,
    );
  }

  /** Ordoro carries out an edit, or refuses it. */
  edit(edit: OrderEdit): EditOutcome {
    const index = this.inOrdoro.findIndex(({ order }) => order.orderNumber === edit.number);
    const stored = this.inOrdoro[index];
    const { order, outcome } = editedOrder(stored?.order, edit, new Date(this.now).toISOString());
    if (stored !== undefined && order !== undefined) this.inOrdoro[index] = { ...stored, order };
    return outcome;
  }

  #nextId(): number {
    return 501 + this.inOrdoro.length;
  }

  #store(order: OrdoroOrder, lateMs: number): OrdoroOrder {
    this.inOrdoro.push({ order, visibleFrom: this.now + lateMs + this.lagMs });
    return order;
  }

  /** One pass over the order, as `OrderSync` makes it. */
  async play(script: Script = {}): Promise<Played> {
    const pass = this.begin(script);
    for (;;) {
      const played = await pass.step();
      if (played !== undefined) return played;
    }
  }

  /** A pass that is taken step by step, so that others may come between. */
  begin(script: Script = {}): WorldPass {
    this.#passes += 1;
    const record = this.stored.state === 'present' ? this.stored.record : undefined;
    return new WorldPass(
      this,
      script,
      situation({
        order: this.order,
        orderReadAt: this.now,
        stored: script.readsRecordFirst === true ? this.stored : { state: 'unread' },
        record: script.readsRecordFirst === true ? record : undefined,
        before: script.readsRecordFirst === true ? record : undefined,
        context: this.context,
        skus: script.coldSkus === true ? new Map() : new Map([...this.skus].filter(([, fact]) => fact !== 'unmapped')),
        ordoroRows: script.ordoroRows ?? [],
        returnRows: script.returnRows ?? [],
        now: this.now,
        owner: script.owner ?? `pass-${this.#passes}`,
        sendBy: script.sendBy ?? Number.POSITIVE_INFINITY,
        mayPresumeNew: script.readsRecordFirst !== true,
      }),
    );
  }

  /** A world of its own that begins as this one is now. */
  copy(): OrderWorld {
    const world = new OrderWorld(this.order, this.context);
    Object.assign(world, { now: this.now, order: this.order, skus: this.skus, stored: this.stored, lagMs: this.lagMs });
    world.inOrdoro.push(...this.inOrdoro);
    for (const [subject, letter] of this.deadLetters) world.deadLetters.set(subject, letter);
    return world;
  }

  visible(): OrdoroOrder[] {
    return this.inOrdoro.filter(({ visibleFrom }) => visibleFrom <= this.now).map(({ order }) => order);
  }
}
