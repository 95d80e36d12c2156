import type { Clock } from './clock.ts';
import type { CustomObjects } from './commercetools/custom-objects.ts';
import { CircuitGuard } from './ordoro/circuit-guard.ts';
import { CATALOGUE } from './problems/catalogue.ts';
import { CredentialsError, type Pause } from './problems/errors.ts';
import type { Containers } from './records/containers.ts';
import type { DeadLetterDraft, DeadLetters } from './records/dead-letters.ts';
import type { Alerts } from './telemetry/alerts.ts';
import type { Logger } from './telemetry/logger.ts';

/** The variable that a dead letter about the API key of Ordoro is filed under. */
export const ORDORO_KEY_SUBJECT = 'ORDORO_CLIENT_ID';

/** Subjects of alerts. */
const OUTAGE = 'ordoro.unavailable';
const ORDORO_KEY = 'ordoro.credentials';
const COMMERCETOOLS_KEY = 'commercetools.credentials';

/** What the circuit is made of. */
export interface CircuitPartsOptions {
  readonly objects: CustomObjects;
  readonly containers: Containers;
  readonly deadLetters: Pick<DeadLetters, 'write' | 'clear'>;
  readonly alerts: Alerts;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Letters are neither written nor cleared. */
  readonly dryRun: boolean;
}

/** The circuit to Ordoro, and how people hear of it. */
export function circuitGuard(options: CircuitPartsOptions): CircuitGuard {
  const { objects, containers, deadLetters, alerts, clock, logger, dryRun } = options;
  return new CircuitGuard({
    objects,
    container: containers.locks,
    clock,
    logger,
    onTrouble: async (pause) => {
      if (pause.code === 'ordoro-auth' && !dryRun) await deadLetters.write(keyLetter(pause));
      const subject = pause.code === 'ordoro-auth' ? ORDORO_KEY : OUTAGE;
      await alerts.raise(subject, `${pause.message}. ${CATALOGUE[pause.code].howToFix}`, 'lasting');
    },
    onOver: async () => {
      if (!dryRun) await deadLetters.clear('config', ORDORO_KEY_SUBJECT);
      await Promise.all([alerts.clear(ORDORO_KEY), alerts.clear(OUTAGE)]);
    },
  });
}

function keyLetter({ code, message, since }: Pause): DeadLetterDraft {
  return { kind: 'config', subject: ORDORO_KEY_SUBJECT, code, message, attempts: 1, firstFailedAt: since };
}

/** Ordoro refuses single calls, although it accepts the key: for want of a permission, or because its plan does not include them. */
export function alertOfRefusedCall(alerts: Alerts, message: string): Promise<void> {
  return alerts.raise(ORDORO_KEY, message, 'lasting');
}

/** Tells people when a piece of work ended because commercetools refuses the API client: nothing else can be done about it. */
export async function alertOfRefusal(alerts: Alerts, error: unknown): Promise<void> {
  if (!(error instanceof CredentialsError) || error.platform !== 'commercetools') return;
  await alerts.raise(
    COMMERCETOOLS_KEY,
    `commercetools refuses the API client of the deployment (${error.message}). Check that it exists and has the scopes of connect.yaml, then deploy again; nothing is lost meanwhile.`,
    'lasting',
  );
}
