import { describe, expect, it } from 'vitest';
import {
  accepted,
  acceptedRecord,
  known,
  knownOrder,
  NOW,
  ordoroOrder,
  part,
} from '../../tests/generators/situations.ts';
import type { OrdoroOrder } from '../ordoro/readers.ts';
import type { SyncRecord } from '../records/sync-record.ts';
import type { OrderSyncPorts } from './order-sync-ports.ts';
import { applyPreset } from './presets.ts';

const ACTION = { do: 'apply-preset', part: 1, orderNumber: '1-A-1000', presetId: 4 } as const;

/** A record of an order that Ordoro has, with a preset to apply, under a claim with so much time left. */
function claimed(leftMs: number): SyncRecord {
  const lease = { owner: 'this-pass', expiresAt: new Date(NOW + leftMs).toISOString() };
  return acceptedRecord([knownOrder()], { parts: [part(accepted({ presetToApply: 4 }))], lease });
}

/** Applies it, and says what Ordoro was asked. */
async function apply(
  record: SyncRecord,
  {
    presetIds = [],
    created = [],
    before = record,
  }: { presetIds?: number[]; created?: OrdoroOrder[]; before?: SyncRecord } = {},
) {
  const asked: string[] = [];
  const ports = {
    clock: () => NOW,
    ordoroOrders: {
      get: async () => {
        asked.push('read');
        return ordoroOrder({ presetIds });
      },
      applyPreset: async (_number: string, _preset: number, endBy: number) => {
        asked.push(`apply within ${endBy - NOW} ms`);
        return true;
      },
    },
  } as unknown as OrderSyncPorts;
  const after = await applyPreset(ports, known(record, { before, created }), ACTION);
  return { asked, after };
}

describe('a preset', () => {
  it('is read before it is applied, because a process that died may have applied it', async () => {
    const { asked, after } = await apply(claimed(60_000));
    expect(asked).toEqual(['read', 'apply within 55000 ms']);
    expect(after.record?.parts[0]?.state).not.toHaveProperty('presetToApply');
  });

  it('that is there already is not applied again', async () => {
    const { asked, after } = await apply(claimed(60_000), { presetIds: [4] });
    expect(asked).toEqual(['read']);
    expect(after.record?.parts[0]?.state).not.toHaveProperty('presetToApply');
  });

  it('is applied at once to an order that this pass has created', async () => {
    expect((await apply(claimed(60_000), { created: [ordoroOrder()] })).asked).toEqual(['apply within 55000 ms']);
  });

  it('is read first where a look-up of this pass found the order: another process has created it', async () => {
    const before = acceptedRecord([], { parts: [part({ step: 'claimed' })] });
    expect((await apply(claimed(60_000), { before, presetIds: [4] })).asked).toEqual(['read']);
  });

  it('is left to the job when the claim is about to end', async () => {
    const { asked, after } = await apply(claimed(5_000));
    expect(asked).toEqual([]);
    expect(after.readBy).toBe(Number.NEGATIVE_INFINITY);
    expect(after.record?.parts[0]?.state).toHaveProperty('presetToApply', 4);
  });
});
