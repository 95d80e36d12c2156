import { describe, expect, it } from '@jest/globals';
import { OrderWorld } from '../../tests/generators/order-world.ts';
import {
  ADDRESS,
  dividedOrder,
  NOW,
  ORDER_ID,
  orderContext,
  shopOrder,
  showing,
} from '../../tests/generators/situations.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;

const iso = (time: number) => new Date(time).toISOString();
const unpaid = shopOrder({ paymentState: 'Pending' });
const fieldsOf = (world: OrderWorld) => world.order?.custom?.fields;

describe('a new order', () => {
  it('is claimed before it is sent, shown on the order, and saved last', async () => {
    const world = new OrderWorld();
    const { outcome, steps } = await world.play();
    expect(outcome).toBe('exported');
    expect(steps).toEqual(['save', 'send', 'update-order', 'save', 'done']);
    expect(JSON.parse(world.saved[0] ?? '')).toMatchObject({
      due: true,
      open: true,
      channel: { id: 7, index: 1 },
      parts: [{ number: 1, orderId: 'A-1000', cartOrderId: ORDER_ID, state: { step: 'claimed' } }],
      lease: { owner: 'pass-1', expiresAt: '2026-01-02T04:01:00.000Z' },
      units: [{ sku: 'SHIRT', ordoroSku: 'SHIRT', quantity: 2 }],
    });
    expect(world.record).toMatchObject({
      status: 'exported',
      open: false,
      due: false,
      units: [],
      issues: [],
      attempts: 0,
      message: 'Sent to Ordoro as 1-A-1000.',
      parts: [
        {
          state: {
            step: 'accepted',
            ordoroId: 501,
            orderNumber: '1-A-1000',
            lines: { 'line-1': 9001 },
            inSyncInfo: true,
          },
        },
      ],
    });
    expect(world.record).not.toHaveProperty('lease');
  });

  it('with a SKU that was never looked up is on record before Ordoro is asked for it', async () => {
    const world = new OrderWorld();
    const { outcome, steps } = await world.play({ coldSkus: true });
    expect(outcome).toBe('exported');
    expect(steps).toEqual(['save', 'look-up-skus', 'save', 'send', 'update-order', 'save', 'done']);
  });

  it('shows number, status and message, and has the number in syncInfo', async () => {
    const world = new OrderWorld();
    await world.play();
    expect(fieldsOf(world)).toEqual({
      ordoroSyncStatus: 'exported',
      ordoroOrderNumbers: ['1-A-1000'],
      ordoroSyncMessage: 'Sent to Ordoro as 1-A-1000.',
      ordoroLastSyncedAt: '2026-01-02T04:00:00.000Z',
    });
    expect(world.order?.syncInfo).toMatchObject([{ externalId: '1-A-1000' }]);
  });

  it('costs nothing more when it is looked at again', async () => {
    const world = new OrderWorld();
    await world.play();
    expect((await world.play()).steps).toEqual(['read-record', 'done']);
    expect((await world.play({ readsRecordFirst: true })).steps).toEqual(['done']);
  });

  it('is exported once although the process that thinks it is new is late', async () => {
    const world = new OrderWorld();
    await world.play({ diesAfter: 'send' });
    const { outcome, steps } = await world.play();
    expect(world.posts).toHaveLength(1);
    expect(outcome).toBe('held-by-another-instance');
    expect(steps).toEqual(['save', 'read-record', 'done']);
  });

  it('is left to the job when no time is left to send it', async () => {
    const world = new OrderWorld();
    const { outcome, steps } = await world.play({ sendBy: NOW - 1 });
    expect(outcome).toBe('postponed');
    expect(steps).toEqual(['save', 'done']);
    expect(world.record).toMatchObject({ due: true, open: true, parts: [{ state: { step: 'planned' } }] });
    expect((await world.play()).outcome).toBe('exported');
  });

  it('is given back without a word on the order when there is no rate token', async () => {
    const world = new OrderWorld();
    const { outcome } = await world.play({ sends: ['no-token'] });
    expect(outcome).toBe('postponed');
    expect(world.record).toMatchObject({ due: true, attempts: 0, parts: [{ state: { step: 'planned' } }] });
    expect(world.record).not.toHaveProperty('lease');
    expect(world.order).toEqual(shopOrder());
  });
});

describe('an order at the gate', () => {
  it('waits with a record that holds back its units, and shows nothing', async () => {
    const world = new OrderWorld(unpaid);
    const { outcome, steps } = await world.play();
    expect(outcome).toBe('waiting');
    expect(steps).toEqual(['read-record', 'save', 'done']);
    expect(world.record).toMatchObject({ status: 'waiting', open: true, due: false, parts: [] });
    expect(world.record.units).toEqual([{ sku: 'SHIRT', quantity: 2 }]);
    expect(world.order).toBe(unpaid);
  });

  it('goes out when the gate opens', async () => {
    const world = new OrderWorld(unpaid);
    await world.play();
    world.order = { ...unpaid, version: 2, paymentState: 'Paid' };
    const { outcome, steps } = await world.play();
    expect(outcome).toBe('exported');
    // It looks new: the create-only claim finds the record, and the claim that counts takes its version.
    expect(steps).toEqual(['save', 'read-record', 'save', 'send', 'update-order', 'save', 'done']);
  });

  it('goes out on "export-now", and the request is cleared', async () => {
    const world = new OrderWorld(showing(unpaid, { ordoroRequest: 'export-now' }));
    expect((await world.play()).outcome).toBe('exported');
    expect(fieldsOf(world)).not.toHaveProperty('ordoroRequest');
    expect(world.record.requests).toEqual({});
  });

  it('keeps "export-now" in force until Ordoro has accepted the order', async () => {
    const world = new OrderWorld(showing(unpaid, { ordoroRequest: 'export-now' }));
    expect((await world.play({ sends: ['rate-limited'] })).outcome).toBe('retrying');
    expect(fieldsOf(world)).not.toHaveProperty('ordoroRequest');
    expect(world.record.requests.exportNow).toBe(true);
    world.now += 2 * MINUTE;
    expect((await world.play()).outcome).toBe('exported');
  });

  it('is history when it is older than EXPORT_SINCE, unless "export-now" asks for it', async () => {
    const old = { ...shopOrder(), createdAt: '2025-12-31T23:59:59.999Z' };
    const world = new OrderWorld(old);
    expect((await world.play()).outcome).toBe('not-ours');
    expect(world.stored.state).toBe('absent');
    world.order = showing(old, { ordoroRequest: 'export-now' });
    expect((await world.play()).outcome).toBe('exported');
  });

  it('is not tested against EXPORT_SINCE again once it has a record', async () => {
    const world = new OrderWorld(unpaid);
    await world.play();
    world.context = orderContext({ exportSince: NOW });
    world.order = { ...unpaid, paymentState: 'Paid' };
    expect((await world.play()).outcome).toBe('exported');
  });
});

describe('an order with problems', () => {
  const broken = shopOrder({ shippingInfo: undefined, shippingAddress: { country: 'UK' } });

  it('is held with all of them at once, and goes out when they are gone', async () => {
    const world = new OrderWorld(broken);
    world.skus = new Map([['SHIRT', 'unmapped']]);
    const { outcome, steps } = await world.play();
    expect(outcome).toBe('held');
    expect(steps).toEqual(['save', 'look-up-skus', 'save', 'update-order', 'log', 'done']);
    expect(fieldsOf(world)).toMatchObject({ ordoroSyncStatus: 'held' });
    expect(world.record.issues.map(({ code }) => code)).toEqual([
      'unmapped-sku',
      'unsupported-country',
      'incomplete-address',
      'incomplete-address',
      'incomplete-address',
      'missing-shipping-method',
      'totals-mismatch',
    ]);
    expect(world.record).toMatchObject({ due: true, open: true });
    expect((await world.play()).steps).toEqual(['read-record', 'look-up-skus', 'done']);

    world.skus = new Map([['SHIRT', { ordoroSku: 'SHIRT' }]]);
    world.order = { ...shopOrder(), version: 7, ...(world.order?.custom && { custom: world.order.custom }) };
    expect((await world.play()).outcome).toBe('exported');
    expect(fieldsOf(world)).not.toHaveProperty('ordoroIssues');
  });
});

describe('a hold', () => {
  it('keeps the order back until "resume"', async () => {
    const world = new OrderWorld(showing(shopOrder(), { ordoroRequest: 'hold' }));
    expect((await world.play()).outcome).toBe('held');
    expect(fieldsOf(world)).toMatchObject({
      ordoroSyncStatus: 'held',
      ordoroSyncMessage: 'Not sent to Ordoro, because a hold was requested. Set ordoroRequest to "resume" to send it.',
    });
    expect(fieldsOf(world)).not.toHaveProperty('ordoroRequest');
    expect((await world.play()).outcome).toBe('held');
    world.order = showing(world.order ?? shopOrder(), { ...fieldsOf(world), ordoroRequest: 'resume' });
    expect((await world.play()).outcome).toBe('exported');
    expect(world.posts).toHaveLength(1);
  });

  it('asked for while an order is uncertain waits until that is settled', async () => {
    const world = new OrderWorld();
    await world.play({ sends: ['server-error'] });
    world.order = showing(world.order ?? shopOrder(), { ...fieldsOf(world), ordoroRequest: 'hold' });
    expect((await world.play()).outcome).toBe('retrying');
    expect(world.record).toMatchObject({ due: true, requests: { hold: true } });
    world.now += MINUTE;
    expect((await world.play()).outcome).toBe('held');
    expect(world.posts).toHaveLength(1);
  });

  it('of an exported order keeps its preset back', async () => {
    const mapping = { method: 'Standard', service: 'UPS Ground', presetId: 4 };
    const world = new OrderWorld(shopOrder(), orderContext({ merchant: { shippingServices: [mapping] } }));
    await world.play({ presets: ['unavailable'] });
    world.order = showing(world.order ?? shopOrder(), { ...fieldsOf(world), ordoroRequest: 'hold' });
    world.now += 10 * MINUTE;
    const { steps } = await world.play();
    expect(steps).not.toContain('apply-preset');
    expect(world.record).toMatchObject({ due: true, requests: { hold: true } });
    world.order = showing(world.order, { ...fieldsOf(world), ordoroRequest: 'resume' });
    expect((await world.play()).steps).toContain('apply-preset');
    expect(world.record.due).toBe(false);
  });
});

describe('an order that Ordoro refuses for the moment', () => {
  it.each([
    ['rate-limited', 'rate-limited'],
    ['auth', 'ordoro-auth'],
    ['unreachable', 'ordoro-unavailable'],
  ] as const)('(%s) is tried again after a minute', async (end, code) => {
    const world = new OrderWorld();
    const { outcome, steps } = await world.play({ sends: [end] });
    expect(outcome).toBe('retrying');
    expect(steps).toEqual(['save', 'send', 'update-order', 'save', 'log', 'done']);
    expect(fieldsOf(world)).toMatchObject({ ordoroSyncStatus: 'retrying' });
    expect(world.record).toMatchObject({
      due: true,
      open: true,
      attempts: 1,
      nextAttemptAt: '2026-01-02T04:01:00.000Z',
      issues: [{ code }],
      parts: [{ state: { step: 'planned' } }],
    });
    expect((await world.play()).steps).toEqual(['read-record', 'done']);
    world.now += MINUTE;
    expect((await world.play()).outcome).toBe('exported');
    expect(world.record).toMatchObject({ attempts: 0, issues: [] });
    expect(world.record).not.toHaveProperty('nextAttemptAt');
  });

  it('is tried at once on "retry"', async () => {
    const world = new OrderWorld();
    await world.play({ sends: ['rate-limited'] });
    world.order = showing(world.order ?? shopOrder(), { ...fieldsOf(world), ordoroRequest: 'retry' });
    expect((await world.play()).outcome).toBe('exported');
  });

  it('is given up after 24 hours with a dead letter, which goes when the order is exported', async () => {
    const world = new OrderWorld();
    await world.play({ sends: ['rate-limited'] });
    world.now += DAY;
    const { outcome, steps } = await world.play({ sends: ['rate-limited'] });
    expect(outcome).toBe('failed');
    expect(steps).toEqual(['read-record', 'save', 'send', 'write-dead-letter', 'update-order', 'save', 'log', 'done']);
    expect(world.deadLetters.get(ORDER_ID)).toMatchObject({ code: 'rate-limited', attempts: 2 });
    expect(fieldsOf(world)).toMatchObject({ ordoroSyncStatus: 'failed' });
    expect(world.record).toMatchObject({ due: false, open: true });
    expect((await world.play()).steps).toEqual(['read-record', 'done']);

    world.order = showing(world.order ?? shopOrder(), { ...fieldsOf(world), ordoroRequest: 'retry' });
    expect((await world.play({ sends: ['rate-limited'] })).outcome).toBe('retrying');
    world.now += MINUTE;
    expect((await world.play()).outcome).toBe('exported');
    expect(world.deadLetters.size).toBe(0);
  });

  it('and given up is tried again when its data changes, for another 24 hours', async () => {
    const world = new OrderWorld();
    await world.play({ sends: ['rate-limited'] });
    world.now += DAY;
    await world.play({ sends: ['rate-limited'] });
    world.order = { ...(world.order ?? shopOrder()), customerEmail: 'other@shopper.example' };
    expect((await world.play({ sends: ['rate-limited'] })).outcome).toBe('retrying');
    expect(world.record).toMatchObject({ attempts: 1, firstFailedAt: iso(world.now) });
    world.now += MINUTE;
    expect((await world.play()).outcome).toBe('exported');
    expect(world.deadLetters.size).toBe(0);
  });

  it('loses its dead letter also when the process dies during the new try', async () => {
    const world = new OrderWorld();
    await world.play({ sends: ['rate-limited'] });
    world.now += DAY;
    await world.play({ sends: ['rate-limited'] });
    world.order = showing(world.order ?? shopOrder(), { ...fieldsOf(world), ordoroRequest: 'retry' });
    expect((await world.play({ diesAfter: 'send' })).outcome).toBe('died');
    world.now += 2 * MINUTE;
    expect((await world.play()).outcome).toBe('exported');
    expect(world.posts).toHaveLength(3);
    expect(world.deadLetters.size).toBe(0);
  });

  it('is given up when even its SKUs cannot be looked up for 24 hours', async () => {
    const world = new OrderWorld();
    expect((await world.play({ ordoroDown: true, coldSkus: true })).outcome).toBe('retrying');
    world.now += DAY;
    expect((await world.play({ ordoroDown: true, coldSkus: true })).outcome).toBe('failed');
    expect(world.deadLetters.get(ORDER_ID)).toMatchObject({ code: 'ordoro-unavailable' });
    world.order = { ...(world.order ?? shopOrder()), customerEmail: 'other@shopper.example' };
    expect((await world.play({ ordoroDown: true, coldSkus: true })).outcome).toBe('retrying');
  });

  it('because no sales channel is set up waits for one', async () => {
    const world = new OrderWorld(shopOrder(), orderContext({ salesChannel: undefined }));
    expect((await world.play()).outcome).toBe('retrying');
    expect(world.record.lastError?.message).toBe(
      'no Ordoro sales channel is set up yet: run the post-deploy script, or set ORDORO_SALES_CHANNEL_ID',
    );
    world.context = orderContext();
    world.now += MINUTE;
    expect((await world.play()).outcome).toBe('exported');
  });
});

describe('an order of which it is unknown whether Ordoro has it', () => {
  it('with an answer is sent again after one look-up that missed, a minute later', async () => {
    const world = new OrderWorld();
    expect((await world.play({ sends: ['server-error'] })).outcome).toBe('retrying');
    expect(world.record).toMatchObject({ due: true, open: true, nextAttemptAt: iso(NOW + MINUTE) });
    world.now = NOW + MINUTE - 1;
    expect((await world.play()).steps).toEqual(['read-record', 'done']);
    world.now = NOW + MINUTE;
    const { outcome, steps } = await world.play();
    expect(outcome).toBe('exported');
    expect(steps).toEqual(['read-record', 'look-up-part', 'save', 'send', 'update-order', 'save', 'done']);
    expect(world.posts).toHaveLength(2);
  });

  it('without an answer is sent again only after two misses, a minute apart', async () => {
    const world = new OrderWorld();
    await world.play({ sends: ['timeout'] });
    world.now = NOW + MINUTE;
    expect((await world.play()).outcome).toBe('retrying');
    expect(world.posts).toHaveLength(1);
    expect(world.record).toMatchObject({
      nextAttemptAt: iso(NOW + 2 * MINUTE),
      parts: [{ state: { step: 'uncertain', misses: 1, lastMissAt: iso(NOW + MINUTE) } }],
    });
    world.now = NOW + 2 * MINUTE - 1;
    expect((await world.play()).steps).not.toContain('look-up-part');
    world.now = NOW + 2 * MINUTE;
    expect((await world.play()).outcome).toBe('exported');
    expect(world.posts).toHaveLength(2);
  });

  it.each(['timeout-stored', 'server-error-stored'] as const)('(%s) is taken over where it is found', async (end) => {
    const world = new OrderWorld();
    await world.play({ sends: [end] });
    world.now = NOW + MINUTE;
    expect((await world.play()).outcome).toBe('exported');
    expect(world.posts).toHaveLength(1);
    expect(fieldsOf(world)).toMatchObject({ ordoroSyncStatus: 'exported', ordoroOrderNumbers: ['1-A-1000'] });
  });

  it('is found although the list lags by up to two minutes', async () => {
    const world = new OrderWorld();
    world.lagMs = 110 * SECOND;
    await world.play({ sends: ['timeout-stored'] });
    world.now = NOW + MINUTE;
    expect((await world.play()).outcome).toBe('retrying');
    world.now = NOW + 2 * MINUTE;
    expect((await world.play()).outcome).toBe('exported');
    expect(world.posts).toHaveLength(1);
  });

  it('is not taken for missing while look-ups fail, and is looked up for as long as it takes', async () => {
    const world = new OrderWorld();
    await world.play({ sends: ['timeout-stored'] });
    for (const wait of [MINUTE, 5 * MINUTE, 15 * MINUTE, 2 * DAY, 60 * MINUTE]) {
      world.now += wait;
      expect((await world.play({ ordoroDown: true })).steps).toContain('look-up-part');
      expect(world.record).toMatchObject({ due: true, parts: [{ state: { step: 'uncertain', misses: 0 } }] });
      expect((await world.play({ ordoroDown: true })).steps).toEqual(['read-record', 'done']);
    }
    expect(world.deadLetters.get(ORDER_ID)).toMatchObject({ code: 'ordoro-unavailable' });
    world.now += 60 * MINUTE;
    expect((await world.play()).outcome).toBe('exported');
    expect(world.posts).toHaveLength(1);
    expect(world.deadLetters.size).toBe(0);
  });

  it('waits longer after each POST that went wrong, and ends after 24 hours', async () => {
    const world = new OrderWorld();
    const postedAt: number[] = [];
    for (let minute = 0; minute <= 26 * 60; minute += 1) {
      const before = world.posts.length;
      await world.play({ sends: ['server-error'], readsRecordFirst: true });
      if (world.posts.length > before) postedAt.push(minute);
      world.now += MINUTE;
    }
    expect(postedAt.slice(0, 5)).toEqual([0, 1, 6, 21, 81]);
    expect(postedAt.at(-1)).toBeLessThanOrEqual(25 * 60);
    expect(world.record).toMatchObject({ status: 'failed', due: false });
    expect(world.deadLetters.get(ORDER_ID)).toMatchObject({ code: 'ordoro-unavailable' });
  });

  it('because the process died is looked up like a POST that ended with the claim', async () => {
    const world = new OrderWorld();
    await world.play({ diesAfter: 'send' });
    expect(world.posts).toHaveLength(1);
    expect((await world.play()).outcome).toBe('held-by-another-instance');
    world.now = NOW + MINUTE;
    expect((await world.play()).outcome).toBe('retrying');
    expect(world.record.parts[0]?.state).toEqual({
      step: 'uncertain',
      answered: false,
      endedAt: iso(NOW + MINUTE),
      misses: 0,
    });
    world.now = NOW + 2 * MINUTE;
    expect((await world.play()).outcome).toBe('exported');
    expect(world.posts).toHaveLength(1);
  });

  it('stays due until it is settled when the order is cancelled', async () => {
    const world = new OrderWorld();
    await world.play({ sends: ['timeout'] });
    world.order = { ...(world.order ?? shopOrder()), orderState: 'Cancelled' };
    world.now = NOW + MINUTE;
    expect((await world.play()).outcome).toBe('retrying');
    expect(world.record).toMatchObject({ due: true, open: true });
    world.now = NOW + 2 * MINUTE;
    expect((await world.play()).outcome).toBe('closed');
    expect(world.record).toMatchObject({ status: 'cancelled', due: false, open: false });
    expect(world.posts).toHaveLength(1);
  });

  it('stays due until it is settled when the order is deleted', async () => {
    const world = new OrderWorld();
    await world.play({ sends: ['timeout-stored'] });
    world.order = undefined;
    expect((await world.play()).outcome).toBe('retrying');
    expect(world.record.due).toBe(true);
    world.now = NOW + MINUTE;
    expect((await world.play()).steps).toEqual(['read-record', 'look-up-part', 'write-dead-letter', 'save', 'done']);
    expect(world.deadLetters.get(ORDER_ID)).toMatchObject({ code: 'unknown-order' });
    expect(world.record).toMatchObject({ due: false, open: false });
  });
});

describe('an order that Ordoro rejects', () => {
  it('is looked up before the verdict, then failed with a dead letter that says why', async () => {
    const world = new OrderWorld();
    const { outcome, steps } = await world.play({ sends: ['rejected'] });
    expect(outcome).toBe('failed');
    expect(steps).toEqual(['save', 'send', 'look-up-part', 'write-dead-letter', 'update-order', 'save', 'log', 'done']);
    expect(world.record).toMatchObject({ status: 'failed', due: false, issues: [{ code: 'ordoro-rejected' }] });
    expect((await world.play()).steps).toEqual(['read-record', 'done']);
  });

  it('is not sent again unchanged, also not when something else about it changes', async () => {
    const world = new OrderWorld(dividedOrder());
    expect((await world.play({ sends: ['accepted', 'rejected'] })).outcome).toBe('failed');
    const before = fieldsOf(world);
    world.order = { ...(world.order ?? shopOrder()), version: 9, billingAddress: undefined };
    expect((await world.play()).outcome).toBe('failed');
    expect(fieldsOf(world)).toEqual(before);
    expect(world.posts).toHaveLength(2);
  });

  it('because Ordoro has it already is exported', async () => {
    const world = new OrderWorld();
    expect((await world.play({ sends: ['rejected-stored'] })).outcome).toBe('exported');
    expect(world.deadLetters.size).toBe(0);
  });

  it.each(['retry', 'export-now'])('is sent again on "%s"', async (ordoroRequest) => {
    const world = new OrderWorld();
    await world.play({ sends: ['rejected'] });
    world.order = showing(world.order ?? shopOrder(), { ...fieldsOf(world), ordoroRequest });
    expect((await world.play()).outcome).toBe('exported');
    expect(world.posts).toHaveLength(2);
    expect(world.deadLetters.size).toBe(0);
  });

  it('is sent again when its data changes', async () => {
    const world = new OrderWorld();
    await world.play({ sends: ['rejected'] });
    world.order = { ...(world.order ?? shopOrder()), shippingAddress: { ...ADDRESS, streetNumber: '43' } };
    expect((await world.play()).outcome).toBe('exported');
    expect(world.deadLetters.size).toBe(0);
  });

  it('is looked up first even when "retry" comes before the look-up came through', async () => {
    const world = new OrderWorld();
    await world.play({ sends: ['rejected-stored'], lookUpsFail: true });
    world.order = showing(world.order ?? shopOrder(), { ...fieldsOf(world), ordoroRequest: 'retry' });
    await world.play();
    world.now += 2 * MINUTE;
    expect((await world.play()).outcome).toBe('exported');
    expect(world.posts).toHaveLength(1);
  });
});
