import type { CommercetoolsClient } from '../commercetools/client.ts';
import { CustomObjects } from '../commercetools/custom-objects.ts';
import { type ConnectorSettings, settingsWarnings } from '../config/settings.ts';
import type { SubscriptionDestination } from '../config/subscription-destination.ts';
import type { OrdoroClient } from '../ordoro/client.ts';
import { OrdoroSalesChannels } from '../ordoro/sales-channels.ts';
import { CredentialsError } from '../problems/errors.ts';
import { containersOf } from '../records/containers.ts';
import { exportSince } from '../records/export-since.ts';
import type { Logger } from '../telemetry/logger.ts';
import { type ApiClientCheck, checkApiClient } from './check-api-client.ts';
import { checkOrdoroKey } from './check-ordoro.ts';
import { checkStateKeys } from './check-state-keys.ts';
import { ensureExportChannel } from './ensure-export-channel.ts';
import { ensureSalesChannel } from './ensure-sales-channel.ts';
import { ensureSubscription, subscriptionKey } from './ensure-subscription.ts';
import { ensureTypes } from './ensure-types.ts';
import { reportOf, type SetupReport } from './report.ts';
import { runStep, type SetupStep, skippedStep } from './step.ts';

/** The deployment and what reaches its two platforms. */
export interface PostDeployDeps {
  readonly commercetools: CommercetoolsClient;
  readonly ordoro: OrdoroClient;
  readonly logger: Logger;
  /** Limit of the login of the API client, milliseconds. */
  readonly timeoutMs: number;
}

interface Deployment extends PostDeployDeps {
  readonly settings: ConnectorSettings;
  readonly destination: SubscriptionDestination;
}

/**
 * Sets up a deployment in the project and in Ordoro, or completes it; a second run changes nothing. A failed step does not
 * keep the others, so that one run shows everything that is wrong. With DRY_RUN nothing is written. Never throws.
 */
export async function postDeploy(
  settings: ConnectorSettings,
  destination: SubscriptionDestination,
  deps: PostDeployDeps,
): Promise<SetupReport> {
  const deployment = { ...deps, settings, destination };
  const [login, ordoroKey] = await Promise.all([
    logIn(deployment),
    runStep('Ordoro API key', () => checkOrdoroKey(deps.ordoro)),
  ]);
  const rest = login.canLogIn
    ? await setUpProject(deployment, { ordoroWorks: ordoroKey.problems.length === 0 })
    : [skippedStep('Everything in the project', 'the API client cannot log in')];
  const steps = [login.step, ordoroKey, ...rest];
  return reportOf(steps, { dryRun: settings.dryRun, warnings: settingsWarnings(settings), logger: deps.logger });
}

async function logIn({ settings, timeoutMs }: Deployment): Promise<{ step: SetupStep; canLogIn: boolean }> {
  let check: ApiClientCheck | undefined;
  const step = await runStep('commercetools API client', async () => {
    check = await checkApiClient(settings.commercetools, timeoutMs);
    return check;
  });
  return { step, canLogIn: check?.canLogIn ?? false };
}

async function setUpProject(deployment: Deployment, { ordoroWorks }: { ordoroWorks: boolean }): Promise<SetupStep[]> {
  const { commercetools: client, settings, destination } = deployment;
  const { connectorId } = settings;
  const target = { client, dryRun: settings.dryRun };
  // First and alone: requests that find no token yet would each fetch one.
  const { step: project, serverTime, worksOtherwise } = await openProject(client);
  if (!worksOtherwise) return [project, skippedStep('Everything in the project', 'it cannot be reached')];
  const [types, ...others] = await Promise.all([
    ensureTypes(target, settings.orderTypeKey),
    runStep(`Channel ${connectorId}`, () => ensureExportChannel(target, connectorId)),
    runStep(`Subscription ${subscriptionKey(connectorId)}`, () => ensureSubscription(target, connectorId, destination)),
    runStep('States of EXPORT_WHEN', () => checkStateKeys(client, settings.exportWhen)),
    salesChannelStep(deployment, ordoroWorks),
    exportSinceStep(deployment, serverTime),
  ]);
  return [project, ...types, ...others];
}

/** `worksOtherwise` false: other requests would only fail in the same way. A missing scope for this one says nothing about them. */
async function openProject(client: CommercetoolsClient) {
  let serverTime: number | undefined;
  let worksOtherwise = true;
  const step = await runStep(`Project ${client.projectKey}`, async () => {
    try {
      const answer = await client.read(`project ${client.projectKey}`, () => client.api.get().execute());
      serverTime = answer.serverTime;
    } catch (error) {
      worksOtherwise = error instanceof CredentialsError;
      throw error;
    }
    return { change: 'checked' };
  });
  return { step, serverTime, worksOtherwise };
}

function salesChannelStep({ commercetools, ordoro, settings }: Deployment, ordoroWorks: boolean): Promise<SetupStep> {
  const subject = 'Ordoro sales channel';
  if (!ordoroWorks) return Promise.resolve(skippedStep(subject, 'Ordoro does not accept the API key'));
  const options = {
    channels: new OrdoroSalesChannels(ordoro),
    objects: new CustomObjects(commercetools),
    containers: containersOf(settings.connectorId),
    settings,
  };
  return runStep(subject, () => ensureSalesChannel(options));
}

function exportSinceStep({ commercetools, settings }: Deployment, serverTime: number | undefined): Promise<SetupStep> {
  const subject = 'Begin of the export';
  if (serverTime === undefined) return Promise.resolve(skippedStep(subject, 'the project cannot be read'));
  return runStep(subject, async () => {
    const objects = new CustomObjects(commercetools);
    const { at, origin } = await exportSince({
      objects,
      containers: containersOf(settings.connectorId),
      settings,
      serverTime,
    });
    const detail = `orders created from ${new Date(at).toISOString()}${origin === 'setting' ? ', as EXPORT_SINCE says' : ''}`;
    return { change: origin === 'new' ? 'created' : 'unchanged', detail };
  });
}
