import type { Audit, AuditStep, AuditTurn } from '../../runs/audit.ts';
import { FINISH_MS } from '../../runs/task.ts';
import { auditBasis } from './audit-basis.ts';
import { auditOutcome, outcomeAlert, outcomeMessage, type StockAuditOutcome } from './audit-outcome.ts';
import type { StockAuditOptions } from './audit-ports.ts';
import { leftoversOf } from './leftovers.ts';
import { PassMemory } from './pass-memory.ts';
import { storedProgress } from './pass-progress.ts';
import { Repairs } from './repairs.ts';
import { type NamedSkus, NO_SKUS, withNames } from './stock-tally.ts';
import { type StockTurn, StockWalk } from './stock-walk.ts';

const DAY_MS = 24 * 60 * 60_000;

/** Subject of the alert. */
const ALERT = 'inventory.audit';

/**
 * Compares the stock of every product on both sides. It writes no stock itself: what deviates is handed over to the task
 * `inventory`, which repairs it under all its rules. The outcome goes to the health object; much drift is told to people.
 *
 * Calls for 20,000 products with as many entries: 200 pages of products, warehouses and kits in Ordoro; 40 pages of entries in
 * commercetools, and some ten more. Memory: about 400 bytes per entry of the project.
 */
export class StockAudit implements Audit {
  readonly name = 'stock';
  readonly #options: StockAuditOptions;
  /** Of the pass under way. */
  #memory: PassMemory | undefined;

  constructor(options: StockAuditOptions) {
    this.#options = options;
  }

  /** One turn. @throws PlatformError */
  async work(turn: AuditTurn): Promise<AuditStep> {
    try {
      const step = await this.#turn(turn);
      // A dry run has no other turn that could need it.
      if (step.finished || turn.dryRun) this.#memory = undefined;
      return step;
    } catch (error) {
      // What was seen since the last turn is seen again.
      this.#memory = undefined;
      throw error;
    }
  }

  async #turn(turn: AuditTurn): Promise<AuditStep> {
    const { clock, sources, due } = this.#options;
    const memory = this.#memoryOf(turn);
    if (!(await memory.ledger.fill(() => clock() >= turn.handOverAt)))
      return { finished: false, progress: memory.progress };
    const basis = await auditBasis(this.#options, Math.max(turn.handOverAt, clock()) + FINISH_MS);
    const parts: StockTurn = { turn, basis, memory, repairs: new Repairs(due, turn.dryRun) };
    const isThrough = await new StockWalk({ sources, clock }, parts).go();
    if (!isThrough) return { finished: false, progress: memory.progress };
    const outcome = await this.#outcomeOf(parts);
    await this.#tell(outcome, turn.dryRun);
    return { finished: true, message: outcomeMessage(outcome) };
  }

  /** That of the pass under way, where this process has it. */
  #memoryOf({ startedAt, progress }: AuditTurn): PassMemory {
    if (this.#memory?.startedAt !== startedAt)
      this.#memory = new PassMemory({ startedAt, progress: storedProgress(progress) }, this.#options.sources);
    return this.#memory;
  }

  async #outcomeOf({ turn, basis, memory, repairs }: StockTurn): Promise<StockAuditOutcome> {
    const { clock } = this.#options;
    let { tally } = memory.progress;
    let onlyInCommercetools: NamedSkus | undefined;
    if (memory.isWhole) {
      const { skus, onceThere } = await leftoversOf(
        { entries: memory.ledger.rest, day: Math.floor(Date.parse(turn.startedAt) / DAY_MS) },
        basis,
        this.#options,
      );
      onlyInCommercetools = withNames(NO_SKUS, skus);
      const handedOver = await repairs.lookAgainAt(onceThere);
      tally = { ...tally, handedOver: tally.handedOver + handedOver };
      turn.counts.changed += handedOver;
    }
    return auditOutcome({
      startedAt: turn.startedAt,
      completedAt: new Date(clock()).toISOString(),
      entries: memory.ledger.total,
      tally,
      onlyInCommercetools,
    });
  }

  async #tell(outcome: StockAuditOutcome, dryRun: boolean): Promise<void> {
    const { health, alerts, logger } = this.#options;
    logger.info('The stock of all products was compared.', { outcome });
    if (dryRun) return;
    await health.set({ inventory: outcome });
    const alert = outcomeAlert(outcome);
    if (alert === undefined) void alerts.clear(ALERT);
    else void alerts.raise(ALERT, alert);
  }
}
