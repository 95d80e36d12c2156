import { isUnsettled } from '../../core/src/orders/settle.ts';
import { liveLease, type SyncRecord } from '../../core/src/records/sync-record.ts';
import { inParallel } from '../../core/src/runs/in-parallel.ts';
import { type Command, onlyArgument } from './command.ts';
import { type FoundOrder, findOrder } from './find-order.ts';
import { plural } from './text.ts';
import { lettersAbout, logOf } from './traces.ts';
import type { OpsWorld } from './world.ts';

/** `forget`: erases everything the connector keeps of an order. */
export const FORGET: Command = {
  name: 'forget',
  summary: 'Erases what the connector keeps of a deleted order: record, letters and log. There is no way back.',
  usage: '<order id> [--force]',
  help: [
    '  --force   also when commercetools still has the order, or when it is not known whether Ordoro has it',
    '',
    'Nothing changes in Ordoro: cancel or erase the order there yourself. An order that commercetools still has is looked up in Ordoro',
    'by its syncInfo and gets a record again; one whose sending is uncertain could be sent twice. So do not use --force lightly.',
  ],
  options: { force: { type: 'boolean' } },
  run: async (input, world) => {
    const name = onlyArgument(input, 'order');
    const found = (await findOrder(name, world)) ?? { orderId: name, order: undefined, stored: undefined };
    const reason = obstacle(found, world.clock(), input.values.force === true);
    if (reason !== undefined) return { code: 1, text: reason, data: { forgotten: false, reason } };
    const erased = await erase(found, world);
    const count = Object.values(erased).reduce((sum, number) => sum + number, 0);
    if (count === 0) return { code: 1, text: `The connector keeps nothing of "${name}".`, data: { forgotten: false } };
    const parts = `${plural(erased.records, 'record')}, ${plural(erased.letters, 'letter')}, ${plural(erased.log, 'log line')}`;
    return { code: 0, text: `Erased of ${found.orderId}: ${parts}.`, data: { forgotten: true, ...erased } };
  },
};

/** Why the order must not be forgotten; undefined: it may. */
function obstacle({ orderId, order, stored }: FoundOrder, now: number, isForced: boolean): string | undefined {
  if (stored !== undefined && liveLease(stored.value, now) !== undefined)
    return `A process is working on ${orderId} at this moment. Try again in a minute.`;
  if (isForced) return undefined;
  if (order !== undefined)
    return `commercetools still has ${orderId}. Delete it there first; see "help forget" for --force.`;
  if (stored !== undefined && isUncertain(stored.value))
    return `It is not known yet whether Ordoro has ${orderId}; the job looks it up. Try again later; see "help forget" for --force.`;
  return undefined;
}

/** What was refused and not looked up since may be there all the same. */
function isUncertain(record: SyncRecord): boolean {
  return isUnsettled(record) || record.parts.some(({ state }) => state.step === 'claimed');
}

/** The record goes last, because it leads to the rest: what breaks off in between can be done again. */
async function erase({ orderId, stored }: FoundOrder, world: OpsWorld) {
  const { objects, containers } = world;
  const [letters, log] = await Promise.all([lettersAbout(orderId, stored?.value, world), logOf(orderId, world)]);
  const remove = (container: string, keys: readonly string[]) =>
    inParallel(keys, async (key) => {
      await objects.delete(container, key);
    });
  await remove(
    containers.deadLetters,
    letters.map(({ key }) => key),
  );
  await remove(
    containers.log,
    log.map(({ key }) => key),
  );
  if (stored !== undefined) await objects.delete(containers.orders, orderId, stored.version);
  return { records: stored === undefined ? 0 : 1, letters: letters.length, log: log.length };
}
