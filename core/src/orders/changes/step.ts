import type { SyncRecord } from '../../records/sync-record.ts';
import type { OrdoroEdit } from './ordoro-edit.ts';

/** What is to be done next about changes, before it is asked whether now is the time. */
export type ChangeStep =
  /** The record learns something; needs nobody. */
  | { readonly do: 'note'; readonly record: SyncRecord }
  | { readonly do: 'read'; readonly numbers: readonly string[] }
  /** Ordoro does not show these orders, so nothing can be sent to them. */
  | { readonly do: 'fail'; readonly missing: readonly string[] }
  | { readonly do: 'look-up-skus'; readonly skus: readonly string[] }
  /** The first is to be sent; the others, as far as they are known, follow under the same claim. */
  | { readonly do: 'edit'; readonly edits: readonly [OrdoroEdit, ...OrdoroEdit[]] }
  /** Something may still be under way until then (epoch milliseconds). */
  | { readonly do: 'wait'; readonly until: number };

/** The step that reads these orders, or says that they cannot be read; undefined when nothing is left to read. */
export function readStep(unread: { toRead: readonly string[]; missing: readonly string[] }): ChangeStep | undefined {
  if (unread.toRead.length > 0) return { do: 'read', numbers: unread.toRead };
  return unread.missing.length > 0 ? { do: 'fail', missing: unread.missing } : undefined;
}

/** The step that sends these edits; undefined for none. */
export function editStep(edits: readonly OrdoroEdit[]): ChangeStep | undefined {
  const [first, ...others] = edits;
  return first === undefined ? undefined : { do: 'edit', edits: [first, ...others] };
}
