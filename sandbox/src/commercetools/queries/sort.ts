import { invalidInput } from '../platform-error.ts';
import { compare, fieldOf, isDefined } from './compare.ts';

/** One `sort` parameter: a dotted path and a direction. */
interface SortKey {
  readonly path: readonly string[];
  readonly sign: 1 | -1;
}

/**
 * Sorts by `sort` parameters such as `id asc` or `createdAt desc`, the first one first; absent values come last in
 * ascending order. Raises 400 InvalidInput for bad syntax and, when `fields` is given, for an unknown field.
 */
export function sortRows<T>(rows: T[], sorts: readonly string[], fields?: ReadonlySet<string>): T[] {
  const keys = sorts.map((sort) => sortKey(sort, fields));
  return rows.sort((left, right) => {
    for (const { path, sign } of keys) {
      const order = orderOf(path.reduce(fieldOf, left as unknown), path.reduce(fieldOf, right as unknown));
      if (order !== 0) return order * sign;
    }
    return 0;
  });
}

function sortKey(sort: string, fields: ReadonlySet<string> | undefined): SortKey {
  const [, path = '', direction = 'asc'] = /^\s*([\w.-]+)(?:\s+(asc|desc))?\s*$/.exec(sort) ?? [];
  const steps = path.split('.');
  const [first = ''] = steps;
  if (first === '' || (fields !== undefined && !fields.has(first))) {
    throw invalidInput(`Malformed parameter: sort: '${sort}' is not a sort expression of this resource.`);
  }
  return { path: steps, sign: direction === 'desc' ? -1 : 1 };
}

function orderOf(left: unknown, right: unknown): number {
  if (!isDefined(left) || !isDefined(right)) return Number(!isDefined(left)) - Number(!isDefined(right));
  const order = compare(left, right);
  return Number.isNaN(order) ? 0 : order;
}
