import { z } from 'zod';
import type { KitComponent, StockProduct, WarehouseStock } from '../inventory/stock.ts';
import { type Micros, microsOf } from './instants.ts';

/** A product of Ordoro with its stock, as one row of the list or as the resource. `updatedAt`: Ordoro's own stamp, if readable. */
export type StockRow =
  | { readonly kind: 'product'; readonly product: StockProduct; readonly updatedAt: Micros | undefined }
  /** Says nothing certain about the stock, so nothing may be concluded from it; the SKU where at least that can be read. */
  | { readonly kind: 'unreadable'; readonly sku: string | undefined; readonly updatedAt: Micros | undefined };

const numeric = z.union([
  z.number(),
  z
    .string()
    .trim()
    .regex(/^-?\d+(\.\d+)?$/)
    .transform(Number),
]);

/** A figure that cannot be read is unknown, never 0. */
const figure = numeric
  .nullish()
  .transform((value) => value ?? undefined)
  .catch(undefined);

const warehouseSchema = z.object({
  id: numeric,
  physical_on_hand: figure,
  on_hand: figure,
  available: figure,
  committed: figure,
});

const productSchema = z.object({
  sku: z.string().min(1),
  archive_date: z.string().nullish(),
  is_kit_parent: z.boolean().nullish(),
  // The shape of the elements is undocumented.
  kit_components: z.array(z.unknown()).nullish().catch(undefined),
  // A product without the list is no product without stock.
  warehouses: z.array(warehouseSchema).refine((rows) => new Set(rows.map(({ id }) => id)).size === rows.length),
});

const units = numeric.pipe(z.number().int().min(1));

/** Ordoro takes a component as `child_sku`; how it shows one is UNPROVEN. */
const componentSchema = z.union([
  z.object({ sku: z.string().min(1), quantity: units }),
  z.object({ child_sku: z.string().min(1), quantity: units }).transform(({ child_sku: sku, quantity }) => {
    return { sku, quantity };
  }),
]);

const outlineSchema = z.object({
  sku: z.string().min(1).optional().catch(undefined),
  updated: z.string().optional().catch(undefined),
});

/** Reads one product. Never throws: what has not the expected form is `unreadable`. */
export function readStockRow(body: unknown): StockRow {
  const outline = outlineSchema.safeParse(body).data;
  const updatedAt = microsOf(outline?.updated);
  const parsed = productSchema.safeParse(body);
  if (!parsed.success) return { kind: 'unreadable', sku: outline?.sku, updatedAt };
  const { sku, archive_date: archivedAt, is_kit_parent: isParent, kit_components: listed, warehouses } = parsed.data;
  const isKit = isParent ?? (listed ?? []).length > 0;
  return {
    kind: 'product',
    product: {
      sku,
      isArchived: Boolean(archivedAt),
      isKit,
      components: isKit ? componentsOf(listed ?? []) : [],
      warehouses: warehouses.map(warehouseStock),
    },
    updatedAt,
  };
}

function warehouseStock(row: z.output<typeof warehouseSchema>): WarehouseStock {
  return {
    warehouseId: row.id,
    onHand: row.physical_on_hand ?? row.on_hand,
    available: row.available,
    committed: row.committed,
  };
}

/** A kit whose parts are not all known can be of any quantity: then none of them count. */
function componentsOf(listed: readonly unknown[]): readonly KitComponent[] | undefined {
  const components = listed.flatMap((component) => componentSchema.safeParse(component).data ?? []);
  return components.length > 0 && components.length === listed.length ? components : undefined;
}
