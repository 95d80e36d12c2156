import { managedTogether } from '../mass-change-guard.ts';
import type { ManagedStock } from '../stock-plan.ts';
import type { Finding } from './findings.ts';

/** Worst deviations, and SKUs as examples, that are kept. */
const MOST_EXAMPLES = 20;

/** Entries that differ, and by how many units together. */
export interface Deviation {
  readonly entries: number;
  readonly units: number;
}

/** SKUs by number, and the first of them in alphabetical order. */
export interface NamedSkus {
  readonly count: number;
  readonly examples: readonly string[];
}

/** None. */
export const NO_SKUS: NamedSkus = { count: 0, examples: [] };

/** One of the entries that deviate most. Units. */
export interface WorstDeviation {
  readonly sku: string;
  /** Supply channel key; absent: the entry without channel. */
  readonly channel?: string;
  /** It is Ordoro that shows the wrong number, because commercetools owns the stock; absent: commercetools does. */
  readonly side?: 'ordoro';
  readonly shown: number;
  readonly wanted: number;
  /** Whether it is repaired; else a rule leaves the entry to nobody. */
  readonly isRepaired: boolean;
}

/** What an audit has counted so far. JSON. */
export interface StockTally {
  /** Products of Ordoro, unreadable ones not counted. */
  readonly products: number;
  /** Rows of Ordoro that could not be read. */
  readonly unreadable: number;
  /** Entries that belong to a product and to a supply channel that warehouses feed. */
  readonly mappedEntries: number;
  readonly managed: ManagedStock;
  /** Entries whose stock commercetools owns. */
  readonly ownedEntries: number;
  readonly drift: Deviation;
  /** Deviations that a rule leaves to nobody. */
  readonly reported: Deviation;
  /** Entries that should be there. */
  readonly missing: number;
  /** Entries whose stock cannot be told or not be written. */
  readonly unknown: number;
  readonly onlyInOrdoro: NamedSkus;
  readonly worst: readonly WorstDeviation[];
  /** Products that were handed over to be repaired. */
  readonly handedOver: number;
}

/** Nothing was counted yet. */
export const EMPTY_TALLY: StockTally = {
  products: 0,
  unreadable: 0,
  mappedEntries: 0,
  managed: { entries: 0, units: 0 },
  ownedEntries: 0,
  drift: { entries: 0, units: 0 },
  reported: { entries: 0, units: 0 },
  missing: 0,
  unknown: 0,
  onlyInOrdoro: NO_SKUS,
  worst: [],
  handedOver: 0,
};

/** What was counted on one page. */
export type PageCounts = Pick<StockTally, 'products' | 'unreadable' | 'mappedEntries' | 'managed' | 'ownedEntries'>;

/** The tally with one more page of products. */
export function withPage(tally: StockTally, page: PageCounts): StockTally {
  return {
    ...tally,
    products: tally.products + page.products,
    unreadable: tally.unreadable + page.unreadable,
    mappedEntries: tally.mappedEntries + page.mappedEntries,
    managed: managedTogether(tally.managed, page.managed),
    ownedEntries: tally.ownedEntries + page.ownedEntries,
  };
}

/** The tally with more findings. What they hand over is not counted: it may fail. */
export function withFindings(tally: StockTally, findings: readonly Finding[]): StockTally {
  const drift = findings.filter((finding) => finding.kind === 'drift');
  const reported = findings.filter((finding) => finding.kind === 'reported');
  const ordoroSkus = findings.flatMap((finding) => (finding.kind === 'only-in-ordoro' ? [finding.ordoroSku] : []));
  const worst = [...tally.worst, ...[...drift, ...reported].map(worstDeviation)];
  return {
    ...tally,
    drift: deviationWith(tally.drift, drift),
    reported: deviationWith(tally.reported, reported),
    missing: tally.missing + findings.filter(({ kind }) => kind === 'missing').length,
    unknown: tally.unknown + findings.filter(({ kind }) => kind === 'unknown').length,
    onlyInOrdoro: withNames(tally.onlyInOrdoro, ordoroSkus),
    worst: worst.sort(byUnits).slice(0, MOST_EXAMPLES),
  };
}

/** More SKUs, each of which is new. */
export function withNames({ count, examples }: NamedSkus, skus: readonly string[]): NamedSkus {
  return { count: count + skus.length, examples: [...examples, ...skus].sort().slice(0, MOST_EXAMPLES) };
}

type Difference = Extract<Finding, { kind: 'drift' | 'reported' }>;

function deviationWith({ entries, units }: Deviation, differences: readonly Difference[]): Deviation {
  return {
    entries: entries + differences.length,
    units: differences.reduce((sum, { shown, wanted }) => sum + Math.abs(wanted - shown), units),
  };
}

function worstDeviation(difference: Difference): WorstDeviation {
  const { place, shown, wanted, kind } = difference;
  return {
    sku: place.sku,
    ...(place.channel.key === undefined ? {} : { channel: place.channel.key }),
    ...(kind === 'drift' && difference.side !== undefined ? { side: difference.side } : {}),
    shown,
    wanted,
    isRepaired: kind === 'drift',
  };
}

/** Greatest first; equal ones by name, so that the same data gives the same list. */
function byUnits(one: WorstDeviation, other: WorstDeviation): number {
  const difference = Math.abs(other.wanted - other.shown) - Math.abs(one.wanted - one.shown);
  return difference === 0 ? compare(nameOf(one), nameOf(other)) : difference;
}

function nameOf({ sku, channel = '' }: WorstDeviation): string {
  return `${sku}\n${channel}`;
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
