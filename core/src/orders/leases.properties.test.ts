import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EditEnd, Script, SendEnd, Stop, WorldPass } from '../../tests/generators/order-pass.ts';
import { OrderWorld } from '../../tests/generators/order-world.ts';
import { dividedOrder, shopOrder, showing } from '../../tests/generators/situations.ts';
import type { OrdoroOrder } from '../ordoro/readers.ts';
import type { SyncRecord } from '../records/sync-record.ts';
import { newRecord } from './record-changes.ts';

const MINUTE = 60_000;

/** What of a claim has to be left when a creation or an edit leaves: its time limit here, and the reserve. */
const NEEDED_MS = { creation: 10_000, edit: 10_000, preset: 5_000 };

const stops = fc.array(
  fc.oneof(
    { weight: 2, arbitrary: fc.constant(undefined) },
    { weight: 2, arbitrary: fc.constant<Stop>('token') },
    { weight: 3, arbitrary: fc.constant<Stop>('sending') },
  ),
  { maxLength: 4 },
);

const scripts: fc.Arbitrary<Script> = fc
  .record({
    stops,
    sends: fc.array(
      fc.constantFrom<SendEnd>('accepted', 'timeout', 'timeout-stored', 'timeout-late', 'server-error-stored'),
      { maxLength: 2 },
    ),
    edits: fc.array(fc.constantFrom<EditEnd>('answered', 'lost', 'lost-stored'), { maxLength: 2 }),
    readsRecordFirst: fc.boolean(),
    diesAfter: fc.option(fc.integer({ min: 1, max: 12 }), { freq: 6 }),
  })
  .map(({ diesAfter, ...script }) => (diesAfter === null ? script : { ...script, diesAfter }));

/** Which pass goes on, and how much time goes by before. */
const turns = fc.array(
  fc.record({
    pass: fc.nat({ max: 2 }),
    waitMs: fc.oneof(
      { weight: 6, arbitrary: fc.constant(0) },
      { weight: 2, arbitrary: fc.integer({ min: 1, max: 70_000 }) },
      { weight: 2, arbitrary: fc.constantFrom(60_000, 2 * MINUTE, 5 * MINUTE, 60 * MINUTE) },
    ),
  }),
  { minLength: 10, maxLength: 70 },
);

/** Before which turns the record is deleted, and whether one that only tells of trouble is made instead. */
const losses = fc.array(fc.record({ turn: fc.nat({ max: 40 }), isReplaced: fc.boolean() }), {
  minLength: 1,
  maxLength: 3,
});

type Loss = typeof losses extends fc.Arbitrary<(infer T)[]> ? T : never;

const worlds = fc.record({
  divided: fc.boolean(),
  preset: fc.boolean(),
  lagMs: fc.constantFrom(0, 0, 30_000),
  isLabelled: fc.boolean(),
  asksForHold: fc.boolean(),
});

type Recipe = typeof worlds extends fc.Arbitrary<infer T> ? T : never;

function worldOf({ divided, preset, lagMs, asksForHold }: Recipe): OrderWorld {
  const order = divided ? dividedOrder() : shopOrder();
  const world = new OrderWorld(asksForHold ? showing(order, { ordoroRequest: 'hold' }) : order);
  const shippingServices = [{ method: 'Standard', service: 'UPS Ground', presetId: 4 }];
  if (preset) world.context = { ...world.context, merchant: { shippingServices } };
  world.lagMs = lagMs;
  return world;
}

/** Processes side by side, each stopped wherever the story says so. One that has ended is followed by another. */
async function interleave(
  world: OrderWorld,
  story: {
    scripts: readonly Script[];
    turns: typeof turns extends fc.Arbitrary<infer T> ? T : never;
    losses?: readonly Loss[];
  },
) {
  const passes: (WorldPass | undefined)[] = story.scripts.map((script) => world.begin(script));
  for (const [turn, { pass, waitMs }] of story.turns.entries()) {
    world.now += waitMs;
    for (const loss of story.losses ?? []) if (loss.turn === turn) lose(world, loss);
    const ended = await passes[pass]?.step();
    if (ended !== undefined) passes[pass] = ended.outcome === 'died' ? undefined : world.begin();
  }
  // Whoever is stopped still goes on some day.
  for (const pass of passes) {
    world.now += 3 * MINUTE;
    for (let step = 0; step < 60 && pass !== undefined; step += 1) if ((await pass.step()) !== undefined) break;
  }
}

/** Somebody deletes the record. */
function lose(world: OrderWorld, { turn, isReplaced }: Loss): void {
  const record: SyncRecord = { ...newRecord(world.order ?? shopOrder(), world.now), due: true, isProvisional: true };
  // No version comes twice.
  world.stored = isReplaced ? { state: 'present', version: 1000 * (turn + 1), record } : { state: 'absent' };
}

/** Time passes without faults, and the job sees what is in Ordoro. */
async function calmDown(world: OrderWorld): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) {
    await world.play({ readsRecordFirst: world.stored.state === 'present' });
    world.now += 2 * MINUTE;
  }
  if (world.order !== undefined)
    world.order = showing(world.order, { ...world.order.custom?.fields, ordoroRequest: 'resume' });
  for (let turn = 0; turn < 12; turn += 1) {
    await world.play({ readsRecordFirst: world.stored.state === 'present', ordoroRows: world.visible() });
    world.now += 2 * MINUTE + turn * 10 * MINUTE;
  }
}

/** Ordoro orders by the part they are for. */
function byPart(world: OrderWorld): OrdoroOrder[][] {
  const orders = world.inOrdoro.map(({ order }) => order);
  const ids = [...new Set(orders.map(({ lines }) => lines[0]?.cartOrderId))];
  return ids.map((id) => orders.filter(({ lines }) => lines[0]?.cartOrderId === id));
}

function labelAll(world: OrderWorld): void {
  world.inOrdoro.forEach((stored, at) => {
    world.inOrdoro[at] = { ...stored, order: { ...stored.order, hasLabel: true } };
  });
}

function expectClaimed(world: OrderWorld): void {
  for (const { kind, leftMs } of world.departures) {
    const needed = kind === 'creation' || kind === 'preset' ? NEEDED_MS[kind] : NEEDED_MS.edit;
    expect({ kind, isCovered: leftMs >= needed }).toEqual({ kind, isCovered: true });
  }
}

/** A creation that arrives when its claim has ended may meet another one; otherwise there is one order for each part. */
function wasOvertaken(world: OrderWorld): boolean {
  return world.departures.some(({ kind, lateMs }) => kind === 'creation' && lateMs > 0);
}

/** One live Ordoro order for each part, and all is well; or it is flagged, and the warehouse knows. @returns whether it is flagged */
function expectResolved(world: OrderWorld, { divided }: Recipe): boolean {
  const live = byPart(world).map((orders) => orders.filter(({ status }) => status !== 'cancelled'));
  expect(live).toHaveLength(divided ? 2 : 1);
  const isResolved = live.every((orders) => orders.length === 1);
  expect(world.record).toMatchObject({ status: isResolved ? 'exported' : 'needs-attention', due: false });
  if (isResolved) expect(world.record).not.toHaveProperty('duplicates');
  for (const orders of live.filter(({ length }) => length > 1))
    for (const { content } of orders) expect(content.comments.length).toBeGreaterThan(0);
  return !isResolved;
}

const mostCopies = (world: OrderWorld) => Math.max(0, ...byPart(world).map((orders) => orders.length));

describe('however many processes look at an order at once, and wherever they are stopped', () => {
  it('every write leaves under a claim with time left, and Ordoro has one order for each part in the end', async () => {
    let presets = 0;
    await fc.assert(
      fc.asyncProperty(
        worlds,
        fc.array(scripts, { minLength: 2, maxLength: 3 }),
        turns,
        async (recipe, someScripts, someTurns) => {
          const world = worldOf(recipe);
          await interleave(world, { scripts: someScripts, turns: someTurns });
          if (!wasOvertaken(world)) expect(mostCopies(world)).toBeLessThanOrEqual(1);
          await calmDown(world);
          expectClaimed(world);
          expectResolved(world, recipe);
          presets += world.departures.some(({ kind }) => kind === 'preset') ? 1 : 0;
        },
      ),
      { numRuns: 100 },
    );
    expect(presets).toBeGreaterThan(5);
  });

  it('one that is stopped for longer than its claim makes a second order at worst, which is cancelled or told of', async () => {
    const seen = { doubled: 0, resolved: 0, flagged: 0 };
    const waits = fc.array(fc.integer({ min: 20_000, max: 150_000 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(worlds, waits, fc.integer({ min: 1, max: 2 }), async (recipe, times, stopsAt) => {
        const world = worldOf({ ...recipe, asksForHold: false });
        const slow = world.begin({ stops: stopsAt === 1 ? ['sending'] : [undefined, 'sending'] });
        for (let step = 0; step < 2 + stopsAt; step += 1) await slow.step();
        for (const waitMs of times) {
          world.now += waitMs;
          await world.play({ readsRecordFirst: true });
        }
        for (let step = 0; step < 60; step += 1) if ((await slow.step()) !== undefined) break;
        const isDoubled = mostCopies(world) > 1;
        if (!wasOvertaken(world)) expect(isDoubled).toBe(false);
        if (isDoubled && recipe.isLabelled) labelAll(world);
        await calmDown(world);
        expectClaimed(world);
        const isFlagged = expectResolved(world, recipe);
        if (isFlagged) expect(isDoubled && recipe.isLabelled).toBe(true);
        seen.doubled += isDoubled ? 1 : 0;
        seen.flagged += isFlagged ? 1 : 0;
        seen.resolved += isDoubled && !isFlagged ? 1 : 0;
      }),
      { numRuns: 100 },
    );
    expect(seen.resolved).toBeGreaterThan(2);
    expect(seen.flagged).toBeGreaterThan(2);
  });

  it('a record that is deleted meanwhile leads to a second order at worst, which is cancelled or told of', async () => {
    let lost = 0;
    await fc.assert(
      fc.asyncProperty(worlds, fc.array(scripts, { minLength: 2, maxLength: 3 }), turns, losses, async (...story) => {
        const [recipe, someScripts, someTurns, someLosses] = story;
        const world = worldOf(recipe);
        await interleave(world, { scripts: someScripts, turns: someTurns, losses: someLosses });
        lost += someLosses.some(({ turn }) => turn < someTurns.length) ? 1 : 0;
        if (recipe.isLabelled) labelAll(world);
        await calmDown(world);
        expectResolved(world, recipe);
      }),
      { numRuns: 100 },
    );
    expect(lost).toBeGreaterThan(20);
  });
});
