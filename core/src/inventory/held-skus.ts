import { createHash } from 'node:crypto';
import type { HeldBackUnits, UnitsByWarehouse } from './held-back-units.ts';

/** Kept one by one at most; of more only whether anything changed. */
const MAX_SKUS = 5_000;

/**
 * Value of the cursor `inventory.held`: U as the entries show it, so that it is seen when an order leaves U without a trace in
 * Ordoro, as one that is cancelled at the gate does. `units`: per SKU of Ordoro one text `<warehouse>:<units>,… <SKU>`, sorted;
 * `digest` instead where there are too many.
 */
export interface HeldSkus {
  readonly units?: readonly string[];
  readonly digest?: string;
}

/** U in the form of the cursor. */
export function heldSkus(heldBack: HeldBackUnits): HeldSkus {
  const units = [...heldBack].map(([sku, byWarehouse]) => `${textOf(byWarehouse)} ${sku}`).sort();
  if (units.length <= MAX_SKUS) return { units };
  return { digest: createHash('sha256').update(units.join('\n'), 'utf8').digest('hex') };
}

/** The SKUs of Ordoro of which other units are held back now; `all` where nobody can tell which. */
export function changedHeld(before: HeldSkus, now: HeldSkus): ReadonlySet<string> | 'all' {
  if (before.digest !== now.digest || before.units === undefined || now.units === undefined)
    return before.digest !== undefined && before.digest === now.digest ? new Set() : 'all';
  const [known, current] = [new Set(before.units), new Set(now.units)];
  const changed = [
    ...before.units.filter((text) => !current.has(text)),
    ...now.units.filter((text) => !known.has(text)),
  ];
  return new Set(changed.map((text) => text.slice(text.indexOf(' ') + 1)));
}

function textOf(byWarehouse: UnitsByWarehouse): string {
  return [...byWarehouse]
    .map(([warehouse, units]) => `${warehouse ?? '-'}:${units}`)
    .sort()
    .join();
}
