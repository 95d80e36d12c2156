import type { Clock } from '../../clock.ts';
import type { CustomObjects } from '../../commercetools/custom-objects.ts';
import type { InventoryEntries } from '../../commercetools/inventory.ts';
import type { OrdoroStockProducts } from '../../ordoro/stock-products.ts';
import type { HealthStatus } from '../../records/health-status.ts';
import type { OpenRecords } from '../../records/open-records.ts';
import type { SweepNotes } from '../../records/sweep-note.ts';
import type { Alerts } from '../../telemetry/alerts.ts';
import type { Logger } from '../../telemetry/logger.ts';
import type { AccountWarehouses } from '../account-warehouses.ts';
import type { CarriedSkus } from '../carried-skus.ts';
import type { DueStore } from '../due-store.ts';
import type { InventoryContext } from '../inventory-context.ts';
import type { KitCatalogue } from '../kit-catalogue.ts';
import type { OrderLook } from '../order-look.ts';
import type { SkuMappings } from '../sku-mappings.ts';

/** What the audit compares. */
export interface AuditSources {
  readonly products: Pick<OrdoroStockProducts, 'page' | 'get'>;
  readonly kits: Pick<KitCatalogue, 'current' | 'enter'>;
  readonly warehouses: Pick<AccountWarehouses, 'all' | 'defaultId'>;
  readonly entries: Pick<InventoryEntries, 'page' | 'bySkus' | 'ownTypeId'>;
  readonly carried: Pick<CarriedSkus, 'among'>;
  readonly mappings: Pick<SkuMappings, 'current'>;
  readonly look: Pick<OrderLook, 'take'>;
  readonly records: Pick<OpenRecords, 'skusChangedSince'>;
  readonly notes: Pick<SweepNotes, 'read'>;
}

/** What the audit needs. */
export interface StockAuditOptions {
  readonly sources: AuditSources;
  readonly objects: Pick<CustomObjects, 'getMany'>;
  /** `<CONNECTOR_ID>-skus`. */
  readonly skuContainer: string;
  readonly health: Pick<HealthStatus, 'set'>;
  readonly context: () => Promise<InventoryContext>;
  /** What the task `inventory` looks at again in its next run, to repair what it still finds. */
  readonly due: Pick<DueStore, 'change'>;
  readonly alerts: Pick<Alerts, 'raise' | 'clear'>;
  readonly clock: Clock;
  readonly logger: Logger;
}
