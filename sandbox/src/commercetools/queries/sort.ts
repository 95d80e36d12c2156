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
  const marked = rows.map((row) => ({ row, values: keys.map(({ path }) => path.reduce(fieldOf, row as unknown)) }));
  marked.sort((left, right) => {
    for (let index = 0; index < keys.length; index += 1) {
      const order = orderOf(left.values[index], right.values[index]);
      if (order !== 0) return order * (keys[index]?.sign ?? 1);
    }
    return 0;
  });
  return marked.map(({ row }) => row);
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
