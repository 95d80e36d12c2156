import { describe, expect, it } from '@jest/globals';
import { NOW, ORDER_ID, shopOrder, syncRecord } from '../../tests/generators/situations.ts';
import type { CustomObjects } from '../commercetools/custom-objects.ts';
import { containersOf } from '../records/containers.ts';
import type { SyncRecord } from '../records/sync-record.ts';
import type { Logger } from '../telemetry/logger.ts';
import { TroubleRecorder } from './trouble-recorder.ts';

const MINUTE = 60_000;

/** Writes trouble down beside this record, and says what is there afterwards. */
async function recorded(before?: SyncRecord): Promise<SyncRecord | undefined> {
  let stored = before;
  const objects = {
    get: async () => (stored === undefined ? undefined : { key: ORDER_ID, value: stored, version: 1 }),
    put: async (_container: string, _key: string, { value }: { value: SyncRecord }) => {
      stored = value;
    },
  } as unknown as CustomObjects;
  const recorder = new TroubleRecorder({
    objects,
    containers: containersOf('ordoro'),
    deadLetters: { write: async () => true },
    onDeadLetter: () => undefined,
    redactText: (text) => text,
    clock: () => NOW,
    random: () => 0.5,
    logger: { error: () => undefined } as unknown as Logger,
  });
  await recorder.record(ORDER_ID, { order: shopOrder(), trouble: new Error('boom'), dryRun: false });
  return stored;
}

describe('trouble with an order', () => {
  it('that has no record makes a provisional one, which does not claim to know that nothing was sent', async () => {
    expect(await recorded()).toMatchObject({
      isProvisional: true,
      due: true,
      status: 'waiting',
      nextAttemptAt: new Date(NOW + MINUTE).toISOString(),
    });
  });

  it('is noted in the record that is there, which stays what it is', async () => {
    const after = await recorded(syncRecord({ status: 'held' }));
    expect(after).toMatchObject({ status: 'held', due: true, attempts: 1 });
    expect(after).not.toHaveProperty('isProvisional');
  });
});
