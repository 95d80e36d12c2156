import type { Attribute, LineItem, Order } from '@commercetools/platform-sdk';
import { describe, expect, it } from 'vitest';
import { shopOrder, showing } from '../../tests/generators/situations.ts';
import { line } from '../../tests/generators/written-orders.ts';
import { type FieldMapping, type FieldTarget, parseFieldSource } from '../config/field-mappings.ts';
import { merchantFieldValues } from './merchant-fields.ts';

function mapping(text: string, to: FieldTarget): FieldMapping {
  const from = parseFieldSource(text);
  if (from === undefined) throw new Error(`${text} is no source`);
  return { from, to };
}

const custom = (fields: Record<string, unknown>) => ({ type: { typeId: 'type' as const, id: 'type' }, fields });
const withAttributes = (id: string, ...attributes: Attribute[]) =>
  line(id, 1, 1000, { variant: { id: 1, sku: id, attributes } });

function valuesOf(order: Order, mappings: readonly FieldMapping[], lineItems: readonly LineItem[] = order.lineItems) {
  const lines = lineItems.map((lineItem) => ({ lineItem, quantity: 1, net: 0, itemPrice: 0, taxLines: [] }));
  return merchantFieldValues(order, lines, mappings);
}

/** The tags that one source gives. */
function tagsOf(source: string, order: Order): readonly string[] {
  return valuesOf(order, [mapping(source, 'tags')]).tags;
}

describe('a field mapping', () => {
  it('leaves out everything that the order does not have', () => {
    const mappings = [
      mapping('order.custom.giftMessage', 'notes_from_customer'),
      mapping('order.custom.shipBy', 'ship_by_date'),
      mapping('lineItem.custom.engraving', 'line.selected_option'),
      mapping('variant.attributes.weight', 'line.product.weight'),
    ];
    expect(valuesOf(shopOrder(), mappings)).toEqual({
      notesFromCustomer: undefined,
      internalNotes: [],
      tags: [],
      shipByDate: undefined,
      deliverByDate: undefined,
      lines: new Map([['line-1', {}]]),
    });
  });

  it('fills every target', () => {
    const order = showing(
      shopOrder({
        lineItems: [
          line('line-1', 1, 1000, {
            custom: custom({ engraving: 'For Ada' }),
            variant: { id: 1, sku: 'SHIRT', attributes: [{ name: 'weight', value: 0.75 }] },
          }),
        ],
      }),
      { giftMessage: 'Happy birthday', hint: 'fragile', group: 'vip', shipBy: '2026-01-05', deliverBy: '2026-01-09' },
    );
    const values = valuesOf(order, [
      mapping('order.custom.giftMessage', 'notes_from_customer'),
      mapping('order.custom.hint', 'internal_notes'),
      mapping('order.custom.group', 'tags'),
      mapping('order.custom.shipBy', 'ship_by_date'),
      mapping('order.custom.deliverBy', 'deliver_by_date'),
      mapping('lineItem.custom.engraving', 'line.selected_option'),
      mapping('variant.attributes.weight', 'line.product.weight'),
    ]);
    expect(values).toEqual({
      notesFromCustomer: 'Happy birthday',
      internalNotes: ['fragile'],
      tags: ['vip'],
      shipByDate: '2026-01-05T00:00:00.000Z',
      deliverByDate: '2026-01-09T00:00:00.000Z',
      lines: new Map([['line-1', { selectedOption: 'For Ada', weightPounds: 0.75 }]]),
    });
  });

  it('puts several notes on lines of their own, each once', () => {
    const order = showing(shopOrder(), { gift: 'Happy birthday', wish: 'Please ring', again: 'Please ring' });
    const mappings = ['gift', 'wish', 'again'].map((name) => mapping(`order.custom.${name}`, 'notes_from_customer'));
    expect(valuesOf(order, mappings).notesFromCustomer).toBe('Happy birthday\nPlease ring');
  });

  it('gives an order target the distinct values of all lines of the part', () => {
    const [red, blue, redToo] = ['red', 'blue', 'red'].map((color, index) =>
      withAttributes(`line-${index}`, { name: 'color', value: color }),
    );
    const order = shopOrder({ lineItems: [red, blue, redToo].filter((item) => item !== undefined) });
    expect(valuesOf(order, [mapping('variant.attributes.color', 'tags')]).tags).toEqual(['red', 'blue']);
    expect(valuesOf(order, [mapping('variant.attributes.color', 'tags')], order.lineItems.slice(1, 2)).tags).toEqual([
      'blue',
    ]);
  });

  it('gives every line the value of an order source', () => {
    const lineItems = [line('a', 1, 1), line('b', 1, 1)];
    const order = showing(shopOrder({ lineItems }), { occasion: 'Wedding' });
    expect(valuesOf(order, [mapping('order.custom.occasion', 'line.selected_option')]).lines).toEqual(
      new Map([
        ['a', { selectedOption: 'Wedding' }],
        ['b', { selectedOption: 'Wedding' }],
      ]),
    );
  });

  it('joins several options of a line', () => {
    const item = withAttributes('a', { name: 'color', value: 'red' }, { name: 'size', value: 'M' });
    const mappings = ['color', 'size'].map((name) => mapping(`variant.attributes.${name}`, 'line.selected_option'));
    expect(valuesOf(shopOrder({ lineItems: [item] }), mappings).lines.get('a')).toEqual({ selectedOption: 'red, M' });
  });
});

describe('the value of a source', () => {
  const item = withAttributes(
    'a',
    { name: 'enum', value: { key: 'xl', label: 'Extra large' } },
    { name: 'lenum', value: { key: 'red', label: { en: 'red', de: 'rot' } } },
    { name: 'set', value: [{ key: 'a', label: 'A' }, { key: 'b', label: 'B' }, 'C'] },
    { name: 'ltext', value: { en: 'cotton', de: 'Baumwolle' } },
    { name: 'money', value: { type: 'centPrecision', centAmount: 1, currencyCode: 'EUR', fractionDigits: 2 } },
    { name: 'reference', value: { typeId: 'product', id: 'p1' } },
    { name: 'nested', value: { inner: { deep: 'found' } } },
    { name: 'flag', value: false },
    { name: 'blank', value: '   ' },
    { name: 'nothing', value: null },
    { name: 'broken', value: ' a\ud800 ' },
  );
  const order = shopOrder({ locale: 'de-AT', lineItems: [item], purchaseOrderNumber: 'PO-7' });

  it.each([
    ['an enum is its label', 'variant.attributes.enum', ['Extra large']],
    ['a localized enum is its label in the language of the order', 'variant.attributes.lenum', ['rot']],
    ['a set is each of its values', 'variant.attributes.set', ['A', 'B', 'C']],
    ['a localized text is the one of the order', 'variant.attributes.ltext', ['Baumwolle']],
    ['money is no text', 'variant.attributes.money', []],
    ['a reference is no text', 'variant.attributes.reference', []],
    ['the id in a reference is one', 'variant.attributes.reference.id', ['p1']],
    ['a nested value is reached by its path', 'variant.attributes.nested.inner.deep', ['found']],
    ['a path that leads nowhere is nothing', 'variant.attributes.nested.inner.deep.er', []],
    ['a boolean is true or false', 'variant.attributes.flag', ['false']],
    ['a blank text is nothing', 'variant.attributes.blank', []],
    ['null is nothing', 'variant.attributes.nothing', []],
    ['an attribute that the variant lacks is nothing', 'variant.attributes.unknown', []],
    ['a text is trimmed and well-formed', 'variant.attributes.broken', ['a\ufffd']],
    ['a property of the order', 'order.purchaseOrderNumber', ['PO-7']],
    ['a property in a list', 'order.lineItems.0.variant.sku', ['a']],
    ['a property of the line', 'lineItem.quantity', ['1']],
    ['a property of the variant', 'variant.sku', ['a']],
    ['what JavaScript adds is no property', 'order.lineItems.length', ['1']],
  ] as const)('%s', (_rule, source, tags) => {
    expect(tagsOf(source, order)).toEqual(tags);
  });

  it('may stand in a custom field of the order or of a line', () => {
    const own = showing(shopOrder({ lineItems: [line('a', 1, 1, { custom: custom({ text: 'on the line' }) })] }), {
      text: 'on the order',
      nested: { key: 'k', label: 'L' },
    });
    expect(tagsOf('order.custom.text', own)).toEqual(['on the order']);
    expect(tagsOf('order.custom.fields.text', own)).toEqual(['on the order']);
    expect(tagsOf('order.custom.nested.key', own)).toEqual(['k']);
    expect(tagsOf('lineItem.custom.text', own)).toEqual(['on the line']);
    expect(tagsOf('lineItem.custom.text', shopOrder())).toEqual([]);
  });
});

describe('a date', () => {
  it.each([
    ['2026-03-01', '2026-03-01T00:00:00.000Z'],
    ['2026-03-01T10:00:00.000Z', '2026-03-01T10:00:00.000Z'],
    ['2026-03-01T10:00:00+02:00', '2026-03-01T08:00:00.000Z'],
    ['2026-03-01T10:00:00', undefined],
    ['03/01/2026', undefined],
    ['2026-02-30', undefined],
    ['Gate 3', undefined],
    ['12', undefined],
    [12, undefined],
  ])('%j is %s', (shipBy, expected) => {
    const values = valuesOf(showing(shopOrder(), { shipBy }), [mapping('order.custom.shipBy', 'ship_by_date')]);
    expect(values.shipByDate).toBe(expected);
  });

  it('is the first that can be read', () => {
    const order = showing(shopOrder(), { wish: 'soon', date: '2026-03-01' });
    const mappings = ['wish', 'date'].map((name) => mapping(`order.custom.${name}`, 'deliver_by_date'));
    expect(valuesOf(order, mappings).deliverByDate).toBe('2026-03-01T00:00:00.000Z');
  });
});

describe('a weight', () => {
  it.each([
    [0.75, 0.75],
    ['1.5', 1.5],
    ['heavy', undefined],
    [0, undefined],
    [-1, undefined],
    ['Infinity', undefined],
    [true, undefined],
  ])('of %j is %s pounds', (value, weightPounds) => {
    const order = shopOrder({ lineItems: [withAttributes('a', { name: 'weight', value })] });
    const values = valuesOf(order, [mapping('variant.attributes.weight', 'line.product.weight')]);
    expect(values.lines.get('a')?.weightPounds).toBe(weightPounds);
  });
});
