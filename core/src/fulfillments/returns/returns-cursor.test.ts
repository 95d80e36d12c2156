import { describe, expect, it } from 'vitest';
import { cursorAfter, cursorDuring, passFor, type ReturnsPass } from './returns-cursor.ts';

const DAY = Date.UTC(2026, 10, 22);
const micros = (minute: number) => (DAY + minute * 60_000) * 1_000;
const text = (minute: number) => new Date(DAY + minute * 60_000).toISOString().replace('Z', '000Z');

const QUIET = { exportSince: DAY, asked: undefined, full: false };

function pass(more: Partial<ReturnsPass> = {}): ReturnsPass {
  return {
    stop: micros(8),
    top: micros(30),
    position: { done: micros(20), offset: 99 },
    missed: undefined,
    again: false,
    isResumed: true,
    ...more,
  };
}

const UNDER_WAY = { time: text(10), pass: { stop: text(8), top: text(30), done: text(20), offset: 99 } };

describe('a pass through the returns', () => {
  it('goes down to EXPORT_SINCE when there is no cursor', () => {
    expect(passFor({ ...QUIET, cursor: undefined })).toEqual({
      stop: micros(0),
      top: undefined,
      position: { done: undefined, offset: 0 },
      missed: undefined,
      again: false,
      isResumed: false,
    });
  });

  it('goes down to two minutes before the cursor', () => {
    expect(passFor({ ...QUIET, cursor: { time: text(10) } })).toMatchObject({ stop: micros(8), isResumed: false });
  });

  it('goes on where it was interrupted', () => {
    expect(passFor({ ...QUIET, cursor: UNDER_WAY })).toEqual(pass());
  });

  it('of which nothing is done begins at the row that is the newest then', () => {
    const cursor = { pass: { stop: text(8), top: text(30), offset: 0 } };
    expect(passFor({ ...QUIET, cursor })).toMatchObject({ top: undefined, position: { done: undefined, offset: 0 } });
  });

  it('begins anew when an operator names a time, and goes no less far down than the one it replaces', () => {
    const asked = (minute: number) => passFor({ ...QUIET, cursor: UNDER_WAY, asked: DAY + minute * 60_000 });
    const anew = { top: undefined, position: { done: undefined, offset: 0 }, again: true, isResumed: false };
    expect(asked(5)).toMatchObject({ ...anew, stop: micros(5) });
    expect(asked(15)).toMatchObject({ ...anew, stop: micros(8) });
  });

  it('of a full run begins once and is gone on with in the turns that follow', () => {
    const first = passFor({ ...QUIET, cursor: UNDER_WAY, full: true });
    expect(first).toMatchObject({ stop: micros(0), again: true, isResumed: false });
    const during = cursorDuring({ ...first, position: { done: micros(25), offset: 99 }, top: micros(30) }, UNDER_WAY);
    expect(passFor({ ...QUIET, cursor: during, full: true })).toMatchObject({
      stop: micros(0),
      position: { done: micros(25), offset: 99 },
      again: true,
      isResumed: true,
    });
  });
});

describe('the cursor', () => {
  it('stays where it is while a pass is under way, and keeps the whole pass', () => {
    const kept = cursorDuring(pass({ missed: micros(25), again: true }), { time: text(10) });
    expect(kept).toEqual({
      time: text(10),
      pass: { stop: text(8), top: text(30), done: text(20), offset: 99, missed: text(25), again: true },
    });
    expect(passFor({ ...QUIET, cursor: kept })).toEqual(pass({ missed: micros(25), again: true }));
  });

  it('moves to the newest row of the pass', () => {
    expect(cursorAfter(pass(), { time: text(10) }, true)).toEqual({ time: text(30) });
    expect(cursorAfter(pass(), undefined, true)).toEqual({ time: text(30) });
  });

  it('stays just before a row that was missed', () => {
    expect(cursorAfter(pass({ missed: micros(20) }), { time: text(10) }, true)).toEqual({
      time: '2026-11-22T00:19:59.999999Z',
    });
  });

  it('never moves back', () => {
    expect(cursorAfter(pass({ missed: micros(9) }), { time: text(10) }, true)).toEqual({ time: text(10) });
    expect(cursorAfter(pass({ top: micros(5) }), { time: text(10) }, true)).toEqual({ time: text(10) });
  });

  it('does not move when rows may have been hidden, or there were none', () => {
    expect(cursorAfter(pass(), { time: text(10) }, false)).toEqual({ time: text(10) });
    expect(cursorAfter(pass({ top: undefined }), { time: text(10) }, true)).toEqual({ time: text(10) });
    expect(cursorAfter(pass({ top: undefined }), undefined, true)).toEqual({});
  });
});
