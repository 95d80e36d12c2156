import { belongsTo } from '../ordoro/orders.ts';
import type { OrdoroOrder } from '../ordoro/readers.ts';
import type { PartRecord, SyncRecord } from '../records/sync-record.ts';
import type { ChosenChannel } from './order-context.ts';
import type { OrderSyncPorts } from './order-sync-ports.ts';
import { acceptedState, withPartState } from './record-changes.ts';
import type { Situation } from './situation.ts';

/**
 * Looks for a part in Ordoro, by list and by number. A hit is taken over; a miss of both is counted, because the list may lag.
 * @throws PlatformError when Ordoro could not be asked: neither hit nor miss
 */
export async function lookUpPart(ports: OrderSyncPorts, situation: Situation, number: number): Promise<Situation> {
  const { record } = situation;
  const part = record?.parts.find((candidate) => candidate.number === number);
  if (record?.channel === undefined || part === undefined) return situation;
  const channel = await withIndex(ports, record.channel);
  const listed = await ports.ordoroOrders.ofCartOrder(channel.id, part.cartOrderId);
  const hits = listed.length > 0 ? listed : await byNumber(ports, channel, part);
  const now = ports.clock();
  const known = { ...record, channel };
  const found = hits.length === 0 ? missed(known, part, now) : taken(known, part, hits);
  return { ...situation, now, record: found };
}

/** The channel with the index that prefixes its order numbers. */
async function withIndex(ports: OrderSyncPorts, channel: ChosenChannel): Promise<ChosenChannel> {
  if (channel.index !== undefined) return channel;
  const index = (await ports.salesChannels.get(channel.id))?.index;
  return index === undefined ? channel : { ...channel, index };
}

async function byNumber(ports: OrderSyncPorts, channel: ChosenChannel, part: PartRecord): Promise<OrdoroOrder[]> {
  if (channel.index === undefined) return [];
  const order = await ports.ordoroOrders.get(`${channel.index}-${part.orderId}`);
  return order !== undefined && belongsTo(order, part.cartOrderId) ? [order] : [];
}

/** The oldest hit is the order; others that are neither its parent nor its siblings are duplicates. */
function taken(record: SyncRecord, part: PartRecord, hits: readonly OrdoroOrder[]): SyncRecord {
  const [oldest] = hits.filter((order) => !order.isParent).sort((a, b) => a.id - b.id);
  const kept = oldest ?? hits[0];
  if (kept === undefined) return record;
  const family = kept.parentOrderNumber ?? kept.orderNumber;
  const duplicates = hits
    .filter(
      (order) => order.id !== kept.id && !order.isParent && (order.parentOrderNumber ?? order.orderNumber) !== family,
    )
    .map(({ orderNumber }) => orderNumber);
  const accepted = withPartState(record, part.number, acceptedState(kept, part));
  return duplicates.length === 0
    ? accepted
    : { ...accepted, duplicates: [...new Set([...(record.duplicates ?? []), ...duplicates])] };
}

function missed(record: SyncRecord, part: PartRecord, now: number): SyncRecord {
  const { state } = part;
  if (state.step === 'uncertain')
    return withPartState(record, part.number, {
      ...state,
      misses: state.misses + 1,
      lastMissAt: new Date(now).toISOString(),
    });
  if (state.step === 'rejected')
    return withPartState({ ...record, status: 'failed' }, part.number, { ...state, checked: true });
  return record;
}
