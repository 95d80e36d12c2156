import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryObjects } from '../../tests/memory-objects.ts';
import type { StoredObject } from '../commercetools/custom-objects.ts';
import { TransientError } from '../problems/errors.ts';
import { type DeadLetter, type DeadLetterDraft, DeadLetters, standingMessage } from './dead-letters.ts';

const BOX = 'ordoro-dead-letters';
const DRAFT: DeadLetterDraft = {
  kind: 'order',
  subject: 'order-1',
  code: 'config-invalid',
  message: 'It did not work.',
};

let objects: MemoryObjects;
let now: number;
let letters: DeadLetters;

beforeEach(() => {
  objects = new MemoryObjects();
  now = Date.parse('2026-11-23T10:00:00.000Z');
  letters = new DeadLetters(objects.asObjects, BOX, () => now);
});

describe('a dead letter', () => {
  it('says what failed, why, what to do, and since when', async () => {
    expect(await letters.write(DRAFT)).toBe(true);
    expect(objects.value(BOX, 'order.order-1')).toEqual({
      kind: 'order',
      subject: 'order-1',
      code: 'config-invalid',
      message: 'It did not work.',
      howToFix: 'Correct the custom object as the message says.',
      attempts: 1,
      firstFailedAt: '2026-11-23T10:00:00.000Z',
      lastFailedAt: '2026-11-23T10:00:00.000Z',
    });
  });

  it('takes over what the caller knows better', async () => {
    await letters.write({
      ...DRAFT,
      howToFix: 'Call support.',
      attempts: 9,
      firstFailedAt: '2026-11-22T00:00:00.000Z',
      request: { a: 1 },
      response: 'no',
    });
    expect(objects.value(BOX, 'order.order-1')).toMatchObject({
      howToFix: 'Call support.',
      attempts: 9,
      firstFailedAt: '2026-11-22T00:00:00.000Z',
      lastFailedAt: '2026-11-23T10:00:00.000Z',
      request: { a: 1 },
      response: 'no',
    });
  });

  it('is one per subject: the next failure brings it up to date and is not new', async () => {
    await letters.write(DRAFT);
    now += 60_000;
    expect(await letters.write({ ...DRAFT, message: 'Again.' })).toBe(false);
    expect(objects.value(BOX, 'order.order-1')).toMatchObject({
      message: 'Again.',
      attempts: 2,
      firstFailedAt: '2026-11-23T10:00:00.000Z',
      lastFailedAt: '2026-11-23T10:01:00.000Z',
    });
  });

  it.each([
    ['inventory', 'A/1 ü', 'inventory.A~2f1~20~c3~bc'],
    ['config', 'warehouses', 'config.warehouses'],
    ['shipment', '1-1001', 'shipment.1-1001'],
  ] as const)('about %s %s has the key %s', async (kind, subject, key) => {
    await letters.write({ ...DRAFT, kind, subject });
    expect(objects.value(BOX, key)).toMatchObject({ kind, subject });
  });

  it('keeps a key of at most 256 characters, also for a long subject', async () => {
    const subject = 'x'.repeat(300);
    await letters.write({ ...DRAFT, kind: 'inventory', subject });
    const { key } = objects.calls.at(-1)!;
    expect(key).toMatch(/^inventory\.sha256~[0-9a-f]{64}$/);
    expect(objects.value(BOX, key)).toMatchObject({ subject });
  });

  it('stands as another instance wrote it at the same moment', async () => {
    objects.before = async ({ method }) => {
      if (method !== 'put') return;
      objects.before = () => undefined;
      await objects.put(BOX, 'order.order-1', { value: 'theirs' });
    };
    await letters.write(DRAFT);
    expect(objects.value(BOX, 'order.order-1')).toBe('theirs');
  });

  it('is removed when its subject succeeds', async () => {
    await letters.write(DRAFT);
    expect(await letters.clear('shipment', 'order-1')).toBe(false);
    expect(await letters.clear('order', 'order-1')).toBe(true);
    expect(await letters.clear('order', 'order-1')).toBe(false);
    expect(objects.value(BOX, 'order.order-1')).toBeUndefined();
  });

  it('that cannot be written is raised to the caller', async () => {
    objects.before = () => {
      throw new TransientError('away', { platform: 'commercetools' });
    };
    await expect(letters.write(DRAFT)).rejects.toBeInstanceOf(TransientError);
    await expect(letters.clear('order', 'order-1')).rejects.toBeInstanceOf(TransientError);
  });
});

describe('a replay that is asked for', () => {
  const stored = async (): Promise<StoredObject<DeadLetter>> => {
    const letter = await letters.of('order', 'order-1');
    if (letter === undefined) throw new Error('there is no letter');
    return letter;
  };

  beforeEach(async () => {
    await letters.write(DRAFT);
    now += 60_000;
  });

  it('stands in the letter until it is taken up, and then when that was', async () => {
    expect(await letters.askReplay(await stored())).toBe(true);
    expect((await stored()).value).toMatchObject({ replayAskedAt: '2026-11-23T10:01:00.000Z' });

    await letters.replayed(await stored(), now);

    const { value } = await stored();
    expect(value).toMatchObject({ message: 'It did not work.', replayedAt: '2026-11-23T10:01:00.000Z' });
    expect(value).not.toHaveProperty('replayAskedAt');
  });

  it('is not lost when the letter is brought up to date before it is taken up', async () => {
    await letters.askReplay(await stored());
    await letters.write({ ...DRAFT, message: 'Again.' });
    expect((await stored()).value).toMatchObject({ message: 'Again.', replayAskedAt: '2026-11-23T10:01:00.000Z' });
  });

  it('anew while it is being taken up is taken up once more', async () => {
    await letters.askReplay(await stored());
    const takenUp = await stored();
    now += 60_000;
    await letters.askReplay(takenUp);

    await letters.replayed(takenUp, now);

    expect((await stored()).value.replayAskedAt).toBe('2026-11-23T10:02:00.000Z');
  });

  it('is noted on the letter as another has changed it meanwhile', async () => {
    const read = await stored();
    await letters.write({ ...DRAFT, message: 'Again.' });
    expect(await letters.askReplay(read)).toBe(true);
    expect((await stored()).value).toMatchObject({ message: 'Again.', replayAskedAt: '2026-11-23T10:01:00.000Z' });
  });

  it('means nothing when the letter is gone, and does not bring it back', async () => {
    const read = await stored();
    await letters.clear('order', 'order-1');
    expect(await letters.askReplay(read)).toBe(false);
    await letters.replayed(read, now);
    expect(objects.value(BOX, 'order.order-1')).toBeUndefined();
  });
});

describe('what a standing letter says', () => {
  const letter: DeadLetter = {
    kind: 'shipment',
    subject: '2-1001',
    code: 'unknown-order',
    message: 'It did not work.',
    howToFix: 'Look.',
    attempts: 1,
    firstFailedAt: '2026-11-23T10:00:00.000Z',
    lastFailedAt: '2026-11-23T10:00:00.000Z',
  };

  it('is its message, so that the same failure need not be written again', () => {
    expect(standingMessage(letter)).toBe('It did not work.');
  });

  it('is nothing once a replay is asked for or was made, until it has failed again', () => {
    expect(standingMessage({ ...letter, replayAskedAt: '2026-11-23T09:00:00.000Z' })).toBeUndefined();
    const replayed = { ...letter, replayedAt: '2026-11-23T10:05:00.000Z' };
    expect(standingMessage(replayed)).toBeUndefined();
    expect(standingMessage({ ...replayed, lastFailedAt: '2026-11-23T10:05:00.000Z' })).toBe('It did not work.');
  });
});

describe('a selection of letters', () => {
  const pageOf = async (selection: object, from?: object) => {
    const queries: object[] = [];
    const recording = { page: async (_box: string, query: object) => queries.push(query) && { objects: [] } };
    await new DeadLetters(recording as never, BOX, () => now).page(selection, from);
    return queries;
  };

  it('is one query', async () => {
    expect(await pageOf({})).toEqual([{}]);
    expect(await pageOf({ kind: 'order' }, { after: 'order.1', limit: 100 })).toEqual([
      { where: 'value(kind="order")', after: 'order.1', limit: 100 },
    ]);
    expect(await pageOf({ kind: 'order', code: 'ordoro-rejected' })).toEqual([
      { where: 'value(kind="order" and code="ordoro-rejected")' },
    ]);
    expect(await pageOf({ isAsked: true })).toEqual([{ where: 'value(replayAskedAt is defined)' }]);
  });
});
