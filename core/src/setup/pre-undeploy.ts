import type { CommercetoolsClient } from '../commercetools/client.ts';
import { NotFoundError } from '../problems/errors.ts';
import { containersOf } from '../records/containers.ts';
import type { Logger } from '../telemetry/logger.ts';
import { findSubscription, subscriptionKey } from './ensure-subscription.ts';
import { reportOf, type SetupReport } from './report.ts';
import { runStep, type StepResult } from './step.ts';
import { DELIVERY_TYPE_KEY, PARCEL_TYPE_KEY, STOCK_TYPE_KEY } from './type-definitions.ts';
import { type SetupTarget, untilSettled } from './until-settled.ts';

/** The deployment that goes away. */
export interface PreUndeployOptions {
  readonly commercetools: CommercetoolsClient;
  readonly connectorId: string;
  readonly orderTypeKey: string;
  readonly dryRun: boolean;
  readonly logger: Logger;
}

/**
 * Removes what would go on working without the connector: its Subscription. Types, Channel and custom objects stay, because
 * orders refer to them and a later deployment goes on where this one ended. Says what stays. Never throws.
 */
export async function preUndeploy(options: PreUndeployOptions): Promise<SetupReport> {
  const { commercetools: client, connectorId, dryRun, logger } = options;
  const step = await runStep(`Subscription ${subscriptionKey(connectorId)}`, () =>
    removeSubscription({ client, dryRun }, connectorId),
  );
  const report = reportOf([step], { dryRun, warnings: [], logger });
  logger.info(leftBehindText(options));
  return report;
}

/** Deletes the deployment's Subscription; that there is none is fine. @throws PlatformError */
export function removeSubscription({ client, dryRun }: SetupTarget, connectorId: string): Promise<StepResult> {
  return untilSettled(async () => {
    const subscription = await findSubscription(client, connectorId);
    if (subscription === undefined) return { change: 'unchanged', detail: 'there is none' };
    if (dryRun) return { change: 'deleted' };
    try {
      await client.write(`Subscription ${subscription.key}`, () =>
        client.api
          .subscriptions()
          .withId({ ID: subscription.id })
          .delete({ queryArgs: { version: subscription.version } })
          .execute(),
      );
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
    }
    return { change: 'deleted' };
  });
}

function leftBehindText({ connectorId, orderTypeKey }: PreUndeployOptions): string {
  const types = [orderTypeKey, DELIVERY_TYPE_KEY, PARCEL_TYPE_KEY, STOCK_TYPE_KEY].join(', ');
  const containers = Object.values(containersOf(connectorId)).join(', ');
  return `Left as they are, so that orders keep their history and a new deployment goes on where this one ended: the Types ${types}; the Channel ${connectorId}; the custom objects in ${containers}; the sales channel and all orders in Ordoro. docs/installation.md tells how to remove them.`;
}
