import { describe, expect, it } from 'vitest';
import {
  accepted,
  acceptedRecord,
  known,
  knownOrder,
  NOW,
  ORDER_ID,
  orderContext,
  ordoroOrder,
  part,
  shopOrder,
  showing,
  situation,
  synced,
  syncRecord,
  uncertain,
} from '../../tests/generators/situations.ts';
import type { SyncRecord } from '../records/sync-record.ts';
import { decide, rulesOf } from './decide.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { Action, Situation } from './situation.ts';

const iso = (time: number) => new Date(time).toISOString();
const own = { owner: 'this-pass', expiresAt: iso(NOW + 60_000) };
const planned = part({ step: 'planned' });
const claimed = part({ step: 'claimed' });

/** A record as it is while its order is claimed. */
function claimedRecord(more: Partial<SyncRecord> = {}): SyncRecord {
  return syncRecord({ due: true, channel: { id: 7, index: 1 }, parts: [claimed], lease: own, ...more });
}

/** The first step but changes of the working copy, and the working copy that it is decided from. */
function firstStep(first: Situation): { action: Action; record: SyncRecord | undefined } {
  let current = first;
  for (let steps = 0; steps < 9; steps += 1) {
    const action = decide(current);
    if (action.do !== 'note') return { action, record: current.record };
    current = { ...current, record: action.record, failedNow: current.failedNow || action.fails === true };
  }
  throw new Error('no end of changes of the working copy');
}

describe('the first step', () => {
  it('reads the record', () => {
    expect(decide(situation({ stored: { state: 'unread' } }))).toEqual({ do: 'read-record' });
    expect(decide(situation({ stored: { state: 'unread' }, order: undefined }))).toEqual({ do: 'read-record' });
  });

  it.each([
    ['shows a status of ours', showing(shopOrder(), { ordoroSyncStatus: 'held' })],
    ['shows Ordoro order numbers', showing(shopOrder(), { ordoroOrderNumbers: ['1-A'] })],
    ['has syncInfo', synced(shopOrder(), '1-A')],
    ['is not through the gate', shopOrder({ paymentState: 'Pending' })],
    ['is history', shopOrder({ createdAt: '2025-01-01T00:00:00.000Z' })],
  ])('reads the record of an order that %s, although it could be new', (_what, order) => {
    const action = decide(situation({ stored: { state: 'unread' }, mayPresumeNew: true, order }));
    expect(action).toEqual({ do: 'read-record' });
  });

  it('takes an order without any sign of us for new: the create-only claim tells', () => {
    const fresh = situation({ stored: { state: 'unread' }, mayPresumeNew: true });
    expect(decide(fresh)).toMatchObject({ do: 'note', record: { orderId: ORDER_ID, status: 'waiting', parts: [] } });
  });

  it('leaves an order alone that another pass holds', () => {
    const theirs = { ...own, owner: 'another-pass' };
    expect(decide(known(claimedRecord({ lease: theirs })))).toEqual({
      do: 'done',
      outcome: 'held-by-another-instance',
    });
  });

  it('takes over a claim that has expired: what was claimed is uncertain from then on', () => {
    const lease = { owner: 'another-pass', expiresAt: iso(NOW) };
    const action = decide(known(claimedRecord({ lease })));
    expect(action).toMatchObject({
      do: 'note',
      record: { parts: [{ state: { step: 'uncertain', answered: false, endedAt: iso(NOW), misses: 0 } }] },
    });
    expect(action).not.toHaveProperty('record.lease');
  });
});

describe('the next step for an order without record', () => {
  it('is a record when the order could be ours', () => {
    expect(decide(situation())).toMatchObject({ do: 'note', record: { open: true, due: false } });
  });

  it.each([
    ['it is history', shopOrder({ createdAt: '2025-12-31T23:59:59.999Z' })],
    ['it is cancelled', shopOrder({ orderState: 'Cancelled' })],
    ['it is complete', shopOrder({ orderState: 'Complete' })],
    ['it is shipped', shopOrder({ shipmentState: 'Shipped' })],
  ])('is none when %s', (_why, order) => {
    expect(decide(situation({ order }))).toEqual({ do: 'done', outcome: 'not-ours' });
  });

  it('asks Ordoro for the numbers that the order shows', () => {
    const order = synced(showing(shopOrder(), { ordoroOrderNumbers: ['1-A-S1', '1-A-S2'] }), '1-A-S2');
    expect(decide(situation({ order }))).toEqual({
      do: 'find-trace',
      found: { numbers: ['1-A-S2', '1-A-S1'], certain: true },
    });
  });

  it('is to report the order, without asking Ordoro, when the numbers stand in syncInfo under the channel of another deployment', () => {
    const order = synced(showing(shopOrder(), { ordoroOrderNumbers: ['1-A'] }), '1-A');
    const context = orderContext({ own: { exportChannelId: 'ours', orderTypeId: undefined } });
    expect(decide(situation({ order, context }))).toMatchObject({ do: 'log', message: expect.stringContaining('1-A') });
    expect(decide(situation({ order, context, logged: true }))).toMatchObject({ do: 'done', outcome: 'not-ours' });
  });
});

describe('the next step for an order that another deployment exported while it waited here', () => {
  it('is to leave it alone: its fields are theirs, and nothing is sent', () => {
    const order = synced(showing(shopOrder(), { ordoroOrderNumbers: ['3-A'] }), '3-A');
    const context = orderContext({ own: { exportChannelId: 'ours', orderTypeId: undefined } });
    const step = decide(known(syncRecord({ status: 'waiting', open: true }), { order, context }));
    expect(step).toMatchObject({ do: 'save', record: { status: 'waiting', open: false, due: false } });
    const left = (step as { record: SyncRecord }).record;
    expect(decide(known(left, { order, context, logged: true }))).toMatchObject({ do: 'done', outcome: 'not-ours' });
  });
});

describe('the next step for a request of the merchant', () => {
  it.each([
    ['hold', { hold: true }],
    ['resume', { hold: false }],
    ['export-now', { exportNow: true, hold: false }],
    ['retry', {}],
  ] as const)('takes "%s" into the record', (ordoroRequest, requests) => {
    const order = showing(shopOrder(), { ordoroRequest });
    expect(decide(known(syncRecord(), { order }))).toMatchObject({
      do: 'note',
      record: { absorbed: ordoroRequest, requests, journal: [{}, { what: `requested: ${ordoroRequest}` }] },
    });
  });

  it('takes another word although commercetools has not let the first one be cleared', () => {
    const orderUpdate = {
      attempts: 1,
      firstFailedAt: new Date(NOW).toISOString(),
      nextAttemptAt: new Date(NOW + 60_000).toISOString(),
      message: 'status 503',
    };
    const record = syncRecord({ absorbed: 'resume', orderUpdate });
    const order = showing(shopOrder(), { ordoroRequest: 'hold' });
    expect(decide(known(record, { order }))).toMatchObject({ do: 'note', record: { requests: { hold: true } } });
  });

  it('goes on once it stands in the record', () => {
    const order = showing(shopOrder(), { ordoroRequest: 'hold' });
    const record = syncRecord({ requests: { hold: true } });
    expect(decide(known({ ...record, absorbed: 'hold' }, { order }))).toMatchObject({ record: { status: 'held' } });
  });
});

describe('the next step for an order that should go out', () => {
  it('looks up SKUs that are not known', () => {
    expect(decide(known(syncRecord(), { skus: new Map() }))).toEqual({ do: 'look-up-skus', skus: ['SHIRT'] });
  });

  it('is the claim: the record with lease, identity, channel and fingerprint', () => {
    const action = decide(known(syncRecord()));
    expect(action).toMatchObject({
      do: 'save',
      record: {
        due: true,
        open: true,
        fingerprint: fingerprintOf(shopOrder()),
        channel: { id: 7, index: 1 },
        lease: own,
        parts: [{ number: 1, orderId: 'A-1000', cartOrderId: ORDER_ID, state: { step: 'claimed' } }],
        units: [{ sku: 'SHIRT', ordoroSku: 'SHIRT', quantity: 2 }],
      },
    });
  });

  it('keeps the identity and the channel that were chosen before', () => {
    const record = syncRecord({
      channel: { id: 5 },
      parts: [part({ step: 'planned' }, { orderId: 'OLD-1', cartOrderId: 'old-cart-id' })],
    });
    expect(decide(known(record))).toMatchObject({
      record: { channel: { id: 5 }, parts: [{ orderId: 'OLD-1', cartOrderId: 'old-cart-id' }] },
    });
  });

  it('uses the sales channel of the store', () => {
    const stores = [{ store: 'us', salesChannelId: 9 }];
    const order = shopOrder({ store: { typeId: 'store', key: 'us' } });
    const context = orderContext({ merchant: { stores } });
    expect(decide(known(syncRecord(), { order, context }))).toMatchObject({ record: { channel: { id: 9 } } });
  });

  it('reads an order again that was read a while ago', () => {
    expect(decide(known(syncRecord(), { orderReadAt: NOW - 5_001 }))).toEqual({ do: 'read-order' });
  });

  it('sends what this pass has claimed', () => {
    expect(decide(known(claimedRecord()))).toMatchObject({
      do: 'send',
      part: 1,
      draft: { cart: 7, order_id: 'A-1000', cart_order_id: ORDER_ID },
    });
  });

  it('gives the claim back when it is too late to send', () => {
    expect(decide(known(claimedRecord(), { sendBy: NOW - 1 }))).toMatchObject({
      do: 'note',
      record: { parts: [{ state: { step: 'planned' } }] },
    });
  });

  it('waits for the next try', () => {
    const record = syncRecord({ parts: [planned], retryAt: iso(NOW + 1), nextAttemptAt: iso(NOW + 1), attempts: 1 });
    const before = { ...record, lastError: { code: 'rate-limited', message: 'status 429', at: iso(NOW) } };
    expect(decide(known(before))).toMatchObject({
      record: { status: 'retrying', due: true, issues: [{ code: 'rate-limited', detail: 'status 429' }] },
    });
  });
});

describe('the next step for an uncertain part', () => {
  it.each([
    ['not before a minute has passed', uncertain({ endedAt: iso(NOW - 59_999) }), 'note'],
    ['after a minute', uncertain({ endedAt: iso(NOW - 60_000) }), 'look-up-part'],
    ['not within a minute after a miss', uncertain({ misses: 1, lastMissAt: iso(NOW - 59_999) }), 'note'],
    ['a minute after a miss', uncertain({ misses: 1, lastMissAt: iso(NOW - 60_000) }), 'look-up-part'],
  ])('looks it up %s', (_when, state, name) => {
    expect(decide(known(syncRecord({ parts: [part(state)] })))).toMatchObject({ do: name });
  });

  it.each([
    ['with an answer, one miss', uncertain({ answered: true, misses: 1, lastMissAt: iso(NOW) }), 'planned'],
    ['without, two misses', uncertain({ misses: 2, lastMissAt: iso(NOW) }), 'planned'],
    ['without, one miss does not do', uncertain({ misses: 1, lastMissAt: iso(NOW) }), 'uncertain'],
  ])('takes it for missing: %s', (_rule, state, step) => {
    expect(decide(known(syncRecord({ parts: [part(state)] })))).toMatchObject({
      do: 'note',
      record: { parts: [{ state: { step } }] },
    });
  });

  it('looks up a rejected part at once', () => {
    const state = { step: 'rejected' as const, fingerprint: 'f', reason: 'why', checked: false };
    expect(decide(known(syncRecord({ parts: [part(state)] })))).toEqual({ do: 'look-up-part', part: 1 });
  });
});

describe('the next step for an accepted order', () => {
  describe('whose preset is left to be applied', () => {
    const record = acceptedRecord([knownOrder()], { parts: [part(accepted({ presetToApply: 4 }))] });
    const claimed = (owner: string, more: Partial<Situation> = {}) =>
      firstStep(known({ ...record, lease: { owner, expiresAt: iso(NOW + 60_000) } }, more)).action;

    it('is the claim, as before every write to Ordoro', () => {
      expect(firstStep(known(record)).action).toMatchObject({
        do: 'save',
        record: { due: true, lease: { owner: 'this-pass', expiresAt: iso(NOW + 60_000) } },
      });
    });

    it('is the preset, under its own claim', () => {
      const preset = { do: 'apply-preset', part: 1, orderNumber: '1-A-1000', presetId: 4 };
      expect(claimed('this-pass')).toEqual(preset);
      expect(claimed('another')).toEqual({ do: 'done', outcome: 'held-by-another-instance' });
    });

    it('is left to the job when the time to wait for Ordoro is over', () => {
      expect(claimed('this-pass', { readBy: NOW - 1 }).do).not.toBe('apply-preset');
    });
  });

  it('does not look at the gate any more', () => {
    const record = acceptedRecord([knownOrder()], { status: 'waiting', open: true });
    const order = synced(shopOrder({ paymentState: 'Failed' }), '1-A-1000');
    expect(firstStep(known(record, { order })).record).toMatchObject({ status: 'exported', open: false });
  });

  it('writes each number to syncInfo once, as the record remembers, not because it is missing there', () => {
    const updateOf = (inSyncInfo: boolean) => {
      const { action } = firstStep(known(acceptedRecord([knownOrder({ inSyncInfo })])));
      return action.do === 'update-order' ? action.actions.map((one) => one.action) : action.do;
    };
    expect(updateOf(false)).toEqual(['updateSyncInfo', 'setCustomType']);
    expect(updateOf(true)).toEqual(['setCustomType']);
  });

  it('writes the numbers of all orders that it stands for, but not that of a split parent', () => {
    const orders = [
      knownOrder({ isParent: true, inSyncInfo: false }),
      knownOrder({ number: '1-A-1000-1', id: 502, parentNumber: '1-A-1000', inSyncInfo: false }),
      knownOrder({ number: '1-A-1000-2', id: 503, parentNumber: '1-A-1000', status: 'cancelled', inSyncInfo: false }),
    ];
    expect(firstStep(known(acceptedRecord(orders))).action).toMatchObject({
      do: 'update-order',
      actions: [
        { action: 'updateSyncInfo', externalId: '1-A-1000-1' },
        { action: 'updateSyncInfo', externalId: '1-A-1000-2' },
        { action: 'setCustomType', fields: { ordoroOrderNumbers: ['1-A-1000-1', '1-A-1000-2'] } },
      ],
    });
  });

  it('remembers a number that syncInfo lists already', () => {
    const record = acceptedRecord([knownOrder({ inSyncInfo: false })]);
    expect(firstStep(known(record, { order: synced(shopOrder(), '1-A-1000') })).record).toMatchObject({
      ordoroOrders: [{ inSyncInfo: true }],
    });
  });

  it('needs attention when Ordoro has another order for it, once the warehouse has been told or cannot be', () => {
    const record = acceptedRecord([knownOrder()], { duplicates: ['1-A-1000-X'] });
    const outOfTime = { sendBy: NOW - 1, readBy: NOW - 1 };
    expect(firstStep(known(record, outOfTime)).record).toMatchObject({
      status: 'needs-attention',
      issues: [{ code: 'duplicate-in-ordoro', detail: '1-A-1000-X' }],
    });
  });

  it('needs no attention for what the merchant has dismissed, while it lasts', () => {
    const dismissed = ['duplicate-in-ordoro: 1-A-1000-X', 'duplicate-in-ordoro: 1-A-1000-Y'];
    const record = acceptedRecord([knownOrder()], { duplicates: ['1-A-1000-X'], dismissed });
    const outOfTime = { sendBy: NOW - 1, readBy: NOW - 1 };
    expect(firstStep(known(record, outOfTime)).record).toMatchObject({
      status: 'exported',
      issues: [],
      duplicates: ['1-A-1000-X'],
      dismissed: ['duplicate-in-ordoro: 1-A-1000-X'],
    });
  });
});

describe('what was read from Ordoro', () => {
  it('is noted before anything else is decided', () => {
    const ordoroRows = [ordoroOrder({ status: 'cancelled', updatedDate: '2026-01-02T03:50:00.000000Z' })];
    expect(decide(known(acceptedRecord(), { ordoroRows }))).toMatchObject({
      do: 'note',
      record: { status: 'exported', ordoroOrders: [{ number: '1-A-1000', status: 'cancelled' }] },
    });
  });

  it('settles an uncertain order, too', () => {
    const record = syncRecord({ parts: [part(uncertain())] });
    expect(decide(known(record, { ordoroRows: [ordoroOrder()] }))).toMatchObject({
      do: 'note',
      record: { parts: [{ state: { step: 'accepted', orderNumber: '1-A-1000' } }] },
    });
  });

  it('is completed by reading relatives that nobody knows, and news that could not be taken in', () => {
    const ordoroRows = [ordoroOrder({ siblingNumbers: ['1-A-1000-2'] })];
    const record = acceptedRecord([knownOrder()], { unread: ['1-B'] });
    expect(decide(known(record, { ordoroRows }))).toEqual({ do: 'read-ordoro-orders', numbers: ['1-B', '1-A-1000-2'] });
  });

  it.each([
    ['when a try has failed in this pass', { failedNow: true }, {}],
    ['before the schedule says so', {}, { attempts: 1, nextAttemptAt: iso(NOW + 1), retryAt: iso(NOW + 1) }],
  ])('is not completed %s', (_when, more, failure) => {
    const record = acceptedRecord([knownOrder()], { unread: ['1-B'], ...failure });
    expect(firstStep(known(record, more)).action.do).not.toBe('read-ordoro-orders');
  });

  it('is completed at the moment that the schedule names', () => {
    const record = acceptedRecord([knownOrder()], {
      unread: ['1-B'],
      attempts: 1,
      nextAttemptAt: iso(NOW),
      retryAt: iso(NOW),
    });
    expect(decide(known(record))).toEqual({ do: 'read-ordoro-orders', numbers: ['1-B'] });
  });

  it.each([
    ['when a try has failed in this pass', { failedNow: true }, {}],
    ['before the schedule says so', {}, { attempts: 1, nextAttemptAt: iso(NOW + 1), retryAt: iso(NOW + 1) }],
  ])('keeps relatives that nobody knows for later %s', (_when, more, failure) => {
    const ordoroRows = [ordoroOrder({ siblingNumbers: ['1-A-1000-2'] })];
    const record = acceptedRecord([knownOrder()], { unread: ['1-B'], ...failure });
    const { action, record: noted } = firstStep(known(record, { ordoroRows, ...more }));
    expect(action.do).not.toBe('read-ordoro-orders');
    expect(noted).toMatchObject({ unread: ['1-B', '1-A-1000-2'], due: true });
  });

  it('is not completed by itself when the tries have ended, but they begin anew with the next relative', () => {
    const record = acceptedRecord([knownOrder()], { unread: ['1-B'], attempts: 9, firstFailedAt: iso(0) });
    expect(firstStep(known(record)).action.do).not.toBe('read-ordoro-orders');
    const ordoroRows = [ordoroOrder({ siblingNumbers: ['1-A-1000-2'] })];
    const { action, record: noted } = firstStep(known(record, { ordoroRows }));
    expect(action).toEqual({ do: 'read-ordoro-orders', numbers: ['1-B', '1-A-1000-2'] });
    expect(noted).toMatchObject({ attempts: 0 });
  });

  it('leaves the order due while something is still to be read', () => {
    const record = acceptedRecord([knownOrder()], { unread: ['1-B'] });
    expect(firstStep(known(record, { failedNow: true })).record).toMatchObject({ due: true });
  });
});

describe('the rules of eligibility', () => {
  it('are those of the context', () => {
    const states = new Map([['state-1', 'approved']]);
    const context = orderContext({ exportSince: 7, keys: { states } });
    expect(rulesOf(situation({ context }))).toEqual({
      exportWhen: context.settings.exportWhen,
      exportSince: 7,
      stateKeys: states,
      connectorId: 'ordoro',
    });
  });
});
