import type { OrderUpdateAction } from '@commercetools/platform-sdk';
import { sampleAddress } from './addresses.ts';
import { item, type Market } from './demo-lines.ts';
import { exported } from './demo-order.ts';
import { paidInAlbany } from './story-lines.ts';
import { type StoryOrderDraft, shippedAs } from './story-order.ts';

const US: Market = { country: 'US', currency: 'USD' };
const CANCEL: OrderUpdateAction = { action: 'changeOrderState', orderState: 'Cancelled' };
const MOVE: OrderUpdateAction = {
  action: 'setShippingAddress',
  address: {
    ...sampleAddress('US'),
    streetNumber: '5120',
    streetName: 'Old Mill Road',
    city: 'Stowe',
    state: 'VT',
    postalCode: '05672',
  },
};

/** Orders that somebody changes after they reached the warehouse: in time and too late, here and there. */
export const CHANGED_ORDERS: readonly StoryOrderDraft[] = [
  {
    title: 'Cancelled in time',
    placedAs: 'OrderCreated',
    expected: exported(),
    order: paidInAlbany('NS-6101', { lines: [item('DRP-V60', US, { quantity: 1 })] }),
    acts: {
      first: {
        says: 'The customer cancels.',
        work: ({ commercetools, order }) => commercetools.merchantUpdate(order.id, [CANCEL]),
        expected: { status: 'cancelled', ordoroOrders: 1, inOrdoro: ['NS-6101 cancelled 1×DRP-V60'] },
      },
    },
  },
  {
    title: 'Cancelled too late',
    placedAs: 'OrderCreated',
    expected: exported(),
    order: paidInAlbany('NS-6102', { lines: [item('DRP-V60', US, { quantity: 1 })] }),
    acts: {
      first: {
        says: 'The order is shipped. Nobody knows it yet, and the customer cancels.',
        work: async ({ ordoro, commercetools, order, number }) => {
          ordoro.ship(number(), { tracking: 'US6102' });
          await commercetools.merchantUpdate(order.id, [CANCEL]);
        },
        expected: {
          ...shippedAs('shipped', {
            deliveries: ['NS-6102: 1×DRP-V60, USPS, USPS Ground Advantage, US6102'],
            inOrdoro: ['NS-6102 shipped 1×DRP-V60 (commented)'],
          }),
          status: 'needs-attention',
          issues: ['too-late-to-cancel'],
        },
      },
    },
  },
  {
    title: 'Another address, in time',
    placedAs: 'OrderCreated',
    expected: exported(),
    order: paidInAlbany('NS-6103'),
    acts: {
      first: {
        says: 'The customer wants it sent to Stowe.',
        work: ({ commercetools, order }) => commercetools.merchantUpdate(order.id, [MOVE]),
        expected: { ...exported(), inOrdoro: ['NS-6103 open 1×COF-COL-250 to Stowe'] },
      },
    },
  },
  {
    title: 'Another address, too late',
    placedAs: 'OrderCreated',
    expected: exported(),
    order: paidInAlbany('NS-6104'),
    acts: {
      first: {
        says: 'The order is shipped. Nobody knows it yet, and the customer wants it sent to Stowe.',
        work: async ({ ordoro, commercetools, order, number }) => {
          ordoro.ship(number(), { tracking: 'US6104' });
          await commercetools.merchantUpdate(order.id, [MOVE]);
        },
        expected: {
          ...shippedAs('shipped', {
            deliveries: ['NS-6104: 1×COF-COL-250, USPS, USPS Ground Advantage, US6104'],
            inOrdoro: ['NS-6104 shipped 1×COF-COL-250 (commented)'],
          }),
          status: 'needs-attention',
          issues: ['too-late-to-change'],
        },
      },
    },
  },
  {
    title: 'More coffee, and a mug, by an order edit',
    placedAs: 'OrderCreated',
    expected: exported(),
    order: paidInAlbany('NS-6105', { lines: [item('COF-COL-250', US, { quantity: 2 })] }),
    acts: {
      first: {
        says: 'The customer wants five bags instead of two, and a mug.',
        work: ({ commercetools, order, lineItem }) =>
          commercetools.merchantEditsOrder(order.id, {
            quantities: { [lineItem('COF-COL-250')]: 5 },
            add: [item('MUG-ENAMEL-WHT', US, { quantity: 1 })],
          }),
        expected: { ...exported(), inOrdoro: ['NS-6105 open 5×COF-COL-250 1×MUG-ENAMEL-WHT'] },
      },
    },
  },
  {
    title: 'Cancelled in Ordoro by the staff',
    placedAs: 'OrderCreated',
    expected: exported(),
    order: paidInAlbany('NS-6106', { lines: [item('FLT-V60-100', US, { quantity: 1 })] }),
    acts: {
      first: {
        says: 'The warehouse cancels the order, because the last box is damaged.',
        work: ({ ordoro, number }) => ordoro.cancel(number()),
        expected: {
          status: 'needs-attention',
          issues: ['cancelled-in-ordoro'],
          ordoroOrders: 1,
          inOrdoro: ['NS-6106 cancelled 1×FLT-V60-100'],
        },
      },
    },
  },
];
