import { ChangePass, type ListedRow } from '../../fulfillments/change-pass.ts';
import { isOnChannel } from '../../fulfillments/own-channels.ts';
import type { CreatedOrder } from '../../ordoro/created-orders.ts';
import { type Micros, microsOf, textOfMicros } from '../../ordoro/instants.ts';
import { FINISH_MS } from '../../runs/task.ts';
import type { OrderAuditOptions, OrderAuditTurn } from './order-audit-ports.ts';
import { RowLook } from './row-look.ts';

/** A turn begins this much before its place, because it is UNPROVEN whether a bound includes its own instant. */
const STEP_BACK: Micros = 1_000_000;

/**
 * So many orders and so many records are read by one query, because more ids do not fit a URL: a short last page joins the one
 * before.
 */
const ROWS_AT_ONCE = 110;

/** Rows that this process has not dealt with before. */
interface Page {
  readonly rows: readonly CreatedOrder[];
  /** All orders made up to here have been read. */
  readonly completeTo: Micros | undefined;
}

/** A row with the moment by which this list is sorted. */
interface Listed extends ListedRow {
  readonly row: CreatedOrder;
}

/** The way through Ordoro's orders of the last 30 days, oldest first. */
export class OrdoroWalk {
  readonly #options: OrderAuditOptions;
  readonly #parts: OrderAuditTurn;

  constructor(options: OrderAuditOptions, parts: OrderAuditTurn) {
    this.#options = options;
    this.#parts = parts;
  }

  /** Compares what comes next until all are through. @returns false: time was up first @throws PlatformError */
  async go(): Promise<boolean> {
    const { pass } = this.#parts;
    const look = new RowLook(this.#options, this.#parts);
    const begin = microsOf(pass.progress.time);
    let held: Page = { rows: [], completeTo: undefined };
    const isRead = await this.#follow(begin === undefined ? pass.listBegin : begin - STEP_BACK, async (page) => {
      const together = { rows: [...held.rows, ...page.rows], completeTo: page.completeTo };
      const isTooMuch = together.rows.length > ROWS_AT_ONCE;
      if (isTooMuch && !(await this.#takeIn(held, look))) return false;
      held = isTooMuch ? page : together;
      return true;
    });
    if (!isRead || !(await this.#takeIn(held, look))) return false;
    pass.moveTo({ stage: 'commercetools' });
    return true;
  }

  /** @returns false: time was up first, so these rows have to come again */
  async #takeIn({ rows, completeTo }: Page, look: RowLook): Promise<boolean> {
    const { pass } = this.#parts;
    const readable = rows.filter(({ order }) => order !== undefined);
    const { dealt, open } = await look.at(readable);
    const done = rows.filter(({ identity }) => !open.has(identity));
    pass.count(dealt);
    pass.seen.add(done);
    pass.countRows({ rows: done.length, unreadable: rows.length - readable.length });
    if (open.size > 0) return false;
    if (completeTo !== undefined) pass.moveTo({ time: textOfMicros(completeTo) });
    return true;
  }

  /** Reads once more what another process has seen, to know that it is there. @returns false: time was up first @throws PlatformError */
  async fillGap(): Promise<boolean> {
    const { seen, listBegin } = this.#parts.pass;
    const { gapEnd } = seen;
    if (gapEnd === undefined) return true;
    let isOver = false;
    const isThrough = await this.#follow(listBegin, async ({ rows, completeTo }) => {
      seen.add(rows);
      isOver = (completeTo ?? Number.NEGATIVE_INFINITY) >= gapEnd;
      return !isOver;
    });
    if (isThrough || isOver) seen.gapEnd = undefined;
    return isThrough || isOver;
  }

  /** @param take one page of rows that this process has not seen before; false: stop here */
  async #follow(start: Micros, take: (page: Page) => Promise<boolean>): Promise<boolean> {
    const { turn, channels, pass: audit } = this.#parts;
    const pass = new ChangePass<Listed>(start);
    while (pass.next !== undefined) {
      if (this.#options.clock() >= turn.handOverAt) return false;
      const page = await this.#options.created.page({ ...pass.next, channels }, turn.handOverAt + FINISH_MS);
      const { fresh, completeTo } = pass.take({ rows: page.rows.map(listed), isLast: page.isLast });
      const rows = fresh
        .map(({ row }) => row)
        .filter(({ order, identity }) => isOnChannel(order, channels) && !audit.seen.has(identity));
      if (!(await take({ rows, completeTo }))) return false;
    }
    return true;
  }
}

function listed(row: CreatedOrder): Listed {
  return { identity: row.identity, updatedAt: row.createdAt, row };
}
