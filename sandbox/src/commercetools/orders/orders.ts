import { randomUUID } from 'node:crypto';
import type { Order } from '@commercetools/platform-sdk';
import { deductStock } from '../inventory.ts';
import { author, type Platform } from '../platform.ts';
import { duplicateField, notFound } from '../platform-error.ts';
import type { Stored } from '../storage.ts';
import { lineMessages } from './line-messages.ts';
import type { MutableOrder } from './mutable-order.ts';

/** The message that tells of a new order. */
export type CreationMessage = 'OrderCreated' | 'OrderImported' | 'OrderCreatedFromRecurringOrder';

/** What merchants and shops do with orders without going through the connector's calls. */
export class Orders {
  readonly #platform: Platform;

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  /**
   * Stores the order as new: version 1, times from the clock. Takes its stock and publishes the message. Rejects with
   * DuplicateField when the order number is taken.
   */
  place(order: Order, as: CreationMessage, clientId: string): Promise<Order> {
    const { storage, writes } = this.#platform;
    return writes.run(() => {
      checkOrderNumber(this.#platform, order);
      const now = storage.now();
      const client = author(clientId);
      const times = { createdAt: now, lastModifiedAt: now, createdBy: client, lastModifiedBy: client };
      storage.put('order', { ...order, version: 1, ...times });
      const placed = storage.read('order', order.id) ?? order;
      this.created(placed, as, clientId);
      return placed;
    });
  }

  /** Takes the stock of a new order and publishes its message. */
  created(order: Order, as: CreationMessage, clientId: string): void {
    const { messages, storage } = this.#platform;
    if (as !== 'OrderImported') deductStock(this.#platform, order);
    const source = { typeId: 'order', resource: order as unknown as Stored, clientId, now: storage.now() };
    const recurring =
      as === 'OrderCreatedFromRecurringOrder'
        ? { recurringOrderRef: order.recurringOrder ?? { typeId: 'recurring-order', id: randomUUID() } }
        : {};
    messages.publish(source, { type: as, order, ...recurring });
  }

  /**
   * Applies an order edit: lines and amounts change in one step. Publishes a message per line whose quantity grew or fell,
   * and OrderEditApplied. As on the platform only orders without inventory tracking can be edited; others reject.
   */
  edit(id: string, change: (order: MutableOrder) => void, clientId: string): Promise<Order> {
    const { storage, messages, writes } = this.#platform;
    return writes.run(async () => {
      const before = storage.read('order', id);
      if (before === undefined) throw notFound(`ID '${id}'`);
      if ((before.inventoryMode ?? 'None') !== 'None')
        throw new Error(`Order ${id} tracks inventory: no edit possible.`);
      const next = structuredClone(before) as MutableOrder;
      change(next);
      next.version = before.version + 1;
      next.lastModifiedBy = author(clientId);
      const stored = await storage.add(storage.projectKey, 'order', next as unknown as Stored);
      const now = storage.now();
      const source = { typeId: 'order', resource: stored, clientId, now };
      for (const fields of lineMessages(before, stored as unknown as Order)) messages.publish(source, fields);
      messages.publish(source, {
        type: 'OrderEditApplied',
        edit: { typeId: 'order-edit', id: randomUUID() },
        result: {
          type: 'Applied',
          appliedAt: now,
          excerptBeforeEdit: excerpt(before),
          excerptAfterEdit: excerpt(stored as unknown as Order),
        },
      });
      return stored as unknown as Order;
    });
  }

  /** Publishes OrderDeleted for an order that has been removed. */
  deleted(order: Stored, clientId: string): void {
    const { messages, storage } = this.#platform;
    messages.publish(
      { typeId: 'order', resource: order, clientId, now: storage.now() },
      { type: 'OrderDeleted', order: order as never },
    );
  }
}

/** Refuses an order number that another order has (400 DuplicateField). */
export function checkOrderNumber(platform: Platform, { orderNumber }: { orderNumber?: string }): void {
  if (orderNumber === undefined) return;
  if (platform.storage.find('order', (row) => row.orderNumber === orderNumber) === undefined) return;
  throw duplicateField('orderNumber', orderNumber);
}

function excerpt({ totalPrice, taxedPrice, version }: Order): object {
  return { totalPrice, taxedPrice, version };
}
