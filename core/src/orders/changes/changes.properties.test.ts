import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EditEnd, playChanges } from '../../../tests/generators/change-pass.ts';
import { ChangeWorld, movedTo, withUnits } from '../../../tests/generators/change-world.ts';
import { ORDER_ID, shopOrder } from '../../../tests/generators/situations.ts';
import type { SyncRecord } from '../../records/sync-record.ts';
import { withRequest } from '../record-changes.ts';
import type { OrdoroEdit } from './ordoro-edit.ts';

/** What the merchant, the warehouse's staff or the network does. */
type Step =
  | { readonly kind: 'units'; readonly line: string; readonly units: number }
  | {
      readonly kind:
        | 'street'
        | 'email'
        | 'staff-street'
        | 'staff-notes'
        | 'ship'
        | 'staff-cancel'
        | 'staff-restore'
        | 'dropship';
      readonly at: number;
    }
  | { readonly kind: 'staff-units'; readonly at: number; readonly units: number }
  | { readonly kind: 'staff-removes'; readonly at: number }
  | { readonly kind: 'product'; readonly isThere: boolean }
  | { readonly kind: 'split'; readonly at: number }
  | { readonly kind: 'cancel' | 'reopen' | 'hold' | 'resume' | 'retry' }
  | { readonly kind: 'wait'; readonly minutes: number }
  | {
      readonly kind: 'pass';
      readonly edits: readonly EditEnd[];
      readonly diesAfter: number | undefined;
      readonly lists: boolean;
    };

const at = fc.nat({ max: 9 });
const ends = fc.constantFrom<EditEnd>(
  'done',
  'done',
  'lost',
  'lost-done',
  'dies',
  'dies-done',
  'server-error',
  'rate-limited',
  'no-token',
  'rejected',
);
const passesWith = (endings: fc.Arbitrary<EditEnd>) =>
  fc.record({
    kind: fc.constant('pass' as const),
    edits: fc.array(endings, { maxLength: 5 }),
    diesAfter: fc.option(fc.nat({ max: 25 }), { nil: undefined, freq: 4 }),
    lists: fc.boolean(),
  });
const passes = passesWith(ends);
/** What Ordoro still works on may come after staff's edit: nobody can prevent that. */
const passesWithLateWrites = passesWith(
  fc.oneof({ weight: 4, arbitrary: ends }, { weight: 1, arbitrary: fc.constant('lost-late' as const) }),
);
const waits = fc.record({ kind: fc.constant('wait' as const), minutes: fc.constantFrom(1, 2, 10, 70) });
const shop: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('units' as const),
    line: fc.constantFrom('line-1', 'line-2', 'line-3'),
    units: fc.nat({ max: 4 }),
  }),
  fc.record({ kind: fc.constantFrom('street' as const, 'email' as const), at }),
  fc.record({ kind: fc.constantFrom('cancel' as const, 'reopen' as const) }),
);
const requests: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('hold' as const, 'resume' as const, 'retry' as const),
});
const splits: fc.Arbitrary<Step> = fc.record({ kind: fc.constant('split' as const), at });
/** Ordoro gets the product of line-3, or does not have it any more. */
const products: fc.Arbitrary<Step> = fc.record({ kind: fc.constant('product' as const), isThere: fc.boolean() });
const staff: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('staff-street', 'staff-notes', 'ship', 'staff-cancel', 'staff-restore', 'dropship'),
    at,
  }) as fc.Arbitrary<Step>,
  fc.record({ kind: fc.constant('staff-units' as const), at, units: fc.integer({ min: 11, max: 99 }) }),
  fc.record({ kind: fc.constant('staff-removes' as const), at }),
);

/** A world that knows what staff did, and complains when the connector undoes it. */
class Story {
  readonly world = new ChangeWorld(withUnits(shopOrder(), { 'line-1': 2, 'line-2': 3 }));
  readonly complaints: string[] = [];
  /** What staff wrote and nobody has dealt with: `number field`. */
  readonly touched = new Set<string>();
  #seen = 0;
  #names = 0;
  #cancelledByUs = new Set<string>();

  async take(step: Step): Promise<void> {
    const { world } = this;
    switch (step.kind) {
      case 'units': {
        const units = Object.fromEntries(world.order.lineItems.map(({ id, quantity }) => [id, quantity]));
        world.order = {
          ...withUnits(world.order, { ...units, [step.line]: step.units }),
          orderState: world.order.orderState,
        };
        return;
      }
      case 'street':
        world.order = movedTo(world.order, { streetName: `Weg ${this.#name()}` });
        return;
      case 'email':
        world.order = { ...world.order, customerEmail: `ada${this.#name()}@shopper.example` };
        world.order = movedTo(world.order, { email: `ada${this.#names}@shopper.example` });
        return;
      case 'cancel':
      case 'reopen':
        world.order = { ...world.order, orderState: step.kind === 'cancel' ? 'Cancelled' : 'Open' };
        return;
      case 'hold':
      case 'resume':
      case 'retry':
        if (step.kind === 'retry') this.touched.clear();
        this.#request(step.kind);
        return;
      case 'wait':
        world.wait(step.minutes * 60_000);
        return;
      case 'product':
        world.skus = new Map([...world.skus, ['SOCKS', step.isThere ? { ordoroSku: 'SOCKS' } : 'unmapped']]);
        return;
      case 'pass':
        await playChanges(world, {
          edits: step.edits,
          ...(step.diesAfter === undefined ? {} : { diesAfter: step.diesAfter }),
          ...(step.lists ? { rows: structuredClone([...world.ordoro.values()]) } : {}),
        });
        this.check();
        return;
      default:
        this.#staff(step);
    }
  }

  /** Everything calms down: passes without faults until nothing is left to do. */
  async calm(): Promise<void> {
    for (let turn = 0; turn < 12; turn += 1) {
      const rows = turn === 0 ? structuredClone([...this.world.ordoro.values()]) : [];
      await playChanges(this.world, { rows });
      this.check();
      const { record, underWay } = this.world;
      if (!record.due && record.lease === undefined && underWay.length === 0) return;
      this.world.wait(61_000 + turn * 60_000);
    }
    throw new Error('it never comes to rest');
  }

  /** Looks at what the connector wrote since the last time. */
  check(): void {
    const { world } = this;
    for (const edit of world.edits.slice(this.#seen)) this.#checkEdit(edit);
    // Whether our own cancellation arrived, or staff's came first, nobody can tell.
    const { attempt, unclear = [] } = world.record.changes ?? {};
    for (const { number } of [...(attempt?.statuses ?? []), ...unclear]) this.#cancelledByUs.add(number);
    this.#seen = world.edits.length;
    const added = new Map<string, number>();
    for (const { lines, isParent, status } of world.ordoro.values()) {
      if (isParent || status === 'cancelled') continue;
      for (const { lineItemId = '' } of lines) added.set(lineItemId, (added.get(lineItemId) ?? 0) + 1);
      const ids = lines.map(({ lineItemId }) => lineItemId);
      if (new Set(ids).size !== ids.length) this.complaints.push(`a line stands twice: ${ids.join(' ')}`);
    }
  }

  #checkEdit(edit: OrdoroEdit): void {
    const { number } = edit;
    const isStaffs = (what: string) => this.touched.has(`${number} ${what}`);
    const street = edit.kind === 'shipping_address' ? edit.address.street1 : undefined;
    if (street !== undefined && !street.startsWith('Staff ') && isStaffs('street'))
      this.complaints.push(`the street of ${number} was overwritten`);
    if (edit.kind === 'order' && edit.update.internal_notes !== undefined && isStaffs('notes'))
      this.complaints.push(`the notes of ${number} were overwritten`);
    if ('for' in edit)
      for (const { lineItemId } of edit.for?.lines ?? [])
        if (isStaffs(lineItemId)) this.complaints.push(`the units of ${lineItemId} in ${number} were overwritten`);
    if (edit.kind === 'cancel') this.#cancelledByUs.add(number);
    if (edit.kind === 'uncancel' && !this.#cancelledByUs.has(number)) this.complaints.push(`${number} was restored`);
  }

  #staff(step: Exclude<Step, { kind: 'units' | 'wait' | 'pass' | 'product' }>): void {
    const { world } = this;
    const live = [...world.ordoro.values()].filter(({ isParent }) => !isParent);
    const target = live['at' in step ? step.at % live.length : 0];
    if (target === undefined) return;
    const number = target.orderNumber;
    const isOpen = target.status === 'awaiting_fulfillment';
    switch (step.kind) {
      case 'staff-street':
        if (!isOpen) return;
        world.change(number, (order) => {
          const address = order.content.shippingAddress;
          if (address === undefined) return;
          order.content = { ...order.content, shippingAddress: { ...address, street1: `Staff ${this.#name()}` } };
        });
        this.touched.add(`${number} street`);
        return;
      case 'staff-notes':
        world.change(number, (order) => {
          order.content = { ...order.content, internalNotes: `Staff ${this.#name()}` };
        });
        this.touched.add(`${number} notes`);
        return;
      case 'staff-units': {
        const [first] = target.lines;
        if (!isOpen || first === undefined) return;
        world.change(number, (order) => {
          order.lines = order.lines.map((one) => (one.id === first.id ? { ...one, quantity: step.units } : one));
        });
        for (const { orderNumber } of live) this.touched.add(`${orderNumber} ${first.lineItemId}`);
        return;
      }
      case 'staff-removes': {
        const [first] = target.lines;
        if (!isOpen || first === undefined) return;
        world.change(number, (order) => {
          order.lines = order.lines.filter(({ id }) => id !== first.id);
        });
        // After a lost answer nobody can tell it from our own removal, or from our own line that never arrived.
        if (!this.#isInDoubt(first.lineItemId)) this.touched.add(`${number} ${first.lineItemId}`);
        return;
      }
      case 'ship':
      case 'dropship':
        if (!isOpen) return;
        world.change(number, (order) => {
          order.status = step.kind === 'ship' ? 'shipped' : 'dropshipment_requested';
        });
        return;
      case 'staff-cancel':
        if (!isOpen) return;
        world.change(number, (order) => {
          order.status = 'cancelled';
        });
        return;
      case 'staff-restore':
        if (target.status !== 'cancelled') return;
        world.change(number, (order) => {
          order.status = 'awaiting_fulfillment';
        });
        return;
      case 'split': {
        const units = target.lines.reduce((sum, { quantity }) => sum + quantity, 0);
        if (!isOpen || units < 2) return;
        const { first, second } = halves(target.lines.map(({ lineItemId = '', quantity }) => [lineItemId, quantity]));
        for (const child of world.split(number, [first, second]))
          for (const mark of [...this.touched])
            if (mark.startsWith(`${number} `)) this.touched.add(mark.replace(number, child));
        return;
      }
      default:
    }
  }

  #isInDoubt(lineItemId = ''): boolean {
    const { attempt, sent = [] } = this.world.record.changes ?? {};
    const isAttempted = attempt?.lines.some((line) => line.lineItemId === lineItemId) === true;
    return isAttempted || sent.some(({ lines }) => lines[lineItemId]?.attempted !== undefined);
  }

  #request(word: 'hold' | 'resume' | 'retry'): void {
    const { world } = this;
    const record: SyncRecord = withRequest(world.record, word, world.now);
    world.stored = { record: JSON.parse(JSON.stringify(record)), version: world.stored.version + 1 };
  }

  #name(): number {
    this.#names += 1;
    return this.#names;
  }
}

/** Every other unit goes into the second. */
function halves(lines: readonly (readonly [string, number])[]) {
  const first: Record<string, number> = {};
  const second: Record<string, number> = {};
  let isFirst = true;
  for (const [id, quantity] of lines)
    for (let unit = 0; unit < quantity; unit += 1) {
      const into = isFirst ? first : second;
      into[id] = (into[id] ?? 0) + 1;
      isFirst = !isFirst;
    }
  return { first, second };
}

const RUNS = 150;

describe('whatever the shop changes while answers are lost and processes die', () => {
  it('Ordoro has it in the end, each line once, also after splits', async () => {
    const steps = fc.oneof(
      { weight: 3, arbitrary: shop },
      { weight: 3, arbitrary: passesWithLateWrites },
      { weight: 1, arbitrary: waits },
      { weight: 1, arbitrary: splits },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 2, maxLength: 14 }), async (story) => {
        const told = new Story();
        for (const step of story) await told.take(step);
        await told.take({ kind: 'retry' });
        await told.calm();
        const { world } = told;
        expect(told.complaints).toEqual([]);
        const wanted = Object.fromEntries(world.order.lineItems.map(({ id, quantity }) => [id, quantity]));
        expect(world.units()).toEqual(world.order.orderState === 'Cancelled' ? {} : wanted);
        for (const { status, isParent, content } of world.ordoro.values()) {
          if (status === 'cancelled' || isParent) continue;
          expect(content.shippingAddress?.street1).toBe(`${world.order.shippingAddress?.streetName} 42`);
          expect(content.shippingAddress?.email).toBe(world.order.shippingAddress?.email);
          expect(content.financial?.grand_total).toBe(world.order.totalPrice.centAmount / 100);
        }
        expect(await playChanges(world)).toEqual([]);
        expect(JSON.stringify(world.record)).not.toMatch(/Weg|shopper\.example|Lovelace/);
      }),
      { numRuns: RUNS },
    );
  });

  it('nothing that staff did is overwritten, no line stands twice, and it comes to rest', async () => {
    const steps = fc.oneof(
      { weight: 3, arbitrary: shop },
      { weight: 3, arbitrary: staff },
      { weight: 4, arbitrary: passes },
      { weight: 1, arbitrary: waits },
      { weight: 1, arbitrary: splits },
      { weight: 1, arbitrary: requests },
      { weight: 1, arbitrary: products },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 2, maxLength: 16 }), async (story) => {
        const told = new Story();
        for (const step of story) await told.take(step);
        // Until it is there, its line is waited for.
        await told.take({ kind: 'product', isThere: true });
        await told.calm();
        expect(told.complaints).toEqual([]);
        expect(await playChanges(told.world)).toEqual([]);
        expect(told.world.record.orderId).toBe(ORDER_ID);
      }),
      { numRuns: RUNS },
    );
  });
});
