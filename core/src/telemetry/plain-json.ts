/** Anything that JSON can carry. */
export type PlainJson =
  | null
  | boolean
  | number
  | string
  | readonly PlainJson[]
  | { readonly [field: string]: PlainJson };

/** A JSON copy of a value, and whether nothing of it was left out. */
export interface PlainCopy {
  readonly value: PlainJson;
  /** False when parts were dropped because of their depth, number or length. */
  readonly complete: boolean;
}

const MAX_DEPTH = 20;
const MAX_VALUES = 10_000;
const MAX_TEXT_LENGTH = 20_000;

/** What one copy has used up, and the objects it is inside of. */
interface CopyState {
  valuesLeft: number;
  complete: boolean;
  readonly ancestors: Set<object>;
}

/**
 * Copies anything into plain JSON. Errors become name, message, stack and code (with status and codes where they have
 * them, but never their cause, which may carry a whole request); cycles, throwing getters, binary data and endless
 * structures become a remark in square brackets. Never throws.
 */
export function plainJson(value: unknown): PlainCopy {
  const state: CopyState = { valuesLeft: MAX_VALUES, complete: true, ancestors: new Set() };
  const copy = copyOf(value, state) ?? null;
  return { value: copy, complete: state.complete };
}

/** Undefined for what JSON leaves out: undefined, functions, symbols. */
function copyOf(value: unknown, state: CopyState): PlainJson | undefined {
  state.valuesLeft -= 1;
  switch (typeof value) {
    case 'string':
      return textCopy(value, state);
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'boolean':
      return value;
    case 'bigint':
      return String(value);
    case 'object':
      return value === null ? null : objectCopy(value, state);
    default:
      return undefined;
  }
}

function textCopy(text: string, state: CopyState): string {
  if (text.length <= MAX_TEXT_LENGTH) return text;
  state.complete = false;
  const cut = text.length - MAX_TEXT_LENGTH;
  return `${text.slice(0, MAX_TEXT_LENGTH).toWellFormed()}… [${cut} more characters cut]`;
}

function objectCopy(value: object, state: CopyState): PlainJson {
  if (state.ancestors.has(value)) return '[circular]';
  if (state.ancestors.size >= MAX_DEPTH || state.valuesLeft <= 0) {
    state.complete = false;
    return '[cut: too deep or too large]';
  }
  state.ancestors.add(value);
  try {
    return contentCopy(value, state);
  } catch {
    // A getter or a proxy threw: logging must not fail because of what it logs.
    return '[unreadable]';
  } finally {
    state.ancestors.delete(value);
  }
}

function contentCopy(value: object, state: CopyState): PlainJson {
  if (value instanceof Error) return fieldsCopy(factsOfError(value), state);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '[invalid date]' : value.toISOString();
  if (value instanceof URL) return textCopy(value.href, state);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof Map) return fieldsCopy(Object.fromEntries(value), state);
  if (Array.isArray(value) || value instanceof Set) return itemsCopy([...value], state);
  return fieldsCopy(value, state);
}

function itemsCopy(items: readonly unknown[], state: CopyState): PlainJson {
  const copies: PlainJson[] = [];
  for (const item of items) {
    if (state.valuesLeft <= 0) {
      state.complete = false;
      copies.push(`[${items.length - copies.length} more items cut]`);
      break;
    }
    copies.push(copyOf(item, state) ?? null);
  }
  return copies;
}

function fieldsCopy(source: object, state: CopyState): PlainJson {
  const copies: [string, PlainJson][] = [];
  for (const name of Object.keys(source)) {
    if (state.valuesLeft <= 0) {
      state.complete = false;
      break;
    }
    const copy = copyOf(readField(source, name), state);
    if (copy !== undefined) copies.push([name, copy]);
  }
  return Object.fromEntries(copies);
}

function readField(source: object, name: string): unknown {
  try {
    return (source as Record<string, unknown>)[name];
  } catch {
    return '[unreadable]';
  }
}

function factsOfError(error: Error): object {
  const facts = error as Error & { code?: unknown; status?: unknown; codes?: unknown };
  const { name, message, stack, code, status, codes } = facts;
  return { name, message, stack, code, status, codes };
}
