import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Answering, deadAddress, json, type LocalServer, startLocalServer } from '../../tests/local-server.ts';
import { NOW, ordoroClient } from '../../tests/ordoro-client.ts';
import { type OrderEdit, OrdoroOrderEdits } from './order-edits.ts';

const LIMITS = { tokenBy: NOW + 1_000, timeoutMs: 1_000 };
const NUMBER = '1-A 1/2';
const ORDER = { id: 5, order_number: NUMBER, status: 'awaiting_fulfillment', lines: [{ id: 9, quantity: 2 }] };
const AMOUNTS = { product_amount: 20, shipping_amount: 5, tax_amount: 0, discount_amount: 0, grand_total: 25 };

let server: LocalServer;
let edits: OrdoroOrderEdits;

beforeEach(async () => {
  server = await startLocalServer();
  edits = new OrdoroOrderEdits(ordoroClient(server.url));
});

afterEach(() => server.close());

const cancel: OrderEdit = { kind: 'cancel', number: NUMBER };
const status = (code: number, headers: Record<string, string> = {}): Answering => {
  return (response) => response.writeHead(code, headers).end();
};

describe('an edit of an order', () => {
  const line = {
    sku: 'A',
    quantity: 1,
    item_price: 10,
    total_price: 10,
    product_name: 'Alpha',
    cart_order_id: 'ct',
    cart_orderitem_id: 'li-1',
  };
  const update = { quantity: 2, item_price: 10, total_price: 20 };

  it.each<[OrderEdit, string, string, unknown]>([
    [cancel, 'POST', '/cancel', undefined],
    [{ kind: 'uncancel', number: NUMBER }, 'POST', '/uncancel', undefined],
    [{ kind: 'shipping_address', number: NUMBER, address: { zip: '1' } }, 'PUT', '/shipping_address', { zip: '1' }],
    [{ kind: 'billing_address', number: NUMBER, address: { zip: '1' } }, 'PUT', '/billing_address', { zip: '1' }],
    [{ kind: 'order', number: NUMBER, update: { ship_by_date: null } }, 'PUT', '', { ship_by_date: null }],
    [{ kind: 'add-line', number: NUMBER, line }, 'POST', '/line', line],
    [{ kind: 'change-line', number: NUMBER, lineId: 9, update }, 'PUT', '/line/9', update],
    [{ kind: 'remove-line', number: NUMBER, lineId: 9 }, 'DELETE', '/line/9', undefined],
    [
      { kind: 'financial', number: NUMBER, amounts: AMOUNTS, creditCardIssuer: null },
      'PUT',
      '/financial',
      { ...AMOUNTS, credit_card_issuer: null },
    ],
    [{ kind: 'comment', number: NUMBER, text: 'Hello' }, 'POST', '/comment', { comment: 'Hello' }],
  ])('%j is one request, path encoded, no slash at the end', async (edit, method, tail, body) => {
    server.answer = (response) => json(response, ORDER);
    await edits.carryOut(edit, LIMITS);
    expect(server.requests).toMatchObject([{ method, url: `/v3/order/1-A%201%2F2${tail}` }]);
    expect(server.requests[0]!.body === '' ? undefined : JSON.parse(server.requests[0]!.body)).toEqual(body);
  });

  it('is done with the order that Ordoro answers', async () => {
    server.answer = (response) => json(response, ORDER, 201);
    expect(await edits.carryOut({ kind: 'add-line', number: NUMBER, line }, LIMITS)).toMatchObject({
      kind: 'done',
      order: { id: 5, orderNumber: NUMBER, lines: [{ id: 9, quantity: 2 }] },
    });
  });

  it('of an address is done with the parts that Ordoro names, cleared ones too', async () => {
    server.answer = (response) => json(response, { name: 'Ada', company: null, validation: { status: 'warning' } });
    const outcome = await edits.carryOut({ kind: 'shipping_address', number: NUMBER, address: {} }, LIMITS);
    expect(outcome).toMatchObject({ kind: 'done', address: { name: 'Ada', company: undefined } });
    expect(Object.keys(outcome.kind === 'done' ? (outcome.address ?? {}) : {})).toEqual(['name', 'company']);
  });

  it('of amounts is done with the amounts that Ordoro answers', async () => {
    server.answer = (response) => json(response, { ...AMOUNTS, credit_card_issuer: null });
    const edit: OrderEdit = { kind: 'financial', number: NUMBER, amounts: AMOUNTS, creditCardIssuer: null };
    expect(await edits.carryOut(edit, LIMITS)).toMatchObject({ kind: 'done', financial: AMOUNTS });
  });

  it.each([[[{ text: 'Hello' }]], [{ text: 'Hello' }]])('of comments is done whatever its form: %j', async (body) => {
    server.answer = (response) => json(response, body);
    expect(await edits.carryOut({ kind: 'comment', number: NUMBER, text: 'Hello' }, LIMITS)).toMatchObject({
      kind: 'done',
    });
  });

  it.each<[string, Answering]>([
    ['status 500', status(500)],
    ['status 408', status(408)],
    ['an HTML page', (response) => response.writeHead(200).end('<html>')],
    ['no order', (response) => json(response, {})],
    ['another order', (response) => json(response, { ...ORDER, order_number: '1-B' })],
    ['a cut connection', (response) => response.destroy()],
    ['silence', () => undefined],
  ])('is uncertain, and not repeated, after %s', async (_what, answer) => {
    server.answer = answer;
    expect(await edits.carryOut(cancel, { ...LIMITS, timeoutMs: 100 })).toMatchObject({ kind: 'uncertain' });
    expect(server.requests).toHaveLength(1);
  });

  it('says until when Ordoro may work on it', async () => {
    server.answer = () => undefined;
    expect(await edits.carryOut(cancel, { ...LIMITS, timeoutMs: 100 })).toMatchObject({ endsAt: NOW + 100 });
  });

  it.each<[number, Record<string, string>, object]>([
    [429, { 'retry-after': '30' }, { code: 'rate-limited', retryAfterMs: 30_000 }],
    [401, {}, { code: 'ordoro-auth' }],
    [403, {}, { code: 'ordoro-auth' }],
  ])('is refused for now by status %i', async (code, headers, expected) => {
    server.answer = status(code, headers);
    expect(await edits.carryOut(cancel, LIMITS)).toMatchObject({ kind: 'refused-for-now', ...expected });
  });

  it('is refused for now when nobody listens', async () => {
    edits = new OrdoroOrderEdits(ordoroClient(await deadAddress()));
    expect(await edits.carryOut(cancel, LIMITS)).toMatchObject({
      kind: 'refused-for-now',
      code: 'ordoro-unavailable',
    });
  });

  it.each([400, 404, 409, 422, 302])('is rejected by status %i, with the reason', async (code) => {
    server.answer = (response) => json(response, { error_message: 'no', param: 'status' }, code);
    expect(await edits.carryOut(cancel, LIMITS)).toMatchObject({
      kind: 'rejected',
      message: `Ordoro, cancellation of order ${NUMBER}: status ${code}, no (status)`,
      response: { error_message: 'no' },
    });
  });

  it('is not sent without a rate token', async () => {
    edits = new OrdoroOrderEdits(ordoroClient(server.url, { isGranted: false }));
    expect(await edits.carryOut(cancel, LIMITS)).toEqual({ kind: 'not-sent' });
    expect(server.requests).toEqual([]);
  });
});
