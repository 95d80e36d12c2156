import { describe, expect, it } from 'vitest';
import type { DueList } from '../inventory/due-skus.ts';
import { SkuLinks } from '../inventory/sku-links.ts';
import type { DeadLetterKind } from '../records/dead-letters.ts';
import type { StoredLetter } from './letter-replay.ts';
import { StockReplay, withFreshTries } from './stock-replay.ts';

const FAILED = { sku: 'A', attempts: 30, nextAttemptAt: '2026-11-24T10:00:00.000Z', message: 'no' };

const letterOf = (kind: DeadLetterKind, subject: string): StoredLetter =>
  ({ key: `${kind}.${subject}`, value: { kind, subject } }) as StoredLetter;

/** The due list after these letters were taken up. */
async function listAfter(letters: readonly StoredLetter[], before: DueList): Promise<DueList> {
  let list = before;
  const replay = new StockReplay({
    mappings: { current: async () => new SkuLinks(new Map([['SHOP-A', { sku: 'SHOP-A', ordoroSku: 'A' }]])) },
    due: {
      change: async (edit) => {
        list = edit(list);
      },
    },
  });
  expect(await replay.takeUp(letters)).toEqual(letters);
  return list;
}

describe('the replay of a letter about stock', () => {
  it('makes the SKU of Ordoro due now, its tries forgotten', async () => {
    const after = await listAfter([letterOf('inventory', 'SHOP-A')], { skus: [FAILED, { sku: 'B' }] });
    expect(after.skus).toEqual([{ sku: 'B' }, { sku: 'A' }]);
  });

  it.each([
    ['inventory', 'mass-change'],
    ['warehouse', '15450'],
  ] as const)('(%s %s) makes everything due', async (kind, subject) => {
    expect(await listAfter([letterOf(kind, subject)], { skus: [] })).toEqual({ all: 1, skus: [] });
  });

  it('leaves the tries of other SKUs alone', () => {
    expect(withFreshTries({ skus: [FAILED] }, ['B'])).toEqual({ skus: [FAILED, { sku: 'B' }] });
  });
});
