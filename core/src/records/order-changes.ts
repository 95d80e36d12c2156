import type { IssueCode } from '../problems/catalogue.ts';

/** A field of the order that is kept the same in Ordoro after export. */
export const CONTENT_FIELDS = [
  'shipping address',
  'email',
  'phone',
  'billing address',
  'billing email',
  'billing phone',
  'customer notes',
  'internal notes',
  'dates',
  'lines',
  'amounts',
  'shipping method',
] as const;

/** One of them. */
export type ContentField = (typeof CONTENT_FIELDS)[number];

/** What was last sent of one field, as hashes. */
export interface SentField {
  /** commercetools' value: a versioned projection of commercetools fields only. Empty: in doubt, see `attempted`. */
  readonly ours: string;
  /** What was sent for it, told loosely: the value that Ordoro shows while nobody has touched it, where `theirs` is unknown. */
  readonly expected?: string;
  /** Ordoro's value in the answer to our last write, by Ordoro order number; children of a split have their parent's. */
  readonly theirs?: Readonly<Record<string, string>>;
  /** The configuration that the value depends on: when that changes, the field has not changed. */
  readonly basis?: string;
  /** A newer value that some Ordoro orders have taken while others have not. */
  readonly taking?: { readonly ours: string; readonly by: readonly string[] };
  /** Ordoro orders that could not take the value, because they were shipped or cancelled; should one be open again, it is sent there. */
  readonly behind?: readonly string[];
  /** Told loosely: values that may have been sent by a process that died or got no answer. */
  readonly attempted?: readonly string[];
}

/** What was last sent of one line item of the order, whether it ships or not. */
export interface SentLine {
  /** Hash of commercetools' line item; empty: in doubt, see `attempted`. */
  readonly ours: string;
  /** Units of the part that commercetools wanted. */
  readonly wanted: number;
  /** Units in all Ordoro orders of the part, those cancelled by staff included, as far as our own writes left them. */
  readonly units: number;
  /** Units beyond `wanted` that Ordoro had when the line was last in step: cancelled there, or added by staff. */
  readonly surplus?: number;
  /** Ordoro's unit price, decimal; absent: not seen yet. */
  readonly price?: number;
  /** A newer value whose price some Ordoro orders have taken, and that price as Ordoro rounds it. */
  readonly took?: { readonly ours: string; readonly price?: number };
  /** What a process that died, or got no answer, may have sent. */
  readonly attempted?: { readonly units: number; readonly price?: number };
}

/** What was last sent of one part. */
export interface SentPart {
  /** Number of the part. */
  readonly part: number;
  readonly fields: Readonly<Partial<Record<ContentField, SentField>>>;
  /** By commercetools line item id. */
  readonly lines: Readonly<Record<string, SentLine>>;
}

/** A change that was not sent, and why. It stands until the field changes again, Ordoro shows the value, or `retry`. */
export interface UnsentChange {
  readonly part: number;
  readonly field: ContentField;
  /** `ours` of the value that was not sent. */
  readonly value: string;
  readonly code: IssueCode;
  readonly detail: string;
  /** ISO 8601, UTC; changes noticed together share a comment. */
  readonly noticedAt: string;
  /** The merchant asked for another try. */
  readonly isRetried?: true;
}

/** A comment for the warehouse, which sees only Ordoro. Posted once on each of its Ordoro orders. */
export interface WarehouseComment {
  /** What it is about; one comment per reason. */
  readonly reason: string;
  readonly text: string;
  readonly on: readonly string[];
  /** Numbers it stands on already. */
  readonly postedOn: readonly string[];
}

/** Whether an Ordoro order is cancelled or restored. */
export interface StatusChange {
  readonly number: string;
  readonly to: 'cancelled' | 'restored';
}

/** What became of another Ordoro order that carries this order's id. */
export interface DuplicateVerdict {
  readonly number: string;
  /** The connector cancelled it. */
  readonly isCancelled?: true;
  /** Why it was left alone, as the rest of a sentence about it; absent: it was not. */
  readonly why?: string;
  /** Ordoro refused to cancel it; it is not asked again before `retry`. */
  readonly isRefused?: true;
  /** The order was cancelled in commercetools when that was decided. */
  readonly isShopCancelled?: true;
}

/** A value that a claim is about to send; `value` told loosely. */
export interface FieldAttempt {
  readonly part: number;
  readonly field: ContentField;
  readonly value: string;
}

/** Units and price that a claim is about to give a line item. */
export interface LineAttempt {
  readonly part: number;
  readonly lineItemId: string;
  /** In all Ordoro orders of the part. */
  readonly units: number;
  readonly price?: number;
}

/** What the holder of a claim is about to send. When it dies, all of that may or may not be in Ordoro. */
export interface ChangeAttempt {
  /** The pass that holds the claim. */
  readonly owner: string;
  /** ISO 8601, UTC: end of the claim. */
  readonly endsAt: string;
  readonly statuses: readonly StatusChange[];
  readonly fields: readonly FieldAttempt[];
  readonly lines: readonly LineAttempt[];
  /** Ordoro orders that are written to. */
  readonly numbers: readonly string[];
  /** Those of them that have to be read once more before the first write. */
  readonly toRead: readonly string[];
}

/** What happened to the order after Ordoro accepted it. Holds no personal data. */
export interface OrderChanges {
  readonly sent: readonly SentPart[];
  readonly unsent?: readonly UnsentChange[];
  readonly comments?: readonly WarehouseComment[];
  readonly attempt?: ChangeAttempt;
  /** ISO 8601, UTC: until then something that nobody heard of again may still be carried out, so nothing else is sent. */
  readonly settlesAt?: string;
  /** Status changes of which it is not known whether Ordoro carried them out. */
  readonly unclear?: readonly StatusChange[];
  /** Status changes that Ordoro refused, and why. */
  readonly refused?: readonly (StatusChange & { readonly message: string })[];
  /** What became of the other Ordoro orders that carry this order's id. */
  readonly duplicates?: readonly DuplicateVerdict[];
  /** What the order looked like when the tries ended: they begin anew when it looks different. */
  readonly gaveUpOn?: string;
}
