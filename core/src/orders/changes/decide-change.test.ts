import { describe, expect, it } from 'vitest';
import { playChanges } from '../../../tests/generators/change-pass.ts';
import { ChangeWorld, movedTo } from '../../../tests/generators/change-world.ts';
import {
  acceptedRecord,
  known,
  NOW,
  orderContext,
  ordoroOrder,
  shopOrder,
} from '../../../tests/generators/situations.ts';
import { parseFieldSource } from '../../config/field-mappings.ts';
import { withRequest } from '../record-changes.ts';
import { changeIssues } from './change-issues.ts';
import { decideChange, isChangePending } from './decide-change.ts';

const N = '1-A-1000';

function issues(world: ChangeWorld): string[] {
  return changeIssues(world.record, world.order).map(({ code, detail }) => `${code}: ${detail}`);
}

function request(world: ChangeWorld, word: 'hold' | 'resume' | 'retry'): void {
  world.stored = { ...world.stored, record: withRequest(world.record, word, world.now) };
}

describe('an exported order', () => {
  it('costs nothing while nothing changes', async () => {
    const world = new ChangeWorld();
    expect(await playChanges(world)).toEqual([]);
    expect(world.reads).toEqual([]);
  });

  it('of an older record is baselined silently, whatever it looks like', () => {
    const record = acceptedRecord();
    const step = decideChange(known(record), shopOrder(), record);
    expect(step).toMatchObject({ do: 'note', record: { changes: { sent: [{ part: 1 }] } } });
    if (step?.do !== 'note') throw new Error('no note');
    expect(decideChange(known(step.record), shopOrder(), step.record)).toBeUndefined();
    expect(isChangePending(known(step.record), shopOrder(), step.record)).toBe(false);
  });

  it('remembers what Ordoro shows of it for the first time, unless staff changed it before', () => {
    const record = acceptedRecord();
    const shown = (street1: string) => {
      const address = { name: 'Ada Lovelace', street1, city: 'Musterstadt', zip: '10115', country: 'DE' };
      const { content } = ordoroOrder();
      return ordoroOrder({ content: { ...content, shippingAddress: { ...NO_ADDRESS, ...address } } });
    };
    const theirs = (street1: string) => {
      const step = decideChange(known(record, { ordoroRows: [shown(street1)] }), shopOrder(), record);
      if (step?.do !== 'note') throw new Error('no note');
      return step.record.changes?.sent[0]?.fields['shipping address']?.theirs;
    };
    expect(theirs('HAUPTWEG 42')).toHaveProperty([N]);
    expect(theirs('Nebenweg 1')).toBeUndefined();
  });

  it('is not changed by a new mapping', async () => {
    const from = parseFieldSource('order.custom.giftMessage');
    if (from === undefined) throw new Error('no source');
    const custom = { type: { typeId: 'type' as const, id: 'other' }, fields: { giftMessage: 'Hello' } };
    const world = new ChangeWorld(shopOrder({ custom }));
    world.context = orderContext({
      merchant: { fields: [{ from, to: 'notes_from_customer' }], skuRules: [{ sku: 'GIFT-*', ship: false }] },
    });
    await playChanges(world);
    expect(world.sent).toEqual([]);
    world.order = { ...world.order, custom: { ...custom, fields: { giftMessage: 'Goodbye' } } };
    await playChanges(world);
    expect(world.edits).toMatchObject([{ kind: 'order', update: { notes_from_customer: 'Goodbye' } }]);
  });
});

const NO_ADDRESS = {
  name: undefined,
  company: undefined,
  street1: undefined,
  street2: undefined,
  city: undefined,
  state: undefined,
  zip: undefined,
  country: undefined,
  email: undefined,
  phone: undefined,
};

describe('a changed field', () => {
  it('is read, claimed, read once more and sent', async () => {
    const world = new ChangeWorld(shopOrder({ billingAddress: { country: 'DE', firstName: 'Bill' } }));
    world.order = movedTo(world.order, { streetNumber: '43' });
    const steps = await playChanges(world);
    expect(steps).toEqual(['read-ordoro-orders', 'save', 'edit-ordoro', 'edit-ordoro', 'save']);
    expect(world.reads).toEqual([N, N]);
    expect(world.edits).toMatchObject([
      {
        kind: 'shipping_address',
        number: N,
        address: { name: 'Ada Lovelace', street1: 'Hauptweg 43', street2: '', city: 'Musterstadt', country: 'DE' },
      },
    ]);
    // It is UNPROVEN that Ordoro keeps the parts that are left out, so they are sent along as Ordoro has them.
    expect(world.edits[0]).toHaveProperty('address.email', 'ada@shopper.example');
    expect(await playChanges(world)).toEqual([]);
  });

  it.each([
    ['e-mail', { customerEmail: 'new@shopper.example', shippingAddress: { country: 'DE' } }, 'shipping_address'],
    ['purchase order number', { purchaseOrderNumber: 'PO-7' }, 'order'],
    [
      'discount',
      { totalPrice: { type: 'centPrecision', centAmount: 2400, currencyCode: 'EUR', fractionDigits: 2 } },
      'financial',
    ],
  ] as const)('%s is sent by its own call', async (_what, change, kind) => {
    const base = shopOrder({
      shippingAddress: { ...shopOrder().shippingAddress, country: 'DE', email: undefined as unknown as string },
      billingAddress: { country: 'DE', email: 'bill@shopper.example' },
      discountOnTotalPrice: {
        discountedAmount: { type: 'centPrecision', centAmount: 100, currencyCode: 'EUR', fractionDigits: 2 },
        includedDiscounts: [],
      },
      totalPrice: { type: 'centPrecision', centAmount: 2400, currencyCode: 'EUR', fractionDigits: 2 },
    });
    const before = kind === 'financial' ? shopOrder({ billingAddress: { country: 'DE' } }) : base;
    const world = new ChangeWorld(before);
    const { shippingAddress: _same, ...rest } = change as { shippingAddress?: unknown };
    world.order =
      kind === 'financial'
        ? { ...base, shippingAddress: before.shippingAddress as never, billingAddress: { country: 'DE' } }
        : { ...base, ...rest };
    await playChanges(world);
    expect(world.edits.map((edit) => edit.kind)).toEqual([kind]);
  });

  it('sends all five amounts and leaves the card issuer as it is', async () => {
    const world = new ChangeWorld(shopOrder());
    world.order = {
      ...world.order,
      shippingInfo: { ...shippingOf(world), price: { ...shippingOf(world).price, centAmount: 700 } },
      totalPrice: { ...world.order.totalPrice, centAmount: 2700 },
    };
    await playChanges(world);
    expect(world.edits).toMatchObject([
      {
        kind: 'financial',
        amounts: { product_amount: 20, shipping_amount: 7, tax_amount: 0, discount_amount: 0, grand_total: 27 },
        creditCardIssuer: 'VISA',
      },
    ]);
  });

  it('that staff changed too is not overwritten, but flagged', async () => {
    const world = new ChangeWorld();
    setStreet(world, 'Staffweg 1');
    world.order = movedTo(world.order, { streetNumber: '43' });
    await playChanges(world);
    expect(world.at(N).content.shippingAddress?.street1).toBe('Staffweg 1');
    expect(issues(world)).toEqual(['too-late-to-change: shipping address: 1-A-1000 was changed in Ordoro too']);
    expect(world.at(N).content.comments).toEqual([
      'commercetools order A-1000 was changed in the shop, but not here (shipping address; noticed 2026-01-02 04:00 UTC). Please compare it with commercetools before you ship.',
    ]);
    expect(await playChanges(world)).toEqual([]);
  });

  it('that staff made themselves is taken as done', async () => {
    const world = new ChangeWorld();
    setStreet(world, 'HAUPTWEG 43.');
    world.order = movedTo(world.order, { streetNumber: '43' });
    await playChanges(world);
    expect(world.edits.map(({ kind }) => kind)).toEqual(['billing_address']);
    expect(issues(world)).toEqual([]);
  });

  it('clears by itself once staff takes its own change back', async () => {
    const world = new ChangeWorld();
    setStreet(world, 'Staffweg 1');
    world.order = movedTo(world.order, { streetNumber: '43' });
    await playChanges(world);
    setStreet(world, 'Hauptweg 42');
    await playChanges(world, { rows: structuredClone([...world.ordoro.values()]) });
    expect(world.at(N).content.shippingAddress?.street1).toBe('Hauptweg 43');
    expect(issues(world)).toEqual([]);
    expect(world.record.changes?.comments).toBeUndefined();
  });

  it('that is taken back is no change any more', async () => {
    const world = new ChangeWorld();
    const before = world.order;
    setStreet(world, 'Staffweg 1');
    world.order = movedTo(world.order, { streetNumber: '43' });
    await playChanges(world);
    world.order = before;
    await playChanges(world);
    expect(issues(world)).toEqual([]);
    expect(world.at(N).content.shippingAddress?.street1).toBe('Staffweg 1');
  });

  it('is too late once the order is shipped', async () => {
    const world = new ChangeWorld();
    world.change(N, (order) => {
      order.status = 'shipped';
    });
    world.order = movedTo(world.order, { streetNumber: '43' });
    await playChanges(world);
    expect(world.edits.map(({ kind }) => kind)).toEqual(['comment']);
    expect(issues(world)).toEqual(['too-late-to-change: shipping address: 1-A-1000 is shipped']);
    request(world, 'retry');
    await playChanges(world);
    expect(issues(world)).toEqual([]);
    expect(await playChanges(world)).toEqual([]);
  });

  it('reaches the open child of a split; the shipped one keeps what it had', async () => {
    const world = new ChangeWorld();
    const [shipped = '', open = ''] = world.split(N, [{ 'line-1': 1 }, { 'line-1': 1 }]);
    world.change(shipped, (order) => {
      order.status = 'shipped';
    });
    world.order = movedTo(world.order, { streetNumber: '43' });
    await playChanges(world);
    expect(world.at(open).content.shippingAddress?.street1).toBe('Hauptweg 43');
    expect(world.at(shipped).content.shippingAddress?.street1).toBe('Hauptweg 42');
    expect(issues(world)).toEqual([]);
  });

  it('is flagged while a supplier still sends a child with the old value', async () => {
    const world = new ChangeWorld(shopOrder({ billingAddress: { country: 'DE' } }));
    const [supplied = '', open = ''] = world.split(N, [{ 'line-1': 1 }, { 'line-1': 1 }]);
    world.change(supplied, (order) => {
      order.status = 'dropshipment_requested';
    });
    world.order = movedTo(world.order, { streetNumber: '43' });
    await playChanges(world);
    expect(world.at(open).content.shippingAddress?.street1).toBe('Hauptweg 43');
    expect(issues(world)).toEqual(['too-late-to-change: shipping address: 1-A-1000-1 is requested from a supplier']);
    expect(await playChanges(world)).toEqual([]);
  });

  it('of a merged order stays with the staff', async () => {
    const world = new ChangeWorld(shopOrder({ billingAddress: { country: 'DE' } }));
    world.change(N, (order) => {
      order.lines = [...order.lines, { ...order.lines[0]!, id: 77, cartOrderId: 'another-order', lineItemId: 'x' }];
    });
    world.order = movedTo(world.order, { streetNumber: '43' });
    await playChanges(world);
    expect(world.edits.map(({ kind }) => kind)).toEqual(['comment']);
    expect(issues(world)).toEqual(['too-late-to-change: shipping address: 1-A-1000 is merged with another order']);
  });

  it('is never the shipping method', async () => {
    const world = new ChangeWorld();
    world.order = { ...world.order, shippingInfo: { ...shippingOf(world), shippingMethodName: 'Express' } };
    await playChanges(world);
    expect(world.edits.map(({ kind }) => kind)).toEqual(['comment']);
    expect(issues(world)).toEqual([
      'too-late-to-change: shipping method: Ordoro takes it at the creation of an order only',
    ]);
    request(world, 'retry');
    await playChanges(world);
    expect(issues(world)).toEqual([]);
  });

  it('that would hold a new order is not sent', async () => {
    const world = new ChangeWorld(shopOrder({ billingAddress: { country: 'DE' } }));
    world.order = movedTo(world.order, { city: ' ' });
    await playChanges(world);
    expect(world.sent).toEqual([]);
    expect(issues(world)).toEqual(['incomplete-address: city is missing']);
    world.order = movedTo(world.order, { city: 'Neustadt' });
    await playChanges(world);
    expect(world.at(N).content.shippingAddress?.city).toBe('Neustadt');
    expect(issues(world)).toEqual([]);
  });

  it('is decided on what Ordoro shows right before the write', async () => {
    const world = new ChangeWorld(shopOrder({ billingAddress: { country: 'DE' } }));
    world.order = movedTo(world.order, { streetNumber: '43' });
    await playChanges(world, { beforeFirstEdit: () => setStreet(world, 'Staffweg 1') });
    expect(world.at(N).content.shippingAddress?.street1).toBe('Staffweg 1');
    expect(issues(world)).toEqual(['too-late-to-change: shipping address: 1-A-1000 was changed in Ordoro too']);
  });
});

describe('trouble', () => {
  const changed = () => {
    const world = new ChangeWorld(shopOrder({ billingAddress: { country: 'DE' } }));
    world.order = movedTo(world.order, { streetNumber: '43' });
    return world;
  };

  it.each(['lost', 'server-error', 'rate-limited'] as const)('%s: it is tried again on schedule', async (end) => {
    const world = changed();
    await playChanges(world, { edits: [end] });
    expect(world.record).toMatchObject({ attempts: 1, due: true, retryAt: '2026-01-02T04:01:00.000Z' });
    expect(await playChanges(world)).toEqual([]);
    world.wait(61_000);
    await playChanges(world);
    expect(world.at(N).content.shippingAddress?.street1).toBe('Hauptweg 43');
    expect(world.record).toMatchObject({ attempts: 0, due: false });
  });

  it('without a token it is left to the job', async () => {
    const world = changed();
    await playChanges(world, { edits: ['no-token'] });
    expect(world.record).toMatchObject({ attempts: 0, due: true });
    expect(world.record.lease).toBeUndefined();
    await playChanges(world);
    expect(world.edits).toHaveLength(1);
  });

  it('refused: it is read once more, tells why, and waits for a retry', async () => {
    const world = changed();
    await playChanges(world, { edits: ['rejected'] });
    expect(world.sent).toHaveLength(1);
    expect(issues(world)).toEqual(['ordoro-rejected: shipping address of 1-A-1000: status 400, no']);
    expect(await playChanges(world, { rows: structuredClone([...world.ordoro.values()]) })).toEqual([]);
    request(world, 'retry');
    await playChanges(world);
    expect(issues(world)).toEqual([]);
    expect(world.edits).toHaveLength(1);
  });

  it('after a day nothing is tried until the order changes again', async () => {
    const world = changed();
    for (let hour = 0; hour < 32; hour += 1) {
      await playChanges(world, { edits: ['rate-limited'] });
      world.wait(61 * 60_000);
    }
    expect(world.record).toMatchObject({ due: false });
    const { length } = world.sent;
    expect(await playChanges(world)).toEqual([]);
    expect(world.sent).toHaveLength(length);
    world.order = movedTo(world.order, { streetNumber: '44' });
    await playChanges(world);
    expect(world.at(N).content.shippingAddress?.street1).toBe('Hauptweg 44');
  });

  it('a process that died after the write: what it sent is recognised', async () => {
    const world = changed();
    await playChanges(world, { edits: ['dies-done'] });
    expect(world.record.lease).toBeDefined();
    world.order = movedTo(world.order, { streetNumber: '42' });
    world.wait(130_000);
    await playChanges(world);
    expect(world.at(N).content.shippingAddress?.street1).toBe('Hauptweg 42');
    expect(issues(world)).toEqual([]);
  });
});

describe('a hold after export', () => {
  it('keeps changes back and posts one comment', async () => {
    const world = new ChangeWorld();
    request(world, 'hold');
    world.order = movedTo(world.order, { streetNumber: '43' });
    await playChanges(world);
    await playChanges(world);
    expect(world.at(N).content.comments).toEqual([
      'The shop has put commercetools order A-1000 on hold (noticed 2026-01-02 04:00 UTC): changes of it do not arrive here until it is resumed. Please ask before you ship.',
    ]);
    expect(world.edits).toHaveLength(1);
    expect(world.record.due).toBe(false);
  });

  it('ends with resume; another hold is another comment', async () => {
    const world = new ChangeWorld();
    request(world, 'hold');
    world.order = movedTo(world.order, { streetNumber: '43' });
    await playChanges(world);
    request(world, 'resume');
    await playChanges(world);
    expect(world.at(N).content.shippingAddress?.street1).toBe('Hauptweg 43');
    world.wait(60_000);
    request(world, 'hold');
    await playChanges(world);
    expect(world.at(N).content.comments).toHaveLength(2);
  });

  it('does not stop a cancellation', async () => {
    const world = new ChangeWorld();
    request(world, 'hold');
    world.order = { ...world.order, orderState: 'Cancelled' };
    await playChanges(world);
    expect(world.edits.map(({ kind }) => kind)).toEqual(['cancel']);
  });
});

describe('a change whose answer was lost', () => {
  it('stays in doubt when the configuration of the field changes before it is settled', async () => {
    const from = parseFieldSource('order.custom.giftMessage');
    if (from === undefined) throw new Error('no such source');
    const shop = shopOrder({ custom: { type: { typeId: 'type', id: 'other' }, fields: { giftMessage: 'Hello' } } });
    const merchant = { fields: [{ from, to: 'notes_from_customer' as const }] };
    const world = new ChangeWorld(shop, orderContext({ merchant }));
    await playChanges(world);
    world.order = {
      ...world.order,
      custom: { type: { typeId: 'type', id: 'other' }, fields: { giftMessage: 'Goodbye' } },
    };
    await playChanges(world, { edits: ['lost'] });
    world.context = orderContext({ merchant: { ...merchant, skuRules: [{ sku: 'GIFT-*', ship: false }] } });
    world.wait(120_000);
    await playChanges(world);
    expect(world.at(N).content.notesFromCustomer).toContain('Goodbye');
  });
});

describe('a comment', () => {
  it('that stands there already is not posted again', async () => {
    const world = new ChangeWorld();
    request(world, 'hold');
    await playChanges(world, { edits: ['dies-done'] });
    expect(world.at(N).content.comments).toHaveLength(1);
    world.wait(61_000 + 61_000);
    await playChanges(world);
    expect(world.at(N).content.comments).toHaveLength(1);
    expect(await playChanges(world)).toEqual([]);
  });

  it('that Ordoro refuses is given up', async () => {
    const world = new ChangeWorld();
    request(world, 'hold');
    await playChanges(world, { edits: ['rejected'] });
    expect(await playChanges(world)).toEqual([]);
    expect(world.record.due).toBe(false);
  });

  it('tells of a duplicate that is left alone on both orders', async () => {
    const world = new ChangeWorld();
    const twin = { ...structuredClone(world.at(N)), id: 1_000_000, orderNumber: '1-TWIN' };
    world.ordoro.set('1-TWIN', twin);
    world.stored = { ...world.stored, record: { ...world.record, duplicates: ['1-TWIN'] } };
    await playChanges(world);
    expect(world.edits).toMatchObject([
      { kind: 'comment', number: '1-TWIN' },
      { kind: 'comment', number: N },
    ]);
    expect(world.now).toBe(NOW);
  });

  it('about a hold that an order was split before it could be told is posted on its children', async () => {
    const world = new ChangeWorld();
    request(world, 'hold');
    await playChanges(world, { edits: ['rate-limited'] });
    const children = world.split(N, [{ 'line-1': 1 }, { 'line-1': 1 }]);
    world.wait(120_000);
    await playChanges(world, { rows: [N, ...children].map((number) => structuredClone(world.at(number))) });
    expect(children.map((number) => world.at(number).content.comments)).toEqual([
      [expect.stringContaining('on hold')],
      [expect.stringContaining('on hold')],
    ]);
  });
});

function setStreet(world: ChangeWorld, street1: string): void {
  world.change(N, (order) => {
    const address = order.content.shippingAddress;
    if (address !== undefined) order.content = { ...order.content, shippingAddress: { ...address, street1 } };
  });
}

function shippingOf({ order }: ChangeWorld) {
  if (order.shippingInfo === undefined) throw new Error('no shipping');
  return order.shippingInfo;
}
