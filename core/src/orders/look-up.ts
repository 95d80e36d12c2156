import { belongsTo, isAnonymous } from '../ordoro/orders.ts';
import type { OrdoroOrder } from '../ordoro/readers.ts';
import { TransientError } from '../problems/errors.ts';
import type { PartRecord, SyncRecord } from '../records/sync-record.ts';
import { channelFor } from './export.ts';
import { familiesOf } from './families.ts';
import type { ChosenChannel } from './order-context.ts';
import type { OrderSyncPorts } from './order-sync-ports.ts';
import { withRowsRead } from './read-ordoro-orders.ts';
import { acceptedState, withDuplicates, withOrdoroOrders, withPartState } from './record-changes.ts';
import type { Situation } from './situation.ts';

/**
 * Looks for a part in Ordoro, by list and by number. A hit is taken over; a miss of both is counted, because the list may lag.
 * @throws PlatformError when Ordoro could not be asked, or nobody knows where: neither hit nor miss
 */
export async function lookUpPart(ports: OrderSyncPorts, situation: Situation, number: number): Promise<Situation> {
  const { record } = situation;
  const part = record?.parts.find((candidate) => candidate.number === number);
  if (record === undefined || part === undefined) return situation;
  const chosen = record.channel ?? whereItWouldGo(situation);
  // Looked for nowhere it is not missed: the order waits like after a look-up that did not come through.
  if (chosen === undefined)
    throw new TransientError(`Ordoro, part ${number}: no sales channel is known to look for it`, {
      platform: 'ordoro',
    });
  const { readBy } = situation;
  const channel = await withIndex(ports, chosen, readBy);
  const hits = await ports.carriers.withNames(await hitsOf(ports, { channel, readBy }, part), readBy);
  const now = ports.clock();
  const known = { ...record, channel };
  const found = hits.length === 0 ? missed(known, part, now) : taken(known, part, hits);
  // What only further reading can tell apart is news like any other.
  return { ...withRowsRead(situation, familiesOf(hits)?.undecided ?? []), now, record: found };
}

/** A record that was made again does not know the sales channel where Ordoro does not name it. */
function whereItWouldGo({ order, context }: Situation): ChosenChannel | undefined {
  return order === undefined ? context.salesChannel : channelFor(order, context);
}

/** Where an order is looked for, and until when (epoch milliseconds). */
interface Where {
  readonly channel: Required<ChosenChannel>;
  readonly readBy: number;
}

/** By list, else by number. A list that proves nothing still leaves the number a chance. */
async function hitsOf(ports: OrderSyncPorts, where: Where, part: PartRecord): Promise<readonly OrdoroOrder[]> {
  const { channel, readBy } = where;
  try {
    const listed = await ports.ordoroOrders.ofCartOrder(channel.id, part.cartOrderId, readBy);
    return listed.length > 0 ? listed : await byNumber(ports, where, part);
  } catch (unproven) {
    const numbered = unproven instanceof TransientError ? await byNumber(ports, where, part) : [];
    if (numbered.length > 0) return numbered;
    throw unproven;
  }
}

/** The channel with the index that prefixes its order numbers. @throws TransientError when Ordoro does not name it */
async function withIndex(
  ports: OrderSyncPorts,
  channel: ChosenChannel,
  readBy: number,
): Promise<Required<ChosenChannel>> {
  if (channel.index !== undefined) return { id: channel.id, index: channel.index };
  const index = (await ports.salesChannels.get(channel.id, readBy))?.index;
  if (index !== undefined) return { id: channel.id, index };
  // Half a look-up is none: without the index the order cannot be asked for by its number.
  throw new TransientError(`Ordoro, sales channel ${channel.id}: its index is not known`, { platform: 'ordoro' });
}

async function byNumber(ports: OrderSyncPorts, { channel, readBy }: Where, part: PartRecord): Promise<OrdoroOrder[]> {
  const order = await ports.ordoroOrders.get(`${channel.index}-${part.orderId}`, readBy);
  if (isAnonymous(order))
    throw new TransientError(`Ordoro, order ${order?.orderNumber}: nothing tells whose it is`, { platform: 'ordoro' });
  return order !== undefined && belongsTo(order, part.cartOrderId) ? [order] : [];
}

/** The oldest family of the hits is the order; what is certainly no relative of it is a duplicate. */
export function taken(record: SyncRecord, part: PartRecord, hits: readonly OrdoroOrder[]): SyncRecord {
  const families = familiesOf(hits);
  if (families === undefined) return record;
  const { kept, family, strangers } = families;
  // What it holds was perhaps edited by staff since it was sent, so it is no measure of what we sent.
  const accepted = withOrdoroOrders(withPartState(record, part.number, acceptedState(kept, part)), family);
  return withDuplicates(
    accepted,
    strangers.map(({ orderNumber }) => orderNumber),
  );
}

function missed(record: SyncRecord, part: PartRecord, now: number): SyncRecord {
  const { state } = part;
  if (state.step === 'uncertain')
    return withPartState(record, part.number, {
      ...state,
      misses: state.misses + 1,
      lastMissAt: new Date(now).toISOString(),
    });
  if (state.step === 'rejected') {
    const lastError = { code: 'ordoro-rejected', message: state.reason, at: new Date(now).toISOString() };
    return withPartState({ ...record, status: 'failed', lastError }, part.number, { ...state, checked: true });
  }
  return record;
}
