import { type Clock, systemClock } from '../clock.ts';
import { CommercetoolsClient } from '../commercetools/client.ts';
import { ConfigurationError, type ConfigurationProblem } from '../config/configuration-error.ts';
import { type Environment, parseSettings } from '../config/environment.ts';
import type { ConnectorSettings } from '../config/settings.ts';
import { parseSubscriptionDestination } from '../config/subscription-destination.ts';
import { OrdoroClient } from '../ordoro/client.ts';
import { createLogger, type Logger, type LoggerOptions } from '../telemetry/logger.ts';
import { postDeploy } from './post-deploy.ts';
import { preUndeploy } from './pre-undeploy.ts';
import type { SetupReport } from './report.ts';

/** A script waits longer than an app: nobody else waits for its answer. */
const TIMEOUT_MS = 30_000;

/** Where a script writes; defaults: standard output and the machine's clock. */
export interface ScriptOptions {
  readonly stream?: LoggerOptions['stream'];
  readonly clock?: Clock;
}

/** How a script ends: 0 when all is well, 1 when somebody has to do something. */
export type ExitCode = 0 | 1;

/** The post-deploy script of a deployment. Says everything on the log, never throws. */
export async function runPostDeploy(env: Environment, options: ScriptOptions = {}): Promise<ExitCode> {
  const start = logger(options);
  const read = firstProblems(
    () => parseSettings(env),
    () => parseSubscriptionDestination(env),
  );
  if ('problems' in read) return refuse(start, read.problems);
  const [settings, destination] = read.values;
  const log = logger(options, settings);
  const ordoro = ordoroClient(settings, options.clock ?? systemClock);
  try {
    const deps = { commercetools: commercetoolsClient(settings), ordoro, logger: log, timeoutMs: TIMEOUT_MS };
    return conclude(log, await postDeploy(settings, destination, deps), 'The set-up');
  } finally {
    ordoro.close();
  }
}

/** The pre-undeploy script. Other variables than those it needs may be wrong: they must not keep anybody from undeploying. */
export async function runPreUndeploy(env: Environment, options: ScriptOptions = {}): Promise<ExitCode> {
  const start = logger(options);
  const read = firstProblems(() => parseSettings(undeployEnvironment(env)));
  if ('problems' in read) return refuse(start, read.problems);
  const [settings] = read.values;
  const log = logger(options, settings);
  const { connectorId, orderTypeKey, dryRun } = settings;
  const commercetools = commercetoolsClient(settings);
  return conclude(
    log,
    await preUndeploy({ commercetools, connectorId, orderTypeKey, dryRun, logger: log }),
    'The removal',
  );
}

const UNDEPLOY_VARIABLES = [
  'CTP_PROJECT_KEY',
  'CTP_CLIENT_ID',
  'CTP_CLIENT_SECRET',
  'CTP_API_URL',
  'CTP_AUTH_URL',
  'CTP_SCOPE',
  'CONNECTOR_ID',
  'ORDER_TYPE_KEY',
  'DRY_RUN',
];

function undeployEnvironment(env: Environment): Environment {
  const needed = UNDEPLOY_VARIABLES.map((key) => [key, env[key]]);
  // Ordoro is not called, so its key need not be right, but the settings have no other form.
  return { ...Object.fromEntries(needed), ORDORO_CLIENT_ID: 'not-used', ORDORO_CLIENT_SECRET: 'not-used' };
}

/** All values, or all configuration problems of all readers. */
function firstProblems<T extends unknown[]>(
  ...readers: { [K in keyof T]: () => T[K] }
): { values: T } | { problems: ConfigurationProblem[] } {
  const problems: ConfigurationProblem[] = [];
  const values = readers.map((read) => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      problems.push(...error.problems);
      return undefined;
    }
  });
  return problems.length > 0 ? { problems } : { values: values as T };
}

function refuse(log: Logger, problems: readonly ConfigurationProblem[]): ExitCode {
  log.error(new ConfigurationError(problems).message);
  return 1;
}

function conclude(log: Logger, report: SetupReport, what: string): ExitCode {
  const count = report.problems.length;
  if (report.ok) log.info(report.dryRun ? `${what} was only tried: DRY_RUN is true.` : `${what} is complete.`);
  else
    log.error(
      `${what} is not complete: ${count === 1 ? '1 problem' : `${count} problems`}. Correct what the lines above say and deploy again; what is already there stays.`,
      { problems: report.problems },
    );
  return report.ok ? 0 : 1;
}

function logger({ stream, clock }: ScriptOptions, settings?: ConnectorSettings): Logger {
  const secrets = [
    settings?.commercetools.clientSecret,
    settings?.ordoro.clientSecret,
    settings?.ordoro.clientId,
    settings?.jobToken,
    settings?.alertWebhookUrl,
  ].filter((secret): secret is string => secret !== undefined);
  return createLogger({
    // A script's lines are its result, whatever LOG_LEVEL says for the apps.
    level: settings?.logLevel === 'debug' ? 'debug' : 'info',
    secrets,
    ...(stream === undefined ? {} : { stream }),
    ...(clock === undefined ? {} : { clock }),
  });
}

function commercetoolsClient({ commercetools }: ConnectorSettings): CommercetoolsClient {
  return new CommercetoolsClient(commercetools, { timeoutMs: TIMEOUT_MS });
}

/** A handful of requests needs no share of the rate budget; its leases would even be in the way of finding out what is wrong. */
function ordoroClient({ ordoro }: ConnectorSettings, clock: Clock): OrdoroClient {
  const { apiUrl, clientId, clientSecret } = ordoro;
  const budget = { take: async () => true, pauseUntil: () => undefined };
  return new OrdoroClient({ apiUrl, clientId, clientSecret, timeoutMs: TIMEOUT_MS, budget, clock });
}
