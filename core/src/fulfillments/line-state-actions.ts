import type { LineItem, Order, OrderTransitionLineItemStateAction } from '@commercetools/platform-sdk';
import type { LineStates } from '../config/line-states.ts';

/** Units by line item id. */
type Units = ReadonlyMap<string, number>;

/** What the line item states are computed from. The counts are cumulative: what was returned was shipped before. */
export interface LineStateFacts {
  readonly states: LineStates;
  /** Keys of workflow states by id. A configured state that is not among them does not count as configured. */
  readonly stateIds: ReadonlyMap<string, string>;
  readonly exported: Units;
  readonly shipped: Units;
  readonly returned: Units;
}

/**
 * The transitions that bring the line items into the configured states; none when they are there. A unit goes through the
 * configured states one after the other, because a workflow may not allow to skip one; units in any other state count as not
 * yet exported. Each transition takes no more than its state holds after those before it. Units whose shipment was undone go
 * back from `shipped` to `exported` where both are configured; nothing else goes back. The list may be cut anywhere: the rest
 * follows at the next look.
 */
export function lineStateActions(order: Order, facts: LineStateFacts): OrderTransitionLineItemStateAction[] {
  const levels = configuredLevels(facts);
  return levels.length === 0 ? [] : order.lineItems.flatMap((line) => transitionsOf(line, levels));
}

interface Level {
  readonly event: keyof LineStates;
  readonly stateId: string;
  /** Units that have come at least this far, at most those of the line. */
  readonly wanted: (line: LineItem) => number;
}

/** In the order of events. A state that stands for several events is the first one's. */
function configuredLevels({ states, stateIds, exported, shipped, returned }: LineStateFacts): Level[] {
  const ids = new Map([...stateIds].map(([id, key]) => [key, id]));
  const reached = { exported: [exported, shipped, returned], shipped: [shipped, returned], returned: [returned] };
  const levels = (['exported', 'shipped', 'returned'] as const).flatMap((event): Level[] => {
    const stateId = ids.get(states[event] ?? '');
    const wanted = ({ id, quantity }: LineItem) =>
      Math.min(quantity, Math.max(...reached[event].map((units) => units.get(id) ?? 0)));
    return stateId === undefined ? [] : [{ event, stateId, wanted }];
  });
  return levels.filter(({ stateId }, index) => levels.findIndex((level) => level.stateId === stateId) === index);
}

/** One line item while its transitions are found: what each state holds after them. */
interface Progress {
  readonly line: LineItem;
  readonly held: Map<string, number>;
  readonly actions: OrderTransitionLineItemStateAction[];
}

function transitionsOf(line: LineItem, levels: readonly Level[]): OrderTransitionLineItemStateAction[] {
  const progress: Progress = { line, held: unitsByState(line), actions: [] };
  stepBack(progress, levels);
  const reached = new Set(levels.map(({ stateId }) => stateId));
  // Any state that is not configured, and then always the level before.
  let sources = [...progress.held.keys()].filter((id) => !reached.has(id));
  levels.forEach(({ stateId, wanted }, index) => {
    let missing = wanted(line) - unitsFrom(progress, levels.slice(index));
    for (const from of sources) missing -= move(progress, { from, to: stateId, units: missing });
    sources = [stateId];
  });
  return progress.actions;
}

/** A line that Ordoro does not have was not moved by us. */
function stepBack(progress: Progress, levels: readonly Level[]): void {
  const exported = levels.find(({ event }) => event === 'exported');
  const index = levels.findIndex(({ event }) => event === 'shipped');
  const shipped = levels[index];
  if (exported === undefined || shipped === undefined || exported.wanted(progress.line) === 0) return;
  const undone = unitsFrom(progress, levels.slice(index)) - shipped.wanted(progress.line);
  move(progress, { from: shipped.stateId, to: exported.stateId, units: undone });
}

/** Moves as many of the units as the state holds. @returns how many */
function move({ line, held, actions }: Progress, step: { from: string; to: string; units: number }): number {
  const quantity = Math.min(step.units, held.get(step.from) ?? 0);
  if (quantity <= 0) return 0;
  held.set(step.from, (held.get(step.from) ?? 0) - quantity);
  held.set(step.to, (held.get(step.to) ?? 0) + quantity);
  actions.push({
    action: 'transitionLineItemState',
    lineItemId: line.id,
    quantity,
    fromState: { typeId: 'state', id: step.from },
    toState: { typeId: 'state', id: step.to },
  });
  return quantity;
}

function unitsFrom({ held }: Progress, levels: readonly Level[]): number {
  return levels.reduce((units, { stateId }) => units + (held.get(stateId) ?? 0), 0);
}

function unitsByState(line: LineItem): Map<string, number> {
  const held = new Map<string, number>();
  for (const { quantity, state } of line.state) held.set(state.id, (held.get(state.id) ?? 0) + quantity);
  return held;
}
