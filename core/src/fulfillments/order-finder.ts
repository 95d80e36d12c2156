import type { CustomObjects } from '../commercetools/custom-objects.ts';
import type { Orders } from '../commercetools/orders.ts';
import { queryChunks, quoted } from '../commercetools/query-chunks.ts';
import type { OrdoroOrder } from '../ordoro/readers.ts';
import type { Containers } from '../records/containers.ts';
import type { SyncRecord } from '../records/sync-record.ts';

/** Numbers in one query at most; each may belong to several orders, and an answer has at most 500 rows. */
const MAX_NUMBERS = 100;

/** An id of commercetools at the beginning of a `cart_order_id`; a part of a divided order adds `-S<n>`. */
const ORDER_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?=-S\d+$|$)/i;

/** What the finder needs. */
export interface OrderFinderOptions {
  readonly objects: Pick<CustomObjects, 'page'>;
  readonly containers: Pick<Containers, 'orders'>;
  readonly orders: Pick<Orders, 'withExternalIds'>;
  /** Id of the channel of our `syncInfo` entries; undefined while there is none. */
  readonly exportChannelId: () => Promise<string | undefined>;
}

/** What tells to which commercetools orders an Ordoro order belongs. */
export interface OrderTrace {
  readonly number: string | undefined;
  readonly cartOrderIds: readonly string[];
  readonly order: Pick<OrdoroOrder, 'parentOrderNumber' | 'siblingNumbers'> | undefined;
}

/** commercetools order ids by Ordoro order number; a number that nobody knows is not in it. */
type IdsByNumber = ReadonlyMap<string, readonly string[]>;

/** From an Ordoro order back to its commercetools orders. */
export class OrderFinder {
  readonly #options: OrderFinderOptions;

  constructor(options: OrderFinderOptions) {
    this.#options = options;
  }

  /**
   * The commercetools order ids of each of these: as its lines say; else of the records that know its number, its parent's or a
   * sibling's; else of the orders that carry one of those numbers in `syncInfo`. Several where staff merged orders; none when
   * nobody knows it. Costs no call where the lines say it.
   * @throws PlatformError
   */
  async ordersOf<T extends OrderTrace>(traces: readonly T[]): Promise<ReadonlyMap<T, readonly string[]>> {
    const found = new Map<T, readonly string[]>(traces.map((trace) => [trace, idsOnLines(trace)]));
    await this.#fill(found, (numbers) => this.#inRecords(numbers));
    await this.#fill(found, (numbers) => this.#inSyncInfo(numbers));
    return found;
  }

  /**
   * commercetools order ids by Ordoro order number: of the records that know the number, else of the orders that carry it in
   * `syncInfo`. A number that nobody knows is not in the answer.
   * @throws PlatformError
   */
  async findByNumbers(numbers: readonly string[]): Promise<IdsByNumber> {
    const recorded = await this.#inRecords(numbers);
    const left = numbers.filter((number) => !recorded.has(number));
    return new Map([...recorded, ...(await this.#inSyncInfo(left))]);
  }

  async #fill<T extends OrderTrace>(
    found: Map<T, readonly string[]>,
    look: (numbers: readonly string[]) => Promise<IdsByNumber>,
  ): Promise<void> {
    const open = [...found.keys()].filter((trace) => found.get(trace)?.length === 0);
    const byNumber = await look(open.flatMap(numbersOf));
    for (const trace of open) {
      const number = numbersOf(trace).find((candidate) => byNumber.has(candidate));
      if (number !== undefined) found.set(trace, byNumber.get(number) ?? []);
    }
  }

  async #inRecords(numbers: readonly string[]): Promise<IdsByNumber> {
    const found = new Found(numbers);
    for (const chunk of queryChunks(numbers, MAX_NUMBERS)) {
      const where = `value(numbers contains any (${quoted(chunk)}))`;
      for (let after: string | undefined, isDone = false; !isDone; isDone = after === undefined) {
        const page = await this.#recordsPage(where, after);
        for (const { key, value } of page.objects) found.add(key, value.numbers ?? []);
        after = page.next;
      }
    }
    return found.ids;
  }

  #recordsPage(where: string, after: string | undefined) {
    const { objects, containers } = this.#options;
    return objects.page<SyncRecord>(containers.orders, { where, ...(after === undefined ? {} : { after }) });
  }

  async #inSyncInfo(numbers: readonly string[]): Promise<IdsByNumber> {
    const found = new Found(numbers);
    if (numbers.length === 0) return found.ids;
    const channelId = await this.#options.exportChannelId();
    // Other systems number their orders alike: only entries of our own channel count.
    if (channelId === undefined) return found.ids;
    for (const { id, syncInfo } of await this.#options.orders.withExternalIds(numbers, channelId)) {
      const ours = syncInfo.filter(({ channel }) => channel.id === channelId);
      found.add(
        id,
        ours.flatMap(({ externalId }) => externalId ?? []),
      );
    }
    return found.ids;
  }
}

/** Order ids by those numbers that were asked for. */
class Found {
  readonly ids = new Map<string, string[]>();
  readonly #asked: ReadonlySet<string>;

  constructor(asked: readonly string[]) {
    this.#asked = new Set(asked);
  }

  add(orderId: string, numbers: readonly string[]): void {
    for (const number of new Set(numbers)) {
      if (!this.#asked.has(number)) continue;
      this.ids.set(number, [...(this.ids.get(number) ?? []), orderId]);
    }
  }
}

function idsOnLines({ cartOrderIds }: OrderTrace): string[] {
  const ids = cartOrderIds.flatMap((cartOrderId) => ORDER_ID.exec(cartOrderId)?.[0].toLowerCase() ?? []);
  return [...new Set(ids)];
}

/** Its own number first, then its parent's, then its siblings'. */
function numbersOf({ number, order }: OrderTrace): string[] {
  const named = [number, order?.parentOrderNumber, ...(order?.siblingNumbers ?? [])];
  return [...new Set(named.flatMap((candidate) => candidate ?? []))];
}
