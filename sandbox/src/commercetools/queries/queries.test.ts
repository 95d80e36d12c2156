import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testOrder } from '../orders/test-order.ts';
import { START, startTestProject, type TestProject } from '../test-project.ts';

describe('list endpoints', () => {
  let project: TestProject;
  beforeAll(async () => {
    project = await startTestProject();
  });
  beforeEach(() => project.reset());
  afterAll(() => project.standIn.close());

  const place = async (id: string, secondsAfterStart: number) => {
    project.time.now = START + secondsAfterStart * 1000;
    await project.standIn.placeOrder(testOrder({ id }));
  };
  const ids = async (params: Readonly<Record<string, string | readonly string[]>>) => {
    const { body } = await project.query('/orders', params);
    return body.results.map(({ id }: { id: string }) => id);
  };

  it('sort by id in binary order when no sort is asked for, whatever the order of arrival', async () => {
    for (const id of ['c', 'a', 'B']) await place(id, 0);
    expect(await ids({})).toEqual(['B', 'a', 'c']);
  });

  it('honour sort, descending sort and several sorts', async () => {
    await place('a', 2);
    await place('b', 1);
    await place('c', 2);
    expect(await ids({ sort: 'createdAt asc' })).toEqual(['b', 'a', 'c']);
    expect(await ids({ sort: 'id desc' })).toEqual(['c', 'b', 'a']);
    expect(await ids({ sort: ['lastModifiedAt desc', 'id asc'] })).toEqual(['a', 'c', 'b']);
    expect(await ids({ sort: 'createdAt' })).toEqual(['b', 'a', 'c']);
  });

  it('page by a compound cursor over equal timestamps without losing or repeating a row', async () => {
    for (const id of ['d', 'b', 'a', 'c', 'e']) await place(id, id === 'e' ? 1 : 0);
    const seen: string[] = [];
    let where = 'createdAt >= "2026-11-23T08:00:00Z"';
    for (;;) {
      const { body } = await project.query('/orders', { where, sort: ['lastModifiedAt asc', 'id asc'], limit: '2' });
      const last = body.results.at(-1);
      if (last === undefined) break;
      seen.push(...body.results.map(({ id }: { id: string }) => id));
      where = `lastModifiedAt > "${last.lastModifiedAt}" or (lastModifiedAt = "${last.lastModifiedAt}" and id > "${last.id}")`;
    }
    expect(seen).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('take 20 rows by default and at most 500', async () => {
    for (let index = 0; index < 21; index += 1) await place(`order-${index}`, 0);
    const byDefault = await project.query('/orders', {});
    expect(byDefault.body).toMatchObject({ limit: 20, offset: 0, count: 20, total: 21 });
    expect((await project.query('/orders', { limit: '500' })).body.count).toBe(21);
    expect((await project.query('/orders', { limit: '501' })).body.errors[0].code).toBe('InvalidInput');
  });

  it('refuse an offset above 10 000 with 400', async () => {
    expect((await project.query('/orders', { offset: '10000' })).status).toBe(200);
    expect((await project.query('/orders', { offset: '10001' })).status).toBe(400);
    expect((await project.query('/orders', { limit: '-1' })).status).toBe(400);
  });

  it('leave out the total when asked to', async () => {
    await place('a', 0);
    expect(await ids({ withTotal: 'false' })).toEqual(['a']);
    expect((await project.query('/orders', { withTotal: 'false' })).body).not.toHaveProperty('total');
  });

  it('apply every where of several', async () => {
    await place('a', 0);
    await place('b', 0);
    expect(await ids({ where: ['id > "a"', 'orderState = "Open"'] })).toEqual(['b']);
  });

  it('take more than 20 values of one variable', async () => {
    for (const id of ['id-0', 'id-24']) await place(id, 0);
    const values = Array.from({ length: 25 }, (_, index) => `id-${index}`);
    expect(await ids({ where: 'id in :ids', 'var.ids': values })).toEqual(['id-0', 'id-24']);
  });

  it('answer 400 to a malformed predicate, an unknown field and an unknown sort', async () => {
    expect((await project.query('/orders', { where: 'id =' })).status).toBe(400);
    expect((await project.query('/orders', { where: 'externalId = "1"' })).status).toBe(400);
    expect((await project.query('/orders', { sort: 'externalId asc' })).status).toBe(400);
    expect((await project.query('/orders', { sort: 'id upwards' })).status).toBe(400);
  });

  it('find orders by the external id of their sync info', async () => {
    project.standIn.add('channel', { id: 'ch', key: 'ordoro', roles: ['OrderExport'] });
    await place('a', 0);
    await place('b', 0);
    await project.standIn.merchantUpdate('b', [
      { action: 'updateSyncInfo', channel: { typeId: 'channel', key: 'ordoro' }, externalId: '1-7' },
    ]);
    expect(await ids({ where: 'syncInfo(externalId in ("1-6","1-7"))' })).toEqual(['b']);
    expect(await ids({ where: 'syncInfo(channel(id="ch") and externalId="1-7")' })).toEqual(['b']);
  });

  it.each([
    ['channel', '/channels'],
    ['state', '/states'],
    ['shipping-method', '/shipping-methods'],
    ['type', '/types'],
  ] as const)('find a %s by key and by id', async (typeId, path) => {
    for (const key of ['one', 'two', 'three']) project.standIn.add(typeId, { id: `id-${key}`, key });
    const keys = async (where: string) => {
      const { body } = await project.query(path, { where, sort: 'key asc' });
      return body.results.map(({ key }: { key: string }) => key);
    };
    expect(await keys('key in ("one", "two", "four")')).toEqual(['one', 'two']);
    expect(await keys('id in ("id-three")')).toEqual(['three']);
  });

  it('find inventory by SKU and supply channel', async () => {
    const supplyChannel = { typeId: 'channel' as const, id: 'east' };
    project.standIn.add('inventory-entry', { sku: 'A', quantityOnStock: 1, availableQuantity: 1 });
    project.standIn.add('inventory-entry', { sku: 'A', quantityOnStock: 2, availableQuantity: 2, supplyChannel });
    project.standIn.add('inventory-entry', { sku: 'B', quantityOnStock: 3, availableQuantity: 3 });
    const quantities = async (where: string) => {
      const { body } = await project.query('/inventory', { where, sort: 'quantityOnStock asc' });
      return body.results.map(({ quantityOnStock }: { quantityOnStock: number }) => quantityOnStock);
    };
    expect(await quantities('sku in ("A","B")')).toEqual([1, 2, 3]);
    expect(await quantities('sku = "A" and supplyChannel is not defined')).toEqual([1]);
    expect(await quantities('sku in ("A","B") and supplyChannel(id="east")')).toEqual([2]);
  });

  it('find product projections by the SKUs of their variants, published ones only unless staged', async () => {
    const data = (sku: string, other: string) => ({ masterVariant: { id: 1, sku }, variants: [{ id: 2, sku: other }] });
    const product = (id: string, published: boolean, skus: readonly [string, string]) =>
      project.standIn.add('product', {
        id,
        masterData: { published, hasStagedChanges: false, current: data(...skus), staged: data(...skus) },
      } as never);
    product('p1', true, ['A', 'B']);
    product('p2', false, ['C', 'D']);
    const where = 'masterVariant(sku in ("B","C")) or variants(sku in ("B","C"))';
    const found = async (staged: string) =>
      (await project.query('/product-projections', { where, staged })).body.results;
    expect((await found('false')).map(({ id }: { id: string }) => id)).toEqual(['p1']);
    expect((await found('true')).map(({ id }: { id: string }) => id)).toEqual(['p1', 'p2']);
  });
});

describe('reference expansion', () => {
  let project: TestProject;
  beforeAll(async () => {
    project = await startTestProject();
    const { standIn } = project;
    standIn.add('discount-code', { id: 'dc', code: 'WELCOME10' });
    standIn.add('channel', { id: 'east', key: 'us-east' });
    const order = testOrder({
      discountCodes: [
        { discountCode: { typeId: 'discount-code', id: 'dc' }, state: 'MatchesCart' },
        { discountCode: { typeId: 'discount-code', id: 'gone' }, state: 'MatchesCart' },
      ],
    });
    const [first, ...others] = order.lineItems;
    const lineItems = [{ ...first!, supplyChannel: { typeId: 'channel' as const, id: 'east' } }, ...others];
    await standIn.placeOrder({ ...order, lineItems });
  });
  afterAll(() => project.standIn.close());

  it('puts the referenced resource under obj, through lists', async () => {
    const expand = ['discountCodes[*].discountCode', 'lineItems[*].supplyChannel'];
    const { body } = await project.query('/orders/order-1', { expand });
    expect(body.discountCodes[0].discountCode.obj.code).toBe('WELCOME10');
    expect(body.lineItems[0].supplyChannel.obj.key).toBe('us-east');
  });

  it('leaves a reference to a deleted resource as it is', async () => {
    const { status, body } = await project.query('/orders', { expand: 'discountCodes[1].discountCode' });
    expect(status).toBe(200);
    expect(body.results[0].discountCodes[1].discountCode).toEqual({ typeId: 'discount-code', id: 'gone' });
  });

  it('does not change what is stored', async () => {
    await project.query('/orders', { expand: 'lineItems[*].supplyChannel' });
    expect(project.standIn.order('order-1')?.lineItems[0]?.supplyChannel).toEqual({ typeId: 'channel', id: 'east' });
  });
});
