import { describe, expect, it } from 'vitest';
import { playChanges } from '../../../tests/generators/change-pass.ts';
import { ChangeWorld, linesOf, withUnits } from '../../../tests/generators/change-world.ts';
import { dividedOrder, orderContext, shopOrder } from '../../../tests/generators/situations.ts';
import { euro, line, shippingInfo, targets } from '../../../tests/generators/written-orders.ts';
import { changeIssues } from './change-issues.ts';

const N = '1-A-1000';

function issues(world: ChangeWorld): string[] {
  return changeIssues(world.record, world.order).map(({ code, detail }) => `${code}: ${detail}`);
}

function exported(units: Readonly<Record<string, number>> = { 'line-1': 2, 'line-2': 3 }): ChangeWorld {
  return new ChangeWorld(withUnits(shopOrder(), units));
}

function edit(world: ChangeWorld, units: Readonly<Record<string, number>>): void {
  world.order = withUnits(world.order, units);
}

function setStatus(world: ChangeWorld, number: string, status: string): void {
  world.change(number, (order) => {
    order.status = status;
  });
}

describe('an order edit', () => {
  it('adds, changes and removes lines, new ones first, and the amounts last', async () => {
    const world = exported();
    edit(world, { 'line-1': 5, 'line-3': 1 });
    await playChanges(world);
    expect(world.edits.map(({ kind }) => kind)).toEqual(['add-line', 'change-line', 'remove-line', 'financial']);
    expect(world.edits[0]).toMatchObject({
      number: N,
      line: {
        sku: 'SOCKS',
        quantity: 1,
        item_price: 10,
        total_price: 10,
        product_name: 'line-3',
        cart_order_id: world.order.id,
        cart_orderitem_id: 'line-3',
      },
    });
    expect(world.edits[1]).toMatchObject({ update: { quantity: 5, item_price: 10, total_price: 50 } });
    expect(linesOf(world.at(N))).toEqual(['line-1 x5', 'line-3 x1']);
    expect(world.at(N).content.financial?.grand_total).toBe(65);
    expect(issues(world)).toEqual([]);
    expect(await playChanges(world)).toEqual([]);
  });

  it('changes a price alone', async () => {
    const world = exported({ 'line-1': 2 });
    const [shirts] = world.order.lineItems;
    const total = { ...world.order.totalPrice, centAmount: 2300 };
    const line = { ...shirts!, totalPrice: { ...total, centAmount: 1800 } };
    world.order = {
      ...world.order,
      lineItems: [{ ...line, price: { id: 'p', value: { ...total, centAmount: 900 } } }],
      totalPrice: total,
    };
    await playChanges(world);
    expect(world.edits).toMatchObject([
      { kind: 'change-line', update: { quantity: 2, item_price: 9, total_price: 18 } },
      { kind: 'financial', amounts: { product_amount: 18, grand_total: 23 } },
    ]);
    expect(await playChanges(world)).toEqual([]);
  });

  it('cancels the Ordoro order instead of taking its last line, and restores it when there is something to ship again', async () => {
    const world = exported({ 'line-1': 2 });
    edit(world, {});
    await playChanges(world);
    expect(world.edits.map(({ kind }) => kind)).toEqual(['cancel']);
    expect(issues(world)).toEqual([]);
    edit(world, { 'line-3': 4 });
    await playChanges(world);
    expect(world.edits.map(({ kind }) => kind)).toEqual(['cancel', 'uncancel', 'add-line', 'remove-line', 'financial']);
    expect(linesOf(world.at(N))).toEqual(['line-3 x4']);
    expect(await playChanges(world)).toEqual([]);
  });

  it('does not overwrite units that staff changed', async () => {
    const world = exported();
    world.change(N, (order) => {
      order.lines = order.lines.map((line) => (line.lineItemId === 'line-1' ? { ...line, quantity: 7 } : line));
    });
    edit(world, { 'line-1': 3, 'line-2': 4 });
    await playChanges(world);
    expect(linesOf(world.at(N))).toEqual(['line-1 x7', 'line-2 x4']);
    expect(issues(world)).toEqual(['too-late-to-change: lines: SHIRT was changed in Ordoro too']);
  });

  it('touches no order with lines of others or without ids', async () => {
    const world = exported();
    world.change(N, (order) => {
      order.lines = [...order.lines, { ...order.lines[0]!, id: 5, cartOrderId: undefined, lineItemId: undefined }];
    });
    edit(world, { 'line-1': 3, 'line-2': 3 });
    await playChanges(world);
    expect(world.edits.map(({ kind }) => kind)).toEqual(['comment']);
    expect(issues(world)).toEqual([
      'too-late-to-change: lines: 1-A-1000 has a line that belongs to no line of this order',
    ]);
  });

  it('reaches what is open of a split', async () => {
    const world = exported({ 'line-1': 4 });
    const [shipped = '', open = ''] = world.split(N, [{ 'line-1': 1 }, { 'line-1': 3 }]);
    setStatus(world, shipped, 'shipped');
    edit(world, { 'line-1': 2 });
    await playChanges(world);
    expect(linesOf(world.at(open))).toEqual(['line-1 x1']);
    expect(linesOf(world.at(shipped))).toEqual(['line-1 x1']);
    expect(issues(world)).toEqual([]);
  });

  it('is too late for what is on its way; the rest is taken out all the same', async () => {
    const world = exported({ 'line-1': 4 });
    const [shipped = '', open = ''] = world.split(N, [{ 'line-1': 3 }, { 'line-1': 1 }]);
    setStatus(world, shipped, 'shipped');
    edit(world, { 'line-1': 2 });
    await playChanges(world);
    expect(world.at(open).status).toBe('cancelled');
    expect(issues(world)).toEqual(['too-late-to-change: lines: SHIRT: 3 on their way, 2 wanted']);
  });

  it('that shrinks over several children takes from the last', async () => {
    const world = exported({ 'line-1': 4, 'line-2': 1 });
    const [one = '', two = ''] = world.split(N, [{ 'line-1': 2 }, { 'line-1': 2, 'line-2': 1 }]);
    edit(world, { 'line-1': 1, 'line-2': 1 });
    await playChanges(world);
    expect([linesOf(world.at(one)), linesOf(world.at(two))]).toEqual([['line-1 x1'], ['line-2 x1']]);
    expect(issues(world)).toEqual([]);
  });

  it('finds no order for a new line once all is shipped', async () => {
    const world = exported({ 'line-1': 2 });
    setStatus(world, N, 'shipped');
    edit(world, { 'line-1': 2, 'line-3': 1 });
    await playChanges(world);
    expect(issues(world)).toEqual(['too-late-to-change: lines: SOCKS: no order in Ordoro can take it any more']);
  });

  it('with a product that Ordoro does not have waits for it', async () => {
    const world = exported({ 'line-1': 2 });
    world.skus = new Map([...world.skus, ['SOCKS', 'unmapped']]);
    edit(world, { 'line-1': 2, 'line-3': 1 });
    await playChanges(world);
    expect(world.sent).toEqual([]);
    expect(issues(world)).toEqual(['unmapped-sku: SOCKS']);
    expect(world.record.due).toBe(true);
    world.skus = new Map([...world.skus, ['SOCKS', { ordoroSku: 'S-1' }]]);
    await playChanges(world);
    expect(world.edits).toMatchObject([{ kind: 'add-line', line: { sku: 'S-1' } }, { kind: 'financial' }]);
    expect(world.record.due).toBe(false);
  });

  it.each(['lost-done', 'dies-done', 'lost', 'dies', 'lost-late'] as const)(
    'adds a line once although its answer was %s',
    async (end) => {
      const world = exported({ 'line-1': 2 });
      edit(world, { 'line-1': 2, 'line-3': 1 });
      await playChanges(world, { edits: [end] });
      for (let minute = 0; minute < 4; minute += 1) {
        await playChanges(world);
        world.wait(61_000);
      }
      expect(linesOf(world.at(N))).toEqual(['line-1 x2', 'line-3 x1']);
      expect(issues(world)).toEqual([]);
    },
  );
});

describe('a divided order', () => {
  it('moves units between its parts', async () => {
    const world = new ChangeWorld(dividedOrder());
    const [shirts] = world.order.lineItems;
    world.order = {
      ...world.order,
      lineItems: [
        {
          ...shirts!,
          quantity: 3,
          totalPrice: { ...shirts!.totalPrice, centAmount: 3000 },
          ...targets('Multiple', ['north', 2], ['south', 1]),
        },
      ],
      totalPrice: { ...world.order.totalPrice, centAmount: 3500 },
    };
    await playChanges(world);
    expect(linesOf(world.at('1-A-1000-S1'))).toEqual(['line-1 x2']);
    expect(linesOf(world.at('1-A-1000-S2'))).toEqual(['line-1 x1']);
    expect(issues(world)).toEqual([]);
  });

  it('moves amounts with the units, although the order as a whole costs the same', async () => {
    const base = dividedOrder();
    const [shirts] = base.lineItems;
    const three = { ...shirts!, quantity: 3, totalPrice: { ...shirts!.totalPrice, centAmount: 3000 } };
    const going = (north: number, south: number) => ({
      ...base,
      lineItems: [{ ...three, ...targets('Multiple', ['north', north], ['south', south]) }],
      totalPrice: { ...base.totalPrice, centAmount: 3500 },
    });
    const world = new ChangeWorld(going(2, 1));
    world.order = going(1, 2);
    await playChanges(world);
    expect(world.at('1-A-1000-S1').content.financial).toMatchObject({ product_amount: 10, grand_total: 12.5 });
    expect(world.at('1-A-1000-S2').content.financial).toMatchObject({ product_amount: 20, grand_total: 22.5 });
  });

  it('gets no part by a change of the configuration', async () => {
    const base = dividedOrder();
    const gifts = line('line-2', 1, 1000, { variant: { id: 1, sku: 'HAT' }, ...targets('Multiple', ['south', 1]) });
    const shirts = { ...base.lineItems[0]!, ...targets('Multiple', ['north', 2]) };
    const context = orderContext({ merchant: { skuRules: [{ sku: 'HAT', ship: false }] } });
    const world = new ChangeWorld({ ...base, lineItems: [shirts, gifts], totalPrice: euro(3500) }, context);
    world.context = orderContext();
    await playChanges(world);
    expect(world.record.parts).toHaveLength(1);
    world.order = {
      ...world.order,
      lineItems: [shirts, { ...gifts, quantity: 2, ...targets('Multiple', ['south', 2]) }],
    };
    await playChanges(world);
    expect(world.record.parts).toMatchObject([{ key: 'north' }, { key: 'south', state: { step: 'planned' } }]);
  });

  it('gets a part again that was dropped unsent because the order was cancelled', async () => {
    const world = new ChangeWorld(dividedOrder());
    const [north] = world.record.parts;
    world.stored = { ...world.stored, record: { ...world.record, parts: [north!] } };
    await playChanges(world);
    expect(world.record.parts).toMatchObject([{ key: 'north' }, { key: 'south', state: { step: 'planned' } }]);
  });

  it('gets a part more by an edit: it is planned like any other', async () => {
    const world = new ChangeWorld(dividedOrder());
    const [shirts] = world.order.lineItems;
    world.order = {
      ...world.order,
      shipping: [
        ...(world.order.shipping ?? []),
        { shippingKey: 'west', shippingInfo: shippingInfo(0), shippingAddress: shopOrder().shippingAddress! },
      ],
      lineItems: [{ ...shirts!, ...targets('Multiple', ['north', 1], ['west', 1]) }],
    };
    await playChanges(world);
    expect(world.record.parts.map(({ number, key, orderId, state }) => [number, key, orderId, state.step])).toEqual([
      [1, 'north', 'A-1000-S1', 'accepted'],
      [2, 'south', 'A-1000-S2', 'accepted'],
      [3, 'west', 'A-1000-S3', 'planned'],
    ]);
  });

  it('does not take units away for a part that cannot go out', async () => {
    const world = new ChangeWorld(dividedOrder());
    const [shirts] = world.order.lineItems;
    world.order = {
      ...world.order,
      shipping: [
        ...(world.order.shipping ?? []),
        { shippingKey: 'west', shippingInfo: shippingInfo(0), shippingAddress: { country: 'DE' } },
      ],
      lineItems: [{ ...shirts!, ...targets('Multiple', ['north', 1], ['west', 1]) }],
    };
    await playChanges(world);
    expect(world.sent).toEqual([]);
    expect(issues(world)).toContain('incomplete-address: city is missing');
    expect(world.record.due).toBe(true);
  });
});
