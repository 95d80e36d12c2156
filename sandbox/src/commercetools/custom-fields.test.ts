import type { FieldDefinition, FieldType } from '@commercetools/platform-sdk';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testOrder } from './orders/test-order.ts';
import { startTestProject, type TestProject } from './test-project.ts';

const field = (name: string, type: FieldType, required = false): FieldDefinition => ({
  name,
  type,
  required,
  label: { en: name },
});
const status: FieldType = {
  name: 'Enum',
  values: [
    { key: 'held', label: 'Held' },
    { key: 'shipped', label: 'Shipped' },
  ],
};

describe('custom fields of an order', () => {
  let project: TestProject;
  beforeAll(async () => {
    project = await startTestProject();
  });
  beforeEach(async () => {
    await project.reset();
    const fieldDefinitions = [
      field('status', status),
      field('numbers', { name: 'Set', elementType: { name: 'String' } }),
      field('statuses', { name: 'Set', elementType: status }),
      field('text', { name: 'String' }),
      field('count', { name: 'Number' }),
      field('flag', { name: 'Boolean' }),
      field('at', { name: 'DateTime' }),
    ];
    project.standIn.add('type', { id: 'sync', key: 'order-sync', resourceTypeIds: ['order'], fieldDefinitions });
    project.standIn.add('type', {
      id: 'shop',
      key: 'shop',
      resourceTypeIds: ['order'],
      fieldDefinitions: [field('gift', { name: 'Boolean' }, true)],
    });
    project.standIn.add('type', {
      id: 'parcel',
      key: 'parcel',
      resourceTypeIds: ['order-parcel'],
      fieldDefinitions: [],
    });
    await project.standIn.placeOrder(testOrder());
    project.notifications.length = 0;
  });
  afterAll(() => project.standIn.close());

  const setType = (key: string, fields?: object) =>
    project.update('/orders/order-1', { action: 'setCustomType', type: { typeId: 'type', key }, fields });
  const setField = (name: string, value?: unknown) =>
    project.update('/orders/order-1', { action: 'setCustomField', name, value });
  const codeOf = (answer: { status: number; body: { errors: { code: string }[] } }) => [
    answer.status,
    answer.body.errors[0]?.code,
  ];

  it('set a Type and its fields', async () => {
    const { body } = await setType('order-sync', { status: 'held', numbers: ['1-1', '1-2'], text: null });
    expect(body.custom).toEqual({
      type: { typeId: 'type', id: 'sync' },
      fields: { status: 'held', numbers: ['1-1', '1-2'] },
    });
  });

  it('refuse a Type that does not exist with 400 ReferencedResourceNotFound', async () => {
    expect(codeOf(await setType('nothing'))).toEqual([400, 'ReferencedResourceNotFound']);
  });

  it('refuse a Type made for another kind of resource', async () => {
    expect(codeOf(await setType('parcel'))).toEqual([400, 'InvalidOperation']);
  });

  it('refuse to set a field while there is no Type with 400 InvalidOperation', async () => {
    expect(codeOf(await setField('status', 'held'))).toEqual([400, 'InvalidOperation']);
  });

  it('refuse a field the Type does not define with 400 InvalidOperation', async () => {
    expect(codeOf(await setType('order-sync', { gift: true }))).toEqual([400, 'InvalidOperation']);
    await setType('order-sync');
    expect(codeOf(await setField('gift', true))).toEqual([400, 'InvalidOperation']);
  });

  it.each([
    ['status', 'lost'],
    ['statuses', ['held', 'lost']],
    ['numbers', '1-1'],
    ['numbers', [1]],
    ['text', 1],
    ['count', '1'],
    ['flag', 'true'],
    ['at', 'yesterday'],
    ['at', '2026-11-23'],
  ])('refuse the value of %s that does not fit its field type: %j', async (name, value) => {
    await setType('order-sync');
    expect(codeOf(await setField(name, value))).toEqual([400, 'InvalidField']);
  });

  it('refuse a Type without its required fields, and to remove one', async () => {
    expect(codeOf(await setType('shop'))).toEqual([400, 'RequiredField']);
    await setType('shop', { gift: false });
    expect(codeOf(await setField('gift'))).toEqual([400, 'RequiredField']);
  });

  it('remove a field when the value is absent or null, and refuse when it is not set', async () => {
    await setType('order-sync', { text: 'a', count: 1 });
    await setField('text', null);
    const { body } = await setField('count');
    expect(body.custom.fields).toEqual({});
    expect(codeOf(await setField('text', null))).toEqual([400, 'InvalidOperation']);
  });

  it('lose the fields of the old Type when another one is set', async () => {
    await setType('order-sync', { text: 'a' });
    const { body } = await setType('shop', { gift: true });
    expect(body.custom).toEqual({ type: { typeId: 'type', id: 'shop' }, fields: { gift: true } });
  });

  it('report the Type set and removed, and each field added, changed and removed', async () => {
    await setType('order-sync');
    await setField('text', 'a');
    await setField('text', 'b');
    await setField('text', 'b');
    await setField('text');
    await setType('shop', { gift: true });
    await project.update('/orders/order-1', { action: 'setCustomType' });
    expect(
      project.notifications.map(({ type, name, value, previousValue, previousTypeId }) => [
        type,
        name ?? previousTypeId,
        value,
        previousValue,
      ]),
    ).toEqual([
      ['OrderCustomTypeSet', undefined, undefined, undefined],
      ['OrderCustomFieldAdded', 'text', 'a', undefined],
      ['OrderCustomFieldChanged', 'text', 'b', 'a'],
      ['OrderCustomFieldRemoved', 'text', undefined, undefined],
      ['OrderCustomTypeSet', 'sync', undefined, undefined],
      ['OrderCustomTypeRemoved', 'shop', undefined, undefined],
    ]);
  });
});
