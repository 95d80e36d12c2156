import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryObjects } from '../../../tests/memory-objects.ts';
import { Cursors } from '../../records/cursors.ts';
import { type OwnChannels, ownPrefixes } from './own-prefixes.ts';

/** Indexes of the sales channels in Ordoro, by id. */
const INDEXES = new Map([
  [7, 1],
  [8, 2],
  [9, 3],
]);

let cursors: Cursors;
let asked: number[];

beforeEach(() => {
  cursors = new Cursors(new MemoryObjects().asObjects, 'ordoro-cursors');
  asked = [];
});

async function prefixes(channels: Partial<OwnChannels>) {
  const salesChannels = {
    get: async (id: number) => {
      asked.push(id);
      const index = INDEXES.get(id);
      return index === undefined ? undefined : { id, index, name: '', vendor: undefined, archived: false };
    },
  };
  return [...(await ownPrefixes({ salesChannel: undefined, merchant: {}, ...channels }, { cursors, salesChannels }))];
}

const used = (...channels: readonly number[]) =>
  cursors.write('fulfillments', { time: '2026-11-23T10:00:00.000000Z', channels }, undefined);

describe('what the numbers of our orders begin with', () => {
  it('is the index of the default sales channel and of those of the stores, each once', async () => {
    const stores = [
      { store: 'us', salesChannelId: 8 },
      { store: 'eu', salesChannelId: 8 },
    ];
    expect(await prefixes({ salesChannel: { id: 7 }, merchant: { stores } })).toEqual(['1', '2']);
    expect(asked).toEqual([7, 8]);
  });

  it('is also that of every sales channel that was ever in use', async () => {
    await used(7, 9);
    expect(await prefixes({ salesChannel: { id: 8 } })).toEqual(['2', '1', '3']);
  });

  it('is not asked for where it is known', async () => {
    await used(7);
    expect(await prefixes({ salesChannel: { id: 7, index: 4 } })).toEqual(['4']);
    expect(asked).toEqual([]);
  });

  it('is nothing for a sales channel that Ordoro does not know, and nothing while there is none', async () => {
    await used(500);
    expect(await prefixes({})).toEqual([]);
  });
});
