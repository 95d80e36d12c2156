import { describe, expect, it } from 'vitest';
import { item } from '../src/seed/demo-lines.ts';
import type { FaultEffect } from '../src/traffic/fault.ts';
import { change, changeAndDeliver, failEdit, journeyOfChanges, MOVE, requested } from './after-export.ts';
import { BUYER, US } from './shop.ts';
import { commentsOn, exportedOrder, lineItemOf, orderIn, shipOrder } from './warehouse.ts';

/** Words of the buyer's addresses, names and e-mail addresses, before and after the change. */
const PERSONAL = /Whitfield|Dana|Robin|example\.|Stowe|Albany|Old Mill|Larkspur|05672|12203|555/i;

const journey = journeyOfChanges();

/** Everything that the connector keeps, logs or shows of orders. */
function traces(id: string): string {
  const containers = ['ordoro-orders', 'ordoro-log', 'ordoro-dead-letters', 'ordoro-cursors', 'ordoro-health'];
  const kept = containers.flatMap((container) => journey.sandbox.commercetools.customObjects(container));
  const { custom } = orderIn(journey, id);
  return JSON.stringify([kept.map(({ value }) => value), journey.logLines, custom?.fields]);
}

describe('what the connector says of a changed order', () => {
  it('names fields and numbers, never what stands in them: comments, record, log and order fields', async () => {
    const { id, number } = await exportedOrder(journey, { billingAddress: BUYER });
    shipOrder(journey, id);
    await change(journey, id, MOVE, { action: 'setCustomerEmail', email: 'dana@example.org' });
    await journey.sandbox.commercetools.merchantEditsOrder(id, {
      quantities: { [lineItemOf(journey, id, 'COF-COL-250')]: 5 },
      add: [item('MUG-ENAMEL-WHT', US, { quantity: 1 })],
    });
    await journey.deliver();

    expect(commentsOn(journey, number)).toEqual([expect.stringContaining('shipping address, email, lines')]);
    expect(commentsOn(journey, number).join()).not.toMatch(PERSONAL);
    expect(traces(id)).not.toMatch(PERSONAL);
  });

  it.each([
    ['refuses', { kind: 'status', when: 'before-work', status: 400 }],
    ['fails', { kind: 'status', when: 'after-work', status: 500 }],
  ] as const)('keeps it out of what Ordoro says when it %s', async (_what, effect) => {
    const { id, number } = await exportedOrder(journey, { billingAddress: BUYER });
    const body = { error_message: 'Dana Whitfield does not live in Stowe 05672; mail dana@example.org', param: 'city' };
    failEdit(journey, { number, path: '/shipping_address' }, { ...effect, body } as FaultEffect);
    await changeAndDeliver(journey, id, MOVE);
    await journey.runJobFor(5);

    expect(traces(id)).not.toMatch(PERSONAL);
    await changeAndDeliver(journey, id, requested('retry'));
    expect(journey.fields(id).ordoroSyncStatus).toBe('exported');
  });
});
