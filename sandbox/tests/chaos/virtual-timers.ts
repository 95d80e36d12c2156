import type { VirtualTime } from '../virtual-time.ts';

/** `limit`: ends a call that has no answer by then; `stuck`: a call on its way arrives; `pause`: somebody goes on. */
type TimerKind = 'pause' | 'limit' | 'stuck';

interface Timer {
  readonly kind: TimerKind;
  readonly at: number;
  readonly fire: () => void;
}

/**
 * Pauses and time limits on virtual time. Nobody's wait moves the clock while somebody else can still go on: only `fireNext` does,
 * and `fireDue` after the clock was moved.
 */
export class VirtualTimers {
  readonly #time: VirtualTime;
  #timers: Timer[] = [];

  constructor(time: VirtualTime) {
    this.#time = time;
  }

  /** Calls `fire` when so much time has passed. */
  after(ms: number, fire: () => void, kind: TimerKind = 'pause'): void {
    this.#timers.push({ kind, at: this.#time.clock() + Math.ceil(ms), fire });
  }

  /** In place of `AbortSignal.timeout`. */
  readonly limit = (ms: number): AbortSignal => {
    const controller = new AbortController();
    this.after(ms, () => controller.abort(new DOMException('No answer in time.', 'TimeoutError')), 'limit');
    return controller.signal;
  };

  /**
   * Moves the clock to the next moment that somebody waits for.
   * @param isCallOpen false: no call is without its answer, so time limits end nothing
   * @returns whether there was such a moment
   */
  fireNext(isCallOpen: boolean): boolean {
    const isAnyOpen = isCallOpen || this.#timers.some(({ kind }) => kind === 'stuck');
    const moments = this.#timers.filter(({ kind }) => isAnyOpen || kind !== 'limit').map(({ at }) => at);
    if (moments.length === 0) return false;
    const next = Math.min(...moments);
    if (next > this.#time.clock()) this.#time.turnTo(next);
    this.fireDue();
    return true;
  }

  /** When the next call that is stuck arrives, epoch milliseconds; undefined: none is. */
  get nextArrival(): number | undefined {
    const moments = this.#timers.filter(({ kind }) => kind === 'stuck').map(({ at }) => at);
    return moments.length === 0 ? undefined : Math.min(...moments);
  }

  /** Wakes everybody whose time has come, in the order of their times. */
  fireDue(): void {
    const now = this.#time.clock();
    const due = this.#timers.filter(({ at }) => at <= now).sort((one, other) => one.at - other.at);
    this.#timers = this.#timers.filter(({ at }) => at > now);
    for (const { fire } of due) fire();
  }

  /** Nobody waits any more. */
  clear(): void {
    this.#timers = [];
  }
}
