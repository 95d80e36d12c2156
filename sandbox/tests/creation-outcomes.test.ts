import { beforeEach, describe, expect, it } from 'vitest';
import { deadAddress } from '../../core/tests/local-server.ts';
import type { FaultEffect, FaultMoment } from '../src/traffic/fault.ts';
import { changeAndDeliver, requested } from './after-export.ts';
import { creations, expectExportedOnce, failCreation, journeyOfOrders } from './exported-once.ts';
import { place, placeAndDeliver } from './shop.ts';

const journey = journeyOfOrders();

beforeEach(() => {
  // A second creation would not be refused.
  journey.sandbox.ordoro.options.duplicateOrderId = 'accept';
});

const MOMENTS: readonly FaultMoment[] = ['before-work', 'after-work'];

/** Answers after which nobody knows whether Ordoro has the order. */
const UNCLEAR: readonly { readonly what: string; readonly effect: (when: FaultMoment) => FaultEffect }[] = [
  ...[408, 502, 503, 504].map((status) => ({
    what: `an answer of ${status}`,
    effect: (when: FaultMoment): FaultEffect => ({ kind: 'status', when, status }),
  })),
  { what: 'an answer of 204', effect: (when) => ({ kind: 'status', when, status: 204 }) },
  { what: 'a page with 200', effect: (when) => ({ kind: 'html', when, status: 200 }) },
  {
    what: 'an answer that is too large to be read',
    effect: (when) => ({ kind: 'status', when, status: 201, body: 'x'.repeat(20_000_001) }),
  },
];

const BOTH = UNCLEAR.flatMap(({ what, effect }) => MOMENTS.map((when) => ({ what, when, effect: effect(when) })));

describe('the creation of an order that ends with', () => {
  it.each(BOTH)('$what $when: Ordoro has it once in the end', async ({ effect, when }) => {
    failCreation(journey, effect);
    const order = await placeAndDeliver(journey);
    expect(journey.fields(order.id).ordoroSyncStatus).toBe('retrying');

    await journey.runJobFor(15);

    expectExportedOnce(journey, order.id);
    expect(creations(journey, order.orderNumber)).toBe(when === 'before-work' ? 2 : 1);
  });

  it.each([301, 302, 303, 307, 308])(
    'a redirect by %i is not followed; when nothing was stored it waits for the merchant',
    async (status) => {
      failCreation(journey, { kind: 'status', when: 'before-work', status, headers: { location: '/v3/order/' } });
      const order = await placeAndDeliver(journey);
      await journey.runJobFor(15);
      expect(journey.fields(order.id).ordoroSyncStatus).toBe('failed');
      expect(journey.ordoroOrders(order.id)).toEqual([]);

      await changeAndDeliver(journey, order.id, requested('retry'));
      await journey.runJobFor(15);

      expectExportedOnce(journey, order.id);
      expect(creations(journey, order.orderNumber)).toBe(2);
      expect(journey.deadLetter(order.id)).toBeUndefined();
    },
  );

  it('a redirect although it was stored is found', async () => {
    failCreation(journey, { kind: 'status', when: 'after-work', status: 303, headers: { location: '/v3/order' } });
    const order = await placeAndDeliver(journey);
    await journey.runJobFor(15);

    expectExportedOnce(journey, order.id);
    expect(creations(journey, order.orderNumber)).toBe(1);
  });

  it.each<[string, Record<string, string>]>([
    ['seconds', { 'retry-after': '7' }],
    ['a date', { 'retry-after': 'Mon, 23 Nov 2026 10:00:30 GMT' }],
    ['nothing', {}],
    ['nonsense', { 'retry-after': 'later' }],
  ])('429 and %s in Retry-After is sent again without a look-up', async (_what, headers) => {
    failCreation(journey, { kind: 'status', when: 'before-work', status: 429, headers });
    const order = await placeAndDeliver(journey);
    expect(journey.record(order.id)).toMatchObject({ due: true, parts: [{ state: { step: 'planned' } }] });

    await journey.runJobFor(10);

    expectExportedOnce(journey, order.id);
    expect(creations(journey, order.orderNumber)).toBe(2);
  });

  it('503 and a time in Retry-After is looked up, but not sent again before that time', async () => {
    const headers = { 'retry-after': '1800' };
    failCreation(journey, { kind: 'status', when: 'before-work', status: 503, headers });
    const order = await placeAndDeliver(journey);

    await journey.runJobFor(25);
    expect(creations(journey, order.orderNumber)).toBe(1);
    expect(journey.fields(order.id).ordoroSyncStatus).toBe('retrying');

    await journey.runJobFor(10);
    expectExportedOnce(journey, order.id);
    expect(creations(journey, order.orderNumber)).toBe(2);
  });

  it('a refused connection was not sent at all', async () => {
    const order = await place(journey);
    journey.dropMessages();
    await journey.poke(order.id, await journey.eventWith({ ORDORO_API_URL: await deadAddress() }));
    expect(journey.fields(order.id).ordoroSyncStatus).toBe('retrying');

    await journey.runJobFor(10);

    expectExportedOnce(journey, order.id);
    expect(creations(journey, order.orderNumber)).toBe(1);
  });
});
