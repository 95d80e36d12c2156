import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { alertOfRefusal, alertOfRefusedCall, circuitGuard } from './circuit-parts.ts';
import { type Clock, type SetDeadline, systemClock, systemDeadline } from './clock.ts';
import { CommercetoolsClient } from './commercetools/client.ts';
import { CustomObjects } from './commercetools/custom-objects.ts';
import { Orders } from './commercetools/orders.ts';
import { ConfigurationSource } from './config/configuration-source.ts';
import type { ConnectorSettings } from './config/settings.ts';
import { Carriers } from './fulfillments/carriers.ts';
import type { InventoryDesk } from './inventory/inventory-desk.ts';
import { stockChannels, unknownChannelsLetter } from './inventory/stock-channels.ts';
import { jobTasks } from './job-tasks.ts';
import { orderParts } from './order-parts.ts';
import type { OrderDesk } from './orders/order-desk.ts';
import { OrdoroClient } from './ordoro/client.ts';
import { RateBudget } from './ordoro/rate-budget.ts';
import { OrdoroSalesChannels } from './ordoro/sales-channels.ts';
import { OrdoroShippers } from './ordoro/shippers.ts';
import { reconcileTask } from './reconcile-parts.ts';
import { containersOf } from './records/containers.ts';
import { type DeadLetterDraft, DeadLetters } from './records/dead-letters.ts';
import { JobRun } from './runs/job-run.ts';
import { takeRunRequest } from './runs/run-request.ts';
import { stockParts } from './stock-parts.ts';
import { AlertMarks } from './telemetry/alert-marks.ts';
import { createAlerts } from './telemetry/alerts.ts';
import { EventLog } from './telemetry/event-log.ts';
import { type HealthReport, healthReport } from './telemetry/health.ts';
import { LetterAlerts } from './telemetry/letter-alerts.ts';
import { createLogger, type Logger } from './telemetry/logger.ts';
import { type Exchange, redactExchange, redactText } from './telemetry/redaction.ts';
import { postWebhook } from './telemetry/webhook.ts';

/** Time limits, milliseconds. The event app answers within its message's deadline, so its limits are short. */
export interface TimeLimits {
  readonly commercetoolsMs: number;
  readonly ordoroMs: number;
}

/** Limits of the two apps. */
export const EVENT_LIMITS: TimeLimits = { commercetoolsMs: 3_000, ordoroMs: 5_000 };
export const JOB_LIMITS: TimeLimits = { commercetoolsMs: 20_000, ordoroMs: 20_000 };

/** What a connector is made of besides its settings; everything but the limits has a sensible default. */
export interface ConnectorParts {
  readonly limits: TimeLimits;
  readonly clock?: Clock;
  readonly random?: () => number;
  /** Waits this many milliseconds. */
  readonly pause?: (ms: number) => Promise<void>;
  readonly deadline?: SetDeadline;
  readonly logger?: Logger;
}

/** The connector, wired: what both apps are made of. */
export interface Connector {
  readonly settings: ConnectorSettings;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly deadline: SetDeadline;
  readonly client: CommercetoolsClient;
  readonly configuration: ConfigurationSource;
  readonly orders: OrderDesk;
  /** Where messages about inventory entries are handed in. */
  readonly stock: InventoryDesk;
  readonly job: JobRun;
  /** Told of an error that ended a piece of work: tells people where only they can help. Never fails. */
  tellOf(error: unknown): void;
  /** The state of the app `name`, from memory. */
  health(name: string): Promise<HealthReport>;
  /** Ends kept-alive connections. */
  close(): void;
}

/** Wires a connector. Nothing is read or sent yet. */
export function createConnector(settings: ConnectorSettings, parts: ConnectorParts): Connector {
  const { limits, clock = systemClock, random = Math.random, pause = (ms: number) => delay(ms) } = parts;
  const secrets = secretsOf(settings);
  const logger = parts.logger ?? createLogger({ level: settings.logLevel, secrets });
  const containers = containersOf(settings.connectorId);
  const owner = randomUUID();

  const client = new CommercetoolsClient(settings.commercetools, { timeoutMs: limits.commercetoolsMs, clock });
  const objects = new CustomObjects(client);
  const orders = new Orders(client);
  const budget = new RateBudget({
    objects,
    container: containers.locks,
    requestsPerMinute: settings.ordoro.requestsPerMinute,
    clock,
    pause,
  });
  const marks = new AlertMarks({ objects, container: containers.locks });
  const alerts = createAlerts({ webhookUrl: settings.alertWebhookUrl, post: postWebhook, marks, clock, logger });
  const deadLetters = new DeadLetters(objects, containers.deadLetters, clock);
  const { dryRun } = settings;
  const circuit = circuitGuard({ objects, containers, deadLetters, alerts, clock, logger, dryRun });
  const ordoro = new OrdoroClient({ ...ordoroAccess(settings), timeoutMs: limits.ordoroMs, budget, clock, circuit });
  const salesChannels = new OrdoroSalesChannels(ordoro);
  const eventLog = new EventLog({ objects, container: containers.log, clock, random, logger, dryRun: settings.dryRun });
  const configuration = new ConfigurationSource({
    client,
    objects,
    containers,
    deadLetters,
    settings,
    clock,
    check: ({ warehouses }, { supplyChannels }) => {
      const letter = unknownChannelsLetter(stockChannels({ warehouses, channelKeys: supplyChannels }));
      return letter === undefined ? [] : [{ key: letter.subject, message: letter.message }];
    },
    onProblem: (key, message) => {
      if (message === undefined) void alerts.clear(`config.${key}`);
      else void alerts.raise(`config.${key}`, message);
    },
  });
  const letterAlerts = new LetterAlerts({ alerts, clock });
  const onDeadLetter = (letter: DeadLetterDraft) => letterAlerts.tell(letter);
  const redact = (exchange: Exchange) => redactExchange(exchange, settings.logPayloads, secrets);
  const carriers = new Carriers({ shippers: new OrdoroShippers(ordoro), clock, logger });
  const { sync, trouble, desk, skus } = orderParts({
    settings,
    client,
    objects,
    containers,
    orders,
    ordoro,
    salesChannels,
    carriers,
    configuration,
    deadLetters,
    onDeadLetter,
    eventLog,
    onCredentialsRefused: (message) => void alertOfRefusedCall({ alerts, ordoro, clock }, message),
    redact,
    redactText: (text, context) => redactText(text, context, secrets),
    clock,
    random,
    owner,
    logger,
    sendTimeoutMs: limits.ordoroMs,
  });
  const tasks = jobTasks({
    settings,
    orders,
    objects,
    containers,
    ordoro,
    salesChannels,
    carriers,
    sync,
    desk,
    trouble,
    deadLetters,
    onDeadLetter,
    redact,
    clock,
    logger,
  });
  const stock = stockParts({
    settings,
    client,
    objects,
    containers,
    orders,
    ordoro,
    configuration,
    deadLetters,
    onDeadLetter,
    redact,
    forgetProduct: (ordoroSku) => skus.forget(ordoroSku),
    alerts,
    clock,
    random,
    logger,
    sendTimeoutMs: limits.ordoroMs,
  });
  const reconcile = reconcileTask({
    audits: [stock.audit],
    objects,
    containers,
    orders,
    ordoro,
    carriers,
    sync,
    desk,
    trouble,
    deadLetters,
    onDeadLetter,
    redact,
    alerts,
    clock,
    logger,
  });
  const tellOf = (error: unknown) => void alertOfRefusal({ alerts, ordoro, clock }, error);
  const job = new JobRun({
    objects,
    containers,
    tasks: [...tasks, ...stock.tasks, reconcile],
    clock,
    random,
    owner,
    logger,
    calls: () => ({ commercetools: client.calls, ordoro: ordoro.calls }),
    takeRunRequest: () => takeRunRequest(objects, containers.config, settings.dryRun),
    onFailure: tellOf,
    dryRun: settings.dryRun,
  });
  return {
    settings,
    logger,
    clock,
    deadline: parts.deadline ?? systemDeadline,
    client,
    configuration,
    orders: desk,
    stock: stock.desk,
    job,
    tellOf,
    health: (name) =>
      healthReport(
        name,
        [
          { name: 'commercetools', isUp: () => client.isAnswering },
          { name: 'Ordoro', isUp: () => !ordoro.isPaused && ordoro.isAnswering },
        ],
        logger,
      ),
    close: () => ordoro.close(),
  };
}

function ordoroAccess({ ordoro }: ConnectorSettings) {
  return { apiUrl: ordoro.apiUrl, clientId: ordoro.clientId, clientSecret: ordoro.clientSecret };
}

function secretsOf(settings: ConnectorSettings): string[] {
  const { commercetools, ordoro, jobToken, alertWebhookUrl } = settings;
  const candidates = [commercetools.clientSecret, ordoro.clientSecret, jobToken, alertWebhookUrl];
  return candidates.filter((secret): secret is string => secret !== undefined);
}
