import type { CommercetoolsClient } from '../commercetools/client.ts';
import type { ConnectorSettings } from '../config/settings.ts';
import type { Logger } from '../telemetry/logger.ts';
import { ensureExportChannel } from './ensure-export-channel.ts';
import { ensureOrderFields } from './ensure-order-fields.ts';
import { ensureType } from './ensure-types.ts';
import { orderTypeDraft } from './type-definitions.ts';

/** What preparing needs. */
export interface PrepareOrderTypeOptions {
  readonly client: CommercetoolsClient;
  readonly settings: Pick<ConnectorSettings, 'connectorId' | 'orderTypeKey' | 'dryRun'>;
  readonly logger: Logger;
}

/**
 * Called when an order could not be updated: makes sure that the Type it carries has our fields (none: that our own Type is
 * there) and that our export channel exists.
 * @returns refused when the Type is the merchant's and cannot take our fields
 * @throws PlatformError on passing trouble
 */
export async function prepareOrderType(
  { client, settings, logger }: PrepareOrderTypeOptions,
  typeId: string | undefined,
): Promise<'ready' | 'refused'> {
  const target = { client, dryRun: settings.dryRun };
  await ensureExportChannel(target, settings.connectorId);
  if (typeId === undefined) {
    await ensureType(target, orderTypeDraft(settings.orderTypeKey));
    return 'ready';
  }
  const result = await ensureOrderFields(target, typeId);
  if (result.outcome === 'refused')
    logger.warn('The Type of the order cannot take our fields.', { typeId, reason: result.reason });
  return result.outcome;
}
