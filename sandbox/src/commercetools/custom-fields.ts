import type { FieldDefinition, FieldType, ResourceTypeId, Type } from '@commercetools/platform-sdk';
import { invalidField, invalidJson, invalidOperation, referenceNotFound, requiredField } from './platform-error.ts';
import { isObject } from './queries/compare.ts';
import type { PlatformStorage } from './storage.ts';

/** `custom` of a resource as it is stored. */
export interface CustomFields {
  type: { typeId: 'type'; id: string };
  fields: Record<string, unknown>;
}

/** Anything with one slot for a Type. */
export interface Customized {
  custom?: CustomFields;
}

/** `custom` of a draft, or the payload of a `set...CustomType` action. */
export interface CustomDraft {
  readonly type?: { readonly id?: string; readonly key?: string };
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** A Type's rules for one kind of resource: https://docs.commercetools.com/api/projects/custom-fields */
export class CustomFieldRules {
  readonly #storage: PlatformStorage;
  readonly #resourceTypeId: ResourceTypeId;

  constructor(storage: PlatformStorage, resourceTypeId: ResourceTypeId) {
    this.#storage = storage;
    this.#resourceTypeId = resourceTypeId;
  }

  /**
   * The `custom` that a draft asks for; undefined when it asks for none. Raises 400 ReferencedResourceNotFound (no such
   * Type), InvalidOperation (Type of another resource, unknown field), InvalidField (value), RequiredField.
   */
  create(draft: CustomDraft | undefined): CustomFields | undefined {
    if (draft?.type === undefined) return undefined;
    const type = this.#type(draft.type);
    const given = Object.entries(draft.fields ?? {}).filter(([, value]) => value !== null && value !== undefined);
    for (const [name, value] of given) checkValue(definitionOf(type, name), value);
    const fields = Object.fromEntries(given);
    const missing = type.fieldDefinitions.find(({ name, required }) => required && !(name in fields));
    if (missing !== undefined) throw requiredField(missing.name);
    return { type: { typeId: 'type', id: type.id }, fields };
  }

  /** Replaces the Type and all fields, or removes both. Returns what was there before. */
  setType(target: Customized, draft: CustomDraft): CustomFields | undefined {
    const before = target.custom;
    const next = this.create(draft);
    if (next === undefined) delete target.custom;
    else target.custom = next;
    return before;
  }

  /**
   * Sets one field, or removes it when the value is absent or null. Returns the value before. Raises 400
   * InvalidOperation without a Type, for an unknown field and when the field to remove is not there.
   */
  setField(target: Customized, name: string, value: unknown): unknown {
    if (target.custom === undefined) throw invalidOperation('The resource has no custom Type: set one first.');
    const definition = definitionOf(this.#type({ id: target.custom.type.id }), name);
    const { fields } = target.custom;
    const before = fields[name];
    if (value !== null && value !== undefined) {
      checkValue(definition, value);
      fields[name] = value;
      return before;
    }
    if (before === undefined) throw invalidOperation(`The custom field '${name}' cannot be removed: it is not set.`);
    if (definition.required) throw requiredField(name);
    delete fields[name];
    return before;
  }

  #type(identifier: { readonly id?: string; readonly key?: string }): Type {
    const { id, key } = identifier;
    if (id === undefined && key === undefined)
      throw invalidJson("type: ResourceIdentifier requires an 'id' xor a 'key'");
    const type = this.#storage.resolve({ typeId: 'type', id, key }) as Type | undefined;
    if (type === undefined) throw referenceNotFound({ typeId: 'type', ...identifier });
    if (!type.resourceTypeIds.includes(this.#resourceTypeId)) {
      throw invalidOperation(`The Type '${type.key}' is not made for resources of type '${this.#resourceTypeId}'.`);
    }
    return type;
  }
}

function definitionOf(type: Type, name: string): FieldDefinition {
  const found = type.fieldDefinitions.find((definition) => definition.name === name);
  if (found === undefined)
    throw invalidOperation(`The custom field '${name}' is not defined by the Type '${type.key}'.`);
  return found;
}

function checkValue(definition: FieldDefinition, value: unknown): void {
  if (!fits(definition.type, value)) throw invalidField(definition.name, value, allowedValues(definition.type));
}

function allowedValues(type: FieldType): string[] | undefined {
  if (type.name === 'Set') return allowedValues(type.elementType);
  return type.name === 'Enum' || type.name === 'LocalizedEnum' ? type.values.map(({ key }) => key) : undefined;
}

const TIME = /^\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;

function fits(type: FieldType, value: unknown): boolean {
  switch (type.name) {
    case 'Boolean':
      return typeof value === 'boolean';
    case 'Number':
      return typeof value === 'number';
    case 'String':
      return typeof value === 'string';
    case 'Enum':
    case 'LocalizedEnum':
      return type.values.some(({ key }) => key === value);
    case 'Date':
      return typeof value === 'string' && DATE.test(value);
    case 'Time':
      return typeof value === 'string' && TIME.test(value);
    case 'DateTime':
      return typeof value === 'string' && DATE_TIME.test(value) && !Number.isNaN(Date.parse(value));
    case 'LocalizedString':
      return isObject(value) && Object.values(value).every((text) => typeof text === 'string');
    case 'Money':
      return isObject(value) && typeof value.currencyCode === 'string' && Number.isInteger(value.centAmount);
    case 'Reference':
      return isObject(value) && value.typeId === type.referenceTypeId;
    case 'Set':
      return Array.isArray(value) && value.every((element) => fits(type.elementType, element));
  }
}
