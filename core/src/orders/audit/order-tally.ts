import { type Ending, FINDING_KINDS, type FindingKind, type OrderFinding } from './order-findings.ts';

/** Orders that are named, the gravest first. */
const MOST_EXAMPLES = 20;

/** Findings by kind. */
export type FindingCounts = Readonly<Partial<Record<FindingKind, number>>>;

/** An order with findings. */
export interface WorstOrder {
  /** commercetools order id; absent: the Ordoro order has none. */
  readonly orderId?: string;
  /** Numbers of its Ordoro orders that the findings are about. */
  readonly numbers: readonly string[];
  /** The gravest first. */
  readonly kinds: readonly FindingKind[];
}

/** What an audit has counted so far. JSON. */
export interface OrderTally {
  /** Orders of commercetools that were compared. */
  readonly orders: number;
  /** Ordoro orders of our sales channels that were read. */
  readonly ordoroOrders: number;
  /** Rows of Ordoro that could not be read. */
  readonly unreadable: number;
  /** Orders that could not be brought in step; their trouble is in their records. */
  readonly failed: number;
  /** Orders with something to repair. */
  readonly deviating: number;
  /** Findings by kind that were repaired. */
  readonly repaired: FindingCounts;
  /** Findings by kind that are only told. */
  readonly told: FindingCounts;
  /** Findings by kind that stand: it is too early, or the repair is left to the job. */
  readonly left: FindingCounts;
  /** The orders with the gravest findings. */
  readonly worst: readonly WorstOrder[];
}

/** Nothing was counted yet. */
export const EMPTY_TALLY: OrderTally = {
  orders: 0,
  ordoroOrders: 0,
  unreadable: 0,
  failed: 0,
  deviating: 0,
  repaired: {},
  told: {},
  left: {},
  worst: [],
};

/** One order that was dealt with. */
export interface DealtOrder {
  readonly orderId?: string;
  readonly findings: readonly (OrderFinding & { readonly ending: Ending })[];
  /** It was counted before: its Ordoro orders lie apart in the list. */
  readonly isAgain?: true;
  /** Something failed while it was brought in step; that is on record. */
  readonly hasFailed?: boolean;
}

/** The tally with more orders. */
export function withOrders(tally: OrderTally, dealt: readonly DealtOrder[]): OrderTally {
  const findings = dealt.flatMap((one) => one.findings);
  const withEnding = (counts: FindingCounts, ending: Ending) =>
    countsWith(
      counts,
      findings.filter((finding) => finding.ending === ending),
    );
  return {
    ...tally,
    orders: tally.orders + dealt.filter(({ orderId, isAgain }) => orderId !== undefined && isAgain !== true).length,
    failed: tally.failed + dealt.filter(({ hasFailed }) => hasFailed === true).length,
    deviating:
      tally.deviating + dealt.filter(({ findings: found }) => found.some(({ ending }) => ending !== 'told')).length,
    repaired: withEnding(tally.repaired, 'repaired'),
    told: withEnding(tally.told, 'told'),
    left: withEnding(tally.left, 'left'),
    worst: [...tally.worst, ...dealt.filter((one) => one.findings.length > 0).map(worstOrder)]
      .sort(byGravity)
      .slice(0, MOST_EXAMPLES),
  };
}

/** The tally with one more page of Ordoro orders. */
export function withRowsRead(
  tally: OrderTally,
  page: { readonly rows: number; readonly unreadable: number },
): OrderTally {
  return {
    ...tally,
    ordoroOrders: tally.ordoroOrders + page.rows,
    unreadable: tally.unreadable + page.unreadable,
  };
}

function countsWith(counts: FindingCounts, findings: readonly OrderFinding[]): FindingCounts {
  const sums: Partial<Record<FindingKind, number>> = { ...counts };
  for (const { kind } of findings) sums[kind] = (sums[kind] ?? 0) + 1;
  return sums;
}

function worstOrder({ orderId, findings }: DealtOrder): WorstOrder {
  const kinds = new Set(findings.map(({ kind }) => kind));
  return {
    ...(orderId === undefined ? {} : { orderId }),
    numbers: [...new Set(findings.flatMap(({ number }) => number ?? []))].sort(),
    kinds: FINDING_KINDS.filter((kind) => kinds.has(kind)),
  };
}

/** Equal ones by name, so that the same data gives the same list. */
function byGravity(one: WorstOrder, other: WorstOrder): number {
  const difference = gravityOf(one) - gravityOf(other);
  if (difference !== 0) return difference;
  return nameOf(one) < nameOf(other) ? -1 : 1;
}

function gravityOf({ kinds: [gravest] }: WorstOrder): number {
  return gravest === undefined ? FINDING_KINDS.length : FINDING_KINDS.indexOf(gravest);
}

function nameOf({ orderId = '', numbers }: WorstOrder): string {
  return `${orderId} ${numbers.join()}`;
}
