import { namedRows } from '../../fulfillments/named-rows.ts';
import { idsOnLines } from '../../fulfillments/order-finder.ts';
import type { ChangedOrder } from '../../ordoro/changed-orders.ts';
import type { OrdoroOrder } from '../../ordoro/readers.ts';
import { inParallel } from '../../runs/in-parallel.ts';
import { FINISH_MS } from '../../runs/task.ts';
import { compareOrder } from './compare.ts';
import { expectedNumbers } from './expected-numbers.ts';
import type { OrderAuditOptions, OrderAuditTurn } from './order-audit-ports.ts';
import { OrderRepair } from './order-repair.ts';
import type { DealtOrder } from './order-tally.ts';
import { type ShopSide, ShopSides } from './shop-sides.ts';
import { StrayOrders } from './stray-orders.ts';

type IdsOfRow = ReadonlyMap<ChangedOrder, readonly string[]>;

/** What became of a page of Ordoro's list. */
export interface RowsDealt {
  readonly dealt: readonly DealtOrder[];
  /** Identities of the rows that have to come again, because time was up before all of their orders were dealt with. */
  readonly open: ReadonlySet<string>;
}

/** A page of Ordoro's list, compared with what commercetools has of it. Costs two queries where all is in step. */
export class RowLook {
  readonly #options: OrderAuditOptions;
  readonly #parts: OrderAuditTurn;
  readonly #sides: ShopSides;
  readonly #repair: OrderRepair;
  readonly #strays: StrayOrders;

  constructor(options: OrderAuditOptions, parts: OrderAuditTurn) {
    this.#options = options;
    this.#parts = parts;
    this.#sides = new ShopSides(options);
    this.#repair = new OrderRepair(options);
    this.#strays = new StrayOrders(this.#sides, parts);
  }

  /** @param rows that can be read @throws PlatformError */
  async at(rows: readonly ChangedOrder[]): Promise<RowsDealt> {
    const { turn } = this.#parts;
    const { named, waiting } = await namedRows(rows, this.#options.carriers, turn.handOverAt + FINISH_MS);
    // Without the name of its carrier a shipment would look different; the task for shipments knows when it can be had.
    turn.counts.skipped += waiting.length;
    const { idsOf, sides } = await this.#found(named);
    const dealt: DealtOrder[] = [];
    const left = new Set<string>();
    await inParallel([...rowsByOrder(named, idsOf, sides)], async ([orderId, { side, rows: own }]) => {
      if (this.#isTimeUp()) left.add(orderId);
      else dealt.push(await this.#dealWith(orderId, side, own));
    });
    const isOpen = (row: ChangedOrder) => idsOf.get(row)?.some((id) => left.has(id)) === true;
    for (const row of named.filter((one) => !isOpen(one))) {
      const ids = idsOf.get(row) ?? [];
      const isKnown = ids.some((id) => sides.has(id));
      const stray = isKnown ? await this.#strays.settle(row) : await this.#strays.meet(row, ids);
      if (stray !== undefined) dealt.push(stray);
    }
    return { dealt, open: new Set(named.filter(isOpen).map(({ identity }) => identity)) };
  }

  #isTimeUp(): boolean {
    return this.#options.clock() >= this.#parts.turn.handOverAt;
  }

  /** By the ids on the lines; only rows of which nobody is found by them are looked for by their numbers. */
  async #found(rows: readonly ChangedOrder[]): Promise<{ idsOf: IdsOfRow; sides: ReadonlyMap<string, ShopSide> }> {
    const onLines = new Map(rows.map((row) => [row, idsOnLines(row)] as const));
    const sides = await this.#sides.many(unique([...onLines.values()].flat()));
    const open = rows.filter((row) => onLines.get(row)?.some((id) => sides.has(id)) !== true);
    if (open.length === 0) return { idsOf: onLines, sides };
    const byNumber = await this.#options.finder.ordersOf(open);
    const more = unique([...byNumber.values()].flat()).filter((id) => !sides.has(id));
    const others = more.length === 0 ? new Map<string, ShopSide>() : await this.#sides.many(more);
    return { idsOf: new Map([...onLines, ...byNumber]), sides: new Map([...sides, ...others]) };
  }

  async #dealWith(orderId: string, side: ShopSide, rows: readonly OrdoroOrder[]): Promise<DealtOrder> {
    const { turn, context, pass } = this.#parts;
    turn.counts.examined += 1;
    const { order, orderReadAt, stored } = side.order === undefined ? await this.#certain(orderId, side) : side;
    const findings = compareOrder({ order, record: stored?.value, rows }, context);
    const isAgain = pass.seen.has(orderId);
    pass.seen.addOrder(orderId);
    pass.seen.await(orderId, expectedNumbers({ order, record: stored?.value }, this.#options.clock()));
    const dealt = await this.#repair.deal({ orderId, order, orderReadAt, stored, rows }, findings, this.#parts);
    return isAgain ? { ...dealt, isAgain } : dealt;
  }

  /** A query that misses an order may be late; one that is known to be deleted is not asked for again. */
  async #certain(orderId: string, side: ShopSide): Promise<ShopSide> {
    return side.stored?.value.lastError?.code === 'unknown-order' ? side : this.#sides.one(orderId);
  }
}

function rowsByOrder(rows: readonly ChangedOrder[], idsOf: IdsOfRow, sides: ReadonlyMap<string, ShopSide>) {
  const grouped = new Map<string, { side: ShopSide; rows: OrdoroOrder[] }>();
  for (const row of rows)
    for (const id of idsOf.get(row) ?? []) {
      const side = sides.get(id);
      if (side === undefined || row.order === undefined) continue;
      const group = grouped.get(id) ?? { side, rows: [] };
      group.rows.push(row.order);
      grouped.set(id, group);
    }
  return grouped;
}

function unique(ids: readonly string[]): string[] {
  return [...new Set(ids)];
}
