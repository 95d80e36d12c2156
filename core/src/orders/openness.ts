import type { LineItem, Order } from '@commercetools/platform-sdk';
import type { OpenUnits, SyncRecord } from '../records/sync-record.ts';
import type { SkuFacts } from './order-context.ts';
import { dividedOrder, serviceOf } from './preparation.ts';
import { isIssue } from './shipping-service.ts';
import type { Situation } from './situation.ts';

/** Units of an order stop being held back from stock this long after its record was made. */
const OPEN_FOR_MS = 30 * 24 * 60 * 60_000;

/** Whether the record's units are held back from the stock that Ordoro reports, and which they are. */
export function openness(situation: Situation, order: Order, record: SyncRecord): Pick<SyncRecord, 'open' | 'units'> {
  if (situation.now - Date.parse(record.firstSeenAt) > OPEN_FOR_MS) return { open: false, units: [] };
  return { open: true, units: openUnits(order, situation, record) };
}

/** The same for a pass that looks up no SKU: what happens to be in memory must not make records differ from pass to pass. */
export function opennessAsRecorded(
  situation: Situation,
  order: Order,
  record: SyncRecord,
): Pick<SyncRecord, 'open' | 'units'> {
  return openness({ ...situation, skus: new Map() }, order, record);
}

/** By part, because each part commits in a warehouse of its own. */
function openUnits(order: Order, { context, skus }: Situation, record: SyncRecord): OpenUnits[] {
  const divided = dividedOrder(order, record, context);
  const unitsOf = (lines: readonly { lineItem: LineItem; quantity: number }[], goesWith: Partial<OpenUnits>) =>
    lines.flatMap(({ lineItem, quantity }): OpenUnits[] => {
      const { sku } = lineItem.variant;
      if (sku === undefined) return [];
      const ordoroSku = mappedSku(sku, skus, record.units);
      return [
        {
          sku,
          ...(ordoroSku === undefined ? {} : { ordoroSku }),
          quantity,
          ...(lineItem.supplyChannel === undefined ? {} : { supplyChannelId: lineItem.supplyChannel.id }),
          ...goesWith,
        },
      ];
    });
  return [
    ...divided.parts.flatMap((part) => {
      const service = serviceOf(part, context);
      const warehouseId = isIssue(service) ? undefined : service.warehouseId;
      return unitsOf(part.lines, { part: part.number, ...(warehouseId === undefined ? {} : { warehouseId }) });
    }),
    ...unitsOf(divided.unassigned, {}),
  ];
}

/** A mapping found in an earlier pass is kept until this pass looks the SKU up itself. */
function mappedSku(sku: string, skus: SkuFacts, before: readonly OpenUnits[]): string | undefined {
  const fact = skus.get(sku);
  if (fact === undefined) return before.find((units) => units.sku === sku)?.ordoroSku;
  return fact === 'unmapped' ? undefined : fact.ordoroSku;
}
