import type { OrderUpdateAction } from '@commercetools/platform-sdk';
import { afterEach, beforeEach, expect } from 'vitest';
import type { SyncRecord } from '../../core/src/records/sync-record.ts';
import { sampleAddress } from '../src/seed/addresses.ts';
import type { LineEdits } from '../src/seed/line-edits.ts';
import type { CallMatch, FaultEffect, RecordedCall } from '../src/traffic/fault.ts';
import type { Journey, JourneyOptions } from './connector-under-test.ts';
import { afterEachJourney } from './exported-once.ts';
import { expectNothingLeftToDo, writesDuring } from './in-step.ts';
import { sharedJourney } from './shared-journey.ts';
import { MINUTE } from './virtual-time.ts';
import { lineItemOf } from './warehouse.ts';

/** The journey of tests about changes: see `sharedJourney`; a minute passes before each of them, `afterEachChange` after it. */
export function journeyOfChanges(options: JourneyOptions = {}): Journey {
  const journey = sharedJourney(options);
  beforeEach(() => journey.time.advance(MINUTE));
  afterEach(() => afterEachChange(journey));
  return journey;
}

/** Where the orders of these tests go when their buyer moves. */
export const STOWE = {
  ...sampleAddress('US'),
  streetNumber: '5120',
  streetName: 'Old Mill Road',
  city: 'Stowe',
  state: 'VT',
  postalCode: '05672',
};

/** The merchant changes the order; nobody has been told yet. */
export async function change(journey: Journey, orderId: string, ...actions: OrderUpdateAction[]): Promise<void> {
  await journey.sandbox.commercetools.merchantUpdate(orderId, actions);
}

/** The merchant changes the order, and its messages are delivered. */
export async function changeAndDeliver(
  journey: Journey,
  orderId: string,
  ...actions: OrderUpdateAction[]
): Promise<void> {
  await change(journey, orderId, ...actions);
  await journey.deliver();
}

export const CANCEL: OrderUpdateAction = { action: 'changeOrderState', orderState: 'Cancelled' };
export const REOPEN: OrderUpdateAction = { action: 'changeOrderState', orderState: 'Open' };
export const MOVE: OrderUpdateAction = { action: 'setShippingAddress', address: STOWE };

/** What the merchant picks in the field `ordoroRequest`. */
export function requested(value: 'retry' | 'hold' | 'resume'): OrderUpdateAction {
  return { action: 'setCustomField', name: 'ordoroRequest', value };
}

/** The merchant applies an order edit, and its messages are delivered. */
export async function editAndDeliver(journey: Journey, orderId: string, edits: LineEdits): Promise<void> {
  await journey.sandbox.commercetools.merchantEditsOrder(orderId, edits);
  await journey.deliver();
}

/** Quantities of an order edit, by SKU. Each SKU has to stand in one line of the order. */
export function quantities(journey: Journey, orderId: string, units: Readonly<Record<string, number>>) {
  return Object.fromEntries(
    Object.entries(units).map(([sku, quantity]) => [lineItemOf(journey, orderId, sku), quantity]),
  );
}

/** Writes to Ordoro while `work` runs, as `METHOD path` without `/v3/order/`, ids of lines as `#`. */
export async function editsDuring(journey: Journey, work: () => Promise<unknown>): Promise<string[]> {
  const { ordoro } = await journey.calls(work);
  return ordoro
    .filter((call) => !call.startsWith('GET '))
    .map((call) => call.replace('/v3/order/', '').replace(/\/line\/\d+$/, '/line/#'));
}

/** All writes of that kind so far, stored or not. The path ends like this, e.g. `/cancel`. */
export function sent(journey: Journey, number: string, path: string): number {
  return journey.sandbox.ordoro.traffic.count(editOf(number, path));
}

/** The calls that write to an Ordoro order, e.g. `/comment`. */
export function editOf(number: string, path: string): CallMatch {
  const exact = `/v3/order/${number}${path}`;
  return { predicate: (call) => call.method !== 'GET' && call.path === exact };
}

/** The next such writes end like this. */
export function failEdit(
  journey: Journey,
  edit: { readonly number: string; readonly path: string; readonly times?: number },
  effect: FaultEffect,
): void {
  const { number, path, times = 1 } = edit;
  journey.sandbox.ordoro.traffic.inject({ match: editOf(number, path), effect, times });
}

/** Units by SKU of an Ordoro order. */
export function unitsIn(journey: Journey, number: string): Record<string, number> {
  const units: Record<string, number> = {};
  for (const { sku, quantity } of journey.sandbox.ordoro.order(number).lines) units[sku] = (units[sku] ?? 0) + quantity;
  return units;
}

/** Status of an Ordoro order. */
export function statusIn(journey: Journey, number: string): string {
  return journey.sandbox.ordoro.order(number).status;
}

/** The order shows no problem and this status. */
export function expectInStep(journey: Journey, orderId: string, status = 'exported'): void {
  const { ordoroSyncStatus, ordoroIssues } = journey.fields(orderId);
  expect({ ordoroSyncStatus, ordoroIssues }).toEqual({ ordoroSyncStatus: status, ordoroIssues: undefined });
}

/** The order needs attention for these reasons. */
export function expectIssues(journey: Journey, orderId: string, ...issues: unknown[]): void {
  const { ordoroSyncStatus, ordoroIssues } = journey.fields(orderId);
  expect({ ordoroSyncStatus, ordoroIssues }).toEqual({ ordoroSyncStatus: 'needs-attention', ordoroIssues: issues });
}

/**
 * Ends all odd behaviour, and checks that nothing wrong was sent to Ordoro and nothing is left to do: the job, which sees for the
 * first time what the messages did, only moves its cursors.
 */
export async function afterEachChange(journey: Journey): Promise<void> {
  afterEachJourney(journey);
  journey.time.advance(1_000);
  const firstLook = await writesDuring(journey, async () => {
    await journey.deliver();
    await journey.runJob();
  });
  expect(firstLook.filter((write) => !write.startsWith('POST ordoro-cursors/'))).toEqual([]);
  await expectNothingLeftToDo(journey);
}

/** The call that saves a claim saying what is about to be written to Ordoro. */
export function claimsAnEdit({ requestBody }: RecordedCall): boolean {
  const { value } = (requestBody ?? {}) as { value?: Partial<SyncRecord> };
  return value?.changes?.attempt !== undefined;
}
