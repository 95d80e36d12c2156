import { sampleAddress } from './addresses.ts';
import { lineOf, type Market } from './demo-lines.ts';
import { type DemoOrder, type DemoOrderDraft, exported, held } from './demo-order.ts';
import { namedId } from './ids.ts';
import { SEED_IDS } from './seed-names.ts';
import { STOCK_ARTICLES } from './stock-articles.ts';
import { paidInAlbany } from './story-lines.ts';

const US: Market = { country: 'US', currency: 'USD' };

const { postalCode: _postalCode, ...WITHOUT_ZIP } = sampleAddress('US');

const DRAFTS: readonly DemoOrderDraft[] = [
  {
    title: 'Four packs of tea from the west, held for want of a ZIP code',
    placedAs: 'OrderCreated',
    expected: held('incomplete-address'),
    order: paidInAlbany('NS-7001', {
      inventoryMode: 'TrackOnly',
      shippingAddress: WITHOUT_ZIP,
      lines: [lineOf(STOCK_ARTICLES.oolong, US, { quantity: 4, supplyChannelId: SEED_IDS.channelWest })],
    }),
  },
  {
    title: 'Two kettles from the east, whose stock commercetools owns',
    placedAs: 'OrderCreated',
    expected: exported(),
    order: paidInAlbany('NS-7002', {
      inventoryMode: 'TrackOnly',
      lines: [lineOf(STOCK_ARTICLES.kettle, US, { quantity: 2, supplyChannelId: SEED_IDS.channelEast })],
    }),
  },
];

/** The orders of the stock act, given what `seedStock` puts there. Created one millisecond apart from `now` (epoch ms) on. */
export function stockOrders(now: number): DemoOrder[] {
  return DRAFTS.map((draft, index) => ({
    ...draft,
    order: {
      id: namedId(`stock-order:${draft.order.orderNumber}`),
      createdAt: new Date(now + index).toISOString(),
      ...draft.order,
    },
  }));
}
