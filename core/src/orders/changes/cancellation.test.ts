import { describe, expect, it } from 'vitest';
import { playChanges } from '../../../tests/generators/change-pass.ts';
import { ChangeWorld, withUnits } from '../../../tests/generators/change-world.ts';
import { acceptedRecord, knownOrder, shopOrder } from '../../../tests/generators/situations.ts';
import type { KnownOrdoroOrder } from '../../records/known-ordoro-order.ts';
import { withRequest } from '../record-changes.ts';
import { cancelByPolicy, cancelledInOrdoro } from './cancelled-in-ordoro.ts';
import { changeIssues } from './change-issues.ts';

const N = '1-A-1000';

function issues(world: ChangeWorld): string[] {
  return changeIssues(world.record, world.order).map(({ code, detail }) => `${code}: ${detail}`);
}

function setState(world: ChangeWorld, orderState: 'Cancelled' | 'Open'): void {
  world.order = { ...world.order, orderState };
}

function setStatus(world: ChangeWorld, number: string, status: string): void {
  world.change(number, (order) => {
    order.status = status;
  });
}

describe('an order cancelled in commercetools', () => {
  it('is cancelled in Ordoro after it was read', async () => {
    const world = new ChangeWorld();
    setState(world, 'Cancelled');
    expect(await playChanges(world)).toEqual(['read-ordoro-orders', 'save', 'edit-ordoro', 'edit-ordoro', 'save']);
    expect(world.edits).toEqual([{ kind: 'cancel', number: N }]);
    expect(issues(world)).toEqual([]);
    expect(await playChanges(world)).toEqual([]);
  });

  it('is cancelled while only requested from a supplier, and in each open child', async () => {
    const world = new ChangeWorld();
    const [one = '', two = ''] = world.split(N, [{ 'line-1': 1 }, { 'line-1': 1 }]);
    setStatus(world, one, 'dropshipment_requested');
    setState(world, 'Cancelled');
    await playChanges(world);
    expect([world.at(one).status, world.at(two).status]).toEqual(['cancelled', 'cancelled']);
  });

  it.each([
    ['shipped', 'shipped'],
    ['in a state that is not known', 'new'],
  ])('stays when it is %s, and the warehouse is told once', async (_what, status) => {
    const world = new ChangeWorld();
    setStatus(world, N, status);
    setState(world, 'Cancelled');
    await playChanges(world, { rows: structuredClone([...world.ordoro.values()]) });
    expect(world.edits.map(({ kind }) => kind)).toEqual(['comment']);
    expect(issues(world)).toEqual(['too-late-to-cancel: 1-A-1000']);
    expect(await playChanges(world)).toEqual([]);
  });

  it.each([
    ['another order', { cartOrderId: 'another-order', lineItemId: 'x' }],
    ['nobody', { cartOrderId: undefined, lineItemId: undefined }],
  ])('stays when a line belongs to %s', async (_whom, ids) => {
    const world = new ChangeWorld();
    world.change(N, (order) => {
      order.lines = [...order.lines, { ...order.lines[0]!, id: 77, ...ids }];
    });
    setState(world, 'Cancelled');
    await playChanges(world);
    expect(world.at(N).status).toBe('awaiting_fulfillment');
    expect(issues(world)).toEqual(['too-late-to-cancel: 1-A-1000']);
  });

  it('is not cancelled a second time when staff restored it', async () => {
    const world = new ChangeWorld();
    setState(world, 'Cancelled');
    await playChanges(world);
    setStatus(world, N, 'awaiting_fulfillment');
    await playChanges(world, { rows: structuredClone([...world.ordoro.values()]) });
    expect(world.edits.map(({ kind }) => kind)).toEqual(['cancel', 'comment']);
    expect(issues(world)).toEqual(['too-late-to-cancel: 1-A-1000']);
  });

  it('is restored when it is opened again, if the connector cancelled it', async () => {
    const world = new ChangeWorld();
    setState(world, 'Cancelled');
    await playChanges(world);
    setState(world, 'Open');
    await playChanges(world);
    expect(world.edits.map(({ kind }) => kind)).toEqual(['cancel', 'uncancel']);
    expect(world.at(N).status).toBe('awaiting_fulfillment');
    expect(world.record.ordoroOrders?.[0]).not.toHaveProperty('cancelledByUs');
    expect(await playChanges(world)).toEqual([]);
  });

  it('is not restored when staff cancelled it', async () => {
    const world = new ChangeWorld();
    setStatus(world, N, 'cancelled');
    setState(world, 'Cancelled');
    await playChanges(world);
    setState(world, 'Open');
    await playChanges(world);
    expect(world.edits).toEqual([]);
    expect(issues(world)).toEqual(['cancelled-in-ordoro: 1-A-1000']);
  });

  it('counts as cancelled by us although the answer was lost', async () => {
    const world = new ChangeWorld();
    setState(world, 'Cancelled');
    await playChanges(world, { edits: ['lost-done'] });
    setState(world, 'Open');
    world.wait(61_000);
    await playChanges(world);
    expect(world.at(N).status).toBe('awaiting_fulfillment');
  });

  it('tells Ordoro’s reason when the cancellation is refused, and asks again on retry only', async () => {
    const world = new ChangeWorld();
    setState(world, 'Cancelled');
    await playChanges(world, { edits: ['rejected'] });
    expect(issues(world)).toEqual(['ordoro-rejected: cancellation of 1-A-1000: status 400, no']);
    expect(await playChanges(world)).toEqual([]);
    world.stored = { ...world.stored, record: withRequest(world.record, 'retry', world.now) };
    await playChanges(world);
    expect(world.at(N).status).toBe('cancelled');
    expect(issues(world)).toEqual([]);
  });

  it('that was shipped while it was being cancelled is too late', async () => {
    const world = new ChangeWorld();
    setState(world, 'Cancelled');
    await playChanges(world, { beforeFirstEdit: () => setStatus(world, N, 'shipped') });
    expect(issues(world)).toEqual(['too-late-to-cancel: 1-A-1000']);
    expect(world.edits.map(({ kind }) => kind)).toEqual(['comment']);
  });

  it('gets no other change', async () => {
    const world = new ChangeWorld();
    world.order = { ...withUnits(world.order, { 'line-1': 1 }), orderState: 'Cancelled' };
    await playChanges(world);
    expect(world.edits.map(({ kind }) => kind)).toEqual(['cancel']);
  });
});

describe('an order cancelled in Ordoro', () => {
  const cancelled = (more: Partial<KnownOrdoroOrder> = {}) => knownOrder({ status: 'cancelled', ...more });
  const found = (...orders: KnownOrdoroOrder[]) =>
    cancelledInOrdoro(acceptedRecord(orders), shopOrder()).map(({ detail }) => detail);
  const half = { lineItemId: 'line-1', part: 1, quantity: 1 };

  it('is flagged, unless the connector or the merchant cancelled it', () => {
    expect(found(cancelled())).toEqual([N]);
    expect(found(cancelled({ cancelledByUs: true }))).toEqual([]);
    expect(cancelledInOrdoro(acceptedRecord([cancelled()]), shopOrder({ orderState: 'Cancelled' }))).toEqual([]);
  });

  it('is not flagged when its lines were merged into another, or others cover its units', () => {
    expect(found(cancelled({ lines: [] }), knownOrder({ number: '1-B', isShared: true }))).toEqual([]);
    expect(found(cancelled(), knownOrder({ number: '1-B' }))).toEqual([]);
  });

  it('is not flagged beside the one into which its lines were merged and which was cancelled then', () => {
    const merged = cancelled({ number: '1-B', isShared: true });
    expect(found(cancelled({ lines: [] }), merged)).toEqual(['1-B']);
    expect(found(cancelled({ lines: [] }))).toEqual([N]);
  });

  it('is flagged for the child whose units are missing', () => {
    expect(found(cancelled({ number: '1-A', lines: [half] }), knownOrder({ number: '1-B', lines: [half] }))).toEqual([
      '1-A',
    ]);
  });

  it('is flagged after it was shipped, too', () => {
    expect(found(cancelled({ shipment: { parcels: [] } }))).toEqual([N]);
  });

  it('can be cancelled from commercetools again once both sides opened it after a cancellation by policy', async () => {
    const world = new ChangeWorld();
    setStatus(world, N, 'cancelled');
    setState(world, 'Cancelled');
    world.stored = { ...world.stored, record: { ...world.record, orderStateSet: 'Cancelled' } };
    await playChanges(world, { rows: structuredClone([...world.ordoro.values()]) });
    setStatus(world, N, 'awaiting_fulfillment');
    setState(world, 'Open');
    await playChanges(world, { rows: structuredClone([...world.ordoro.values()]) });
    setState(world, 'Cancelled');
    await playChanges(world);
    expect(world.edits).toEqual([{ kind: 'cancel', number: N }]);
    expect(issues(world)).toEqual([]);
  });

  it('cancels the order in commercetools by policy, once, and only when all of it was cancelled unshipped', () => {
    const by = (orders: KnownOrdoroOrder[], more = {}) =>
      cancelByPolicy(acceptedRecord(orders, more), shopOrder(), 'cancel');
    expect(by([cancelled()])).toEqual({ action: 'changeOrderState', orderState: 'Cancelled' });
    expect(cancelByPolicy(acceptedRecord([cancelled()]), shopOrder(), 'flag')).toBeUndefined();
    expect(by([cancelled()], { orderStateSet: 'Cancelled' })).toBeUndefined();
    expect(by([cancelled({ shipment: { parcels: [] } })])).toBeUndefined();
    expect(by([cancelled({ lines: [half] }), knownOrder({ number: '1-B', lines: [half] })])).toBeUndefined();
    expect(by([cancelled()], { duplicates: ['1-A-1000-D2'] })).toBeUndefined();
  });
});
