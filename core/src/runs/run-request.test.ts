import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryObjects } from '../../tests/memory-objects.ts';
import { takeRunRequest } from './run-request.ts';

const SINCE = '2026-11-01T00:00:00Z';

let objects: MemoryObjects;

beforeEach(() => {
  objects = new MemoryObjects();
});

const leave = (value: object) => objects.put('ordoro-config', 'run-request', { value });
const left = () => objects.value('ordoro-config', 'run-request');
const take = (dryRun = false) => takeRunRequest(objects.asObjects, 'ordoro-config', dryRun);

describe('what an operator left for the next run', () => {
  it('is nothing, usually, and costs one read', async () => {
    expect(await take()).toBeUndefined();
    expect(objects.calls.map(({ method }) => method)).toEqual(['get']);
  });

  it('stays where it is while it cannot be read', async () => {
    await leave({ full: 'yes' });
    expect(await take()).toBeUndefined();
    expect(left()).toEqual({ full: 'yes' });
  });

  it('outlives the run that has begun with it, and other fields with it', async () => {
    await leave({ tasks: ['orders'], since: SINCE, by: 'Dana' });
    expect(await take()).toMatchObject({ request: { tasks: ['orders'], since: Date.parse(SINCE) }, isAgain: false });
    expect(left()).toEqual({ tasks: ['orders'], since: SINCE, by: 'Dana', begun: 1 });
    expect(await take()).toMatchObject({ request: { tasks: ['orders'], since: Date.parse(SINCE) }, isAgain: true });
  });

  it('ends no more than three runs', async () => {
    await leave({ full: true });
    for (const isAgain of [false, true, true]) expect(await take()).toMatchObject({ isAgain });
    expect(left()).toBeUndefined();
    expect(await take()).toBeUndefined();
  });

  it('is kept for as many runs as get on with it', async () => {
    await leave({ tasks: ['inventory'], full: true });
    for (let run = 1; run <= 5; run += 1) {
      const taken = await take();
      await taken?.leave(['inventory'], true);
      expect(left()).toEqual({ tasks: ['inventory'], full: true, begun: 1 });
    }
  });

  it('is kept for three runs that fail with it, no more', async () => {
    await leave({ tasks: ['inventory'], full: true });
    for (const begun of [1, 2]) {
      const taken = await take();
      await taken?.leave(['inventory']);
      expect(left()).toEqual({ tasks: ['inventory'], full: true, begun });
    }
    const last = await take();
    await last?.leave(['inventory']);
    expect(left()).toBeUndefined();
  });

  it('is kept also by the third run, which had cleared it, when that gets on with it', async () => {
    await leave({ full: true });
    await take();
    await take();
    const last = await take();
    await last?.leave(['inventory'], true);
    expect(left()).toEqual({ tasks: ['inventory'], full: true, begun: 1 });
  });

  it('is kept for fewer and fewer tasks, and cleared with the last; what says nothing new is not written', async () => {
    await leave({ full: true });
    const taken = await take();
    await taken?.leave(['orders', 'returns']);
    await taken?.leave(['returns']);
    await taken?.leave(['returns']);
    expect(left()).toEqual({ tasks: ['returns'], full: true, begun: 1 });
    await taken?.leave([]);
    await taken?.leave([]);
    expect(left()).toBeUndefined();
    expect(objects.calls.map(({ method }) => method)).toEqual(['put', 'get', 'put', 'put', 'put', 'delete']);
  });

  it('is not taken when it is replaced at that moment, and what replaces it later stays', async () => {
    await leave({ full: true });
    objects.after = async ({ method }) => {
      objects.after = () => undefined;
      if (method === 'get') await leave({ since: SINCE });
    };
    expect(await take()).toBeUndefined();
    const taken = await take();
    await leave({ full: true });
    await taken?.leave([]);
    await taken?.leave(['orders']);
    expect(left()).toEqual({ full: true });
  });

  it.each([
    ['a preview', { dryRun: true, since: SINCE }, false],
    ['any, while the deployment writes nothing', { since: SINCE }, true],
  ])('is cleared at once: %s', async (_what, value, dryRun) => {
    await leave(value);
    const taken = await take(dryRun);
    expect(left()).toBeUndefined();
    await taken?.leave(['orders']);
    expect(left()).toBeUndefined();
  });
});
