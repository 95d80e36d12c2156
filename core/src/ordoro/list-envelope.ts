import { z } from 'zod';

const limitSchema = z.object({ limit: z.number().int().min(1) });
const countSchema = z.object({ count: z.number().int().min(0) });

/**
 * Rows that a full page of this list has. Ordoro may give smaller pages than asked for and then names their size; a page of that
 * size is not the last one.
 * @param asked the size that was asked for, which counts where the answer names none, or a greater one
 */
export function pageSizeOf(body: unknown, asked: number): number {
  return Math.min(asked, limitSchema.safeParse(body).data?.limit ?? asked);
}

/** How long the whole list is; undefined: the answer does not say, which must not be taken for a length. */
export function countOf(body: unknown): number | undefined {
  return countSchema.safeParse(body).data?.count;
}
