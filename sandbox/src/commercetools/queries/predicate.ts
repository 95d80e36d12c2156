import { invalidInput } from '../platform-error.ts';
import { anyOf, compare, equals, fieldOf, isDefined, isEmpty, isOneOf, negate, UntypedText } from './compare.ts';
import { malformed, type Token, tokenize } from './predicate-tokens.ts';

/** Tells whether a resource, or an object inside it, fulfils a predicate. */
export type Predicate = (value: unknown) => boolean;

/** Values of `var.<name>`, as text, in the order sent. */
export type Variables = ReadonlyMap<string, readonly string[]>;

/**
 * Compiles a query predicate: `and` binds stronger than `or`, nested fields reach through arrays (one element must fulfil
 * the whole inner predicate), variables take the type of the field. Raises 400 InvalidInput for bad syntax, for an
 * unknown top-level field when `fields` is given, and for a variable without value.
 * Source: https://docs.commercetools.com/api/predicates/query
 */
export function compilePredicate(text: string, variables: Variables, fields?: ReadonlySet<string>): Predicate {
  const parser = new Parser(text, variables);
  const predicate = parser.parse();
  const unknown = fields === undefined ? undefined : parser.topLevelFields.find((field) => !fields.has(field));
  if (unknown !== undefined) throw invalidInput(`Malformed parameter: where: The field '${unknown}' does not exist.`);
  return predicate;
}

const COMPARISONS: Readonly<Record<string, (field: unknown, value: unknown) => boolean>> = {
  '=': (field, value) => anyOf(field, (one) => equals(one, value)),
  '!=': (field, value) => !anyOf(field, (one) => equals(one, value)),
  '<>': (field, value) => !anyOf(field, (one) => equals(one, value)),
  '<': (field, value) => anyOf(field, (one) => compare(one, value) < 0),
  '<=': (field, value) => anyOf(field, (one) => compare(one, value) <= 0),
  '>': (field, value) => anyOf(field, (one) => compare(one, value) > 0),
  '>=': (field, value) => anyOf(field, (one) => compare(one, value) >= 0),
};

class Parser {
  readonly topLevelFields: string[] = [];
  readonly #text: string;
  readonly #tokens: readonly Token[];
  readonly #variables: Variables;
  #next = 0;
  #depth = 0;

  constructor(text: string, variables: Variables) {
    this.#text = text;
    this.#tokens = tokenize(text);
    this.#variables = variables;
  }

  parse(): Predicate {
    const predicate = this.#or();
    if (this.#next < this.#tokens.length) throw this.#error();
    return predicate;
  }

  #or(): Predicate {
    const parts = [this.#and()];
    while (this.#took('or')) parts.push(this.#and());
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : (value) => parts.some((part) => part(value));
  }

  #and(): Predicate {
    const parts = [this.#term()];
    while (this.#took('and')) parts.push(this.#term());
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : (value) => parts.every((part) => part(value));
  }

  #term(): Predicate {
    if (this.#took('(')) return this.#closed(this.#or());
    if (this.#tookWords('not', '(')) {
      const inner = this.#closed(this.#or());
      return (value) => !inner(value);
    }
    return this.#condition();
  }

  #condition(): Predicate {
    const field = this.#take('name').text;
    if (this.#depth === 0) this.topLevelFields.push(field);
    if (this.#took('(')) {
      this.#depth += 1;
      const inner = this.#closed(this.#or());
      this.#depth -= 1;
      return (value) => anyOf(fieldOf(value, field), inner);
    }
    const test = this.#test();
    return (value) => test(fieldOf(value, field));
  }

  #test(): Predicate {
    if (this.#tookWords('not', 'in')) return negate(this.#in());
    if (this.#took('in')) return this.#in();
    if (this.#took('contains')) return this.#contains();
    if (this.#took('is')) return this.#is();
    const operator = this.#take('symbol').text;
    const comparison = COMPARISONS[operator];
    if (comparison === undefined) throw this.#error();
    const [value] = this.#value();
    return (field) => comparison(field, value);
  }

  #in(): Predicate {
    const isKnown = isOneOf(this.#list());
    return (field) => anyOf(field, isKnown);
  }

  #contains(): Predicate {
    const all = this.#took('all');
    if (!all && !this.#took('any')) throw this.#error();
    const values = this.#list();
    const has = (field: unknown) => (value: unknown) => anyOf(field, (one) => equals(one, value));
    return all ? (field) => values.every(has(field)) : (field) => values.some(has(field));
  }

  #is(): Predicate {
    const negative = this.#took('not');
    const test = this.#took('defined') ? isDefined : this.#took('empty') ? isEmpty : undefined;
    if (test === undefined) throw this.#error();
    return negative ? negate(test) : test;
  }

  #list(): unknown[] {
    if (this.#peek()?.kind === 'variable') return [...this.#value()];
    if (!this.#took('(')) throw this.#error();
    const values = [...this.#value()];
    while (this.#took(',')) values.push(...this.#value());
    this.#close();
    return values;
  }

  #value(): readonly unknown[] {
    const token = this.#peek();
    this.#next += 1;
    if (token?.kind === 'string') return [token.text];
    if (token?.kind === 'number') return [Number(token.text)];
    if (token?.kind === 'name' && (token.text === 'true' || token.text === 'false')) return [token.text === 'true'];
    if (token?.kind === 'variable') return this.#variable(token.text);
    this.#next -= 1;
    throw this.#error();
  }

  #variable(name: string): readonly unknown[] {
    const values = this.#variables.get(name);
    if (values === undefined) throw invalidInput(`Malformed parameter: where: The variable '${name}' has no value.`);
    return values.map((text) => new UntypedText(text));
  }

  #closed(inner: Predicate): Predicate {
    this.#close();
    return inner;
  }

  #close(): void {
    if (!this.#took(')')) throw this.#error();
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#next];
  }

  #took(word: string): boolean {
    const token = this.#peek();
    if (token === undefined || token.kind === 'string' || token.kind === 'variable') return false;
    if (token.text.toLowerCase() !== word) return false;
    this.#next += 1;
    return true;
  }

  #tookWords(first: string, second: string): boolean {
    const start = this.#next;
    if (this.#took(first) && this.#took(second)) return true;
    this.#next = start;
    return false;
  }

  #take(kind: Token['kind']): Token {
    const token = this.#peek();
    if (token?.kind !== kind) throw this.#error();
    this.#next += 1;
    return token;
  }

  #error(): Error {
    return malformed(this.#text, this.#peek()?.at ?? this.#text.length);
  }
}
