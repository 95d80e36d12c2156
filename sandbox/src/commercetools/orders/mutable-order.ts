import type { Order } from '@commercetools/platform-sdk';
import type { Mutable } from '../mutable.ts';

/** An order whose fields may be written. */
export type MutableOrder = Mutable<Order>;
