import type { Clock } from '../../clock.ts';
import type { CustomObjects } from '../../commercetools/custom-objects.ts';
import type { InventoryEntries } from '../../commercetools/inventory.ts';
import type { ProductVariants } from '../../commercetools/variants.ts';
import type { InventoryRule } from '../../config/inventory-rules.ts';
import type { ConnectorSettings } from '../../config/settings.ts';
import type { WarehouseMapping } from '../../config/warehouses.ts';
import type { OrdoroStockProducts } from '../../ordoro/stock-products.ts';
import type { OrdoroWarehouses } from '../../ordoro/warehouses.ts';
import type { OpenRecords } from '../../records/open-records.ts';
import type { Alerts } from '../../telemetry/alerts.ts';
import type { Logger } from '../../telemetry/logger.ts';
import type { EntryPlace } from '../planned-stock.ts';
import type { SkuMappings } from '../sku-mappings.ts';

/** What the audit reads of the configuration in force. */
export interface StockAuditContext {
  readonly settings: Pick<ConnectorSettings, 'inventoryOwner' | 'inventoryQuantity' | 'inventoryCreateMissing'>;
  readonly rules: readonly InventoryRule[] | undefined;
  readonly warehouses: readonly WarehouseMapping[] | undefined;
  /** Supply channel ids to keys. */
  readonly channelKeys: ReadonlyMap<string, string>;
}

/** What the audit compares. */
export interface StockSources {
  readonly products: Pick<OrdoroStockProducts, 'page' | 'get'>;
  readonly warehouses: Pick<OrdoroWarehouses, 'all'>;
  readonly entries: Pick<InventoryEntries, 'page' | 'bySkus' | 'ownTypeId'>;
  readonly variants: Pick<ProductVariants, 'carried'>;
  readonly mappings: Pick<SkuMappings, 'current'>;
  readonly records: Pick<OpenRecords, 'snapshot' | 'skusChangedSince'>;
}

/** A commercetools SKU that is to be looked at again, and the product that it stands for. */
export type SkuToRepair = Pick<EntryPlace, 'sku' | 'ordoroSku'>;

/** What the audit needs. */
export interface StockAuditOptions {
  readonly sources: StockSources;
  readonly objects: Pick<CustomObjects, 'get' | 'put' | 'getMany'>;
  /** Names of the containers of SKU mappings and of the health object. */
  readonly containers: { readonly skus: string; readonly health: string };
  readonly context: () => Promise<StockAuditContext>;
  /**
   * Makes the task `inventory` look at these SKUs again in its next run, and repair what it still finds. Handing over the same
   * twice does no harm.
   */
  readonly handOver: (skus: readonly SkuToRepair[]) => Promise<void>;
  readonly alerts: Pick<Alerts, 'raise' | 'clear'>;
  readonly clock: Clock;
  readonly logger: Logger;
}
