import type { Order } from '@commercetools/platform-sdk';
import { PausedError, PlatformError } from '../../problems/errors.ts';
import { inParallel } from '../../runs/in-parallel.ts';
import { compareOrder } from './compare.ts';
import { expectedNumbers } from './expected-numbers.ts';
import { lookForMissing } from './missing-look.ts';
import type { OrderAuditOptions, OrderAuditTurn } from './order-audit-ports.ts';
import type { OrderFinding } from './order-findings.ts';
import { type FoundOrder, OrderRepair } from './order-repair.ts';
import type { DealtOrder } from './order-tally.ts';
import { type ShopSide, ShopSides } from './shop-sides.ts';

/** What has changed within this time the job and the event app have at hand, milliseconds. */
const FRESH_MS = 10 * 60_000;

/** Orders dealt with between two looks at the clock; the place of the pass moves by as many. */
const STEP = 20;

/** Records of one query. */
const RECORDS = 100;

/** When Ordoro answers about none of so many orders in a row, the audit ends: it would learn nothing. */
const MOST_UNANSWERED = 20;

/** The way through the open orders of commercetools that no Ordoro order has led to. Call it when Ordoro's list has been seen whole. */
export class OpenOrderWalk {
  readonly #options: OrderAuditOptions;
  readonly #parts: OrderAuditTurn;
  readonly #sides: ShopSides;
  readonly #repair: OrderRepair;
  #unanswered = 0;

  constructor(options: OrderAuditOptions, parts: OrderAuditTurn) {
    this.#options = options;
    this.#parts = parts;
    this.#sides = new ShopSides(options);
    this.#repair = new OrderRepair(options);
  }

  /** @returns false: time was up first @throws PlatformError */
  async go(): Promise<boolean> {
    if (!(await this.#lookForAwaited())) return false;
    const { pass } = this.#parts;
    for (let isLast = false; !isLast; ) {
      if (this.#isTimeUp()) return false;
      const page = await this.#options.orders.openPage({ createdSince: pass.createdSince, after: pass.progress.after });
      const unseen = page.orders.filter((order) => !pass.seen.has(order.id) && !this.#isFresh(order));
      for (const orders of portions(unseen, RECORDS)) if (!(await this.#takeIn(orders))) return false;
      const last = page.orders.at(-1);
      if (last !== undefined) pass.moveTo({ after: last.id });
      isLast = page.isLast;
    }
    return true;
  }

  #isFresh({ lastModifiedAt }: Order): boolean {
    return Date.parse(lastModifiedAt) > this.#options.clock() - FRESH_MS;
  }

  #isTimeUp(): boolean {
    return this.#options.clock() >= this.#parts.turn.handOverAt;
  }

  /** Orders of which the list showed some Ordoro orders and not others. */
  async #lookForAwaited(): Promise<boolean> {
    const { awaited } = this.#parts.pass.seen;
    for (const orderIds of portions([...new Set(awaited.values())], STEP)) {
      if (this.#isTimeUp()) return false;
      const sides = await this.#sides.many(orderIds);
      await this.#all([...sides], ([orderId, side]) => this.#lookForMissing(orderId, side, []));
      for (const [number, orderId] of [...awaited]) if (orderIds.includes(orderId)) awaited.delete(number);
    }
    return true;
  }

  async #takeIn(orders: readonly Order[]): Promise<boolean> {
    const { pass } = this.#parts;
    const records = await this.#sides.records(orders.map(({ id }) => id));
    const orderReadAt = this.#options.clock();
    for (const some of portions(orders, STEP)) {
      if (this.#isTimeUp()) return false;
      await this.#all(some, (order) => this.#dealWith(order, { order, orderReadAt, stored: records.get(order.id) }));
      const last = some.at(-1);
      if (last !== undefined) pass.moveTo({ after: last.id });
    }
    return true;
  }

  async #all<T>(items: readonly T[], work: (item: T) => Promise<DealtOrder | undefined>): Promise<void> {
    const dealt: DealtOrder[] = [];
    await inParallel(items, async (item) => {
      const one = await work(item);
      if (one !== undefined) dealt.push(one);
    });
    this.#parts.pass.count(dealt);
  }

  async #dealWith(order: Order, side: ShopSide): Promise<DealtOrder | undefined> {
    const { turn, context } = this.#parts;
    turn.counts.examined += 1;
    const findings = compareOrder({ order, record: side.stored?.value, rows: [] }, context);
    return this.#lookForMissing(order.id, side, findings);
  }

  async #lookForMissing(
    orderId: string,
    side: ShopSide,
    findings: readonly OrderFinding[],
  ): Promise<DealtOrder | undefined> {
    const { pass, context } = this.#parts;
    const record = side.stored?.value;
    const numbers = expectedNumbers({ order: side.order, record }, this.#options.clock());
    const unseen = numbers.filter((number) => !pass.seen.has(number));
    // The list leaves out what a look at the order may need, so the order is read whole when it is brought in step.
    const found: FoundOrder = { ...side, orderId, order: undefined, rows: [] };
    if (unseen.length === 0) return this.#repair.deal(found, findings, this.#parts);
    const answer = await lookForMissing(this.#options, unseen, this.#parts);
    if (answer instanceof PlatformError) return this.#withoutAnswer(orderId, answer);
    this.#unanswered = 0;
    const { rows, notFound } = answer;
    const news = rows.length === 0 ? findings : compareOrder({ order: side.order, record, rows }, context);
    const missing = notFound.map((number): OrderFinding => ({ kind: 'missing', number }));
    const dealt = await this.#repair.deal({ ...found, rows, notFound }, [...news, ...missing], this.#parts);
    return pass.seen.has(orderId) ? { ...dealt, isAgain: true } : dealt;
  }

  #withoutAnswer(orderId: string, error: PlatformError): DealtOrder {
    this.#unanswered += 1;
    if (this.#unanswered >= MOST_UNANSWERED || error instanceof PausedError) throw error;
    this.#parts.turn.counts.failed += 1;
    return { orderId, findings: [], hasFailed: true };
  }
}

function portions<T>(items: readonly T[], size: number): T[][] {
  const all: T[][] = [];
  for (let index = 0; index < items.length; index += size) all.push(items.slice(index, index + size));
  return all;
}
