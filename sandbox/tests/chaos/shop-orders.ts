import type { Address } from '@commercetools/platform-sdk';
import { sampleAddress } from '../../src/seed/addresses.ts';
import { item } from '../../src/seed/demo-lines.ts';
import { generatedOrders } from '../../src/seed/generated-orders.ts';
import { namedId } from '../../src/seed/ids.ts';
import type { OrderSpec } from '../../src/seed/order-builder.ts';
import { SEED_IDS } from '../../src/seed/seed-names.ts';
import { STOWE } from '../after-export.ts';
import { US } from '../shop.ts';
import type { OrderKind } from './history.ts';

const HOME: Address = { ...sampleAddress('US'), key: 'home' };
const CABIN: Address = { ...STOWE, key: 'cabin' };

/** Two channels of stock, so that some orders ship from either. */
const CHANNELS = [SEED_IDS.channelEast, SEED_IDS.channelWest] as const;

/** Articles that are counted. */
export const COUNTED = ['COF-COL-250', 'DRP-V60', 'FLT-V60-100'] as const;

/** The article whose stock commercetools owns. */
export const OWNED = 'GRD-HAND';

/** Which order of a history it is. */
export interface OrderPlace {
  /** From 0. */
  readonly at: number;
  /** The lines take stock from a supply channel. */
  readonly isTracked: boolean;
}

/** What is changed in the order that `shop.ts` places, for an order of that kind. The same place is the same order. */
export function orderSpec(
  kind: OrderKind,
  { at, isTracked }: OrderPlace,
): Partial<OrderSpec> & { readonly id: string } {
  const identity = { id: namedId(`chaos-order:${at}`), orderNumber: `C-${at + 1}` };
  const supplyChannelId = CHANNELS[at % CHANNELS.length] ?? SEED_IDS.channelEast;
  const stock = isTracked ? { supplyChannelId, inventoryMode: 'TrackOnly' as const } : {};
  const lines = [
    item('COF-COL-250', US, { quantity: 2, ...stock }),
    item('DRP-V60', US, { quantity: 1 + (at % 3), ...stock }),
  ];
  switch (kind) {
    case 'plain':
      return { ...identity, lines: isTracked ? [...lines, item(OWNED, US, { quantity: 1, ...stock })] : lines };
    case 'unpaid':
      return { ...identity, lines, paymentState: 'Pending' };
    case 'no address':
      return { ...identity, lines, shippingAddress: null };
    case 'not ours':
      return { ...identity, lines, orderState: 'Complete' };
    case 'kit':
      return { ...identity, lines: [item('BND-STARTER', US, { quantity: 1, ...stock }), ...lines.slice(1)] };
    case 'divided':
      return { ...identity, ...DIVIDED };
    case 'any': {
      const [one] = generatedOrders({ count: 1, createdAt: '2026-11-23T10:00:00.000Z', seed: at + 1 });
      return { ...one, ...identity };
    }
  }
}

const DIVIDED: Partial<OrderSpec> = {
  itemShippingAddresses: [HOME, CABIN],
  lines: [
    item('COF-COL-250', US, {
      quantity: 3,
      targets: [
        { addressKey: 'home', quantity: 2, shippingMethodKey: 'to-home' },
        { addressKey: 'cabin', quantity: 1, shippingMethodKey: 'to-cabin' },
      ],
    }),
    item('MUG-ENAMEL-WHT', US, {
      quantity: 2,
      targets: [{ addressKey: 'cabin', quantity: 2, shippingMethodKey: 'to-cabin' }],
    }),
  ],
  shippings: [
    { shippingKey: 'to-home', method: 'Standard', price: 799, address: HOME },
    { shippingKey: 'to-cabin', method: 'Express', price: 1999, address: CABIN },
  ],
};
