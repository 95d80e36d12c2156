import validator from 'validator';

/** The words that a term of `EXPORT_WHEN` can begin with, in the order in which messages list them. */
export const GATE_SUBJECTS = ['orderState', 'paymentState', 'shipmentState', 'state', 'store', 'country'] as const;

/** What a term looks at: a state of the order, its workflow state, its store, or its own `country` field. */
export type GateSubject = (typeof GATE_SUBJECTS)[number];

/** How a term compares: equal, or not equal. */
export type GateOperator = '=' | '!=';

/** One comparison, e.g. `paymentState=Paid`. For `state` and `store` the value is a key. */
export interface GateTerm {
  readonly subject: GateSubject;
  readonly operator: GateOperator;
  readonly value: string;
}

/** Terms that must hold together; at least one. */
export type GateAlternative = readonly GateTerm[];

/** A parsed `EXPORT_WHEN`: the gate is open when at least one alternative holds; at least one alternative. */
export interface GateExpression {
  readonly alternatives: readonly GateAlternative[];
}

/** The fields of one order that a gate looks at; what the order does not have is left out. */
export interface GateFacts {
  readonly orderState: string;
  readonly paymentState?: string | undefined;
  readonly shipmentState?: string | undefined;
  /** Key of the workflow state; the order itself only references it. */
  readonly stateKey?: string | undefined;
  readonly storeKey?: string | undefined;
  /** The order's own `country` field, not that of an address. */
  readonly country?: string | undefined;
}

/** The fields of an order that never change after its creation. */
export type UnchangeableGateFacts = Pick<GateFacts, 'storeKey' | 'country'>;

/** The expression cannot be read. The message names every bad term or value and what is allowed. */
export class GateExpressionError extends Error {
  override readonly name = 'GateExpressionError';
}

const STATES: Partial<Record<GateSubject, readonly string[]>> = {
  orderState: ['Open', 'Confirmed', 'Complete', 'Cancelled'],
  paymentState: ['BalanceDue', 'Failed', 'Pending', 'CreditOwed', 'Paid'],
  shipmentState: ['Shipped', 'Delivered', 'Ready', 'Pending', 'Delayed', 'Partial', 'Backorder', 'Canceled'],
};

/** Keys of States and Stores: https://docs.commercetools.com/api/projects/states, https://docs.commercetools.com/api/projects/stores */
const KEY = /^[A-Za-z0-9_-]{2,256}$/;

/**
 * Reads `EXPORT_WHEN`: alternatives separated by `|`, each made of terms joined by `&`, so `&` binds tighter. Blanks around
 * words and signs do not matter; values are case-sensitive. Whether a state key exists in the project is not checked here.
 *
 * @throws GateExpressionError naming all mistakes at once
 */
export function parseGateExpression(text: string): GateExpression {
  const { expression, mistakes } = readGateExpression(text);
  if (mistakes.length > 0) {
    throw new GateExpressionError(mistakes.join('; '));
  }
  return expression;
}

/** Like `parseGateExpression`, for callers that collect mistakes: each once; the expression counts only without any. */
export function readGateExpression(text: string): { expression: GateExpression; mistakes: string[] } {
  const mistakes: string[] = [];
  const alternatives = text.split('|').map((alternative) => parseAlternative(alternative, mistakes));
  const expression = Object.freeze({ alternatives: Object.freeze(alternatives) });
  return { expression, mistakes: [...new Set(mistakes)] };
}

/** Writes an expression in its shortest form; parsing the result gives an equal expression. */
export function formatGateExpression(expression: GateExpression): string {
  return expression.alternatives
    .map((terms) => terms.map(({ subject, operator, value }) => `${subject}${operator}${value}`).join('&'))
    .join('|');
}

/** Every state key the expression names, each once, so that the start can check that the project has them. */
export function stateKeysOf(expression: GateExpression): string[] {
  const terms = expression.alternatives.flat().filter((term) => term.subject === 'state');
  return [...new Set(terms.map((term) => term.value))];
}

/** Whether the gate is open for an order. A field the order does not have equals nothing, so `!=` holds for it. */
export function gateHolds(expression: GateExpression, facts: GateFacts): boolean {
  return expression.alternatives.some((terms) => terms.every((term) => termHolds(term, facts)));
}

/**
 * Whether the gate could be open for an order at some time, now or later. Only `store` and `country` are looked at, because
 * all other fields can still change. Orders that fail here never count as waiting for export.
 */
export function gateCouldEverHold(expression: GateExpression, facts: UnchangeableGateFacts): boolean {
  return expression.alternatives.some((terms) =>
    terms.every((term) => !isUnchangeable(term.subject) || termHolds(term, facts)),
  );
}

function isUnchangeable(subject: GateSubject): boolean {
  return subject === 'store' || subject === 'country';
}

function termHolds(term: GateTerm, facts: Partial<GateFacts>): boolean {
  return (factOf(term.subject, facts) === term.value) === (term.operator === '=');
}

function factOf(subject: GateSubject, facts: Partial<GateFacts>): string | undefined {
  switch (subject) {
    case 'state':
      return facts.stateKey;
    case 'store':
      return facts.storeKey;
    default:
      return facts[subject];
  }
}

function parseAlternative(text: string, mistakes: string[]): GateAlternative {
  return Object.freeze(
    text.split('&').flatMap((part) => {
      const term = parseTerm(part.trim());
      if (typeof term === 'string') {
        mistakes.push(term);
        return [];
      }
      return [Object.freeze(term)];
    }),
  );
}

/** The term, or what is wrong with it. */
function parseTerm(text: string): GateTerm | string {
  if (text === '') {
    return 'a term is missing beside "|" or "&"';
  }
  const equals = text.indexOf('=');
  if (equals < 0) {
    return `"${text}" is not a term; a term looks like paymentState=Paid or country!=US`;
  }
  const negated = text[equals - 1] === '!';
  const word = text.slice(0, negated ? equals - 1 : equals).trim();
  const subject = GATE_SUBJECTS.find((known) => known === word);
  if (subject === undefined) {
    return `"${word}" in "${text}" is not a known term; allowed are ${GATE_SUBJECTS.join(' ')}`;
  }
  const value = text.slice(equals + 1).trim();
  const mistake = mistakeInValue(subject, value);
  return mistake ?? { subject, operator: negated ? '!=' : '=', value };
}

function mistakeInValue(subject: GateSubject, value: string): string | undefined {
  const states = STATES[subject];
  if (states !== undefined) {
    return states.includes(value)
      ? undefined
      : `"${value}" is not a value of ${subject}; allowed are ${states.join(' ')} (upper and lower case matter)`;
  }
  if (subject === 'country') {
    // The validator also takes lower case, but the platform only stores upper case.
    return validator.isISO31661Alpha2(value) && value === value.toUpperCase()
      ? undefined
      : `"${value}" is not a value of country; allowed are upper-case ISO 3166-1 alpha-2 codes such as US`;
  }
  return KEY.test(value)
    ? undefined
    : `"${value}" is not a ${subject} key; allowed are 2 to 256 letters, digits, "_" and "-"`;
}
