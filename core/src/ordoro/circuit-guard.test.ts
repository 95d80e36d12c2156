import { beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../tests/generators/silent-logger.ts';
import { MemoryObjects } from '../../tests/memory-objects.ts';
import { type Pause, TransientError } from '../problems/errors.ts';
import type { ProbeFinding } from './circuit.ts';
import { CircuitGuard } from './circuit-guard.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const START = Date.parse('2026-11-23T10:00:00.000Z');
const ANY_TIME = Number.POSITIVE_INFINITY;

let now: number;
let objects: MemoryObjects;
let finding: ProbeFinding;
let probes: number;
let told: Pause[];
let takenBack: number;
let isTelling: boolean;

beforeEach(() => {
  [now, objects, finding, probes, told, takenBack] = [START, new MemoryObjects(), { kind: 'well' }, 0, [], 0];
  isTelling = true;
});

function guardOf(): CircuitGuard {
  return new CircuitGuard({
    objects,
    container: 'ordoro-locks',
    clock: () => now,
    logger: silentLogger,
    onTrouble: async (pause) => {
      told.push(pause);
      return isTelling;
    },
    onOver: async () => {
      takenBack += 1;
    },
  });
}

const probe = async (): Promise<ProbeFinding> => {
  probes += 1;
  return finding;
};

const admit = (guard: CircuitGuard) => guard.admit(ANY_TIME, probe);

/** A guard that has just opened the circuit. */
async function openedGuard(): Promise<CircuitGuard> {
  const guard = guardOf();
  for (let failure = 0; failure < 5; failure += 1) guard.failed();
  finding = { kind: 'unavailable', cause: 'status 503' };
  await admit(guard);
  probes = 0;
  return guard;
}

const stored = () => objects.value('ordoro-locks', 'ordoro');

describe('while Ordoro answers', () => {
  it('a request is preceded by one read, and by none for half a minute after an answer', async () => {
    const guard = guardOf();
    expect(await admit(guard)).toBeUndefined();
    guard.answered();
    now += 30 * SECOND - 1;
    expect(await admit(guard)).toBeUndefined();
    expect(objects.calls).toHaveLength(1);
    now += 1;
    await admit(guard);
    expect(objects.calls.map(({ method }) => method)).toEqual(['get', 'get']);
    expect(probes).toBe(0);
  });

  it('requests at the same moment share that read', async () => {
    const guard = guardOf();
    await Promise.all(Array.from({ length: 20 }, () => admit(guard)));
    expect(objects.calls).toHaveLength(1);
  });

  it('an answer ends a row of failures, whatever it says', async () => {
    const guard = guardOf();
    for (let failure = 0; failure < 4; failure += 1) guard.failed();
    guard.answered();
    guard.failed();
    await admit(guard);
    expect(probes).toBe(0);
  });

  it('five failures in a row are followed by one sign of life, and nothing is held up', async () => {
    const guard = guardOf();
    for (let failure = 0; failure < 5; failure += 1) guard.failed();
    expect(await Promise.all(Array.from({ length: 20 }, () => admit(guard)))).toEqual(Array(20).fill(undefined));
    expect(probes).toBe(1);
    expect(stored()).toBeUndefined();
    guard.failed();
    await admit(guard);
    expect(probes).toBe(1);
  });
});

describe('when Ordoro failed five times in a row and gives no sign of life', () => {
  it('nothing more is sent, by no instance, also one that has just started', async () => {
    const guard = await openedGuard();
    const fresh = guardOf();
    for (const one of [guard, fresh])
      expect(await admit(one)).toMatchObject({ code: 'ordoro-unavailable', since: '2026-11-23T10:00:00.000Z' });
    expect(probes).toBe(0);
  });

  it('an idle instance learns it before its next request, a busy one after half a minute', async () => {
    const [idle, busy] = [guardOf(), guardOf()];
    await admit(idle);
    await openedGuard();
    busy.answered();
    now += 10 * SECOND;
    expect(await admit(busy)).toBeUndefined();
    now += 20 * SECOND;
    finding = { kind: 'unknown' };
    expect(await admit(idle)).toBeDefined();
    expect(await admit(busy)).toBeDefined();
  });

  it('one instance at a time asks for a sign of life, and its success lets all go on', async () => {
    const guards = [await openedGuard(), guardOf(), guardOf()];
    await Promise.all(guards.map(admit));
    now += 15 * SECOND;
    await Promise.all(guards.flatMap((guard) => Array.from({ length: 20 }, () => admit(guard))));
    expect(probes).toBe(1);
    finding = { kind: 'well' };
    now += 30 * SECOND;
    await Promise.all(guards.map(admit));
    expect(probes).toBe(2);
    expect(stored()).toBeUndefined();
    now += 30 * SECOND;
    for (const guard of guards) expect(await admit(guard)).toBeUndefined();
    expect(probes).toBe(2);
  });

  it('the request that comes when a probe is due goes on at once when it succeeds', async () => {
    const guard = await openedGuard();
    now += 15 * SECOND;
    finding = { kind: 'well' };
    expect(await admit(guard)).toBeUndefined();
  });

  it('a probe is left to others where less than a second is left', async () => {
    const guard = await openedGuard();
    now += 15 * SECOND;
    expect(await guard.admit(now + SECOND - 1, probe)).toBeDefined();
    expect(probes).toBe(0);
    await guard.admit(now + SECOND, probe);
    expect(probes).toBe(1);
  });

  it('a probe for which there was no token is made up for within 15 seconds, however long the outage', async () => {
    const guard = await openedGuard();
    for (let hour = 0; hour < 3; hour += 1) {
      now += 60 * MINUTE;
      await admit(guard);
    }
    finding = { kind: 'unknown' };
    now += 60 * MINUTE;
    expect(await admit(guard)).toBeDefined();
    finding = { kind: 'well' };
    now += 15 * SECOND;
    expect(await admit(guard)).toBeUndefined();
  });

  it('an instance that dies during its probe is followed by another one at the next time', async () => {
    const [dying, other] = [await openedGuard(), guardOf()];
    now += 15 * SECOND;
    void dying.admit(ANY_TIME, () => new Promise(() => undefined));
    await new Promise(setImmediate);
    await admit(other);
    expect(probes).toBe(0);
    now += 30 * SECOND;
    await admit(other);
    expect(probes).toBe(1);
  });

  it('asks some 450 times in 30 hours, and tells people once', async () => {
    const guards = [await openedGuard(), guardOf()];
    for (let second = 0; second < 30 * 3_600; second += 15) {
      now += 15 * SECOND;
      for (const guard of guards) await admit(guard);
    }
    expect(probes).toBeGreaterThan(440);
    expect(probes).toBeLessThan(455);
    expect(told.map(({ code }) => code)).toEqual(['ordoro-unavailable']);
    expect(takenBack).toBe(0);
  });

  it('people are told after a later probe where they could not be told at once', async () => {
    const guard = await openedGuard();
    isTelling = false;
    now += 5 * MINUTE;
    await admit(guard);
    isTelling = true;
    now += 4 * MINUTE;
    await admit(guard);
    now += 4 * MINUTE;
    await admit(guard);
    expect(told).toHaveLength(2);
  });

  it('writes nothing while it waits', async () => {
    const guard = await openedGuard();
    const before = objects.version('ordoro-locks', 'ordoro');
    for (let look = 0; look < 14; look += 1) {
      now += SECOND;
      await admit(guard);
    }
    expect(objects.version('ordoro-locks', 'ordoro')).toBe(before);
  });

  it('takes back what people were told before it closes, also when the first try fails', async () => {
    const guard = await openedGuard();
    now += 15 * SECOND;
    finding = { kind: 'well' };
    objects.before = ({ method }) => {
      if (method === 'delete') throw new TransientError('away', { platform: 'commercetools' });
    };
    expect(await admit(guard)).toBeDefined();
    objects.before = () => undefined;
    now += 30 * SECOND;
    expect(await admit(guard)).toBeUndefined();
    expect(takenBack).toBe(2);
    expect(stored()).toBeUndefined();
  });

  it('what people were told is taken back as well when a person has deleted the object', async () => {
    const guard = await openedGuard();
    await objects.delete('ordoro-locks', 'ordoro');
    now += 30 * SECOND;
    expect(await admit(guard)).toBeUndefined();
    expect([takenBack, probes]).toEqual([1, 0]);
  });

  it('keeps this instance back even when commercetools cannot be told', async () => {
    objects.before = () => {
      throw new TransientError('away', { platform: 'commercetools' });
    };
    const guard = await openedGuard();
    expect(await admit(guard)).toBeDefined();
    objects.before = () => undefined;
    now += 15 * SECOND;
    expect(await admit(guard)).toBeDefined();
    expect(stored()).toBeDefined();
  });
});

describe('when Ordoro refused a call', () => {
  it('and its sign of life as well, the key is refused: nothing more is sent, and people are told at once, once', async () => {
    const guards = [guardOf(), guardOf()];
    for (const guard of guards) await admit(guard);
    for (const guard of guards) guard.refused();
    finding = { kind: 'credentials', cause: 'status 401' };
    for (const guard of guards) expect(await admit(guard)).toMatchObject({ code: 'ordoro-auth' });
    expect(told.map(({ code }) => code)).toEqual(['ordoro-auth']);

    finding = { kind: 'well' };
    now += 30 * SECOND;
    for (const guard of guards) expect(await admit(guard)).toBeUndefined();
    expect(takenBack).toBeGreaterThan(0);
  });

  it('only the key of that instance is meant: another one tries its own once, at once, before it believes that', async () => {
    const [wrong, right, alsoWrong] = [guardOf(), guardOf(), guardOf()];
    await admit(wrong);
    wrong.refused();
    finding = { kind: 'credentials', cause: 'status 401' };
    expect(await admit(wrong)).toBeDefined();

    for (let request = 0; request < 3; request += 1) expect(await admit(alsoWrong)).toBeDefined();
    expect(probes).toBe(2);
    finding = { kind: 'well' };
    expect(await admit(right)).toBeUndefined();
    expect([probes, takenBack, stored()]).toEqual([3, 1, undefined]);
  });

  it('but not its sign of life, that call alone is refused, and the key is not proven again for five minutes', async () => {
    const guard = guardOf();
    await admit(guard);
    for (let minute = 0; minute < 5; minute += 1) {
      guard.refused();
      expect(await admit(guard)).toBeUndefined();
      now += MINUTE;
    }
    expect(probes).toBe(1);
    guard.refused();
    await admit(guard);
    expect(probes).toBe(2);
    expect(told).toEqual([]);
  });
});
