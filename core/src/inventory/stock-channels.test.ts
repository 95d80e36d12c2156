import { describe, expect, it } from 'vitest';
import { stockChannels, unknownChannelsLetter } from './stock-channels.ts';

const channelKeys = new Map([
  ['east-id', 'us-east'],
  ['west-id', 'us-west'],
]);

describe('the entries that warehouses feed', () => {
  it('are the one without channel, from all warehouses, when none are mapped', () => {
    expect(stockChannels({ warehouses: undefined, channelKeys })).toEqual({
      channels: [{ key: undefined, id: undefined, warehouseIds: 'all' }],
      mappedWarehouseIds: 'all',
      unknownKeys: [],
    });
  });

  it('are one per channel, with all its warehouses', () => {
    const warehouses = [
      { warehouseId: 1, channel: 'us-east' },
      { warehouseId: 2 },
      { warehouseId: 3, channel: 'us-east' },
    ];
    expect(stockChannels({ warehouses, channelKeys })).toEqual({
      channels: [
        { key: 'us-east', id: 'east-id', warehouseIds: [1, 3] },
        { key: undefined, id: undefined, warehouseIds: [2] },
      ],
      mappedWarehouseIds: [1, 2, 3],
      unknownKeys: [],
    });
  });

  it('are none for an empty list', () => {
    expect(stockChannels({ warehouses: [], channelKeys }).channels).toEqual([]);
  });

  it('leave out channels that commercetools does not have, which is reported once for all of them', () => {
    const warehouses = [
      { warehouseId: 1, channel: 'typo' },
      { warehouseId: 2, channel: 'us-west' },
      { warehouseId: 3, channel: 'gone' },
    ];
    const found = stockChannels({ warehouses, channelKeys });
    expect(found.channels).toEqual([{ key: 'us-west', id: 'west-id', warehouseIds: [2] }]);
    expect(unknownChannelsLetter(found)).toEqual({
      kind: 'config',
      subject: 'warehouses',
      code: 'config-invalid',
      message:
        'The configuration object "warehouses" names supply channels that commercetools does not have: "gone", "typo". Their warehouses feed no inventory entry.',
      howToFix:
        'Create the channels in commercetools with the role InventorySupply, or correct the keys in "warehouses".',
    });
  });

  it('need no report when all channels exist', () => {
    expect(unknownChannelsLetter(stockChannels({ warehouses: [], channelKeys }))).toBeUndefined();
  });
});
