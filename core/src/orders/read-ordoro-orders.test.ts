import { describe, expect, it } from 'vitest';
import {
  acceptedRecord,
  known,
  knownOrder,
  NOW,
  ordoroLine,
  ordoroOrder,
  situation,
} from '../../tests/generators/situations.ts';
import type { OrdoroOrder } from '../ordoro/readers.ts';
import { readShippingInfo } from '../ordoro/shipping-info-reader.ts';
import { ConflictError, TransientError } from '../problems/errors.ts';
import type { OrderSyncPorts } from './order-sync-ports.ts';
import { readOrdoroOrders, withRowsRead } from './read-ordoro-orders.ts';

const down = new TransientError('status 503', { platform: 'ordoro', status: 503 });

/** What Ordoro answers, and what it was asked. */
interface Ordoro {
  readonly orders?: readonly OrdoroOrder[];
  /** Children by the number of the split order. */
  readonly children?: Readonly<Record<string, readonly string[]>>;
  /** Fails for this number. */
  readonly fails?: { readonly number: string; readonly error: Error };
}

function portsFor({ orders = [], children = {}, fails }: Ordoro, now = NOW) {
  const asked: string[] = [];
  const limits: (number | undefined)[] = [];
  const ask = (what: string, number: string, endBy: number | undefined) => {
    asked.push(`${what} ${number}`);
    limits.push(endBy);
    if (fails?.number === number) throw fails.error;
  };
  const ports = {
    clock: () => now,
    ordoroOrders: {
      get: async (number: string, endBy?: number) => {
        ask('order', number, endBy);
        return orders.find(({ orderNumber }) => orderNumber === number);
      },
      childNumbers: async (number: string, endBy?: number) => {
        ask('children', number, endBy);
        return children[number] ?? [];
      },
    },
    carriers: {
      withNames: async (rows: readonly OrdoroOrder[], endBy?: number) => {
        limits.push(endBy);
        return rows.map((row) => ({ ...row, shippingInfo: readShippingInfo({ carrier_name: 'UPS' }) }));
      },
    },
  } as unknown as OrderSyncPorts;
  return { ports, asked, limits };
}

function child(number: string, more: Partial<OrdoroOrder> = {}): OrdoroOrder {
  return ordoroOrder({
    id: 600 + Number(number.slice(-1)),
    orderNumber: number,
    lines: [ordoroLine({ quantity: 1 })],
    parentOrderNumber: '1-A-1000',
    ...more,
  });
}

const numbersOf = (rows: readonly OrdoroOrder[]) => rows.map(({ orderNumber }) => orderNumber);

describe('reading Ordoro orders by number', () => {
  it('brings their rows, carriers by name', async () => {
    const { ports, asked } = portsFor({ orders: [ordoroOrder(), ordoroOrder({ id: 7, orderNumber: '1-B' })] }, NOW + 5);
    const read = await readOrdoroOrders(ports, known(acceptedRecord()), ['1-A-1000', '1-B']);
    expect(read.ordoroRows).toMatchObject([
      { orderNumber: '1-A-1000', shippingInfo: { carrierName: 'UPS' } },
      { orderNumber: '1-B', shippingInfo: { carrierName: 'UPS' } },
    ]);
    expect(read).toMatchObject({ notFound: [], failedNow: false, now: NOW + 5 });
    expect(asked).toEqual(['order 1-A-1000', 'order 1-B']);
  });

  it('brings the children of a split one too, and theirs', async () => {
    const { ports } = portsFor({
      orders: [
        ordoroOrder({ isParent: true }),
        child('1-A-1000-1', { isParent: true }),
        child('1-A-1000-2'),
        child('1-A-1000-1-1', { id: 701 }),
        child('1-A-1000-1-2', { id: 702 }),
      ],
      children: {
        '1-A-1000': ['1-A-1000-1', '1-A-1000-2'],
        '1-A-1000-1': ['1-A-1000-1-1', '1-A-1000-1-2'],
      },
    });
    const read = await readOrdoroOrders(ports, known(acceptedRecord()), ['1-A-1000']);
    expect(numbersOf(read.ordoroRows)).toEqual([
      '1-A-1000',
      '1-A-1000-1',
      '1-A-1000-1-1',
      '1-A-1000-1-2',
      '1-A-1000-2',
    ]);
    expect(read.notFound).toEqual([]);
  });

  it('brings the children of a split one whose own number answers no longer', async () => {
    const { ports } = portsFor({
      orders: [child('1-A-1000-1')],
      children: { '1-A-1000': ['1-A-1000-1', '1-A-1000-2'] },
    });
    const read = await readOrdoroOrders(ports, known(acceptedRecord()), ['1-A-1000']);
    expect(numbersOf(read.ordoroRows)).toEqual(['1-A-1000-1']);
    expect(read.notFound).toEqual(['1-A-1000']);
  });

  it('ends where orders are named as their own descendants', async () => {
    const { ports, asked } = portsFor({
      orders: [ordoroOrder({ isParent: true }), child('1-A-1000-1', { isParent: true })],
      children: { '1-A-1000': ['1-A-1000', '1-A-1000-1'], '1-A-1000-1': ['1-A-1000'] },
    });
    const read = await readOrdoroOrders(ports, known(acceptedRecord()), ['1-A-1000']);
    expect(numbersOf(read.ordoroRows)).toEqual(['1-A-1000', '1-A-1000-1']);
    expect(asked).toHaveLength(4);
  });

  it('remembers for this pass which numbers Ordoro does not know, and leaves the record as it is', async () => {
    const { ports } = portsFor({ orders: [ordoroOrder()] });
    const before = known(acceptedRecord(), { notFound: ['1-X', '1-Y'] });
    const read = await readOrdoroOrders(ports, before, ['1-A-1000', '1-Y', '1-Z']);
    expect(read.notFound).toEqual(['1-X', '1-Y', '1-Z']);
    expect(read.record).toEqual(acceptedRecord());
  });

  it('keeps to the time limit of the pass, in every request', async () => {
    const { ports, limits } = portsFor({
      orders: [ordoroOrder({ isParent: true }), child('1-A-1000-1')],
      children: { '1-A-1000': ['1-A-1000-1'] },
    });
    await readOrdoroOrders(ports, known(acceptedRecord(), { readBy: NOW + 7_000 }), ['1-A-1000']);
    expect(limits).toEqual([NOW + 7_000, NOW + 7_000, NOW + 7_000, NOW + 7_000]);
  });
});

describe('a reading that fails', () => {
  const fails = { number: '1-B', error: down };

  it('is noted in the record with its numbers, to be read later', async () => {
    const { ports } = portsFor({ orders: [ordoroOrder()], fails });
    const record = acceptedRecord([knownOrder()], { unread: ['1-B', '1-C'] });
    const read = await readOrdoroOrders(ports, known(record), ['1-A-1000', '1-B']);
    expect(read).toMatchObject({
      failedNow: true,
      ordoroRows: [],
      notFound: [],
      record: {
        unread: ['1-B', '1-C', '1-A-1000'],
        attempts: 1,
        nextAttemptAt: '2026-01-02T04:01:00.000Z',
        lastError: { code: 'ordoro-unavailable', message: 'status 503', at: '2026-01-02T04:00:00.000Z' },
        ordoroOrders: [{ number: '1-A-1000' }],
      },
    });
  });

  it('of the children alone is noted too', async () => {
    const { ports } = portsFor({
      orders: [ordoroOrder({ isParent: true })],
      children: { '1-A-1000': ['1-A-1000-1'] },
      fails: { number: '1-A-1000-1', error: down },
    });
    const read = await readOrdoroOrders(ports, known(acceptedRecord()), ['1-A-1000']);
    expect(read).toMatchObject({ failedNow: true, record: { unread: ['1-A-1000'] } });
  });

  it('is none of that when commercetools failed, or there is no record', async () => {
    const broken = new ConflictError('not from Ordoro', { platform: 'commercetools' });
    const { ports } = portsFor({ fails: { number: '1-B', error: broken } });
    await expect(readOrdoroOrders(ports, known(acceptedRecord()), ['1-B'])).rejects.toBe(broken);
    await expect(readOrdoroOrders(portsFor({ fails }).ports, situation(), ['1-B'])).rejects.toBe(down);
  });
});

describe('rows that were just read', () => {
  it('replace earlier readings of the same numbers, and leave the others', () => {
    const before = situation({ ordoroRows: [ordoroOrder(), ordoroOrder({ orderNumber: '1-B' })] });
    const after = withRowsRead(before, [ordoroOrder({ status: 'shipped' }), ordoroOrder({ orderNumber: '1-C' })]);
    expect(after.ordoroRows.map(({ orderNumber, status }) => [orderNumber, status])).toEqual([
      ['1-B', 'awaiting_fulfillment'],
      ['1-A-1000', 'shipped'],
      ['1-C', 'awaiting_fulfillment'],
    ]);
  });
});
