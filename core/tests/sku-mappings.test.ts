import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { encodeKey } from '../src/commercetools/key-encoding.ts';
import { SkuMappings } from '../src/inventory/sku-mappings.ts';
import { TransientError } from '../src/problems/errors.ts';
import { type Project, startProject } from './project.ts';

const SKUS = 'ordoro-skus';
const MINUTE = 60_000;

let project: Project;
let mappings: SkuMappings;

beforeAll(async () => {
  project = await startProject();
});

beforeEach(async () => {
  await project.reset();
  mappings = new SkuMappings({ objects: project.objects, container: SKUS, clock: () => project.time.now });
});

afterAll(() => project.standIn.close());

const map = (sku: string, ordoroSku: string) =>
  project.standIn.putCustomObject(SKUS, encodeKey(sku), { sku, ordoroSku });

/** As many remembered identities as make the container three pages long. */
async function addIdentities(count = 1_100): Promise<void> {
  for (let index = 0; index < count; index += 1) await map(`SKU-${index}`, `SKU-${index}`);
}

const ordoroSkuOf = async (sku: string) => (await mappings.current()).ordoroSkuOf(sku);
const after = (ms: number) => {
  project.time.now += ms;
  project.standIn.traffic.reset();
};
const wheres = () =>
  project.standIn.traffic.calls.map(({ query }) => new URLSearchParams(query).getAll('where').join(' and '));

describe('the mappings of SKUs', () => {
  it('are found among thousands of remembered identities, which take no memory', async () => {
    await addIdentities();
    await map('A/1', 'A-1');
    const links = await mappings.current();
    expect(links.ordoroSkuOf('A/1')).toBe('A-1');
    expect(links.size).toBe(1);
    expect(project.calls()).toHaveLength(3);
  });

  it('cost nothing when they were read less than 30 seconds ago', async () => {
    await map('A', 'X');
    await mappings.current();
    after(29_999);
    expect(await ordoroSkuOf('A')).toBe('X');
    expect(project.calls()).toEqual([]);
  });

  it('are read once for all who ask at the same time', async () => {
    await Promise.all([mappings.current(), mappings.current(), mappings.current()]);
    expect(project.calls()).toHaveLength(1);
  });

  it('take effect within a minute when they are made, changed or deleted', async () => {
    await map('A', 'X');
    await map('B', 'X');
    expect(await ordoroSkuOf('A')).toBe('X');
    await map('A', 'Y');
    await map('C', 'X');
    await project.standIn.deleteCustomObject(SKUS, 'B');
    after(30_000);
    const links = await mappings.current();
    expect(['A', 'B', 'C'].map((sku) => links.ordoroSkuOf(sku))).toEqual(['Y', 'B', 'X']);
    expect(project.calls()).toHaveLength(1);
  });

  it('are looked up and read by what changed where that costs fewer calls', async () => {
    await addIdentities();
    await map('A', 'X');
    await map('B', 'X');
    await mappings.current();
    after(10 * MINUTE);
    await map('A', 'Y');
    await map('B', 'B');
    const links = await mappings.current();
    expect(['A', 'B'].map((sku) => links.ordoroSkuOf(sku))).toEqual(['Y', 'B']);
    const changed = 'lastModifiedAt > "2026-11-23T09:55:00.000Z"';
    const more = expect.stringContaining(`${changed} and key >`);
    expect(wheres()).toEqual(['key in ("A", "B")', changed, more, more]);
  });

  it('are read again from five minutes before the last read, for lists that lag', async () => {
    await addIdentities();
    await mappings.current();
    after(10 * MINUTE);
    await mappings.current();
    after(10 * MINUTE);
    await map('A', 'X');
    expect(await ordoroSkuOf('A')).toBe('X');
    expect(wheres()).toEqual(['lastModifiedAt > "2026-11-23T10:05:00.000Z"']);
  });

  it('are read whole where looking them up would cost as many calls', async () => {
    await addIdentities(600);
    await map('A', 'X');
    await mappings.current();
    after(MINUTE);
    expect(await ordoroSkuOf('A')).toBe('X');
    expect(wheres()).toEqual(['', expect.stringMatching(/^key >/)]);
  });

  it('take effect within a minute when they are deleted among many', async () => {
    await addIdentities();
    await map('A', 'X');
    await map('B', 'X');
    await mappings.current();
    await project.standIn.deleteCustomObject(SKUS, 'A');
    after(30_000);
    const links = await mappings.current();
    expect(['A', 'B'].map((sku) => links.ordoroSkuOf(sku))).toEqual(['A', 'X']);
  });

  it('are all read again after an hour', async () => {
    await addIdentities();
    await mappings.current();
    after(59 * MINUTE);
    await mappings.current();
    expect(wheres()).toEqual(['lastModifiedAt > "2026-11-23T09:55:00.000Z"', expect.anything(), expect.anything()]);
    after(MINUTE);
    await mappings.current();
    expect(wheres()[0]).toBe('');
  });

  it('are read anew after a read that failed', async () => {
    await map('A', 'X');
    project.standIn.traffic.inject({
      match: {},
      times: 2,
      effect: { kind: 'status', when: 'before-work', status: 503 },
    });
    await expect(mappings.current()).rejects.toBeInstanceOf(TransientError);
    expect(await ordoroSkuOf('A')).toBe('X');
  });
});

describe('a remembered identity whose product is gone', () => {
  it('is removed', async () => {
    await map('A/1', 'A/1');
    expect(await mappings.forget('A/1')).toBe(true);
    expect(project.standIn.customObjects(SKUS)).toEqual([]);
  });

  it('is none when there is nothing, or a mapping to another SKU, which stays', async () => {
    await map('A', 'X');
    expect(await mappings.forget('A')).toBe(false);
    expect(await mappings.forget('B')).toBe(false);
    expect(project.standIn.customObjects(SKUS)).toHaveLength(1);
  });
});
