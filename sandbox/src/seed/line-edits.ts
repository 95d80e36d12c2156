import type { ItemState, LineItem, Order } from '@commercetools/platform-sdk';
import { idSequence } from './ids.ts';
import { buildOrder } from './order-builder.ts';
import type { LineSpec, OrderSpec } from './order-spec.ts';
import { specOf } from './order-spec-of.ts';
import { SEED_IDS } from './seed-names.ts';

/** What a merchant changes by an order edit. Line item ids; amounts in minor units. */
export interface LineEdits {
  /** New quantity by line item id; 0 removes the line. Targets of the line are scaled down or up at their last entry. */
  readonly quantities?: Readonly<Record<string, number>>;
  readonly add?: readonly LineSpec[];
  /** New unit price by line item id, before discounts. */
  readonly prices?: Readonly<Record<string, number>>;
  /** New price of the shipping method; only for orders with one. */
  readonly shippingPrice?: number;
  /** New discount on the total price; 0 takes it away. */
  readonly totalDiscount?: number;
}

/**
 * The order after the edit: lines, custom lines and totals computed anew, everything else as it was. Kept lines keep their
 * id and, as far as there are units left, their states; added units are in the initial state. Raises a RangeError for
 * amounts that make no order.
 */
export function editedOrder(order: Order, edits: LineEdits): Order {
  const spec = specOf(order);
  const built = buildOrder({
    ...spec,
    lines: [...spec.lines.flatMap((line) => editedLine(line, edits)), ...addedLines(order, edits)],
    ...editedShipping(spec, edits),
    ...(edits.totalDiscount === undefined ? {} : { totalDiscount: edits.totalDiscount }),
  });
  const { totalPrice, taxedPrice, taxedShippingPrice, discountOnTotalPrice, customLineItems } = built;
  const { shippingInfo } = order;
  return {
    ...order,
    lineItems: built.lineItems.map((line) => withStates(line, order)),
    customLineItems,
    totalPrice,
    taxedPrice,
    taxedShippingPrice,
    discountOnTotalPrice,
    ...(shippingInfo === undefined ? {} : { shippingInfo: { ...shippingInfo, ...amountsOf(built) } }),
  };
}

/** Ids that no line of the order has, nor had in an earlier version. */
function addedLines(order: Order, { add = [] }: LineEdits): LineSpec[] {
  const ids = idSequence(`lines added to version ${order.version} of order ${order.id}`);
  const isTaken = (id: string) => order.lineItems.some((line) => line.id === id);
  return add.map((line) => {
    let id = ids();
    while (isTaken(id)) id = ids();
    return { id, ...line };
  });
}

function editedLine(line: LineSpec, edits: LineEdits): LineSpec[] {
  const id = line.id ?? '';
  const quantity = edits.quantities?.[id] ?? line.quantity;
  if (quantity === 0) return [];
  const unitPrice = edits.prices?.[id] ?? line.unitPrice;
  const units = line.discountedUnits;
  return [
    {
      ...line,
      quantity,
      unitPrice,
      ...(units === undefined
        ? {}
        : { discountedUnits: units === line.quantity ? quantity : Math.min(units, quantity) }),
      ...(line.targets === undefined ? {} : { targets: scaled(line.targets, quantity) }),
    },
  ];
}

/** The targets for so many units: the first ones keep theirs, the last one takes what is left. */
function scaled(targets: NonNullable<LineSpec['targets']>, quantity: number): LineSpec['targets'] {
  let left = quantity;
  return targets.map((target, at) => {
    const own = at === targets.length - 1 ? left : Math.min(target.quantity, left);
    left -= own;
    return { ...target, quantity: own };
  });
}

function editedShipping({ shipping }: OrderSpec, { shippingPrice }: LineEdits): Partial<OrderSpec> {
  if (shippingPrice === undefined) return {};
  if (!shipping) throw new RangeError('Only an order with one shipping method can get another shipping price.');
  return { shipping: { ...shipping, price: shippingPrice } };
}

function amountsOf({ shippingInfo }: Order) {
  const { price, shippingRate, taxedPrice, discountedPrice } = shippingInfo ?? {};
  return {
    ...(price === undefined ? {} : { price }),
    ...(shippingRate === undefined ? {} : { shippingRate }),
    ...(taxedPrice === undefined ? {} : { taxedPrice }),
    ...(discountedPrice === undefined ? {} : { discountedPrice }),
  };
}

function withStates(line: LineItem, order: Order): LineItem {
  const before = order.lineItems.find(({ id }) => id === line.id);
  if (before === undefined) return line;
  const { addedAt, lastModifiedAt } = before;
  return { ...line, addedAt, lastModifiedAt, state: statesFor(before.state, line.quantity) };
}

/** Units that came are in the initial state; units that go leave it first, then the other states in their order. */
function statesFor(states: readonly ItemState[], quantity: number): ItemState[] {
  const isInitial = ({ state }: ItemState) => state.id === SEED_IDS.lineItemStateInitial;
  const initial: ItemState = {
    quantity: 0,
    state: { typeId: 'state', id: SEED_IDS.lineItemStateInitial },
    ...states.find(isInitial),
  };
  let surplus = states.reduce((sum, one) => sum + one.quantity, 0) - quantity;
  const rest = [initial, ...states.filter((one) => !isInitial(one))].map((one) => {
    const gone = surplus < 0 ? surplus : Math.min(one.quantity, surplus);
    surplus -= gone;
    return { ...one, quantity: one.quantity - gone };
  });
  return rest.filter((one) => one.quantity > 0);
}
