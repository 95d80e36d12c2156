import type { Logger } from './logger.ts';

/** One thing that is checked: `undefined` means nothing is known yet, which counts as up. */
export interface HealthProbe {
  readonly name: string;
  readonly isUp: () => boolean | undefined;
}

/** Answer of a health route. */
export interface HealthReport {
  readonly status: number;
  readonly body: object;
}

/** Checks are read from memory, so this is never reached, milliseconds. */
const TIMEOUT_MS = 1_000;

/**
 * The state of the app in the form that commercetools' own connectors give: OK, or Partially Available with the platform that
 * did not answer. Always 200 while the process answers: restarting the app would not bring a platform back.
 */
export async function healthReport(app: string, probes: readonly HealthProbe[], logger: Logger): Promise<HealthReport> {
  // Loading it takes a third of a second; no message waits for that.
  const { statusHandler } = await import('@commercetools/connect-payments-sdk');
  const report = await statusHandler({
    timeout: TIMEOUT_MS,
    checks: [
      () => ({ name: app, status: 'UP' }),
      ...probes.map(({ name, isUp }) => () => ({
        name,
        status: isUp() === false ? ('DOWN' as const) : ('UP' as const),
      })),
    ],
    log: statusLog(logger),
  })();
  return { status: report.status, body: report.body };
}

/** The status handler logs in the order of its own logger: facts first, then the text. */
function statusLog(logger: Logger) {
  const at = (level: 'debug' | 'info' | 'warn') => (facts: object, text: string) => logger[level](text, { facts });
  // A platform that does not answer is already logged where it was needed.
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('debug') };
}
