import { z } from 'zod';

/** Keys of Stores, States and Channels that the configuration refers to. */
const KEY = /^[A-Za-z0-9_-]{2,256}$/;

/** A text that holds more than blanks; `what` says what it names, e.g. `the key or name of a shipping method`. */
export function text(what: string) {
  return z.custom<string>((value) => typeof value === 'string' && value.trim() !== '', `must be ${what}, as a text`);
}

/** A key of the platform; `what` says of what, e.g. `a store`. */
export function keyOf(what: string) {
  return z.custom<string>(
    (value) => typeof value === 'string' && KEY.test(value),
    `must be the key of ${what}: 2 to 256 letters, digits, "_" and "-"`,
  );
}

/** The number by which Ordoro knows something. */
export function ordoroId(what: string) {
  return z.custom<number>(
    (value) => Number.isSafeInteger(value) && Number(value) > 0,
    `must be the Ordoro id of ${what}, a whole number without quotation marks`,
  );
}

/** A whole number, both bounds included. */
export function wholeNumberFrom(min: number, max: number) {
  return z.custom<number>(
    (value) => Number.isSafeInteger(value) && Number(value) >= min && Number(value) <= max,
    `must be a whole number from ${min} to ${max}, without quotation marks`,
  );
}

/** `true` or `false`. */
export function yesOrNo() {
  return z.custom<boolean>((value) => typeof value === 'boolean', 'must be true or false, without quotation marks');
}

/** One of a few words; upper and lower case matter. */
export function wordOf<const T extends string>(choices: readonly T[]) {
  return z.custom<T>(
    (value) => choices.some((choice) => choice === value),
    `must be one of ${choices.map((choice) => `"${choice}"`).join(', ')}`,
  );
}

/** An object with these fields and no others, because a misspelt field would otherwise be ignored without a word. */
export function fieldsOnly<S extends z.core.$ZodShape>(shape: S) {
  const allowed = Object.keys(shape).join(', ');
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `has the unknown field ${issue.keys.map((key) => `"${key}"`).join(', ')}; allowed are ${allowed}`
        : `must be an object with the fields ${allowed}`,
  });
}

/** A list; two entries with the same `identity` contradict each other or make the second useless, so they are a mistake. */
export function listOf<S extends z.ZodType>(entry: S, identity: (value: z.output<S>) => string) {
  return z.array(entry, 'must be a list: [ … ]').superRefine((entries, context) => {
    const firstWith = new Map<string, number>();
    entries.forEach((value, index) => {
      const same = identity(value);
      const first = firstWith.get(same);
      if (first === undefined) {
        firstWith.set(same, index);
      } else {
        context.addIssue({ code: 'custom', path: [index], message: `repeats entry ${first + 1} (${same})` });
      }
    });
  });
}
