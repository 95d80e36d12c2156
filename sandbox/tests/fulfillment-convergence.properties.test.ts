import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Journey } from './connector-under-test.ts';
import { forgetAll, standingOf } from './from-scratch.ts';
import { writesDuring } from './in-step.ts';
import { propertyRuns } from './property-runs.ts';
import { MINUTE } from './virtual-time.ts';
import { stories, tell } from './warehouse-stories.ts';

/** Runs of the job, five minutes apart, after which everything must be quiet. */
const MAX_RUNS = 12;

/** Runs the job until a run writes nothing. */
async function untilQuiet(journey: Journey): Promise<void> {
  let writes: string[] = [];
  for (let run = 0; run < MAX_RUNS; run += 1) {
    writes = await writesDuring(journey, async () => {
      await journey.deliver();
      await journey.runJob();
    });
    if (writes.length === 0) return;
    journey.time.advance(5 * MINUTE);
  }
  throw new Error(`Still not quiet after ${MAX_RUNS} runs: ${writes.join(', ')}`);
}

/**
 * What an order shows follows from where both platforms stand, not from what happened before. Exceptions, each decided and
 * tested on its own, which the stories leave out:
 * - an order that is cancelled in Ordoro after it was shipped keeps its delivery: from scratch it would show none;
 * - `Delivered` is never taken back, and a shipment state only as far as the connector wrote it last;
 * - numbers of a return that fall again are reported and change nothing.
 */
describe('whatever happens in shop and warehouse', () => {
  it('ends where a connector that remembers nothing would end, and then nothing is written any more', async () => {
    await fc.assert(
      fc.asyncProperty(stories, async (story) => {
        const journey = await Journey.start();
        try {
          const ids = await tell(journey, story);
          await untilQuiet(journey);
          const standing = ids.map((id) => standingOf(journey, id));

          await forgetAll(journey, ids);
          journey.jobUrl = `${await journey.startJob()}/job`;
          await untilQuiet(journey);

          expect(standing).toEqual(ids.map((id) => standingOf(journey, id)));
          expect(journey.sandbox.ordoro.violations).toEqual([]);
        } finally {
          await journey.close();
        }
      }),
      propertyRuns(15),
    );
  }, 600_000);
});
