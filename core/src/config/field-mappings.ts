import { z } from 'zod';
import { fieldsOnly, listOf, wordOf } from './merchant-values.ts';

/** The fields of an Ordoro order, or of its lines (`line.…`), that can be filled from commercetools. */
export const FIELD_TARGETS = [
  'notes_from_customer',
  'internal_notes',
  'tags',
  'ship_by_date',
  'deliver_by_date',
  'line.selected_option',
  'line.product.weight',
] as const;

/** Where a value goes. The weight is in pounds. */
export type FieldTarget = (typeof FIELD_TARGETS)[number];

/** A place in commercetools, parsed from e.g. `order.custom.giftMessage`. */
export interface FieldSource {
  readonly scope: 'order' | 'lineItem' | 'variant';
  /**
   * `property`: `path` leads from the object itself. `customField`: `path` begins with the name of a custom field
   * (`custom.fields.<name>`). `attribute`: `path` begins with the name of a variant attribute (its `value`).
   */
  readonly kind: 'property' | 'customField' | 'attribute';
  /** At least one step; numbers step into lists. */
  readonly path: readonly string[];
  /** As the merchant wrote it, for messages. */
  readonly text: string;
}

/** One value that is copied. An order source gives every line the same; a line source gives an order target the distinct values of all lines. */
export interface FieldMapping {
  readonly from: FieldSource;
  readonly to: FieldTarget;
}

const SCOPES = ['order', 'lineItem', 'variant'] as const;
const STEP = /^[A-Za-z0-9_-]+$/;
/** These would lead out of the data into the language's own objects. */
const FORBIDDEN_STEPS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Reads a source path; undefined when it is not one. `custom.fields.<name>` means the same as `custom.<name>`. */
export function parseFieldSource(text: string): FieldSource | undefined {
  const [word, ...steps] = text.split('.');
  const scope = SCOPES.find((known) => known === word);
  const sound = steps.length > 0 && steps.every((step) => STEP.test(step) && !FORBIDDEN_STEPS.has(step));
  if (scope === undefined || !sound) {
    return undefined;
  }
  const kind = kindOf(scope, steps[0]);
  const path = kind === 'property' ? steps : steps.slice(kind === 'customField' && isApiSpelling(steps) ? 2 : 1);
  return path.length === 0 ? undefined : Object.freeze({ scope, kind, path: Object.freeze(path), text });
}

/** Whether the target is a field of each line, not of the order. */
export function isLineTarget(target: FieldTarget): boolean {
  return target.startsWith('line.');
}

function kindOf(scope: FieldSource['scope'], first: string | undefined): FieldSource['kind'] {
  if (scope === 'variant') {
    return first === 'attributes' ? 'attribute' : 'property';
  }
  return first === 'custom' ? 'customField' : 'property';
}

/** The API spells it `custom.fields.<name>`; a field that is itself called `fields` is still reached by `custom.fields`. */
function isApiSpelling(steps: readonly string[]): boolean {
  return steps[1] === 'fields' && steps.length > 2;
}

const SOURCE_HINT =
  'must be a path such as "order.custom.giftMessage", "lineItem.custom.engraving" or "variant.attributes.weight"; it begins with order, lineItem or variant';

const SOURCE = z
  .custom<string>((value) => typeof value === 'string', SOURCE_HINT)
  .transform((path, context) => {
    const source = parseFieldSource(path);
    if (source === undefined) {
      context.addIssue({ code: 'custom', message: SOURCE_HINT });
      return z.NEVER;
    }
    return source;
  });

/** `-config/fields`: further values that go from commercetools to Ordoro. Each pair at most once. */
export const FIELDS = listOf(
  fieldsOnly({ from: SOURCE, to: wordOf(FIELD_TARGETS) }),
  ({ from, to }) => `from "${from.text}" to "${to}"`,
);
