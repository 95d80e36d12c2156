import type { SyncRecord } from '../../core/src/records/sync-record.ts';
import { type Command, onlyArgument } from './command.ts';
import { findOrder } from './find-order.ts';
import { letterLines } from './letter-text.ts';
import { recordLines } from './record-text.ts';
import { columns } from './text.ts';
import { lettersAbout, logOf } from './traces.ts';
import type { Order } from './world.ts';

/** Log entries shown to people; with `--json` all. */
const MAX_LOG = 20;

/** `show`: everything the connector knows of one order. */
export const SHOW: Command = {
  name: 'show',
  summary: 'Shows what the connector knows of one order: its record, its letters and its log.',
  usage: '<order id or number>',
  help: [
    '  <order id or number>   commercetools order id, order number, or the number of one of its Ordoro orders',
    '',
    'Nothing of it is personal data, unless LOG_PAYLOADS is "full". With --json the whole record and the whole log.',
  ],
  options: {},
  run: async (input, world) => {
    const name = onlyArgument(input, 'order');
    const found = await findOrder(name, world);
    if (found === undefined)
      return { code: 1, text: `Neither the project nor the connector knows an order "${name}".`, data: undefined };
    const { orderId, order, stored } = found;
    const [letters, log] = await Promise.all([lettersAbout(orderId, stored?.value, world), logOf(orderId, world)]);
    const now = world.clock();
    const text = [
      `Order ${orderId}${numberText(order, stored?.value)}`,
      ...shownLines(order),
      '',
      ...(stored === undefined ? ['The connector has no record of it.'] : recordLines(stored.value, now)),
      '',
      letters.length === 0 ? 'No dead letter.' : 'Dead letters:',
      ...letters.flatMap(({ key, value }) => letterLines(key, value, now)).map((line) => `  ${line}`),
      '',
      log.length === 0
        ? 'Nothing in the log.'
        : `Log${log.length > MAX_LOG ? `, the last ${MAX_LOG} of ${log.length}` : ''}:`,
      ...columns(
        log.slice(-MAX_LOG).map(({ value }) => [`  ${value.at}`, value.event, value.code ?? '', value.message]),
      ),
    ].join('\n');
    const data = {
      orderId,
      order: order === undefined ? undefined : shownFields(order),
      record: stored?.value,
      letters: letters.map(({ key, value }) => ({ key, ...value })),
      log: log.map(({ key, value }) => ({ key, ...value })),
    };
    return { code: 0, text, data };
  },
};

function numberText(order: Order | undefined, record: SyncRecord | undefined): string {
  const number = order?.orderNumber ?? record?.orderNumber;
  return number === undefined ? '' : `, number ${number}`;
}

/** Only what the connector wrote: the order itself is full of personal data. */
function shownFields({ orderState, paymentState, shipmentState, custom }: Order): Record<string, unknown> {
  const ours = Object.entries(custom?.fields ?? {}).filter(([name]) => name.startsWith('ordoro'));
  return { orderState, paymentState, shipmentState, ...Object.fromEntries(ours) };
}

function shownLines(order: Order | undefined): string[] {
  if (order === undefined) return ['commercetools does not have it (any more).'];
  const rows = Object.entries(shownFields(order))
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [`  ${name}`, Array.isArray(value) ? value.join(', ') : String(value)]);
  return ['On the order:', ...columns(rows)];
}
