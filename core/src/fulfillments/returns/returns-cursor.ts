import { type Micros, microsOf, textOfMicros } from '../../ordoro/instants.ts';
import type { WalkPosition } from './newest-first.ts';

/** A pass begins this long before its cursor, because rows may become visible late. Microseconds. */
const LOOK_BACK: Micros = 120_000_000;

/**
 * Value of the cursor `returns`. Times are `updated_date` of Ordoro, UTC with microseconds.
 *
 * The list shows the newest change first, so the cursor can only move when a pass has come down to it. A pass that does not fit
 * one turn is kept in `pass` and goes on later from there: changes made meanwhile are newer than its `top`, push its rows down
 * and are left to the next pass, which again comes down to `top` less the look-back.
 */
export interface ReturnsCursor {
  /** Every change up to this time is dealt with; absent: none yet. */
  readonly time?: string;
  /** The pass that is under way. */
  readonly pass?: StoredPass;
}

/** A pass as it is kept between turns. */
export interface StoredPass {
  /** How far down it goes. */
  readonly stop: string;
  /** The newest row when it began. */
  readonly top?: string;
  /** Every row from `top` down to this time was looked at. */
  readonly done?: string;
  readonly offset: number;
  /** The oldest row that could neither be taken in nor be recorded: the cursor stays before it. */
  readonly missed?: string;
  /** An operator asked for it: orders are looked at even where the record knows everything. */
  readonly again?: true;
}

/** A pass as the task works on it. */
export interface ReturnsPass {
  readonly stop: Micros;
  readonly top: Micros | undefined;
  readonly position: WalkPosition;
  readonly missed: Micros | undefined;
  readonly again: boolean;
  /** Begun in an earlier turn. */
  readonly isResumed: boolean;
}

/** What decides which pass to work on. Epoch milliseconds, UTC. */
export interface PassQuestion {
  readonly cursor: ReturnsCursor | undefined;
  /** From where on returns are looked at when there is no cursor. */
  readonly exportSince: number;
  /** From where on an operator wants them to be looked at again. */
  readonly asked: number | undefined;
  readonly full: boolean;
}

/**
 * The pass to work on: the one under way, else a new one down to the cursor. What an operator asks for begins a new one, unless the
 * one under way is of that kind already and goes far enough; a new one goes at least as far down as the one it replaces.
 */
export function passFor({ cursor, exportSince, asked, full }: PassQuestion): ReturnsPass {
  const underWay = cursor?.pass === undefined ? undefined : resumed(cursor.pass);
  const cursorTime = microsOf(cursor?.time);
  const usual = cursorTime === undefined ? exportSince * 1_000 : cursorTime - LOOK_BACK;
  const wanted = [...(asked === undefined ? [] : [asked * 1_000]), ...(full ? [exportSince * 1_000] : [])];
  const isCovered = asked === undefined && wanted.every((time) => underWay?.again === true && underWay.stop <= time);
  if (underWay !== undefined && isCovered) return underWay;
  return {
    stop: Math.min(usual, underWay?.stop ?? usual, ...wanted),
    top: undefined,
    position: { done: undefined, offset: 0 },
    missed: undefined,
    again: wanted.length > 0 || underWay?.again === true,
    isResumed: false,
  };
}

/** The cursor while the pass is under way. */
export function cursorDuring(pass: ReturnsPass, before: ReturnsCursor | undefined): ReturnsCursor {
  const { stop, top, position, missed, again } = pass;
  const stored: StoredPass = {
    stop: textOfMicros(stop),
    ...(top === undefined ? {} : { top: textOfMicros(top) }),
    ...(position.done === undefined ? {} : { done: textOfMicros(position.done) }),
    offset: position.offset,
    ...(missed === undefined ? {} : { missed: textOfMicros(missed) }),
    ...(again ? { again: true as const } : {}),
  };
  return { ...(before?.time === undefined ? {} : { time: before.time }), pass: stored };
}

/**
 * The cursor once the pass has come down to its end: at its top, or just before what it missed, and never further back than
 * it was. @param isTrusted false: rows may have been hidden, so the cursor stays
 */
export function cursorAfter(pass: ReturnsPass, before: ReturnsCursor | undefined, isTrusted: boolean): ReturnsCursor {
  const kept = before?.time === undefined ? {} : { time: before.time };
  if (!isTrusted || pass.top === undefined) return kept;
  const reached = pass.missed === undefined ? pass.top : Math.min(pass.top, pass.missed - 1);
  const previous = microsOf(before?.time);
  return previous !== undefined && previous >= reached ? kept : { time: textOfMicros(reached) };
}

/** A pass of which nothing is done has no top either: it begins at the row that is the newest then. */
function resumed({ stop, top, done, offset, missed, again }: StoredPass): ReturnsPass {
  const reached = microsOf(done);
  const isBegun = reached !== undefined;
  return {
    stop: microsOf(stop) ?? 0,
    top: isBegun ? microsOf(top) : undefined,
    position: isBegun ? { done: reached, offset } : { done: undefined, offset: 0 },
    missed: microsOf(missed),
    again: again === true,
    isResumed: true,
  };
}
