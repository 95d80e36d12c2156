import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../sandbox.ts';
import { ARTICLES } from './articles.ts';
import { buildOrder } from './order-builder.ts';
import { SEED_IDS } from './seed-names.ts';
import { SAMPLE_ARTICLES, STOCK_ARTICLES } from './stock-articles.ts';
import { stockOrders } from './stock-orders.ts';
import { STOCK_ROUNDS } from './stock-rounds.ts';
import { seedStock } from './stock-seeds.ts';

const NOW = Date.parse('2026-11-23T16:00:00.000Z');

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ clock: () => NOW });
  await seedStock(sandbox);
  for (const { order } of stockOrders(NOW)) await sandbox.commercetools.placeOrder(buildOrder(order));
});

afterAll(() => sandbox.close());

async function play(round: number): Promise<void> {
  for (const { work } of STOCK_ROUNDS[round]?.scenes ?? [])
    await work({ ordoro: sandbox.ordoro, commercetools: sandbox.commercetools, now: NOW });
}

/** Units on hand in Ordoro in both warehouses, by SKU. */
const onHand = (...skus: string[]) =>
  skus.map((sku) => [sku, ...sandbox.ordoro.product(sku).warehouses.map((one) => one.physical_on_hand)]);

/** Units in commercetools, in the east and in the west; undefined: no entry. */
const shown = (sku: string) =>
  [SEED_IDS.channelEast, SEED_IDS.channelWest].map(
    (id) =>
      sandbox.commercetools.inventory().find((entry) => entry.sku === sku && entry.supplyChannel?.id === id)
        ?.quantityOnStock,
  );

describe('the articles of the stock act', () => {
  it('are 4 and 60 samples, which the shop of the other acts does not sell', () => {
    const skus = [...Object.values(STOCK_ARTICLES), ...SAMPLE_ARTICLES].map(({ sku }) => sku);
    expect(new Set([...skus, ...ARTICLES.map(({ sku }) => sku)]).size).toBe(64 + 16);
    expect([skus[4], skus[63]]).toEqual(['SMP-01', 'SMP-60']);
  });

  it('have entries in commercetools, less what the two orders took, but for the teas whose entries the connector makes', () => {
    expect(['TEA-SENCHA', 'TEA-ASSAM', 'TEA-OOLONG', 'KTL-GOOSE', 'SMP-60'].map(shown)).toEqual([
      [undefined, undefined],
      [undefined, undefined],
      [18, 8],
      [18, 15],
      [40, 100],
    ]);
  });
});

describe('the rounds of the stock act, without a connector', () => {
  it('begin with counts in both warehouses, and with kettles that the merchant sets', async () => {
    await play(0);
    expect(onHand('TEA-SENCHA', 'TEA-ASSAM', 'TEA-OOLONG', 'KTL-GOOSE')).toEqual([
      ['TEA-SENCHA', 70, 12],
      ['TEA-ASSAM', 50, 6],
      ['TEA-OOLONG', 18, 30],
      ['KTL-GOOSE', 20, 15],
    ]);
    expect(shown('KTL-GOOSE')).toEqual([30, 15]);
  });

  it('go on with an order that is put right, and with 55 samples that are gone from the east', async () => {
    await play(1);
    const order = sandbox.commercetools.orders().find(({ orderNumber }) => orderNumber === 'NS-7001');
    expect(order?.shippingAddress?.postalCode).toBe('12203');
    expect(onHand('SMP-01', 'SMP-55', 'SMP-56')).toEqual([
      ['SMP-01', 0, 100],
      ['SMP-55', 0, 100],
      ['SMP-56', 40, 100],
    ]);
  });

  it('end with the approval of the plan that the connector names, for an hour', async () => {
    await sandbox.commercetools.putCustomObject('ordoro-health', 'status', { inventoryPlan: '0123456789abcdef' });
    await play(2);
    expect(sandbox.commercetools.customObject('ordoro-config', 'inventory-approval')?.value).toEqual({
      plan: '0123456789abcdef',
      until: '2026-11-23T17:00:00.000Z',
    });
  });
});
