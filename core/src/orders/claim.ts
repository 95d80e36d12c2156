import { type Lease, liveLease, type SyncRecord } from '../records/sync-record.ts';
import type { Situation } from './situation.ts';

/** How long a claim holds, milliseconds: long enough to send every part and to write down what came of it. */
export const CLAIM_MS = 60_000;

/** What of the claim must be left when a request's own time limit is over, milliseconds. */
const CLAIM_RESERVE_MS = 5_000;

/** An order read longer ago is read again before anything is sent: it may have been changed meanwhile. Milliseconds. */
const FRESH_MS = 5_000;

/** A record that a pass has claimed. */
export type ClaimedRecord = SyncRecord & { readonly lease: Lease };

/** The record under a claim of this pass, to be saved before anything is written to Ordoro. */
export function claimedBy({ owner, now }: Pick<Situation, 'owner' | 'now'>, record: SyncRecord): ClaimedRecord {
  return { ...record, due: true, lease: { owner, expiresAt: new Date(now + CLAIM_MS).toISOString() } };
}

/** Whether the stored record carries our own live lease. */
export function isClaimedByUs(situation: Situation): boolean {
  const { stored, now, owner } = situation;
  return stored.state === 'present' && liveLease(stored.record, now)?.owner === owner;
}

/** Whether the order was read long ago. */
export function isReadLongAgo({ now, orderReadAt }: Pick<Situation, 'now' | 'orderReadAt'>): boolean {
  return now - orderReadAt > FRESH_MS;
}

/** The moment (epoch milliseconds) by which every write under the record's claim has to be over. Without a claim: never. */
export function writesEndBy({ lease }: Pick<SyncRecord, 'lease'>): number {
  return lease === undefined ? Number.NEGATIVE_INFINITY : Date.parse(lease.expiresAt) - CLAIM_RESERVE_MS;
}

/**
 * The latest moment (epoch milliseconds) at which a write to Ordoro may leave this process: its time limit and a reserve still fit
 * into the claim then. To be looked at after every wait, also that for a rate token.
 */
export function latestSend(record: Pick<SyncRecord, 'lease'>, timeoutMs: number): number {
  return writesEndBy(record) - timeoutMs;
}
