/** The envelope of every list: `count` is the size of the whole result. */
export function page<T>(
  items: readonly T[],
  query: { readonly limit: number; readonly offset: number },
  shape: { readonly key: string; readonly view: (item: T) => unknown },
): Record<string, unknown> {
  const { limit, offset } = query;
  const shown = items.slice(offset, offset + limit).map(shape.view);
  return { count: items.length, limit, offset, [shape.key]: shown };
}
