import fc from 'fast-check';
import { faultOfOnHand, faultOfStock } from './fault-choices.ts';
import type { Step } from './history.ts';
import { later, troubleAt, working } from './scene-steps.ts';

const side = fc.constantFrom('east' as const, 'west' as const);
const units = fc.integer({ min: 0, max: 30 });

/** Two articles are counted, and the shop is not told at once. */
export const troubleWithCount: fc.Arbitrary<readonly Step[]> = fc
  .record({
    sku: fc.nat({ max: 2 }),
    side,
    counts: fc.tuple(units, units),
    trouble: troubleAt(faultOfStock, ['stock write']),
    // What was counted longer ago than runs look back is compared again only because it was written down that it failed.
    isOld: fc.constantFrom(true, true, true, false),
    isMet: fc.constantFrom(false, false, false, true),
  })
  .map(({ sku, side: counted, counts: [first, second], trouble, isOld, isMet }): Step[] => [
    { what: 'is counted', sku, side: counted, onHand: first },
    { what: 'is counted', sku: sku + 1, side: counted, onHand: second },
    ...(isOld ? [later(3)] : []),
    working(isMet ? ['job', 'job'] : 'job', trouble),
    later(1.2),
  ]);

/** The merchant sets the stock of an article, and Ordoro is not told at once. */
export const troubleWithOwned: fc.Arbitrary<readonly Step[]> = fc
  .record({
    side,
    units,
    worker: fc.constantFrom('messages' as const, 'messages' as const, 'job' as const),
    trouble: troubleAt(faultOfOnHand, ['on hand']),
  })
  .map(({ side: set, units: to, worker, trouble }): Step[] => [
    { what: 'is set', side: set, units: to },
    working(worker, trouble),
    later(1.2),
  ]);
