import { describe, expect, it } from 'vitest';
import type { Script, SendEnd } from '../../tests/generators/order-pass.ts';
import { OrderWorld } from '../../tests/generators/order-world.ts';
import { dividedOrder, NOW, ordoroLine, shopOrder, showing } from '../../tests/generators/situations.ts';
import type { OrdoroOrder } from '../ordoro/readers.ts';
import { readShippingInfo } from '../ordoro/shipping-info-reader.ts';
import type { WarehouseComment } from '../records/order-changes.ts';

const MINUTE = 60_000;
const OWN = '1-A-1000';
const COPY = '1-A-1000-D2';

const fieldsOf = (world: OrderWorld) => world.order?.custom?.fields ?? {};

/** An order that the connector has sent twice, and whose record knows of the first only. */
async function doubled(change: (copy: OrdoroOrder) => Partial<OrdoroOrder> = () => ({})): Promise<OrderWorld> {
  const world = new OrderWorld();
  await world.play();
  const [draft] = world.posts;
  if (draft === undefined) throw new Error('nothing was sent');
  const copy = world.create(draft);
  alter(world, COPY, change(copy));
  return world;
}

/** Somebody changes an Ordoro order. */
function alter(world: OrderWorld, number: string, change: Partial<OrdoroOrder>): void {
  const at = world.inOrdoro.findIndex(({ order }) => order.orderNumber === number);
  const stored = world.inOrdoro[at];
  if (stored === undefined) throw new Error(`Ordoro has no order ${number}`);
  world.inOrdoro[at] = { ...stored, order: { ...stored.order, ...change } };
}

function ordered(world: OrderWorld, number: string): OrdoroOrder {
  const found = world.inOrdoro.find(({ order }) => order.orderNumber === number);
  if (found === undefined) throw new Error(`Ordoro has no order ${number}`);
  return found.order;
}

/** The job sees all orders of Ordoro. */
function look(world: OrderWorld, script: Script = {}) {
  return world.play({ readsRecordFirst: true, ordoroRows: world.visible(), ...script });
}

function withPolicy({ context }: OrderWorld, cancelPolicy: 'flag' | 'cancel'): OrderWorld['context'] {
  return { ...context, settings: { ...context.settings, cancelPolicy } };
}

const cancellations = (world: OrderWorld) =>
  world.edits.filter(({ kind }) => kind === 'cancel').map(({ number }) => number);

function expectAllWell(world: OrderWorld): void {
  expect(world.record).toMatchObject({ status: 'exported', due: false, issues: [] });
  expect(world.record).not.toHaveProperty('duplicates');
  expect(fieldsOf(world)).toMatchObject({ ordoroSyncStatus: 'exported', ordoroOrderNumbers: [OWN] });
}

/** The duplicate is left alone, and both sides are told. */
function expectFlagged(world: OrderWorld, why: string): void {
  expect(cancellations(world)).toEqual([]);
  expect(world.record).toMatchObject({ status: 'needs-attention', duplicates: [COPY], due: false });
  expect(fieldsOf(world)).toMatchObject({
    ordoroIssues: [`duplicate-in-ordoro: ${COPY}`],
    ordoroSyncMessage: expect.stringContaining(`${COPY} was not cancelled, because it ${why}.`),
  });
  expect([OWN, COPY].map((number) => ordered(world, number).content.comments)).toEqual([
    [expect.stringContaining(`${COPY} is for the same`)],
    [expect.stringContaining('is not the one that the shop follows')],
  ]);
}

describe('a second Ordoro order that the connector made', () => {
  it('is cancelled under a claim that says so, and told why under one that knows the words; afterwards all is well', async () => {
    const world = await doubled();
    const { steps } = await look(world);
    expect(steps).toEqual([
      ...['save', 'edit-ordoro', 'edit-ordoro'],
      ...['save', 'edit-ordoro'],
      ...['update-order', 'save', 'log', 'done'],
    ]);
    const [, , forCancelling, forComment] = world.saved.map((text) => JSON.parse(text));
    expect(forCancelling).toMatchObject({
      lease: { expiresAt: new Date(NOW + MINUTE).toISOString() },
      changes: { attempt: { statuses: [{ number: COPY, to: 'cancelled' }] } },
    });
    expect(forComment.changes.comments.map(({ text }: WarehouseComment) => text)).toEqual(
      ordered(world, COPY).content.comments,
    );
    expect(cancellations(world)).toEqual([COPY]);
    expectAllWell(world);
    expect(fieldsOf(world)).toMatchObject({
      ordoroSyncMessage: `Sent to Ordoro as ${OWN}. Ordoro had the order a second time: ${COPY} was cancelled there.`,
    });
  });

  it('says on itself why it was cancelled, once', async () => {
    const world = await doubled();
    await look(world);
    expect(ordered(world, COPY).content.comments).toEqual([expect.stringContaining(`${OWN} is the one to ship`)]);
    expect(ordered(world, OWN).content.comments).toEqual([]);
    expect((await look(world)).steps).toEqual(['done']);
    expect(world.edits).toHaveLength(2);
  });

  it('is cancelled although the order is on hold', async () => {
    const world = await doubled();
    if (world.order !== undefined) world.order = showing(world.order, { ...fieldsOf(world), ordoroRequest: 'hold' });
    await look(world);
    expect(cancellations(world)).toEqual([COPY]);
  });

  it('is cancelled with the own one when the order is cancelled', async () => {
    const world = await doubled();
    world.order = { ...(world.order ?? shopOrder()), orderState: 'Cancelled' };
    await look(world);
    expect(cancellations(world).toSorted()).toEqual([OWN, COPY]);
    expect(world.record).toMatchObject({ status: 'cancelled', due: false });
  });

  it.each(['lost', 'lost-stored'] as const)('is read before anything else when the answer is %s', async (end) => {
    const world = await doubled();
    await look(world, { edits: [end] });
    expect(world.record).toMatchObject({ due: true, changes: { unclear: [{ number: COPY, to: 'cancelled' }] } });
    for (let turn = 0; turn < 4; turn += 1) {
      world.now += 2 * MINUTE;
      await world.play({ readsRecordFirst: true });
    }
    expect(ordered(world, COPY).status).toBe('cancelled');
    expect(cancellations(world)).toHaveLength(end === 'lost' ? 2 : 1);
    expectAllWell(world);
    expect(world.record.changes?.duplicates).toEqual([{ number: COPY, isCancelled: true }]);
  });

  it('is settled by the next process wherever the first one died, and told once why', async () => {
    let died = 0;
    for (let isOver = false; !isOver; ) {
      const world = await doubled();
      isOver = (await look(world, { diesAfter: died + 1 })).outcome !== 'died';
      if (!isOver) died += 1;
      for (let turn = 0; turn < 4; turn += 1) {
        world.now += 2 * MINUTE;
        await look(world);
      }
      expect(cancellations(world)).toEqual([COPY]);
      expect(ordered(world, COPY).content.comments).toHaveLength(1);
      expectAllWell(world);
    }
    expect(died).toBeGreaterThan(8);
  });

  it('is found by a look-up after a lost answer, and cancelled in the same pass', async () => {
    const world = new OrderWorld();
    await world.play({ sends: ['timeout-stored'] });
    const [draft] = world.posts;
    if (draft !== undefined) world.create(draft);
    world.now += MINUTE;
    await world.play({ readsRecordFirst: true });
    expect(cancellations(world)).toEqual([COPY]);
    expectAllWell(world);
  });

  it('stays restored when staff restore it', async () => {
    const world = await doubled();
    await look(world);
    alter(world, COPY, { status: 'awaiting_fulfillment', updatedDate: '2026-01-03T00:00:00Z' });
    await look(world);
    expect(cancellations(world)).toEqual([COPY]);
    expect(world.record).toMatchObject({ status: 'needs-attention', duplicates: [COPY], due: false });
    expect(fieldsOf(world).ordoroSyncMessage).toContain('was cancelled by the connector and restored in Ordoro');
  });

  it('is read once more before the cancellation goes out, and flagged when it was shipped meanwhile', async () => {
    const world = await doubled();
    const rows = world.visible();
    alter(world, COPY, { status: 'shipped' });
    await world.play({ readsRecordFirst: true, ordoroRows: rows });
    expectFlagged(world, 'is shipped already');
  });

  it('is flagged when Ordoro refuses to cancel it, which is not asked again before "retry"', async () => {
    const world = await doubled();
    await look(world, { edits: ['rejected', 'rejected'] });
    expect(world.record).toMatchObject({ status: 'needs-attention', duplicates: [COPY], due: false });
    expect(fieldsOf(world).ordoroSyncMessage).toContain(
      `${COPY} was not cancelled, because it is one that Ordoro refuses to cancel: `,
    );
    const asked = cancellations(world).length;
    expect((await look(world)).steps).toEqual(['done']);
    expect(cancellations(world)).toHaveLength(asked);
    if (world.order !== undefined) world.order = showing(world.order, { ...fieldsOf(world), ordoroRequest: 'retry' });
    await world.play({ readsRecordFirst: true });
    expectAllWell(world);
  });

  it('is judged anew on "retry"', async () => {
    const world = await doubled(() => ({ hasLabel: true }));
    await look(world);
    expectFlagged(world, 'has, or may have, a shipping label');
    alter(world, COPY, { hasLabel: false });
    expect((await world.play({ readsRecordFirst: true })).steps).toEqual(['done']);
    if (world.order !== undefined) world.order = showing(world.order, { ...fieldsOf(world), ordoroRequest: 'retry' });
    await world.play({ readsRecordFirst: true });
    expect(cancellations(world)).toEqual([COPY]);
    expectAllWell(world);
  });

  it('is judged anew when the order is cancelled', async () => {
    const world = await doubled(({ lines }) => ({ lines: lines.map((line) => ({ ...line, quantity: 9 })) }));
    alter(world, OWN, { lines: [ordoroLine({ quantity: 1 })], updatedDate: '2026-01-02T05:00:00Z' });
    await look(world);
    expectFlagged(world, 'holds units that the order which the shop follows does not hold');
    world.order = { ...(world.order ?? shopOrder()), orderState: 'Cancelled' };
    await world.play({ readsRecordFirst: true });
    expect(cancellations(world).toSorted()).toEqual([OWN, COPY]);
  });
});

describe('another Ordoro order with the id of the order is flagged on both sides', () => {
  it.each<[string, string, (copy: OrdoroOrder) => Partial<OrdoroOrder>]>([
    ['a label was made for it', 'has, or may have, a shipping label', () => ({ hasLabel: true })],
    ['Ordoro does not tell of labels', 'has, or may have, a shipping label', () => ({ hasLabel: undefined })],
    ['it was shipped', 'is shipped already', () => ({ status: 'shipped', shippingInfo: readShippingInfo({}) })],
    ['a supplier has it', 'is requested from a supplier', () => ({ status: 'dropshipment_requested' })],
    ['its state is new', 'is in a state that the connector does not know', () => ({ status: 'on_the_moon' })],
    ['it is on another channel', 'is not on the sales channel of this order', () => ({ salesChannelId: 8 })],
    ['it has another order_id', 'was not made by the connector', () => ({ orderId: 'A-1000-D2' })],
    [
      'its notes are not those that were sent',
      'was not made by the connector',
      ({ content }) => ({ content: { ...content, internalNotes: 'EUR, by hand' } }),
    ],
    [
      'it has a line of nobody',
      'has a line that does not belong to this order',
      ({ lines }) => ({ lines: [...lines, ordoroLine({ id: 1, lineItemId: undefined })] }),
    ],
    ['it was split', 'was split', () => ({ siblingNumbers: ['1-Z'] })],
    ['nothing tells which is older', 'may be the older one', () => ({ id: undefined })],
  ])('when %s', async (_case, why, change) => {
    const world = await doubled(change);
    await look(world);
    expectFlagged(world, why);
    expect((await look(world)).steps).toEqual(['done']);
  });

  it('when it was shipped, and its units are not counted', async () => {
    const world = await doubled(() => ({
      status: 'shipped',
      shippingInfo: readShippingInfo({ tracking_number: 'X' }),
    }));
    await look(world);
    expect(world.order?.shippingInfo?.deliveries ?? []).toEqual([]);
    expect(world.record.ordoroOrders?.map(({ number }) => number)).toEqual([OWN]);
  });

  it('when the own one was cancelled by staff', async () => {
    const world = await doubled();
    alter(world, OWN, { status: 'cancelled', updatedDate: '2026-01-02T05:00:00Z' });
    await look(world);
    expect(cancellations(world)).toEqual([]);
    expect(world.record.issues.map(({ code }) => code).toSorted()).toEqual([
      'cancelled-in-ordoro',
      'duplicate-in-ordoro',
    ]);
  });

  it('when the own one was cancelled by staff, whatever CANCEL_POLICY says: they have kept the other', async () => {
    const world = await doubled();
    world.context = withPolicy(world, 'cancel');
    alter(world, OWN, { status: 'cancelled', updatedDate: '2026-01-02T05:00:00Z' });
    for (const _look of [1, 2]) await look(world);
    expect(world.order?.orderState).toBe('Open');
    expect(cancellations(world)).toEqual([]);
    expect(world.record).toMatchObject({ status: 'needs-attention', duplicates: [COPY] });
  });

  it('when staff cancelled the own one a moment ago: it is read before the other may be cancelled', async () => {
    const world = await doubled();
    alter(world, OWN, { status: 'cancelled', updatedDate: '2026-01-02T05:00:00Z' });
    await look(world, { ordoroRows: [ordered(world, COPY)] });
    expect(cancellations(world)).toEqual([]);
    expect(world.record).toMatchObject({ status: 'needs-attention', duplicates: [COPY] });
  });

  it('while Ordoro does not show the own one; comments wait until it is judged', async () => {
    const world = await doubled();
    const [own] = world.inOrdoro.splice(0, 1);
    await look(world);
    expect(cancellations(world)).toEqual([]);
    expect(fieldsOf(world).ordoroSyncMessage).toContain('cannot be compared with the one that the shop follows');
    expect(ordered(world, COPY).content.comments).toEqual([]);
    alter(world, COPY, { hasLabel: true });
    if (own !== undefined) world.inOrdoro.push(own);
    await look(world);
    expectFlagged(world, 'has, or may have, a shipping label');
  });

  it('when staff restored it after the order was cancelled by policy, because all was cancelled', async () => {
    const world = await doubled(() => ({ status: 'cancelled' }));
    world.context = withPolicy(world, 'cancel');
    alter(world, OWN, { status: 'cancelled', updatedDate: '2026-01-02T05:00:00Z' });
    await look(world);
    expect(world.order?.orderState).toBe('Cancelled');
    alter(world, COPY, { status: 'awaiting_fulfillment', updatedDate: '2026-01-02T06:00:00Z' });
    await look(world);
    expect(cancellations(world)).toEqual([]);
    expect(world.record).toMatchObject({ status: 'needs-attention', duplicates: [COPY] });
  });

  it('when both bear one number, because a cancellation would reach either', async () => {
    const world = await doubled();
    const twin = { ...ordered(world, COPY), orderNumber: OWN };
    await world.play({ readsRecordFirst: true, ordoroRows: [ordered(world, OWN), twin] });
    expect(cancellations(world)).toEqual([]);
    expect(world.record).toMatchObject({ duplicates: [OWN], due: false });
    expect(fieldsOf(world).ordoroSyncMessage).toContain('bears the same number');
  });
});

describe('an order whose number another Ordoro order bears by now', () => {
  it('is not written to: the other one is read once in a pass, and it is told and tried again', async () => {
    const world = new OrderWorld();
    await world.play();
    alter(world, OWN, { id: 999 });
    world.order = { ...(world.order ?? shopOrder()), orderState: 'Cancelled' };
    const { outcome, steps } = await world.play({ readsRecordFirst: true });
    expect(outcome).toBe('exported');
    expect(steps.filter((step) => step === 'read-ordoro-orders')).toHaveLength(1);
    expect(world.edits).toEqual([]);
    expect(world.record).toMatchObject({
      due: true,
      attempts: 1,
      lastError: { message: `Ordoro does not show order ${OWN}, or shows another one under that number` },
    });
  });
});

describe('a duplicate that is older than the order that is followed', () => {
  /** What Ordoro got first it shows last. */
  async function lateOlder(change: Partial<OrdoroOrder> = {}): Promise<OrderWorld> {
    const world = await doubled();
    alter(world, COPY, { id: 400, ...change });
    return world;
  }

  it('is followed from then on when both are alike, and the younger is cancelled', async () => {
    const world = await lateOlder();
    await look(world);
    expect(cancellations(world)).toEqual([OWN]);
    expect(world.record).toMatchObject({
      status: 'exported',
      numbers: [COPY],
      parts: [{ state: { orderNumber: COPY } }],
      changes: { duplicates: [{ number: OWN, isCancelled: true }] },
    });
    expect(world.order?.syncInfo.map(({ externalId }) => externalId)).toEqual([OWN, COPY]);
    expect(fieldsOf(world)).toMatchObject({ ordoroOrderNumbers: [COPY] });
    expect((await look(world)).steps).toEqual(['done']);
  });

  it('is cancelled with the younger when the order is cancelled, although the two are not alike', async () => {
    const world = await lateOlder();
    const { content } = ordered(world, COPY);
    alter(world, COPY, { content: { ...content, notesFromCustomer: 'ring twice' } });
    world.order = { ...(world.order ?? shopOrder()), orderState: 'Cancelled' };
    await look(world, { ordoroRows: [ordered(world, COPY)] });
    expect(cancellations(world).toSorted()).toEqual([OWN, COPY]);
    expect(world.record).toMatchObject({ status: 'cancelled', due: false });
  });

  it('is flagged when something was changed in one of them since', async () => {
    const world = await lateOlder();
    const { content } = ordered(world, COPY);
    alter(world, COPY, { content: { ...content, notesFromCustomer: 'ring twice' } });
    await look(world);
    expectFlagged(world, 'is older than the one that the shop follows, and not the same');
  });

  it('is flagged when somebody is at work on the younger', async () => {
    const world = await lateOlder();
    alter(world, OWN, { hasLabel: true });
    await look(world);
    expectFlagged(world, 'is older than the one that the shop follows, and not the same');
  });
});

describe('a duplicate of one part while another part is not accepted', () => {
  const PART = '1-A-1000-S1';
  const PART_COPY = `${PART}-D2`;

  /** The first part is in Ordoro twice, the second one ended like this. */
  async function doubledPart(end: SendEnd, change: Partial<OrdoroOrder> = {}): Promise<OrderWorld> {
    const world = new OrderWorld(dividedOrder());
    await world.play({ sends: ['accepted', end] });
    const [draft] = world.posts;
    if (draft === undefined) throw new Error('nothing was sent');
    world.create(draft);
    alter(world, PART_COPY, change);
    world.now += 3 * MINUTE;
    return world;
  }

  it.each(['rejected', 'auth', 'unreachable', 'timeout'] as const)(
    '(%s) is cancelled without waiting for it',
    async (end) => {
      const world = await doubledPart(end);
      await look(world, { sends: [end] });
      expect(cancellations(world)).toEqual([PART_COPY]);
      expect(world.record).not.toHaveProperty('duplicates');
      expect(fieldsOf(world).ordoroSyncMessage).toContain(`${PART_COPY} was cancelled there.`);
      expect(ordered(world, PART).status).toBe('awaiting_fulfillment');
    },
  );

  it.each(['rejected', 'auth', 'timeout'] as const)(
    '(%s) is told on both sides where it must be left alone',
    async (end) => {
      const world = await doubledPart(end, { hasLabel: true });
      await look(world, { sends: [end] });
      expect(cancellations(world)).toEqual([]);
      expect(world.record.issues.at(-1)).toEqual({ code: 'duplicate-in-ordoro', detail: PART_COPY });
      expect(fieldsOf(world)).toMatchObject({
        ordoroSyncStatus: end === 'rejected' ? 'failed' : 'retrying',
        ordoroSyncMessage: expect.stringContaining(`${PART_COPY} was not cancelled, because it has, or may have`),
      });
      expect([PART, PART_COPY].map((number) => ordered(world, number).content.comments.length)).toEqual([1, 1]);
    },
  );

  it('keeps the order due until it is dealt with, and what Ordoro refused is shown again afterwards', async () => {
    const world = await doubledPart('rejected');
    await look(world, { edits: ['rate-limited'] });
    expect(world.record).toMatchObject({ due: true, duplicates: [PART_COPY] });
    world.now += 5 * MINUTE;
    await world.play({ readsRecordFirst: true });
    expect(cancellations(world)).toEqual([PART_COPY]);
    expect(world.record).toMatchObject({ status: 'failed', due: false, issues: [{ code: 'ordoro-rejected' }] });
    expect(world.deadLetters.size).toBe(1);
    expect(world.posts).toHaveLength(2);
  });

  it('is not shown any more once the merchant has dismissed it', async () => {
    const world = await doubledPart('rejected', { hasLabel: true });
    await look(world);
    if (world.order !== undefined) world.order = showing(world.order, { ...fieldsOf(world), ordoroRequest: 'retry' });
    await world.play({ readsRecordFirst: true, sends: ['rejected'] });
    await world.play({ readsRecordFirst: true });
    expect(fieldsOf(world).ordoroIssues).toEqual([expect.stringMatching(/^ordoro-rejected/)]);
  });

  it('is told the warehouse together with a hold', async () => {
    const world = await doubledPart('auth', { hasLabel: true });
    if (world.order !== undefined) world.order = showing(world.order, { ...fieldsOf(world), ordoroRequest: 'hold' });
    await look(world);
    expect(ordered(world, PART).content.comments).toEqual([
      expect.stringContaining(`${PART_COPY} is for the same`),
      expect.stringContaining('on hold'),
    ]);
    expect(world.posts).toHaveLength(2);
  });
});
