/**
 * What the audit may find of one order, the gravest first. All but the last two are a reason to bring the order in step.
 * `no-record`: Ordoro or the gate says that it is ours, and there is no record. `unsent`: the gate is open, or the
 * order was cancelled, and nothing leads to Ordoro hearing of it. `missing`: the record has it in Ordoro, but neither the list of Ordoro shows it nor is there an answer to its
 * number. `deleted`: commercetools does not have it any more, and nobody noticed. `deliveries`, `status`: the order does not show
 * what the record has.
 */
export const FINDING_KINDS = [
  'no-record',
  'unsent',
  'missing',
  'cancelled',
  'shipped',
  'changed',
  'duplicate',
  'reappeared',
  'deleted',
  'deliveries',
  'status',
  'amounts',
  'unknown-order',
] as const;

/** One of them. */
export type FindingKind = (typeof FINDING_KINDS)[number];

/** Kinds that stand after the order was brought in step: it was noted what is to be done, and who has to do it. */
const OUTLASTING: readonly FindingKind[] = ['missing', 'duplicate'];

/** What became of what was found: brought in step, only told, or left as it is, for somebody else or another time. */
export type Ending = 'repaired' | 'told' | 'left';

/** Kinds that are only told: of the first staff may have had a reason, of the second nobody knows what it should be. */
const ONLY_TOLD: readonly FindingKind[] = ['amounts', 'unknown-order'];

/** Something that is not as it should be. */
export interface OrderFinding {
  readonly kind: FindingKind;
  /** Number of the Ordoro order it is about; absent: it is about the order in commercetools. */
  readonly number?: string;
}

/** What became of a finding. @param isChanged bringing the order in step wrote something */
export function endingOf(finding: OrderFinding, isChanged: boolean): Ending {
  if (!isRepairable(finding)) return 'told';
  return isChanged && !OUTLASTING.includes(finding.kind) ? 'repaired' : 'left';
}

/** Whether bringing the order in step is of use. */
export function isRepairable({ kind }: OrderFinding): boolean {
  return !ONLY_TOLD.includes(kind);
}
