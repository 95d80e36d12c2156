import fc from 'fast-check';
import { faultOfUpdate } from './fault-choices.ts';
import type { ChaosFault, Passing, Step, Worker } from './history.ts';

const PASSING: Passing = { order: 'as sent', isDoubled: false, hasPayload: true };

/** Which Ordoro order, counted around. */
const some = fc.nat({ max: 5 });

function working(worker: Worker, faults: readonly ChaosFault[] = []): Step {
  return { what: 'work', workers: [worker], passing: PASSING, faults };
}

function later(minutes: number): Step {
  return { what: 'time passes', minutes };
}

/** A creation arrives when its sender has given it up: between the look-ups, or after both. */
const lateCreation = fc
  .record({
    worker: fc.constantFrom('messages' as const, 'job' as const),
    isHopeless: fc.constantFrom(false, false, true),
    isDead: fc.boolean(),
  })
  .map(({ worker, isHopeless, isDead }): Step[] => {
    const minutes = isHopeless ? 4 : isDead ? 2.25 : 1.5;
    const moment = { worker: 0, at: 'creation' } as const;
    const sending: Step = {
      what: 'work',
      workers: [worker],
      passing: PASSING,
      faults: [],
      stuck: { ...moment, minutes },
      ...(isDead ? { crash: { worker: 0, at: 'while stuck', when: 'before' } as const } : {}),
    };
    // A claim ends after a minute, and only then the look-ups begin.
    const wait = isDead ? 2.05 : 1.12;
    return [{ what: 'is ordered', kind: 'plain' }, sending, later(wait), working('job'), later(1.1), working('job')];
  });

/** An order is not shown what happened to it, while everybody else has news: no list brings it up again. */
const troubleWithNews = fc
  .record({
    what: fc.constantFrom('ships' as const, 'ships' as const, 'ships in two packages' as const, 'splits' as const),
    at: some,
    fault: faultOfUpdate,
    times: fc.constantFrom(1, 1, 2),
  })
  .map(({ what, at, fault, times }): Step[] => [
    what === 'splits' ? { what, order: at, at: 0, line: 0, units: 1 } : { what, order: at, at: 0 },
    later(4),
    { what: 'is ordered', kind: 'plain' },
    working('messages'),
    ...Array.from({ length: times }, () => working('job', [fault])),
  ]);

/** An order of which nobody heard is met by trouble, while a later one lets the sweep pass it. */
const troubleWithSweep = faultOfUpdate.map((fault): Step[] => [
  { what: 'is ordered', kind: 'plain' },
  later(4),
  { what: 'is ordered', kind: 'plain' },
  { what: 'messages are lost' },
  working('job', [fault]),
]);

/** A shipment is shown, and then it is undone. */
const undoneShipment = fc
  .record({ at: some, fault: fc.option(faultOfUpdate, { nil: undefined }) })
  .map(({ at, fault }): Step[] => [
    { what: 'ships', order: at, at: 0 },
    working('job'),
    later(4),
    { what: 'voids', order: at, at: 0, leaves: 'flag' },
    working('job', fault === undefined ? [] : [fault]),
  ]);

/** Several steps in a row, aimed at moments that chance alone hardly meets. */
export const scene: fc.Arbitrary<readonly Step[]> = fc.oneof(
  lateCreation,
  { weight: 4, arbitrary: troubleWithNews },
  troubleWithSweep,
  undoneShipment,
);
