import { describe, expect, it } from 'vitest';
import { NOW, ORDER_ID, shopOrder, syncRecord } from '../../tests/generators/situations.ts';
import type { CustomObjects } from '../commercetools/custom-objects.ts';
import { RejectedError } from '../problems/errors.ts';
import { containersOf } from '../records/containers.ts';
import type { DeadLetterDraft } from '../records/dead-letters.ts';
import type { SyncRecord } from '../records/sync-record.ts';
import type { Logger } from '../telemetry/logger.ts';
import { TroubleRecorder } from './trouble-recorder.ts';

const MINUTE = 60_000;

/** Writes trouble down beside this record, and says what is there afterwards. @param refuses commercetools takes no record */
async function written(before?: SyncRecord, refuses = false) {
  let record = before;
  const letters: DeadLetterDraft[] = [];
  const objects = {
    get: async () => (record === undefined ? undefined : { key: ORDER_ID, value: record, version: 1 }),
    put: async (_container: string, _key: string, { value }: { value: SyncRecord }) => {
      if (refuses) throw new RejectedError('too large', { platform: 'commercetools', status: 413 });
      record = value;
    },
  } as unknown as CustomObjects;
  const recorder = new TroubleRecorder({
    objects,
    containers: containersOf('ordoro'),
    deadLetters: { write: async () => true },
    onDeadLetter: (letter) => letters.push(letter),
    redactText: (text) => text,
    clock: () => NOW,
    random: () => 0.5,
    logger: { error: () => undefined } as unknown as Logger,
  });
  const news = { unread: ['1-A-1000'] };
  const isRecorded = await recorder.record(ORDER_ID, {
    order: shopOrder(),
    trouble: new Error('boom'),
    dryRun: false,
    ...news,
  });
  return { record, letters, isRecorded };
}

describe('trouble with an order', () => {
  it('that has no record makes a provisional one, which does not claim to know that nothing was sent', async () => {
    expect((await written()).record).toMatchObject({
      isProvisional: true,
      due: true,
      status: 'waiting',
      nextAttemptAt: new Date(NOW + MINUTE).toISOString(),
    });
  });

  it('is noted in the record that is there, which stays what it is', async () => {
    const { record: after } = await written(syncRecord({ status: 'held' }));
    expect(after).toMatchObject({ status: 'held', due: true, attempts: 1 });
    expect(after).not.toHaveProperty('isProvisional');
  });

  it('whose record commercetools refuses is told of by a dead letter, and stops no other order', async () => {
    const { isRecorded, letters } = await written(undefined, true);
    expect(isRecorded).toBe(true);
    expect(letters).toMatchObject([
      {
        kind: 'order',
        subject: ORDER_ID,
        code: 'commercetools-rejected',
        message: 'the record is refused: too large',
      },
    ]);
  });
});
