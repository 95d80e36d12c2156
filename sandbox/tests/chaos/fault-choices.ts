import fc from 'fast-check';
import type { FaultEffect } from '../../src/traffic/fault.ts';
import type { CallKind } from './call-kinds.ts';
import type { ChaosFault, OutageStep } from './history.ts';

const HOLDING_UP: readonly FaultEffect[] = [
  { kind: 'reset', when: 'before-work' },
  { kind: 'reset', when: 'after-work' },
  { kind: 'hang', when: 'before-work' },
  { kind: 'hang', when: 'after-work' },
  { kind: 'status', when: 'before-work', status: 503 },
  { kind: 'status', when: 'after-work', status: 502 },
  { kind: 'truncated-json' },
];

const OF_ORDORO: readonly FaultEffect[] = [
  ...HOLDING_UP,
  { kind: 'status', when: 'before-work', status: 429 },
  { kind: 'status', when: 'before-work', status: 429, headers: { 'retry-after': '20' } },
  { kind: 'status', when: 'before-work', status: 401 },
  { kind: 'html', when: 'after-work', status: 503 },
  { kind: 'broken-json' },
  { kind: 'empty-body' },
];

const CONFLICT = { code: 'ConcurrentModification', message: 'Version mismatch.' };

/** Somebody else was faster. */
const CONFLICTING: FaultEffect = {
  kind: 'status',
  when: 'before-work',
  status: 409,
  body: { statusCode: 409, message: CONFLICT.message, errors: [CONFLICT] },
};

const OF_COMMERCETOOLS: readonly FaultEffect[] = [...HOLDING_UP, CONFLICTING];

const REFUSING: readonly FaultEffect[] = [
  { kind: 'reset', when: 'before-work' },
  { kind: 'status', when: 'before-work', status: 503 },
];

const commercetools = { side: fc.constant('commercetools' as const), effect: fc.constantFrom(...OF_COMMERCETOOLS) };

/** Trouble that meets what is done about trouble. */
const followUp: fc.Arbitrary<ChaosFault> = fc.record({
  ...commercetools,
  target: fc.constantFrom('record' as const, 'order read' as const, 'order update' as const),
  skip: fc.constantFrom(0, 0, 1),
  // A read is tried again at once, so only the second failure in a row is one.
  times: fc.constantFrom(1, 2),
});

/** Some calls of one kind go wrong. */
export const fault: fc.Arbitrary<ChaosFault> = fc.oneof(
  fc.record({
    side: fc.constant('ordoro' as const),
    target: fc.constantFrom('creation' as const, 'edit' as const, 'edit' as const, 'any' as const, 'write' as const),
    skip: fc.nat({ max: 2 }),
    times: fc.constantFrom(1, 1, 2),
    effect: fc.constantFrom(...OF_ORDORO),
  }),
  fc.record({
    ...commercetools,
    target: fc.constantFrom(
      'record' as const,
      'order update' as const,
      'order read' as const,
      'stock write' as const,
      'cursor' as const,
      'write' as const,
      'any' as const,
    ),
    skip: fc.nat({ max: 6 }),
    times: fc.constantFrom(1, 2),
  }),
  fc
    .tuple(
      fc.record({ ...commercetools, target: fc.constantFrom('record' as const, 'order update' as const) }),
      followUp,
    )
    .map(([first, second]) => ({ ...first, skip: 0, times: 1, followUp: second })),
);

/** What goes wrong while an order is shown what happened to it: its update is not taken, and sometimes worse follows. */
export const faultOfUpdate: fc.Arbitrary<ChaosFault> = fc.oneof(
  fc.record({
    side: fc.constant('commercetools' as const),
    target: fc.constant('order update' as const),
    skip: fc.constant(0),
    times: fc.constantFrom(1, 2, 20),
    effect: fc.constantFrom(...REFUSING),
  }),
  fc.record({
    side: fc.constant('commercetools' as const),
    target: fc.constant('order update' as const),
    skip: fc.constant(0),
    times: fc.constant(1),
    effect: fc.constant(CONFLICTING),
    followUp: fc.record({
      side: fc.constant('commercetools' as const),
      target: fc.constant('order read' as const),
      skip: fc.constant(0),
      times: fc.constantFrom(2, 4),
      effect: fc.constantFrom(...REFUSING),
    }),
  }),
  fc.record({
    side: fc.constant('commercetools' as const),
    target: fc.constantFrom('order update' as const, 'record' as const),
    skip: fc.constant(0),
    times: fc.constant(1),
    effect: fc.constantFrom(...OF_COMMERCETOOLS),
    followUp,
  }),
);

/** What goes wrong while Ordoro is told of a change. */
export const faultOfEdit: fc.Arbitrary<ChaosFault> = aimed('ordoro', ['edit'], OF_ORDORO);

/** What goes wrong while the shop is told of Ordoro's stock, or while it is written down how far that has come. */
export const faultOfStock: fc.Arbitrary<ChaosFault> = fc.oneof(
  { weight: 2, arbitrary: aimed('commercetools', ['stock write'], OF_COMMERCETOOLS) },
  { weight: 3, arbitrary: aimed('commercetools', ['stock write'], REFUSING) },
  { weight: 2, arbitrary: aimed('commercetools', ['cursor'], OF_COMMERCETOOLS) },
);

/** What goes wrong while Ordoro is told of the shop's stock. */
export const faultOfOnHand: fc.Arbitrary<ChaosFault> = aimed('ordoro', ['on hand'], OF_ORDORO);

/** The first or second call of these kinds goes wrong, or some more. */
function aimed(
  side: ChaosFault['side'],
  targets: readonly CallKind[],
  effects: readonly FaultEffect[],
): fc.Arbitrary<ChaosFault> {
  return fc.record({
    side: fc.constant(side),
    target: fc.constantFrom(...targets),
    skip: fc.constantFrom(0, 0, 1),
    times: fc.constantFrom(1, 1, 2, 20),
    effect: fc.constantFrom(...effects),
  });
}

/** Nothing of one kind comes through for some runs. */
export const outageStep: fc.Arbitrary<OutageStep> = fc.record({
  what: fc.constant('outage' as const),
  fault: fc.oneof(
    fc.record({
      side: fc.constant('ordoro' as const),
      target: fc.constantFrom('any' as const, 'creation' as const, 'write' as const),
      effect: fc.constantFrom<FaultEffect>(
        ...REFUSING,
        { kind: 'status', when: 'before-work', status: 429 },
        { kind: 'status', when: 'before-work', status: 401 },
      ),
    }),
    fc.record({
      side: fc.constant('commercetools' as const),
      target: fc.constantFrom('order update' as const, 'record' as const, 'any' as const),
      effect: fc.constantFrom(...REFUSING),
    }),
  ),
  runs: fc.integer({ min: 1, max: 2 }),
  minutes: fc.constantFrom(2, 20, 70),
});
