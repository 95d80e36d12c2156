import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SkuPolicy } from '../src/config/settings.ts';
import { SkuDirectory } from '../src/orders/sku-directory.ts';
import { TransientError } from '../src/problems/errors.ts';
import { type Project, START, startProject } from './project.ts';

const SKUS = 'ordoro-skus';
const LOOK_UP = { readBy: START + 5_000, dryRun: false };

let project: Project;
/** SKUs that Ordoro has, and those it was asked for. */
let inOrdoro: Set<string>;
let asked: string[];

beforeAll(async () => {
  project = await startProject();
});

beforeEach(async () => {
  await project.reset();
  inOrdoro = new Set();
  asked = [];
});

afterAll(() => project.standIn.close());

function directory(policy: SkuPolicy = 'require'): SkuDirectory {
  return new SkuDirectory({
    objects: project.objects,
    container: SKUS,
    products: {
      exists: async (sku) => {
        asked.push(sku);
        return inOrdoro.has(sku);
      },
    },
    policy,
    clock: () => project.time.now,
  });
}

async function resolve(skus: readonly string[], from: SkuDirectory, dryRun = false): Promise<Record<string, unknown>> {
  const facts = await from.resolve(skus, { ...LOOK_UP, dryRun });
  return Object.fromEntries([...facts].map(([sku, fact]) => [sku, fact === 'unmapped' ? fact : fact.ordoroSku]));
}

const map = (key: string, value: object) => project.standIn.putCustomObject(SKUS, key, value);

describe('a SKU whose product is gone from Ordoro', () => {
  it('is asked for again once this process was told', async () => {
    inOrdoro = new Set(['A']);
    const skus = directory();
    await resolve(['A'], skus);
    await project.standIn.deleteCustomObject(SKUS, 'A');
    inOrdoro = new Set();
    skus.forget('A');
    expect(await resolve(['A'], skus)).toEqual({ A: 'unmapped' });
  });

  it('is asked for again within a minute when another process found it gone', async () => {
    inOrdoro = new Set(['A']);
    const skus = directory();
    await resolve(['A'], skus);
    await project.standIn.deleteCustomObject(SKUS, 'A');
    inOrdoro = new Set();
    project.time.now += 45_000;
    expect(await resolve(['A'], skus)).toEqual({ A: 'unmapped' });
  });
});

describe('a SKU that Ordoro has', () => {
  it('costs one read for all, one call to Ordoro each, and is remembered', async () => {
    inOrdoro = new Set(['A', 'B/1 ü']);
    expect(await resolve(['A', 'B/1 ü'], directory())).toEqual({ A: 'A', 'B/1 ü': 'B/1 ü' });
    expect(asked.sort()).toEqual(['A', 'B/1 ü']);
    expect(project.calls()).toEqual([`GET /custom-objects/${SKUS}`, 'POST /custom-objects', 'POST /custom-objects']);
    expect(project.standIn.customObject(SKUS, 'A')?.value).toEqual({ sku: 'A', ordoroSku: 'A' });
    expect(project.standIn.customObject(SKUS, 'B~2f1~20~c3~bc')?.value).toEqual({ sku: 'B/1 ü', ordoroSku: 'B/1 ü' });
  });

  it('costs no call at all when it is asked for again soon', async () => {
    inOrdoro = new Set(['A']);
    const skus = directory();
    await resolve(['A'], skus);
    project.standIn.traffic.reset();
    project.time.now += 44_999;
    expect(await resolve(['A'], skus)).toEqual({ A: 'A' });
    expect(project.calls()).toEqual([]);
    expect(asked).toEqual(['A']);
  });

  it('costs one read and no call to Ordoro later, and in another process', async () => {
    inOrdoro = new Set(['A']);
    const skus = directory();
    await resolve(['A'], skus);
    project.standIn.traffic.reset();
    project.time.now += 45_000;
    await resolve(['A'], skus);
    await resolve(['A'], directory());
    expect(project.calls()).toEqual([`GET /custom-objects/${SKUS}`, `GET /custom-objects/${SKUS}`]);
    expect(asked).toEqual(['A']);
  });

  it('is asked for once when the order has it on several lines', async () => {
    inOrdoro = new Set(['A']);
    await resolve(['A', 'A', 'A'], directory());
    expect(asked).toEqual(['A']);
  });

  it('is not remembered in a dry run', async () => {
    inOrdoro = new Set(['A']);
    expect(await resolve(['A'], directory(), true)).toEqual({ A: 'A' });
    expect(project.standIn.customObjects(SKUS)).toEqual([]);
  });

  it('is known although a mapping for it was made at the same moment, which counts at the next look', async () => {
    inOrdoro = new Set(['A', 'A-mapped']);
    const skus = new SkuDirectory({
      objects: project.objects,
      container: SKUS,
      products: {
        exists: async () => {
          await map('A', { sku: 'A', ordoroSku: 'A-mapped' });
          return true;
        },
      },
      policy: 'require',
      clock: () => project.time.now,
    });
    expect(await resolve(['A'], skus)).toEqual({ A: 'A' });
    project.time.now += 45_000;
    expect(await resolve(['A'], skus)).toEqual({ A: 'A-mapped' });
  });
});

describe('a SKU that Ordoro does not have', () => {
  it('is unmapped, and asked for again each time, so that a new product counts at once', async () => {
    const skus = directory();
    expect(await resolve(['A'], skus)).toEqual({ A: 'unmapped' });
    expect(project.standIn.customObjects(SKUS)).toEqual([]);
    inOrdoro.add('A');
    expect(await resolve(['A'], skus)).toEqual({ A: 'A' });
    expect(asked).toEqual(['A', 'A']);
  });

  it('counts as soon as a mapping is made', async () => {
    inOrdoro = new Set(['A-1']);
    const skus = directory();
    expect(await resolve(['A/1'], skus)).toEqual({ 'A/1': 'unmapped' });
    await map('A~2f1', { sku: 'A/1', ordoroSku: 'A-1' });
    expect(await resolve(['A/1'], skus)).toEqual({ 'A/1': 'A-1' });
  });
});

describe('a mapping by hand', () => {
  it('is verified in Ordoro once per process', async () => {
    inOrdoro = new Set(['A-1']);
    await map('A~2f1', { sku: 'A/1', ordoroSku: 'A-1' });
    const skus = directory();
    expect(await resolve(['A/1'], skus)).toEqual({ 'A/1': 'A-1' });
    project.time.now += 45_000;
    await resolve(['A/1'], skus);
    expect(asked).toEqual(['A-1']);
    await resolve(['A/1'], directory());
    expect(asked).toEqual(['A-1', 'A-1']);
    expect(project.standIn.customObject(SKUS, 'A~2f1')?.version).toBe(1);
  });

  it('to a product that Ordoro does not have leaves the SKU unmapped', async () => {
    await map('A', { sku: 'A', ordoroSku: 'gone' });
    inOrdoro = new Set(['A']);
    expect(await resolve(['A'], directory())).toEqual({ A: 'unmapped' });
    expect(asked).toEqual(['gone']);
  });

  it('that was changed or removed counts after 45 seconds', async () => {
    inOrdoro = new Set(['A', 'X', 'Y']);
    await map('A', { sku: 'A', ordoroSku: 'X' });
    const skus = directory();
    await resolve(['A'], skus);
    await map('A', { sku: 'A', ordoroSku: 'Y' });
    project.time.now += 44_999;
    expect(await resolve(['A'], skus)).toEqual({ A: 'X' });
    project.time.now += 1;
    expect(await resolve(['A'], skus)).toEqual({ A: 'Y' });
    await project.standIn.deleteCustomObject(SKUS, 'A');
    project.time.now += 45_000;
    expect(await resolve(['A'], skus)).toEqual({ A: 'A' });
  });

  it.each([{}, { ordoroSku: '' }, { ordoroSku: '  ' }, { ordoroSku: 7 }])(
    'that is %j does not count',
    async (value) => {
      inOrdoro = new Set(['A']);
      await map('A', { sku: 'A', ...value });
      expect(await resolve(['A'], directory())).toEqual({ A: 'A' });
    },
  );

  it('counts only for the SKU that its value names, because the key of a long SKU is a hash', async () => {
    inOrdoro = new Set(['OTHER']);
    await map('A', { sku: 'B', ordoroSku: 'OTHER' });
    expect(await resolve(['A'], directory())).toEqual({ A: 'unmapped' });
  });

  it('may send several SKUs to one product', async () => {
    inOrdoro = new Set(['X']);
    await map('A', { sku: 'A', ordoroSku: 'X' });
    await map('B', { sku: 'B', ordoroSku: 'X' });
    expect(await resolve(['A', 'B'], directory())).toEqual({ A: 'X', B: 'X' });
  });
});

describe('under SKU_POLICY create', () => {
  it('Ordoro is asked nothing and nothing is remembered, but mappings count', async () => {
    await map('B', { sku: 'B', ordoroSku: 'X' });
    expect(await resolve(['A', 'B'], directory('create'))).toEqual({ A: 'A', B: 'X' });
    expect(asked).toEqual([]);
    expect(project.calls()).toEqual([`GET /custom-objects/${SKUS}`]);
  });
});

describe('the memory of the directory', () => {
  it('is bounded: of more than 10 000 SKUs the oldest is forgotten', async () => {
    const read: string[][] = [];
    const skus = new SkuDirectory({
      objects: {
        getMany: async (_container: string, keys: string[]) => {
          read.push(keys);
          return [];
        },
      } as never,
      container: SKUS,
      products: { exists: async () => true },
      policy: 'create',
      clock: () => project.time.now,
    });
    await resolve(
      Array.from({ length: 10_001 }, (_, n) => `S${n}`),
      skus,
    );
    await resolve(['S0', 'S1', 'S10000'], skus);
    expect(read.slice(1)).toEqual([['S0']]);
  });
});

describe('trouble', () => {
  it('with Ordoro or commercetools is raised, never taken for a missing product', async () => {
    const trouble = new TransientError('away', { platform: 'ordoro' });
    const skus = new SkuDirectory({
      objects: project.objects,
      container: SKUS,
      products: { exists: () => Promise.reject(trouble) },
      policy: 'require',
      clock: () => project.time.now,
    });
    await expect(resolve(['A'], skus)).rejects.toBe(trouble);
    project.standIn.traffic.inject({
      match: { method: 'GET' },
      times: 2,
      effect: { kind: 'status', when: 'before-work', status: 503 },
    });
    await expect(resolve(['A'], directory())).rejects.toBeInstanceOf(TransientError);
  });
});
