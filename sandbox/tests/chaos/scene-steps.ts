import fc from 'fast-check';
import type { CallKind } from './call-kinds.ts';
import type { ChaosFault, Passing, Step, Worker, WorkStep } from './history.ts';

/** The order that came last. */
export const LAST = -1;

const PASSING: Passing = { order: 'as sent', isDoubled: false, hasPayload: true };

/** What goes wrong in a step of work. */
export type Trouble = Partial<Pick<WorkStep, 'faults' | 'crash' | 'stuck'>>;

/** These work side by side. */
export function working(workers: Worker | readonly Worker[], trouble: Trouble = {}): Step {
  const all = typeof workers === 'string' ? [workers] : workers;
  return { what: 'work', workers: all, passing: PASSING, faults: [], ...trouble };
}

/** So much time passes. */
export function later(minutes: number): Step {
  return { what: 'time passes', minutes };
}

/** A fault, or the first call of one of these kinds is the last of its process, or gets stuck. */
export function troubleAt(fault: fc.Arbitrary<ChaosFault>, kinds: readonly CallKind[]): fc.Arbitrary<Trouble> {
  const moment = { worker: fc.constant(0), at: fc.constantFrom(...kinds) };
  const when = fc.constantFrom('before' as const, 'after' as const);
  return fc.oneof(
    { weight: 3, arbitrary: fc.record({ faults: fc.tuple(fault) }) },
    { weight: 2, arbitrary: fc.record({ crash: fc.record({ ...moment, when }) }) },
    { weight: 1, arbitrary: fc.record({ stuck: fc.record({ ...moment, minutes: fc.constantFrom(0.1, 1.5, 4) }) }) },
  );
}
