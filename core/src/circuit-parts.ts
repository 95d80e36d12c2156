import type { Clock } from './clock.ts';
import type { CustomObjects } from './commercetools/custom-objects.ts';
import { CircuitGuard } from './ordoro/circuit-guard.ts';
import type { OrdoroClient } from './ordoro/client.ts';
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
const ORDORO_CALLS = 'ordoro.permission';
const COMMERCETOOLS_KEY = 'commercetools.credentials';

/** Messages wait for the same sign of life: it is not asked for longer than they can wait. Milliseconds. */
const SIGN_OF_LIFE_WITHIN_MS = 4_000;

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
      return alerts.raise(subject, `${pause.message}. ${CATALOGUE[pause.code].howToFix}`);
    },
    // The subject stays quiet for its hour: while instances of an older deployment run with a refused key, the circuit opens again and again.
    onOver: async () => {
      if (!dryRun) await deadLetters.clear('config', ORDORO_KEY_SUBJECT);
    },
  });
}

function keyLetter({ code, message, since }: Pause): DeadLetterDraft {
  return { kind: 'config', subject: ORDORO_KEY_SUBJECT, code, message, attempts: 1, firstFailedAt: since };
}

/** What it takes to tell people of refusals. */
export interface RefusalAlertsOptions {
  readonly alerts: Pick<Alerts, 'raise'>;
  readonly ordoro: Pick<OrdoroClient, 'pause'>;
  readonly clock: Clock;
}

/**
 * Tells people that Ordoro refuses single calls for want of a permission, or because its plan does not include them. Whether it accepts
 * the key is found out first: of a refused key the circuit tells, and that must not stay quiet because of this.
 */
export async function alertOfRefusedCall(
  { alerts, ordoro, clock }: RefusalAlertsOptions,
  message: string,
): Promise<void> {
  if ((await ordoro.pause(clock() + SIGN_OF_LIFE_WITHIN_MS)) !== undefined) return;
  await alerts.raise(
    ORDORO_CALLS,
    `Ordoro accepts the API key, but refuses a call that the connector needs (${message}). Check that the Ordoro plan and the key include the whole API; nothing is lost meanwhile.`,
    'lasting',
  );
}

/** Tells people when a piece of work ended because a platform refuses us: nothing else can be done about it. */
export async function alertOfRefusal(options: RefusalAlertsOptions, error: unknown): Promise<void> {
  if (!(error instanceof CredentialsError)) return;
  if (error.platform === 'ordoro') return alertOfRefusedCall(options, error.message);
  await options.alerts.raise(
    COMMERCETOOLS_KEY,
    `commercetools refuses the API client of the deployment (${error.message}). Check that it exists and has the scopes of connect.yaml, then deploy again; nothing is lost meanwhile.`,
    'lasting',
  );
}
