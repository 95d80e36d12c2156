import { afterEach, describe, expect, it } from 'vitest';
import { type LocalServer, startLocalServer } from '../../core/tests/local-server.ts';
import { Journey } from './connector-under-test.ts';
import { expectExportedOnce } from './exported-once.ts';
import { deadLettersOf } from './outage.ts';
import { closeChecked } from './shared-journey.ts';
import { place, placeAndDeliver } from './shop.ts';
import { MINUTE } from './virtual-time.ts';

let journey: Journey;
let webhook: LocalServer;

/** A shop whose configuration object of this key was wrong from the first moment on. */
async function startWith(key: string, value: unknown, environment: Record<string, string> = {}): Promise<void> {
  webhook = await startLocalServer();
  journey = await Journey.start({
    environment: { ALERT_WEBHOOK_URL: `${webhook.url}/hook`, ...environment },
    before: async ({ commercetools }) => {
      await commercetools.putCustomObject('ordoro-config', key, value);
    },
  });
}

const correct = (key: string, value: unknown) =>
  journey.sandbox.commercetools.putCustomObject('ordoro-config', key, value);

afterEach(async () => {
  await closeChecked(journey);
  await webhook.close();
});

describe('shipping services that could never be read', () => {
  it('keep orders from going out wrongly: they wait, unharmed, and go out by themselves after the correction', async () => {
    await startWith('shipping-services', { Standard: 'UPS Ground' });
    const waiting = [await placeAndDeliver(journey), await placeAndDeliver(journey)];
    for (let hours = 0; hours < 30; hours += 10) {
      journey.time.advance(10 * 60 * MINUTE);
      await journey.runJob();
      await journey.poke(waiting[0]!.id, `${await journey.startEvent()}/event`);
    }

    for (const { id } of waiting) {
      expect(journey.fields(id)).toMatchObject({
        ordoroSyncStatus: 'held',
        ordoroSyncMessage: expect.stringMatching(/nothing is wrong with the order.*"shipping-services" cannot be used/),
      });
      expect(journey.record(id)).toMatchObject({ due: true, open: true, attempts: 0, issues: [] });
    }
    expect(deadLettersOf(journey)).toEqual(['config.shipping-services']);
    expect(webhook.requests).toHaveLength(1);

    await correct('shipping-services', [{ method: 'Standard', service: 'UPS Ground' }]);
    await correct('sku-rules', []);
    journey.time.advance(MINUTE);
    const next = await placeAndDeliver(journey);
    expect(journey.fields(next.id).ordoroSyncMessage).not.toMatch(/cannot be used/);
    await journey.runJob();
    for (const { id } of waiting) expect(journey.fields(id).ordoroSyncMessage).not.toMatch(/cannot be used/);
    expect(deadLettersOf(journey)).toEqual([]);
  });
});

describe('stock rules that could never be read', () => {
  it('keep stock from being written by rules that nobody knows, but no order from going out', async () => {
    await startWith('inventory-rules', 'everything', { INVENTORY_OWNER: 'ordoro' });
    const before = JSON.stringify(journey.sandbox.commercetools.all('inventory-entry'));
    const order = await place(journey);
    await journey.deliver();
    expectExportedOnce(journey, order.id);

    const { tasks } = await journey.runJob();
    const message = expect.stringContaining('"inventory-rules" cannot be used');
    expect(tasks.find(({ name }) => name === 'inventory')).toMatchObject({ status: 'failed', message });
    expect(JSON.stringify(journey.sandbox.commercetools.all('inventory-entry'))).toBe(before);

    await correct('inventory-rules', []);
    journey.time.advance(MINUTE);
    const again = await journey.runJob();
    expect(again.tasks.find(({ name }) => name === 'inventory')?.message ?? '').not.toMatch(/cannot be used/);
    expect(deadLettersOf(journey)).toEqual([]);
  });
});
