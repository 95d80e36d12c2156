import type { Order, OrderUpdateAction } from '@commercetools/platform-sdk';
import type { CommercetoolsClient } from './client.ts';
import { queryChunks, quoted } from './query-chunks.ts';

/** One page of orders in the order of a time field; `serverTime` is the platform's clock when it answered. */
export interface OrderPage {
  readonly orders: readonly Order[];
  readonly serverTime: number;
}

/** One page of open orders; their discount codes are not expanded. */
export interface OpenOrdersPage {
  readonly orders: readonly Order[];
  readonly isLast: boolean;
}

/** The time fields of an order that a pass can follow. */
export type OrderTimeField = 'lastModifiedAt' | 'createdAt';

/** A place in a pass: the last row seen. Orders with the same time are told apart by id. */
export interface OrderPosition {
  /** ISO 8601 as the platform wrote it. */
  readonly time: string;
  /** Absent: every order of that instant is still to be read. */
  readonly id?: string;
}

/** Codes of discounts are only in the referenced resource. */
const EXPANSIONS = ['discountCodes[*].discountCode'];

/** Ids in one query at most; the length of the URL bounds them sooner. Source: commercetools API limits. */
const MAX_IDS = 500;

/** Numbers in one query at most, so that the orders that carry them fit one page. */
const MAX_EXTERNAL_IDS = 100;

/** Rows of one page at most. Source: commercetools API limits. */
const MAX_PAGE = 500;

/** Orders of the project: single reads, passes in time order, updates. */
export class Orders {
  readonly #client: CommercetoolsClient;

  constructor(client: CommercetoolsClient) {
    this.#client = client;
  }

  /** @returns undefined when the order does not exist (any more). @throws PlatformError */
  get(id: string): Promise<Order | undefined> {
    return this.#client.find(`order ${id}`, () =>
      this.#client.api
        .orders()
        .withId({ ID: id })
        .get({ queryArgs: { expand: EXPANSIONS } })
        .execute(),
    );
  }

  /** The orders among these ids that a query finds; some 110 ids in one query. A missing one may only be late. @throws PlatformError */
  async getMany(ids: readonly string[]): Promise<Order[]> {
    const pages = await Promise.all(queryChunks(ids, MAX_IDS).map((chunk) => this.#ofIds(chunk)));
    return pages.flat();
  }

  async #ofIds(ids: readonly string[]): Promise<Order[]> {
    const { body } = await this.#client.read('orders by id', () =>
      this.#client.api
        .orders()
        .get({
          queryArgs: { where: `id in (${quoted(ids)})`, limit: ids.length, withTotal: false, expand: EXPANSIONS },
        })
        .execute(),
    );
    return body.results;
  }

  /**
   * The orders with one of these `externalId`s in `syncInfo` on this channel. A missing one may only be late.
   * @param channelId id of the channel
   * @throws PlatformError
   */
  async withExternalIds(externalIds: readonly string[], channelId: string): Promise<Order[]> {
    const found: Order[] = [];
    for (const chunk of queryChunks(externalIds, MAX_EXTERNAL_IDS)) {
      const where = `syncInfo(channel(id=${JSON.stringify(channelId)}) and externalId in (${quoted(chunk)}))`;
      const { body } = await this.#client.read('orders by number in syncInfo', () =>
        this.#client.api
          .orders()
          .get({ queryArgs: { where, limit: MAX_PAGE, withTotal: false, expand: EXPANSIONS } })
          .execute(),
      );
      found.push(...body.results);
    }
    return found;
  }

  /**
   * The next orders of a pass, oldest first; equal times in id order, so that no row is lost between pages.
   * @throws PlatformError
   */
  async page(field: OrderTimeField, query: { from: OrderPosition; limit: number }): Promise<OrderPage> {
    const { time, id } = query.from;
    const where =
      id === undefined ? `${field} >= "${time}"` : `${field} > "${time}" or (${field} = "${time}" and id > "${id}")`;
    const answer = await this.#client.read(`orders by ${field}`, () =>
      this.#client.api
        .orders()
        .get({
          queryArgs: {
            where,
            sort: [`${field} asc`, 'id asc'],
            limit: query.limit,
            withTotal: false,
            expand: EXPANSIONS,
          },
        })
        .execute(),
    );
    return { orders: answer.body.results, serverTime: answer.serverTime };
  }

  /**
   * Open orders that are not shipped whole, in id order: at most 500, fewer on the last page.
   * @param query `createdSince`: ISO 8601; `after`: id of the last order seen
   * @throws PlatformError
   */
  async openPage(query: {
    readonly createdSince: string;
    readonly after?: string | undefined;
  }): Promise<OpenOrdersPage> {
    const where = [
      `createdAt >= "${query.createdSince}"`,
      'orderState in ("Open", "Confirmed")',
      '(shipmentState is not defined or shipmentState not in ("Shipped", "Delivered"))',
      ...(query.after === undefined ? [] : [`id > "${query.after}"`]),
    ].join(' and ');
    const { body } = await this.#client.read('open orders', () =>
      this.#client.api
        .orders()
        .get({ queryArgs: { where, sort: ['id asc'], limit: MAX_PAGE, withTotal: false } })
        .execute(),
    );
    return { orders: body.results, isLast: body.results.length < MAX_PAGE };
  }

  /**
   * Carries out update actions on exactly this version of the order.
   * @throws ConflictError when the order changed since it was read: read it again and compute the actions anew
   * @throws PlatformError
   */
  async update(order: Order, actions: OrderUpdateAction[]): Promise<Order> {
    const { body } = await this.#client.write(`update of order ${order.id}`, () =>
      this.#client.api
        .orders()
        .withId({ ID: order.id })
        .post({ body: { version: order.version, actions }, queryArgs: { expand: EXPANSIONS } })
        .execute(),
    );
    return body;
  }
}
