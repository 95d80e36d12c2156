import { beforeAll, describe, expect, it } from 'vitest';
import type { StockAuditOutcome } from '../../core/src/inventory/audit/audit-outcome.ts';
import { EAST, WEST } from '../src/seed/articles.ts';
import { configure, cursor, entryOf, entryWrites, journeyOfStock, runStock, shown } from './stock-room.ts';
import { MINUTE } from './virtual-time.ts';

const AUDIT = { tasks: ['reconcile'], full: true };

const journey = journeyOfStock();

beforeAll(async () => {
  await runStock(journey);
  await journey.runJob(AUDIT);
  await runStock(journey);
}, 60_000);

/** Somebody sets the number in the Merchant Center. */
function setByHand(sku: string, place: 'east' | 'west', quantity: number): void {
  const entry = entryOf(journey, sku, place);
  journey.sandbox.commercetools.add('inventory-entry', {
    ...entry,
    version: entry.version + 1,
    quantityOnStock: quantity,
    availableQuantity: quantity,
  });
}

async function audit(): Promise<StockAuditOutcome> {
  journey.time.advance(MINUTE);
  await journey.runJob(AUDIT);
  return journey.sandbox.commercetools.customObject('ordoro-health', 'status')?.value.inventory;
}

const dueList = () => cursor(journey, 'inventory.due');

/** Writes to commercetools and Ordoro while `work` runs, without the leases and the standing of tasks. */
async function writes(work: () => Promise<unknown>): Promise<string[]> {
  const { commercetools, ordoro } = journey.sandbox;
  const before = [commercetools.traffic.calls.length, ordoro.traffic.calls.length] as const;
  await work();
  const seen = [...commercetools.traffic.calls.slice(before[0]), ...ordoro.traffic.calls.slice(before[1])];
  return seen.filter(({ method, path }) => method !== 'GET' && !path.includes('/oauth/')).map(writtenTo);
}

/** A custom object by container and key, everything else by its path. */
function writtenTo({ path, requestBody }: { path: string; requestBody?: unknown }): string {
  const { container, key } = (requestBody ?? {}) as { container?: string; key?: string };
  return container === undefined ? path : `${container}/${key}`;
}

describe('a number that staff set in commercetools although Ordoro owns the stock', () => {
  it('is put right by the next run that compares everything', async () => {
    const right = shown(journey, 'GRD-ELEC');
    setByHand('GRD-ELEC', 'east', 77);
    setByHand('GRD-ELEC', 'west', 0);

    const written = await entryWrites(journey, () => runStock(journey, { full: true }));

    expect(written).toHaveLength(2);
    expect(shown(journey, 'GRD-ELEC')).toEqual(right);
  });

  it('is put right in the round of the rolling comparison, without anybody asking', async () => {
    const right = shown(journey, 'GRD-ELEC');
    const here = journey.jobUrl;
    const usual = journey.environment;
    journey.environment = { ...usual, INVENTORY_RESCAN_HOURS: '1' };
    journey.jobUrl = `${await journey.startJob()}/job`;
    await runStock(journey);
    setByHand('GRD-ELEC', 'east', 77);

    for (let minutes = 0; minutes < 65; minutes += 5) {
      journey.time.advance(5 * MINUTE);
      await runStock(journey);
    }

    expect(shown(journey, 'GRD-ELEC')).toEqual(right);
    journey.environment = usual;
    journey.jobUrl = here;
  });

  it('is found by the audit, which writes no stock, put right by the run after it, and is no drift any more', async () => {
    const right = shown(journey, 'GRD-ELEC');
    setByHand('GRD-ELEC', 'east', (right.east ?? 0) + 5);

    let found: StockAuditOutcome | undefined;
    const written = await writes(async () => {
      found = await audit();
    });

    expect(found).toMatchObject({ drift: { count: 1, units: 5 }, handedOver: 1 });
    expect(found?.worst[0]).toMatchObject({ sku: 'GRD-ELEC', channel: 'us-east', isRepaired: true });
    expect(written.filter((path) => path.includes('/inventory/'))).toEqual([]);
    expect(dueList()).toEqual({ skus: [{ sku: 'GRD-ELEC' }] });

    await runStock(journey);
    expect(shown(journey, 'GRD-ELEC')).toEqual(right);
    expect(await audit()).toMatchObject({ drift: { count: 0, units: 0 }, handedOver: 0 });
  });
});

describe('a second audit of the same data', () => {
  it('writes nothing but its outcome and that it was made', async () => {
    await audit();
    const written = await writes(() => audit());

    const kept = written.filter((target) => !target.includes('ordoro-locks/'));
    expect(new Set(kept)).toEqual(new Set(['ordoro-health/status', 'ordoro-cursors/reconcile']));
  });
});

describe('stock that nobody owns', () => {
  it('is reported by the audit and touched by nobody, not even in Ordoro', async () => {
    await configure(journey, 'inventory-rules', [{ sku: 'MUG-ENAMEL-WHT', owner: 'none' }]);
    await runStock(journey);
    const { east = 0 } = shown(journey, 'MUG-ENAMEL-WHT');
    setByHand('MUG-ENAMEL-WHT', 'east', east + 3);

    const outcome = await audit();
    await runStock(journey);

    expect(outcome).toMatchObject({ drift: { count: 0 }, reportedOnly: { count: 1, units: 3 }, handedOver: 0 });
    expect(shown(journey, 'MUG-ENAMEL-WHT').east).toBe(east + 3);
    expect(dueList()).toEqual({ skus: [] });
  });
});

describe('a supply channel that commercetools does not have', () => {
  it('is told once, and no more when it is there; then its entries are kept', async () => {
    const letter = () => journey.deadLetter('warehouses', 'config');
    await configure(journey, 'warehouses', [
      { warehouseId: EAST, channel: 'us-east' },
      { warehouseId: WEST, channel: 'us-desert' },
    ]);
    await runStock(journey);
    const first = letter();
    expect(first).toMatchObject({ code: 'config-invalid', attempts: 1 });
    expect(first?.message).toContain('"us-desert"');
    journey.jobUrl = `${await journey.startJob()}/job`;
    await runStock(journey);
    await journey.post('{}');
    expect(letter()).toEqual(first);

    journey.sandbox.commercetools.add('channel', { id: 'id-desert', key: 'us-desert', roles: ['InventorySupply'] });
    journey.time.advance(11 * MINUTE);
    await runStock(journey);

    expect(letter()).toBeUndefined();
    const made = journey.sandbox.commercetools
      .inventory()
      .find(({ sku, supplyChannel }) => sku === 'GRD-ELEC' && supplyChannel?.id === 'id-desert');
    expect(made?.quantityOnStock).toBe(9);
  });
});
