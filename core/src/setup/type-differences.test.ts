import type { FieldDefinition, FieldType } from '@commercetools/platform-sdk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ORDER_FIELDS, typeDrafts } from './type-definitions.ts';
import { additionText, typeDifferences } from './type-differences.ts';

function field(name: string, type: FieldType, required = false): FieldDefinition {
  return { name, type, required, label: { en: name } };
}

const COLOUR = field('colour', {
  name: 'Enum',
  values: [
    { key: 'red', label: 'Red' },
    { key: 'blue', label: 'Blue' },
  ],
});

describe('what a Type lacks', () => {
  it('is every field that is not there', () => {
    const note = field('note', { name: 'String' });

    expect(typeDifferences({ fieldDefinitions: [field('other', { name: 'String' })] }, [note])).toEqual({
      actions: [{ action: 'addFieldDefinition', fieldDefinition: note }],
      conflicts: [],
    });
  });

  it('is every enum value that is not there; labels and further values do not matter', () => {
    const present = field('colour', {
      name: 'Enum',
      values: [
        { key: 'green', label: 'Green' },
        { key: 'red', label: 'Rot' },
      ],
    });

    expect(typeDifferences({ fieldDefinitions: [present] }, [COLOUR])).toEqual({
      actions: [{ action: 'addEnumValue', fieldName: 'colour', value: { key: 'blue', label: 'Blue' } }],
      conflicts: [],
    });
  });

  it.each<[string, FieldDefinition, FieldDefinition, string]>([
    [
      'another type',
      field('note', { name: 'Number' }),
      field('note', { name: 'String' }),
      'its field "note" is of type Number, but the connector needs String',
    ],
    [
      'one value instead of a set',
      field('notes', { name: 'String' }),
      field('notes', { name: 'Set', elementType: { name: 'String' } }),
      'its field "notes" is of type String, but the connector needs Set of String',
    ],
    [
      'a set of something else',
      field('notes', { name: 'Set', elementType: { name: 'Date' } }),
      field('notes', { name: 'Set', elementType: { name: 'String' } }),
      'its field "notes" is of type Set of Date, but the connector needs Set of String',
    ],
    [
      'an enum with languages',
      field('colour', { name: 'LocalizedEnum', values: [{ key: 'red', label: { en: 'Red' } }] }),
      COLOUR,
      'its field "colour" is of type LocalizedEnum, but the connector needs Enum',
    ],
    [
      'an obligation',
      field('note', { name: 'String' }, true),
      field('note', { name: 'String' }),
      'its field "note" is required, but the connector needs it to be optional',
    ],
  ])('cannot be mended when there is %s', (_name, present, wanted, conflict) => {
    expect(typeDifferences({ fieldDefinitions: [present] }, [wanted])).toEqual({ actions: [], conflicts: [conflict] });
  });

  it('is nothing once the actions are carried out, whatever was there before', () => {
    const present = fc
      .subarray([...ORDER_FIELDS])
      .chain((fields) =>
        fc.tuple(...fields.map(withSomeValues)).map((some) => [field('giftMessage', { name: 'String' }), ...some]),
      );

    fc.assert(
      fc.property(present, (fieldDefinitions) => {
        const { actions, conflicts } = typeDifferences({ fieldDefinitions }, ORDER_FIELDS);
        const completed = actions.reduce<FieldDefinition[]>(carriedOut, fieldDefinitions);

        expect(conflicts).toEqual([]);
        expect(typeDifferences({ fieldDefinitions: completed }, ORDER_FIELDS)).toEqual({ actions: [], conflicts: [] });
        expect(completed.length).toBe(7);
      }),
    );
  });

  it('is told in words', () => {
    expect(additionText({ action: 'addFieldDefinition', fieldDefinition: COLOUR })).toBe('field colour');
    expect(additionText({ action: 'addEnumValue', fieldName: 'colour', value: { key: 'red', label: 'Red' } })).toBe(
      'value red of field colour',
    );
  });
});

function withSomeValues(definition: FieldDefinition): fc.Arbitrary<FieldDefinition> {
  const { type } = definition;
  return type.name === 'Enum'
    ? fc.subarray([...type.values]).map((values) => ({ ...definition, type: { ...type, values } }))
    : fc.constant(definition);
}

function carriedOut(
  definitions: FieldDefinition[],
  action: ReturnType<typeof typeDifferences>['actions'][number],
): FieldDefinition[] {
  if (action.action === 'addFieldDefinition') return [...definitions, action.fieldDefinition];
  return definitions.map((definition) =>
    definition.name === action.fieldName && definition.type.name === 'Enum'
      ? { ...definition, type: { ...definition.type, values: [...definition.type.values, action.value] } }
      : definition,
  );
}

describe('the Types of the connector', () => {
  it('have the fields and types that merchants rely on', () => {
    const shape = typeDrafts('ordoro-order-sync').map(({ key, resourceTypeIds, fieldDefinitions = [] }) => ({
      key,
      resourceTypeIds,
      fields: Object.fromEntries(fieldDefinitions.map(({ name, type }) => [name, shortForm(type)])),
    }));

    expect(shape).toEqual([
      {
        key: 'ordoro-order-sync',
        resourceTypeIds: ['order'],
        fields: {
          ordoroSyncStatus:
            'held retrying failed exported partially-shipped shipped cancelled not-required needs-attention',
          ordoroOrderNumbers: 'Set of String',
          ordoroSyncMessage: 'String',
          ordoroIssues: 'Set of String',
          ordoroLastSyncedAt: 'DateTime',
          ordoroRequest: 'retry export-now hold resume',
        },
      },
      {
        key: 'ordoro-delivery',
        resourceTypeIds: ['order-delivery'],
        fields: { ordoroOrderNumber: 'String', shippedAt: 'DateTime', warehouse: 'String' },
      },
      {
        key: 'ordoro-parcel',
        resourceTypeIds: ['order-parcel'],
        fields: { service: 'String', trackingUrl: 'String', shippingCost: 'Number', estimatedDelivery: 'DateTime' },
      },
      {
        key: 'ordoro-stock',
        resourceTypeIds: ['inventory-entry'],
        fields: { ordoroOnHand: 'Number', ordoroAvailable: 'Number', ordoroSyncedAt: 'DateTime' },
      },
    ]);
  });

  it('oblige nobody, and are labelled in English and German', () => {
    for (const { name, fieldDefinitions = [] } of typeDrafts('ordoro-order-sync')) {
      expect(Object.keys(name)).toEqual(['en', 'de']);
      for (const { required, label } of fieldDefinitions) {
        expect(required).toBe(false);
        expect(Object.keys(label)).toEqual(['en', 'de']);
      }
    }
  });
});

function shortForm(type: FieldType): string {
  if (type.name === 'Enum') return type.values.map(({ key }) => key).join(' ');
  return type.name === 'Set' ? `Set of ${type.elementType.name}` : type.name;
}
