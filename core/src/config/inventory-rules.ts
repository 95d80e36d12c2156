import type { z } from 'zod';
import { fieldsOnly, listOf, text, wholeNumberFrom, wordOf, yesOrNo } from './merchant-values.ts';
import { INVENTORY_OWNERS, INVENTORY_QUANTITIES } from './settings.ts';

/** How a rule names the inventory entry without supply channel. */
export const NO_CHANNEL = '-';

/** More units than any warehouse holds; keeps sums exact. */
const MOST_UNITS = 1_000_000_000;

const RULE = fieldsOnly({
  sku: text('a SKU pattern such as "GIFT-*"'),
  channel: text(`the key of a supply channel, or "${NO_CHANNEL}" for the entry without one`).optional(),
  owner: wordOf(INVENTORY_OWNERS).optional(),
  quantity: wordOf(INVENTORY_QUANTITIES).optional(),
  percent: wholeNumberFrom(0, 100).optional(),
  reserve: wholeNumberFrom(0, MOST_UNITS).optional(),
  max: wholeNumberFrom(0, MOST_UNITS).optional(),
  min: wholeNumberFrom(0, MOST_UNITS).optional(),
  tracked: yesOrNo().optional(),
})
  .refine(({ min = 0, max = MOST_UNITS }) => min <= max, {
    path: ['min'],
    message: 'must not be greater than max',
  })
  .refine(({ tracked, owner }) => tracked !== false || owner === undefined || owner === 'commercetools', {
    path: ['tracked'],
    message: 'can be false only when the owner is "commercetools"',
  });

/**
 * `-config/inventory-rules`: how stock is shown, per SKU pattern and channel; the first rule that matches wins, so the same
 * pattern and channel a second time would never count.
 */
export const INVENTORY_RULES = listOf(
  RULE,
  ({ sku, channel }) => `sku "${sku}"${channel === undefined ? '' : `, channel "${channel}"`}`,
);

/** One rule; a field that is left out falls back to the deployment's setting, or does nothing. Amounts are units. */
export type InventoryRule = Readonly<z.output<typeof RULE>>;
