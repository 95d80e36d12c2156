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
async function written(before?: SyncRecord, { refuses = false, isAdmitted = false } = {}) {
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
    isAdmitted,
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

  it('tells in a provisional record whether the look that met it would have taken the order', async () => {
    const { record } = await written();
    expect(record).not.toHaveProperty('isAdmitted');
    const admitted = { isProvisional: true, isAdmitted: true };
    expect((await written(undefined, { isAdmitted: true })).record).toMatchObject(admitted);
    expect((await written(record, { isAdmitted: true })).record).toMatchObject(admitted);
    expect((await written(syncRecord({ isProvisional: true, isAdmitted: true }))).record).toMatchObject(admitted);
    expect((await written(syncRecord(), { isAdmitted: true })).record).not.toHaveProperty('isAdmitted');
  });

  it('is noted in the record that is there, which stays what it is', async () => {
    const { record: after } = await written(syncRecord({ status: 'held' }));
    expect(after).toMatchObject({ status: 'held', due: true, attempts: 1 });
    expect(after).not.toHaveProperty('isProvisional');
  });

  it('that has failed for another reason leaves that reason and its letter, and is looked at again', async () => {
    const failed = syncRecord({
      status: 'failed',
      due: false,
      attempts: 3,
      firstFailedAt: new Date(NOW - 30 * 60 * MINUTE).toISOString(),
      lastError: { code: 'ordoro-rejected', message: 'no', at: new Date(NOW - 5 * 60 * MINUTE).toISOString() },
      deadLetter: true,
    });
    const { record, letters } = await written(failed);
    const nextAttemptAt = new Date(NOW + 5 * MINUTE).toISOString();
    expect(record).toEqual({ ...failed, due: true, nextAttemptAt, unread: ['1-A-1000'] });
    expect(letters).toEqual([]);
    // Where that goes on, once an hour.
    expect((await written(record)).record).toMatchObject({
      due: true,
      lastError: failed.lastError,
      nextAttemptAt: new Date(NOW + 60 * MINUTE).toISOString(),
    });
  });

  it('whose record commercetools refuses is told of by a dead letter, and stops no other order', async () => {
    const { isRecorded, letters } = await written(undefined, { refuses: true });
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
