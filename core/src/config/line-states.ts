import type { z } from 'zod';
import { fieldsOnly, keyOf } from './merchant-values.ts';

/** `-config/line-states`: the workflow states that line items are moved to; what is left out is not done. */
export const LINE_STATES = fieldsOnly({
  exported: keyOf('a state').optional(),
  shipped: keyOf('a state').optional(),
  returned: keyOf('a state').optional(),
});

/** State keys for `transitionLineItemState`, by event. */
export type LineStates = Readonly<z.output<typeof LINE_STATES>>;
