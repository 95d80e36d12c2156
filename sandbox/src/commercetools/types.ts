import type { FieldDefinition, FieldType, Type } from '@commercetools/platform-sdk';
import type { Mutable } from './mutable.ts';
import { duplicateField, invalidOperation } from './platform-error.ts';
import type { ActionTable } from './updates.ts';

type MutableType = Mutable<Type>;
type Definition = Mutable<FieldDefinition>;
type EnumValues = { key: string; label: unknown }[];

/** Type actions that the mock lacks or takes too lightly: https://docs.commercetools.com/api/projects/types */
export const TYPE_ACTIONS: ActionTable = {
  changeKey: (type: MutableType, { key }: { key: string }) => {
    type.key = key;
  },
  addFieldDefinition: (type: MutableType, { fieldDefinition }: { fieldDefinition: Definition }) => {
    if (type.fieldDefinitions.some(({ name }) => name === fieldDefinition.name)) {
      throw duplicateField('fieldDefinitions', fieldDefinition.name);
    }
    type.fieldDefinitions.push(fieldDefinition);
  },
  removeFieldDefinition: (type: MutableType, { fieldName }: { fieldName: string }) => {
    const removed = definitionOf(type, fieldName);
    type.fieldDefinitions = type.fieldDefinitions.filter((definition) => definition !== removed);
  },
  changeLabel: (type: MutableType, { fieldName, label }: { fieldName: string; label: Record<string, string> }) => {
    definitionOf(type, fieldName).label = label;
  },
  changeInputHint: (type: MutableType, { fieldName, inputHint }: { fieldName: string; inputHint: never }) => {
    definitionOf(type, fieldName).inputHint = inputHint;
  },
  addEnumValue: (type: MutableType, action: { fieldName: string; value: EnumValues[number] }) => {
    addValue(type, action.fieldName, action.value);
  },
  addLocalizedEnumValue: (type: MutableType, action: { fieldName: string; value: EnumValues[number] }) => {
    addValue(type, action.fieldName, action.value);
  },
  changeEnumValueLabel: (type: MutableType, action: { fieldName: string; value: EnumValues[number] }) => {
    const found = valuesOf(type, action.fieldName).find(({ key }) => key === action.value.key);
    if (found === undefined) throw invalidOperation(`There is no enum value with key '${action.value.key}'.`);
    found.label = action.value.label;
  },
};

function addValue(type: MutableType, fieldName: string, value: EnumValues[number]): void {
  const values = valuesOf(type, fieldName);
  if (values.some(({ key }) => key === value.key)) throw duplicateField('values', value.key);
  values.push(value);
}

function definitionOf(type: MutableType, name: string): Definition {
  const found = type.fieldDefinitions.find((definition) => definition.name === name);
  if (found === undefined) throw invalidOperation(`The Type has no field definition '${name}'.`);
  return found;
}

function valuesOf(type: MutableType, fieldName: string): EnumValues {
  const found = enumValues(definitionOf(type, fieldName).type);
  if (found === undefined) throw invalidOperation(`The field '${fieldName}' is not an enum.`);
  return found;
}

function enumValues(type: Mutable<FieldType>): EnumValues | undefined {
  if (type.name === 'Set') return enumValues(type.elementType);
  return type.name === 'Enum' || type.name === 'LocalizedEnum' ? type.values : undefined;
}
