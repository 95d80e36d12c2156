import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalogue, held, kit, ONE_ENTRY, product, shelf, stockEntry } from '../../tests/generators/stock.ts';
import type { InventoryRule } from '../config/inventory-rules.ts';
import { staysDue } from './planned-stock.ts';
import type { StockEntry, StockProduct } from './stock.ts';
import { type StockChannel, stockChannels } from './stock-channels.ts';
import { planStock, type StockPlan, skusWithoutEntry, withVariants } from './stock-plan.ts';
import type { StockPolicy, StockView } from './stock-view.ts';

const SETTINGS = { inventoryOwner: 'ordoro', inventoryQuantity: 'available', inventoryCreateMissing: true } as const;
const NOBODY = { skus: new Set<string>(), ordoroSkus: new Set<string>() };
const EAST: StockChannel = { key: 'us-east', id: 'east-id', warehouseIds: [1] };
const channelKeys = new Map([['east-id', 'us-east']]);
const mug = product('MUG', shelf(1, 12, 2), shelf(2, 5));

const viewOf = (products: readonly StockProduct[], entries: readonly StockEntry[], more: Partial<StockView> = {}) => ({
  ordoroSkus: products.map(({ sku }) => sku),
  products: catalogue(...products),
  skusOf: (ordoroSku: string) => [ordoroSku],
  entries,
  heldBack: held(),
  fresh: NOBODY,
  ...more,
});
const policyOf = (
  more: Partial<StockPolicy> & { warehouses?: Parameters<typeof stockChannels>[0]['warehouses'] } = {},
) => {
  const { warehouses, ...policy } = more;
  return {
    settings: SETTINGS,
    rules: undefined,
    stockChannels: stockChannels({ warehouses, channelKeys }),
    isSweepStale: false,
    ...policy,
  };
};
const ruled = (...rules: InventoryRule[]) => policyOf({ rules });
const place = { sku: 'MUG', ordoroSku: 'MUG', channel: ONE_ENTRY };
const NOTHING: StockPlan = {
  changes: [],
  creations: [],
  skips: [],
  letters: [],
  settled: [],
  managed: { entries: 0, units: 0 },
};

describe('the plan for the stock', () => {
  it('holds nothing for an entry that shows what it should', () => {
    expect(planStock(viewOf([mug], [stockEntry('MUG', 15)]), policyOf())).toEqual({
      ...NOTHING,
      settled: ['MUG'],
      managed: { entries: 1, units: 15 },
    });
  });

  it('changes an entry that differs, with the figures that Ordoro shows', () => {
    const entry = stockEntry('MUG', 9);
    const heldBack = held(['MUG', 1, 3]);
    expect(planStock(viewOf([mug], [entry], { heldBack }), policyOf())).toEqual({
      ...NOTHING,
      changes: [{ ...place, entry, from: 9, to: 12, onHand: 17, available: 15 }],
      settled: ['MUG'],
      managed: { entries: 1, units: 9 },
    });
  });

  it('looks at the quantity on stock: what carts have reserved comes off by itself', () => {
    const reserved = { ...stockEntry('MUG', 15), availableQuantity: 11 };
    expect(planStock(viewOf([mug], [reserved]), policyOf()).changes).toEqual([]);
    const sold = { ...stockEntry('MUG', 11), availableQuantity: 15 };
    expect(planStock(viewOf([mug], [sold]), policyOf()).changes).toMatchObject([{ from: 11, to: 15 }]);
  });

  it('brings an entry below zero to 0, and counts it as nothing managed', () => {
    const plan = planStock(viewOf([product('MUG', shelf(1, 0))], [stockEntry('MUG', -2)]), policyOf());
    expect(plan.changes).toMatchObject([{ from: -2, to: 0 }]);
    expect(plan.managed).toEqual({ entries: 1, units: 0 });
  });

  it('creates an entry that is missing, also with 0', () => {
    expect(planStock(viewOf([mug], []), policyOf()).creations).toEqual([
      { ...place, to: 15, onHand: 17, available: 15 },
    ]);
    expect(planStock(viewOf([product('MUG')], []), policyOf()).creations).toMatchObject([{ to: 0 }]);
  });

  it('sets an archived product to 0, and creates no entry for it', () => {
    const archived = { ...mug, isArchived: true };
    expect(planStock(viewOf([archived], [stockEntry('MUG', 9)]), policyOf()).changes).toMatchObject([{ to: 0 }]);
    expect(planStock(viewOf([archived], []), policyOf())).toEqual({ ...NOTHING, settled: ['MUG'] });
  });

  it('has an entry in each channel that warehouses feed, and leaves those of other channels alone', () => {
    const entries = [stockEntry('MUG', 9, 'east-id'), stockEntry('MUG', 8), stockEntry('MUG', 7, 'other-id')];
    const policy = policyOf({ warehouses: [{ warehouseId: 1, channel: 'us-east' }, { warehouseId: 2 }] });
    expect(planStock(viewOf([mug], entries), policy).changes).toMatchObject([
      { channel: EAST, from: 9, to: 10, entry: { id: 'MUG@east-id' } },
      { channel: { key: undefined, warehouseIds: [2] }, from: 8, to: 5, entry: { id: 'MUG@-' } },
    ]);
  });

  it('shows all stock of a product in each SKU that stands for it, by the rule of that SKU', () => {
    const view = viewOf([mug], [], { skusOf: () => ['MUG', 'MUG-ALIAS'] });
    expect(planStock(view, ruled({ sku: 'MUG-*', max: 2 })).creations).toMatchObject([
      { sku: 'MUG', ordoroSku: 'MUG', to: 15 },
      { sku: 'MUG-ALIAS', ordoroSku: 'MUG', to: 2 },
    ]);
  });

  it('holds nothing for a product that no SKU stands for', () => {
    expect(planStock(viewOf([mug], [], { skusOf: () => [] }), policyOf())).toEqual(NOTHING);
  });

  it('computes a kit from components that are not part of the plan', () => {
    const products = catalogue(kit('SET', ['MUG', 2]), mug);
    const view = viewOf([kit('SET', ['MUG', 2])], [], { products });
    expect(planStock(view, policyOf()).creations).toMatchObject([{ sku: 'SET', to: 7 }]);
  });
});

describe('an entry is left alone', () => {
  const entry = stockEntry('MUG', 9);

  it('while an order is so young that commercetools may not have deducted it, even if nothing differs', () => {
    const fresh = { skus: new Set(['MUG']), ordoroSkus: new Set<string>() };
    for (const entries of [[entry], [stockEntry('MUG', 15)], []]) {
      const plan = planStock(viewOf([mug], entries, { fresh }), policyOf());
      expect(plan).toMatchObject({
        changes: [],
        creations: [],
        skips: [{ ...place, reason: 'fresh-order' }],
        settled: [],
      });
    }
  });

  it('when it would rise or be created while orders may be missing; it may still fall', () => {
    const stale = policyOf({ isSweepStale: true });
    expect(planStock(viewOf([mug], [entry]), stale)).toMatchObject({
      changes: [],
      skips: [{ ...place, entry, to: 15, reason: 'stale-orders' }],
    });
    expect(planStock(viewOf([mug], []), stale)).toMatchObject({
      creations: [],
      skips: [{ ...place, to: 15, reason: 'stale-orders' }],
    });
    expect(planStock(viewOf([mug], [stockEntry('MUG', 16)]), stale)).toMatchObject({
      changes: [{ to: 15 }],
      skips: [],
    });
    expect(planStock(viewOf([mug], [stockEntry('MUG', 15)]), stale)).toMatchObject({ changes: [], skips: [] });
  });

  it('when commercetools owns it: it goes the other way', () => {
    const owned = ruled({ sku: 'MUG', owner: 'commercetools' });
    expect(planStock(viewOf([mug], [entry]), owned)).toEqual({
      ...NOTHING,
      skips: [{ ...place, entry, reason: 'owner-commercetools' }],
    });
    expect(planStock(viewOf([mug], []), owned)).toEqual({ ...NOTHING, settled: ['MUG'] });
  });

  it('when nobody owns it; only a difference is told', () => {
    const free = ruled({ sku: 'MUG', owner: 'none' });
    expect(planStock(viewOf([mug], [entry]), free)).toEqual({
      ...NOTHING,
      skips: [{ ...place, entry, to: 15, reason: 'owner-none' }],
      settled: ['MUG'],
    });
    for (const entries of [[stockEntry('MUG', 15)], []]) {
      expect(planStock(viewOf([mug], entries), free)).toEqual({ ...NOTHING, settled: ['MUG'] });
    }
  });

  it('when creating entries is switched off', () => {
    const policy = policyOf({ settings: { ...SETTINGS, inventoryCreateMissing: false } });
    expect(planStock(viewOf([mug], []), policy)).toMatchObject({
      creations: [],
      skips: [{ ...place, to: 15, reason: 'creation-off' }],
    });
  });

  it('when no product variant carries the SKU', () => {
    const plan = planStock(viewOf([mug, product('CUP')], []), policyOf());
    expect(skusWithoutEntry(plan)).toEqual(['MUG', 'CUP']);
    expect(withVariants(plan, new Set(['CUP']))).toMatchObject({
      creations: [{ sku: 'CUP' }],
      skips: [{ ...place, to: 15, reason: 'no-variant' }],
    });
  });

  it('without a word when commercetools does not sell it at all', () => {
    const plan = planStock(viewOf([kit('SET'), kit('BOX')], [stockEntry('BOX', 4)]), policyOf());
    expect(skusWithoutEntry(plan)).toEqual(['SET']);
    expect(withVariants(plan, new Set())).toMatchObject({
      skips: [
        { sku: 'SET', reason: 'no-variant' },
        { sku: 'BOX', reason: 'unknown-quantity' },
      ],
      letters: [{ subject: 'BOX' }],
    });
    expect(withVariants(plan, new Set(['SET']))).toEqual(plan);
  });

  it('and is not due when it is neither sold nor has an entry', () => {
    const plan = planStock(viewOf([mug], []), policyOf({ isSweepStale: true }));
    expect(plan.skips.some(staysDue)).toBe(true);
    expect(withVariants(plan, new Set()).skips).toMatchObject([{ ...place, reason: 'no-variant' }]);
    expect(withVariants(plan, new Set()).skips.some(staysDue)).toBe(false);
  });

  it('when the quantity is not known, which is reported once per SKU', () => {
    const set = { ...kit('SET'), components: undefined };
    const entries = [stockEntry('SET', 4, 'east-id')];
    const policy = policyOf({ warehouses: [{ warehouseId: 1, channel: 'us-east' }, { warehouseId: 2 }] });
    expect(planStock(viewOf([set], entries), policy)).toMatchObject({
      changes: [],
      creations: [],
      skips: [
        { sku: 'SET', channel: EAST, entry: entries[0], reason: 'unknown-quantity' },
        { sku: 'SET', reason: 'unknown-quantity' },
      ],
      letters: [
        {
          kind: 'inventory',
          subject: 'SET',
          code: 'inventory-conflict',
          message:
            'The stock of the SKU "SET" is not known, because Ordoro does not tell what the kit "SET" is made of. In commercetools it is left as it is.',
          howToFix: 'Open the kit in Ordoro and give it components with whole amounts.',
        },
      ],
      settled: [],
    });
  });

  it('when the product is gone from Ordoro, which is reported', () => {
    const gone = viewOf([], [entry], { ordoroSkus: ['O-MUG', 'O-CUP'], skusOf: (sku) => [sku.replace('O-', '')] });
    expect(planStock(gone, policyOf())).toEqual({
      ...NOTHING,
      skips: [{ ...place, ordoroSku: 'O-MUG', entry, reason: 'gone-from-ordoro' }],
      letters: [
        {
          kind: 'inventory',
          subject: 'MUG',
          code: 'unmapped-sku',
          message: 'Ordoro has no product "O-MUG" for the SKU "MUG". Its stock in commercetools is left as it is.',
          howToFix:
            'Create the product in Ordoro, map the SKU in the custom object container "-skus", or delete its entries.',
        },
      ],
      settled: ['CUP'],
      managed: { entries: 1, units: 9 },
    });
  });
});

describe('a warehouse that the merchant does not map', () => {
  const lettersFor = (known: StockProduct, warehouses?: { warehouseId: number; channel?: string }[]) =>
    planStock(viewOf([known], []), policyOf({ warehouses })).letters;

  it('is reported when it has stock', () => {
    expect(lettersFor(mug, [{ warehouseId: 1 }])).toEqual([
      {
        kind: 'warehouse',
        subject: '2',
        code: 'unmapped-warehouse',
        message:
          'Ordoro has stock in warehouse 2, but the configuration object "warehouses" does not name it. That stock is not offered.',
        howToFix: 'Add {"warehouseId":2,"channel":"<supply channel key>"} to the custom object "warehouses".',
      },
    ]);
  });

  it('is no matter when it is empty, when none are mapped, or when only its channel is missing', () => {
    expect(lettersFor(product('MUG', shelf(1, 12), shelf(2, 0)), [{ warehouseId: 1 }])).toEqual([]);
    expect(lettersFor(mug)).toEqual([]);
    expect(lettersFor(mug, [{ warehouseId: 1 }, { warehouseId: 2, channel: 'typo' }])).toEqual([]);
  });

  it('is no matter for what a kit seems to have there, or an archived product', () => {
    expect(lettersFor({ ...kit('SET', ['MUG', 1]), warehouses: [shelf(2, 5)] }, [{ warehouseId: 1 }])).toHaveLength(1);
    expect(lettersFor({ ...mug, isArchived: true }, [{ warehouseId: 1 }])).toEqual([]);
  });
});

describe('a plan that was carried out', () => {
  const plain = (sku: string) =>
    fc
      .array(fc.tuple(fc.integer({ min: -5, max: 20 }), fc.integer({ min: 0, max: 9 })), { maxLength: 3 })
      .map((rows) => product(sku, ...rows.map(([onHand, committed], index) => shelf(index + 1, onHand, committed))));
  const sets = fc.constantFrom(kit('SET', ['MUG', 2], ['CUP', 1]), kit('SET'));
  const products = fc
    .tuple(fc.tuple(plain('MUG'), plain('CUP'), sets), fc.subarray(['MUG', 'CUP', 'SET']))
    .map(([all, archived]) => all.map((known) => ({ ...known, isArchived: archived.includes(known.sku) })));
  const entries = fc.uniqueArray(
    fc
      .tuple(
        fc.constantFrom('MUG', 'CUP', 'SET'),
        fc.integer({ min: -3, max: 25 }),
        fc.constantFrom('east-id', undefined),
      )
      .map(([sku, quantity, channelId]) => stockEntry(sku, quantity, channelId)),
    { selector: ({ id }) => id },
  );
  const policies = fc
    .record({
      warehouses: fc.constantFrom(
        undefined,
        [{ warehouseId: 1, channel: 'us-east' }, { warehouseId: 2 }],
        [{ warehouseId: 1, channel: 'gone' }],
      ),
      rules: fc.array(
        fc.record(
          {
            sku: fc.constantFrom('MUG', 'C*', '*'),
            owner: fc.constantFrom('ordoro' as const, 'commercetools' as const, 'none' as const),
            reserve: fc.integer({ min: 0, max: 3 }),
            max: fc.integer({ min: 0, max: 9 }),
          },
          { requiredKeys: ['sku'] },
        ),
        { maxLength: 2 },
      ),
      isSweepStale: fc.boolean(),
    })
    .map(policyOf);

  /** Entries after the changes and creations of a plan. */
  function carriedOut({ changes, creations }: StockPlan, before: readonly StockEntry[]): StockEntry[] {
    const changed = new Map(changes.map(({ entry, to }) => [entry.id, to]));
    return [
      ...before.map((entry) => ({ ...entry, quantityOnStock: changed.get(entry.id) ?? entry.quantityOnStock })),
      ...creations.map(({ sku, channel, to }) => stockEntry(sku, to, channel.id)),
    ];
  }

  it('leaves nothing to change, and raised nothing while orders may have been missing', () => {
    fc.assert(
      fc.property(products, entries, policies, (known, before, policy) => {
        const heldBack = held(['MUG', 1, 2], ['CUP', 2, 1]);
        const plan = planStock(viewOf(known, before, { heldBack }), policy);
        const again = planStock(viewOf(known, carriedOut(plan, before), { heldBack }), policy);
        expect({ changes: again.changes, creations: again.creations }).toEqual({ changes: [], creations: [] });
        for (const { from, to } of plan.changes) {
          expect(to).toBeGreaterThanOrEqual(0);
          expect(to).not.toBe(from);
          if (policy.isSweepStale) expect(to).toBeLessThan(from);
        }
        if (policy.isSweepStale) expect(plan.creations).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
