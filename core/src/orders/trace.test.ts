import { describe, expect, it } from '@jest/globals';
import { ORDER_ID, orderContext, situation } from '../../tests/generators/situations.ts';
import type { OrdoroOrder } from '../ordoro/readers.ts';
import { ConflictError, TransientError } from '../problems/errors.ts';
import type { OrderSyncPorts } from './order-sync-ports.ts';
import { findTrace } from './trace.ts';

function ordoroOrder(
  orderNumber: string,
  cartOrderIds: readonly (string | undefined)[],
  salesChannelId = 7,
): OrdoroOrder {
  return {
    id: 501,
    orderNumber,
    status: 'new',
    createdDate: undefined,
    updatedDate: undefined,
    salesChannelId,
    lines: cartOrderIds.map((cartOrderId, index) => ({
      id: index + 1,
      quantity: 1,
      sku: 'SHIRT',
      cartOrderId,
      lineItemId: `line-${index + 1}`,
    })),
    addressWarning: undefined,
    presetIds: [],
    isParent: false,
    parentOrderNumber: undefined,
  };
}

/** What is found when Ordoro knows these orders. */
function traceOf(
  orders: readonly OrdoroOrder[],
  numbers: readonly string[],
  { stores, certain = false }: { stores?: { store: string; salesChannelId: number }[]; certain?: boolean } = {},
) {
  const get = async (number: string) => orders.find(({ orderNumber }) => orderNumber === number);
  const ports = { ordoroOrders: { get } } as unknown as OrderSyncPorts;
  const context = orderContext(stores === undefined ? {} : { merchant: { stores } });
  return findTrace(ports, situation({ context }), { numbers, certain });
}

describe('what Ordoro says of numbers found on an order', () => {
  it('is a part of the record for each that carries the id of the order', async () => {
    const trace = await traceOf(
      [ordoroOrder('1-A-S2', [`${ORDER_ID}-S2`]), ordoroOrder('1-A-S1', [`${ORDER_ID}-S1`, undefined])],
      ['1-A-S2', '1-A-S1'],
    );
    expect(trace).toMatchObject({ channelId: 7, foreign: [], otherDeployment: false, unreadable: [] });
    expect(trace.parts).toMatchObject([
      {
        number: 1,
        orderId: 'A-S1',
        cartOrderId: `${ORDER_ID}-S1`,
        state: { orderNumber: '1-A-S1', inSyncInfo: false },
      },
      { number: 2, orderId: 'A-S2', cartOrderId: `${ORDER_ID}-S2`, state: { lines: { 'line-1': 1 } } },
    ]);
  });

  it('is part 1 where the order is undivided, whatever its number in Ordoro', async () => {
    const trace = await traceOf([ordoroOrder('12-A-1000-S3', [ORDER_ID])], ['12-A-1000-S3']);
    expect(trace.parts).toMatchObject([{ number: 1, orderId: 'A-1000-S3', cartOrderId: ORDER_ID }]);
  });

  it('is foreign where the lines carry another order', async () => {
    const trace = await traceOf([ordoroOrder('1-B', ['ffffffff-ffff-4fff-8fff-ffffffffffff'])], ['1-B']);
    expect(trace).toMatchObject({ parts: [], foreign: ['1-B'], otherDeployment: false });
  });

  it('is of another deployment where the order is ours but the sales channel is not', async () => {
    const orders = [ordoroOrder('9-A', [ORDER_ID], 99)];
    expect(await traceOf(orders, ['9-A'])).toMatchObject({ parts: [], foreign: [], otherDeployment: true });
    const stores = [{ store: 'us', salesChannelId: 99 }];
    expect(await traceOf(orders, ['9-A'], { stores })).toMatchObject({
      parts: [{ number: 1 }],
      otherDeployment: false,
    });
  });

  it('is ours by our own syncInfo, although its sales channel is configured no more and its lines carry no ids', async () => {
    const orders = [ordoroOrder('9-A', [ORDER_ID], 99), ordoroOrder('1-A', [undefined])];
    expect(await traceOf(orders, ['9-A'], { certain: true })).toMatchObject({
      parts: [{ number: 1 }],
      otherDeployment: false,
    });
    expect(await traceOf(orders, ['1-A'], { certain: true })).toMatchObject({ parts: [{ number: 1 }], unreadable: [] });
  });

  it('is unreadable where nothing tells whose the order is', async () => {
    const trace = await traceOf([ordoroOrder('1-A', [undefined])], ['1-A']);
    expect(trace).toMatchObject({ parts: [], foreign: [], unreadable: ['1-A'] });
  });

  it('is unreadable where Ordoro does not know the number or does not answer', async () => {
    const down = {
      ordoroOrders: {
        get: () => Promise.reject(new TransientError('status 503', { platform: 'ordoro', status: 503 })),
      },
    } as unknown as OrderSyncPorts;
    expect(await traceOf([], ['1-A'])).toMatchObject({ parts: [], unreadable: ['1-A'] });
    expect(await findTrace(down, situation(), { numbers: ['1-A'], certain: false })).toMatchObject({
      unreadable: ['1-A'],
    });
  });

  it('is none of that when something else went wrong', async () => {
    const broken = new ConflictError('not from Ordoro', { platform: 'commercetools' });
    const ports = { ordoroOrders: { get: () => Promise.reject(broken) } } as unknown as OrderSyncPorts;
    await expect(findTrace(ports, situation(), { numbers: ['1-A'], certain: false })).rejects.toBe(broken);
  });
});
