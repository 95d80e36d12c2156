import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { START, startTestProject, type TestProject } from './test-project.ts';

describe('custom objects', () => {
  let project: TestProject;
  beforeAll(async () => {
    project = await startTestProject();
  });
  beforeEach(() => project.reset());
  afterAll(() => project.standIn.close());

  const post = (key: string, value: unknown, version?: number) =>
    project.call('POST', '/custom-objects', { container: 'box', key, value, version });

  it('answers 201 when it creates and 200 when it replaces', async () => {
    const statuses = [(await post('k', 1)).status, (await post('k', 2)).status];
    expect(statuses).toEqual([201, 200]);
    expect(project.standIn.customObject('box', 'k')).toMatchObject({ version: 2, value: 2 });
  });

  it('takes version 0 as create only: the second call gets 409 and changes nothing', async () => {
    const first = await post('lock', { owner: 'a' }, 0);
    const second = await post('lock', { owner: 'b' }, 0);
    expect([first.status, second.status]).toEqual([201, 409]);
    expect(second.body.errors[0]).toMatchObject({ code: 'ConcurrentModification', currentVersion: 1 });
    expect(project.standIn.customObject('box', 'lock')?.value).toEqual({ owner: 'a' });
  });

  it('lets exactly one of several simultaneous create-only calls win', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, (_, owner) => post('lock', { owner }, 0)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409, 409, 409]);
  });

  it('are found by any of several texts in a list of their value; objects without the list are not', async () => {
    await post('a', { numbers: ['2-N1', '2-N1-1'] });
    await post('b', { numbers: ['2-N2'] });
    await post('c', { status: 'held' });
    const found = async (where: string) => {
      const { body } = await project.query('/custom-objects/box', { where, sort: 'key asc' });
      return body.results.map(({ key }: { key: string }) => key);
    };
    expect(await found('value(numbers contains any ("2-N1-1","2-N2","2-N9"))')).toEqual(['a', 'b']);
    expect(await found('value(numbers contains any ("2-N"))')).toEqual([]);
  });

  it('refuses a version that is not the stored one with 409', async () => {
    await post('k', 1);
    await post('k', 2);
    expect((await post('k', 3, 1)).status).toBe(409);
    expect((await post('k', 3, 2)).body).toMatchObject({ version: 3, value: 3 });
  });

  it('refuses a version above 0 when there is no such object', async () => {
    expect((await post('k', 1, 5)).status).toBe(400);
  });

  it('honours the version on delete, and deletes any version without one', async () => {
    await post('a', 1);
    await post('b', 1);
    const wrong = await project.call('DELETE', '/custom-objects/box/a?version=7');
    const right = await project.call('DELETE', '/custom-objects/box/a?version=1');
    const any = await project.call('DELETE', '/custom-objects/box/b?dataErasure=true');
    expect([wrong.status, right.status, any.status]).toEqual([409, 200, 200]);
    expect((await project.call('DELETE', '/custom-objects/box/a')).status).toBe(404);
    expect(project.standIn.customObjects('box')).toEqual([]);
  });

  it.each(['a/b', 'a b', 'a:b', 'ä', '', 'k'.repeat(257)])('refuses the key %j with 400', async (key) => {
    expect((await post(key, 1)).status).toBe(400);
  });

  it('refuses a container with other characters than the platform takes', async () => {
    const answer = await project.call('POST', '/custom-objects', { container: 'my box', key: 'k', value: 1 });
    expect(answer.status).toBe(400);
  });

  it('reads, checks and deletes keys of up to 256 characters', async () => {
    const key = '~2f.'.repeat(64);
    await post(key, { sku: 'long' });
    expect((await project.call('GET', `/custom-objects/box/${key}`)).body.value).toEqual({ sku: 'long' });
    expect((await project.call('HEAD', `/custom-objects/box/${key}`)).status).toBe(200);
    expect((await project.call('DELETE', `/custom-objects/box/${key}?version=1`)).status).toBe(200);
    expect((await project.call('HEAD', `/custom-objects/box/${key}`)).status).toBe(404);
  });

  it('does not store fields that are null, at any depth', async () => {
    await post('k', { a: null, b: { c: null, d: 0 }, e: [{ f: null, g: false }] });
    expect(project.standIn.customObject('box', 'k')?.value).toEqual({ b: { d: 0 }, e: [{ g: false }] });
  });

  it('lists one container by key in binary order when no sort is asked for', async () => {
    for (const key of ['b', 'a', 'B', '~', '1']) await post(key, 1);
    await project.call('POST', '/custom-objects', { container: 'other', key: 'x', value: 1 });
    const { body } = await project.call('GET', '/custom-objects/box');
    expect(body.results.map(({ key }: { key: string }) => key)).toEqual(['1', 'B', 'a', 'b', '~']);
  });

  it('pages by a key cursor without losing a row', async () => {
    for (const key of ['c', 'a', 'e', 'b', 'd']) await post(key, { due: key !== 'b' });
    const seen: string[] = [];
    for (let last = ''; ; last = seen.at(-1) ?? '') {
      const where = `value(due=true) and key > "${last}"`;
      const { body } = await project.query('/custom-objects/box', {
        where,
        sort: 'key asc',
        limit: '2',
        withTotal: 'false',
      });
      if (body.count === 0) break;
      seen.push(...body.results.map(({ key }: { key: string }) => key));
    }
    expect(seen).toEqual(['a', 'c', 'd', 'e']);
  });

  it.each([
    ['key in ("a", "c")', ['a', 'c']],
    ['value(open=true)', ['a', 'b']],
    ['value(due=true and open=true)', ['b']],
    ['value(due=true) and key > "b"', ['c']],
    ['value(lines(sku="X"))', ['a']],
    ['lastModifiedAt > "2026-11-23T08:00:01Z"', ['c']],
    ['version = 1 and not(key = "a")', ['b', 'c']],
    ['value(typo=true)', []],
  ])('finds by %s', async (where, keys) => {
    await post('a', { open: true, due: false, lines: [{ sku: 'W' }, { sku: 'X' }] });
    project.time.now = START + 1000;
    await post('b', { open: true, due: true });
    project.time.now = START + 2000;
    await post('c', { open: false, due: true });
    const { body } = await project.query('/custom-objects/box', { where });
    expect(body.results.map(({ key }: { key: string }) => key)).toEqual(keys);
  });

  it('keeps createdAt and the creator over replacements', async () => {
    await project.standIn.putCustomObject('box', 'k', 1);
    project.time.now = START + 5000;
    await post('k', 2);
    expect(project.standIn.customObject('box', 'k')).toMatchObject({
      createdAt: '2026-11-23T08:00:00.000Z',
      lastModifiedAt: '2026-11-23T08:00:05.000Z',
      createdBy: { clientId: 'merchant-client' },
      lastModifiedBy: { clientId: 'connector-client' },
    });
  });
});
