import fc from 'fast-check';
import { troubleWithChange, troubleWithReopening, troubleWithReturn } from './change-scenes.ts';
import { faultOfUpdate } from './fault-choices.ts';
import type { Step } from './history.ts';
import { later, working } from './scene-steps.ts';
import { troubleWithCount, troubleWithOwned } from './stock-scenes.ts';
import type { Subject } from './world.ts';

/** Which Ordoro order, counted around. */
const some = fc.nat({ max: 5 });

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
    const sending = working(worker, {
      stuck: { ...moment, minutes },
      ...(isDead ? { crash: { worker: 0, at: 'while stuck', when: 'before' } } : {}),
    });
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
    ...Array.from({ length: times }, () => working('job', { faults: [fault] })),
  ]);

/** An order of which nobody heard is met by trouble, while a later one lets the sweep pass it. */
const troubleWithSweep = faultOfUpdate.map((fault): Step[] => [
  { what: 'is ordered', kind: 'plain' },
  later(4),
  { what: 'is ordered', kind: 'plain' },
  { what: 'messages are lost' },
  working('job', { faults: [fault] }),
]);

/** A shipment is shown, and then it is undone. */
const undoneShipment = fc
  .record({ at: some, fault: fc.option(faultOfUpdate, { nil: undefined }) })
  .map(({ at, fault }): Step[] => [
    { what: 'ships', order: at, at: 0 },
    working('job'),
    later(4),
    { what: 'voids', order: at, at: 0, leaves: 'flag' },
    working('job', { faults: fault === undefined ? [] : [fault] }),
  ]);

/** Several steps in a row, aimed at moments that chance alone hardly meets. */
export const scenes: Readonly<Record<Subject, fc.Arbitrary<readonly Step[]>>> = {
  orders: fc.oneof(
    { weight: 2, arbitrary: lateCreation },
    { weight: 4, arbitrary: troubleWithNews },
    { weight: 1, arbitrary: troubleWithSweep },
    { weight: 2, arbitrary: undoneShipment },
    { weight: 5, arbitrary: troubleWithChange },
    { weight: 3, arbitrary: troubleWithReopening },
    { weight: 2, arbitrary: troubleWithReturn },
  ),
  stock: fc.oneof(
    { weight: 6, arbitrary: troubleWithCount },
    { weight: 4, arbitrary: troubleWithOwned },
    { weight: 1, arbitrary: troubleWithReopening },
  ),
};
