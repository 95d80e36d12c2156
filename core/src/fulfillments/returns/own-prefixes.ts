import type { OrdoroSalesChannels } from '../../ordoro/sales-channels.ts';
import type { Cursors } from '../../records/cursors.ts';
import { type ChannelContext, ownChannels } from '../own-channels.ts';

/** The default sales channel may tell its `index`, with which its order numbers begin. */
export interface OwnChannels extends ChannelContext {
  readonly salesChannel: { readonly id: number; readonly index?: number | undefined } | undefined;
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
  context: OwnChannels,
  { cursors, salesChannels }: OwnPrefixesOptions,
): Promise<ReadonlySet<string>> {
  const { salesChannel } = context;
  const ids = await ownChannels(context, cursors);
  const indexes = await Promise.all(
    ids.map(async (id) => {
      const known = id === salesChannel?.id ? salesChannel.index : undefined;
      return known ?? (await salesChannels.get(id))?.index;
    }),
  );
  return new Set(indexes.flatMap((index) => (index === undefined ? [] : [String(index)])));
}
