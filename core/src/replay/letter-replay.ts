import type { StoredObject } from '../commercetools/custom-objects.ts';
import type { NewsTurn } from '../fulfillments/news.ts';
import type { DeadLetter } from '../records/dead-letters.ts';

/** A dead letter as read. */
export type StoredLetter = StoredObject<DeadLetter>;

/** Tries again what dead letters of some kind are about. */
export interface LetterReplay {
  /**
   * Takes up these letters until the turn's time is up. Success clears a letter, a new failure brings it up to date.
   * @returns those that are dealt with: done, failed anew, or due in the records of their subjects; the others come again
   * @throws PlatformError when commercetools could not be read or written
   */
  takeUp(letters: readonly StoredLetter[], turn: NewsTurn): Promise<readonly StoredLetter[]>;
}
