import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EAST } from '../src/seed/articles.ts';
import type { FaultEffect } from '../src/traffic/fault.ts';
import { Journey } from './connector-under-test.ts';
import { manySku, showMany, stockMany } from './many-articles.ts';
import { closeChecked } from './shared-journey.ts';
import { count, cursor, entryOf, entryWrites, runStock, STOCK_IS_ORDOROS, shown } from './stock-room.ts';
import { MINUTE } from './virtual-time.ts';

let journey: Journey;

beforeEach(async () => {
  journey = await Journey.start({ environment: STOCK_IS_ORDOROS });
  await runStock(journey);
});

afterEach(() => closeChecked(journey));

/** What the due list says of a SKU. */
const dueOf = (sku: string) =>
  cursor<{ skus: { sku: string; attempts?: number; firstFailedAt?: string }[] }>(journey, 'inventory.due')?.skus.find(
    (entry) => entry.sku === sku,
  );

/** Answers every write of this entry so, until the faults are cleared. */
function failWrites(sku: string, effect: Partial<FaultEffect & { kind: 'status' }>): void {
  journey.sandbox.commercetools.traffic.inject({
    match: { method: 'POST', path: `/sandbox/inventory/${entryOf(journey, sku, 'east').id}` },
    effect: { kind: 'status', when: 'before-work', status: 502, ...effect },
    times: Number.POSITIVE_INFINITY,
  });
}

describe('the failures of an entry', () => {
  it('are counted on when it is looked at before its time, because its product has changed again', async () => {
    count(journey, 'GRD-ELEC', { east: 1 });
    failWrites('GRD-ELEC', {});
    await runStock(journey);
    const first = dueOf('GRD-ELEC');
    count(journey, 'GRD-ELEC', { east: 2 });
    await runStock(journey);

    expect(dueOf('GRD-ELEC')).toMatchObject({ attempts: 2, firstFailedAt: first?.firstFailedAt });
  });

  it('are counted on after a restart of the job', async () => {
    count(journey, 'GRD-ELEC', { east: 1 });
    failWrites('GRD-ELEC', {});
    await runStock(journey);
    const first = dueOf('GRD-ELEC');
    journey.jobUrl = `${await journey.startJob()}/job`;
    journey.time.advance(MINUTE);
    await runStock(journey);

    expect(dueOf('GRD-ELEC')).toMatchObject({ attempts: 2, firstFailedAt: first?.firstFailedAt });
  });

  it('are counted on when its turn comes and it has to wait, because nobody has looked at the orders', async () => {
    count(journey, 'GRD-ELEC', { east: 30 });
    failWrites('GRD-ELEC', {});
    await runStock(journey);
    const first = dueOf('GRD-ELEC');
    journey.time.advance(11 * MINUTE);
    await journey.runJob({ tasks: ['inventory'] });
    expect(dueOf('GRD-ELEC')).toMatchObject({ attempts: 1, firstFailedAt: first?.firstFailedAt });
  });

  it('are forgotten once it could be written, before its time too', async () => {
    count(journey, 'GRD-ELEC', { east: 1 });
    failWrites('GRD-ELEC', {});
    await runStock(journey);
    journey.sandbox.commercetools.traffic.clearFaults();
    count(journey, 'GRD-ELEC', { east: 2 });
    await runStock(journey);

    expect(shown(journey, 'GRD-ELEC').east).toBe(2);
    expect(dueOf('GRD-ELEC')).toBeUndefined();
  });

  it.each([
    ['in seconds', () => '600'],
    ['by a date', () => new Date(journey.time.clock() + 10 * MINUTE).toUTCString()],
  ])(
    'are not added to while commercetools asks to wait (%s), even if the product changes',
    async (_how, retryAfter) => {
      count(journey, 'GRD-ELEC', { east: 1 });
      failWrites('GRD-ELEC', { status: 503, headers: { 'retry-after': retryAfter() } });
      await runStock(journey);
      journey.sandbox.commercetools.traffic.clearFaults();
      count(journey, 'GRD-ELEC', { east: 2 });
      journey.time.advance(5 * MINUTE);
      expect(await entryWrites(journey, () => runStock(journey))).toEqual([]);
      expect(dueOf('GRD-ELEC')).toMatchObject({ attempts: 1 });

      journey.time.advance(5 * MINUTE);
      await runStock(journey);
      expect(shown(journey, 'GRD-ELEC').east).toBe(2);
      expect(dueOf('GRD-ELEC')).toBeUndefined();
    },
  );

  it.each(['31536000', '99999999999999999', 'Fri, 31 Dec 9999 23:59:59 GMT'])(
    'keep it waiting for a day at most, however long commercetools asks for (%s)',
    async (retryAfter) => {
      count(journey, 'GRD-ELEC', { east: 1 });
      failWrites('GRD-ELEC', { status: 503, headers: { 'retry-after': retryAfter } });
      expect(await runStock(journey)).toMatchObject({ status: 'ok', failed: 1 });
      journey.sandbox.commercetools.traffic.clearFaults();

      journey.time.advance(24 * 60 * MINUTE);
      await runStock(journey);
      expect(shown(journey, 'GRD-ELEC').east).toBe(1);
      expect(dueOf('GRD-ELEC')).toBeUndefined();
    },
  );
});

describe('an entry that commercetools refuses', () => {
  it('is told to people at once, tried again every hour, and no more told once it could be written', async () => {
    count(journey, 'GRD-ELEC', { east: 1 });
    failWrites('GRD-ELEC', { status: 400, body: { message: 'No such luck.', errors: [{ code: 'InvalidField' }] } });
    await runStock(journey);
    const letter = journey.deadLetter('GRD-ELEC', 'inventory');
    expect(letter).toMatchObject({ code: 'inventory-conflict', attempts: 1 });
    expect(letter?.message).toContain('No such luck.');
    expect(letter).toMatchObject({
      request: { action: 'changeQuantity', sku: 'GRD-ELEC', quantity: 1 },
      response: { status: 400, codes: ['InvalidField'], message: expect.stringContaining('No such luck.') },
    });
    // A pass begins two minutes before the last one, so it comes by once more.
    journey.time.advance(5 * MINUTE);
    await runStock(journey);
    journey.time.advance(15 * MINUTE);
    expect(await entryWrites(journey, () => runStock(journey))).toEqual([]);

    journey.sandbox.commercetools.traffic.clearFaults();
    journey.time.advance(60 * MINUTE);
    await runStock(journey);

    expect(shown(journey, 'GRD-ELEC').east).toBe(1);
    expect(journey.deadLetter('GRD-ELEC', 'inventory')).toBeUndefined();
  });

  it('holds nobody up, however many of them there are', async () => {
    stockMany(journey, 30, 10);
    showMany(journey, 30, { quantity: 20 });
    for (let number = 0; number < 30; number += 1) failWrites(manySku(number), { status: 400 });
    count(journey, 'GRD-ELEC', { east: 7 });

    expect(await runStock(journey)).toMatchObject({ status: 'ok', failed: 30 });

    expect(shown(journey, 'GRD-ELEC').east).toBe(7);
  });
});

describe('products that Ordoro cannot deal with', () => {
  it('are tried again by the schedule, and hold nobody up, however many of them are due', async () => {
    const skus = Array.from({ length: 12 }, (_, number) => ({ sku: `ODD/${number}` }));
    stockMany(journey, 2_000, 10);
    await runStock(journey);
    await journey.sandbox.commercetools.putCustomObject('ordoro-cursors', 'inventory.due', { skus });
    journey.sandbox.ordoro.traffic.inject({
      match: { method: 'GET', path: /\/product\/ODD/ },
      effect: { kind: 'html', when: 'before-work', status: 500 },
      times: Number.POSITIVE_INFINITY,
    });
    journey.sandbox.ordoro.changeStock('GRD-ELEC', { warehouseId: EAST, on_hand: 3 });

    expect(await runStock(journey)).toMatchObject({ status: 'ok', changed: 1 });

    expect(shown(journey, 'GRD-ELEC').east).toBe(3);
    expect(cursor<{ skus: object[] }>(journey, 'inventory.due')?.skus).toHaveLength(12);
  });
});
