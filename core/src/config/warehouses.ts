import type { z } from 'zod';
import { fieldsOnly, listOf, ordoroId, text } from './merchant-values.ts';

/**
 * `-config/warehouses`: which Ordoro warehouse feeds which inventory entry. Warehouses of one channel are summed. Each warehouse
 * stands in the list at most once, else its stock would be counted twice.
 */
export const WAREHOUSES = listOf(
  fieldsOnly({
    warehouseId: ordoroId('a warehouse'),
    channel: text('the key of a supply channel')
      .refine(
        (channel) => channel !== '-',
        'cannot be "-" here; leave the field out for the entry without supply channel',
      )
      .optional(),
  }),
  ({ warehouseId }) => `warehouseId ${warehouseId}`,
);

/** One warehouse; without `channel` it feeds the inventory entry without supply channel. */
export type WarehouseMapping = Readonly<z.output<typeof WAREHOUSES>[number]>;
