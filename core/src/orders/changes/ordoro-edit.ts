import type { OrderEdit } from '../../ordoro/order-edits.ts';
import type { ContentField } from '../../records/order-changes.ts';

/** One field that an edit brings in step. */
export interface TakenField {
  readonly field: ContentField;
  /** commercetools' value, as a hash. */
  readonly ours: string;
  /** What is sent for it, told loosely. */
  readonly value: string;
}

/** The line item that an edit brings in step. */
export interface TakenLine {
  readonly lineItemId: string;
  /** commercetools' line item, as a hash. */
  readonly ours: string;
  /** Units in all Ordoro orders of the part once every edit of the line is done. */
  readonly units: number;
  /** Unit price, decimal. */
  readonly price?: number;
}

/** What an edit is for; absent: it changes the status of the whole order, or is a comment. */
export interface EditPurpose {
  readonly part: number;
  readonly fields?: readonly TakenField[];
  readonly lines?: readonly TakenLine[];
}

/** One write to an Ordoro order after its creation, as data, and what it is for. */
export type OrdoroEdit = OrderEdit & { readonly for?: EditPurpose };

/** Tells whether two edits are the same write for the same thing. */
export function isSameEdit(one: OrdoroEdit, other: OrdoroEdit): boolean {
  return keyOf(one) === keyOf(other);
}

function keyOf(edit: OrdoroEdit): string {
  const subject = edit.kind === 'comment' ? [edit.text] : [edit.for?.part, edit.for?.fields, edit.for?.lines];
  return JSON.stringify([edit.kind, edit.number, 'lineId' in edit ? edit.lineId : undefined, subject]);
}
