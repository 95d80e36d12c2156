import { expect } from 'vitest';
import type { Journey } from './connector-under-test.ts';
import { expectNothingLeftToDo } from './in-step.ts';
import { deliveriesOf, orderIn, returnsOf } from './warehouse.ts';

/** What differs between two orders that stand alike: ids, numbers of orders and of parcels, articles of the many, moments. */
const OWN = [
  /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g,
  /\bJ-\d+\b/g,
  /\b(BULK-|Bulk )\d+\b/g,
  /\b(O|END|1Z|\d)\w*\d{7,}\b/g,
  /\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)/g,
  /\d{4}-\d\d-\d\d \d\d:\d\d UTC/g,
];

/** Orders whose handling was interrupted stand as the one does that nothing has disturbed, and nothing is left to do. */
export async function expectUndisturbed(
  journey: Journey,
  { undisturbed, interrupted }: { readonly undisturbed: string; readonly interrupted: readonly string[] },
  expectDone: (orderId: string) => void,
): Promise<void> {
  for (const id of [undisturbed, ...interrupted]) {
    expectDone(id);
    expect(endState(journey, id)).toBe(endState(journey, undisturbed));
  }
  await expectNothingLeftToDo(journey);
}

/** Everything that people see of an order on both sides, and whether its record is settled; the same text for all orders that stand alike. */
function endState(journey: Journey, orderId: string): string {
  const { orderState, paymentState, shipmentState, custom, syncInfo, shippingAddress } = orderIn(journey, orderId);
  const record = journey.record(orderId);
  const state = {
    order: { orderState, paymentState, shipmentState, fields: sorted(custom?.fields), shippingAddress },
    numbers: syncInfo.map(({ externalId }) => externalId),
    deliveries: deliveriesOf(journey, orderId),
    returns: returnsOf(journey, orderId),
    ordoro: journey.ordoroOrders(orderId).map(({ lines, ...order }) => ({ ...order, lines: lines.toSorted(bySku) })),
    record: record && {
      status: record.status,
      open: record.open,
      due: record.due,
      leased: record.lease !== undefined,
      attempts: record.attempts,
      steps: record.parts.map(({ state: { step } }) => step),
      requests: record.requests,
      issues: record.issues,
      duplicates: record.duplicates ?? [],
    },
    letter: journey.deadLetter(orderId)?.code,
  };
  return OWN.reduce((text, own) => text.replaceAll(own, '#'), JSON.stringify(state, withoutIds, 1));
}

function sorted(fields: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).toSorted(([one], [other]) => one.localeCompare(other)));
}

function bySku(one: { readonly sku: string }, other: { readonly sku: string }): number {
  return one.sku.localeCompare(other.sku);
}

/** Ordoro numbers what it stores; links carry these numbers. */
function withoutIds(key: string, value: unknown): unknown {
  const isNumber = typeof value === 'number' && /(^|_)id$/.test(key);
  return isNumber || key === 'link' || key.endsWith('_link') ? undefined : value;
}
