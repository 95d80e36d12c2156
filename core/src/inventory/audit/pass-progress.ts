import { EMPTY_TALLY, type StockTally } from './stock-tally.ts';

/** Changes with the form of the progress: what another release has left is not gone on with. */
const FORM = 2;

/** Where the pass of an audit stands. JSON. */
export interface PassProgress {
  readonly form: typeof FORM;
  /** Rows of the product list that are behind it. */
  readonly offset: number;
  /** Products of the list when the last page was read; absent: not told. */
  readonly count?: number;
  /** The list has been read to its end; kits are left, because their components may stand anywhere. */
  readonly isWalked: boolean;
  /** The last kit that was compared, in alphabetical order; absent: none yet. */
  readonly kitsAfter?: string;
  readonly tally: StockTally;
}

/** Where a pass begins. */
export const PASS_START: PassProgress = { form: FORM, offset: 0, isWalked: false, tally: EMPTY_TALLY };

/** The progress that was stored; undefined when there is none of this form. */
export function storedProgress(stored: unknown): PassProgress | undefined {
  return (stored as Partial<PassProgress> | undefined)?.form === FORM ? (stored as PassProgress) : undefined;
}

/** What of a page of products moves the place in the list. */
export interface SeenPage {
  readonly rows: number;
  readonly count: number | undefined;
  readonly isLast: boolean;
}

/**
 * The place after a page. When the list has become shorter since the page before, rows may have moved in front of the place without
 * having been seen: then it goes back by as many rows.
 */
export function movedOn(progress: PassProgress, page: SeenPage): PassProgress {
  const { count, rows, isLast } = page;
  const gone = progress.count === undefined || count === undefined ? 0 : Math.max(0, progress.count - count);
  return {
    ...progress,
    offset: gone > 0 ? Math.max(0, progress.offset - gone) : progress.offset + rows,
    ...(count === undefined ? {} : { count }),
    isWalked: isLast && (gone === 0 || progress.offset === 0),
  };
}
