import type { OrderState, ShipmentState } from '@commercetools/platform-sdk';
import type { SyncStatus } from '../problems/catalogue.ts';
import type { Issue } from '../problems/issue.ts';
import type { KnownOrdoroOrder } from './known-ordoro-order.ts';
import type { KnownReturn } from './known-return.ts';
import type { OrderChanges } from './order-changes.ts';

/** What the record says of its order. `waiting`: at the gate, the order shows no status. */
export type RecordStatus = 'waiting' | SyncStatus;

/** Units of one line that Ordoro does not know yet; they are held back from the stock it reports while the record is open. */
export interface OpenUnits {
  readonly sku: string;
  /** The mapped SKU, once it is known. */
  readonly ordoroSku?: string;
  readonly quantity: number;
  /** Supply channel id of the line; absent: the entry without channel. */
  readonly supplyChannelId?: string;
  /** Part of the order the units go out with; absent: they have no shipping method yet. */
  readonly part?: number;
  /** Ordoro warehouse that the part's shipping service ships from; absent: the supply channels decide. */
  readonly warehouseId?: number;
}

/** Where the creation of one Ordoro order stands. */
export type PartState =
  /** Certainly not in Ordoro. */
  | { readonly step: 'planned' }
  /** A process holds the lease and may be sending right now; when the lease expires the outcome is unknown. */
  | { readonly step: 'claimed' }
  /**
   * Sent, outcome unknown. `answered`: the request has ended, one look-up that misses is enough. `endedAt`: the latest
   * moment at which the request was still under way (UTC). `misses`: look-ups that found nothing.
   */
  | {
      readonly step: 'uncertain';
      readonly answered: boolean;
      readonly endedAt: string;
      readonly misses: number;
      readonly lastMissAt?: string;
    }
  /** Refused by Ordoro as it stood, and why; `checked`: a look-up confirmed that it is not there under our id. */
  | { readonly step: 'rejected'; readonly fingerprint: string; readonly reason: string; readonly checked: boolean }
  | {
      readonly step: 'accepted';
      /** Number given at creation; the order may have been split into others since. */
      readonly orderNumber: string;
      /** Preset still to be applied; absent: none, or done. */
      readonly presetToApply?: number;
      /** Ordoro refused the preset; staff have to apply it. */
      readonly presetRefused?: number;
      readonly addressWarning?: string;
    };

/** One Ordoro order that this commercetools order becomes; most orders have exactly one part. */
export interface PartRecord {
  /** 1, 2, …: given once. */
  readonly number: number;
  /** Shipping key, or address key where one method serves several addresses; absent: the order is undivided. */
  readonly key?: string;
  /** `order_id` in Ordoro, chosen once, before the first POST. */
  readonly orderId: string;
  /** `cart_order_id` in Ordoro: the commercetools order id, with `-S<n>` for a part of a divided order. */
  readonly cartOrderId: string;
  /** Shipment preset to apply once after creation. */
  readonly presetId?: number;
  readonly state: PartState;
}

/** The right to act on the order, for a limited time. */
export interface Lease {
  readonly owner: string;
  /** ISO 8601, UTC. */
  readonly expiresAt: string;
}

/** The last failure that leads to another try. */
export interface LastError {
  readonly code: string;
  readonly message: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Nothing was tried: everything to Ordoro is paused since then. */
  readonly paused?: true;
  /** A look-up did not come through: that counts neither as hit nor as miss. */
  readonly isLookUp?: true;
  /** It was about what Ordoro has already, not about what is still to be sent. */
  readonly isOfAccepted?: true;
}

/** One line of the record's bounded history. */
export interface JournalEntry {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly what: string;
}

/** What the merchant asked for by `ordoroRequest` and is still in force. */
export interface StandingRequests {
  /** `export-now`: skip the gate and the exclusions until Ordoro has accepted the order. */
  readonly exportNow?: boolean;
  /** `hold`: send nothing until `resume`. */
  readonly hold?: boolean;
}

/**
 * All the connector knows of one order: custom object `<CONNECTOR_ID>-orders/<order id>`. It is made at first sight of an
 * order that could be ours; making it, or replacing its version, is the claim to act. Holds no personal data.
 */
export interface SyncRecord {
  readonly orderId: string;
  readonly orderNumber?: string;
  readonly status: RecordStatus;
  /** Its units are not known to Ordoro and may still get there. */
  readonly open: boolean;
  /** Something is left to do; the job looks at it again. */
  readonly due: boolean;
  /** When the record was made, ISO 8601, UTC. */
  readonly firstSeenAt: string;
  /** Units that Ordoro does not know, by part; of a record that is not open those that it last held back. */
  readonly units: readonly OpenUnits[];
  /** Sales channel chosen at the claim. */
  readonly channel?: { readonly id: number; readonly index?: number };
  readonly parts: readonly PartRecord[];
  /** Every Ordoro order that carries, or carried, lines of this one; absent: none is known. */
  readonly ordoroOrders?: readonly KnownOrdoroOrder[];
  /** Numbers of all of them, by which a child or a return finds its record. */
  readonly numbers?: readonly string[];
  /** Numbers that have news which could not be taken in; they are read at the next look. */
  readonly unread?: readonly string[];
  /** Those that Ordoro does not know any more when it is asked for them. */
  readonly missing?: readonly MissingOrder[];
  /** Returns as Ordoro last showed them. */
  readonly returns?: readonly KnownReturn[];
  /** What was sent, what changed since and could not be sent, and comments for the warehouse. */
  readonly changes?: OrderChanges;
  /** The `shipmentState` that the connector wrote last. */
  readonly shipmentState?: ShipmentState;
  /** The connector set `orderState` to this; it is not set again. */
  readonly orderStateSet?: OrderState;
  /** Hash of the configured line states that commercetools refused; they are not tried again until they change. */
  readonly lineStatesRefused?: string;
  /** Texts of the issues that the merchant has dismissed by `retry`, while their cause lasts. */
  readonly dismissed?: readonly string[];
  /** Projection of the order as it was sent; see fingerprint.ts. */
  readonly fingerprint?: string;
  readonly issues: readonly Issue[];
  /** What the merchant reads in `ordoroSyncMessage`. */
  readonly message?: string;
  /** Failed tries in a row. */
  readonly attempts: number;
  readonly firstFailedAt?: string;
  /** When the job looks at the order next, ISO 8601, UTC; absent: at the next run. */
  readonly nextAttemptAt?: string;
  /** Nothing is sent to Ordoro before this moment of the retry schedule, ISO 8601, UTC. */
  readonly retryAt?: string;
  readonly lastError?: LastError;
  readonly lease?: Lease;
  readonly requests: StandingRequests;
  /** The word in `ordoroRequest` that is in force already but could not be cleared from the order yet. */
  readonly absorbed?: string;
  /** Made only to write down trouble: it tells as little of what was sent before as no record. */
  readonly isProvisional?: true;
  /** Of a provisional record: but for the trouble its order would have a record, so EXPORT_SINCE does not count for it any more. */
  readonly isAdmitted?: true;
  /** Numbers found on an order without record. While they are unsettled the order is not sent. */
  readonly rebuildFrom?: FoundNumbers;
  /** The order itself could not be updated; counted apart, because the export goes on all the same. */
  readonly orderUpdate?: OrderUpdateFailure;
  /** A dead letter of this order stands. */
  readonly deadLetter?: boolean;
  /** Other, unrelated Ordoro orders that carry this order's id. */
  readonly duplicates?: readonly string[];
  /** The order carries a Type that refuses our fields: no status on the order. */
  readonly typeConflict?: boolean;
  readonly journal: readonly JournalEntry[];
}

/** Ordoro order numbers found on an order that has no record. `certain`: from our own `syncInfo`, so Ordoro has the order. */
export interface FoundNumbers {
  readonly numbers: readonly string[];
  readonly certain: boolean;
}

/** An Ordoro order with goods still to be sent that Ordoro answered 404 for. */
export interface MissingOrder {
  readonly number: string;
  /** When it was missed first, ISO 8601, UTC. */
  readonly since: string;
  /** It was missed again at least a day later: it is gone. */
  readonly isConfirmed?: true;
}

/** Failed updates of the order in a row. Times are ISO 8601, UTC. */
export interface OrderUpdateFailure {
  readonly attempts: number;
  readonly firstFailedAt: string;
  readonly nextAttemptAt: string;
  readonly message: string;
}

/** Lines kept of the journal. */
const MAX_JOURNAL = 20;

/** The record with one more line of history; the same line twice in a row is written once. */
export function withJournal(record: SyncRecord, what: string, at: string): SyncRecord {
  if (record.journal.at(-1)?.what === what) return record;
  return { ...record, journal: [...record.journal, { at, what }].slice(-MAX_JOURNAL) };
}

/** True when Ordoro accepted every part. */
export function isAccepted(record: SyncRecord): boolean {
  return record.parts.length > 0 && record.parts.every(({ state }) => state.step === 'accepted');
}

/** The tries have ended: nothing is tried again by itself. */
export function hasGivenUp({ attempts, retryAt }: SyncRecord): boolean {
  return attempts > 0 && retryAt === undefined;
}

/** Numbers of the accepted Ordoro orders, in part order. */
export function acceptedNumbers(record: SyncRecord | undefined): string[] {
  return (record?.parts ?? []).flatMap(({ state }) => (state.step === 'accepted' ? [state.orderNumber] : []));
}

/** Numbers of the Ordoro orders that the order stands for now: not those that were split into others. */
export function ordoroNumbers(record: SyncRecord): string[] {
  const { ordoroOrders = [] } = record;
  const current = ordoroOrders.filter(({ isParent }) => isParent !== true).map(({ number }) => number);
  return current.length > 0 ? current : [...new Set(acceptedNumbers(record))];
}

/** The lease, when it is still in force. */
export function liveLease(record: SyncRecord, now: number): Lease | undefined {
  return record.lease !== undefined && Date.parse(record.lease.expiresAt) > now ? record.lease : undefined;
}
