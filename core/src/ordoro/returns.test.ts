import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { json, type LocalServer, startLocalServer } from '../../tests/local-server.ts';
import { NOW, ordoroClient } from '../../tests/ordoro-client.ts';
import { TransientError } from '../problems/errors.ts';
import { OrdoroReturns, readReturn } from './returns.ts';

/** A return as Ordoro shows it. */
function returnOf(more: object = {}): object {
  return {
    reference_id: 'RMA-1',
    original_order_number: '2-1001',
    status: 'awaiting_return',
    lines: [
      { line_id: 9, sku: 'SHIRT', code: null, expected_quantity: 2, received_quantity: 1, restocked_quantity: 0 },
      { line_id: 10, sku: 'MUG', code: null, expected_quantity: 1, received_quantity: 0, restocked_quantity: 0 },
    ],
    created_date: '2026-11-20T08:00:00.000001-06:00',
    updated_date: '2026-11-22T08:00:00.123456-06:00',
    ...more,
  };
}

describe('a row of the list of returns', () => {
  it('tells the order, and of each line what was received and restocked', () => {
    expect(readReturn(returnOf())).toEqual({
      kind: 'return',
      updatedDate: '2026-11-22T08:00:00.123456-06:00',
      content: {
        reference: 'RMA-1',
        orderNumber: '2-1001',
        seenAt: '2026-11-22T08:00:00.123456-06:00',
        lines: [
          { lineId: 9, sku: 'SHIRT', received: 1, restocked: 0 },
          { lineId: 10, sku: 'MUG', received: 0, restocked: 0 },
        ],
      },
    });
  });

  it.each([
    [
      'a number in text',
      { line_id: '9', sku: 'SHIRT', received_quantity: '2', restocked_quantity: '1' },
      [9, 'SHIRT', 2, 1],
    ],
    ['fractions', { line_id: 9, sku: 'SHIRT', received_quantity: 2.5, restocked_quantity: 0.9 }, [9, 'SHIRT', 2, 0]],
    [
      'null',
      { line_id: null, sku: 'SHIRT', received_quantity: null, restocked_quantity: null },
      [undefined, 'SHIRT', 0, 0],
    ],
    ['nothing but an id', { line_id: 9 }, [9, undefined, 0, 0]],
    ['a negative number', { line_id: 9, received_quantity: -1 }, [9, undefined, 0, 0]],
  ])('may have %s in a line', (_what, line, [lineId, sku, received, restocked]) => {
    const row = readReturn(returnOf({ lines: [line] }));
    expect(row).toMatchObject({ kind: 'return' });
    const [read] = row.kind === 'return' ? row.content.lines : [];
    expect([read?.lineId, read?.sku, read?.received, read?.restocked]).toEqual([lineId, sku, received, restocked]);
  });

  it.each([null, undefined, ''])('with %p as its order belongs to no order', (number) => {
    expect(readReturn(returnOf({ original_order_number: number }))).toEqual({
      kind: 'without-order',
      updatedDate: '2026-11-22T08:00:00.123456-06:00',
      reference: 'RMA-1',
    });
  });

  it.each([
    ['quantities that are no numbers', { lines: [{ line_id: 9, received_quantity: 'some' }] }],
    ['no lines', { lines: undefined }],
  ])('is unreadable with %s, but its names are kept', (_what, more) => {
    expect(readReturn(returnOf(more))).toEqual({
      kind: 'unreadable',
      updatedDate: '2026-11-22T08:00:00.123456-06:00',
      reference: 'RMA-1',
      orderNumber: '2-1001',
      content: returnOf(more),
    });
  });

  it('is unreadable without a reference', () => {
    expect(readReturn(returnOf({ reference_id: null }))).toMatchObject({ kind: 'unreadable', orderNumber: '2-1001' });
  });

  it('is unreadable, not one without order, when its order is told in an unknown form', () => {
    expect(readReturn(returnOf({ original_order_number: { id: 5 } }))).toMatchObject({
      kind: 'unreadable',
      reference: 'RMA-1',
      orderNumber: undefined,
    });
  });

  it.each([null, 'text', 7, []])('is unreadable when it is %j', (body) => {
    expect(readReturn(body)).toMatchObject({ kind: 'unreadable', reference: undefined });
  });
});

describe('the list of returns', () => {
  let server: LocalServer;
  let returns: OrdoroReturns;

  beforeEach(async () => {
    server = await startLocalServer();
    returns = new OrdoroReturns(ordoroClient(server.url));
  });

  afterEach(() => server.close());

  it('is asked for newest first, a hundred at a time', async () => {
    server.answer = (response) => json(response, { count: 0, return_order: [] });
    await returns.page({ offset: 200 });
    expect(server.requests).toHaveLength(1);
    const url = new URL(server.requests[0]!.url, server.url);
    expect(url.pathname).toBe('/v3/return_order');
    expect(Object.fromEntries(url.searchParams)).toEqual({ sort: '-updated_date', limit: '100', offset: '200' });
  });

  it.each(['return_order', 'return_orders'])('is in the field %s', async (key) => {
    server.answer = (response) => json(response, { count: 7, limit: 100, offset: 0, [key]: [returnOf()] });
    const page = await returns.page({ offset: 0 });
    expect(page).toMatchObject({ count: 7, rows: [{ kind: 'return', content: { reference: 'RMA-1' } }] });
  });

  it.each([
    [
      { count: 7, limit: 50 },
      { count: 7, pageSize: 50 },
    ],
    [{}, { count: undefined, pageSize: 100 }],
  ])('says with %j how long it is and how long its pages are: %j', async (envelope, told) => {
    server.answer = (response) => json(response, { ...envelope, return_order: [returnOf()] });
    expect(await returns.page({ offset: 0 })).toMatchObject(told);
  });

  it('is read to its end although one row cannot be read', async () => {
    const rows = [returnOf({ lines: 'none' }), returnOf({ reference_id: 'RMA-2' })];
    server.answer = (response) => json(response, { count: 2, return_order: rows });
    const page = await returns.page({ offset: 0 });
    expect(page.rows.map(({ kind }) => kind)).toEqual(['unreadable', 'return']);
  });

  it.each([{ count: 0 }, { count: 0, returns: [] }, [], { return_order: null }])(
    'that comes as %j is an error, not an empty list',
    async (body) => {
      server.answer = (response) => json(response, body);
      await expect(returns.page({ offset: 0 })).rejects.toThrow(TransientError);
    },
  );

  it('is not asked for when no time is left', async () => {
    await expect(returns.page({ offset: 0, endBy: NOW })).rejects.toThrow('no time was left to ask');
    expect(server.requests).toHaveLength(0);
  });
});
