import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryObjects } from '../../tests/memory-objects.ts';
import { RateLeases } from './rate-leases.ts';

/** Tokens 100 ms apart: 60 in each 6-second slot. The clock stands in slot 200, whose first token is 12 000. */
const SPACING_MS = 100;
const FIRST = 12_000;

describe('rate leases', () => {
  let now = FIRST * SPACING_MS;
  let objects: MemoryObjects;
  const leases = () => new RateLeases({ objects, container: 'ordoro-locks', spacingMs: SPACING_MS, clock: () => now });

  beforeEach(() => {
    now = FIRST * SPACING_MS;
    objects = new MemoryObjects();
  });

  it('give each instance the tokens after those that others took', async () => {
    const [one, other] = [leases(), leases()];
    expect(await one.take(FIRST, () => 3)).toEqual([12_000, 12_001, 12_002]);
    expect(await other.take(FIRST, () => 2)).toEqual([12_003, 12_004]);
    expect(await one.take(FIRST, () => 2)).toEqual([12_005, 12_006]);
    expect(objects.value('ordoro-locks', 'rate.0')).toEqual({ slot: 200, takenUntil: 1_200_600 });
  });

  it('never reach over the end of a slot', async () => {
    expect(await leases().take(FIRST + 58, () => 10)).toEqual([12_058, 12_059]);
  });

  it('go on in the next slot when one is used up', async () => {
    await objects.put('ordoro-locks', 'rate.0', { value: { slot: 200, takenUntil: 1_205_900 } });
    expect(await leases().take(FIRST, () => 2)).toEqual([12_060, 12_061]);
    expect(objects.value('ordoro-locks', 'rate.1')).toEqual({ slot: 201, takenUntil: 1_206_100 });
  });

  it('take a slot as free when its object stands for the same place two minutes ago', async () => {
    await objects.put('ordoro-locks', 'rate.0', { value: { slot: 180, takenUntil: 1_085_900 } });
    expect(await leases().take(FIRST, () => 1)).toEqual([12_000]);
  });

  it('take a slot although its object stands for a later one: a clock was wrong, and nobody waits for it', async () => {
    await objects.put('ordoro-locks', 'rate.0', { value: { slot: 220, takenUntil: 1_320_500 } });
    expect(await leases().take(FIRST, () => 1)).toEqual([12_000]);
    expect(objects.value('ordoro-locks', 'rate.0')).toEqual({ slot: 200, takenUntil: 1_200_000 });
  });

  it('ask nothing when nothing is wanted, and stop where nobody wants tokens any more', async () => {
    expect(await leases().take(FIRST, () => 0)).toEqual([]);
    expect(objects.calls).toEqual([]);
    await objects.put('ordoro-locks', 'rate.0', { value: { slot: 200, takenUntil: 1_203_000 } });
    expect(await leases().take(FIRST, (first) => (first < 12_020 ? 5 : 0))).toEqual([]);
  });

  it('cost one call each while nobody else takes any', async () => {
    const alone = leases();
    await alone.take(FIRST, () => 2);
    objects.calls.length = 0;
    await alone.take(FIRST, () => 2);
    expect(objects.calls.map(({ method }) => method)).toEqual(['put']);
  });

  it('are read first for a minute after another instance was faster, then written at once again', async () => {
    const [one, other] = [leases(), leases()];
    await one.take(FIRST, () => 1);
    await other.take(FIRST, () => 1);
    objects.calls.length = 0;
    await one.take(FIRST, () => 1);
    expect(objects.calls.map(({ method }) => method)).toEqual(['put', 'get', 'put']);
    objects.calls.length = 0;
    await one.take(FIRST, () => 1);
    expect(objects.calls.map(({ method }) => method)).toEqual(['get', 'put']);
    now += 60_000;
    objects.calls.length = 0;
    await one.take(FIRST, () => 1);
    expect(objects.calls.map(({ method }) => method)).toEqual(['put']);
  });

  it('give up for now when others are faster eight times in a row', async () => {
    let version = 0;
    objects.before = ({ method }) => {
      if (method !== 'put') return;
      objects.before = () => undefined;
      void objects.put('ordoro-locks', 'rate.0', { value: { slot: 200, takenUntil: 1_200_000 + 100 * version++ } });
      objects.before = hook;
    };
    const hook = objects.before;
    expect(await leases().take(FIRST, () => 1)).toEqual([]);
    expect(version).toBe(8);
  });

  it('of a deployment whose budget was just changed respect what was taken under the old one', async () => {
    await leases().take(FIRST, () => 30);
    const changed = new RateLeases({ objects, container: 'ordoro-locks', spacingMs: 250, clock: () => now });
    const [first] = await changed.take(FIRST * (SPACING_MS / 250), () => 1);
    // The last token taken is that of 1 202 900 ms.
    expect(first! * 250).toBe(1_203_000);
  });
});
