import { describe, expect, it } from 'vitest';
import {
  afterNoProbe,
  afterProbe,
  type FailureRow,
  isAlertDue,
  isProbeDue,
  isTooLong,
  type OpenCircuit,
  opened,
  pauseOf,
  withOneMore,
  withProbeBegun,
} from './circuit.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** Monday, 23 November 2026, 10:00 UTC. */
const NOW = Date.parse('2026-11-23T10:00:00.000Z');
const after = (ms: number) => new Date(NOW + ms).toISOString();

function rowOf(...times: number[]): FailureRow {
  const [first = NOW, ...rest] = times;
  return rest.reduce(withOneMore, withOneMore(undefined, first));
}

const AWAY = { kind: 'unavailable', cause: 'status 503', since: NOW - MINUTE } as const;
const REFUSED = { kind: 'credentials', cause: 'status 401', since: NOW } as const;

/** The circuit after so many probes, each begun as soon as it was due. @returns with the time of the last one */
function probed(open: OpenCircuit, times: number): { open: OpenCircuit; now: number } {
  let current = { open, now: NOW };
  for (let probe = 0; probe < times; probe += 1) {
    const now = Date.parse(current.open.probeAt);
    current = { open: withProbeBegun(current.open, now), now };
  }
  return current;
}

describe('failures of Ordoro', () => {
  it('are no reason to doubt before there are five of them in a row', () => {
    expect(isTooLong(rowOf(NOW, NOW + 1, NOW + 2, NOW + 3))).toBe(false);
    expect(isTooLong(rowOf(NOW, NOW + 1, NOW + 2, NOW + 3, NOW + 4))).toBe(true);
  });

  it('are not in a row when more than ten minutes lie between them', () => {
    const long = 10 * MINUTE;
    expect(rowOf(NOW, NOW + long).count).toBe(2);
    expect(rowOf(NOW, NOW + long + 1)).toEqual({ count: 1, firstAt: NOW + long + 1, lastAt: NOW + long + 1 });
  });
});

describe('an open circuit', () => {
  it('says since when and why, and that the first probe is due after 15 seconds', () => {
    expect(opened(AWAY, NOW)).toEqual({
      reason: 'unavailable',
      since: after(-MINUTE),
      cause: 'status 503',
      probes: 0,
      probeAt: after(15 * SECOND),
    });
    expect(isProbeDue(opened(AWAY, NOW), NOW + 15 * SECOND - 1)).toBe(false);
    expect(isProbeDue(opened(AWAY, NOW), NOW + 15 * SECOND)).toBe(true);
  });

  it('is probed after 15 and 30 seconds, 1, 2 and 4 minutes, then every 4 minutes, so that each run of the job finds one due', () => {
    const waits = [0, 1, 2, 3, 4, 5, 6].map((times) => {
      const { open, now } = probed(opened(AWAY, NOW), times);
      return (Date.parse(open.probeAt) - now) / SECOND;
    });
    expect(waits).toEqual([15, 30, 60, 120, 240, 240, 240]);
  });

  it('is not probed before the time that Ordoro asked for, but within the hour', () => {
    expect(opened({ ...AWAY, retryAfterMs: 10 * MINUTE }, NOW).probeAt).toBe(after(10 * MINUTE));
    expect(opened({ ...AWAY, retryAfterMs: 1_000_000 * MINUTE }, NOW).probeAt).toBe(after(60 * MINUTE));
    const { open, now } = probed(opened(AWAY, NOW), 1);
    const failed = afterProbe(open, { ...AWAY, retryAfterMs: 20 * MINUTE }, now);
    expect(Date.parse(failed.probeAt) - now).toBe(20 * MINUTE);
  });

  it('is probed at once when its time is none, or one that only a wrong clock can have set', () => {
    const open = opened(AWAY, NOW);
    expect(isProbeDue({ ...open, probeAt: 'soon' }, NOW)).toBe(true);
    expect(isProbeDue({ ...open, probeAt: after(26 * 60 * MINUTE) }, NOW)).toBe(true);
    expect(isProbeDue({ ...open, probeAt: after(65 * MINUTE) }, NOW)).toBe(false);
  });

  it('makes up soon for a probe that could not be made, and does not count it', () => {
    const { open, now } = probed(opened(AWAY, NOW), 5);
    const unmade = afterNoProbe(open, now);
    expect(unmade.probes).toBe(4);
    expect(Date.parse(unmade.probeAt) - now).toBe(15 * SECOND);
    expect(Date.parse(withProbeBegun(unmade, now).probeAt) - now).toBe(240 * SECOND);
  });

  it('stays the same, word for word, while probes fail for the same reason', () => {
    const { open, now } = probed(opened(AWAY, NOW), 3);
    expect(afterProbe(open, { kind: 'unavailable', cause: 'no answer in time' }, now)).toBe(open);
    expect(pauseOf(open)).toEqual(pauseOf(opened(AWAY, NOW)));
  });

  it('begins anew with another reason', () => {
    const { open, now } = probed({ ...opened(AWAY, NOW), alertedAt: after(0) }, 2);
    const refused = afterProbe(open, { kind: 'credentials', cause: 'status 403' }, now);
    expect(refused).toMatchObject({ reason: 'credentials', cause: 'status 403', since: new Date(now).toISOString() });
    expect(isAlertDue(refused, now)).toBe(true);
  });

  it('is worth an alert at once for a refused key, for an outage after five minutes, and once', () => {
    expect(isAlertDue(opened(REFUSED, NOW), NOW)).toBe(true);
    const away = opened({ ...AWAY, since: NOW }, NOW);
    expect(isAlertDue(away, NOW + 5 * MINUTE - 1)).toBe(false);
    expect(isAlertDue(away, NOW + 5 * MINUTE)).toBe(true);
    expect(isAlertDue({ ...away, alertedAt: after(0) }, NOW + 30 * 60 * MINUTE)).toBe(false);
  });

  it('tells in words what has happened and whether there is something to do', () => {
    expect(pauseOf(opened(AWAY, NOW))).toEqual({
      code: 'ordoro-unavailable',
      since: '2026-11-23T09:59:00.000Z',
      message:
        'Ordoro does not answer since 2026-11-23 09:59 UTC (status 503); nothing to do, everything goes on by itself when it is back',
    });
    expect(pauseOf(opened(REFUSED, NOW))).toEqual({
      code: 'ordoro-auth',
      since: '2026-11-23T10:00:00.000Z',
      message:
        'Ordoro refuses the API key since 2026-11-23 10:00 UTC (status 401); nothing is sent until it accepts it again, then everything goes on by itself',
    });
  });
});
