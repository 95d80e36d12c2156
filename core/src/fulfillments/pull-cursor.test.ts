import { describe, expect, it } from 'vitest';
import { microsOf } from '../ordoro/instants.ts';
import {
  advanced,
  isSameCursor,
  type PullCursor,
  type PullQuestion,
  pullCursor,
  withoutReplay,
} from './pull-cursor.ts';

const EXPORT_SINCE = Date.parse('2026-11-01T00:00:00Z');
const STORED: PullCursor = { time: '2026-11-23T10:00:00.000007Z', channels: [7] };

function planned(more: Partial<PullQuestion> = {}): PullCursor {
  return pullCursor({
    stored: STORED,
    channels: [7],
    exportSince: EXPORT_SINCE,
    asked: undefined,
    full: false,
    ...more,
  });
}

describe('the cursor at the beginning of a turn', () => {
  it('is at the beginning of the export in the first run', () => {
    expect(planned({ stored: undefined })).toEqual({ time: '2026-11-01T00:00:00.000000Z', channels: [7] });
  });

  it('is the stored one when nothing was asked for', () => {
    expect(planned()).toEqual(STORED);
  });

  it('is at the beginning of the export when what is stored is no time', () => {
    expect(planned({ stored: { time: 'yesterday', channels: [7] } }).time).toBe('2026-11-01T00:00:00.000000Z');
  });

  it('keeps every channel that was ever in use', () => {
    expect(planned({ stored: { ...STORED, channels: [3, 7] } }).channels).toEqual([3, 7]);
  });

  it('takes a new channel for good, and looks an hour back for it', () => {
    expect(planned({ channels: [7, 9, 4] })).toEqual({
      ...STORED,
      channels: [4, 7, 9],
      replay: { since: '2026-11-23T09:00:00.000007Z', time: '2026-11-23T09:00:00.000007Z' },
    });
  });
});

describe('a replay', () => {
  const since = (text: string) => ({ since: text, time: text });

  it('begins where it was asked for', () => {
    expect(planned({ asked: Date.parse('2026-11-20T00:00:00Z') }).replay).toEqual(since('2026-11-20T00:00:00.000000Z'));
  });

  it('begins at the beginning of the export when everything was asked for', () => {
    expect(planned({ full: true }).replay).toEqual(since('2026-11-01T00:00:00.000000Z'));
  });

  it('is none when what was asked for is still to come', () => {
    expect(planned({ asked: Date.parse('2026-11-24T00:00:00Z') }).replay).toBeUndefined();
    expect(planned({ stored: undefined, full: true }).replay).toBeUndefined();
  });

  it('goes on in the next turn, also when the same is asked again', () => {
    const replay = { since: '2026-11-01T00:00:00.000000Z', time: '2026-11-10T00:00:00.000000Z' };
    expect(planned({ stored: { ...STORED, replay } }).replay).toEqual(replay);
    expect(planned({ stored: { ...STORED, replay }, full: true }).replay).toEqual(replay);
    expect(planned({ stored: { ...STORED, replay }, asked: Date.parse('2026-11-20T00:00:00Z') }).replay).toEqual(
      replay,
    );
  });

  it('begins anew when something earlier is asked for', () => {
    const replay = { since: '2026-11-10T00:00:00.000000Z', time: '2026-11-15T00:00:00.000000Z' };
    expect(planned({ stored: { ...STORED, replay }, full: true }).replay).toEqual(since('2026-11-01T00:00:00.000000Z'));
  });
});

describe('a cursor', () => {
  const at = (text: string) => microsOf(text)!;
  const replaying: PullCursor = {
    ...STORED,
    replay: { since: '2026-11-01T00:00:00.000000Z', time: '2026-11-10T00:00:00.000000Z' },
  };

  it('moves forward, to the microsecond', () => {
    expect(advanced(STORED, 'news', at('2026-11-23T10:00:00.000008Z')).time).toBe('2026-11-23T10:00:00.000008Z');
  });

  it('never goes back', () => {
    expect(advanced(STORED, 'news', at('2026-11-23T10:00:00.000006Z'))).toBe(STORED);
    expect(advanced(STORED, 'news', Number.NEGATIVE_INFINITY)).toBe(STORED);
    expect(advanced(replaying, 'replay', at('2026-11-09T00:00:00Z'))).toBe(replaying);
  });

  it('leaves the news where they are while a replay comes closer, and ends the replay when it has reached them', () => {
    expect(advanced(replaying, 'replay', at('2026-11-12T00:00:00Z'))).toEqual({
      ...STORED,
      replay: { since: '2026-11-01T00:00:00.000000Z', time: '2026-11-12T00:00:00.000000Z' },
    });
    expect(advanced(replaying, 'replay', at('2026-11-23T10:00:00.000007Z'))).toEqual(STORED);
    expect(advanced(STORED, 'replay', at('2026-11-23T11:00:00Z'))).toBe(STORED);
    expect(withoutReplay(replaying)).toEqual(STORED);
  });
});

describe('two cursors', () => {
  const replay = { since: '2026-11-01T00:00:00.000000Z', time: '2026-11-10T00:00:00.000000Z' };

  it('are the same in whatever order their fields stand', () => {
    expect(isSameCursor({ replay, channels: [7], time: STORED.time }, { ...STORED, replay: { ...replay } })).toBe(true);
  });

  it.each<[string, PullCursor]>([
    ['time', { ...STORED, time: '2026-11-23T10:00:00.000008Z' }],
    ['channels', { ...STORED, channels: [7, 8] }],
    ['replay', { ...STORED, replay }],
  ])('differ by their %s', (_what, other) => {
    expect(isSameCursor(STORED, other)).toBe(false);
    expect(isSameCursor({ ...other, replay }, { ...other, replay: { ...replay, time: replay.since } })).toBe(false);
  });
});
