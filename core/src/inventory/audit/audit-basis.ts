import type { Clock } from '../../clock.ts';
import type { StockRecord } from '../../records/open-records.ts';
import {
  type HeldBackSnapshot,
  type HeldBackUnits,
  type HoldingContext,
  heldBackBy,
  heldBackUnits,
} from '../held-back-units.ts';
import type { SkuLinks } from '../sku-links.ts';
import type { OrdoroWarehouse, StockProduct } from '../stock.ts';
import { stockChannels } from '../stock-channels.ts';
import type { StockPolicy } from '../stock-view.ts';
import type { StockAuditContext, StockAuditOptions } from './audit-ports.ts';

/** What stays the same during a turn: rules, mappings, and U as it was at its beginning. */
export interface AuditBasis {
  readonly policy: StockPolicy;
  readonly links: SkuLinks;
  readonly accountWarehouseIds: readonly number[];
  /** Epoch milliseconds. */
  readonly beganAt: number;
  readonly heldBackFirst: HeldBackSnapshot;
  readonly heldBack: HeldBackUnits;
  /** U of other open orders, of the moment. */
  readonly heldBackBy: (orders: readonly StockRecord[]) => HeldBackSnapshot;
  readonly now: Clock;
}

/** What of the account is read once per pass. */
export interface AccountFacts {
  readonly warehouses: readonly OrdoroWarehouse[];
  /** All kits, as known by now. */
  readonly kits: ReadonlyMap<string, StockProduct>;
}

/** Reads what the turn is based on. @throws PlatformError */
export async function auditBasis(
  { context, sources: { mappings, records }, clock }: StockAuditOptions,
  facts: AccountFacts,
): Promise<AuditBasis> {
  const beganAt = clock();
  const current = await context();
  const links = await mappings.current();
  const snapshot = await records.snapshot();
  const holding = (): HoldingContext => ({ ...holdingOf(current, links, facts), now: clock() });
  const heldBackFirst = heldBackBy(snapshot.open, holding());
  return {
    policy: policyOf(current),
    links,
    accountWarehouseIds: facts.warehouses.map(({ id }) => id),
    beganAt,
    heldBackFirst,
    heldBack: heldBackUnits(heldBackFirst),
    heldBackBy: (orders) => heldBackBy(orders, holding()),
    now: clock,
  };
}

/** The audit only looks; whether an entry may be raised is decided by the task that repairs it. */
function policyOf({ settings, rules, warehouses, channelKeys }: StockAuditContext): StockPolicy {
  return { settings, rules, stockChannels: stockChannels({ warehouses, channelKeys }), isSweepStale: false };
}

function holdingOf(
  { warehouses, channelKeys }: StockAuditContext,
  links: SkuLinks,
  facts: AccountFacts,
): Omit<HoldingContext, 'now'> {
  return {
    warehouses,
    channelKeys,
    kits: facts.kits,
    ordoroSkuOf: (sku) => links.ordoroSkuOf(sku),
    defaultWarehouseId: facts.warehouses.find(({ isDefault }) => isDefault)?.id,
  };
}
