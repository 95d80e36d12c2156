import type { Order } from '@commercetools/platform-sdk';
import { beforeEach, describe, expect, it } from 'vitest';
import { QueriedObjects } from '../../tests/queried-objects.ts';
import { OrderFinder, type OrderTrace } from './order-finder.ts';

const [FIRST, SECOND] = ['b8a1f8f2-5b0a-4f3c-9c46-0a7d1c1a0001', 'b8a1f8f2-5b0a-4f3c-9c46-0a7d1c1a0002'];

let objects: QueriedObjects;
let synced: { id: string; numbers: readonly string[]; channel?: string }[];
let asked: (readonly string[])[];
let channelId: string | undefined;
let finder: OrderFinder;

beforeEach(() => {
  objects = new QueriedObjects();
  synced = [];
  asked = [];
  channelId = 'ours';
  finder = new OrderFinder({
    objects: objects as never,
    containers: { orders: 'ordoro-orders' },
    orders: {
      withExternalIds: async (externalIds) => {
        asked.push(externalIds);
        return synced.map(
          ({ id, numbers, channel = 'ours' }) =>
            ({
              id,
              syncInfo: numbers.map((externalId) => ({ channel: { id: channel }, externalId })),
            }) as unknown as Order,
        );
      },
    },
    exportChannelId: async () => channelId,
  });
});

function trace(number: string, cartOrderIds: readonly string[], family: Partial<OrderTrace['order']> = {}): OrderTrace {
  return {
    number,
    cartOrderIds,
    order: { id: undefined, parentOrderNumber: undefined, siblingNumbers: [], ...family },
  };
}

const recorded = (orderId: string, ...numbers: string[]) =>
  objects.put('ordoro-orders', orderId, { value: { orderId, numbers } });

/** The same with Ordoro's internal id of the order. */
const recordedWithId = (orderId: string, number: string, id: number) =>
  objects.put('ordoro-orders', orderId, { value: { orderId, numbers: [number], ordoroOrders: [{ number, id }] } });

async function ordersOf(...traces: OrderTrace[]) {
  const found = await finder.ordersOf(traces);
  return traces.map((each) => found.get(each));
}

describe('the commercetools orders of an Ordoro order', () => {
  it('are those that its lines name, for one query of the records', async () => {
    expect(await ordersOf(trace('1-1', [FIRST]), trace('1-2', [SECOND, FIRST]))).toEqual([[FIRST], [SECOND, FIRST]]);
    expect(objects.queries).toEqual(['ordoro-orders value(numbers contains any ("1-1", "1-2"))']);
    expect(asked).toEqual([]);
  });

  it('are also those whose record knows the number, because lines may have been moved out of it since', async () => {
    await recorded(FIRST, '1-1');
    await recorded(SECOND, '1-1', '1-2');
    expect(await ordersOf(trace('1-1', [FIRST]))).toEqual([[FIRST, SECOND]]);
  });

  it('are not those that know a relative of it, where its lines name an order', async () => {
    await recorded(SECOND, '1-1', '1-1-2');
    const child = trace('1-1-1', [FIRST], { parentOrderNumber: '1-1', siblingNumbers: ['1-1-2'] });
    expect(await ordersOf(child)).toEqual([[FIRST]]);
    expect(objects.queries).toEqual(['ordoro-orders value(numbers contains any ("1-1-1"))']);
  });

  it('are not those whose record knows another order of the same number', async () => {
    await recordedWithId(SECOND, '1-1', 501);
    expect(await ordersOf(trace('1-1', [FIRST], { id: 502 }), trace('1-1', [FIRST], { id: 501 }))).toEqual([
      [FIRST],
      [FIRST, SECOND],
    ]);
    expect(await ordersOf(trace('1-1', [FIRST]), trace('1-1', [], { id: 502 }))).toEqual([[FIRST, SECOND], []]);
  });

  it('are the same for every part of a divided order', async () => {
    expect(await ordersOf(trace('1-1', [`${FIRST}-S1`, `${FIRST}-S2`]))).toEqual([[FIRST]]);
  });

  it.each(['1001', `${FIRST}0`, `${FIRST}-2`, `x${FIRST}`, ''])(
    'are not told by the id "%s" of another system',
    async (id) => {
      expect(await ordersOf(trace('1-1', [id]))).toEqual([[]]);
    },
  );

  it('are, when the lines lost their ids, those whose record knows the number', async () => {
    await recorded(FIRST, '1-1', '1-1-1');
    expect(await ordersOf(trace('1-1-1', []))).toEqual([[FIRST]]);
    expect(asked).toEqual([]);
  });

  it('are, for a child nobody knows, those whose record knows its parent, else a sibling', async () => {
    await recorded(FIRST, '1-1');
    await recorded(SECOND, '1-2-1');
    const child = trace('1-1-1', [], { parentOrderNumber: '1-1', siblingNumbers: ['1-2-1'] });
    const other = trace('1-2-2', [], { parentOrderNumber: '1-2', siblingNumbers: ['1-2-1'] });
    expect(await ordersOf(child, other)).toEqual([[FIRST], [SECOND]]);
    expect(objects.queries).toEqual([
      'ordoro-orders value(numbers contains any ("1-1-1", "1-1", "1-2-1", "1-2-2", "1-2"))',
    ]);
  });

  it('are all of those whose records know the number, because staff merged them', async () => {
    await recorded(FIRST, '1-1');
    await recorded(SECOND, '1-1');
    expect(await ordersOf(trace('1-1', []))).toEqual([[FIRST, SECOND]]);
  });

  it('are, when no record knows it, those that carry the number in syncInfo on our channel', async () => {
    await recorded(FIRST, '1-1');
    synced = [
      { id: SECOND, numbers: ['1-2'] },
      { id: FIRST, numbers: ['1-3'], channel: 'of another system' },
    ];
    expect(await ordersOf(trace('1-1', []), trace('1-2', []), trace('1-3', []))).toEqual([[FIRST], [SECOND], []]);
    expect(asked).toEqual([['1-2', '1-3']]);
  });

  it('are none when nobody knows it, or there is no channel of ours yet', async () => {
    expect(await ordersOf(trace('1-1', []))).toEqual([[]]);
    channelId = undefined;
    synced = [{ id: FIRST, numbers: ['1-1'] }];
    expect(await ordersOf(trace('1-1', []))).toEqual([[]]);
    expect(asked).toHaveLength(1);
  });

  it('are none for a row that tells nothing at all', async () => {
    expect(await ordersOf({ number: undefined, cartOrderIds: [], order: undefined })).toEqual([[]]);
    expect(objects.queries).toEqual([]);
    expect(asked).toEqual([]);
  });
});

describe('orders by number', () => {
  it('are found in the records, else in syncInfo; unknown numbers are left out', async () => {
    await recorded(FIRST, '1-1', '1-9');
    synced = [{ id: SECOND, numbers: ['1-2', '1-8'] }];
    expect(await finder.findByNumbers(['1-1', '1-2', '1-3'])).toEqual(
      new Map([
        ['1-1', [FIRST]],
        ['1-2', [SECOND]],
      ]),
    );
  });

  it('are looked up in few queries, and every page of an answer is read', async () => {
    objects.pageSize = 2;
    const numbers = Array.from({ length: 250 }, (_none, index) => `1-${index}`);
    for (const [index, orderId] of ['a', 'b', 'c', 'd', 'e'].entries()) await recorded(orderId, `1-${index}`);
    const found = await finder.findByNumbers(numbers);
    expect([...found]).toEqual([
      ['1-0', ['a']],
      ['1-1', ['b']],
      ['1-2', ['c']],
      ['1-3', ['d']],
      ['1-4', ['e']],
    ]);
    // Three pages of the first query, one of each other.
    expect(objects.queries).toHaveLength(5);
  });

  it('cost nothing when none are asked for', async () => {
    expect(await finder.findByNumbers([])).toEqual(new Map());
    expect(objects.queries).toEqual([]);
    expect(asked).toEqual([]);
  });
});
