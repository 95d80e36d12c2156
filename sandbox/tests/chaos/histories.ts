import fc from 'fast-check';
import { fault, outageStep } from './fault-choices.ts';
import type { History, Oddities, OrderKind, Step, WarehouseStep, WorkStep } from './history.ts';
import { scenes } from './scenes.ts';
import type { Subject } from './world.ts';

const someOrder = fc.nat({ max: 2 });
const some = fc.nat({ max: 5 });
const units = fc.integer({ min: 1, max: 3 });

const KINDS: Readonly<Record<Subject, readonly OrderKind[]>> = {
  orders: ['plain', 'plain', 'any', 'divided', 'divided', 'kit', 'unpaid', 'unpaid', 'no address', 'not ours'],
  stock: ['plain', 'plain', 'kit', 'kit', 'unpaid', 'unpaid', 'no address'],
};

/** So often in ten. */
function sometimes<T>(tenths: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: 10 - tenths, arbitrary: fc.constant(undefined) }, { weight: tenths, arbitrary });
}

const moment = {
  worker: fc.constantFrom(0, 0, 1),
  at: fc.oneof(
    fc.nat({ max: 8 }),
    fc.nat({ max: 30 }),
    fc.constantFrom('creation' as const, 'edit' as const, 'order update' as const, 'stock write' as const),
    fc.constant('creation' as const),
  ),
};

const workStep: fc.Arbitrary<WorkStep> = fc
  .record({
    what: fc.constant('work' as const),
    workers: fc.oneof(
      { weight: 3, arbitrary: fc.constant(['messages' as const]) },
      { weight: 3, arbitrary: fc.constant(['job' as const]) },
      { weight: 1, arbitrary: fc.constant(['job' as const, 'job' as const]) },
      { weight: 1, arbitrary: fc.constant(['job' as const, 'messages' as const]) },
      { weight: 1, arbitrary: fc.constant(['messages' as const, 'messages' as const]) },
    ),
    passing: fc.record({
      order: fc.constantFrom('as sent' as const, 'shuffled' as const),
      isDoubled: fc.boolean(),
      hasPayload: fc.boolean(),
    }),
    faults: fc.array(fault, { maxLength: 4 }),
    crash: sometimes(2, fc.record({ ...moment, when: fc.constantFrom('before' as const, 'after' as const) })),
    stuck: sometimes(2, fc.record({ ...moment, minutes: fc.constantFrom(0.1, 1.5, 4) })),
  })
  .map(({ crash, stuck, ...rest }) => ({
    ...rest,
    ...(crash === undefined ? {} : { crash }),
    ...(stuck === undefined ? {} : { stuck }),
  }));

const merchantStep = fc.record({
  what: fc.constantFrom(
    'is paid' as const,
    'is paid' as const,
    'is paid' as const,
    'is cancelled' as const,
    'is cancelled' as const,
    'is reopened' as const,
    'gets another address' as const,
    'gets another address' as const,
    'is held' as const,
    'is resumed' as const,
    'is to be tried again' as const,
  ),
  order: someOrder,
});

const warehouseStep: fc.Arbitrary<WarehouseStep> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      what: fc.constantFrom(
        'ships' as const,
        'ships' as const,
        'ships without tracking' as const,
        'ships in two packages' as const,
      ),
      order: someOrder,
      at: some,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      what: fc.constant('voids' as const),
      order: someOrder,
      at: some,
      leaves: fc.constant('flag' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ what: fc.constant('splits' as const), order: someOrder, at: some, line: some, units }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      what: fc.constant('merges' as const),
      order: someOrder,
      at: some,
      into: some,
      leaves: fc.constantFrom('empty' as const, 'lines' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      what: fc.constantFrom('cancels' as const, 'restores' as const),
      order: someOrder,
      at: some,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      what: fc.constantFrom('takes back' as const, 'restocks' as const),
      order: someOrder,
      at: some,
      units,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ what: fc.constant('merchant edits' as const), order: someOrder, line: some, units }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('record is lost' as const), order: someOrder }) },
);

const counting = fc.record({
  what: fc.constant('is counted' as const),
  sku: fc.nat({ max: 2 }),
  side: fc.constantFrom('east' as const, 'west' as const),
  onHand: fc.integer({ min: 0, max: 30 }),
});

const setting = fc.record({
  what: fc.constant('is set' as const),
  side: fc.constantFrom('east' as const, 'west' as const),
  units: fc.integer({ min: 0, max: 30 }),
});

/** @param shipping how much of it happens in the warehouse, against 6 of work in the connector */
function step(subject: Subject, shipping: number): fc.Arbitrary<Step> {
  return fc.oneof(
    { weight: 6, arbitrary: workStep },
    { weight: 1, arbitrary: outageStep },
    { weight: shipping, arbitrary: warehouseStep },
    { weight: 3, arbitrary: merchantStep },
    {
      weight: 1,
      arbitrary: fc.record({ what: fc.constant('is ordered' as const), kind: fc.constantFrom(...KINDS[subject]) }),
    },
    { weight: 1, arbitrary: fc.constant({ what: 'messages are lost' as const }) },
    {
      weight: 1,
      arbitrary: fc.record({ what: fc.constant('time passes' as const), minutes: fc.constantFrom(1.2, 3, 6, 70) }),
    },
    { weight: subject === 'stock' ? 4 : 0, arbitrary: counting },
    { weight: subject === 'stock' ? 2 : 0, arbitrary: setting },
  );
}

const oddities: fc.Arbitrary<Oddities> = fc.record({
  duplicateOrderId: fc.constantFrom(
    'reject' as const,
    'accept' as const,
    'accept-same-number' as const,
    'existing' as const,
  ),
  listLagMs: fc.constantFrom(0, 0, 30_000, 240_000),
  numberLagMs: fc.constantFrom(0, 0, 30_000),
  exclusiveBounds: fc.boolean(),
  parentsInList: fc.boolean(),
});

/** Histories of a few orders, where it is about stock sometimes none: most with a scene, the others with more steps that chance puts together. */
export function histories(subject: Subject): fc.Arbitrary<History> {
  const kind = fc.constantFrom(...KINDS[subject]);
  const begin = fc.oneof({ weight: 6, arbitrary: workStep }, { weight: 1, arbitrary: outageStep });
  const well = fc.constantFrom<readonly Step[]>([{ what: 'all is well for a while' }], []);
  const before = fc.array(step(subject, 1), { maxLength: 1 });
  const after = (minLength: number, maxLength: number) =>
    fc.array(step(subject, 10), { minLength, maxLength, size: 'max' });
  const steps = fc.oneof(
    { weight: 8, arbitrary: fc.tuple(fc.tuple(begin), well, scenes[subject], after(0, 1)) },
    { weight: 2, arbitrary: fc.tuple(fc.tuple(begin), before, well, after(1, 3)) },
  );
  return fc.record({
    luck: fc.nat({ max: 1_000_000 }),
    oddities,
    orders: fc.oneof(
      // With any order, a run looks at the whole of so small a catalogue, so nothing that was forgotten would show.
      { weight: subject === 'stock' ? 2 : 0, arbitrary: fc.constant([]) },
      { weight: 2, arbitrary: fc.tuple(kind) },
      { weight: 1, arbitrary: fc.tuple(kind, kind) },
    ),
    steps: steps.map((parts): readonly Step[] => parts.flat()),
    leftMessages: fc.constantFrom('arrive' as const, 'are lost' as const),
    isSeenADayLater: sometimes(1, fc.constant(true)).map((is) => is === true),
    rescanHours: fc.constantFrom(0 as const, 0 as const, 0 as const, 1 as const),
  });
}
