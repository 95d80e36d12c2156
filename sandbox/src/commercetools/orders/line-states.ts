import type { ItemState } from '@commercetools/platform-sdk';
import type { Mutable } from '../mutable.ts';
import { invalidInput, invalidJson, invalidOperation } from '../platform-error.ts';
import type { ActionTable, Change } from '../updates.ts';
import type { MutableOrder } from './mutable-order.ts';
import { checkTransition, findState, type Identifier } from './order-states.ts';

type States = Mutable<ItemState>[];

interface LineName {
  readonly lineItemId?: string;
  readonly lineItemKey?: string;
}

interface CustomLineName {
  readonly customLineItemId?: string;
  readonly customLineItemKey?: string;
}

interface Transition {
  readonly quantity: number;
  readonly fromState: Identifier;
  readonly toState: Identifier;
  readonly actualTransitionDate?: string;
}

interface Line {
  readonly id: string;
  readonly key?: string;
  readonly quantity: number;
  state: States;
}

/** States of line items. Source: https://docs.commercetools.com/api/projects/orders#transition-lineitemstate */
export const LINE_STATE_ACTIONS: ActionTable = {
  transitionLineItemState: (order: MutableOrder, action: LineName & Transition, change: Change) => {
    const line = findLine(order.lineItems, action.lineItemId, action.lineItemKey);
    const names = { lineItemId: line.id, ...(line.key === undefined ? {} : { lineItemKey: line.key }) };
    change.report('LineItemStateTransition', { ...names, ...transition(line, action, change) });
  },
  transitionCustomLineItemState: (order: MutableOrder, action: CustomLineName & Transition, change: Change) => {
    const line = findLine(order.customLineItems, action.customLineItemId, action.customLineItemKey);
    const names = { customLineItemId: line.id, ...(line.key === undefined ? {} : { customLineItemKey: line.key }) };
    change.report('CustomLineItemStateTransition', { ...names, ...transition(line, action, change) });
  },
  importLineItemState: (order: MutableOrder, action: LineName & { state: States }, change: Change) => {
    importStates(findLine(order.lineItems, action.lineItemId, action.lineItemKey), action.state, change);
  },
  importCustomLineItemState: (order: MutableOrder, action: CustomLineName & { state: States }, change: Change) => {
    importStates(
      findLine(order.customLineItems, action.customLineItemId, action.customLineItemKey),
      action.state,
      change,
    );
  },
};

function transition(line: Line, action: Transition, change: Change): object {
  const { quantity, actualTransitionDate } = action;
  if (!Number.isInteger(quantity) || quantity < 1) throw invalidInput('The quantity must be at least 1.');
  const from = findState(change, action.fromState);
  const to = findState(change, action.toState);
  const left = line.state.find(({ state }) => state.id === from.id)?.quantity ?? 0;
  if (left < quantity) throw invalidOperation(`Only ${left} units of the line are in state '${from.key}'.`);
  checkTransition(change, { from: from.id, to, type: 'LineItemState' });
  line.state = moved(line.state, { from: from.id, to: to.id, quantity });
  return {
    transitionDate: actualTransitionDate ?? change.now,
    quantity,
    fromState: { typeId: 'state', id: from.id },
    toState: { typeId: 'state', id: to.id },
  };
}

function moved(states: States, move: { from: string; to: string; quantity: number }): States {
  const quantities = new Map(states.map(({ state, quantity }) => [state.id, quantity]));
  quantities.set(move.from, (quantities.get(move.from) ?? 0) - move.quantity);
  quantities.set(move.to, (quantities.get(move.to) ?? 0) + move.quantity);
  const kept = [...quantities].filter(([, quantity]) => quantity > 0);
  return kept.map(([id, quantity]) => ({ quantity, state: { typeId: 'state', id } }));
}

function importStates(line: Line, states: States, change: Change): void {
  if (!Array.isArray(states)) throw invalidJson('state: Missing required value');
  const sum = states.reduce((total, { quantity }) => total + quantity, 0);
  if (sum !== line.quantity)
    throw invalidOperation(`The quantities add up to ${sum}, not to the line's ${line.quantity}.`);
  line.state = states.map(({ quantity, state }) => ({
    quantity,
    state: { typeId: 'state', id: findState(change, state).id },
  }));
}

function findLine(lines: Line[], id: string | undefined, key: string | undefined): Line {
  const found = lines.find((line) => (id === undefined ? key !== undefined && line.key === key : line.id === id));
  if (found === undefined) throw invalidOperation(`The order has no line '${id ?? key}'.`);
  return found;
}
