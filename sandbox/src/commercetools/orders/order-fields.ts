import { type CustomDraft, CustomFieldRules, type Customized } from '../custom-fields.ts';
import type { ActionTable, Change } from '../updates.ts';

/** `setCustomType` and `setCustomField` of an order, checked against the Type, with their messages. */
export const ORDER_CUSTOM_FIELD_ACTIONS: ActionTable = {
  setCustomType: (order: Customized, draft: CustomDraft, change: Change) => {
    const before = new CustomFieldRules(change.platform.storage, 'order').setType(order, draft);
    const previous = before === undefined ? {} : { previousTypeId: before.type.id };
    if (order.custom !== undefined) change.report('OrderCustomTypeSet', { customFields: order.custom, ...previous });
    else if (before !== undefined) change.report('OrderCustomTypeRemoved', previous);
  },
  setCustomField: (order: Customized, { name, value }: { name: string; value?: unknown }, change: Change) => {
    const before = new CustomFieldRules(change.platform.storage, 'order').setField(order, name, value);
    reportField(change, 'OrderCustomField', { name, value, before });
  },
};

/** Reports that a custom field was added, changed or removed; nothing when it is as before. */
export function reportField(
  change: Change,
  prefix: string,
  field: { name: string; value: unknown; before: unknown; [more: string]: unknown },
): void {
  const { value, before, ...rest } = field;
  if (JSON.stringify(value) === JSON.stringify(before)) return;
  if (value === undefined || value === null) change.report(`${prefix}Removed`, rest);
  else if (before === undefined) change.report(`${prefix}Added`, { ...rest, value });
  else change.report(`${prefix}Changed`, { ...rest, value, previousValue: before });
}
