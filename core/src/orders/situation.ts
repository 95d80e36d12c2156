import type { Order, OrderUpdateAction } from '@commercetools/platform-sdk';
import type { OrdoroOrder } from '../ordoro/readers.ts';
import type { OrdoroOrderDraft } from '../ordoro/wire.ts';
import type { DeadLetterDraft } from '../records/dead-letters.ts';
import type { KnownReturn } from '../records/known-return.ts';
import type { FoundNumbers, SyncRecord } from '../records/sync-record.ts';
import type { OrdoroEdit } from './changes/ordoro-edit.ts';
import type { OrderContext, SkuFacts } from './order-context.ts';
import type { Failure } from './record-changes.ts';

/** The record as commercetools holds it. `unread`: nobody looked yet. */
export type StoredRecord =
  | { readonly state: 'unread' }
  | { readonly state: 'absent' }
  | { readonly state: 'present'; readonly record: SyncRecord; readonly version: number };

/** What Ordoro says about numbers found on an order that has no record. */
export interface Trace {
  /** Ordoro orders that carry this order's `cart_order_id` on a sales channel of ours, as parts of the record. */
  readonly parts: SyncRecord['parts'];
  /** The same orders as read. */
  readonly orders: readonly OrdoroOrder[];
  /** Orders with the same id, on the same channels, that are no relatives of those: duplicates, unless they are cancelled. */
  readonly strangers: readonly OrdoroOrder[];
  readonly channelId: number | undefined;
  /** Numbers that belong to another commercetools order, or to a channel that is not ours. */
  readonly foreign: readonly string[];
  /** Carries this order's id, but on a sales channel of another deployment: the order is theirs. */
  readonly otherDeployment: boolean;
  /** Numbers that could not be read, or of which nothing tells whose they are. */
  readonly unreadable: readonly string[];
  /** Numbers that Ordoro does not know. */
  readonly gone: readonly string[];
  /** Why one of the numbers could not be read; absent: all could. */
  readonly failure?: Failure;
}

/** Everything a decision about one order is based on: plain data, and the outcome of the actions carried out so far. */
export interface Situation {
  readonly orderId: string;
  /** The order as read; undefined: commercetools does not have it (any more). */
  readonly order: Order | undefined;
  /** When the order was read, epoch milliseconds. */
  readonly orderReadAt: number;
  /** Another process dealt with the order since it was read; it may know better. */
  readonly orderInDoubt: boolean;
  /** This pass has updated the order, and the working copy of the record knows what it wrote. */
  readonly orderWritten?: true;
  readonly stored: StoredRecord;
  /** The record as this pass found it; undefined while it is unread, and for an order without one. */
  readonly before: SyncRecord | undefined;
  /** The working copy of the record: what it becomes when it is saved. */
  readonly record: SyncRecord | undefined;
  readonly context: OrderContext;
  readonly skus: SkuFacts;
  /** Looking up SKUs may have to ask Ordoro. */
  readonly skuLookUpMayTakeTime: boolean;
  readonly trace?: Trace;
  /** Ordoro orders of this order as read in this pass, each once and in its newest form; carriers by name. */
  readonly ordoroRows: readonly OrdoroOrder[];
  /** Ordoro orders that were created in this pass, as Ordoro answered; absent: none. */
  readonly created?: readonly OrdoroOrder[];
  /** Numbers that Ordoro was asked for in this pass and does not know; that proves nothing. */
  readonly notFound: readonly string[];
  /** Returns of this order as read in this pass. */
  readonly returnRows: readonly KnownReturn[];
  /** Edits that Ordoro refused in this pass, and why. */
  readonly refusedEdits: readonly RefusedEdit[];
  /** Epoch milliseconds, UTC. */
  readonly now: number;
  /** In [0, 1). */
  readonly random: number;
  readonly owner: string;
  /** Latest moment at which a POST to Ordoro may begin, epoch milliseconds. */
  readonly sendBy: number;
  /** Latest moment at which a read from Ordoro may end, epoch milliseconds. */
  readonly readBy: number;
  /** An order without any trace of us may be taken for new without looking; a create-only write then proves it. */
  readonly mayPresumeNew: boolean;
  /** Something failed in this pass and is noted in the working copy: the pass ends now, the schedule says when to go on. */
  readonly failedNow: boolean;
  /** The order could not be updated in this pass; the record says why. */
  readonly orderUpdateFailed: boolean;
  readonly deadLetterDone: boolean;
  readonly logged: boolean;
  /** The last request to Ordoro and its answer, for dead letters and the log; redacted before it is written. */
  readonly evidence?: { readonly request?: unknown; readonly response?: unknown };
  /** The update of the order that commercetools did not take in this pass, and what it said; redacted. */
  readonly updateEvidence?: { readonly request?: unknown; readonly response?: unknown };
}

/** An edit that Ordoro refused. */
export interface RefusedEdit {
  readonly edit: OrdoroEdit;
  readonly message: string;
}

/** How a pass over one order ended. All of them are durable. */
export type SyncOutcome =
  /** Nothing for us: history, excluded, or never through the gate. */
  | 'not-ours'
  | 'waiting'
  | 'held'
  | 'retrying'
  | 'failed'
  | 'exported'
  | 'not-required'
  | 'closed'
  /** Another instance holds the order; it, or the job, finishes. */
  | 'held-by-another-instance'
  /** Recorded as due: no rate token or no time left. */
  | 'postponed';

/** One step, as data. An executor carries it out and merges the result into the situation. */
export type Action =
  | { readonly do: 'read-record' }
  | { readonly do: 'read-order' }
  /** Asks Ordoro what is known of numbers found on the order. */
  | { readonly do: 'find-trace'; readonly found: FoundNumbers }
  /** Changes the working copy, nothing else. */
  | { readonly do: 'note'; readonly record: SyncRecord; readonly fails?: boolean }
  | { readonly do: 'look-up-skus'; readonly skus: readonly string[] }
  /** Looks for a part in Ordoro, by list and by number. */
  | { readonly do: 'look-up-part'; readonly part: number }
  | { readonly do: 'save'; readonly record: SyncRecord }
  | { readonly do: 'send'; readonly part: number; readonly draft: OrdoroOrderDraft }
  | { readonly do: 'apply-preset'; readonly part: number; readonly orderNumber: string; readonly presetId: number }
  /** Reads Ordoro orders by number, and what they were split into. */
  | { readonly do: 'read-ordoro-orders'; readonly numbers: readonly string[] }
  /** One write to an order that Ordoro has; only under a claim. */
  | { readonly do: 'edit-ordoro'; readonly edit: OrdoroEdit }
  | { readonly do: 'update-order'; readonly actions: OrderUpdateAction[] }
  | { readonly do: 'write-dead-letter'; readonly letter: DeadLetterDraft }
  | { readonly do: 'clear-dead-letter' }
  | { readonly do: 'log'; readonly level: 'warn' | 'error'; readonly message: string; readonly code?: string }
  | { readonly do: 'done'; readonly outcome: SyncOutcome };
