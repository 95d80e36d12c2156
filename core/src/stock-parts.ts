import type { Clock } from './clock.ts';
import type { CommercetoolsClient } from './commercetools/client.ts';
import type { CustomObjects } from './commercetools/custom-objects.ts';
import { InventoryEntries } from './commercetools/inventory.ts';
import type { Orders } from './commercetools/orders.ts';
import { ProductVariants } from './commercetools/variants.ts';
import type { ConfigurationSource } from './config/configuration-source.ts';
import type { ConnectorSettings } from './config/settings.ts';
import { AccountWarehouses } from './inventory/account-warehouses.ts';
import { StockAudit } from './inventory/audit/stock-audit.ts';
import { CarriedSkus } from './inventory/carried-skus.ts';
import { CommercetoolsStockPush } from './inventory/commercetools-stock-push.ts';
import { DueStore } from './inventory/due-store.ts';
import type { InventoryContext } from './inventory/inventory-context.ts';
import { InventoryDesk } from './inventory/inventory-desk.ts';
import { InventoryTask } from './inventory/inventory-task.ts';
import { KitCatalogue } from './inventory/kit-catalogue.ts';
import { LetterBox } from './inventory/letter-box.ts';
import { OrderLook } from './inventory/order-look.ts';
import { SkuMappings } from './inventory/sku-mappings.ts';
import { StockComparison } from './inventory/stock-comparison.ts';
import { StockGuard } from './inventory/stock-guard.ts';
import type { OrdoroClient } from './ordoro/client.ts';
import { OrdoroStockProducts } from './ordoro/stock-products.ts';
import { OrdoroWarehouses } from './ordoro/warehouses.ts';
import type { Containers } from './records/containers.ts';
import { Cursors } from './records/cursors.ts';
import type { DeadLetterDraft, DeadLetters } from './records/dead-letters.ts';
import { HealthStatus } from './records/health-status.ts';
import { OpenRecords } from './records/open-records.ts';
import { SweepNotes } from './records/sweep-note.ts';
import type { Audit } from './runs/audit.ts';
import type { Task } from './runs/task.ts';
import { STOCK_TYPE_KEY } from './setup/type-definitions.ts';
import type { Alerts } from './telemetry/alerts.ts';
import type { Logger } from './telemetry/logger.ts';
import type { Exchange } from './telemetry/redaction.ts';

/** What the stock parts are made of. */
export interface StockPartsOptions {
  readonly settings: ConnectorSettings;
  readonly client: CommercetoolsClient;
  readonly objects: CustomObjects;
  readonly containers: Containers;
  readonly orders: Orders;
  readonly ordoro: OrdoroClient;
  readonly configuration: ConfigurationSource;
  readonly deadLetters: DeadLetters;
  readonly onDeadLetter: (letter: DeadLetterDraft) => void;
  /** Payloads as they may be kept, by LOG_PAYLOADS. */
  readonly redact: (exchange: Exchange) => Exchange;
  /** Forgets that Ordoro has a product. */
  readonly forgetProduct: (ordoroSku: string) => void;
  readonly alerts: Alerts;
  readonly clock: Clock;
  readonly random: () => number;
  readonly logger: Logger;
  /** How long one write to Ordoro may take, milliseconds. */
  readonly sendTimeoutMs: number;
}

/** Everything about stock, wired. */
export interface StockParts {
  /** `inventory`. */
  readonly tasks: readonly Task[];
  /** For the task `reconcile`. */
  readonly audit: Audit;
  /** Where messages about inventory entries are handed in. */
  readonly desk: InventoryDesk;
}

/** Wires the stock. Nothing is read or sent yet. */
export function stockParts(options: StockPartsOptions): StockParts {
  const { settings, client, objects, containers, orders, ordoro, clock, logger, sendTimeoutMs } = options;
  const products = new OrdoroStockProducts(ordoro);
  const entries = new InventoryEntries(client, STOCK_TYPE_KEY);
  const mappings = new SkuMappings({ objects, container: containers.skus, clock });
  const records = new OpenRecords({ objects, container: containers.orders, clock });
  const cursors = new Cursors(objects, containers.cursors);
  const due = new DueStore(cursors);
  const health = new HealthStatus(objects, containers.health);
  const notes = new SweepNotes(objects, containers.health);
  const sources = {
    products,
    entries,
    mappings,
    records,
    clock,
    kits: new KitCatalogue({ products, clock }),
    warehouses: new AccountWarehouses({ warehouses: new OrdoroWarehouses(ordoro), clock }),
    carried: new CarriedSkus({ variants: new ProductVariants(client), clock }),
    look: new OrderLook({ records, orders, objects, container: containers.orders, clock }),
  };
  const contextNow = async (maxAgeMs?: number) => {
    const { merchant, references, unusable } = await options.configuration.current(maxAgeMs);
    const context: InventoryContext = { settings, merchant, supplyChannels: references.supplyChannels };
    return { context, obstacle: unusable.find(({ neededBy }) => neededBy.includes('stock')) };
  };
  const context = async (): Promise<InventoryContext> => {
    const now = await contextNow(0);
    if (now.obstacle !== undefined) throw new Error(now.obstacle.message);
    return now.context;
  };
  // Messages about stock whose rules nobody can tell are left alone: once they can be told, everything is compared.
  const deskContext = async (): Promise<InventoryContext> => {
    const now = await contextNow();
    if (now.obstacle === undefined) return now.context;
    const merchant = { ...now.context.merchant, inventoryRules: undefined };
    return { ...now.context, merchant, settings: { ...settings, inventoryOwner: 'none' } };
  };
  const comparison = new StockComparison(sources);
  const push = new CommercetoolsStockPush({ comparison, entries, products });
  const letters = new LetterBox({
    objects,
    container: containers.deadLetters,
    deadLetters: options.deadLetters,
    onDeadLetter: options.onDeadLetter,
  });
  const task = new InventoryTask({
    products,
    entries,
    records,
    mappings,
    comparison,
    push,
    cursors,
    due,
    letters,
    redact: options.redact,
    clock,
    logger,
    sendTimeoutMs,
    guard: new StockGuard({ health, cursors, letters, clock, logger }),
    notes,
    forgetProduct: options.forgetProduct,
    connectorId: settings.connectorId,
    random: options.random,
    context,
  });
  const desk = new InventoryDesk({
    entries,
    mappings,
    push,
    due,
    clock,
    random: options.random,
    logger,
    sendTimeoutMs,
    context: deskContext,
  });
  const audit = new StockAudit({
    sources: { ...sources, notes },
    objects,
    skuContainer: containers.skus,
    health,
    context,
    due,
    alerts: options.alerts,
    clock,
    logger,
  });
  return { tasks: [task], audit, desk };
}
