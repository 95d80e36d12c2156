/** The object without its undefined fields: the platform leaves absent fields out, and tests compare whole resources. */
export function present<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
