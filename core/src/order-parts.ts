import type { Clock } from './clock.ts';
import type { CommercetoolsClient } from './commercetools/client.ts';
import type { CustomObjects } from './commercetools/custom-objects.ts';
import type { Orders } from './commercetools/orders.ts';
import type { ConfigurationSource } from './config/configuration-source.ts';
import type { ConnectorSettings } from './config/settings.ts';
import type { Carriers } from './fulfillments/carriers.ts';
import { OrderDesk } from './orders/order-desk.ts';
import { OrderSync } from './orders/order-sync.ts';
import type { OrderSyncPorts } from './orders/order-sync-ports.ts';
import { SkuDirectory } from './orders/sku-directory.ts';
import { TroubleRecorder } from './orders/trouble-recorder.ts';
import type { OrdoroClient } from './ordoro/client.ts';
import { OrdoroOrderEdits } from './ordoro/order-edits.ts';
import { OrdoroOrders } from './ordoro/orders.ts';
import { OrdoroProducts } from './ordoro/products.ts';
import type { OrdoroSalesChannels } from './ordoro/sales-channels.ts';
import type { Containers } from './records/containers.ts';
import type { DeadLetters } from './records/dead-letters.ts';
import { OrderRecordStore } from './records/order-record-store.ts';
import { prepareOrderType } from './setup/prepare-order-type.ts';
import type { EventLog } from './telemetry/event-log.ts';
import type { Logger } from './telemetry/logger.ts';

/** What the order parts are made of. */
export interface OrderPartsOptions
  extends Pick<
    OrderSyncPorts,
    'onDeadLetter' | 'onCredentialsRefused' | 'redact' | 'redactText' | 'random' | 'owner' | 'sendTimeoutMs'
  > {
  readonly settings: ConnectorSettings;
  readonly client: CommercetoolsClient;
  readonly objects: CustomObjects;
  readonly containers: Containers;
  readonly orders: Orders;
  readonly ordoro: OrdoroClient;
  readonly salesChannels: OrdoroSalesChannels;
  readonly carriers: Carriers;
  readonly configuration: ConfigurationSource;
  readonly deadLetters: DeadLetters;
  readonly eventLog: EventLog;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Everything that brings orders in step, wired. */
export interface OrderParts {
  readonly sync: OrderSync;
  /** Writes down trouble with single orders. */
  readonly trouble: TroubleRecorder;
  /** Where messages about orders are handed in. */
  readonly desk: OrderDesk;
  readonly skus: SkuDirectory;
}

/** Wires what brings orders in step. Nothing is read or sent yet. */
export function orderParts(options: OrderPartsOptions): OrderParts {
  const { settings, client, objects, containers, ordoro, clock, logger } = options;
  const skus = new SkuDirectory({
    objects,
    container: containers.skus,
    products: new OrdoroProducts(ordoro),
    policy: settings.skuPolicy,
    clock,
  });
  const sync = new OrderSync({
    ...options,
    skus,
    records: new OrderRecordStore(objects, containers.orders),
    ordoroOrders: new OrdoroOrders(ordoro),
    ordoroEdits: new OrdoroOrderEdits(ordoro),
    prepareOrderType: (typeId) => prepareOrderType({ client, settings, logger }, typeId),
    pause: (by) => ordoro.pause(by),
  });
  const trouble = new TroubleRecorder(options);
  return { sync, trouble, desk: new OrderDesk({ ...options, sync, trouble }), skus };
}
