import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestProject, type TestProject } from './test-project.ts';

describe('Types', () => {
  let project: TestProject;
  const draft = {
    key: 'order-sync',
    name: { en: 'Sync' },
    resourceTypeIds: ['order'],
    fieldDefinitions: [
      {
        name: 'status',
        label: { en: 'Status' },
        required: false,
        type: { name: 'Enum', values: [{ key: 'a', label: 'A' }] },
      },
      { name: 'note', label: { en: 'Note' }, required: false, type: { name: 'String' } },
    ],
  };
  beforeAll(async () => {
    project = await startTestProject();
  });
  beforeEach(async () => {
    await project.reset();
    await project.call('POST', '/types', draft);
  });
  afterAll(() => project.standIn.close());

  const update = (...actions: readonly object[]) => project.update('/types/key=order-sync', ...actions);
  const codeOf = ({ status, body }: { status: number; body: { errors: { code: string }[] } }) => [
    status,
    body.errors[0]?.code,
  ];

  it('have a key that stands once per project: the second one is 400 DuplicateField', async () => {
    const answer = await project.call('POST', '/types', draft);
    expect(codeOf(answer)).toEqual([400, 'DuplicateField']);
    expect(answer.body.errors[0]).toMatchObject({ field: 'key', duplicateValue: 'order-sync' });
  });

  it('take new field definitions, each name once', async () => {
    const added = { name: 'count', label: { en: 'Count' }, required: false, type: { name: 'Number' } };
    expect((await update({ action: 'addFieldDefinition', fieldDefinition: added })).body.fieldDefinitions).toHaveLength(
      3,
    );
    expect(codeOf(await update({ action: 'addFieldDefinition', fieldDefinition: added }))).toEqual([
      400,
      'DuplicateField',
    ]);
  });

  it('take new enum values, each key once, and refuse them on other fields', async () => {
    const action = { action: 'addEnumValue', fieldName: 'status', value: { key: 'b', label: 'B' } };
    const { body } = await update(action);
    expect(body.fieldDefinitions[0].type.values).toEqual([
      { key: 'a', label: 'A' },
      { key: 'b', label: 'B' },
    ]);
    expect(codeOf(await update(action))).toEqual([400, 'DuplicateField']);
    expect(codeOf(await update({ ...action, fieldName: 'note' }))).toEqual([400, 'InvalidOperation']);
    expect(codeOf(await update({ ...action, fieldName: 'missing' }))).toEqual([400, 'InvalidOperation']);
  });

  it('change labels of fields and enum values, input hint, name and key', async () => {
    const { body } = await update(
      { action: 'changeLabel', fieldName: 'note', label: { en: 'Note', de: 'Notiz' } },
      { action: 'changeEnumValueLabel', fieldName: 'status', value: { key: 'a', label: 'Alpha' } },
      { action: 'changeInputHint', fieldName: 'note', inputHint: 'MultiLine' },
      { action: 'changeName', name: { en: 'Other' } },
      { action: 'changeKey', key: 'other' },
    );
    expect(body).toMatchObject({ version: 6, key: 'other', name: { en: 'Other' } });
    expect(body.fieldDefinitions[0].type.values).toEqual([{ key: 'a', label: 'Alpha' }]);
    expect(body.fieldDefinitions[1]).toMatchObject({ label: { en: 'Note', de: 'Notiz' }, inputHint: 'MultiLine' });
  });

  it('lose a removed field definition', async () => {
    const { body } = await update({ action: 'removeFieldDefinition', fieldName: 'note' });
    expect(body.fieldDefinitions.map(({ name }: { name: string }) => name)).toEqual(['status']);
    expect(codeOf(await update({ action: 'removeFieldDefinition', fieldName: 'note' }))).toEqual([
      400,
      'InvalidOperation',
    ]);
  });
});
