import type { CustomFields, CustomFieldsDraft } from '@commercetools/platform-sdk';
import type { WantedFields } from './wanted-parcels.ts';

/** A Type of the connector on a delivery or parcel. */
export interface OwnType {
  /** Undefined: not known. The fields then tell whose Type it is: ours shows one of them, or none at all. */
  readonly id: string | undefined;
  readonly names: readonly string[];
}

/** The custom fields of a new delivery or parcel; nothing when no field has a value. */
export function customDraft(typeKey: string, fields: WantedFields): { readonly custom?: CustomFieldsDraft } {
  return Object.keys(fields).length === 0 ? {} : { custom: { type: { typeId: 'type', key: typeKey }, fields } };
}

/** A field to set, or to remove when it has no value. */
export interface FieldChange {
  readonly name: string;
  readonly value?: string | number;
}

/**
 * What has to change for the fields to show their wanted values: single fields, or the Type where there is none yet. A Type that
 * is not ours stays as it is, and so do fields that others added to ours. Moments are the same however they are written.
 */
export function customFieldChanges(
  present: CustomFields | undefined,
  wanted: WantedFields,
  own: OwnType,
): 'set-type' | FieldChange[] {
  if (present === undefined) return Object.keys(wanted).length === 0 ? [] : 'set-type';
  if (!isOwn(present, own)) return [];
  return own.names.flatMap((name): FieldChange[] => {
    const value = wanted[name];
    if (isSameValue(present.fields[name] ?? undefined, value)) return [];
    return [{ name, ...(value === undefined ? {} : { value }) }];
  });
}

function isOwn({ type, fields }: CustomFields, own: OwnType): boolean {
  if (own.id !== undefined) return type.id === own.id;
  const names = Object.keys(fields);
  return names.length === 0 || names.some((name) => own.names.includes(name));
}

/** RFC 3339 date-time. */
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/;

function isSameValue(before: unknown, after: unknown): boolean {
  if (before === after) return true;
  if (typeof before !== 'string' || typeof after !== 'string') return false;
  return MOMENT.test(before) && MOMENT.test(after) && Date.parse(before) === Date.parse(after);
}
