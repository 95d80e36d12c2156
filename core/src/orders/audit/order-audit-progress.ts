import { EMPTY_TALLY, type OrderTally } from './order-tally.ts';

/** Changes with the form of the progress: what another release has left is not gone on with. */
const FORM = 1;

/** Numbers that are waited for between two turns; more are found the next day. */
const MOST_AWAITED = 300;

/** Where the pass of an audit stands. JSON, small. */
export interface OrderAuditProgress {
  readonly form: typeof FORM;
  /** Which list is walked: Ordoro's orders, then the open orders of commercetools that none of those named. */
  readonly stage: 'ordoro' | 'commercetools';
  /** Ordoro orders made up to this instant are behind it, RFC 3339, UTC, microseconds; absent: none yet. */
  readonly time?: string;
  /** Id of the last order of commercetools that is behind it; absent: none yet. */
  readonly after?: string;
  /** Ordoro orders that records name and no page has shown yet: commercetools order id by Ordoro order number. */
  readonly awaited: Readonly<Record<string, string>>;
  /** Numbers of Ordoro orders without an order in commercetools that people have been told of. */
  readonly strays: readonly string[];
  readonly tally: OrderTally;
}

/** Where a pass begins. */
export const AUDIT_START: OrderAuditProgress = {
  form: FORM,
  stage: 'ordoro',
  awaited: {},
  strays: [],
  tally: EMPTY_TALLY,
};

/** The progress that was stored; undefined when there is none of this form. */
export function storedProgress(stored: unknown): OrderAuditProgress | undefined {
  return (stored as Partial<OrderAuditProgress> | undefined)?.form === FORM
    ? (stored as OrderAuditProgress)
    : undefined;
}

/** What is kept of the numbers waited for. */
export function keptAwaited(awaited: ReadonlyMap<string, string>): OrderAuditProgress['awaited'] {
  return Object.fromEntries([...awaited].slice(-MOST_AWAITED));
}

/** What a whole pass leaves for the next one. JSON. */
export interface OrderAuditMemory {
  /** Numbers of Ordoro orders without an order in commercetools that people have been told of. */
  readonly strays: readonly string[];
}

/** Numbers that are remembered, so that no letter is written twice; so many at most are told of at a time. */
const MOST_STRAYS = 1_000;

/**
 * Whether people may be told of one more: it has to be remembered beside all those of the pass before, because a letter whose
 * number is forgotten comes again after it was thrown away.
 * @param told those that people were told of in the pass before
 */
export function hasRoomForStray({ strays }: Pick<OrderAuditProgress, 'strays'>, told: ReadonlySet<string>): boolean {
  return told.size + strays.filter((number) => !told.has(number)).length < MOST_STRAYS;
}

/** What the pass leaves; undefined: nothing. */
export function memoryOf({ strays }: OrderAuditProgress): OrderAuditMemory | undefined {
  return strays.length === 0 ? undefined : { strays: strays.slice(-MOST_STRAYS) };
}

/** Numbers that people have been told of, in this pass or the one before. */
export function straysTold(memory: unknown): ReadonlySet<string> {
  const strays = (memory as Partial<OrderAuditMemory> | undefined)?.strays;
  return new Set(Array.isArray(strays) ? strays : []);
}
