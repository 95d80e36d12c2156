import { NotFoundError, PlatformError, RejectedError } from '../problems/errors.ts';
import { hasGivenUp, type SyncRecord } from '../records/sync-record.ts';
import { writesEndBy } from './claim.ts';
import type { OrderSyncPorts } from './order-sync-ports.ts';
import { ordoroFailure } from './ordoro-failure.ts';
import { type Failure, withFailure, withPartState } from './record-changes.ts';
import type { Action, Situation } from './situation.ts';

/**
 * Applies a shipment preset to an order that Ordoro accepted, once; nothing is sent that would not be over before the claim is. A
 * refusal is noted for the staff; anything unclear is tried again later. Only right after the creation it is certain that the
 * preset is not there: else the order tells first.
 * @throws PlatformError only for commercetools
 */
export async function applyPreset(
  ports: OrderSyncPorts,
  situation: Situation,
  action: Extract<Action, { do: 'apply-preset' }>,
): Promise<Situation> {
  const { record } = situation;
  const part = record?.parts.find(({ number }) => number === action.part);
  if (record === undefined || part?.state.step !== 'accepted') return situation;
  const { presetToApply: _done, ...state } = part.state;
  const preset = { ...action, endBy: Math.min(situation.readBy, writesEndBy(record)) };
  // Left to the job, which has a claim and time of its own.
  if (ports.clock() >= preset.endBy) return { ...situation, readBy: Number.NEGATIVE_INFINITY };
  const tried = { record, part: action.part };
  try {
    const isThere =
      (!isCreatedNow(situation, action.orderNumber) && (await hasPreset(ports, preset))) ||
      (await apply(ports, preset));
    return isThere
      ? { ...situation, record: withPartState(record, action.part, state) }
      : failed(situation, tried, { code: 'ordoro-unavailable', message: 'the preset was not confirmed' });
  } catch (error) {
    if (!(error instanceof PlatformError) || error.platform !== 'ordoro') throw error;
    if (error instanceof RejectedError || error instanceof NotFoundError)
      return { ...situation, record: withPartState(record, action.part, { ...state, presetRefused: action.presetId }) };
    return failed(situation, tried, ordoroFailure(error));
  }
}

/** In this pass, so that no other one can have seen it. What a look-up found was created by another one. */
function isCreatedNow({ created = [] }: Situation, number: string): boolean {
  return created.some(({ orderNumber }) => orderNumber === number);
}

interface Preset {
  readonly orderNumber: string;
  readonly presetId: number;
  /** Epoch milliseconds. */
  readonly endBy: number;
}

async function hasPreset({ ordoroOrders }: OrderSyncPorts, { orderNumber, presetId, endBy }: Preset): Promise<boolean> {
  return (await ordoroOrders.get(orderNumber, endBy))?.presetIds.includes(presetId) === true;
}

function apply({ ordoroOrders }: OrderSyncPorts, { orderNumber, presetId, endBy }: Preset): Promise<boolean> {
  return ordoroOrders.applyPreset(orderNumber, presetId, endBy);
}

/** When the tries have ended, the preset is left to the staff, and the message says so. */
function failed(situation: Situation, tried: { record: SyncRecord; part: number }, failure: Failure): Situation {
  const { now, random } = situation;
  const record = withFailure(tried.record, failure, { now, random });
  const state = record.parts.find(({ number }) => number === tried.part)?.state;
  if (!hasGivenUp(record) || state?.step !== 'accepted') return { ...situation, record, failedNow: true };
  const { presetToApply: presetRefused, ...rest } = state;
  const left = withPartState(record, tried.part, {
    ...rest,
    ...(presetRefused === undefined ? {} : { presetRefused }),
  });
  return { ...situation, record: left, failedNow: true };
}
