import type { StoredObject } from '../../commercetools/custom-objects.ts';
import { ConflictError } from '../../problems/errors.ts';
import type { DeadLetter } from '../../records/dead-letters.ts';
import { liveLease, type SyncRecord, withJournal } from '../../records/sync-record.ts';
import type { OrderAuditOptions } from './order-audit-ports.ts';

/** A letter is written before the record says that it stands, milliseconds; a query may be late as well. */
const ON_RECORD_AFTER_MS = 60 * 60_000;

/** Letters of one query. */
const PAGE_SIZE = 100;

/**
 * Letters of orders whose records do not know that one stands, because a process died in between: nothing would ever remove them.
 * Their records are told, and are due: the next look leaves the letter or clears it.
 * @returns how many records were told
 * @throws PlatformError
 */
export async function remindOfLetters(
  options: Pick<OrderAuditOptions, 'objects' | 'containers' | 'clock'>,
): Promise<number> {
  const { objects, containers, clock } = options;
  let count = 0;
  for (let after: string | undefined, isLast = false; !isLast; isLast = after === undefined) {
    const query = { where: 'value(kind="order")', limit: PAGE_SIZE, ...(after === undefined ? {} : { after }) };
    const page = await objects.page<DeadLetter>(containers.deadLetters, query);
    const old = page.objects.filter(({ value }) => clock() - Date.parse(value.lastFailedAt) >= ON_RECORD_AFTER_MS);
    const records = await objects.getMany<SyncRecord>(
      containers.orders,
      old.map(({ value }) => value.subject),
    );
    for (const stored of records) if (await remind(stored, options)) count += 1;
    after = page.next;
  }
  return count;
}

async function remind(
  { key, value: record, version }: StoredObject<SyncRecord>,
  { objects, containers, clock }: Pick<OrderAuditOptions, 'objects' | 'containers' | 'clock'>,
): Promise<boolean> {
  if (record.deadLetter === true || liveLease(record, clock()) !== undefined) return false;
  const noted = withJournal(record, 'a dead letter of the order was found', new Date(clock()).toISOString());
  try {
    await objects.put(containers.orders, key, { value: { ...noted, deadLetter: true, due: true }, version });
    return true;
  } catch (error) {
    // Somebody has the order at this moment; the next audit looks again.
    if (error instanceof ConflictError) return false;
    throw error;
  }
}
