/** Lets one write after the other run to its end: on the platform a read, its version check and the write are one step. */
export class WriteLock {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs `work` after every earlier one has ended. Not re-entrant: `work` must not call `run` again. */
  run<T>(work: () => T | Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => undefined);
    return result;
  }
}
