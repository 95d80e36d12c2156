const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/;

/** A predicate variable: its text takes the type of the field it is compared with. */
export class UntypedText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Equal as the platform sees it: date-times by instant, everything else by value. Absent equals nothing. */
export function equals(field: unknown, value: unknown): boolean {
  return compare(field, value) === 0;
}

/**
 * Below, at or above zero as in sorting; NaN when the two cannot be compared (absent, other type), so that every
 * comparison with it is false. Text compares binary, as ids do on the platform; date-times compare by instant.
 */
export function compare(field: unknown, value: unknown): number {
  const other = value instanceof UntypedText ? typed(value.text, field) : value;
  if (typeof field === 'number' && typeof other === 'number') return field - other;
  if (typeof field === 'boolean' && typeof other === 'boolean') return Number(field) - Number(other);
  if (typeof field !== 'string' || typeof other !== 'string') return Number.NaN;
  if (field === other) return 0;
  if (isDateTime(field) && isDateTime(other)) return Date.parse(field) - Date.parse(other);
  return field < other ? -1 : 1;
}

/** True for an ISO 8601 date-time with offset. */
export function isDateTime(text: string): boolean {
  // Most texts are not: their eleventh character tells without the expression.
  return text[10] === 'T' && DATE_TIME.test(text);
}

/** A test for being one of the values; quick for long lists of plain values. */
export function isOneOf(values: readonly unknown[]): (one: unknown) => boolean {
  const untyped = values.filter((value) => value instanceof UntypedText);
  const texts = new Set<unknown>(untyped.map(({ text }) => text));
  const plain = new Set(values);
  const dateTimes = values.filter((value) => isDateTime(value instanceof UntypedText ? value.text : String(value)));
  return (one) => {
    if (plain.has(one) || texts.has(one)) return true;
    const slow = typeof one === 'string' ? dateTimes : untyped;
    return slow.some((value) => equals(one, value));
  };
}

function typed(text: string, field: unknown): unknown {
  if (typeof field === 'number') return Number(text);
  if (typeof field === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  return text;
}

/** A field of an object; undefined where there is no object. */
export function fieldOf(value: unknown, field: string): unknown {
  return isObject(value) ? value[field] : undefined;
}

/** True when the test holds for the value or, for a list, for one of its elements. */
export function anyOf(value: unknown, test: (one: unknown) => boolean): boolean {
  return Array.isArray(value) ? value.some(test) : test(value);
}

/** The opposite test. */
export function negate(test: (value: unknown) => boolean): (value: unknown) => boolean {
  return (value) => !test(value);
}

/** True when the field is there. */
export function isDefined(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** True for an absent or empty list. */
export function isEmpty(value: unknown): boolean {
  return !isDefined(value) || (Array.isArray(value) && value.length === 0);
}

/** True for a JSON object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
