import { describe, expect, it } from 'vitest';
import { ORDER_ID, orderContext, ordoroLine, ordoroOrder, situation } from '../../tests/generators/situations.ts';
import type { OrdoroOrder } from '../ordoro/readers.ts';
import { readShippingInfo } from '../ordoro/shipping-info-reader.ts';
import { ConflictError, TransientError } from '../problems/errors.ts';
import type { OrderSyncPorts } from './order-sync-ports.ts';
import { findTrace } from './trace.ts';

/** An Ordoro order with one line for each of these cart order ids. */
function orderOf(orderNumber: string, cartOrderIds: readonly (string | undefined)[], salesChannelId = 7): OrdoroOrder {
  return ordoroOrder({
    orderNumber,
    salesChannelId,
    lines: cartOrderIds.map((cartOrderId, index) =>
      ordoroLine({ id: index + 1, quantity: 1, cartOrderId, lineItemId: `line-${index + 1}` }),
    ),
  });
}

/** What all orders show of their shipment once their carrier has its name. */
const NAMED = readShippingInfo({ tracking_number: '1Z', carrier_name: 'UPS' });

/** What is found when Ordoro knows these orders. */
function traceOf(
  orders: readonly OrdoroOrder[],
  numbers: readonly string[],
  { stores, certain = false }: { stores?: { store: string; salesChannelId: number }[]; certain?: boolean } = {},
) {
  const get = async (number: string) => orders.find(({ orderNumber }) => orderNumber === number);
  const childNumbers = async (number: string) =>
    orders.filter(({ parentOrderNumber }) => parentOrderNumber === number).map(({ orderNumber }) => orderNumber);
  const withNames = async (rows: readonly OrdoroOrder[]) => rows.map((row) => ({ ...row, shippingInfo: NAMED }));
  const ports = { ordoroOrders: { get, childNumbers }, carriers: { withNames } } as unknown as OrderSyncPorts;
  const context = orderContext(stores === undefined ? {} : { merchant: { stores } });
  return findTrace(ports, situation({ context }), { numbers, certain });
}

describe('what Ordoro says of numbers found on an order', () => {
  it('is a part of the record for each that carries the id of the order', async () => {
    const trace = await traceOf(
      [orderOf('1-A-S2', [`${ORDER_ID}-S2`]), orderOf('1-A-S1', [`${ORDER_ID}-S1`, undefined])],
      ['1-A-S2', '1-A-S1'],
    );
    expect(trace).toMatchObject({ channelId: 7, foreign: [], otherDeployment: false, unreadable: [] });
    expect(trace.parts).toMatchObject([
      { number: 1, orderId: 'A-S1', cartOrderId: `${ORDER_ID}-S1`, state: { orderNumber: '1-A-S1' } },
      { number: 2, orderId: 'A-S2', cartOrderId: `${ORDER_ID}-S2`, state: { orderNumber: '1-A-S2' } },
    ]);
    expect(trace.orders).toMatchObject([
      { orderNumber: '1-A-S2', lines: [{ id: 1 }] },
      { orderNumber: '1-A-S1', lines: [{ id: 1 }, { id: 2 }] },
    ]);
  });

  it('is, of an order that was split, one part with all its children, carriers by name', async () => {
    const parent = { ...orderOf('1-A', [ORDER_ID]), isParent: true };
    const children = ['1-A-1', '1-A-2'].map((number) => ({ ...orderOf(number, [ORDER_ID]), parentOrderNumber: '1-A' }));
    const known = await traceOf([parent, ...children], ['1-A-2', '1-A'], { certain: true });
    expect(known.parts).toMatchObject([{ number: 1, orderId: 'A', state: { orderNumber: '1-A' } }]);
    expect(known.orders.map(({ orderNumber }) => orderNumber)).toEqual(['1-A', '1-A-2', '1-A-1']);
    expect(known.orders.map(({ shippingInfo }) => shippingInfo?.carrierName)).toEqual(['UPS', 'UPS', 'UPS']);
  });

  it('is complete where Ordoro knows a split order by its children only', async () => {
    const children = ['1-A-1', '1-A-2'].map((number) => ({ ...orderOf(number, [ORDER_ID]), parentOrderNumber: '1-A' }));
    const trace = await traceOf(children, ['1-A', '1-A-1'], { certain: true });
    expect(trace).toMatchObject({ parts: [{ number: 1, state: { orderNumber: '1-A-1' } }], unreadable: [] });
    expect(trace.orders.map(({ orderNumber }) => orderNumber)).toEqual(['1-A-1', '1-A-2']);
  });

  it('is part 1 where the order is undivided, whatever its number in Ordoro', async () => {
    const trace = await traceOf([orderOf('12-A-1000-S3', [ORDER_ID])], ['12-A-1000-S3']);
    expect(trace.parts).toMatchObject([{ number: 1, orderId: 'A-1000-S3', cartOrderId: ORDER_ID }]);
  });

  it('is foreign where the lines carry another order', async () => {
    const trace = await traceOf([orderOf('1-B', ['ffffffff-ffff-4fff-8fff-ffffffffffff'])], ['1-B']);
    expect(trace).toMatchObject({ parts: [], foreign: ['1-B'], otherDeployment: false });
  });

  it('is of another deployment where the order is ours but the sales channel is not', async () => {
    const orders = [orderOf('9-A', [ORDER_ID], 99)];
    expect(await traceOf(orders, ['9-A'])).toMatchObject({ parts: [], foreign: [], otherDeployment: true });
    const stores = [{ store: 'us', salesChannelId: 99 }];
    expect(await traceOf(orders, ['9-A'], { stores })).toMatchObject({
      parts: [{ number: 1 }],
      otherDeployment: false,
    });
  });

  it('is ours by our own syncInfo, although its sales channel is configured no more and its lines carry no ids', async () => {
    const orders = [orderOf('9-A', [ORDER_ID], 99), orderOf('1-A', [undefined])];
    expect(await traceOf(orders, ['9-A'], { certain: true })).toMatchObject({
      parts: [{ number: 1 }],
      otherDeployment: false,
    });
    expect(await traceOf(orders, ['1-A'], { certain: true })).toMatchObject({
      parts: [{ number: 1 }],
      orders: [{ orderNumber: '1-A', lines: [] }],
      unreadable: [],
    });
  });

  it('is, of two unrelated orders for one part, the older one; the other is a stranger', async () => {
    const [older, younger] = [orderOf('1-A', [ORDER_ID]), { ...orderOf('1-A-D2', [ORDER_ID]), id: 502 }];
    const numbersOf = (rows: readonly OrdoroOrder[]) => rows.map(({ orderNumber }) => orderNumber);
    const trace = await traceOf([younger, older], ['1-A-D2', '1-A'], { certain: true });
    expect(trace.parts).toMatchObject([{ number: 1, orderId: 'A', state: { orderNumber: '1-A' } }]);
    expect([numbersOf(trace.orders), numbersOf(trace.strangers)]).toEqual([['1-A'], ['1-A-D2']]);
    const cancelled = await traceOf([younger, { ...older, status: 'cancelled' }], ['1-A', '1-A-D2'], { certain: true });
    expect(cancelled.parts).toMatchObject([{ number: 1, state: { orderNumber: '1-A-D2' } }]);
  });

  it('is unreadable where nothing tells whose the order is', async () => {
    const trace = await traceOf([orderOf('1-A', [undefined])], ['1-A']);
    expect(trace).toMatchObject({ parts: [], foreign: [], unreadable: ['1-A'] });
  });

  it('is gone where Ordoro does not know the number, and unreadable where it does not answer', async () => {
    const down = {
      ordoroOrders: {
        get: () => Promise.reject(new TransientError('status 503', { platform: 'ordoro', status: 503 })),
      },
    } as unknown as OrderSyncPorts;
    expect(await traceOf([], ['1-A'])).toMatchObject({ parts: [], gone: ['1-A'], unreadable: [] });
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
