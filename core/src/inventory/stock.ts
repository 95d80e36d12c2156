/** Stock of a product in one Ordoro warehouse. Units; a figure that Ordoro does not tell is undefined, never 0. */
export interface WarehouseStock {
  readonly warehouseId: number;
  /** `physical_on_hand`, else `on_hand`; may be negative. */
  readonly onHand: number | undefined;
  /** On hand minus committed: what Ordoro itself would offer; may be negative. */
  readonly available: number | undefined;
  /** Units on open orders that ship from this warehouse. */
  readonly committed: number | undefined;
}

/** A component of a kit. */
export interface KitComponent {
  /** Ordoro SKU; may be a kit itself. */
  readonly sku: string;
  /** Units per kit, at least 1. */
  readonly quantity: number;
}

/** A product in Ordoro with its stock. */
export interface StockProduct {
  readonly sku: string;
  readonly isArchived: boolean;
  /** A kit's own figures are not used: its quantity follows from its components. */
  readonly isKit: boolean;
  /** Undefined: Ordoro does not tell what the kit is made of. */
  readonly components: readonly KitComponent[] | undefined;
  /** Warehouses that Ordoro lists for it; one that is missing holds nothing of it. */
  readonly warehouses: readonly WarehouseStock[];
}

/** A warehouse in Ordoro. */
export interface OrdoroWarehouse {
  readonly id: number;
  /** Orders without `warehouse_id` ship from it. */
  readonly isDefault: boolean;
}

/** An inventory entry in commercetools, as read. */
export interface StockEntry {
  readonly id: string;
  readonly version: number;
  readonly sku: string;
  /** Absent: the entry without channel. */
  readonly supplyChannelId?: string;
  readonly quantityOnStock: number;
  readonly availableQuantity: number;
  /** Id of the Type it carries; absent: none. */
  readonly typeId?: string;
}
