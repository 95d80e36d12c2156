import { beforeEach, describe, expect, it } from 'vitest';
import { AuditWorld, OWN_TYPE } from '../../../tests/generators/audit-world.ts';
import { kit, product, shelf, stockEntry } from '../../../tests/generators/stock.ts';
import { TransientError } from '../../problems/errors.ts';
import type { StockRecord } from '../../records/open-records.ts';

let world: AuditWorld;

beforeEach(() => {
  world = new AuditWorld();
});

/** So many products with 10 units each, and entries that show them. */
function addEqual(count: number, prefix = 'SKU'): void {
  for (let number = 1; number <= count; number += 1) {
    const sku = `${prefix}-${String(number).padStart(5, '0')}`;
    world.products.push(product(sku, shelf(1, 10)));
    world.entries.push(stockEntry(sku, 10));
  }
}

/** An order of these units that Ordoro does not know yet. */
function openOrder(sku: string, quantity: number): StockRecord {
  return {
    orderId: `order-${sku}`,
    open: true,
    firstSeenAt: '2026-11-23T09:00:00.000Z',
    units: [{ sku, quantity }],
    parts: [],
  };
}

describe('two sides that agree', () => {
  it('show no drift, hand nothing over, and give the guard its base', async () => {
    addEqual(3);

    const outcome = await world.audit();

    expect(outcome).toMatchObject({
      products: 3,
      entries: 3,
      drift: { count: 0, units: 0 },
      missing: 0,
      onlyInOrdoro: { count: 0, examples: [] },
      onlyInCommercetools: { count: 0, examples: [] },
      unmappedEntries: 0,
      handedOver: 0,
      base: { count: 3, total: 30 },
    });
    expect(world.due()).toEqual([]);
    expect(world.counts).toEqual({ examined: 3, changed: 0, skipped: 0, failed: 0 });
  });

  it('need no look at single SKUs: 20,000 products cost 201 pages in Ordoro and 40 of entries', async () => {
    addEqual(20_000);

    await world.audit();

    const counted = Object.entries(Object.groupBy(world.calls, (call) => call)).map(([call, all]) => [
      call,
      all?.length,
    ]);
    expect(Object.fromEntries(counted)).toEqual({
      'page of products': 200,
      'page of kits': 1,
      'page of entries': 40,
      'look at orders': 1,
    });
  });

  it('agree as well when an order that Ordoro does not know yet holds units back', async () => {
    addEqual(1);
    world.entries = [stockEntry('SKU-00001', 8)];
    world.open = [openOrder('SKU-00001', 2)];

    expect((await world.audit()).drift.count).toBe(0);
  });

  it('agree as well when such an order is for a kit that contains the product', async () => {
    world.products = [product('CUP', shelf(1, 10)), kit('SET', ['CUP', 4])];
    world.entries = [stockEntry('CUP', 6), stockEntry('SET', 1)];
    world.open = [openOrder('SET', 1)];

    expect((await world.audit()).drift.count).toBe(0);
  });
});

describe('an entry that does not show what it should', () => {
  it('is counted with its units and handed over to be repaired', async () => {
    addEqual(3);
    world.entries[1] = stockEntry('SKU-00002', 17);

    const outcome = await world.audit();

    expect(outcome.drift).toEqual({ count: 1, units: 7 });
    expect(outcome.worst).toEqual([{ sku: 'SKU-00002', shown: 17, wanted: 10, isRepaired: true }]);
    expect(world.due()).toEqual(['SKU-00002']);
    expect(world.counts.changed).toBe(1);
  });

  it('is found under the SKU that it is mapped to', async () => {
    world.products = [product('A-1', shelf(1, 5))];
    world.entries = [stockEntry('A/1', 4)];
    world.links.set('A/1', 'A-1');

    const outcome = await world.audit();

    expect(outcome.worst).toEqual([{ sku: 'A/1', shown: 4, wanted: 5, isRepaired: true }]);
    expect(outcome.onlyInCommercetools?.count).toBe(0);
    expect(world.due()).toEqual(['A-1']);
  });

  it('is only reported when a rule leaves it to nobody', async () => {
    addEqual(2);
    world.entries[0] = stockEntry('SKU-00001', 1);
    world.context = { ...world.context, merchant: { inventoryRules: [{ sku: '*', owner: 'none' }] } };

    const outcome = await world.audit();

    expect(outcome.drift.count).toBe(0);
    expect(outcome.reportedOnly).toEqual({ count: 1, units: 9 });
    expect(outcome.worst).toEqual([{ sku: 'SKU-00001', shown: 1, wanted: 10, isRepaired: false }]);
    expect(outcome.base).toEqual({ count: 0, total: 0 });
    expect(world.due()).toEqual([]);
    expect(world.counts.skipped).toBe(1);
  });

  it('is Ordoro that deviates when commercetools owns the stock', async () => {
    world.products = [product('A', shelf(1, 10, 2)), product('B', shelf(1, 10, 2))];
    world.entries = [stockEntry('A', 8), stockEntry('B', 3)];
    world.context = { ...world.context, merchant: { inventoryRules: [{ sku: '*', owner: 'commercetools' }] } };

    const outcome = await world.audit();

    expect(outcome.worst).toEqual([{ sku: 'B', side: 'ordoro', shown: 10, wanted: 5, isRepaired: true }]);
    expect(outcome).toMatchObject({ base: { count: 0, total: 0 }, ownedByCommercetools: 2 });
    expect(world.due()).toEqual(['B']);
  });

  it('is found there as well when another SKU of the product could own the stock but has no entry', async () => {
    world.products = [product('B', shelf(1, 10, 2))];
    world.entries = [stockEntry('B', 3)];
    world.links.set('B-ALIAS', 'B');
    world.context = { ...world.context, merchant: { inventoryRules: [{ sku: '*', owner: 'commercetools' }] } };

    const outcome = await world.audit();

    expect(outcome).toMatchObject({ unknown: 0, drift: { count: 1, units: 5 } });
  });

  it('is no drift when it is right at the second look, as after a sale between the two', async () => {
    addEqual(1);
    world.entries = [stockEntry('SKU-00001', 11)];
    world.onSecondLook = () => {
      world.entries = [stockEntry('SKU-00001', 10)];
    };

    const outcome = await world.audit();

    expect(outcome.drift.count).toBe(0);
    expect(world.calls).toContain('entries of 1 SKUs');
  });

  it('is no drift when it shows too little and orders may be missing among the records: they may be why', async () => {
    world.products = ['LOW', 'HIGH', 'NONE'].map((sku) => product(sku, shelf(1, 10)));
    world.entries = [stockEntry('LOW', 8), stockEntry('HIGH', 12)];
    world.variants.add('NONE');
    world.note = { startedAt: '2026-11-23T09:40:00.000Z' };

    const outcome = await world.audit();

    expect(outcome.worst.map(({ sku }) => sku)).toEqual(['HIGH']);
    expect(outcome).toMatchObject({ missing: 1, onlyInOrdoro: { count: 0 } });

    world.note = { startedAt: '2026-11-23T09:50:00.000Z' };
    expect((await world.audit()).worst.map(({ sku }) => sku)).toEqual(['HIGH', 'LOW']);
  });

  it('is no drift while an order moves the SKU: its two sides were not read at one moment', async () => {
    world.products = [product('CUP', shelf(1, 10)), kit('SET', ['CUP', 4]), product('SPOON', shelf(1, 10))];
    world.entries = [stockEntry('CUP', 9), stockEntry('SET', 1), stockEntry('SPOON', 9)];
    world.moved = { skus: new Set(['SET']), ordoroSkus: new Set() };

    const outcome = await world.audit();

    expect(outcome.worst.map(({ sku }) => sku)).toEqual(['SPOON']);
  });
});

describe('stock in two warehouses with a channel each', () => {
  it('is compared entry by entry; entries of a channel that no warehouse feeds belong to nobody', async () => {
    world.context = {
      ...world.context,
      merchant: {
        warehouses: [
          { warehouseId: 1, channel: 'east' },
          { warehouseId: 2, channel: 'west' },
        ],
      },
      supplyChannels: new Map([
        ['id-east', 'east'],
        ['id-west', 'west'],
      ]),
    };
    world.products = [product('A', shelf(1, 5), shelf(2, 7))];
    world.entries = [stockEntry('A', 5, 'id-east'), stockEntry('A', 6, 'id-west'), stockEntry('A', 3, 'id-store')];

    const outcome = await world.audit();

    expect(outcome.worst).toEqual([{ sku: 'A', channel: 'west', shown: 6, wanted: 7, isRepaired: true }]);
    expect(outcome.unmappedEntries).toBe(1);
    expect(outcome.base).toEqual({ count: 2, total: 11 });
  });
});

describe('a kit', () => {
  it('is compared when its components are known, wherever they stand in the list', async () => {
    world.pageSize = 2;
    world.products = [
      product('CUP', shelf(1, 10)),
      kit('SET', ['CUP', 4], ['BOX', 1]),
      product('OTHER', shelf(1, 1)),
      product('BOX', shelf(1, 5)),
    ];
    world.entries = [stockEntry('CUP', 10), stockEntry('SET', 3), stockEntry('OTHER', 1), stockEntry('BOX', 5)];

    const outcome = await world.audit();

    expect(outcome.worst).toEqual([{ sku: 'SET', shown: 3, wanted: 2, isRepaired: true }]);
    expect(outcome.products).toBe(4);
  });

  it('is compared as well when Ordoro does not heed the filter for kits', async () => {
    world.heedsKitFilter = false;
    world.products = [product('CUP', shelf(1, 10)), kit('SET', ['CUP', 4])];
    world.entries = [stockEntry('CUP', 10), stockEntry('SET', 1)];

    expect((await world.audit()).drift).toEqual({ count: 1, units: 1 });
  });

  it('of which nobody knows the content is handed over, to be reported', async () => {
    world.products = [{ ...kit('SET'), components: undefined }];
    world.entries = [stockEntry('SET', 1)];

    const outcome = await world.audit();

    expect(outcome.unknown).toBe(1);
    expect(outcome.drift.count).toBe(0);
    expect(world.due()).toEqual(['SET']);
  });
});

describe('a SKU on one side only', () => {
  it('is handed over when a variant carries it, so that its entry is made', async () => {
    world.products = [product('A', shelf(1, 5)), product('B', shelf(1, 5))];
    world.variants.add('A');

    const outcome = await world.audit();

    expect(outcome).toMatchObject({ missing: 1, onlyInOrdoro: { count: 1, examples: ['B'] } });
    expect(world.due()).toEqual(['A']);
  });

  it('counts as only in Ordoro when entries are not to be made, unless it is archived', async () => {
    world.products = [product('A', shelf(1, 5)), { ...product('B', shelf(1, 5)), isArchived: true }];
    world.variants = new Set(['A', 'B']);
    world.context = { ...world.context, settings: { ...world.context.settings, inventoryCreateMissing: false } };

    const outcome = await world.audit();

    expect(outcome).toMatchObject({ missing: 0, onlyInOrdoro: { count: 1, examples: ['A'] } });
    expect(world.due()).toEqual([]);
  });

  it('counts as only in Ordoro when its own name is mapped to another product', async () => {
    world.products = [product('A', shelf(1, 5)), product('B', shelf(1, 5))];
    world.entries = [stockEntry('A', 5)];
    world.links.set('A', 'B');

    expect((await world.audit()).onlyInOrdoro).toEqual({ count: 1, examples: ['A'] });
  });

  it('is only reported when Ordoro never had it; one that it once had is looked at again, for it is gone or archived', async () => {
    addEqual(1);
    world.entries.push(
      stockEntry('GIFT', 1),
      { ...stockEntry('WRITTEN', 1), typeId: OWN_TYPE },
      { ...stockEntry('FOREIGN', 1), typeId: 'their-type' },
      stockEntry('ORDERED', 1),
      stockEntry('MAPPED', 1),
    );
    world.remembered.add('ORDERED');
    world.links.set('MAPPED', 'OLD');

    const outcome = await world.audit();

    expect(outcome.onlyInCommercetools).toEqual({
      count: 5,
      examples: ['FOREIGN', 'GIFT', 'MAPPED', 'ORDERED', 'WRITTEN'],
    });
    expect(outcome.unmappedEntries).toBe(5);
    expect(world.due()).toEqual(['OLD', 'ORDERED', 'WRITTEN']);
  });

  it('is not looked at again when nobody owns its stock', async () => {
    world.entries.push({ ...stockEntry('WRITTEN', 1), typeId: OWN_TYPE });
    world.context = { ...world.context, merchant: { inventoryRules: [{ sku: 'WRITTEN', owner: 'none' }] } };

    expect((await world.audit()).onlyInCommercetools?.count).toBe(1);
    expect(world.due()).toEqual([]);
  });

  it('is looked at again within some days, however many there are', async () => {
    for (let number = 1_001; number <= 2_500; number += 1)
      world.entries.push({ ...stockEntry(`OLD-${number}`, 1), typeId: OWN_TYPE });

    await world.audit({ startedAt: '2026-11-23T10:00:00.000Z' });
    const first = world.due();
    await world.audit({ startedAt: '2026-11-24T10:00:00.000Z' });

    expect(first.length).toBeLessThanOrEqual(1_000);
    expect(world.due()).toHaveLength(1_500);
  });

  it('is not the SKU of a row that could not be read', async () => {
    addEqual(1);
    world.entries.push({ ...stockEntry('BROKEN', 1), typeId: OWN_TYPE });
    world.unreadable.push({ kind: 'unreadable', sku: 'BROKEN', updatedAt: undefined });

    const outcome = await world.audit();

    expect(outcome).toMatchObject({ unreadable: 1, onlyInCommercetools: { count: 0 }, unmappedEntries: 0 });
    expect(world.counts.failed).toBe(1);
    expect(world.due()).toEqual([]);
  });
});

describe('an audit that does not fit one turn', () => {
  beforeEach(() => {
    world.pageSize = 10;
    addEqual(50);
    world.entries[4] = stockEntry('SKU-00005', 12);
    world.entries[44] = stockEntry('SKU-00045', 13);
    world.entries.push(stockEntry('GIFT', 1));
    // Every page takes a second.
    world.onPage = () => {
      world.now += 1_000;
    };
  });

  it('goes on where it stopped, and comes to the same as in one', async () => {
    const audit = world.process();
    const begun = world.now;
    const first = await world.turn(audit, { handOverAt: begun + 2_500 });

    expect(first).toMatchObject({ finished: false, progress: { offset: 30 } });
    expect(world.outcome()).toBeUndefined();
    expect(world.due()).toEqual(['SKU-00005']);

    const second = await world.turn(audit, { progress: (first as { progress: unknown }).progress });

    expect(second.finished).toBe(true);
    expect(world.outcome()).toMatchObject({
      products: 50,
      drift: { count: 2, units: 5 },
      onlyInCommercetools: { count: 1, examples: ['GIFT'] },
      base: { count: 50, total: 505 },
    });
    expect(world.calls.filter((call) => call === 'page of products')).toHaveLength(5);
  });

  it('goes on in another process too; only what commercetools alone has cannot be told then', async () => {
    const first = await world.turn(world.process(), { handOverAt: world.now + 2_500 });
    const progress = JSON.parse(JSON.stringify((first as { progress: unknown }).progress));

    await world.turn(world.process(), { progress });

    const outcome = world.outcome();
    expect(outcome).toMatchObject({
      products: 50,
      drift: { count: 2, units: 5 },
      unmappedEntries: 1,
      base: { count: 50, total: 505 },
    });
    expect(outcome).not.toHaveProperty('onlyInCommercetools');
    expect(world.calls.filter((call) => call === 'page of products')).toHaveLength(5);
  });

  it('reads the components of kits one by one in another process', async () => {
    world.products.push(kit('SET', ['SKU-00001', 4]));
    world.entries.push(stockEntry('SET', 1));
    const first = await world.turn(world.process(), { handOverAt: world.now + 2_500 });
    const progress = JSON.parse(JSON.stringify((first as { progress: unknown }).progress));

    await world.turn(world.process(), { progress });

    expect(world.outcome()?.drift).toEqual({ count: 3, units: 6 });
    expect(world.calls.filter((call) => call.startsWith('product '))).toEqual(['product SKU-00001']);
  });

  it('begins anew with what an older release has left', async () => {
    await world.turn(world.process(), { progress: { offset: 30 } });

    expect(world.outcome()).toMatchObject({ products: 50, onlyInCommercetools: { count: 1 } });
  });

  it('hands over when the time went by in waiting for Ordoro', async () => {
    world.onPage = ({ offset }) => {
      world.now += 1_000;
      if (offset === 20) throw new TransientError('no token', { platform: 'ordoro' });
    };

    const step = await world.turn(world.process(), { handOverAt: world.now + 2_500 });

    expect(step).toMatchObject({ finished: false, progress: { offset: 20 } });
  });

  it('sees again what it saw before it failed', async () => {
    const audit = world.process();
    world.onPage = ({ offset }) => {
      if (offset === 20) throw new TransientError('broken', { platform: 'ordoro' });
    };
    await expect(world.turn(audit)).rejects.toThrow('broken');
    world.onPage = () => undefined;

    await world.turn(audit);

    expect(world.outcome()).toMatchObject({ products: 50, drift: { count: 2, units: 5 } });
  });
});

describe('a list that becomes shorter while it is read', () => {
  it('loses no product, and counts none twice', async () => {
    world.pageSize = 10;
    addEqual(30);
    world.entries[10] = stockEntry('SKU-00011', 12);
    world.onPage = ({ offset }) => {
      if (offset === 10) world.products.splice(0, 1);
    };

    const outcome = await world.audit();

    expect(outcome.products).toBe(30);
    expect(outcome.worst.map(({ sku }) => sku)).toEqual(['SKU-00011']);
    expect(outcome.onlyInCommercetools?.count).toBe(0);
  });
});

describe('people', () => {
  it('are told when 20 entries and more than one in a hundred deviate', async () => {
    addEqual(100);
    for (let index = 0; index < 20; index += 1) world.entries[index] = stockEntry(world.entries[index]!.sku, 0);

    await world.audit();

    expect(world.alerts).toEqual([
      '20 of 100 inventory entries deviated by 200 units in all. The greatest: SKU "SKU-00001" showed 0 instead of 10. They are being repaired; if this comes back, look for who else writes stock: in commercetools, or in Ordoro where commercetools owns it.',
    ]);
  });

  it("are told in the same way where commercetools owns the stock, and not of what is nobody's", async () => {
    addEqual(100);
    for (let index = 0; index < 20; index += 1) world.entries[index] = stockEntry(world.entries[index]!.sku, 12);
    world.products.push(product('GIFT', shelf(1, 500)));
    world.entries.push(stockEntry('GIFT', 1));
    const rules = [
      { sku: 'GIFT', owner: 'none' as const },
      { sku: '*', owner: 'commercetools' as const },
    ];
    world.context = { ...world.context, merchant: { inventoryRules: rules } };

    await world.audit();

    expect(world.alerts).toEqual([
      '20 of 100 inventory entries deviated by 40 units in all. The greatest: SKU "SKU-00001" showed 10 instead of 12 in Ordoro. They are being repaired; if this comes back, look for who else writes stock: in commercetools, or in Ordoro where commercetools owns it.',
    ]);
  });

  it('are not told of less, and the alert of an earlier audit is over', async () => {
    addEqual(100);
    for (let index = 0; index < 19; index += 1) world.entries[index] = stockEntry(world.entries[index]!.sku, 0);

    await world.audit();

    expect(world.alerts).toEqual([]);
    expect(world.cleared).toEqual(['inventory.audit']);
  });
});

describe('a dry run', () => {
  it('compares everything and writes nothing', async () => {
    addEqual(2);
    world.entries[0] = stockEntry('SKU-00001', 1);

    const step = await world.turn(world.process(), { dryRun: true });

    expect(step).toMatchObject({
      finished: true,
      message: expect.stringContaining('stock of 2 products compared: 1 entries deviate by 9 units') as unknown,
    });
    expect(world.writes()).toBe(0);
  });
});
