import type { DeadLetterDraft } from '../records/dead-letters.ts';
import type { QuantityProblem } from './channel-quantity.ts';
import type { EntryPlace } from './planned-stock.ts';
import type { StockProduct } from './stock.ts';
import type { WarehouseScope } from './stock-channels.ts';

/** The dead letter about a SKU whose product Ordoro does not have any more. */
export function goneLetter({ sku, ordoroSku }: EntryPlace): DeadLetterDraft {
  return {
    kind: 'inventory',
    subject: sku,
    code: 'unmapped-sku',
    message: `Ordoro has no product "${ordoroSku}" for the SKU "${sku}". Its stock in commercetools is left as it is.`,
    howToFix:
      'Create the product in Ordoro, map the SKU in the custom object container "-skus", or delete its entries.',
  };
}

/** The dead letter about a SKU whose stock cannot be computed. */
export function unknownQuantityLetter({ sku }: EntryPlace, problem: QuantityProblem): DeadLetterDraft {
  const { because, howToFix } = causeOf(problem);
  return {
    kind: 'inventory',
    subject: sku,
    code: 'inventory-conflict',
    message: `The stock of the SKU "${sku}" is not known, because ${because}. In commercetools it is left as it is.`,
    howToFix,
  };
}

/**
 * One dead letter per warehouse that has stock of these products but is not in the configuration. Its text does not depend on the products,
 * so that it stays the same from page to page.
 */
export function unmappedWarehouseLetters(products: readonly StockProduct[], mapped: WarehouseScope): DeadLetterDraft[] {
  if (mapped === 'all') return [];
  const stocked = products
    .filter(({ isKit, isArchived }) => !isKit && !isArchived)
    .flatMap(({ warehouses }) => warehouses)
    .filter(({ onHand, available }) => (onHand ?? available ?? 0) > 0)
    .map(({ warehouseId }) => warehouseId);
  return [...new Set(stocked)]
    .filter((id) => !mapped.includes(id))
    .sort((a, b) => a - b)
    .map((id) => ({
      kind: 'warehouse',
      subject: String(id),
      code: 'unmapped-warehouse',
      message: `Ordoro has stock in warehouse ${id}, but the configuration object "warehouses" does not name it. That stock is not offered.`,
      howToFix: `Add {"warehouseId":${id},"channel":"<supply channel key>"} to the custom object "warehouses".`,
    }));
}

function causeOf({ reason, sku }: QuantityProblem): { because: string; howToFix: string } {
  switch (reason) {
    case 'unknown-components':
      return {
        because: `Ordoro does not tell what the kit "${sku}" is made of`,
        howToFix: 'Open the kit in Ordoro and give it components with whole amounts.',
      };
    case 'contains-itself':
      return {
        because: `the kit "${sku}" contains itself`,
        howToFix: 'Take the kit out of its own components in Ordoro.',
      };
    case 'unknown-product':
      return {
        because: `Ordoro has no product "${sku}" that it is made of`,
        howToFix: 'Create that product in Ordoro, or take it out of the kit.',
      };
    case 'unknown-figure':
      return {
        because: `Ordoro does not tell the quantity of "${sku}"`,
        howToFix: 'Open the product in Ordoro and check its stock in each warehouse.',
      };
  }
}
