import { idsOnLines } from '../../fulfillments/order-finder.ts';
import type { CreatedOrder } from '../../ordoro/created-orders.ts';
import type { Micros } from '../../ordoro/instants.ts';

/**
 * Which orders the list of Ordoro has shown in this pass: their numbers, and the commercetools orders that they name. Only this is
 * kept of the list, some 200 bytes for each order. A process that goes on with the pass of another one lacks the beginning.
 */
export class SeenOrders {
  readonly #names = new Set<string>();
  /** commercetools order id by number of an Ordoro order that a record knows and the list has not shown yet. */
  readonly awaited: Map<string, string>;
  /** Ordoro orders made up to this instant were seen by another process; undefined: nothing is lacking. */
  gapEnd: Micros | undefined;

  constructor(beginning: { readonly awaited: Readonly<Record<string, string>>; readonly gapEnd: Micros | undefined }) {
    this.awaited = new Map(Object.entries(beginning.awaited));
    this.gapEnd = beginning.gapEnd;
  }

  /** Notes rows of the list, those that cannot be read too. */
  add(rows: readonly CreatedOrder[]): void {
    for (const row of rows) {
      const { identity, number } = row;
      for (const name of [identity, ...idsOnLines(row)]) this.#names.add(name);
      if (number === undefined) continue;
      this.#names.add(number);
      this.awaited.delete(number);
    }
  }

  /** Notes a commercetools order that an Ordoro order belongs to without naming it. */
  addOrder(orderId: string): void {
    this.#names.add(orderId);
  }

  /** Whether the list showed this: an Ordoro order by identity or number, or one of the commercetools order with this id. */
  has(name: string): boolean {
    return this.#names.has(name);
  }

  /** The list has to show these numbers, else they are looked for when it has been walked through. */
  await(orderId: string, numbers: readonly string[]): void {
    for (const number of numbers) if (!this.#names.has(number)) this.awaited.set(number, orderId);
  }
}
