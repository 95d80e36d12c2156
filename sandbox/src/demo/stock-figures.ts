import type { Sandbox } from '../sandbox.ts';
import { EAST, WEST } from '../seed/articles.ts';
import { SEED_IDS } from '../seed/seed-names.ts';
import { type StockFigures, type StockRound, type StockRow, stoppedPlan } from '../seed/stock-rounds.ts';

/** The same place on both platforms. */
const PLACES = {
  'us-east': { warehouseId: EAST, channelId: SEED_IDS.channelEast },
  'us-west': { warehouseId: WEST, channelId: SEED_IDS.channelWest },
} as const;

/** Reads the stock of a row on both sides. An entry that is missing counts as none. */
export function figuresOf(sandbox: Sandbox, { skus, channel }: StockRow): StockFigures {
  const { warehouseId, channelId } = PLACES[channel];
  const rows = skus.flatMap((sku) => sandbox.ordoro.product(sku).warehouses.filter(({ id }) => id === warehouseId));
  const wanted = new Set(skus);
  const isOfRow = (sku: string, supplyChannelId: string | undefined) =>
    wanted.has(sku) && supplyChannelId === channelId;
  const entries = sandbox.commercetools.inventory().filter((entry) => isOfRow(entry.sku, entry.supplyChannel?.id));
  const held = openUnits(sandbox).filter((units) => isOfRow(units.sku, units.supplyChannelId));
  return {
    onHand: sum(rows.map((one) => one.physical_on_hand)),
    committed: sum(rows.map((one) => one.committed)),
    available: sum(rows.map((one) => one.available)),
    heldBack: sum(held.map(({ quantity }) => quantity)),
    shown: sum(entries.map(({ quantityOnStock }) => quantityOnStock)),
  };
}

/** What of the stock is not as expected, in words. */
export function stockComplaints(sandbox: Sandbox, rows: readonly StockRow[]): string[] {
  return rows.flatMap((row) => {
    const [is, should] = [figuresOf(sandbox, row), row.expected].map(textOf);
    return is === should ? [] : [`${row.title}, ${row.channel}: ${is}; expected: ${should}`];
  });
}

/** Whether the connector refuses what it should, and nothing else; in words. */
export function guardComplaints({ commercetools }: Sandbox, { isStopped }: StockRound): string[] {
  const plan = stoppedPlan(commercetools);
  const letter = commercetools.customObject('ordoro-dead-letters', 'inventory.mass-change')?.value;
  if (!isStopped)
    return plan === undefined && letter === undefined ? [] : [`plan ${plan ?? ''} is stopped; expected: none`];
  const isTold = plan !== undefined && letter?.message.includes(plan);
  return isTold ? [] : [`plan ${plan ?? ''} is stopped, dead letter ${letter?.message ?? 'none'}; expected: both`];
}

interface OpenUnits {
  readonly sku: string;
  readonly quantity: number;
  readonly supplyChannelId?: string;
}

/** Units of the orders that Ordoro does not know yet, as the sync records have them. */
function openUnits({ commercetools }: Sandbox): OpenUnits[] {
  return commercetools
    .customObjects('ordoro-orders')
    .flatMap(({ value }) => (value.open === true ? (value.units as OpenUnits[]) : []));
}

function textOf({ onHand, committed, available, heldBack, shown }: StockFigures): string {
  return `on hand ${onHand}, committed ${committed}, available ${available}, held back ${heldBack}, commercetools ${shown}`;
}

function sum(units: readonly number[]): number {
  return units.reduce((total, one) => total + one, 0);
}
