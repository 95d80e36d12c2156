import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testOrder } from './orders/test-order.ts';
import { startTestProject, type TestProject } from './test-project.ts';

describe('inventory', () => {
  let project: TestProject;
  beforeAll(async () => {
    project = await startTestProject();
  });
  beforeEach(async () => {
    await project.reset();
    project.standIn.add('channel', { id: 'east', key: 'us-east', roles: ['InventorySupply'] });
  });
  afterAll(() => project.standIn.close());

  const east = { typeId: 'channel', key: 'us-east' };
  const create = (draft: object) => project.call('POST', '/inventory', { sku: 'A', quantityOnStock: 10, ...draft });
  const quantities = () =>
    project.standIn.inventory().map(({ quantityOnStock, availableQuantity }) => [quantityOnStock, availableQuantity]);

  it('keeps the key of an entry, which then is found by it', async () => {
    await create({ key: 'A-east' });
    expect((await project.call('GET', '/inventory/key=A-east')).body.sku).toBe('A');
  });

  it('finds entries by keys of up to 256 characters', async () => {
    await create({ key: 'k'.repeat(256) });
    expect((await project.call('GET', `/inventory/key=${'k'.repeat(256)}`)).status).toBe(200);
  });

  it('has one entry per SKU and supply channel: the second one is 400 DuplicateField', async () => {
    const first = [await create({}), await create({ supplyChannel: east })];
    const second = [await create({}), await create({ supplyChannel: { typeId: 'channel', id: 'east' } })];
    expect(first.map(({ status }) => status)).toEqual([201, 201]);
    expect(second.map(({ body }) => body.errors[0].code)).toEqual(['DuplicateField', 'DuplicateField']);
  });

  it('lets exactly one of several simultaneous creations of one SKU win', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => create({})));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 400, 400, 400, 400]);
  });

  it('refuses a supply channel that does not exist', async () => {
    const { body } = await create({ supplyChannel: { typeId: 'channel', key: 'west' } });
    expect(body.errors[0].code).toBe('ReferencedResourceNotFound');
  });

  it('keeps the reserved part when the quantity on stock is changed', async () => {
    const { id } = project.standIn.add('inventory-entry', { sku: 'A', quantityOnStock: 10, availableQuantity: 7 });
    await project.update(`/inventory/${id}`, { action: 'changeQuantity', quantity: 20 });
    expect(quantities()).toEqual([[20, 17]]);
    await project.update(`/inventory/${id}`, { action: 'addQuantity', quantity: 5 });
    expect(quantities()).toEqual([[25, 22]]);
  });

  it('lets removeQuantity go below zero', async () => {
    const { body } = await create({});
    await project.update(`/inventory/${body.id}`, { action: 'removeQuantity', quantity: 12 });
    expect(quantities()).toEqual([[-2, -2]]);
  });

  it('refuses fractions', async () => {
    const { body } = await create({});
    const answer = await project.update(`/inventory/${body.id}`, { action: 'changeQuantity', quantity: 1.5 });
    expect(answer.status).toBe(400);
  });

  it('lets key and supply channel be set while they are free', async () => {
    await create({ key: 'taken', supplyChannel: east });
    const { body } = await create({});
    const path = `/inventory/${body.id}`;
    expect((await project.update(path, { action: 'setKey', key: 'mine' })).body.key).toBe('mine');
    expect((await project.update(path, { action: 'setKey', key: 'taken' })).body.errors[0].code).toBe('DuplicateField');
    const moved = await project.update(path, { action: 'setSupplyChannel', supplyChannel: east });
    expect(moved.body.errors[0].code).toBe('DuplicateField');
  });

  it('checks custom fields against the Type, in the draft and in actions', async () => {
    project.standIn.add('type', {
      key: 'stock',
      resourceTypeIds: ['inventory-entry'],
      fieldDefinitions: [{ name: 'onHand', label: {}, required: false, type: { name: 'Number' } }],
    });
    const type = { typeId: 'type', key: 'stock' };
    expect((await create({ custom: { type, fields: { onHand: 'ten' } } })).body.errors[0].code).toBe('InvalidField');
    const { body } = await create({ custom: { type, fields: { onHand: 10 } } });
    expect(body.custom.fields).toEqual({ onHand: 10 });
    const set = await project.update(`/inventory/${body.id}`, { action: 'setCustomField', name: 'onHand', value: 11 });
    expect(set.body.custom.fields).toEqual({ onHand: 11 });
  });

  it('reports creation, changed quantities and deletion', async () => {
    const { body } = await create({ supplyChannel: east });
    await project.update(`/inventory/${body.id}`, { action: 'changeQuantity', quantity: 4 });
    await project.update(`/inventory/${body.id}`, { action: 'changeQuantity', quantity: 4 });
    await project.call('DELETE', `/inventory/${body.id}?version=2`);
    const supplyChannel = { typeId: 'channel', id: 'east' };
    expect(project.notifications).toMatchObject([
      { type: 'InventoryEntryCreated', sequenceNumber: 1, inventoryEntry: { sku: 'A', quantityOnStock: 10 } },
      {
        type: 'InventoryEntryQuantitySet',
        sequenceNumber: 2,
        oldQuantityOnStock: 10,
        newQuantityOnStock: 4,
        oldAvailableQuantity: 10,
        newAvailableQuantity: 4,
        supplyChannel,
      },
      { type: 'InventoryEntryDeleted', sequenceNumber: 3, sku: 'A', supplyChannel },
    ]);
  });

  it.each(['TrackOnly', 'ReserveOnOrder'] as const)(
    'is taken by an order of mode %s, without a message',
    async (mode) => {
      await create({});
      await project.standIn.placeOrder(testOrder({ inventoryMode: mode }));
      expect(quantities()).toEqual([[8, 8]]);
      expect(project.standIn.inventory()[0]?.version).toBe(2);
      expect(project.notifications.map(({ type }) => type)).toEqual(['InventoryEntryCreated', 'OrderCreated']);
    },
  );

  it('is not taken by an order of mode None', async () => {
    await create({});
    await project.standIn.placeOrder(testOrder({ inventoryMode: 'None' }));
    expect(quantities()).toEqual([[10, 10]]);
  });

  it('follows the mode of the line, takes from its supply channel and may go below zero', async () => {
    await create({});
    await create({ supplyChannel: east, quantityOnStock: 1 });
    const order = testOrder({ inventoryMode: 'None' });
    const [first] = order.lineItems;
    const supplyChannel = { typeId: 'channel' as const, id: 'east' };
    await project.standIn.placeOrder({
      ...order,
      lineItems: [{ ...first!, inventoryMode: 'TrackOnly', supplyChannel }],
    });
    expect(quantities()).toEqual([
      [10, 10],
      [-1, -1],
    ]);
  });

  it('gives nothing back when an order is cancelled', async () => {
    await create({});
    await project.standIn.placeOrder(testOrder({ inventoryMode: 'TrackOnly' }));
    await project.standIn.merchantUpdate('order-1', [{ action: 'changeOrderState', orderState: 'Cancelled' }]);
    expect(quantities()).toEqual([[8, 8]]);
  });
});

describe('late stock deduction', () => {
  it('happens only when the stock is settled, as the platform allows itself 10 seconds', async () => {
    const project = await startTestProject({ stockDeduction: 'late' });
    project.standIn.add('inventory-entry', { sku: 'A', quantityOnStock: 10, availableQuantity: 10 });
    await project.standIn.placeOrder(testOrder({ inventoryMode: 'TrackOnly' }));
    const before = project.standIn.inventory()[0]?.quantityOnStock;
    await project.standIn.settleStock();
    await project.standIn.settleStock();
    await project.standIn.close();
    expect([before, project.standIn.inventory()[0]?.quantityOnStock]).toEqual([10, 8]);
  });
});
