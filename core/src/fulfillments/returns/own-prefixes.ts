import type { OrdoroSalesChannels } from '../../ordoro/sales-channels.ts';
import type { Cursors } from '../../records/cursors.ts';
import { PULL_CURSOR, type PullCursor } from '../pull-cursor.ts';

/** What tells our sales channels. */
export interface OwnChannels {
  /** The default one; `index` begins its order numbers. */
  readonly salesChannel: { readonly id: number; readonly index?: number | undefined } | undefined;
  readonly stores: readonly { readonly salesChannelId: number }[];
}

/** Where the rest is read. */
export interface OwnPrefixesOptions {
  readonly cursors: Pick<Cursors, 'read'>;
  readonly salesChannels: Pick<OrdoroSalesChannels, 'get'>;
}

/**
 * What the order numbers of our sales channels begin with, e.g. `2` for `2-1001`: of the default one, those of the stores, and all
 * that were ever in use, because their orders are still ours. A channel that Ordoro does not know is left out.
 * @throws PlatformError
 */
export async function ownPrefixes(
  { salesChannel, stores }: OwnChannels,
  { cursors, salesChannels }: OwnPrefixesOptions,
): Promise<ReadonlySet<string>> {
  const used = (await cursors.read<PullCursor>(PULL_CURSOR))?.value.channels ?? [];
  const configured = stores.map(({ salesChannelId }) => salesChannelId);
  const ids = new Set([...(salesChannel === undefined ? [] : [salesChannel.id]), ...configured, ...used]);
  const indexes = await Promise.all(
    [...ids].map(async (id) => {
      const known = id === salesChannel?.id ? salesChannel.index : undefined;
      return known ?? (await salesChannels.get(id))?.index;
    }),
  );
  return new Set(indexes.flatMap((index) => (index === undefined ? [] : [String(index)])));
}
