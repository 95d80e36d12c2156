import type { Clock } from '../clock.ts';
import type { CommercetoolsClient } from '../commercetools/client.ts';
import type { CustomObjects } from '../commercetools/custom-objects.ts';
import type { ConfigurationSource } from '../config/configuration-source.ts';
import type { MerchantConfig } from '../config/merchant-config.ts';
import type { ConnectorSettings } from '../config/settings.ts';
import { PlatformError } from '../problems/errors.ts';
import type { Containers } from '../records/containers.ts';
import { resolveExportSince } from '../records/export-since.ts';
import type { ChosenChannel, OrderContext } from './order-context.ts';
import type { OrderSync, SyncRequest, SyncResult } from './order-sync.ts';
import type { TroubleRecorder } from './trouble-recorder.ts';

/** What the desk needs. */
export interface OrderDeskOptions {
  readonly settings: ConnectorSettings;
  readonly objects: CustomObjects;
  readonly containers: Containers;
  readonly configuration: ConfigurationSource;
  readonly sync: OrderSync;
  readonly client: CommercetoolsClient;
  readonly trouble: TroubleRecorder;
  readonly clock: Clock;
}

/** Where orders are handed in: brings one order in step under the configuration in force. */
export class OrderDesk {
  readonly #options: OrderDeskOptions;
  #exportSince: number | undefined;

  constructor(options: OrderDeskOptions) {
    this.#options = options;
  }

  /**
   * Reads what the first order would otherwise wait for, and fixes the beginning of the history on the very first start.
   * @throws PlatformError ConfigurationError
   */
  async warmUp(): Promise<void> {
    await this.context();
  }

  /**
   * Brings one order in step.
   * @param limits how long Ordoro may be waited for
   * @throws PlatformError when commercetools could not be read or written; nothing is lost, the message may come again
   */
  async sync(orderId: string, limits: Pick<SyncRequest, 'sendBy' | 'readBy'> = {}): Promise<SyncResult> {
    const { settings } = this.#options;
    const context = await this.context();
    try {
      return await this.#options.sync.sync(orderId, context, limits);
    } catch (error) {
      if (error instanceof PlatformError) throw error;
      // A defect of our own would come back with every redelivery: it is written down, and the job tries again.
      const trouble = { order: undefined, trouble: error, dryRun: settings.dryRun };
      if (!(await this.#options.trouble.record(orderId, trouble))) throw error;
      return { outcome: 'retrying', changed: true };
    }
  }

  /** The context of decisions about orders, read again when it is older than `maxAgeMs`. @throws PlatformError ConfigurationError */
  async context(maxAgeMs?: number): Promise<OrderContext> {
    const { settings, configuration } = this.#options;
    const { merchant, references, unusable } = await configuration.current(maxAgeMs);
    const exportSince = await this.#resolveExportSince();
    return {
      settings,
      exportSince,
      merchant,
      keys: references,
      own: references,
      salesChannel: salesChannelOf(settings, merchant),
      obstacle: unusable.find(({ neededBy }) => neededBy.includes('orders'))?.message,
    };
  }

  async #resolveExportSince(): Promise<number> {
    const { settings, objects, containers, client, clock } = this.#options;
    if (this.#exportSince !== undefined) return this.#exportSince;
    // The configuration was just read, so the platform's clock is known.
    const serverTime = client.serverTime ?? clock();
    const since = await resolveExportSince({ objects, containers, settings, serverTime });
    this.#exportSince = since;
    return since;
  }
}

function salesChannelOf(settings: ConnectorSettings, merchant: MerchantConfig): ChosenChannel | undefined {
  const remembered = merchant.salesChannel;
  const id = settings.ordoro.salesChannelId ?? remembered?.salesChannelId;
  if (id === undefined) return undefined;
  return remembered?.salesChannelId === id && remembered.index !== undefined ? { id, index: remembered.index } : { id };
}
