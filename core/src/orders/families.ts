import type { OrdoroOrder } from '../ordoro/readers.ts';

/** Ordoro orders that carry the id of one part, by what they are to each other. */
export interface Families {
  /** The order that counts for the part. */
  readonly kept: OrdoroOrder;
  /** It, and those it was split into or from. */
  readonly family: readonly OrdoroOrder[];
  /** Unrelated ones that are not cancelled: somebody may ship them too. */
  readonly strangers: readonly OrdoroOrder[];
  /** Those of which these rows alone do not tell whether they are relatives: split from an order that is not here, or merged. */
  readonly undecided: readonly OrdoroOrder[];
}

/**
 * Tells relatives from duplicates. The oldest family counts, but one that is not cancelled before one that is, and one that was
 * split before all: somebody is at work on it.
 */
export function familiesOf(hits: readonly OrdoroOrder[]): Families | undefined {
  const groups = groupsOf(hits).sort(byStandingThenAge);
  const [first, ...others] = groups;
  const kept = first?.filter(({ isParent }) => !isParent).sort(byAge)[0] ?? first?.[0];
  if (first === undefined || kept === undefined) return undefined;
  const rest = others.flat();
  const isUndecided = (row: OrdoroOrder) => hasHiddenParent(row, hits) || isMerged(row);
  return {
    kept,
    family: first,
    strangers: rest.filter((row) => !isUndecided(row) && !row.isParent && row.status !== 'cancelled'),
    undecided: rest.filter(isUndecided),
  };
}

/** Related by the numbers they name. Two orders may bear one number: the younger then stands alone. */
function groupsOf(hits: readonly OrdoroOrder[]): OrdoroOrder[][] {
  let groups: OrdoroOrder[][] = [];
  const twins: OrdoroOrder[][] = [];
  for (const row of [...hits].sort(byAge)) {
    const namesake = groups.flat().find(({ orderNumber }) => orderNumber === row.orderNumber);
    if (namesake !== undefined) {
      if (isTwin(row, namesake)) twins.push([row]);
      continue;
    }
    const related = groups.filter((group) => group.some((other) => isRelated(row, other)));
    groups = [...groups.filter((group) => !related.includes(group)), [...related.flat(), row].sort(byAge)];
  }
  return [...groups, ...twins];
}

/** Else it is another reading of the same order. */
function isTwin(row: OrdoroOrder, namesake: OrdoroOrder): boolean {
  return row.id !== undefined && namesake.id !== undefined && row.id !== namesake.id;
}

function isRelated(one: OrdoroOrder, other: OrdoroOrder): boolean {
  const named = namedIn(one);
  return namedIn(other).some((number) => named.includes(number));
}

/** Numbers that an Ordoro order names as its own or its relatives'. */
export function namedIn({ orderNumber, parentOrderNumber, siblingNumbers }: OrdoroOrder): readonly string[] {
  return [orderNumber, parentOrderNumber ?? orderNumber, ...siblingNumbers];
}

function hasHiddenParent({ parentOrderNumber }: OrdoroOrder, hits: readonly OrdoroOrder[]): boolean {
  return parentOrderNumber !== undefined && !hits.some(({ orderNumber }) => orderNumber === parentOrderNumber);
}

/** Staff moved lines of other orders, or of other parts, into it. */
function isMerged({ lines }: OrdoroOrder): boolean {
  return new Set(lines.map(({ cartOrderId }) => cartOrderId)).size > 1;
}

function byStandingThenAge(one: readonly OrdoroOrder[], other: readonly OrdoroOrder[]): number {
  const rankOf = (group: readonly OrdoroOrder[]) => {
    if (group.every(({ status }) => status === 'cancelled')) return 2;
    return group.some(({ isParent, parentOrderNumber }) => isParent || parentOrderNumber !== undefined) ? 0 : 1;
  };
  const byRank = rankOf(one) - rankOf(other);
  const [oldest, otherOldest] = [one[0], other[0]];
  return byRank !== 0 || oldest === undefined || otherOldest === undefined ? byRank : byAge(oldest, otherOldest);
}

/** Ordoro's ids ascend; where they are missing the creation time tells. */
export function byAge(a: OrdoroOrder, b: OrdoroOrder): number {
  if (a.id !== undefined && b.id !== undefined) return a.id - b.id;
  return Date.parse(a.createdDate ?? '') - Date.parse(b.createdDate ?? '');
}
