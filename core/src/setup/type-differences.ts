import type {
  CustomFieldEnumValue,
  FieldDefinition,
  FieldType,
  Type,
  TypeAddEnumValueAction,
  TypeAddFieldDefinitionAction,
} from '@commercetools/platform-sdk';

/** What a Type lacks. Nothing a merchant has added or renamed is ever taken away or changed. */
export interface TypeDifferences {
  readonly actions: readonly (TypeAddFieldDefinitionAction | TypeAddEnumValueAction)[];
  /** Sentences about fields that stand in the way: a field's type and its obligation can never be changed. */
  readonly conflicts: readonly string[];
}

/** Compares a Type with the fields it should have. Labels, hints, order and further fields do not matter. */
export function typeDifferences(
  type: Pick<Type, 'fieldDefinitions'>,
  wanted: readonly FieldDefinition[],
): TypeDifferences {
  const present = new Map(type.fieldDefinitions.map((definition) => [definition.name, definition]));
  const actions: TypeDifferences['actions'][number][] = [];
  const conflicts: string[] = [];
  for (const definition of wanted) {
    const existing = present.get(definition.name);
    const conflict = existing && conflictBetween(existing, definition);
    if (conflict !== undefined) conflicts.push(conflict);
    else if (existing === undefined) actions.push({ action: 'addFieldDefinition', fieldDefinition: definition });
    else actions.push(...missingValues(existing, definition));
  }
  return { actions, conflicts };
}

/** What an action adds, in words: `field ordoroIssues` or `value hold of field ordoroRequest`. */
export function additionText(action: TypeDifferences['actions'][number]): string {
  return action.action === 'addFieldDefinition'
    ? `field ${action.fieldDefinition.name}`
    : `value ${action.value.key} of field ${action.fieldName}`;
}

function conflictBetween(existing: FieldDefinition, wanted: FieldDefinition): string | undefined {
  const [present, needed] = [kindOf(existing.type), kindOf(wanted.type)];
  if (present !== needed) return `its field "${wanted.name}" is of type ${present}, but the connector needs ${needed}`;
  return existing.required
    ? `its field "${wanted.name}" is required, but the connector needs it to be optional`
    : undefined;
}

function missingValues(existing: FieldDefinition, wanted: FieldDefinition): TypeAddEnumValueAction[] {
  const known = new Set(valuesOf(existing.type).map(({ key }) => key));
  return valuesOf(wanted.type)
    .filter(({ key }) => !known.has(key))
    .map((value) => ({ action: 'addEnumValue', fieldName: wanted.name, value }));
}

function valuesOf(type: FieldType): readonly CustomFieldEnumValue[] {
  return type.name === 'Enum' ? type.values : [];
}

function kindOf(type: FieldType): string {
  return type.name === 'Set' ? `Set of ${kindOf(type.elementType)}` : type.name;
}
