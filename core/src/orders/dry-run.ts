import type { ChangeAttempt } from '../records/order-changes.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Action, Situation } from './situation.ts';

/** Stands in for every write of a pass: logs what would be written and goes on as if it had been. */
export class DryRun {
  readonly #logger: Logger;

  constructor(logger: Logger, orderId: string) {
    this.#logger = logger.child({ orderId, dryRun: true });
  }

  /** The situation after a write that was only logged; undefined for actions that write nothing. */
  instead(action: Exclude<Action, { do: 'done' }>, situation: Situation): Situation | undefined {
    switch (action.do) {
      case 'save':
        this.#logger.info('Would save the record.', { status: action.record.status, due: action.record.due });
        return { ...situation, record: action.record, stored: { state: 'present', record: action.record, version: 0 } };
      case 'send':
        this.#logger.info('Would create the order in Ordoro.', {
          orderReference: action.draft.order_id,
          part: action.part,
        });
        return { ...situation, sendBy: Number.NEGATIVE_INFINITY };
      case 'apply-preset':
        this.#logger.info('Would apply the preset.', { presetId: action.presetId });
        return { ...situation, failedNow: true };
      case 'edit-ordoro':
        this.#logger.info('Would change the order in Ordoro.', {
          edit: action.edit.kind,
          orderNumber: action.edit.number,
          ...allOf(situation.record?.changes?.attempt),
        });
        return { ...situation, sendBy: Number.NEGATIVE_INFINITY };
      case 'update-order':
        this.#logger.info('Would update the order.', { actions: action.actions.map(({ action: name }) => name) });
        return { ...situation, orderUpdateFailed: true };
      case 'write-dead-letter':
        this.#logger.info('Would write a dead letter.', { code: action.letter.code });
        return { ...situation, deadLetterDone: true };
      case 'log':
        this.#logger[action.level](action.message, action.code === undefined ? {} : { code: action.code });
        return { ...situation, logged: true };
      case 'clear-dead-letter':
        return { ...situation, deadLetterDone: true };
      default:
        return undefined;
    }
  }
}

/** What else the claim was for: nothing comes after the first edit, because it was not sent. */
function allOf(attempt: ChangeAttempt | undefined) {
  const { fields = [], lines = [], numbers = [] } = attempt ?? {};
  return {
    orderNumbers: numbers,
    fields: [...new Set(fields.map(({ field }) => field))],
    lineItems: [...new Set(lines.map(({ lineItemId }) => lineItemId))],
  };
}
