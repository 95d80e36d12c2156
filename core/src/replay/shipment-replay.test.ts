import { describe, expect, it } from 'vitest';
import { silentLogger } from '../../tests/generators/silent-logger.ts';
import type { NewsTurn } from '../fulfillments/news.ts';
import type { ChangedOrder } from '../ordoro/changed-orders.ts';
import { CredentialsError, RejectedError, TransientError } from '../problems/errors.ts';
import type { StoredLetter } from './letter-replay.ts';
import { ShipmentReplay } from './shipment-replay.ts';

const letterOf = (subject: string): StoredLetter =>
  ({ key: `shipment.${subject}`, value: { kind: 'shipment', subject } }) as StoredLetter;

const TURN: NewsTurn = {
  dryRun: false,
  task: {
    counts: { examined: 0, changed: 0, skipped: 0, failed: 0 },
    handOverAt: 60_000,
    full: false,
    since: undefined,
    dryRun: false,
  },
};

const broken = new TransientError('broken', { platform: 'ordoro', status: 500 });

/** Which letters are dealt with, and which numbers were asked for, where Ordoro fails on these. */
async function replayed(subjects: readonly string[], failures: Readonly<Record<string, Error>>) {
  const asked: string[] = [];
  const replay = new ShipmentReplay({
    clock: () => 0,
    logger: silentLogger,
    objects: { page: async () => ({ objects: [] }) },
    containers: { deadLetters: 'letters' },
    deadLetters: { write: async () => true, clear: async () => true },
    onDeadLetter: () => undefined,
    redact: (exchange) => exchange,
    changed: {
      byNumber: async (number) => {
        asked.push(number);
        if (failures[number] !== undefined) throw failures[number];
        return { number, identity: number, cartOrderIds: [], updatedAt: undefined, order: undefined } as ChangedOrder;
      },
    },
    batch: { takeIn: async () => ({ open: [] }) },
  });
  const done = await replay.takeUp(subjects.map(letterOf), TURN);
  return { done: done.map(({ value }) => value.subject).sort(), asked };
}

const MANY = Array.from({ length: 20 }, (_none, index) => `2-${String(index).padStart(2, '0')}`);

describe('the replay of letters about Ordoro orders', () => {
  it('goes on behind one that Ordoro cannot answer about, which waits', async () => {
    expect((await replayed(MANY, { '2-00': broken })).done).toEqual(MANY.slice(1));
  });

  it('is over for one that Ordoro refuses', async () => {
    const refusal = new RejectedError('bad number', { platform: 'ordoro', status: 400 });
    expect((await replayed(MANY, { '2-00': refusal })).done).toEqual(MANY);
  });

  it('leaves the rest for the next run when Ordoro answers about none of several', async () => {
    const { done, asked } = await replayed(MANY, Object.fromEntries(MANY.map((number) => [number, broken])));
    expect(done).toEqual([]);
    expect(asked.length).toBeLessThan(10);
  });

  it('leaves the rest at once when the API key is refused', async () => {
    const refused = new CredentialsError('refused', { platform: 'ordoro', status: 401 });
    const { asked } = await replayed(MANY, Object.fromEntries(MANY.map((number) => [number, refused])));
    expect(asked.length).toBeLessThanOrEqual(5);
  });

  it('asks for a number with a blank, but not for what only the list can show', async () => {
    expect(await replayed(['2-SO 17', 'id 501', 'row 0a1b2c3d4e5f'], {})).toEqual({
      done: ['2-SO 17', 'id 501', 'row 0a1b2c3d4e5f'],
      asked: ['2-SO 17'],
    });
  });
});
