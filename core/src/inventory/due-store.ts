import { ConflictError } from '../problems/errors.ts';
import type { Cursors } from '../records/cursors.ts';
import { type DueList, NOTHING_DUE } from './due-skus.ts';

/** Key of the list in `<CONNECTOR_ID>-cursors`. */
const KEY = 'inventory.due';

/** Tries to write it against other writers. */
const MAX_TRIES = 10;

/** An edit of the list as it stands. */
type Edit = (list: DueList) => DueList;

/**
 * The list of SKUs whose stock has to be looked at again. Several processes write to it; edits that come together in one process
 * are written together.
 */
export class DueStore {
  readonly #cursors: Pick<Cursors, 'read' | 'write'>;
  #waiting: Edit[] = [];
  #next: Promise<void> | undefined;
  #last: Promise<void> = Promise.resolve();

  constructor(cursors: Pick<Cursors, 'read' | 'write'>) {
    this.#cursors = cursors;
  }

  /** @throws PlatformError */
  async read(): Promise<DueList> {
    return (await this.#cursors.read<DueList>(KEY))?.value ?? NOTHING_DUE;
  }

  /**
   * Changes the list; an edit that changes nothing is not written. It may be carried out more than once, on newer lists.
   * @throws PlatformError when the list could not be written: then nothing of the edit is on record
   */
  change(edit: Edit): Promise<void> {
    this.#waiting.push(edit);
    if (this.#next === undefined) {
      const flush = this.#last.catch(() => undefined).then(() => this.#flush());
      this.#next = flush;
      this.#last = flush;
    }
    return this.#next;
  }

  async #flush(): Promise<void> {
    const edits = this.#waiting;
    this.#waiting = [];
    this.#next = undefined;
    for (let tries = 1; ; tries += 1) {
      const stored = await this.#cursors.read<DueList>(KEY);
      const before = stored?.value ?? NOTHING_DUE;
      const after = edits.reduce((list, edit) => edit(list), before);
      if (JSON.stringify(after) === JSON.stringify(before)) return;
      try {
        await this.#cursors.write<DueList>(KEY, after, stored);
        return;
      } catch (error) {
        if (!(error instanceof ConflictError) || tries >= MAX_TRIES) throw error;
      }
    }
  }
}
