import { describe, expect, it } from 'vitest';
import { MemoryObjects } from '../../tests/memory-objects.ts';
import { ConflictError } from '../problems/errors.ts';
import { Cursors } from './cursors.ts';

describe('a cursor', () => {
  const setUp = () => {
    const objects = new MemoryObjects();
    return { objects, cursors: new Cursors(objects.asObjects, 'ordoro-cursors') };
  };

  it('is undefined before the first pass', async () => {
    expect(await setUp().cursors.read('orders')).toBeUndefined();
  });

  it('is created, read and moved', async () => {
    const { objects, cursors } = setUp();
    const first = await cursors.write('orders', { time: 'a' }, undefined);
    expect(await cursors.read('orders')).toMatchObject({ value: { time: 'a' }, version: 1 });
    const second = await cursors.write('orders', { time: 'b' }, first);
    await cursors.write('orders', { time: 'c' }, second);
    expect(objects.value('ordoro-cursors', 'orders')).toEqual({ time: 'c' });
  });

  it('cannot be created twice', async () => {
    const { objects, cursors } = setUp();
    await cursors.write('orders', { time: 'theirs' }, undefined);
    await expect(cursors.write('orders', { time: 'ours' }, undefined)).rejects.toBeInstanceOf(ConflictError);
    expect(objects.value('ordoro-cursors', 'orders')).toEqual({ time: 'theirs' });
  });

  it('cannot be moved by a run that another one has overtaken', async () => {
    const { objects, cursors } = setUp();
    const seen = await cursors.write('orders', { time: 'a' }, undefined);
    await cursors.write('orders', { time: 'theirs' }, seen);
    await expect(cursors.write('orders', { time: 'ours' }, seen)).rejects.toBeInstanceOf(ConflictError);
    expect(objects.value('ordoro-cursors', 'orders')).toEqual({ time: 'theirs' });
  });
});
