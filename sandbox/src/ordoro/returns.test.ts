import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OrdoroStandIn, startOrdoro } from './stand-in.ts';
import { call, draftOrder } from './test-client.ts';

let now: number;
let ordoro: OrdoroStandIn;

beforeEach(async () => {
  now = Date.parse('2026-11-23T10:00:00Z');
  ordoro = await startOrdoro({ clock: () => now });
  ordoro.addProduct({ sku: 'A', name: 'Alpha', onHand: 20 });
  const cart = ordoro.addCart({ name: 'commercetools demo' }).id;
  ordoro.createOrder(draftOrder('1', { cart }));
});

afterEach(async () => {
  expect(ordoro.violations).toEqual([]);
  await ordoro.close();
});

const list = async (query: string) =>
  (await call(ordoro, `GET /v3/return_order?${query}`)).body.return_order.map((one) => one.reference_id);

describe('the lines of a return', () => {
  it('have the ids of the order lines of a child', () => {
    const line = ordoro.order('1-1').lines[0]!.id;
    const [child] = ordoro.split('1-1', [[{ line_id: line, quantity: 1 }]]);
    ordoro.ship('1-1-1');
    const made = ordoro.addReturn({ orderNumber: '1-1-1', lines: [{ sku: 'A', expected: 1, received: 1 }] });
    expect(made).toMatchObject({ original_order_number: '1-1-1', lines: [{ line_id: child!.lines[0]!.id, sku: 'A' }] });
  });

  it('can have ids of their own, which no order line has', () => {
    ordoro.ship('1-1');
    const lines = [{ sku: 'A', expected: 2, received: 1 }];
    const made = ordoro.addReturn({ orderNumber: '1-1', hasOwnLineIds: true, lines });
    expect(made.lines[0]!.line_id).not.toBe(ordoro.order('1-1').lines[0]!.id);
    const { line_id: lineId } = made.lines[0]!;
    expect(ordoro.progressReturn(made.reference_id, { lineId, received: 2 }).lines[0]!.received_quantity).toBe(2);
  });
});

describe('the list of returns', () => {
  beforeEach(() => {
    ordoro.ship('1-1');
    for (const reference of ['R1', 'R2', 'R3']) {
      now += 1_000;
      ordoro.addReturn({ orderNumber: '1-1', reference, lines: [{ sku: 'A', expected: 1 }] });
    }
  });

  it('puts a return that changed while it was paged first', async () => {
    expect(await list('sort=-updated_date&limit=2')).toEqual(['R3', 'R2']);
    now += 1_000;
    ordoro.progressReturn('R1', { lineId: ordoro.returns[0]!.lines[0]!.line_id, received: 1 });
    expect(await list('sort=-updated_date&limit=2&offset=2')).toEqual(['R2']);
    expect(await list('sort=-updated_date')).toEqual(['R1', 'R3', 'R2']);
  });

  it('has a filter by reference and none by date', async () => {
    expect(await list('reference_id=R3&reference_id=R1')).toEqual(['R1', 'R3']);
    const answer = await call(ordoro, 'GET /v3/return_order?updated_after=2026-11-23T10:00:00Z');
    expect(answer.status).toBe(400);
    (ordoro.violations as unknown[]).length = 0;
  });
});
