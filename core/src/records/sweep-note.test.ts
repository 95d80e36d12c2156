import { describe, expect, it } from 'vitest';
import { MemoryObjects } from '../../tests/memory-objects.ts';
import { isSweepStale, SweepNotes } from './sweep-note.ts';

const START = Date.parse('2026-11-23T10:00:00.000Z');
const MINUTE = 60_000;

describe('the note of the last complete sweep', () => {
  it('is written again only when it would be older than a minute', async () => {
    const objects = new MemoryObjects();
    const notes = new SweepNotes(objects.asObjects, 'health');
    await notes.complete(START);
    await notes.complete(START + MINUTE - 1);
    expect(await notes.read()).toEqual({ startedAt: '2026-11-23T10:00:00.000Z' });
    await notes.complete(START + MINUTE);
    expect(await notes.read()).toEqual({ startedAt: '2026-11-23T10:01:00.000Z' });
  });

  it('says that a sweep has failed since, until one is complete again', async () => {
    const objects = new MemoryObjects();
    const notes = new SweepNotes(objects.asObjects, 'health');
    await notes.complete(START);
    await notes.failed();
    expect(await notes.read()).toEqual({ startedAt: '2026-11-23T10:00:00.000Z', hasFailed: true });
    await notes.complete(START + 1);
    expect(await notes.read()).toEqual({ startedAt: '2026-11-23T10:00:00.001Z' });
  });
});

describe('orders may be missing among the records', () => {
  const note = { startedAt: '2026-11-23T10:00:00.000Z' };

  it.each([
    ['there was no complete sweep', undefined, START, true],
    ['the last one began ten minutes ago', note, START + 10 * MINUTE, false],
    ['it began longer ago', note, START + 10 * MINUTE + 1, true],
    ['one has failed since', { ...note, hasFailed: true as const }, START, true],
    ['only failed ones are known', { hasFailed: true as const }, START, true],
  ])('when %s', (_what, known, now, isStale) => {
    expect(isSweepStale(known, now)).toBe(isStale);
  });
});
