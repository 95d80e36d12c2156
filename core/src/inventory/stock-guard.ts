import type { Clock } from '../clock.ts';
import type { InventoryApproval } from '../config/inventory-approval.ts';
import type { DeadLetterDraft } from '../records/dead-letters.ts';
import type { HealthStatus, HealthValue } from '../records/health-status.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { LetterBox } from './letter-box.ts';
import { guardVerdict } from './mass-change-guard.ts';
import type { RunPlan } from './run-plan.ts';
import type { ManagedStock } from './stock-plan.ts';

/** Fewer changes than this can be no mass change, so that nothing has to be read. */
const FEWEST_CHANGES = 50;

/** Subject of the dead letter about a stopped plan. No SKU: it is about all of them. */
export const MASS_CHANGE = 'mass-change';

/** What the guard needs. */
export interface StockGuardOptions {
  readonly health: Pick<HealthStatus, 'read' | 'set'>;
  readonly letters: LetterBox;
  readonly clock: Clock;
  readonly logger: Logger;
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
  async stops(
    plan: RunPlan,
    { approval, dryRun }: { readonly approval: InventoryApproval | undefined; readonly dryRun: boolean },
  ): Promise<string | undefined> {
    const { clock, logger } = this.#options;
    const { changes } = plan;
    if (changes.length < FEWEST_CHANGES) return undefined;
    const base = baseOf(await this.#options.health.read()) ?? plan.managed;
    const verdict = guardVerdict(changes, { base, approval, now: clock() });
    if (verdict.passes) {
      if (verdict.approved !== undefined)
        logger.warn('An approved mass change of stock is written.', { plan: verdict.approved });
      return undefined;
    }
    logger.error('A mass change of stock was stopped.', { plan: verdict.plan, reason: verdict.message });
    if (!dryRun) await this.#tell(verdict.plan, verdict.message);
    return verdict.message;
  }

  /** Nothing is stopped any more. @throws PlatformError */
  async passes(): Promise<void> {
    const { letters, health } = this.#options;
    if (!letters.has('inventory', MASS_CHANGE)) return;
    await health.set({ inventoryPlan: undefined });
    await letters.clear('inventory', MASS_CHANGE);
  }

  async #tell(plan: string, message: string): Promise<void> {
    const letter: DeadLetterDraft = {
      kind: 'inventory',
      subject: MASS_CHANGE,
      code: 'inventory-conflict',
      message,
      howToFix:
        'Check the stock in Ordoro. If it is right, approve the plan as the message says; if not, correct it: the next run plans anew.',
    };
    await this.#options.health.set({ inventoryPlan: plan });
    await this.#options.letters.write(letter);
  }
}

/** What the last full audit counted: `inventory.base` of the health object. */
function baseOf({ inventory }: HealthValue): ManagedStock | undefined {
  const { count, total } = (inventory as { base?: { count?: unknown; total?: unknown } } | undefined)?.base ?? {};
  // An audit made while nobody owned the stock managed nothing: it is no measure.
  return typeof count === 'number' && typeof total === 'number' && count > 0
    ? { entries: count, units: total }
    : undefined;
}
