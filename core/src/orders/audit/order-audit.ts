import { ownChannels } from '../../fulfillments/own-channels.ts';
import { ShipmentLetters } from '../../fulfillments/shipment-letters.ts';
import type { Audit, AuditStep, AuditTurn } from '../../runs/audit.ts';
import { remindOfLetters } from './letter-reminder.ts';
import { OpenOrderWalk } from './open-order-walk.ts';
import { orderAuditAlert, orderAuditMessage, orderAuditOutcome } from './order-audit-outcome.ts';
import { OrderAuditPass } from './order-audit-pass.ts';
import type { OrderAuditOptions, OrderAuditTurn } from './order-audit-ports.ts';
import { memoryOf, storedProgress } from './order-audit-progress.ts';
import { OrdoroWalk } from './ordoro-walk.ts';

/** Subject of the alert. */
const ALERT = 'orders.audit';

/**
 * Compares the orders of the last 30 days on both sides: first every Ordoro order of our sales channels with the order and record it
 * belongs to, then the open orders of commercetools that none of those led to. What deviates is brought in step as ever; the audit
 * itself writes nothing to an order. The outcome goes to the health object; much deviation is told to people.
 *
 * Calls for 1,000 orders that are in step: 11 in Ordoro, 25 in commercetools. Memory: some 200 bytes for each Ordoro order.
 */
export class OrderAudit implements Audit {
  readonly name = 'orders';
  readonly #options: OrderAuditOptions;
  /** The one under way. */
  #pass: OrderAuditPass | undefined;

  constructor(options: OrderAuditOptions) {
    this.#options = options;
  }

  /** One turn. @throws PlatformError */
  async work(turn: AuditTurn): Promise<AuditStep> {
    try {
      const step = await this.#turn(turn);
      // A dry run has no other turn that could need it.
      if (step.finished || turn.dryRun) this.#pass = undefined;
      return step;
    } catch (error) {
      // What was seen since the last turn is seen again.
      this.#pass = undefined;
      throw error;
    }
  }

  async #turn(turn: AuditTurn): Promise<AuditStep> {
    const context = await this.#options.context();
    const channels = (await ownChannels(context, this.#options.cursors)).sort((one, other) => one - other);
    if (channels.length === 0)
      return { finished: true, message: 'there is no sales channel yet; post-deploy creates it' };
    const pass = this.#passOf(turn);
    const dryRun = turn.dryRun || context.settings.dryRun;
    const letters = new ShipmentLetters(this.#options);
    const parts: OrderAuditTurn = { turn, context, dryRun, channels, pass, letters };
    if (!(await this.#walk(parts))) return { finished: false, progress: pass.stored };
    if (!dryRun) turn.counts.changed += await remindOfLetters(this.#options);
    return { finished: true, message: await this.#tell(parts), memory: memoryOf(pass.progress) };
  }

  async #walk(parts: OrderAuditTurn): Promise<boolean> {
    const list = new OrdoroWalk(this.#options, parts);
    if (parts.pass.progress.stage === 'ordoro' && !(await list.go())) return false;
    return (await list.fillGap()) && (await new OpenOrderWalk(this.#options, parts).go());
  }

  /** That of this process, where it is the one to go on with. */
  #passOf({ startedAt, progress }: AuditTurn): OrderAuditPass {
    if (this.#pass?.startedAt !== startedAt) this.#pass = new OrderAuditPass(startedAt, storedProgress(progress));
    return this.#pass;
  }

  async #tell({ turn, pass, dryRun }: OrderAuditTurn): Promise<string> {
    const { health, alerts, clock, logger } = this.#options;
    const times = { startedAt: turn.startedAt, completedAt: new Date(clock()).toISOString() };
    const outcome = orderAuditOutcome(pass.progress.tally, times);
    logger.info('The orders of the last 30 days were compared.', { outcome });
    if (!dryRun) {
      await health.set({ orderAudit: outcome });
      const alert = orderAuditAlert(outcome);
      if (alert === undefined) void alerts.clear(ALERT);
      else void alerts.raise(ALERT, alert);
    }
    return orderAuditMessage(outcome);
  }
}
