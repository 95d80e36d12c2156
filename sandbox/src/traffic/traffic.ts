import { type Clock, systemClock } from '../clock.ts';
import { type CallMatch, effectName, type Fault, type FaultEffect, matches, type RecordedCall } from './fault.ts';

interface ArmedFault {
  readonly fault: Fault;
  skipLeft: number;
  timesLeft: number;
}

/** The calls a stand-in received and the faults it is to show. `applyTraffic` connects it to a server. */
export class Traffic {
  /** Every call since the start or the last reset, in order of arrival. */
  readonly calls: RecordedCall[] = [];
  readonly #clock: Clock;
  #armed: ArmedFault[] = [];

  constructor(clock: Clock = systemClock) {
    this.#clock = clock;
  }

  /** Arms a fault. Of several that match one call the one armed first hits; the others still wait. */
  inject(fault: Fault): void {
    if (fault.times === 0) return;
    this.#armed.push({ fault, skipLeft: fault.skip ?? 0, timesLeft: fault.times ?? 1 });
  }

  /** Disarms all faults; calls already hanging go on hanging. */
  clearFaults(): void {
    this.#armed = [];
  }

  /** Forgets the calls and disarms all faults. */
  reset(): void {
    this.calls.length = 0;
    this.clearFaults();
  }

  /** How many recorded calls match. */
  count(match: CallMatch = {}): number {
    return this.calls.filter((call) => matches(match, call)).length;
  }

  /** Records the arrival of a call (used by `applyTraffic`). */
  record(call: Omit<RecordedCall, 'at'>): RecordedCall {
    const recorded = { at: this.#clock(), ...call };
    this.calls.push(recorded);
    return recorded;
  }

  /** The effect that hits this call, counted down and noted on the call (used by `applyTraffic`, once per call). */
  take(call: RecordedCall): FaultEffect | undefined {
    for (const armed of this.#armed) {
      if (!matches(armed.fault.match, call)) continue;
      if (armed.skipLeft > 0) {
        armed.skipLeft -= 1;
        continue;
      }
      armed.timesLeft -= 1;
      if (armed.timesLeft <= 0) this.#armed = this.#armed.filter((other) => other !== armed);
      call.fault = effectName(armed.fault.effect);
      return armed.fault.effect;
    }
    return undefined;
  }
}
