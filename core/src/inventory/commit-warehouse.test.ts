import { describe, expect, it } from 'vitest';
import { warehouseBoughtFrom } from './commit-warehouse.ts';

const channelKeys = new Map([
  ['east-id', 'us-east'],
  ['west-id', 'us-west'],
]);
const east = { warehouseId: 1, channel: 'us-east' };
const west = { warehouseId: 2, channel: 'us-west' };
const unnamed = { warehouseId: 3 };

describe('the warehouse that lines were bought from', () => {
  it.each([
    ['the only one of the channel that all lines share', ['east-id', 'east-id'], [east, west], 1],
    ['the only one without channel for lines without channel', [undefined, undefined], [east, unnamed], 3],
    ['open when the lines differ', ['east-id', 'west-id'], [east, west], undefined],
    ['open when only some lines have a channel', ['east-id', undefined], [east, unnamed], undefined],
    ['open when the channel has two warehouses', ['east-id'], [east, { ...east, warehouseId: 4 }], undefined],
    ['open when the channel has no warehouse', ['west-id'], [east], undefined],
    ['open when the channel is not known', ['gone-id'], [east, unnamed], undefined],
    ['open when no warehouses are mapped', ['east-id'], undefined, undefined],
    ['open for no lines', [], [unnamed], undefined],
  ])('is %s', (_what, channelIds, warehouses, expected) => {
    expect(warehouseBoughtFrom(channelIds, { warehouses, channelKeys })).toBe(expected);
  });
});
