import { describe, expect, it } from 'vitest';
import { OrderWorld } from '../../tests/generators/order-world.ts';
import { NOW, ORDER_ID, showing } from '../../tests/generators/situations.ts';
import type { OrdoroOrder } from '../ordoro/readers.ts';
import { readShippingInfo } from '../ordoro/shipping-info-reader.ts';

const MINUTE = 60_000;
const LATER = '2026-01-02T05:00:00.000000Z';

const fieldsOf = (world: OrderWorld) => world.order?.custom?.fields ?? {};
const deliveriesOf = (world: OrderWorld) => world.order?.shippingInfo?.deliveries ?? [];

/** A world in which Ordoro has the order, and the order as a list shows it. */
async function exportedWorld(): Promise<{ world: OrderWorld; own: OrdoroOrder }> {
  const world = new OrderWorld();
  await world.play();
  const [own] = world.visible();
  if (own === undefined) throw new Error('the order was not exported');
  // From its first row it is known how Ordoro writes what was sent.
  await world.play({ readsRecordFirst: true, ordoroRows: [own] });
  return { world, own };
}

/** The row of the order after it was shipped. */
function shipped(own: OrdoroOrder): OrdoroOrder {
  const info = { tracking_number: '1Z-A', carrier_name: 'UPS', ship_date: LATER };
  return { ...own, status: 'shipped', updatedDate: LATER, shippingInfo: readShippingInfo(info) };
}

/** The same world with another order for the same, made by hand. */
async function doubledWorld(): Promise<{ world: OrderWorld; own: OrdoroOrder; duplicate: OrdoroOrder }> {
  const { world, own } = await exportedWorld();
  const duplicate = world.put({ cart: 7, order_id: 'A-1000-X', cart_order_id: ORDER_ID }, ['line-1']);
  return { world, own, duplicate };
}

/** The world after its order was split into two, and the row of the first child. */
async function splitWorld(): Promise<{ world: OrderWorld; first: OrdoroOrder }> {
  const { world, own } = await exportedWorld();
  world.inOrdoro.splice(0);
  const child = (number: string, sibling: string, id: number): OrdoroOrder => ({
    ...own,
    id,
    orderNumber: number,
    parentOrderNumber: own.orderNumber,
    siblingNumbers: [sibling],
    updatedDate: LATER,
  });
  const first = child('1-A-1000-1', '1-A-1000-2', 601);
  for (const order of [{ ...own, isParent: true }, first, child('1-A-1000-2', '1-A-1000-1', 602)])
    world.inOrdoro.push({ order, visibleFrom: NOW });
  return { world, first };
}

describe('news of an order that Ordoro has', () => {
  it('costs one update of the order and one write of the record, in this order', async () => {
    const { world, own } = await exportedWorld();
    const { steps } = await world.play({ readsRecordFirst: true, ordoroRows: [shipped(own)] });
    expect(steps).toEqual(['update-order', 'save', 'done']);
    expect(world.record).toMatchObject({ status: 'shipped', shipmentState: 'Shipped', due: false });
    expect(world.order).toMatchObject({ shipmentState: 'Shipped' });
    expect(deliveriesOf(world)).toMatchObject([{ parcels: [{ trackingData: { trackingId: '1Z-A' } }] }]);
    expect(fieldsOf(world)).toMatchObject({ ordoroSyncStatus: 'shipped' });
  });

  it('that brings nothing new costs nothing', async () => {
    const { world, own } = await exportedWorld();
    expect((await world.play({ readsRecordFirst: true, ordoroRows: [own] })).steps).toEqual(['done']);
    await world.play({ readsRecordFirst: true, ordoroRows: [shipped(own)] });
    const again = await world.play({ readsRecordFirst: true, ordoroRows: [shipped(own)] });
    expect(again.steps).toEqual(['done']);
  });

  it('is found again when the process dies between the two writes', async () => {
    const { world, own } = await exportedWorld();
    await world.play({ readsRecordFirst: true, ordoroRows: [shipped(own)], diesAfter: 'update-order' });
    expect(world.record.status).toBe('exported');
    const { steps } = await world.play({ readsRecordFirst: true, ordoroRows: [shipped(own)] });
    expect(steps).toEqual(['save', 'done']);
    expect(world.record.status).toBe('shipped');
    expect(deliveriesOf(world)).toHaveLength(1);
  });

  it.each([
    ['the process dies between the two writes', { diesAfter: 'update-order' as const }],
    ['the answer to the update is lost', { updates: ['lost' as const] }],
  ])('is taken back as always although %s', async (_what, script) => {
    const { world, own } = await exportedWorld();
    world.context = { ...world.context, settings: { ...world.context.settings, completeWhenShipped: true } };
    await world.play({ readsRecordFirst: true, ordoroRows: [shipped(own)], ...script });
    world.now += MINUTE;
    await world.play({ readsRecordFirst: true, ordoroRows: [shipped(own)] });
    expect(world.record).toMatchObject({ shipmentState: 'Shipped', orderStateSet: 'Complete', due: false });
    const reopened = { ...own, updatedDate: '2026-01-02T06:00:00.000000Z' };
    await world.play({ readsRecordFirst: true, ordoroRows: [reopened] });
    expect(deliveriesOf(world)).toHaveLength(0);
    expect(world.order).toMatchObject({ shipmentState: 'Pending' });
  });

  it('does not make a state ours that somebody set before us', async () => {
    const { world, own } = await exportedWorld();
    world.order = { ...world.order!, shipmentState: 'Shipped' };
    await world.play({ readsRecordFirst: true, ordoroRows: [shipped(own)] });
    await world.play({ readsRecordFirst: true, ordoroRows: [shipped(own)] });
    expect(world.record).not.toHaveProperty('shipmentState');
    const reopened = { ...own, updatedDate: '2026-01-02T06:00:00.000000Z' };
    await world.play({ readsRecordFirst: true, ordoroRows: [reopened] });
    expect(world.order).toMatchObject({ shipmentState: 'Shipped' });
  });

  it('is kept in the record when commercetools refuses the update, which is tried again', async () => {
    const { world, own } = await exportedWorld();
    await world.play({ readsRecordFirst: true, ordoroRows: [shipped(own)], updates: ['refused'] });
    expect(world.record).toMatchObject({ status: 'shipped', orderUpdate: { attempts: 1 }, due: true });
    expect(deliveriesOf(world)).toHaveLength(0);
    world.now += MINUTE;
    expect((await world.play({ readsRecordFirst: true })).steps).toEqual(['update-order', 'save', 'done']);
    expect(deliveriesOf(world)).toHaveLength(1);
    expect(world.record).not.toHaveProperty('orderUpdate');
  });

  it('is put on the order as it is now when somebody changed the order meanwhile', async () => {
    const { world, own } = await exportedWorld();
    const script = { readsRecordFirst: true, ordoroRows: [shipped(own)], updates: ['conflict' as const] };
    expect((await world.play(script)).steps).toEqual(['update-order', 'update-order', 'save', 'done']);
    expect(deliveriesOf(world)).toHaveLength(1);
  });

  it('leaves Types of the merchant on our delivery and parcel alone, also where a field is named as one of ours', async () => {
    const { world, own } = await exportedWorld();
    await world.play({ readsRecordFirst: true, ordoroRows: [shipped(own)] });
    const ours = { deliveryTypeId: 'ordoro-delivery', parcelTypeId: 'ordoro-parcel' };
    world.context = { ...world.context, own: { ...world.context.own, ...ours } };
    const theirs = { type: { typeId: 'type' as const, id: 'theirs' }, fields: { warehouse: 'north', service: 'gift' } };
    const [delivery] = deliveriesOf(world);
    const parcels = delivery!.parcels.map((parcel) => ({ ...parcel, custom: theirs }));
    const shippingInfo = { ...world.order!.shippingInfo!, deliveries: [{ ...delivery!, parcels, custom: theirs }] };
    world.order = { ...world.order!, shippingInfo };
    expect((await world.play({ readsRecordFirst: true, ordoroRows: [shipped(own)] })).steps).toEqual(['done']);
  });

  it('that takes something back leaves no trace of it', async () => {
    const { world, own } = await exportedWorld();
    await world.play({ readsRecordFirst: true, ordoroRows: [shipped(own)] });
    const reopened = { ...own, updatedDate: '2026-01-02T06:00:00.000000Z' };
    const { steps } = await world.play({ readsRecordFirst: true, ordoroRows: [reopened] });
    expect(steps).toEqual(['update-order', 'save', 'done']);
    expect(deliveriesOf(world)).toHaveLength(0);
    expect(world.order).toMatchObject({ shipmentState: 'Pending' });
    expect(fieldsOf(world)).toMatchObject({ ordoroSyncStatus: 'exported' });
  });
});

describe('a duplicate that shows up in Ordoro', () => {
  it('needs attention, and the warehouse is told once', async () => {
    const { world, own, duplicate } = await doubledWorld();
    const script = { readsRecordFirst: true, ordoroRows: [own, duplicate] };
    await world.play(script);
    expect(world.record).toMatchObject({ status: 'needs-attention', duplicates: ['1-A-1000-X'], due: false });
    expect(fieldsOf(world)).toMatchObject({
      ordoroSyncStatus: 'needs-attention',
      ordoroIssues: ['duplicate-in-ordoro: 1-A-1000-X'],
    });
    const posted = world.edits.map(({ kind, number }) => `${kind} on ${number}`);
    expect(new Set(posted).size).toBe(posted.length);
    expect(posted.length).toBeGreaterThan(0);
    expect((await world.play({ ...script, ordoroRows: world.visible() })).steps).toEqual(['done']);
    expect(world.edits).toHaveLength(posted.length);
  });

  it('is forgotten once it is cancelled', async () => {
    const { world, own, duplicate } = await doubledWorld();
    await world.play({ readsRecordFirst: true, ordoroRows: [own, duplicate] });
    const cancelled = { ...duplicate, status: 'cancelled', updatedDate: LATER };
    await world.play({ readsRecordFirst: true, ordoroRows: [cancelled] });
    expect(world.record).not.toHaveProperty('duplicates');
    expect(fieldsOf(world)).toMatchObject({ ordoroSyncStatus: 'exported' });
    expect(fieldsOf(world)).not.toHaveProperty('ordoroIssues');
  });

  it('is out of sight once the merchant says "retry", which stands in the record before the order is touched', async () => {
    const { world, own, duplicate } = await doubledWorld();
    await world.play({ readsRecordFirst: true, ordoroRows: [own, duplicate] });
    if (world.order !== undefined) world.order = showing(world.order, { ...fieldsOf(world), ordoroRequest: 'retry' });
    const { steps } = await world.play();
    expect(steps).toContain('update-order');
    expect(steps.slice(0, steps.indexOf('update-order'))).toContain('save');
    expect(world.record).toMatchObject({
      status: 'exported',
      duplicates: ['1-A-1000-X'],
      dismissed: ['duplicate-in-ordoro: 1-A-1000-X'],
    });
    expect(fieldsOf(world)).toMatchObject({ ordoroSyncStatus: 'exported' });
    expect(fieldsOf(world)).not.toHaveProperty('ordoroRequest');
    expect((await world.play({ readsRecordFirst: true, ordoroRows: [own, duplicate] })).steps).toEqual(['done']);
  });
});

describe('a split order of which one child was read', () => {
  it('has the others read, and shows all of them', async () => {
    const { world, first } = await splitWorld();
    const { steps } = await world.play({ readsRecordFirst: true, ordoroRows: [first] });
    expect(steps).toEqual(['read-ordoro-orders', 'update-order', 'save', 'done']);
    expect(world.record.numbers).toEqual(['1-A-1000', '1-A-1000-1', '1-A-1000-2']);
    expect(fieldsOf(world)).toMatchObject({ ordoroOrderNumbers: ['1-A-1000-1', '1-A-1000-2'] });
    expect(world.order?.syncInfo.map(({ externalId }) => externalId)).toEqual(['1-A-1000', '1-A-1000-1', '1-A-1000-2']);
    expect((await world.play({ readsRecordFirst: true, ordoroRows: [first] })).steps).toEqual(['done']);
  });

  it('remembers what could not be read, and reads it when the schedule says so, without being told again', async () => {
    const { world, first } = await splitWorld();
    await world.play({ readsRecordFirst: true, ordoroRows: [first], ordoroDown: true });
    expect(world.record).toMatchObject({ status: 'retrying', unread: ['1-A-1000-2'], due: true, attempts: 1 });
    expect(fieldsOf(world)).toMatchObject({ ordoroSyncStatus: 'retrying', ordoroOrderNumbers: ['1-A-1000-1'] });
    expect((await world.play({ readsRecordFirst: true })).steps).toEqual(['done']);

    world.now += MINUTE;
    const { steps } = await world.play({ readsRecordFirst: true });
    expect(steps).toEqual(['read-ordoro-orders', 'clear-dead-letter', 'update-order', 'save', 'done']);
    expect(world.record).toMatchObject({ status: 'exported', due: false, attempts: 0 });
    expect(world.record).not.toHaveProperty('unread');
    expect(fieldsOf(world)).toMatchObject({ ordoroOrderNumbers: ['1-A-1000-1', '1-A-1000-2'] });
  });

  it('is content with what it knows when Ordoro does not know the others', async () => {
    const { world, first } = await splitWorld();
    world.inOrdoro.splice(2);
    await world.play({ readsRecordFirst: true, ordoroRows: [first] });
    expect(world.record).toMatchObject({ status: 'exported', due: false, numbers: ['1-A-1000', '1-A-1000-1'] });
  });
});
