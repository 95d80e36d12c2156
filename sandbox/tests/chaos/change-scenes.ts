import fc from 'fast-check';
import { faultOfEdit, faultOfUpdate } from './fault-choices.ts';
import type { MerchantStep, Step } from './history.ts';
import { LAST, later, troubleAt, working } from './scene-steps.ts';

function merchant(what: MerchantStep['what']): Step {
  return { what, order: LAST };
}

const REOPENED = merchant('is reopened');

/** What the merchant may think of, of an order that Ordoro has. */
const change: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(merchant('is cancelled')) },
  { weight: 2, arbitrary: fc.constant(merchant('gets another address')) },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant('merchant edits' as const),
      order: fc.constant(LAST),
      line: fc.constant(0),
      units: fc.integer({ min: 1, max: 4 }),
    }),
  },
);

const someWorker = fc.constantFrom('messages' as const, 'job' as const);

/** An order that Ordoro has is changed, and the change meets trouble on its way. */
export const troubleWithChange: fc.Arbitrary<readonly Step[]> = fc
  .record({
    change,
    isPartlyShipped: fc.constantFrom(false, false, false, true),
    worker: someWorker,
    trouble: troubleAt(faultOfEdit, ['edit', 'edit', 'order update']),
  })
  .map(({ change: first, isPartlyShipped, worker, trouble }): Step[] => [
    { what: 'is ordered', kind: 'plain' },
    working('messages'),
    ...(isPartlyShipped ? shippedInPart : []),
    first,
    working(worker, trouble),
    later(3),
  ]);

const shippedInPart: readonly Step[] = [
  { what: 'splits', order: LAST, at: 0, line: 0, units: 1 },
  { what: 'ships', order: LAST, at: 0 },
  working('job'),
];

/** The merchant, or the staff of the warehouse, think better of a cancellation, which Ordoro has heard of by then or not. */
export const troubleWithReopening: fc.Arbitrary<readonly Step[]> = fc
  .record({
    isHeardOf: fc.constantFrom(true, true, false),
    undoing: fc.constantFrom<Step>(REOPENED, REOPENED, REOPENED, { what: 'restores', order: LAST, at: 0 }),
    worker: someWorker,
    first: fc.option(troubleAt(faultOfEdit, ['edit', 'order update']), { nil: {}, freq: 2 }),
    second: troubleAt(faultOfEdit, ['edit', 'order update']),
  })
  .map(({ isHeardOf, undoing, worker, first, second }): Step[] => [
    { what: 'is ordered', kind: 'plain' },
    working('messages'),
    merchant('is cancelled'),
    ...(isHeardOf ? [working(worker, first), later(3)] : []),
    undoing,
    working(worker, second),
    later(3),
  ]);

/** Goods come back, and go back on the shelf; the order is not shown it at once. */
export const troubleWithReturn: fc.Arbitrary<readonly Step[]> = fc
  .record({
    units: fc.integer({ min: 1, max: 2 }),
    restocked: fc.integer({ min: 0, max: 2 }),
    trouble: troubleAt(faultOfUpdate, ['order update']),
    isHitTwice: fc.boolean(),
  })
  .map(({ units, restocked, trouble, isHitTwice }): Step[] => [
    { what: 'is ordered', kind: 'plain' },
    working('messages'),
    { what: 'ships', order: LAST, at: 0 },
    working('job'),
    { what: 'takes back', order: LAST, at: 0, units },
    working('job', trouble),
    later(4),
    ...(restocked === 0 ? [] : [{ what: 'restocks', order: LAST, at: 0, units: restocked } as const]),
    ...(isHitTwice ? [working('job', trouble)] : []),
  ]);
