import type { z } from 'zod';
import { fieldsOnly, keyOf, listOf, ordoroId } from './merchant-values.ts';

/** `-config/stores`: stores whose orders go to a sales channel of their own. Each store at most once. */
export const STORES = listOf(
  fieldsOnly({ store: keyOf('a store'), salesChannelId: ordoroId('a sales channel') }),
  ({ store }) => `store "${store}"`,
);

/** One store and its Ordoro sales channel (cart id). */
export type StoreMapping = Readonly<z.output<typeof STORES>[number]>;
