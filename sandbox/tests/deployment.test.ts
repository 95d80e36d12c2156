import { describe, expect, it } from 'vitest';
import { item } from '../src/seed/demo-lines.ts';
import { Journey } from './connector-under-test.ts';
import { expectExportedOnce, journeyOfOrders } from './exported-once.ts';
import { orderOf, place, placeAndDeliver, US } from './shop.ts';

const journey = journeyOfOrders();

describe('our own Type or channel that somebody deleted', () => {
  it('is put back when an order needs it', async () => {
    const whole = await Journey.start();
    try {
      const { commercetools } = whole.sandbox;
      const merchant = await merchantToken(whole);
      for (const [path, typeId] of [
        ['types', 'type'],
        ['channels', 'channel'],
      ] as const) {
        const ours = commercetools.all(typeId).find(({ key }) => key === 'ordoro-order-sync' || key === 'ordoro');
        const url = `${commercetools.apiUrl}/sandbox/${path}/${ours!.id}?version=${ours!.version}`;
        expect((await fetch(url, { method: 'DELETE', headers: { authorization: merchant } })).status).toBe(200);
      }
      const order = await placeAndDeliver(whole);

      expectExportedOnce(whole, order.id);
    } finally {
      await whole.close();
    }
  });
});

async function merchantToken({ sandbox: { commercetools } }: Journey): Promise<string> {
  const { id, secret } = commercetools.merchantClient;
  const response = await fetch(`${commercetools.authUrl}/oauth/token?grant_type=client_credentials`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
  });
  const { access_token: token } = (await response.json()) as { access_token: string };
  return `Bearer ${token}`;
}

describe('settings of the deployment', () => {
  it('SKU_POLICY=create sends a SKU that Ordoro does not know, and Ordoro makes the product', async () => {
    const url = await journey.eventWith({ SKU_POLICY: 'create' });
    const order = await place(journey, { lines: [item('MUG-LTD-2026', US, { quantity: 1 })] });
    journey.dropMessages();
    const calls = await journey.calls(() => journey.poke(order.id, url));

    expectExportedOnce(journey, order.id);
    expect(calls.ordoro).toEqual(['POST /v3/order']);
    expect(journey.sandbox.ordoro.skus).toContain('MUG-LTD-2026');
  });

  it('SHIPPING_POLICY=pass sends an unmapped method by its name', async () => {
    const url = await journey.eventWith({ SHIPPING_POLICY: 'pass' });
    const order = await place(journey, { shipping: { method: 'Overnight', price: 3999 } });
    journey.dropMessages();
    await journey.poke(order.id, url);

    expectExportedOnce(journey, order.id);
    expect(journey.ordoroOrders(order.id)[0]!.requested_shipping_method).toBe('Overnight');
  });

  it('SHIPPING_POLICY=pass sends an order without shipping method and says that no delivery can be written', async () => {
    const url = await journey.eventWith({ SHIPPING_POLICY: 'pass' });
    const order = await place(journey, { shipping: null });
    journey.dropMessages();
    await journey.poke(order.id, url);

    expectExportedOnce(journey, order.id);
    expect(journey.fields(order.id).ordoroSyncMessage).toMatch(/can take no delivery/);
  });

  it('CURRENCIES holds an order in another currency, and lets the others go', async () => {
    const url = await journey.eventWith({ CURRENCIES: 'EUR GBP' });
    const euros = {
      currency: 'EUR',
      lines: [item('COF-COL-250', { country: 'US', currency: 'EUR' }, { quantity: 1 })],
    };
    const [dollars, taken] = [await place(journey), await place(journey, euros)];
    journey.dropMessages();
    await journey.poke(dollars.id, url);
    await journey.poke(taken.id, url);

    expect(journey.fields(dollars.id)).toMatchObject({
      ordoroSyncStatus: 'held',
      ordoroIssues: ['unsupported-currency: USD'],
    });
    expect(journey.ordoroOrders(dollars.id)).toEqual([]);
    expectExportedOnce(journey, taken.id);
    // The usual deployment takes every currency: the order goes out, so that later tests find nothing due.
    await journey.poke(dollars.id);
    expectExportedOnce(journey, dollars.id);
  });

  it('DRY_RUN computes and logs everything and writes nothing anywhere', async () => {
    const usual = journey.environment;
    journey.environment = { ...usual, DRY_RUN: 'true' };
    const [eventUrl, jobUrl] = [`${await journey.startEvent()}/event`, `${await journey.startJob()}/job`];
    journey.environment = usual;
    const orders = [
      await place(journey),
      await place(journey, { paymentState: 'Pending' }),
      await place(journey, { lines: [item('MUG-LTD-2026', US, { quantity: 1 })], shippingAddress: null, tax: 'none' }),
      await place(journey, { shipping: { method: 'Express', price: 1999 } }),
      await place(journey, { lines: [{ sku: 'NOBODY-KNOWS', quantity: 1, unitPrice: 100 }] }),
    ];
    journey.dropMessages();
    await journey.sandbox.commercetools.putCustomObject('ordoro-config', 'sku-rules', 'not a list');
    const before = journey.state();
    const lines = journey.logLines.length;

    for (const { id } of orders) expect(await journey.poke(id, eventUrl)).toBe(204);
    const answer = await fetch(jobUrl, { method: 'POST' });

    expect(answer.status).toBe(200);
    expect(journey.state()).toBe(before);
    expect(journey.logLines.slice(lines).join('')).toContain('Would create the order in Ordoro.');
    await journey.sandbox.commercetools.putCustomObject('ordoro-config', 'sku-rules', [{ sku: 'GIFT-*', ship: false }]);
    journey.time.advance(60_000);
  });
});

describe('the first installation in a shop with a history', () => {
  it('exports no old order, keeps its beginning in orders.since, and exports what comes after', async () => {
    const old = Array.from({ length: 3 }, () => ({ ...orderOf(), createdAt: '2026-11-23T09:59:59.000Z' }));
    const fresh = await Journey.start({
      environment: { EXPORT_SINCE: '' },
      before: ({ commercetools }) => {
        for (const order of old) commercetools.add('order', { ...order, lastModifiedAt: order.createdAt });
      },
    });
    try {
      expect(fresh.sandbox.commercetools.customObject('ordoro-cursors', 'orders.since')?.value).toEqual({
        since: '2026-11-23T10:00:00.000Z',
      });
      fresh.time.advance(1_000);
      for (const { id } of old)
        await fresh.sandbox.commercetools.merchantUpdate(id, [{ action: 'setCustomerEmail', email: 'a@example.com' }]);
      await fresh.deliver();
      await fresh.runJob();
      expect(fresh.sandbox.ordoro.orders).toEqual([]);
      expect(fresh.sandbox.commercetools.customObjects('ordoro-orders')).toEqual([]);

      const order = await placeAndDeliver(fresh);
      expectExportedOnce(fresh, order.id);
      expect(fresh.sandbox.ordoro.orders).toHaveLength(1);
    } finally {
      await fresh.close();
    }
  });
});
