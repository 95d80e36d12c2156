import type { StockRecord } from '../../records/open-records.ts';
import { sweptAt } from '../../records/sweep-note.ts';
import { type HeldBackSnapshot, type HeldBackUnits, heldBackBy, heldBackUnits } from '../held-back-units.ts';
import { policyOf } from '../inventory-context.ts';
import type { Kits } from '../kit-index.ts';
import type { OrderMoment } from '../order-look.ts';
import type { SkuLinks } from '../sku-links.ts';
import type { StockPolicy } from '../stock-view.ts';
import type { StockAuditOptions } from './audit-ports.ts';

/** How far back orders without record are looked for, milliseconds: see `OrderLook`. */
const SEEN_BACK_MS = 15 * 60_000;

/** What stays the same during a turn: rules, mappings, and U as it was at its beginning. */
export interface AuditBasis {
  readonly policy: StockPolicy;
  readonly links: SkuLinks;
  readonly accountWarehouseIds: readonly number[];
  /** When the last complete sweep of orders began, epoch milliseconds. */
  readonly sweptAt: number | undefined;
  /** The orders at the beginning. */
  readonly first: OrderMoment;
  /** U at the beginning. */
  readonly heldBack: HeldBackUnits;
  /** U of these orders. */
  readonly heldBackBy: (orders: readonly StockRecord[], kits: Kits) => HeldBackSnapshot;
}

/**
 * Reads what the turn is based on.
 * @param endBy answers of Ordoro are there by then, or it is an error; epoch milliseconds
 * @throws PlatformError
 */
export async function auditBasis(
  { context: readContext, sources, clock }: Pick<StockAuditOptions, 'context' | 'sources' | 'clock'>,
  endBy: number,
): Promise<AuditBasis> {
  const context = await readContext();
  const links = await sources.mappings.current();
  const accountWarehouses = await sources.warehouses.all(endBy);
  const defaultWarehouseId = await sources.warehouses.defaultId(endBy);
  const kits = await sources.kits.current({ priority: 'audit', endBy });
  const swept = sweptAt(await sources.notes.read());
  const first = await sources.look.take({ sweptAt: swept });
  const warehouses = context.merchant.warehouses;
  const channelKeys = context.supplyChannels;
  const ordoroSkuOf = (sku: string) => links.ordoroSkuOf(sku);
  const heldBackOf = (orders: readonly StockRecord[], { structures }: Kits) =>
    heldBackBy(orders, { warehouses, channelKeys, defaultWarehouseId, ordoroSkuOf, kits: structures, now: clock() });
  return {
    policy: policyOf(context, isBlind(swept, clock())),
    links,
    accountWarehouseIds: accountWarehouses.map(({ id }) => id),
    sweptAt: swept,
    first,
    heldBack: heldBackUnits(heldBackOf(first.open, kits)),
    heldBackBy: heldBackOf,
  };
}

/**
 * With a sweep that old there may be orders of which nobody knows, so that whether an entry shows too little cannot be told. The
 * task that repairs is stricter; the audit only looks.
 */
function isBlind(swept: number | undefined, now: number): boolean {
  return swept !== undefined && now - swept > SEEN_BACK_MS;
}
