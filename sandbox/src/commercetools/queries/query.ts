import { invalidInput } from '../platform-error.ts';
import { compilePredicate, type Variables } from './predicate.ts';
import { sortRows } from './sort.ts';

/** Result page of a list endpoint. */
export interface Page<T> {
  readonly limit: number;
  readonly offset: number;
  readonly count: number;
  readonly total?: number;
  readonly results: readonly T[];
}

/** What a list endpoint knows about its resource. */
export interface Listing<T> {
  readonly rows: Iterable<T>;
  /** Applied when the caller names no sort. The platform promises no order then; a stable one is used. */
  readonly defaultSort: string;
  /** Top-level fields a predicate or sort may name; absent: any. */
  readonly fields?: ReadonlySet<string>;
}

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 500;
const MAX_OFFSET = 10_000;
const MAX_TOTAL = 10_000;

/**
 * Answers a list call: `where` (repeated: all must hold), `var.*`, `sort`, `limit` (default 20, max 500), `offset`
 * (max 10 000), `withTotal`. Raises 400 InvalidInput for values out of range. The rows are the stored ones, not copies.
 * Source: https://docs.commercetools.com/api/general-concepts#query-features
 */
export function queryPage<T>(listing: Listing<T>, params: URLSearchParams): Page<T> {
  const limit = wholeNumber(params, 'limit', { fallback: DEFAULT_LIMIT, max: MAX_LIMIT });
  const offset = wholeNumber(params, 'offset', { fallback: 0, max: MAX_OFFSET });
  const variables = variablesOf(params);
  const predicates = params.getAll('where').map((where) => compilePredicate(where, variables, listing.fields));
  const found: T[] = [];
  for (const row of listing.rows) if (predicates.every((holds) => holds(row))) found.push(row);
  const sorts = params.getAll('sort');
  const sorted = sortRows(found, sorts.length > 0 ? sorts : [listing.defaultSort], listing.fields);
  const results = sorted.slice(offset, offset + limit);
  const total = predicates.length > 0 ? Math.min(found.length, MAX_TOTAL) : found.length;
  return { limit, offset, count: results.length, ...(params.get('withTotal') === 'false' ? {} : { total }), results };
}

function variablesOf(params: URLSearchParams): Variables {
  const names = [...new Set(params.keys())].filter((name) => name.startsWith('var.'));
  return new Map(names.map((name) => [name.slice('var.'.length), params.getAll(name)]));
}

function wholeNumber(params: URLSearchParams, name: string, range: { fallback: number; max: number }): number {
  const text = params.get(name);
  if (text === null) return range.fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > range.max) {
    throw invalidInput(`Malformed parameter: ${name}: ${text} is not within 0 and ${range.max}.`);
  }
  return value;
}
