import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MemoryObjects } from '../../tests/memory-objects.ts';
import { CredentialsError, TransientError } from '../problems/errors.ts';
import { RunLock } from './run-lock.ts';

const START = Date.parse('2026-11-23T10:00:00.000Z');
const CONTAINER = 'ordoro-locks';

let objects: MemoryObjects;
let lost: string[];

beforeEach(() => {
  vi.useFakeTimers({ now: START });
  objects = new MemoryObjects();
  lost = [];
});

afterEach(() => {
  vi.useRealTimers();
});

function lockOf(owner: string): RunLock {
  return new RunLock({
    objects: objects.asObjects,
    container: CONTAINER,
    key: 'job',
    owner,
    clock: () => Date.now(),
    onLost: () => lost.push(owner),
  });
}

const lease = () => objects.value(CONTAINER, 'job');
const away = () => {
  throw new TransientError('commercetools is away', { platform: 'commercetools', status: 503 });
};

describe('the run lock', () => {
  it('is a lease of two minutes under the owner', async () => {
    expect(await lockOf('a').acquire()).toBe(true);
    expect(lease()).toEqual({ owner: 'a', expiresAt: '2026-11-23T10:02:00.000Z' });
  });

  it('is refused while another run holds it', async () => {
    await lockOf('a').acquire();
    await vi.advanceTimersByTimeAsync(25 * 60_000);
    expect(await lockOf('b').acquire()).toBe(false);
    expect(lease()).toMatchObject({ owner: 'a' });
    expect(lost).toEqual([]);
  });

  it('is renewed every 30 seconds', async () => {
    await lockOf('a').acquire();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(lease()).toEqual({ owner: 'a', expiresAt: '2026-11-23T10:02:30.000Z' });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(lease()).toEqual({ owner: 'a', expiresAt: '2026-11-23T10:03:30.000Z' });
  });

  it('is free again once it was given back', async () => {
    const lock = lockOf('a');
    await lock.acquire();
    await vi.advanceTimersByTimeAsync(65_000);
    await lock.release();
    expect(lease()).toBeUndefined();
    expect(await lockOf('b').acquire()).toBe(true);
    await vi.advanceTimersByTimeAsync(300_000);
    expect(lease()).toMatchObject({ owner: 'b' });
  });

  it('can be taken over when its holder died, but not a moment before it expires', async () => {
    await objects.put(CONTAINER, 'job', { value: { owner: 'dead', expiresAt: '2026-11-23T10:02:00.000Z' } });
    await vi.advanceTimersByTimeAsync(119_999);
    expect(await lockOf('b').acquire()).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await lockOf('b').acquire()).toBe(true);
    expect(lease()).toEqual({ owner: 'b', expiresAt: '2026-11-23T10:04:00.000Z' });
  });

  it.each([0, 1])('is won by one of two runs that ask at once (%i locks before)', async (earlier) => {
    if (earlier === 1)
      await objects.put(CONTAINER, 'job', { value: { owner: 'dead', expiresAt: '2026-11-23T09:00:00Z' } });
    const won = await Promise.all([lockOf('a').acquire(), lockOf('b').acquire(), lockOf('c').acquire()]);
    expect(won).toEqual([true, false, false]);
  });

  it('is not given back by a run that does not hold it', async () => {
    const idle = lockOf('b');
    await lockOf('a').acquire();
    await idle.acquire();
    await idle.release();
    expect(lease()).toMatchObject({ owner: 'a' });
  });

  it('is not given back by a run from which it was taken', async () => {
    const lock = lockOf('a');
    await lock.acquire();
    await objects.put(CONTAINER, 'job', { value: { owner: 'b', expiresAt: '2026-11-23T10:09:00.000Z' } });
    await lock.release();
    expect(lease()).toMatchObject({ owner: 'b' });
  });

  it('is reported lost once when another run has it', async () => {
    await lockOf('a').acquire();
    await objects.put(CONTAINER, 'job', { value: { owner: 'b', expiresAt: '2026-11-23T10:09:00.000Z' } });
    await vi.advanceTimersByTimeAsync(300_000);
    expect(lost).toEqual(['a']);
    expect(lease()).toEqual({ owner: 'b', expiresAt: '2026-11-23T10:09:00.000Z' });
  });

  it('is reported lost when somebody deleted it', async () => {
    await lockOf('a').acquire();
    await objects.delete(CONTAINER, 'job');
    await vi.advanceTimersByTimeAsync(30_000);
    expect(lost).toEqual(['a']);
    expect(lease()).toBeUndefined();
  });

  it('survives a renewal that failed, because the lease outlasts it', async () => {
    const lock = lockOf('a');
    await lock.acquire();
    objects.before = away;
    await vi.advanceTimersByTimeAsync(60_000);
    objects.before = () => undefined;
    await vi.advanceTimersByTimeAsync(30_000);
    expect(lost).toEqual([]);
    expect(lease()).toEqual({ owner: 'a', expiresAt: '2026-11-23T10:03:30.000Z' });
  });

  it('survives a renewal that was carried out although its answer was lost', async () => {
    const lock = lockOf('a');
    await lock.acquire();
    objects.after = ({ method }) => (method === 'put' ? away() : undefined);
    await vi.advanceTimersByTimeAsync(30_000);
    objects.after = () => undefined;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(lost).toEqual([]);
    await lock.release();
    expect(lease()).toBeUndefined();
  });

  it('is given back although the answer to the last renewal was lost', async () => {
    const lock = lockOf('a');
    await lock.acquire();
    objects.after = away;
    await vi.advanceTimersByTimeAsync(30_000);
    objects.after = () => undefined;
    await lock.release();
    expect(lease()).toBeUndefined();
  });

  it('is reported lost in time when it cannot be renewed at all', async () => {
    await lockOf('a').acquire();
    objects.before = () => {
      throw new CredentialsError('the client was deleted', { platform: 'commercetools', status: 401 });
    };
    await vi.advanceTimersByTimeAsync(60_000);
    expect(lost).toEqual([]);
    // At 90 seconds the next tick would come only when the lease ends.
    await vi.advanceTimersByTimeAsync(30_000);
    expect(lost).toEqual(['a']);
    await vi.advanceTimersByTimeAsync(300_000);
    expect(lost).toEqual(['a']);
  });

  it('is not renewed twice at once while commercetools is slow', async () => {
    await lockOf('a').acquire();
    objects.before = () => new Promise((resolve) => setTimeout(resolve, 45_000));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(objects.calls.filter(({ method }) => method === 'put')).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(lost).toEqual([]);
  });

  it('stays free when a renewal was under way while it was given back', async () => {
    const lock = lockOf('a');
    await lock.acquire();
    objects.before = ({ method }) =>
      method === 'put' ? new Promise((resolve) => setTimeout(resolve, 5_000)) : undefined;
    await vi.advanceTimersByTimeAsync(30_000);
    await lock.release();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(lease()).toBeUndefined();
    expect(lost).toEqual([]);
  });

  it('raises trouble with commercetools when it is asked for', async () => {
    objects.before = away;
    await expect(lockOf('a').acquire()).rejects.toBeInstanceOf(TransientError);
  });

  it('raises trouble with commercetools when it is given back, and expires by itself', async () => {
    const lock = lockOf('a');
    await lock.acquire();
    objects.before = away;
    await expect(lock.release()).rejects.toBeInstanceOf(TransientError);
    objects.before = () => undefined;
    await vi.advanceTimersByTimeAsync(120_000);
    expect(await lockOf('b').acquire()).toBe(true);
  });
});
