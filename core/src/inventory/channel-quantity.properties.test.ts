import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalogue, held, kit, PLAIN_RULE, product, shelf } from '../../tests/generators/stock.ts';
import type { OpenUnits } from '../records/sync-record.ts';
import { channelQuantity } from './channel-quantity.ts';
import { type HoldingContext, type HoldingOrder, heldBackBy, heldBackUnits } from './held-back-units.ts';
import type { StockProduct } from './stock.ts';
import { stockChannels, type WarehouseScope } from './stock-channels.ts';
import type { StockRule } from './stock-rules.ts';

const WAREHOUSES = [1, 2, 3];
const PLAIN = ['MUG', 'SPOON', 'TRAY'];
const KITS = [
  kit('SET', ['MUG', 2], ['SPOON', 1]),
  kit('BOX', ['SET', 2], ['TRAY', 1], ['MUG', 1]),
  kit('ALIAS', ['MUG', 1]),
];
const SKUS = [...PLAIN, ...KITS.map(({ sku }) => sku)];

const stock: fc.Arbitrary<ReadonlyMap<string, StockProduct>> = fc
  .tuple(
    ...PLAIN.map((sku) =>
      fc
        .uniqueArray(
          fc.tuple(fc.constantFrom(...WAREHOUSES), fc.integer({ min: -5, max: 60 }), fc.integer({ min: 0, max: 20 })),
          { selector: ([warehouseId]) => warehouseId },
        )
        .map((rows) => product(sku, ...rows.map((row) => shelf(...row)))),
    ),
  )
  .map((plain) => catalogue(...plain, ...KITS));

const rules: fc.Arbitrary<StockRule> = fc
  .record(
    {
      quantity: fc.constant('available' as const),
      percent: fc.integer({ min: 0, max: 100 }),
      reserve: fc.integer({ min: 0, max: 10 }),
      max: fc.integer({ min: 5, max: 30 }),
      min: fc.integer({ min: 0, max: 5 }),
    },
    { requiredKeys: [] },
  )
  .map((rule) => ({ ...PLAIN_RULE, ...rule }));

const scopes: fc.Arbitrary<WarehouseScope> = fc.oneof(
  fc.constant('all' as const),
  fc.subarray(WAREHOUSES, { minLength: 1 }),
);

const channelKeys = new Map([
  ['east-id', 'us-east'],
  ['west-id', 'us-west'],
]);
const mappings = fc.constantFrom(
  undefined,
  [],
  [{ warehouseId: 1, channel: 'us-east' }, { warehouseId: 2, channel: 'us-west' }, { warehouseId: 3 }],
  [{ warehouseId: 1, channel: 'us-east' }, { warehouseId: 2, channel: 'us-east' }, { warehouseId: 3 }],
  [{ warehouseId: 1 }, { warehouseId: 3 }],
);

const openUnits: fc.Arbitrary<OpenUnits> = fc.record(
  {
    sku: fc.constantFrom(...SKUS),
    quantity: fc.integer({ min: 1, max: 4 }),
    supplyChannelId: fc.constantFrom('east-id', 'west-id'),
    warehouseId: fc.constantFrom(...WAREHOUSES),
  },
  { requiredKeys: ['sku', 'quantity'] },
);
const openOrders: fc.Arbitrary<HoldingOrder[]> = fc
  .array(fc.array(openUnits, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 })
  .map((all) =>
    all.map((units, index) => ({
      orderId: `order-${index}`,
      firstSeenAt: '2026-01-03T10:00:00.000Z',
      open: true,
      // One part ships from one warehouse.
      units: units.map((line) => ({ ...line, part: line.warehouseId ?? 0 })),
    })),
  );

const known = (answer: ReturnType<typeof channelQuantity>) => {
  if ('problem' in answer) throw new Error(`not known: ${answer.problem.reason}`);
  return answer.quantity;
};

/** The stock after Ordoro accepted what holds these units back: it commits them. */
function committing(
  products: ReadonlyMap<string, StockProduct>,
  units: ReadonlyMap<string, ReadonlyMap<number | undefined, number>>,
): ReadonlyMap<string, StockProduct> {
  const after = new Map(products);
  for (const [sku, byWarehouse] of units) {
    for (const [warehouseId, quantity] of byWarehouse) {
      const before = after.get(sku) ?? product(sku);
      const rows = new Map(before.warehouses.map((row) => [row.warehouseId, row]));
      const row = rows.get(warehouseId ?? 0) ?? shelf(warehouseId ?? 0, 0);
      const committed = shelf(row.warehouseId, row.onHand ?? 0, (row.committed ?? 0) + quantity);
      after.set(sku, { ...before, warehouses: [...rows.set(row.warehouseId, committed).values()] });
    }
  }
  return after;
}

describe('the quantity of any product', () => {
  it('is the same before and after Ordoro accepts an order, in every entry', () => {
    fc.assert(
      fc.property(stock, openOrders, mappings, rules, (products, orders, warehouses, rule) => {
        const context: HoldingContext = {
          now: Date.parse('2026-01-03T10:05:00.000Z'),
          kits: products,
          ordoroSkuOf: (sku) => sku,
          warehouses,
          channelKeys,
          defaultWarehouseId: 1,
        };
        const [exported, ...others] = orders;
        const after = {
          products: committing(products, heldBackUnits(heldBackBy(exported === undefined ? [] : [exported], context))),
          heldBack: heldBackUnits(heldBackBy(others, context)),
        };
        const before = { products, heldBack: heldBackUnits(heldBackBy(orders, context)) };
        for (const { warehouseIds } of stockChannels({ warehouses, channelKeys }).channels) {
          for (const ordoroSku of SKUS) {
            const request = { ordoroSku, warehouseIds, rule };
            expect(channelQuantity(request, after)).toMatchObject({
              quantity: known(channelQuantity(request, before)),
            });
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is a whole number from 0 on', () => {
    fc.assert(
      fc.property(stock, scopes, rules, fc.constantFrom(...SKUS), (products, warehouseIds, rule, ordoroSku) => {
        const heldBack = held(['MUG', 1, 9], ['SPOON', undefined, 2]);
        const quantity = known(channelQuantity({ ordoroSku, warehouseIds, rule }, { products, heldBack }));
        expect(Number.isSafeInteger(quantity) && quantity >= 0).toBe(true);
      }),
    );
  });

  it('never falls when stock rises, nor rises when more units wait', () => {
    const more = fc.record({
      sku: fc.constantFrom(...PLAIN),
      warehouseId: fc.option(fc.constantFrom(...WAREHOUSES), { nil: undefined }),
      units: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(stock, scopes, rules, more, (products, warehouseIds, rule, { sku, warehouseId = 2, units }) => {
        const figures = { products, heldBack: held() };
        const risen = { ...figures, products: committing(products, held([sku, warehouseId, -units])) };
        const waiting = { ...figures, heldBack: held([sku, warehouseId, units]) };
        for (const ordoroSku of SKUS) {
          const request = { ordoroSku, warehouseIds, rule };
          const quantity = known(channelQuantity(request, figures));
          expect(known(channelQuantity(request, risen))).toBeGreaterThanOrEqual(quantity);
          expect(known(channelQuantity(request, waiting))).toBeLessThanOrEqual(quantity);
        }
      }),
    );
  });

  it('never falls with a higher percentage, maximum or minimum, nor rises with a higher reserve', () => {
    fc.assert(
      fc.property(stock, scopes, rules, fc.constantFrom(...SKUS), (products, warehouseIds, rule, ordoroSku) => {
        const under = (changed: Partial<StockRule>) =>
          known(
            channelQuantity(
              { ordoroSku, warehouseIds, rule: { ...rule, ...changed } },
              { products, heldBack: held(['MUG', 1, 3]) },
            ),
          );
        const quantity = under({});
        expect(under({ percent: Math.min(100, rule.percent + 1) })).toBeGreaterThanOrEqual(quantity);
        expect(under({ max: undefined })).toBeGreaterThanOrEqual(quantity);
        expect(under({ min: (rule.min ?? 0) + 1 })).toBeGreaterThanOrEqual(quantity);
        expect(under({ reserve: rule.reserve + 1 })).toBeLessThanOrEqual(quantity);
      }),
    );
  });

  it('offers no more than Ordoro has available less what waits, unless a minimum says so', () => {
    fc.assert(
      fc.property(stock, scopes, rules, fc.constantFrom(...PLAIN), (products, warehouseIds, rule, ordoroSku) => {
        const heldBack = held([ordoroSku, 1, 3], [ordoroSku, 2, 1]);
        const counts = (warehouseId: number) => warehouseIds === 'all' || warehouseIds.includes(warehouseId);
        const available = (products.get(ordoroSku)?.warehouses ?? [])
          .filter(({ warehouseId }) => counts(warehouseId))
          .reduce((sum, row) => sum + (row.available ?? 0), 0);
        const waiting = (counts(1) ? 3 : 0) + (counts(2) ? 1 : 0);
        const request = { ordoroSku, warehouseIds, rule: { ...rule, min: undefined } };
        expect(known(channelQuantity(request, { products, heldBack }))).toBeLessThanOrEqual(
          Math.max(0, available - waiting),
        );
      }),
    );
  });

  it('is at its lowest when nobody can tell the warehouse of the units that wait', () => {
    fc.assert(
      fc.property(stock, rules, fc.constantFrom(...WAREHOUSES), (products, rule, warehouse) => {
        const waiting = (warehouseId: number | undefined) =>
          held(['MUG', warehouseId, 3], ['SPOON', warehouseId, 2], ['TRAY', warehouseId, 1]);
        for (const ordoroSku of SKUS) {
          const under = (warehouseId: number | undefined) =>
            known(
              channelQuantity({ ordoroSku, warehouseIds: 'all', rule }, { products, heldBack: waiting(warehouseId) }),
            );
          expect(under(undefined)).toBeLessThanOrEqual(under(warehouse));
        }
      }),
    );
  });
});
