import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ConflictError, RejectedError, TransientError } from '../src/problems/errors.ts';
import { type Project, START, startProject } from './project.ts';

const BOX = 'ordoro-orders';

let project: Project;

beforeAll(async () => {
  project = await startProject();
});

beforeEach(() => project.reset());

afterAll(() => project.standIn.close());

const stored = (key: string) => project.standIn.customObject(BOX, key)?.value;

describe('a custom object', () => {
  it('is read with its value, its version and the times of the platform', async () => {
    await project.standIn.putCustomObject(BOX, 'k', { a: 1 });
    expect(await project.objects.get(BOX, 'k')).toMatchObject({
      key: 'k',
      value: { a: 1 },
      version: 1,
      createdAt: new Date(START).toISOString(),
      lastModifiedAt: new Date(START).toISOString(),
    });
  });

  it('is undefined when it is not there', async () => {
    expect(await project.objects.get(BOX, 'k')).toBeUndefined();
  });

  it('is created, and then replaced whatever its version, without a version', async () => {
    expect(await project.objects.put(BOX, 'k', { value: 1 })).toMatchObject({ key: 'k', value: 1, version: 1 });
    await project.standIn.putCustomObject(BOX, 'k', 2);
    expect(await project.objects.put(BOX, 'k', { value: 3 })).toMatchObject({ value: 3, version: 3 });
  });
});

describe('a write that may only create', () => {
  it('creates', async () => {
    expect(await project.objects.put(BOX, 'k', { value: 1, version: 0 })).toMatchObject({ version: 1 });
  });

  it('conflicts when the object is there', async () => {
    await project.standIn.putCustomObject(BOX, 'k', 'theirs');
    await expect(project.objects.put(BOX, 'k', { value: 'ours', version: 0 })).rejects.toBeInstanceOf(ConflictError);
    expect(stored('k')).toBe('theirs');
  });

  it('is won by exactly one of many at once', async () => {
    const writes = await Promise.allSettled(
      Array.from({ length: 10 }, (_, n) => project.objects.put(BOX, 'k', { value: n, version: 0 })),
    );
    const won = writes.filter(({ status }) => status === 'fulfilled');
    const lost = writes.flatMap((write) => (write.status === 'rejected' ? [write.reason] : []));
    expect(won).toHaveLength(1);
    expect(lost).toHaveLength(9);
    expect(lost.every((reason) => reason instanceof ConflictError)).toBe(true);
    expect(stored('k')).toBe((won[0] as PromiseFulfilledResult<{ value: number }>).value.value);
  });
});

describe('a write fenced by a version', () => {
  it('replaces that version', async () => {
    const { version } = await project.objects.put(BOX, 'k', { value: 1, version: 0 });
    expect(await project.objects.put(BOX, 'k', { value: 2, version })).toMatchObject({ value: 2, version: 2 });
  });

  it('conflicts when the object is newer', async () => {
    const { version } = await project.objects.put(BOX, 'k', { value: 1, version: 0 });
    await project.standIn.putCustomObject(BOX, 'k', 'theirs');
    await expect(project.objects.put(BOX, 'k', { value: 2, version })).rejects.toBeInstanceOf(ConflictError);
    expect(stored('k')).toBe('theirs');
  });

  it('conflicts when the object is gone', async () => {
    const { version } = await project.objects.put(BOX, 'k', { value: 1, version: 0 });
    await project.standIn.deleteCustomObject(BOX, 'k');
    await expect(project.objects.put(BOX, 'k', { value: 2, version })).rejects.toBeInstanceOf(ConflictError);
    expect(stored('k')).toBeUndefined();
  });

  it.each([
    [0, 409, 'ConcurrentModification'],
    [0, 400, 'DuplicateField'],
    [3, 404, 'ResourceNotFound'],
    [3, 409, 'ConcurrentModification'],
    [3, 400, 'InvalidOperation'],
  ])('of version %i conflicts when the platform answers %i %s', async (version, status, code) => {
    const message = 'no';
    project.standIn.traffic.inject({
      match: { method: 'POST' },
      effect: {
        kind: 'status',
        when: 'before-work',
        status,
        body: { statusCode: status, message, errors: [{ code, message }] },
      },
    });
    await expect(project.objects.put(BOX, 'k', { value: 1, version })).rejects.toBeInstanceOf(ConflictError);
  });

  it('is rejected, not lost, when the platform refuses its value while the version holds', async () => {
    const { version } = await project.objects.put(BOX, 'k', { value: 1, version: 0 });
    project.standIn.traffic.inject({
      match: { method: 'POST' },
      effect: {
        kind: 'status',
        when: 'before-work',
        status: 400,
        body: { statusCode: 400, message: 'too large', errors: [{ code: 'InvalidInput', message: 'too large' }] },
      },
    });
    const failure = project.objects.put(BOX, 'k', { value: 2, version });
    await expect(failure).rejects.toBeInstanceOf(RejectedError);
  });

  it('is rejected at once when the value is refused on creation', async () => {
    await expect(project.objects.put(BOX, 'bad key', { value: 2, version: 0 })).rejects.toBeInstanceOf(RejectedError);
    expect(project.calls()).toEqual(['POST /custom-objects']);
  });

  it('is sent once when the connection is cut, though it may have been carried out', async () => {
    project.standIn.traffic.inject({ match: { method: 'POST' }, effect: { kind: 'reset', when: 'after-work' } });
    await expect(project.objects.put(BOX, 'k', { value: 1, version: 0 })).rejects.toBeInstanceOf(TransientError);
    expect(stored('k')).toBe(1);
    expect(project.calls()).toEqual(['POST /custom-objects']);
  });
});

describe('deleting a custom object', () => {
  it('says whether it was there', async () => {
    await project.standIn.putCustomObject(BOX, 'k', 1);
    expect(await project.objects.delete(BOX, 'k')).toBe(true);
    expect(await project.objects.delete(BOX, 'k')).toBe(false);
  });

  it('with a version deletes only that version', async () => {
    const { version } = await project.objects.put(BOX, 'k', { value: 1, version: 0 });
    await project.standIn.putCustomObject(BOX, 'k', 2);
    await expect(project.objects.delete(BOX, 'k', version)).rejects.toBeInstanceOf(ConflictError);
    expect(stored('k')).toBe(2);
    expect(await project.objects.delete(BOX, 'k', 2)).toBe(true);
    expect(await project.objects.delete(BOX, 'k', 2)).toBe(false);
  });
});

describe('pages of a container', () => {
  it('come in key order and lead on to the next', async () => {
    for (const key of ['c', 'a', 'e', 'b', 'd']) await project.standIn.putCustomObject(BOX, key, key);
    await project.standIn.putCustomObject('ordoro-skus', 'a', 'another container');
    const first = await project.objects.page(BOX, { limit: 2 });
    expect(first.objects.map(({ key }) => key)).toEqual(['a', 'b']);
    expect(first.next).toBe('b');
    const second = await project.objects.page(BOX, { limit: 2, after: 'b' });
    expect(second.objects.map(({ key }) => key)).toEqual(['c', 'd']);
    const last = await project.objects.page(BOX, { limit: 2, after: 'd' });
    expect(last).toMatchObject({ objects: [{ key: 'e', value: 'e' }] });
    expect(last.next).toBeUndefined();
  });

  it('end with an empty one when the last was full', async () => {
    await project.standIn.putCustomObject(BOX, 'a', 1);
    expect((await project.objects.page(BOX, { limit: 1 })).next).toBe('a');
    expect(await project.objects.page(BOX, { limit: 1, after: 'a' })).toEqual({ objects: [] });
  });

  it('lose and repeat nothing while objects are deleted and made in between', async () => {
    for (const key of ['a', 'b', 'c', 'd']) await project.standIn.putCustomObject(BOX, key, 1);
    const first = await project.objects.page(BOX, { limit: 2 });
    await project.standIn.deleteCustomObject(BOX, 'a');
    await project.standIn.putCustomObject(BOX, 'aa', 1);
    const second = await project.objects.page(BOX, { limit: 2, after: first.next! });
    expect([...first.objects, ...second.objects].map(({ key }) => key)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('take a predicate together with the place to go on', async () => {
    for (const [index, due] of [true, false, true, true].entries())
      await project.standIn.putCustomObject(BOX, `k${index}`, { due });
    const page = await project.objects.page(BOX, { where: 'value(due=true)', after: 'k0', limit: 10 });
    expect(page.objects.map(({ key }) => key)).toEqual(['k2', 'k3']);
  });

  it('are read again once after a passing failure', async () => {
    await project.standIn.putCustomObject(BOX, 'a', 1);
    project.standIn.traffic.inject({
      match: { method: 'GET' },
      effect: { kind: 'status', when: 'before-work', status: 503 },
    });
    expect((await project.objects.page(BOX, {})).objects).toHaveLength(1);
  });
});

describe('many objects by key', () => {
  it('cost nothing when there are no keys', async () => {
    expect(await project.objects.getMany(BOX, [])).toEqual([]);
    expect(project.calls()).toEqual([]);
  });

  it('are those that exist, and cost one query when their keys fit', async () => {
    await project.standIn.putCustomObject(BOX, 'a', 1);
    await project.standIn.putCustomObject(BOX, 'b', 2);
    await project.standIn.putCustomObject('ordoro-skus', 'c', 'another container');
    const found = await project.objects.getMany(BOX, ['b', 'c', 'a', 'x']);
    expect(found.map(({ key, value }) => [key, value])).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
    expect(project.calls()).toHaveLength(1);
  });

  it('are spread over queries whose URLs stay below 8 KB when their keys are long', async () => {
    const keys = Array.from({ length: 300 }, (_, n) => `${'x'.repeat(250)}${String(n).padStart(3, '0')}`);
    for (const key of keys) await project.standIn.putCustomObject(BOX, key, key);
    const found = await project.objects.getMany(BOX, keys);
    expect(found.map(({ key }) => key).sort()).toEqual(keys);
    const lengths = project.standIn.traffic.calls.map(({ path, query }) => path.length + query.length);
    expect(lengths.length).toBeLessThanOrEqual(14);
    expect(Math.max(...lengths)).toBeLessThan(8_000);
  });

  it('keep the URL below 8 KB when the keys are short', async () => {
    const keys = Array.from({ length: 400 }, (_, n) => `SKU~2f${n}`);
    await project.objects.getMany(BOX, keys);
    const lengths = project.standIn.traffic.calls.map(({ path, query }) => path.length + query.length);
    expect(Math.max(...lengths)).toBeLessThan(8_000);
  });

  it('are never more than a page in one query', async () => {
    const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_';
    const keys = [...letters, ...[...letters].flatMap((one) => [...'abcdefghi'].map((two) => one + two))].slice(0, 520);
    for (const key of keys) await project.standIn.putCustomObject(BOX, key, 1);
    expect(await project.objects.getMany(BOX, keys)).toHaveLength(520);
  });
});
