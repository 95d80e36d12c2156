const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/**
 * Freezes an object so that JSON, `String()` and `util.inspect` show `[secret]` in place of the named properties. The properties
 * stay readable by name; a copy made by spreading is no longer protected.
 */
export function hiddenWhenPrinted<T extends object>(object: T, secrets: readonly (keyof T & string)[]): Readonly<T> {
  const printed = () =>
    Object.fromEntries(
      Object.entries(object).map(([key, value]) => [
        key,
        value !== undefined && secrets.some((secret) => secret === key) ? '[secret]' : value,
      ]),
    );
  Object.defineProperty(object, 'toJSON', { value: printed });
  Object.defineProperty(object, 'toString', { value: () => JSON.stringify(printed()) });
  Object.defineProperty(object, INSPECT, { value: printed });
  return Object.freeze(object);
}
