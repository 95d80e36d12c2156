import type { z } from 'zod';
import { fieldsOnly, listOf, text, yesOrNo } from './merchant-values.ts';
import { skuPatternMatches } from './sku-patterns.ts';

/** `-config/sku-rules`: which lines need shipping, per SKU pattern; the first rule that matches wins. */
export const SKU_RULES = listOf(
  fieldsOnly({ sku: text('a SKU pattern such as "EGIFT-*"'), ship: yesOrNo() }),
  ({ sku }) => `sku "${sku}"`,
);

/** One rule about the commercetools SKU of a line. */
export type SkuRule = Readonly<z.output<typeof SKU_RULES>[number]>;

/**
 * Whether a line with this commercetools SKU is shipped: the first matching rule decides, without one it is. A line without SKU
 * matches only the pattern `*`.
 */
export function shipsLine(rules: readonly SkuRule[] | undefined, sku: string | undefined): boolean {
  return rules?.find((rule) => skuPatternMatches(rule.sku, sku ?? ''))?.ship ?? true;
}
