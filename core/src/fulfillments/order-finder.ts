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
  readonly order: Pick<OrdoroOrder, 'id' | 'parentOrderNumber' | 'siblingNumbers'> | undefined;
}

/** commercetools order ids by Ordoro order number; a number that nobody knows is not in it. */
type IdsByNumber = ReadonlyMap<string, readonly string[]>;

/** A commercetools order that knows an Ordoro order by its number. */
interface Knower {
  readonly orderId: string;
  /** Ordoro's internal id of that order; undefined: not known. */
  readonly internalId: number | undefined;
}

type KnowersByNumber = ReadonlyMap<string, readonly Knower[]>;

/** From an Ordoro order back to its commercetools orders. */
export class OrderFinder {
  readonly #options: OrderFinderOptions;

  constructor(options: OrderFinderOptions) {
    this.#options = options;
  }

  /**
   * The commercetools order ids of each of these: those that its lines name, and those whose records know its number, because
   * lines may have been moved out of it since; else of the records that know its parent's number or a sibling's; else of the
   * orders that carry one of those numbers in `syncInfo`. Several where staff merged orders; none when nobody knows it. Costs one
   * query for a hundred numbers where the lines name an order.
   * @throws PlatformError
   */
  async ordersOf<T extends OrderTrace>(traces: readonly T[]): Promise<ReadonlyMap<T, readonly string[]>> {
    const onLines = traces.map((trace) => ({ trace, ids: idsOnLines(trace) }));
    const recorded = await this.#inRecords(onLines.flatMap(({ trace, ids }) => numbersToAsk(trace, ids)));
    const found = new Map(
      onLines.map(({ trace, ids }) => {
        const known = idsOfFirst(trace, numbersToAsk(trace, ids), recorded);
        return [trace, [...new Set([...ids, ...known])]] as const;
      }),
    );
    const open = traces.filter((trace) => found.get(trace)?.length === 0);
    const synced = await this.#inSyncInfo(open.flatMap(numbersOf));
    for (const trace of open) found.set(trace, idsOfFirst(trace, numbersOf(trace), synced));
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
    const known = [...recorded, ...(await this.#inSyncInfo(left))];
    return new Map(known.map(([number, knowers]) => [number, knowers.map(({ orderId }) => orderId)]));
  }

  async #inRecords(numbers: readonly string[]): Promise<KnowersByNumber> {
    const found = new Found(numbers);
    for (const chunk of queryChunks(numbers, MAX_NUMBERS)) {
      const where = `value(numbers contains any (${quoted(chunk)}))`;
      for (let after: string | undefined, isDone = false; !isDone; isDone = after === undefined) {
        const page = await this.#recordsPage(where, after);
        for (const { key, value } of page.objects) found.add(key, value.numbers ?? [], value.ordoroOrders);
        after = page.next;
      }
    }
    return found.knowers;
  }

  #recordsPage(where: string, after: string | undefined) {
    const { objects, containers } = this.#options;
    return objects.page<SyncRecord>(containers.orders, { where, ...(after === undefined ? {} : { after }) });
  }

  async #inSyncInfo(numbers: readonly string[]): Promise<KnowersByNumber> {
    const found = new Found(numbers);
    if (numbers.length === 0) return found.knowers;
    const channelId = await this.#options.exportChannelId();
    // Other systems number their orders alike: only entries of our own channel count.
    if (channelId === undefined) return found.knowers;
    for (const { id, syncInfo } of await this.#options.orders.withExternalIds(numbers, channelId)) {
      const ours = syncInfo.filter(({ channel }) => channel.id === channelId);
      found.add(
        id,
        ours.flatMap(({ externalId }) => externalId ?? []),
      );
    }
    return found.knowers;
  }
}

/** Orders by those numbers that were asked for. */
class Found {
  readonly knowers = new Map<string, Knower[]>();
  readonly #asked: ReadonlySet<string>;

  constructor(asked: readonly string[]) {
    this.#asked = new Set(asked);
  }

  add(orderId: string, numbers: readonly string[], known: SyncRecord['ordoroOrders'] = []): void {
    for (const number of new Set(numbers)) {
      if (!this.#asked.has(number)) continue;
      const internalId = known.find((order) => order.number === number)?.id;
      this.knowers.set(number, [...(this.knowers.get(number) ?? []), { orderId, internalId }]);
    }
  }
}

/** commercetools order ids that the lines of an Ordoro order name, each once. */
export function idsOnLines({ cartOrderIds }: Pick<OrderTrace, 'cartOrderIds'>): string[] {
  const ids = cartOrderIds.flatMap((cartOrderId) => ORDER_ID.exec(cartOrderId)?.[0].toLowerCase() ?? []);
  return [...new Set(ids)];
}

/** The order itself is known by its number alone where its lines name an order; its relatives are asked only where they do not. */
function numbersToAsk(trace: OrderTrace, idsOnLines: readonly string[]): string[] {
  return idsOnLines.length === 0 ? numbersOf(trace) : [trace.number].flatMap((number) => number ?? []);
}

/** The orders that know the first of these numbers that anybody knows. */
function idsOfFirst(trace: OrderTrace, numbers: readonly string[], known: KnowersByNumber): readonly string[] {
  for (const number of numbers) {
    const ids = (known.get(number) ?? [])
      .filter((knower) => number !== trace.number || !isOfAnother(knower, trace))
      .map(({ orderId }) => orderId);
    if (ids.length > 0) return ids;
  }
  return [];
}

/** Two Ordoro orders may bear one number, because it is UNPROVEN that Ordoro refuses that; the internal id tells them apart. */
function isOfAnother({ internalId }: Knower, { order }: OrderTrace): boolean {
  return internalId !== undefined && order?.id !== undefined && internalId !== order.id;
}

/** Its own number first, then its parent's, then its siblings'. */
function numbersOf({ number, order }: OrderTrace): string[] {
  const named = [number, order?.parentOrderNumber, ...(order?.siblingNumbers ?? [])];
  return [...new Set(named.flatMap((candidate) => candidate ?? []))];
}
