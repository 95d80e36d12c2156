import { describe, expect, it } from 'vitest';
import { shipFromWarehouse } from './ship-from-warehouse.ts';

const from = (id?: string) =>
  id === undefined ? {} : { supplyChannel: { typeId: 'channel' as const, id: `${id}-id` } };
const channels = new Map([
  ['us-east-id', 'us-east'],
  ['us-west-id', 'us-west'],
]);
const east = { warehouseId: 1, channel: 'us-east' };
const west = { warehouseId: 2, channel: 'us-west' };
const elsewhere = { warehouseId: 3 };

describe('the warehouse of an order', () => {
  it.each([
    ['the one of the supply channel that all lines share', [from('us-east'), from('us-east')], [east, west], 1],
    ['the one without channel for lines without supply channel', [from(), from()], [east, elsewhere], 3],
    ['open when the lines differ', [from('us-east'), from('us-west')], [east, west], undefined],
    ['open when only some lines have a supply channel', [from('us-east'), from()], [east, elsewhere], undefined],
    ['open when the channel has several warehouses', [from('us-east')], [east, { ...east, warehouseId: 4 }], undefined],
    ['open when the channel has no warehouse', [from('us-west')], [east], undefined],
    ['open when lines without channel have no warehouse', [from()], [east], undefined],
    ['open when the channel exists no more', [from('gone')], [east, elsewhere], undefined],
    ['open when the merchant maps no warehouses', [from('us-east')], undefined, undefined],
    ['open for no lines', [], [elsewhere], undefined],
  ])('is %s', (_what, lines, warehouses, warehouseId) => {
    expect(shipFromWarehouse(lines, warehouses, channels)).toBe(warehouseId);
  });
});
