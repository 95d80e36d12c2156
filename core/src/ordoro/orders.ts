import { NotFoundError, PausedError, TransientError } from '../problems/errors.ts';
import type { OrdoroClient, OrdoroResult } from './client.ts';
import type { Priority } from './rate-budget.ts';
import { type OrdoroOrder, readChildNumbers, readOrder, readPage } from './readers.ts';
import type { OrdoroOrderDraft } from './wire.ts';
import { writeFailure } from './write-outcome.ts';

/**
 * How a `POST /v3/order` ended. Ordoro has no idempotency key, so the difference between "certainly not stored" and
 * "perhaps stored" decides whether the request may be sent again.
 */
export type CreateOutcome =
  | { readonly kind: 'accepted'; readonly order: OrdoroOrder }
  /** Perhaps stored. `answered`: the request has ended with a 5xx, so Ordoro works on it no longer. */
  | {
      readonly kind: 'uncertain';
      readonly answered: boolean;
      /** Until when Ordoro may still work on it (epoch milliseconds); absent: it has ended. */
      readonly endsAt?: number;
      readonly message: string;
      readonly retryAfterMs?: number | undefined;
      readonly response?: unknown;
    }
  /** Certainly not stored; worth another try later. */
  | {
      readonly kind: 'refused';
      readonly code: 'rate-limited' | 'ordoro-auth' | 'ordoro-unavailable';
      readonly message: string;
      readonly retryAfterMs?: number | undefined;
      readonly response?: unknown;
    }
  /** No rate token in time: nothing was tried. */
  | { readonly kind: 'no-token' }
  /** Refused as it stands; perhaps because Ordoro has it already. */
  | { readonly kind: 'rejected'; readonly message: string; readonly response?: unknown };

/** Orders in Ordoro. Path parts are percent-encoded here and nowhere else. */
export class OrdoroOrders {
  readonly #client: OrdoroClient;
  readonly #priority: Priority;

  /** @param priority of everything that is asked; orders come first */
  constructor(client: OrdoroClient, priority: Priority = 'order') {
    this.#client = client;
    this.#priority = priority;
  }

  /**
   * Creates an order, in one attempt.
   * @param limits `tokenBy`: epoch milliseconds until which a rate token is waited for
   */
  async create(draft: OrdoroOrderDraft, limits: { tokenBy: number; timeoutMs: number }): Promise<CreateOutcome> {
    const result = await this.#client.send({
      method: 'POST',
      path: '/v3/order',
      body: draft,
      what: `new order ${draft.order_id}`,
      priority: this.#priority,
      ...limits,
    });
    return createOutcome(result, draft, limits.timeoutMs);
  }

  /**
   * @param endBy the answer is there by then, or it is an error; epoch milliseconds
   * @returns undefined when Ordoro answers 404
   * @throws PlatformError
   */
  async get(orderNumber: string, endBy = Number.POSITIVE_INFINITY): Promise<OrdoroOrder | undefined> {
    try {
      const { body } = await this.#client.read({
        path: `/v3/order/${encodeURIComponent(orderNumber)}`,
        what: `order ${orderNumber}`,
        priority: this.#priority,
        endBy,
      });
      const order = readOrder(body);
      if (order === undefined) throw unreadable(`order ${orderNumber}`);
      return order;
    } catch (error) {
      if (error instanceof NotFoundError) return undefined;
      throw error;
    }
  }

  /**
   * Numbers of the orders that an order was split into; none when Ordoro does not know it as a split one.
   * @param endBy the answer is there by then, or it is an error; epoch milliseconds
   * @throws PlatformError
   */
  async childNumbers(orderNumber: string, endBy = Number.POSITIVE_INFINITY): Promise<readonly string[]> {
    try {
      const { body } = await this.#client.read({
        path: `/v3/order/parent/${encodeURIComponent(orderNumber)}`,
        what: `split order ${orderNumber}`,
        priority: this.#priority,
        endBy,
      });
      const children = readChildNumbers(body);
      if (children === undefined) throw unreadable(`split order ${orderNumber}`);
      return children;
    } catch (error) {
      if (error instanceof NotFoundError) return [];
      throw error;
    }
  }

  /**
   * Orders of one sales channel that the list shows for a cart order id; only those whose lines really carry it, because
   * it is UNPROVEN how exactly the filter matches. The list may lag behind writes.
   * @param endBy the answer is there by then, or it is an error; epoch milliseconds
   * @throws PlatformError also when the list can be no proof that there is no such order
   */
  async ofCartOrder(
    salesChannelId: number,
    cartOrderId: string,
    endBy = Number.POSITIVE_INFINITY,
  ): Promise<OrdoroOrder[]> {
    const { body } = await this.#client.read({
      path: '/v3/order',
      query: {
        sales_channel: [salesChannelId],
        cart_order_id: cartOrderId,
        status: 'all',
        sort: '-created_date',
        limit: 100,
      },
      what: `orders of cart order ${cartOrderId}`,
      priority: this.#priority,
      endBy,
    });
    const page = readPage(body, ['order', 'orders']);
    if (page === undefined) throw unreadable('the list of orders');
    const found: OrdoroOrder[] = [];
    for (const row of page.rows) {
      const order = readOrder(row);
      if (order !== undefined && belongsTo(order, cartOrderId)) found.push(order);
      // Taken for another order it would look as if ours did not exist, and ours would be created again.
      else if (isAnonymous(order) || JSON.stringify(row).includes(JSON.stringify(cartOrderId)))
        throw unreadable('the list of orders');
    }
    // More than a page without ours: the list was not filtered, so it says nothing about our order.
    if (found.length === 0 && page.count > page.rows.length) throw unreadable('the list of orders');
    return found;
  }

  /**
   * Applies a shipment preset.
   * @param endBy the answer is there by then, or it is unknown; epoch milliseconds
   * @returns false when it is unknown whether it was applied
   * @throws PlatformError when Ordoro refused it, or answered with a server error: then it may have been applied
   */
  async applyPreset(orderNumber: string, presetId: number, endBy = Number.POSITIVE_INFINITY): Promise<boolean> {
    const what = `preset ${presetId} on order ${orderNumber}`;
    const result = await this.#client.send({
      method: 'POST',
      path: `/v3/order/${encodeURIComponent(orderNumber)}/shipment_preset/${presetId}`,
      what,
      priority: this.#priority,
      endBy,
    });
    switch (result.kind) {
      case 'answer':
        return true;
      case 'error':
        throw result.error;
      case 'not-sent':
        if (result.reason === 'paused') throw new PausedError(result.pause);
        throw new TransientError(`Ordoro, ${what}: ${result.message}`, {
          platform: 'ordoro',
          status: result.reason === 'rate' ? 429 : undefined,
        });
      case 'no-answer':
        return false;
    }
  }
}

/** True when a line of the Ordoro order carries this cart order id. */
export function belongsTo(order: OrdoroOrder, cartOrderId: string): boolean {
  return order.lines.some((line) => line.cartOrderId === cartOrderId);
}

/** True when nothing tells whose order it is: neither ours nor certainly another's. */
export function isAnonymous(order: OrdoroOrder | undefined): boolean {
  return order?.lines.every((line) => line.cartOrderId === undefined) ?? false;
}

function createOutcome(result: OrdoroResult, draft: OrdoroOrderDraft, timeoutMs: number): CreateOutcome {
  if (result.kind === 'answer') return outcomeOfAnswer(result.body, draft);
  const failure = writeFailure(result, timeoutMs);
  switch (failure.kind) {
    case 'not-sent':
      return { kind: 'no-token' };
    case 'refused-for-now':
      return { ...failure, kind: 'refused' };
    case 'uncertain':
      return { ...failure, answered: result.kind === 'error' };
    case 'rejected':
      return failure;
  }
}

function outcomeOfAnswer(body: unknown, draft: OrdoroOrderDraft): CreateOutcome {
  const order = readOrder(body);
  // A success of unknown content is treated like a lost answer: nothing tells whether a proxy or Ordoro gave it.
  if (order === undefined)
    return { kind: 'uncertain', answered: false, message: 'the answer of Ordoro was not readable', response: body };
  // The answer to our own request need not repeat our ids.
  if (belongsTo(order, draft.cart_order_id) || isAnonymous(order)) return { kind: 'accepted', order };
  return {
    kind: 'rejected',
    message: `Ordoro answered with order ${order.orderNumber}, which belongs to another order of the shop`,
    response: body,
  };
}

function unreadable(what: string): TransientError {
  return new TransientError(`Ordoro, ${what}: the answer has not the expected form`, { platform: 'ordoro' });
}
