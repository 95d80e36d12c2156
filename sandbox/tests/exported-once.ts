import { afterEach, expect } from 'vitest';
import type { SyncRecord } from '../../core/src/records/sync-record.ts';
import type { CallMatch, FaultEffect } from '../src/traffic/fault.ts';
import type { Journey, JourneyOptions } from './connector-under-test.ts';
import { sharedJourney } from './shared-journey.ts';

/** The journey of tests about the export: see `sharedJourney`; `afterEachJourney` after each of them. */
export function journeyOfOrders(options: JourneyOptions = {}): Journey {
  const journey = sharedJourney(options);
  afterEach(() => afterEachJourney(journey));
  return journey;
}

/** The call that creates an order in Ordoro. */
export const CREATION: CallMatch = { method: 'POST', path: /^\/v3\/order$/ };

/** The calls that write a sync record of which a part is at this step. */
export function recordWrite(step: 'claimed' | 'accepted'): CallMatch {
  return {
    method: 'POST',
    path: '/sandbox/custom-objects',
    predicate: ({ requestBody }) => {
      const { container, value } = requestBody as { container?: string; value?: Partial<SyncRecord> };
      return container === 'ordoro-orders' && value?.parts?.some(({ state }) => state.step === step) === true;
    },
  };
}

/** Creations sent to Ordoro for an order number, stored or not. */
export function creations(journey: Journey, orderNumber = ''): number {
  return journey.sandbox.ordoro.traffic.count({
    ...CREATION,
    predicate: ({ requestBody }) => (requestBody as { order_id?: string }).order_id === orderNumber,
  });
}

/** The next creations end like this. */
export function failCreation(journey: Journey, effect: FaultEffect, times = 1): void {
  journey.sandbox.ordoro.traffic.inject({ match: CREATION, effect, times });
}

/** The order is in Ordoro exactly once, and order and record say so. */
export function expectExportedOnce(journey: Journey, orderId: string): void {
  const numbers = journey.ordoroOrders(orderId).map((order) => order.order_number);
  expect(numbers).toEqual([expect.any(String)]);
  expect(journey.fields(orderId)).toMatchObject({ ordoroSyncStatus: 'exported', ordoroOrderNumbers: numbers });
  expect(journey.record(orderId)).toMatchObject({ status: 'exported', open: false, due: false, attempts: 0 });
  expect(syncedNumbers(journey, orderId)).toEqual(numbers);
}

/** Ordoro order numbers in the order's `syncInfo`. */
export function syncedNumbers(journey: Journey, orderId: string): (string | undefined)[] | undefined {
  return journey.sandbox.commercetools.order(orderId)?.syncInfo.map(({ externalId }) => externalId);
}

/** Ends all faults and odd behaviour, and checks that nothing wrong was sent to Ordoro. */
export function afterEachJourney({ sandbox }: Journey): void {
  sandbox.ordoro.traffic.clearFaults();
  sandbox.commercetools.traffic.clearFaults();
  Object.assign(sandbox.ordoro.options, { listLagMs: 0, numberLagMs: 0, duplicateOrderId: 'reject' });
  // Taken out, so that only the test that caused one fails.
  expect((sandbox.ordoro.violations as unknown[]).splice(0)).toEqual([]);
}

/** The creation of an order arrives in Ordoro once more, as when a process that was stopped goes on. @returns its number */
export function arriveAgain({ sandbox: { ordoro } }: Journey, orderNumber = ''): string {
  const creation = ordoro.traffic.calls.find(
    ({ method, path, requestBody }) =>
      method === CREATION.method &&
      path === '/v3/order' &&
      (requestBody as { order_id?: string }).order_id === orderNumber,
  );
  return ordoro.createOrder(creation?.requestBody as never).order_number;
}
