import { describe, expect, it } from 'vitest';
import {
  INVENTORY_MESSAGE_TYPES,
  isInventoryMessageType,
  isOrderMessageType,
  ORDER_MESSAGE_TYPES,
} from './subscribed.ts';

describe('the subscription', () => {
  it('covers the three ways in which an order is born', () => {
    expect(ORDER_MESSAGE_TYPES).toEqual(
      expect.arrayContaining(['OrderCreated', 'OrderCreatedFromRecurringOrder', 'OrderImported']),
    );
  });

  it('names each message once', () => {
    const all = [...ORDER_MESSAGE_TYPES, ...INVENTORY_MESSAGE_TYPES];
    expect(new Set(all).size).toBe(17);
    expect(all).toHaveLength(17);
  });

  it('tells order messages, stock messages and others apart', () => {
    expect(isOrderMessageType('OrderDeleted')).toBe(true);
    expect(isOrderMessageType('InventoryEntryCreated')).toBe(false);
    expect(isInventoryMessageType('InventoryEntryQuantitySet')).toBe(true);
    expect(isInventoryMessageType('InventoryEntryDeleted')).toBe(false);
  });
});
