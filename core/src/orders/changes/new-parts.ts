import type { Issue } from '../../problems/issue.ts';
import type { PartRecord, SyncRecord } from '../../records/sync-record.ts';
import { chosenOrderId, ordoroOrderId } from '../ordoro-order-id.ts';
import { type PreparedPart, prepare } from '../preparation.ts';
import type { ChangeStep } from './step.ts';
import type { ChangeView } from './view.ts';

/** What follows for parts that an edit of the order added. */
export interface NewParts {
  /** They are planned, and go out like any other part; or a SKU has to be looked up before that is known. */
  readonly step?: ChangeStep;
  /** What keeps them from going out. */
  readonly issues: readonly Issue[];
}

/** Plans the parts that an edit of the order added; one that would be held is not planned, so the others go on. */
export function newParts(view: ChangeView): NewParts {
  const { content, order, record, situation } = view;
  if (content.newParts.length === 0) return { issues: [] };
  const preparation = prepare(order, record, situation);
  switch (preparation.kind) {
    case 'unknown-skus':
      return { step: { do: 'look-up-skus', skus: preparation.skus }, issues: [] };
    case 'held':
      return { issues: preparation.issues };
    case 'nothing-to-ship':
      return { issues: [] };
    case 'ready':
      return { step: { do: 'note', record: withPlannedParts(view, preparation.parts) }, issues: [] };
  }
}

function withPlannedParts({ record, order, content }: ChangeView, prepared: readonly PreparedPart[]): SyncRecord {
  const base = chosenOrderId(record) ?? ordoroOrderId(order);
  const added = prepared
    .filter(({ part }) => content.newParts.some(({ number }) => number === part.number))
    .map(
      ({ part, service }): PartRecord => ({
        number: part.number,
        ...(part.key === undefined ? {} : { key: part.key }),
        orderId: `${base}${part.suffix}`,
        cartOrderId: `${order.id}${part.suffix}`,
        ...(service.presetId === undefined ? {} : { presetId: service.presetId }),
        state: { step: 'planned' },
      }),
    );
  // The order was undivided: its part takes the key it has now, else its units would be numbered anew.
  const keys = new Map(prepared.map(({ part }) => [part.number, part.key]));
  const known = record.parts.map((part): PartRecord => {
    const key = part.key ?? keys.get(part.number);
    return key === undefined ? part : { ...part, key };
  });
  return { ...record, parts: [...known, ...added].sort((one, other) => one.number - other.number) };
}
