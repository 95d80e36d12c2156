import { describe, expect, it } from 'vitest';
import { MemoryObjects } from '../../tests/memory-objects.ts';
import { Cursors } from '../records/cursors.ts';
import { withDue } from './due-skus.ts';
import { DueStore } from './due-store.ts';

function stores() {
  const objects = new MemoryObjects();
  const store = () => new DueStore(new Cursors(objects.asObjects, 'cursors'));
  return { objects, one: store(), other: store() };
}

const add = (store: DueStore, sku: string) => store.change((list) => withDue(list, [{ sku }]));

describe('the list of what is due', () => {
  it('is written once for changes that come together', async () => {
    const { objects, one } = stores();
    await Promise.all(['A', 'B', 'C', 'D'].map((sku) => add(one, sku)));
    expect(objects.value('cursors', 'inventory.due')).toEqual({ skus: ['A', 'B', 'C', 'D'].map((sku) => ({ sku })) });
    expect(objects.version('cursors', 'inventory.due')).toBe(1);
  });

  it('is not written when nothing changes', async () => {
    const { objects, one } = stores();
    await one.change((list) => list);
    expect(objects.version('cursors', 'inventory.due')).toBe(0);
  });

  it('loses nothing when several processes write to it at once', async () => {
    const { one, other } = stores();
    const skus = Array.from({ length: 20 }, (_, number) => `S-${number}`);
    await Promise.all(skus.map((sku, index) => add(index % 2 === 0 ? one : other, sku)));
    expect((await one.read()).skus.map(({ sku }) => sku).sort()).toEqual([...skus].sort());
  });

  it('tells everybody whose change could not be written, and goes on with the next', async () => {
    const { objects, one } = stores();
    objects.before = () => Promise.reject(new Error('no answer'));
    await expect(add(one, 'A')).rejects.toThrow('no answer');
    objects.before = () => undefined;
    await add(one, 'B');
    expect((await one.read()).skus).toEqual([{ sku: 'B' }]);
  });
});
