import type { Attribute, LineItem, Order } from '@commercetools/platform-sdk';
import { type FieldMapping, type FieldSource, type FieldTarget, isLineTarget } from '../config/field-mappings.ts';
import { instantFromIsoDate } from '../config/iso-instant.ts';
import type { PartLine } from './amounts/parts.ts';
import { localizedText } from './localized-text.ts';

/** What the merchant's field mappings put on one line. */
export interface MerchantLineValues {
  readonly selectedOption?: string | undefined;
  /** Pounds. */
  readonly weightPounds?: number | undefined;
}

/** What the merchant's field mappings put on an Ordoro order. Dates are RFC 3339, UTC. */
export interface MerchantFieldValues {
  readonly notesFromCustomer: string | undefined;
  readonly internalNotes: readonly string[];
  readonly tags: readonly string[];
  readonly shipByDate: string | undefined;
  readonly deliverByDate: string | undefined;
  /** By commercetools line item id. */
  readonly lines: ReadonlyMap<string, MerchantLineValues>;
}

/** Values of `-config/fields` for one part of an order; what the order does not have is left out. */
export function merchantFieldValues(
  order: Order,
  lines: readonly PartLine[],
  mappings: readonly FieldMapping[],
): MerchantFieldValues {
  const items = lines.map(({ lineItem }) => lineItem);
  const texts = (target: FieldTarget) => [
    ...new Set(mappings.filter(({ to }) => to === target).flatMap(({ from }) => orderTexts(from, order, items))),
  ];
  const notes = texts('notes_from_customer');
  return {
    notesFromCustomer: notes.length === 0 ? undefined : notes.join('\n'),
    internalNotes: texts('internal_notes'),
    tags: texts('tags'),
    shipByDate: firstDate(texts('ship_by_date')),
    deliverByDate: firstDate(texts('deliver_by_date')),
    lines: new Map(
      items.map((item) => [
        item.id,
        lineValues(
          item,
          order,
          mappings.filter(({ to }) => isLineTarget(to)),
        ),
      ]),
    ),
  };
}

function lineValues(item: LineItem, order: Order, mappings: readonly FieldMapping[]): MerchantLineValues {
  const texts = (target: FieldTarget) =>
    mappings.filter(({ to }) => to === target).flatMap(({ from }) => textsAt(from, order, item));
  const options = texts('line.selected_option');
  const weight = texts('line.product.weight')
    .map(Number)
    .find((pounds) => Number.isFinite(pounds) && pounds > 0);
  return {
    ...(options.length === 0 ? {} : { selectedOption: options.join(', ') }),
    ...(weight === undefined ? {} : { weightPounds: weight }),
  };
}

/** A line source gives an order target the values of all lines. */
function orderTexts(source: FieldSource, order: Order, items: readonly LineItem[]): string[] {
  return source.scope === 'order'
    ? textsOf(valueAt(source, order), order.locale)
    : items.flatMap((item) => textsAt(source, order, item));
}

function textsAt(source: FieldSource, order: Order, item: LineItem): string[] {
  const from = source.scope === 'order' ? order : source.scope === 'lineItem' ? item : item.variant;
  return textsOf(valueAt(source, from), order.locale);
}

function valueAt(source: FieldSource, from: Order | LineItem | LineItem['variant']): unknown {
  const [name = '', ...rest] = source.path;
  switch (source.kind) {
    case 'customField':
      return descend('custom' in from ? from.custom?.fields[name] : undefined, rest);
    case 'attribute':
      return descend(attributesOf(from).find((attribute) => attribute.name === name)?.value, rest);
    case 'property':
      return descend(from, source.path);
  }
}

function attributesOf(from: Order | LineItem | LineItem['variant']): readonly Attribute[] {
  return 'attributes' in from ? (from.attributes ?? []) : [];
}

function descend(value: unknown, steps: readonly string[]): unknown {
  return steps.reduce<unknown>(
    (at, step) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, step)
        ? (at as Record<string, unknown>)[step]
        : undefined,
    value,
  );
}

/** Texts of a value: lists give each of theirs; enums their label, localized texts the order's language. */
function textsOf(value: unknown, locale: string | undefined): string[] {
  if (Array.isArray(value)) return value.flatMap((entry) => textsOf(entry, locale));
  if (typeof value === 'string') return value.trim() === '' ? [] : [value.trim().toWellFormed()];
  if (typeof value === 'number' || typeof value === 'boolean') return [String(value)];
  if (typeof value !== 'object' || value === null) return [];
  if ('label' in value) return textsOf(value.label, locale);
  const entries = Object.entries(value);
  if (entries.some(([language, text]) => !LANGUAGE.test(language) || typeof text !== 'string')) return [];
  const text = localizedText(Object.fromEntries(entries), locale);
  return text === undefined ? [] : [text.toWellFormed()];
}

/** A localized text has languages for keys; a reference (`typeId`, `id`) or money is no text. */
const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$/;

/** The first text that is a date; a date without time means its beginning in UTC. Other texts only happen to hold digits. */
function firstDate(texts: readonly string[]): string | undefined {
  const time = texts.map(instantFromIsoDate).find((instant) => instant !== undefined);
  return time === undefined ? undefined : new Date(time).toISOString();
}
