import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalogue, held, kit, product } from '../../tests/generators/stock.ts';
import type { OpenUnits, PartRecord } from '../records/sync-record.ts';
import {
  type HeldBackSnapshot,
  type HoldingContext,
  type HoldingOrder,
  heldBackBy,
  heldBackUnits,
  unionOf,
} from './held-back-units.ts';

const NOW = Date.parse('2026-02-02T10:00:00.000Z');
const DEFAULT = 9;
const context: HoldingContext = {
  now: NOW,
  kits: catalogue(kit('SET', ['MUG', 2], ['SPOON', 1]), { ...kit('MYSTERY'), components: undefined }, product('MUG')),
  ordoroSkuOf: (sku) => ({ 'MUG-ALIAS': 'MUG', 'SHOP-SET': 'SET' })[sku] ?? sku,
  warehouses: undefined,
  channelKeys: new Map([
    ['east-id', 'us-east'],
    ['west-id', 'us-west'],
  ]),
  defaultWarehouseId: DEFAULT,
};

const warehouses = [{ warehouseId: 1, channel: 'us-east' }, { warehouseId: 2, channel: 'us-west' }, { warehouseId: 3 }];

let orders = 0;
const order = (units: readonly OpenUnits[], more: Partial<HoldingOrder> = {}): HoldingOrder => {
  orders += 1;
  return { orderId: `order-${orders}`, firstSeenAt: '2026-02-01T10:00:00.000Z', open: true, units, ...more };
};
const line = (sku: string, quantity: number, more: Partial<OpenUnits> = {}): OpenUnits => ({
  sku,
  quantity,
  part: 1,
  ...more,
});
const part = (number: number, step: 'planned' | 'accepted'): PartRecord => ({
  number,
  orderId: `A-S${number}`,
  cartOrderId: `A-S${number}`,
  state: step === 'planned' ? { step } : { step, orderNumber: `1-A-S${number}` },
});
const unitsOf = (all: readonly HoldingOrder[], changed: Partial<HoldingContext> = {}) =>
  heldBackUnits(heldBackBy(all, { ...context, ...changed }));

describe('the units that Ordoro does not know yet', () => {
  it('are summed over orders and lines', () => {
    expect(unitsOf([order([line('MUG', 2), line('MUG', 1)]), order([line('MUG', 4), line('CUP', 1)])])).toEqual(
      held(['MUG', DEFAULT, 7], ['CUP', DEFAULT, 1]),
    );
  });

  it('count for the product that their SKU is mapped to now, whatever it was mapped to before', () => {
    expect(unitsOf([order([line('MUG-ALIAS', 2, { ordoroSku: 'OLD' }), line('MUG', 1)])])).toEqual(
      held(['MUG', DEFAULT, 3]),
    );
  });

  it('count for the components of a kit', () => {
    expect(unitsOf([order([line('SHOP-SET', 3), line('MUG', 1)])])).toEqual(
      held(['MUG', DEFAULT, 7], ['SPOON', DEFAULT, 3]),
    );
  });

  it('count for the kit itself when its components are not known', () => {
    expect(unitsOf([order([line('MYSTERY', 3)])])).toEqual(held(['MYSTERY', DEFAULT, 3]));
  });

  it('count no more when the record is not open', () => {
    expect(unitsOf([order([line('MUG', 2)], { open: false })])).toEqual(held());
  });

  it('count for 30 days after the record was made, and not a moment longer', () => {
    expect(unitsOf([order([line('MUG', 2)], { firstSeenAt: '2026-01-03T10:00:00.000Z' })])).toEqual(
      held(['MUG', DEFAULT, 2]),
    );
    expect(unitsOf([order([line('MUG', 2)], { firstSeenAt: '2026-01-03T09:59:59.999Z' })])).toEqual(held());
  });

  it('count no more for the parts that Ordoro has accepted', () => {
    const divided = order([line('MUG', 2), line('CUP', 1, { part: 2 }), { sku: 'PEN', quantity: 5 }], {
      parts: [part(1, 'accepted'), part(2, 'planned')],
    });
    expect(unitsOf([divided])).toEqual(held(['CUP', DEFAULT, 1], ['PEN', DEFAULT, 5]));
  });
});

describe('the warehouse in which waiting units count', () => {
  it.each<[string, OpenUnits[], Partial<HoldingContext>, number | undefined]>([
    ["that of the part's shipping service", [line('MUG', 2, { warehouseId: 7, supplyChannelId: 'east-id' })], {}, 7],
    ['that of the channel that all lines share', [line('MUG', 2, { supplyChannelId: 'east-id' })], {}, 1],
    ['that without channel for lines without channel', [line('MUG', 2)], {}, 3],
    ['the default when no warehouses are mapped', [line('MUG', 2)], { warehouses: undefined }, DEFAULT],
    ['the default when the channel is not known', [line('MUG', 2, { supplyChannelId: 'gone' })], {}, DEFAULT],
    ['the default when an empty list maps none', [line('MUG', 2)], { warehouses: [] }, DEFAULT],
    [
      'open when the default is not known',
      [line('MUG', 2)],
      { warehouses: [], defaultWarehouseId: undefined },
      undefined,
    ],
  ])('is %s', (_what, units, changed, warehouse) => {
    expect(unitsOf([order(units)], { warehouses, ...changed })).toEqual(held(['MUG', warehouse, 2]));
  });

  it('is the default when the lines of a part come from different channels', () => {
    const mixed = order([
      line('MUG', 2, { supplyChannelId: 'east-id' }),
      line('CUP', 1, { supplyChannelId: 'west-id' }),
    ]);
    expect(unitsOf([mixed], { warehouses })).toEqual(held(['MUG', DEFAULT, 2], ['CUP', DEFAULT, 1]));
  });

  it('is found for each part by itself', () => {
    const divided = order([
      line('MUG', 2, { supplyChannelId: 'east-id' }),
      line('MUG', 1, { supplyChannelId: 'west-id', part: 2 }),
    ]);
    expect(unitsOf([divided], { warehouses })).toEqual(held(['MUG', 1, 2], ['MUG', 2, 1]));
  });
});

describe('two snapshots as one', () => {
  const at = (...all: readonly HoldingOrder[]) => heldBackBy(all, context);

  it('count an order that is in both once', () => {
    const same = order([line('CUP', 2)]);
    expect(heldBackUnits(unionOf(at(same), at(same)))).toEqual(held(['CUP', DEFAULT, 2]));
  });

  it('count an order that is in one of them only', () => {
    const left = order([line('CUP', 2)]);
    const came = order([line('CUP', 3)]);
    expect(heldBackUnits(unionOf(at(left), at(came)))).toEqual(held(['CUP', DEFAULT, 5]));
  });

  it('count the most that an order holds back of a product in a warehouse', () => {
    const before = order([line('CUP', 2), line('PEN', 4)]);
    const after = { ...before, units: [line('CUP', 3), line('PEN', 1)] };
    expect(heldBackUnits(unionOf(at(before), at(after)))).toEqual(held(['CUP', DEFAULT, 3], ['PEN', DEFAULT, 4]));
  });

  it('count an order in both warehouses when it moved in between', () => {
    const before = order([line('CUP', 2, { warehouseId: 1 })]);
    const after = { ...before, units: [line('CUP', 2, { warehouseId: 2 })] };
    expect(heldBackUnits(unionOf(at(before), at(after)))).toEqual(held(['CUP', 1, 2], ['CUP', 2, 2]));
  });

  const SKUS = ['CUP', 'MUG', 'SET'];
  const snapshots: fc.Arbitrary<HeldBackSnapshot> = fc
    .uniqueArray(
      fc.record({
        orderId: fc.constantFrom('a', 'b', 'c'),
        units: fc.array(
          fc.record({
            sku: fc.constantFrom(...SKUS),
            quantity: fc.integer({ min: 1, max: 5 }),
            warehouseId: fc.constantFrom(1, 2, 3),
          }),
          { maxLength: 4 },
        ),
      }),
      { selector: ({ orderId }) => orderId },
    )
    .map((all) => at(...all.map((drawn) => order(drawn.units, { orderId: drawn.orderId }))));
  const quantity = (snapshot: HeldBackSnapshot, sku: string, warehouseId: number) =>
    heldBackUnits(snapshot).get(sku)?.get(warehouseId) ?? 0;

  it('hold back no less than either, and no more than both together', () => {
    fc.assert(
      fc.property(snapshots, snapshots, (before, after) => {
        const union = unionOf(before, after);
        for (const sku of ['CUP', 'MUG', 'SPOON']) {
          for (const warehouseId of [1, 2, 3]) {
            const [one, other] = [quantity(before, sku, warehouseId), quantity(after, sku, warehouseId)];
            expect(quantity(union, sku, warehouseId)).toBeGreaterThanOrEqual(Math.max(one, other));
            expect(quantity(union, sku, warehouseId)).toBeLessThanOrEqual(one + other);
          }
        }
      }),
    );
  });

  it('are the same snapshot when nothing happened in between', () => {
    fc.assert(
      fc.property(snapshots, (snapshot) => {
        expect(heldBackUnits(unionOf(snapshot, snapshot))).toEqual(heldBackUnits(snapshot));
      }),
    );
  });
});
