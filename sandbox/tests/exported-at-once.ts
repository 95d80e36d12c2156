import type { Order } from '@commercetools/platform-sdk';
import { fingerprintOf } from '../../core/src/orders/fingerprint.ts';
import type { OrderContext } from '../../core/src/orders/order-context.ts';
import { ordoroOrderDraft } from '../../core/src/orders/ordoro-draft.ts';
import { ordoroOrderId } from '../../core/src/orders/ordoro-order-id.ts';
import { prepare } from '../../core/src/orders/preparation.ts';
import { acceptedState, newRecord, withOrdoroOrders, withSyncedNumbers } from '../../core/src/orders/record-changes.ts';
import { type OrdoroOrder, readOrder } from '../../core/src/ordoro/readers.ts';
import type { SyncRecord } from '../../core/src/records/sync-record.ts';
import { buildOrder, type OrderSpec } from '../src/seed/order-builder.ts';
import type { Journey } from './connector-under-test.ts';

/**
 * Puts orders on both platforms as they are after the export, without a single call: to export many one by one takes long. Only
 * undivided orders whose SKUs are the same in Ordoro. Their records say no more than those of an earlier release did: nothing of
 * what was sent.
 * @returns their ids
 */
export async function exportedAtOnce(journey: Journey, specs: readonly OrderSpec[]): Promise<string[]> {
  const context = await journey.connector().orders.context();
  const ids: string[] = [];
  for (const spec of specs) {
    const order = buildOrder(spec);
    const row = createdInOrdoro(journey, order, context);
    const record = recordOf(order, row, context);
    await journey.sandbox.commercetools.putCustomObject('ordoro-orders', order.id, record);
    journey.sandbox.commercetools.add('order', asShown(order, record, context));
    ids.push(order.id);
  }
  return ids;
}

function createdInOrdoro(journey: Journey, order: Order, context: OrderContext): OrdoroOrder {
  const skus = new Map(order.lineItems.map(({ variant: { sku = '' } }) => [sku, { ordoroSku: sku }]));
  const prepared = prepare(order, undefined, { context, skus });
  const [part, ...others] = prepared.kind === 'ready' ? prepared.parts : [];
  if (part === undefined || others.length > 0 || prepared.kind !== 'ready')
    throw new Error(`Order ${order.orderNumber} would not go out as one Ordoro order.`);
  const identity = { orderId: ordoroOrderId(order), cartOrderId: order.id, salesChannelId: channelOf(context) };
  const draft = ordoroOrderDraft(order, part, { context, skus, identity, notShipped: prepared.notShipped });
  const row = readOrder(structuredClone(journey.sandbox.ordoro.createOrder(draft)));
  if (row === undefined) throw new Error(`Order ${order.orderNumber} cannot be read in Ordoro.`);
  return row;
}

function recordOf(order: Order, row: OrdoroOrder, context: OrderContext): SyncRecord {
  const created = Date.parse(order.createdAt);
  const identity = { number: 1, orderId: ordoroOrderId(order), cartOrderId: order.id };
  const record: SyncRecord = {
    ...newRecord(order, created),
    status: 'exported',
    open: false,
    channel: { id: channelOf(context) },
    message: `Sent to Ordoro as ${row.orderNumber}.`,
    fingerprint: fingerprintOf(order),
    parts: [{ ...identity, state: acceptedState(row, {}) }],
  };
  return withSyncedNumbers(withOrdoroOrders(record, [row]), new Set([row.orderNumber]));
}

function asShown(order: Order, record: SyncRecord, { own }: OrderContext): Order {
  const { exportChannelId = '', orderTypeId = '' } = own;
  const [number = ''] = record.numbers ?? [];
  return {
    ...order,
    version: 2,
    syncInfo: [{ channel: { typeId: 'channel', id: exportChannelId }, externalId: number, syncedAt: order.createdAt }],
    custom: {
      type: { typeId: 'type', id: orderTypeId },
      fields: {
        ordoroSyncStatus: record.status,
        ordoroOrderNumbers: [number],
        ordoroSyncMessage: `Sent to Ordoro as ${number}.`,
        ordoroLastSyncedAt: order.createdAt,
      },
    },
  };
}

function channelOf({ salesChannel }: OrderContext): number {
  if (salesChannel === undefined) throw new Error('The post-deploy script has not set up a sales channel.');
  return salesChannel.id;
}
