import type { StoredObject } from '../../core/src/commercetools/custom-objects.ts';
import type { DeadLetter } from '../../core/src/records/dead-letters.ts';
import { acceptedNumbers, type SyncRecord } from '../../core/src/records/sync-record.ts';
import type { LogValue } from '../../core/src/telemetry/log-entry.ts';
import type { OpsWorld } from './world.ts';

/** The dead letters about an order, its Ordoro orders and its returns. @throws PlatformError */
export async function lettersAbout(
  orderId: string,
  record: SyncRecord | undefined,
  { deadLetters }: OpsWorld,
): Promise<StoredObject<DeadLetter>[]> {
  const shipments = numbersOf(record).map((number) => deadLetters.of('shipment', number));
  const returns = (record?.returns ?? []).map(({ reference }) => deadLetters.of('return', reference));
  const found = await Promise.all([deadLetters.of('order', orderId), ...shipments, ...returns]);
  return found.filter((letter) => letter !== undefined);
}

/** The log entries about an order, oldest first. @throws PlatformError */
export async function logOf(orderId: string, { objects, containers }: OpsWorld): Promise<StoredObject<LogValue>[]> {
  const entries: StoredObject<LogValue>[] = [];
  const where = `value(subject=${JSON.stringify(orderId)})`;
  let after: string | undefined;
  do {
    const page = await objects.page<LogValue>(containers.log, { where, ...(after === undefined ? {} : { after }) });
    entries.push(...page.objects);
    after = page.next;
  } while (after !== undefined);
  return entries;
}

/** Numbers of all Ordoro orders that the record tells of, also of those that turned out to be none of its own. */
function numbersOf(record: SyncRecord | undefined): string[] {
  if (record === undefined) return [];
  const { numbers = [], unread = [], duplicates = [], missing = [], rebuildFrom, changes } = record;
  const judged = (changes?.duplicates ?? []).map(({ number }) => number);
  const found = [...numbers, ...acceptedNumbers(record), ...unread, ...duplicates, ...judged];
  return [...new Set([...found, ...missing.map(({ number }) => number), ...(rebuildFrom?.numbers ?? [])])];
}
