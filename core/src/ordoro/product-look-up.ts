import { NotFoundError, TransientError } from '../problems/errors.ts';
import type { OrdoroClient } from './client.ts';
import { countOf, pageSizeOf } from './list-envelope.ts';
import type { Priority } from './rate-budget.ts';
import { readPage, readProductSku } from './readers.ts';

/** SKUs made of these characters are certain to survive in a path; for others (slash, space, non-ASCII) that is UNPROVEN. */
const PLAIN_SKU = /^[A-Za-z0-9._-]+$/;

/** As a path segment these two mean a folder, encoded or not: the request would reach another path. */
const FOLDERS: readonly string[] = ['.', '..'];

/** Names of the rows in a list of products: the schema of Ordoro says one, its prose the other. */
export const PRODUCT_ROWS: readonly string[] = ['product', 'products'];

/** Rows of one page at most. Source: Ordoro API Documentation 1.0, lists. */
const PAGE_SIZE = 100;

/** Pages of similar products that are looked through: what a search covers is undocumented, it may be everything. */
const MAX_PAGES = 10;

/** How a product is looked for. `endBy`: the answer is there by then, or it is an error; epoch milliseconds. */
export interface ProductLookUp {
  readonly priority: Priority;
  readonly endBy: number;
}

/** Path of the product, with a slash at the end. @returns undefined when no path can name this SKU */
export function productPath(sku: string): string | undefined {
  // Half of a surrogate pair fits into no URL, and into no SKU of Ordoro.
  return !sku.isWellFormed() || FOLDERS.includes(sku) ? undefined : `/product/${encodeURIComponent(sku)}/`;
}

/**
 * The product with exactly this SKU, as Ordoro answered it. One call; a SKU with unusual characters that is not found by its
 * path is looked for in the list as well.
 * @returns undefined when Ordoro has none
 * @throws PlatformError
 */
export async function findProduct(client: OrdoroClient, sku: string, lookUp: ProductLookUp): Promise<unknown> {
  if (!sku.isWellFormed()) return undefined;
  const path = productPath(sku);
  if (path !== undefined) {
    const found = await readByPath(client, { path, sku }, lookUp);
    if (found !== undefined || PLAIN_SKU.test(sku)) return found;
  }
  return readFromList(client, sku, lookUp);
}

async function readByPath(
  client: OrdoroClient,
  { path, sku }: { path: string; sku: string },
  lookUp: ProductLookUp,
): Promise<unknown> {
  try {
    const { body } = await client.read({ path, what: `product ${sku}`, ...lookUp });
    const found = readProductSku(body);
    if (found === undefined) throw unexpectedForm(`product ${sku}`);
    return found === sku ? body : undefined;
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}

async function readFromList(client: OrdoroClient, sku: string, lookUp: ProductLookUp): Promise<unknown> {
  let offset = 0;
  for (let pages = 1; pages <= MAX_PAGES; pages += 1) {
    const { body } = await client.read({
      path: '/product/',
      query: { search: sku, limit: PAGE_SIZE, sort: 'created', ...(offset === 0 ? {} : { offset }) },
      what: `products like ${sku}`,
      ...lookUp,
    });
    const page = readPage(body, PRODUCT_ROWS);
    if (page === undefined) throw unexpectedForm('the list of products');
    const found = page.rows.find((row) => readProductSku(row) === sku);
    if (found !== undefined) return found;
    offset += page.rows.length;
    const count = countOf(body);
    const isShown = count === undefined ? page.rows.length < pageSizeOf(body, PAGE_SIZE) : offset >= count;
    if (isShown || page.rows.length === 0) return undefined;
  }
  return undefined;
}

/** An answer that is JSON, but not what was asked for. */
export function unexpectedForm(what: string): TransientError {
  return new TransientError(`Ordoro, ${what}: the answer has not the expected form`, { platform: 'ordoro' });
}
