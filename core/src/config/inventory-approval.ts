import { z } from 'zod';
import { instantFromIso } from './iso-instant.ts';
import { fieldsOnly, text } from './merchant-values.ts';

/** `-config/inventory-approval`: lets one stock plan pass that the guard has stopped. */
export const INVENTORY_APPROVAL = fieldsOnly({
  // Blanks come along when it is copied, and nobody would see why the approval does not fit.
  plan: text('the value of inventoryPlan in the health object').transform((plan) => plan.trim()),
  until: z.unknown().transform((value, context): number => {
    const instant = typeof value === 'string' ? instantFromIso(value) : undefined;
    if (instant === undefined) {
      context.addIssue({
        code: 'custom',
        message: 'must be a date-time with Z or an offset, e.g. "2026-11-23T18:00:00Z"',
      });
      return z.NEVER;
    }
    return instant;
  }),
});

/** The hash of the plan, and the end of the approval in epoch milliseconds (UTC). */
export type InventoryApproval = Readonly<z.output<typeof INVENTORY_APPROVAL>>;
