import { invalidInput } from '../platform-error.ts';

/** A word, operator or literal of a query predicate, with its position for error messages. */
export interface Token {
  readonly kind: 'name' | 'string' | 'number' | 'variable' | 'symbol';
  readonly text: string;
  readonly at: number;
}

const PATTERNS: readonly (readonly [Token['kind'] | 'space', RegExp])[] = [
  ['space', /\s+/y],
  ['string', /"(?:[^"\\]|\\.)*"/y],
  ['number', /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y],
  ['variable', /:[A-Za-z_][\w-]*/y],
  ['name', /`[^`]+`|[A-Za-z_][\w-]*/y],
  ['symbol', /<=|>=|<>|!=|[=<>(),]/y],
];

/** Splits a predicate into tokens. Raises 400 InvalidInput at a character that no predicate has. */
export function tokenize(predicate: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < predicate.length) {
    const [kind, text] = nextToken(predicate, at);
    if (kind !== 'space') tokens.push({ kind, text: plain(kind, text), at });
    at += text.length;
  }
  return tokens;
}

function nextToken(predicate: string, at: number): readonly [Token['kind'] | 'space', string] {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = at;
    const found = pattern.exec(predicate);
    if (found !== null) return [kind, found[0]];
  }
  throw malformed(predicate, at);
}

function plain(kind: Token['kind'], text: string): string {
  if (kind === 'string') return text.slice(1, -1).replace(/\\(.)/g, '$1');
  if (kind === 'variable') return text.slice(1);
  return kind === 'name' ? text.replaceAll('`', '') : text;
}

/** The error the platform answers for a predicate it cannot read. */
export function malformed(predicate: string, at: number): Error {
  const near = predicate.slice(at, at + 20);
  return invalidInput(`Malformed parameter: where: Syntax error while parsing 'where' at '${near}' in '${predicate}'.`);
}
