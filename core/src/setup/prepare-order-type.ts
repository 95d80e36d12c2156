import type { CommercetoolsClient } from '../commercetools/client.ts';
import type { ConnectorSettings } from '../config/settings.ts';
import type { Logger } from '../telemetry/logger.ts';
import { ensureExportChannel } from './ensure-export-channel.ts';
import { ensureOrderFields } from './ensure-order-fields.ts';
import { ensureType } from './ensure-types.ts';
import { DELIVERY_TYPE_KEY, orderTypeDraft, PARCEL_TYPE_KEY, typeDrafts } from './type-definitions.ts';

const SHIPPING_TYPES: readonly string[] = [DELIVERY_TYPE_KEY, PARCEL_TYPE_KEY];

/** What preparing needs. */
export interface PrepareOrderTypeOptions {
  readonly client: CommercetoolsClient;
  readonly settings: Pick<ConnectorSettings, 'connectorId' | 'orderTypeKey' | 'dryRun'>;
  readonly logger: Logger;
}

/**
 * Called when an order could not be updated: makes sure that the Type it carries has our fields (none: that our own Type is
 * there), and that the Types of deliveries and parcels and our export channel exist.
 * @returns refused when the Type is the merchant's and cannot take our fields
 * @throws PlatformError on passing trouble
 */
export async function prepareOrderType(
  { client, settings, logger }: PrepareOrderTypeOptions,
  typeId: string | undefined,
): Promise<'ready' | 'refused'> {
  const target = { client, dryRun: settings.dryRun };
  await ensureExportChannel(target, settings.connectorId);
  // The refused update may also hold deliveries and parcels with Types of ours.
  const shipping = typeDrafts(settings.orderTypeKey).filter(({ key }) => SHIPPING_TYPES.includes(key));
  await Promise.all(shipping.map((draft) => ensureType(target, draft)));
  if (typeId === undefined) {
    await ensureType(target, orderTypeDraft(settings.orderTypeKey));
    return 'ready';
  }
  const result = await ensureOrderFields(target, typeId);
  if (result.outcome === 'refused')
    logger.warn('The Type of the order cannot take our fields.', { typeId, reason: result.reason });
  return result.outcome;
}
