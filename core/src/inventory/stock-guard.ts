import type { Clock } from '../clock.ts';
import type { InventoryApproval } from '../config/inventory-approval.ts';
import type { Cursors } from '../records/cursors.ts';
import type { DeadLetterDraft } from '../records/dead-letters.ts';
import type { HealthStatus, HealthValue } from '../records/health-status.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { LetterBox } from './letter-box.ts';
import { guardVerdict, leftOf, type StoppedPlan } from './mass-change-guard.ts';
import type { RunPlan } from './run-plan.ts';
import type { ManagedStock } from './stock-plan.ts';

/** Fewer changes than this can be no mass change, so that nothing has to be read. */
const FEWEST_CHANGES = 50;

/** Subject of the dead letter about a stopped plan. No SKU: it is about all of them. */
export const MASS_CHANGE = 'mass-change';

/** Key of the stopped plan in `<CONNECTOR_ID>-cursors`. */
const KEY = 'inventory.stopped';

/** Characters of a stopped plan that are kept at most; of a larger one only its hash is. A custom object bears 16 MB, and one has up to 3 bytes. */
const MAX_KEPT_LENGTH = 4_000_000;

/** What the guard needs. */
export interface StockGuardOptions {
  readonly health: Pick<HealthStatus, 'read' | 'set'>;
  readonly cursors: Pick<Cursors, 'read' | 'write'>;
  readonly letters: LetterBox;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What a plan is judged under. */
export interface GuardRequest {
  readonly approval: InventoryApproval | undefined;
  /** Ordoro SKUs that had to be compared in this run and could not be, or have to wait. */
  readonly unjudged: ReadonlySet<string>;
  readonly dryRun: boolean;
}

/** Keeps a run from writing what looks like a mistake, and tells people. */
export class StockGuard {
  readonly #options: StockGuardOptions;

  constructor(options: StockGuardOptions) {
    this.#options = options;
  }

  /**
   * Whether the plan of the run may be written. When not, its hash stands in the health object, and a dead letter says how to let it
   * pass; both go when a plan passes again.
   * @returns undefined when it may, else why not
   * @throws PlatformError
   */
  async stops(plan: RunPlan, { approval, unjudged, dryRun }: GuardRequest): Promise<string | undefined> {
    const { clock, logger, letters, health, cursors } = this.#options;
    const { changes } = plan;
    const stands = letters.has('inventory', MASS_CHANGE);
    if (changes.length === 0 || (changes.length < FEWEST_CHANGES && !stands)) return undefined;
    const base = baseOf(await health.read()) ?? plan.managed;
    const stopped = stands ? (await cursors.read<StoppedPlan>(KEY))?.value : undefined;
    const verdict = guardVerdict(changes, { base, approval, now: clock(), stopped, unjudged });
    if (verdict.passes) {
      if (verdict.approved !== undefined)
        logger.warn('An approved mass change of stock is written.', { plan: verdict.approved });
      return undefined;
    }
    logger.error('A mass change of stock was stopped.', { plan: verdict.plan, reason: verdict.message });
    if (!dryRun && verdict.isRest !== true) await this.#tell(verdict);
    return verdict.message;
  }

  /**
   * Nothing is stopped any more, unless so much of an approved plan is left to write that it would be stopped anew.
   * @param left Ordoro SKUs that failed or wait
   * @throws PlatformError
   */
  async passes(left: ReadonlySet<string>): Promise<void> {
    const { letters, health, cursors } = this.#options;
    if (!letters.has('inventory', MASS_CHANGE)) return;
    const stopped = (await cursors.read<StoppedPlan>(KEY))?.value;
    if (stopped !== undefined && leftOf(stopped, left) >= FEWEST_CHANGES) return;
    await health.set({ inventoryPlan: undefined });
    await letters.clear('inventory', MASS_CHANGE);
  }

  /** First what the plan is known again by: without it an approval would let nothing pass but the very same plan. */
  async #tell({ plan, entries, message }: StoppedPlan & { readonly message: string }): Promise<void> {
    const { cursors, health, letters } = this.#options;
    const stored = await cursors.read<StoppedPlan>(KEY);
    if (stored?.value.plan !== plan) await cursors.write<StoppedPlan>(KEY, { plan, entries: keptOf(entries) }, stored);
    const letter: DeadLetterDraft = {
      kind: 'inventory',
      subject: MASS_CHANGE,
      code: 'inventory-conflict',
      message,
      howToFix:
        'Check the stock in Ordoro. If it is right, approve the plan as the message says; if not, correct it: the next run plans anew.',
    };
    await health.set({ inventoryPlan: plan });
    await letters.write(letter);
  }
}

function keptOf(entries: StoppedPlan['entries']): StoppedPlan['entries'] {
  return JSON.stringify(entries).length > MAX_KEPT_LENGTH ? [] : entries;
}

/** What the last full audit counted: `inventory.base` of the health object. */
function baseOf({ inventory }: HealthValue): ManagedStock | undefined {
  const { count, total } = (inventory as { base?: { count?: unknown; total?: unknown } } | undefined)?.base ?? {};
  // An audit made while nobody owned the stock managed nothing: it is no measure.
  return typeof count === 'number' && typeof total === 'number' && count > 0
    ? { entries: count, units: total }
    : undefined;
}
