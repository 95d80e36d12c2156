import type { MerchantConfig } from '../config/merchant-config.ts';
import type { Cursors } from '../records/cursors.ts';
import { PULL_CURSOR, type PullCursor } from './pull-cursor.ts';

/** What tells our sales channels in Ordoro. */
export interface ChannelContext {
  /** The deployment's default one; undefined while it is not set up. */
  readonly salesChannel: { readonly id: number } | undefined;
  readonly merchant: Pick<MerchantConfig, 'stores'>;
}

/** Ids of the default sales channel and those of the stores, as configured now. */
export function configuredChannels({ salesChannel, merchant: { stores = [] } }: ChannelContext): number[] {
  const ids = [
    ...(salesChannel === undefined ? [] : [salesChannel.id]),
    ...stores.map(({ salesChannelId }) => salesChannelId),
  ];
  return [...new Set(ids)];
}

/** Those and all that were ever in use, because their orders are still ours; the configured ones first. @throws PlatformError */
export async function ownChannels(context: ChannelContext, cursors: Pick<Cursors, 'read'>): Promise<number[]> {
  const used = (await cursors.read<PullCursor>(PULL_CURSOR))?.value.channels ?? [];
  return [...new Set([...configuredChannels(context), ...used])];
}

/** Whether a listed order is on one of the channels asked for. It is UNPROVEN that lists keep to them, or name the channel. */
export function isOnChannel(
  order: { readonly salesChannelId?: number | undefined } | undefined,
  channels: readonly number[],
): boolean {
  return order?.salesChannelId === undefined || channels.includes(order.salesChannelId);
}
