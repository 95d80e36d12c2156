import type { Deviation, NamedSkus, StockTally, WorstDeviation } from './stock-tally.ts';

/** Deviating entries from which on people are told, if they are also more than the share below. */
const ALERT_ENTRIES = 20;

/** Share of the entries kept in step that may deviate before people are told: some always move while they are compared. */
const ALERT_SHARE = 0.01;

/** The outcome of the last whole audit: key `inventory` of the health object. */
export interface StockAuditOutcome {
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly completedAt: string;
  /** Products of Ordoro that were compared. */
  readonly products: number;
  /** Entries of the project. */
  readonly entries: number;
  /** Entries that did not show what they should, and by how many units. They are repaired. */
  readonly drift: { readonly count: number; readonly units: number };
  /** The same where a rule leaves the entry to nobody: only reported. */
  readonly reportedOnly: { readonly count: number; readonly units: number };
  /** The greatest deviations of both kinds. */
  readonly worst: readonly WorstDeviation[];
  /** Entries that were missing. They are created. */
  readonly missing: number;
  /** Entries whose stock cannot be told, or not be sent. */
  readonly unknown: number;
  readonly onlyInOrdoro: NamedSkus;
  /** Absent: the audit was interrupted, so that they could not be told. */
  readonly onlyInCommercetools?: NamedSkus;
  /** Entries that belong to no product of Ordoro, or to a supply channel that no warehouse feeds. */
  readonly unmappedEntries: number;
  /** Rows of Ordoro that could not be read. */
  readonly unreadable: number;
  /** Products that the task `inventory` looks at again. */
  readonly handedOver: number;
  /** All managed entries and their units: what the guard measures mass changes by. */
  readonly base: { readonly count: number; readonly total: number };
  /** Entries whose stock commercetools owns, so that it goes to Ordoro. */
  readonly ownedByCommercetools: number;
}

/** What was counted, and the frame around it. */
export interface OutcomeParts extends Pick<StockAuditOutcome, 'startedAt' | 'completedAt' | 'entries'> {
  readonly tally: StockTally;
  readonly onlyInCommercetools: NamedSkus | undefined;
}

/** The outcome of an audit that is through. */
export function auditOutcome(parts: OutcomeParts): StockAuditOutcome {
  const { startedAt, completedAt, entries, tally, onlyInCommercetools } = parts;
  const { products, worst, missing, unknown, onlyInOrdoro, unreadable, handedOver, managed, ownedEntries } = tally;
  return {
    startedAt,
    completedAt,
    products,
    entries,
    drift: countOf(tally.drift),
    reportedOnly: countOf(tally.reported),
    worst,
    missing,
    unknown,
    onlyInOrdoro,
    ...(onlyInCommercetools === undefined ? {} : { onlyInCommercetools }),
    unmappedEntries: Math.max(0, entries - tally.mappedEntries),
    unreadable,
    handedOver,
    base: { count: managed.entries, total: managed.units },
    ownedByCommercetools: ownedEntries,
  };
}

/** The outcome in a sentence. */
export function outcomeMessage(outcome: StockAuditOutcome): string {
  const { products, drift, reportedOnly, missing, onlyInOrdoro, onlyInCommercetools, unmappedEntries } = outcome;
  const onlyHere = onlyInCommercetools === undefined ? '' : `, ${onlyInCommercetools.count} only in commercetools`;
  return [
    `stock of ${products} products compared: ${drift.count} entries deviate by ${drift.units} units`,
    `${reportedOnly.count} more are left to nobody`,
    `${missing} are missing`,
    `SKUs: ${onlyInOrdoro.count} only in Ordoro${onlyHere}`,
    `${unmappedEntries} entries belong to no product or warehouse`,
  ].join('; ');
}

/** What people have to be told; undefined: nothing out of the ordinary. */
export function outcomeAlert({ drift, base, ownedByCommercetools, worst }: StockAuditOutcome): string | undefined {
  const kept = base.count + ownedByCommercetools;
  if (drift.count < ALERT_ENTRIES || drift.count <= kept * ALERT_SHARE) return undefined;
  const greatest = worst.find(({ isRepaired }) => isRepaired);
  const example = greatest === undefined ? '' : ` The greatest: ${deviationText(greatest)}.`;
  return `${drift.count} of ${kept} inventory entries deviated by ${drift.units} units in all.${example} They are being repaired; if this comes back, look for who else writes stock: in commercetools, or in Ordoro where commercetools owns it.`;
}

function deviationText({ sku, side, shown, wanted }: WorstDeviation): string {
  return `SKU "${sku}" showed ${shown} instead of ${wanted}${side === undefined ? '' : ' in Ordoro'}`;
}

function countOf({ entries, units }: Deviation) {
  return { count: entries, units };
}
