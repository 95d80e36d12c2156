import type {
  Order,
  OrderSetReturnShipmentStateAction,
  OrderUpdateAction,
  ReturnItem,
  ReturnItemDraft,
} from '@commercetools/platform-sdk';
import type { Issue } from '../../problems/issue.ts';
import type { KnownReturn, KnownReturnLine } from '../../records/known-return.ts';
import { itemKey, keyStem, ownKeyPrefix, receivedInKey } from './return-keys.ts';
import { ownerOf, type ReturnLineSources } from './return-lines.ts';

/** Everything that decides what the order has to show of its returns. */
export interface ReturnQuestion extends ReturnLineSources {
  readonly connectorId: string;
  readonly returns: readonly KnownReturn[];
}

/** What is missing on the order, what is wrong, and how much of each line has come back. */
export interface ReturnAnswer {
  readonly actions: readonly OrderUpdateAction[];
  readonly issues: readonly Issue[];
  /** Units by line item id that the connector has reported, these actions included. Merchants' own returns are not in it. */
  readonly returnedUnits: ReadonlyMap<string, number>;
}

/** What has to happen with one line of a return. */
interface LineStep {
  readonly added?: ReturnItemDraft;
  readonly restocked: readonly OrderSetReturnShipmentStateAction[];
  readonly issue?: Issue;
}

/** Action names of the update. */
const BACK_IN_STOCK = { action: 'setReturnShipmentState', shipmentState: 'BackInStock' } as const;

/**
 * Compares the returns that are known with the return items of the order. The items' keys tell how many units of a return line
 * have been reported; each further received unit is added once, as `Returned`, and becomes `BackInStock` once the number of
 * restocked units covers it. What a merchant set to another state stays. Numbers that fall are an issue and write
 * nothing. More units than were ordered are reported as Ordoro has them: they came back. A restocked number that falls changes
 * nothing, because a merchant may have put the item back in stock. No return date is set: Ordoro tells none.
 */
export function returnActions(question: ReturnQuestion): ReturnAnswer {
  const actions: OrderUpdateAction[] = [];
  const issues: Issue[] = [];
  const drafts: ReturnItemDraft[] = [];
  for (const one of [...question.returns].sort(byReference)) {
    const steps = merged(one.lines).map((line) => lineStep(line, one, question));
    const items = steps.flatMap(({ added }) => added ?? []);
    if (items.length > 0) actions.push({ action: 'addReturnInfo', items });
    actions.push(...steps.flatMap(({ restocked }) => restocked));
    issues.push(...steps.flatMap(({ issue }) => issue ?? []));
    drafts.push(...items);
  }
  return { actions, issues, returnedUnits: returnedUnits(question, drafts) };
}

function lineStep(line: KnownReturnLine, one: KnownReturn, question: ReturnQuestion): LineStep {
  const stem = keyStem(question.connectorId, one.reference, line);
  const reported = itemsOf(question.order).flatMap((item) => {
    const upTo = receivedInKey(stem, item.key);
    return upTo === undefined ? [] : [{ item, upTo }];
  });
  const reportedUnits = Math.max(0, ...reported.map(({ upTo }) => upTo));
  if (line.received < reportedUnits)
    return {
      restocked: [],
      issue: {
        code: 'return-mismatch',
        detail: `${nameOf(line, one)}: ${line.received} received, ${reportedUnits} reported before`,
      },
    };
  const restocked = reported
    .filter(({ item, upTo }) => item.shipmentState === 'Returned' && line.restocked >= upTo)
    .map(({ item }): OrderSetReturnShipmentStateAction => ({ ...BACK_IN_STOCK, returnItemId: item.id }));
  if (line.received === reportedUnits) return { restocked };
  const owner = ownerOf(line, one, question);
  if (owner.kind === 'another-order') return { restocked };
  if (owner.kind === 'unknown') return { restocked, issue: { code: 'unknown-line', detail: nameOf(line, one) } };
  const key = itemKey(stem, line.received);
  const { lineItemId } = owner;
  return {
    added: { key, lineItemId, quantity: line.received - reportedUnits, shipmentState: 'Returned' },
    restocked: line.restocked >= line.received ? [...restocked, { ...BACK_IN_STOCK, returnItemKey: key }] : restocked,
  };
}

/** Rows of one return that stand for the same line of the order are one line. */
function merged(lines: readonly KnownReturnLine[]): KnownReturnLine[] {
  const byLine = new Map<string, KnownReturnLine>();
  for (const line of lines) {
    const name = line.lineId === undefined ? `sku:${line.sku}` : String(line.lineId);
    const before = byLine.get(name) ?? { received: 0, restocked: 0 };
    byLine.set(name, {
      ...before,
      ...line,
      received: before.received + line.received,
      restocked: before.restocked + line.restocked,
    });
  }
  return [...byLine.values()];
}

function returnedUnits(
  { order, connectorId }: ReturnQuestion,
  drafts: readonly ReturnItemDraft[],
): ReadonlyMap<string, number> {
  const units = new Map<string, number>();
  const count = (lineItemId: string, quantity: number) =>
    units.set(lineItemId, (units.get(lineItemId) ?? 0) + quantity);
  const prefix = ownKeyPrefix(connectorId);
  for (const item of itemsOf(order))
    if (item.type === 'LineItemReturnItem' && item.key?.startsWith(prefix) === true)
      count(item.lineItemId, item.quantity);
  for (const { lineItemId, quantity } of drafts) if (lineItemId !== undefined) count(lineItemId, quantity);
  return units;
}

function itemsOf(order: Order): readonly ReturnItem[] {
  return (order.returnInfo ?? []).flatMap(({ items }) => items);
}

function nameOf({ sku, lineId }: KnownReturnLine, { reference }: KnownReturn): string {
  return `return ${reference}, ${sku === undefined ? `line ${lineId ?? 'without SKU'}` : `SKU ${sku}`}`;
}

function byReference(one: KnownReturn, other: KnownReturn): number {
  if (one.reference === other.reference) return 0;
  return one.reference < other.reference ? -1 : 1;
}
