import { item, type Market } from './demo-lines.ts';
import { exported } from './demo-order.ts';
import { paidInAlbany } from './story-lines.ts';
import { type StoryOrderDraft, shippedAs } from './story-order.ts';

const US: Market = { country: 'US', currency: 'USD' };

/** Orders that the warehouse splits, merges, ships, ships again and takes back. */
export const SHIPPED_ORDERS: readonly StoryOrderDraft[] = [
  {
    title: 'Sent in two shipments',
    placedAs: 'OrderCreated',
    expected: exported(),
    order: paidInAlbany('NS-6001', {
      lines: [item('COF-COL-250', US, { quantity: 3 }), item('GRD-HAND', US, { quantity: 1 })],
    }),
    acts: {
      first: {
        says: 'The warehouse splits the order and ships two bags of coffee.',
        work: ({ ordoro, number, ordoroLine }) => {
          const [bags] = ordoro.split(number(), [[{ line_id: ordoroLine('COF-COL-250'), quantity: 2 }]]);
          ordoro.ship(bags?.order_number ?? '', { tracking: 'US6001A' });
        },
        expected: shippedAs('partially-shipped', {
          deliveries: ['NS-6001-1: 2×COF-COL-250, USPS, USPS Ground Advantage, US6001A'],
          inOrdoro: ['NS-6001-1 shipped 2×COF-COL-250', 'NS-6001-2 open 1×COF-COL-250 1×GRD-HAND'],
        }),
      },
      second: {
        says: 'The rest leaves with UPS.',
        work: ({ ordoro, number, carrierAccount }) =>
          ordoro.ship(number('NS-6001-2'), {
            shipperId: carrierAccount('UPS'),
            service: 'UPS Ground',
            tracking: '1Z6001B',
          }),
        expected: shippedAs('shipped', {
          deliveries: [
            'NS-6001-1: 2×COF-COL-250, USPS, USPS Ground Advantage, US6001A',
            'NS-6001-2: 1×COF-COL-250 1×GRD-HAND, UPS, UPS Ground, 1Z6001B',
          ],
          inOrdoro: ['NS-6001-1 shipped 2×COF-COL-250', 'NS-6001-2 shipped 1×COF-COL-250 1×GRD-HAND'],
        }),
      },
    },
  },
  {
    title: 'UPS 2nd Day Air requested; a rule of the warehouse takes FedEx 2Day',
    placedAs: 'OrderCreated',
    expected: exported(),
    order: paidInAlbany('NS-6002', { shipping: { method: 'Express', price: 1999 } }),
    acts: {
      first: {
        says: 'The label is bought as the rule for rush orders says.',
        work: ({ ordoro, number }) => ordoro.ship(number(), { tracking: 'FX6002' }),
        expected: shippedAs('shipped', {
          deliveries: ['NS-6002: 1×COF-COL-250, FedEx, FedEx 2Day, FX6002'],
          inOrdoro: ['NS-6002 shipped 1×COF-COL-250'],
        }),
      },
    },
  },
  {
    title: 'Two packages in one shipment',
    placedAs: 'OrderCreated',
    expected: exported(),
    order: paidInAlbany('NS-6003', { lines: [item('GRD-ELEC', US, { quantity: 2 })] }),
    acts: {
      first: {
        says: 'Two grinders leave in two boxes.',
        work: ({ ordoro, number, carrierAccount }) =>
          ordoro.ship(number(), {
            shipperId: carrierAccount('UPS'),
            service: 'UPS Ground',
            packages: [{ tracking: '1Z6003A' }, { tracking: '1Z6003B' }],
          }),
        expected: shippedAs('shipped', {
          deliveries: ['NS-6003: 2×GRD-ELEC, UPS, UPS Ground, 1Z6003A 1Z6003B'],
          inOrdoro: ['NS-6003 shipped 2×GRD-ELEC'],
        }),
      },
    },
  },
  {
    title: 'Label voided after shipping',
    placedAs: 'OrderCreated',
    expected: exported(),
    order: paidInAlbany('NS-6004', { lines: [item('MUG-ENAMEL-BLU', US, { quantity: 2 })] }),
    acts: {
      first: {
        says: 'The order is shipped.',
        work: ({ ordoro, number }) => ordoro.ship(number(), { tracking: 'US6004' }),
        expected: shippedAs('shipped', {
          deliveries: ['NS-6004: 2×MUG-ENAMEL-BLU, USPS, USPS Ground Advantage, US6004'],
          inOrdoro: ['NS-6004 shipped 2×MUG-ENAMEL-BLU'],
        }),
      },
      second: {
        says: 'The box is damaged before the pick-up: the label is voided.',
        work: ({ ordoro, number }) => ordoro.voidLabel(number()),
        expected: { ...exported(), shipmentState: 'Pending', inOrdoro: ['NS-6004 open 2×MUG-ENAMEL-BLU'] },
      },
    },
  },
  {
    title: 'New label: other carrier, other tracking number',
    placedAs: 'OrderCreated',
    expected: exported(),
    order: paidInAlbany('NS-6005', { lines: [item('DRP-V60', US, { quantity: 1 })] }),
    acts: {
      first: {
        says: 'The order is shipped.',
        work: ({ ordoro, number }) => ordoro.ship(number(), { tracking: 'US6005A' }),
        expected: shippedAs('shipped', {
          deliveries: ['NS-6005: 1×DRP-V60, USPS, USPS Ground Advantage, US6005A'],
          inOrdoro: ['NS-6005 shipped 1×DRP-V60'],
        }),
      },
      second: {
        says: 'The warehouse buys a label of UPS instead.',
        work: ({ ordoro, number, carrierAccount }) =>
          ordoro.relabel(number(), { shipperId: carrierAccount('UPS'), service: 'UPS Ground', tracking: '1Z6005B' }),
        expected: shippedAs('shipped', {
          deliveries: ['NS-6005: 1×DRP-V60, UPS, UPS Ground, 1Z6005B'],
          inOrdoro: ['NS-6005 shipped 1×DRP-V60'],
        }),
      },
    },
  },
  {
    title: 'Merged with the next one, both in one box',
    placedAs: 'OrderCreated',
    expected: exported(),
    order: paidInAlbany('NS-6006', { lines: [item('COF-ESP-250', US, { quantity: 2 })] }),
    acts: {
      first: {
        says: 'The warehouse merges NS-6007 into this one, because they go to the same door, and ships the box.',
        work: ({ ordoro, number }) => {
          ordoro.merge([number(), number('NS-6007')]);
          ordoro.ship(number(), { tracking: 'US6006' });
        },
        expected: shippedAs('shipped', {
          deliveries: ['NS-6006: 2×COF-ESP-250, USPS, USPS Ground Advantage, US6006'],
          inOrdoro: ['NS-6006 shipped 2×COF-ESP-250'],
        }),
      },
    },
  },
  {
    title: 'Merged into the one before: its own delivery',
    placedAs: 'OrderCreated',
    expected: exported(),
    order: paidInAlbany('NS-6007', { lines: [item('MUG-ENAMEL-WHT', US, { quantity: 1 })] }),
    acts: {
      first: {
        says: 'It leaves in the box of NS-6006.',
        expected: shippedAs('shipped', {
          deliveries: ['NS-6006: 1×MUG-ENAMEL-WHT, USPS, USPS Ground Advantage, US6006'],
          inOrdoro: ['NS-6006 shipped 1×MUG-ENAMEL-WHT'],
        }),
      },
    },
  },
  {
    title: 'One of two mugs comes back',
    placedAs: 'OrderCreated',
    expected: exported(),
    order: paidInAlbany('NS-6008', { lines: [item('MUG-ENAMEL-WHT', US, { quantity: 2 })] }),
    acts: {
      first: {
        says: 'The order is shipped.',
        work: ({ ordoro, number }) => ordoro.ship(number(), { tracking: 'US6008' }),
        expected: shippedAs('shipped', {
          deliveries: ['NS-6008: 2×MUG-ENAMEL-WHT, USPS, USPS Ground Advantage, US6008'],
          inOrdoro: ['NS-6008 shipped 2×MUG-ENAMEL-WHT'],
        }),
      },
      second: {
        says: 'A mug is received and put back on the shelf.',
        work: ({ ordoro, number, ordoroLine }) =>
          ordoro.addReturn({
            orderNumber: number(),
            lines: [{ lineId: ordoroLine('MUG-ENAMEL-WHT'), expected: 1, received: 1, restocked: 1 }],
          }),
        expected: shippedAs('shipped', {
          deliveries: ['NS-6008: 2×MUG-ENAMEL-WHT, USPS, USPS Ground Advantage, US6008'],
          returns: ['1×MUG-ENAMEL-WHT BackInStock'],
          inOrdoro: ['NS-6008 shipped 2×MUG-ENAMEL-WHT'],
        }),
      },
    },
  },
];
