import pMap from 'p-map';

/** Orders brought in step at once. */
const PARALLEL = 5;

/**
 * Several at once, begun in their order. Every one that was begun comes to its end, also when another fails: a pass over an order
 * that is left alone would end as an uncertain order.
 * @throws the first of the errors, after all have ended
 */
export async function inParallel<T>(
  items: readonly T[],
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  try {
    await pMap(items, work, { concurrency: PARALLEL, stopOnError: false });
  } catch (error) {
    throw error instanceof AggregateError ? error.errors[0] : error;
  }
}
