import type { Clock } from '../../core/src/clock.ts';
import { CommercetoolsClient } from '../../core/src/commercetools/client.ts';
import { CustomObjects } from '../../core/src/commercetools/custom-objects.ts';
import { Orders } from '../../core/src/commercetools/orders.ts';
import { type Environment, parseSettings } from '../../core/src/config/environment.ts';
import { type Containers, containersOf } from '../../core/src/records/containers.ts';
import { DeadLetters } from '../../core/src/records/dead-letters.ts';

/** Variables that the commands need; they are the same as those of the apps. */
export const NEEDED_VARIABLES = [
  'CTP_PROJECT_KEY',
  'CTP_CLIENT_ID',
  'CTP_CLIENT_SECRET',
  'CTP_API_URL',
  'CTP_AUTH_URL',
] as const;

/** Those that are read when they are there. */
const OPTIONAL_VARIABLES = ['CTP_SCOPE', 'CONNECTOR_ID'] as const;

/** Settings of the apps that no command uses. */
const NOT_USED = { ORDORO_CLIENT_ID: 'not-used', ORDORO_CLIENT_SECRET: 'not-used' };

/** How long one request may take, milliseconds. */
const TIMEOUT_MS = 20_000;

/** An order of the project. */
export type Order = NonNullable<Awaited<ReturnType<Orders['get']>>>;

/** The project and the deployment that the commands look at. */
export interface OpsWorld {
  readonly projectKey: string;
  readonly connectorId: string;
  readonly containers: Containers;
  readonly objects: CustomObjects;
  readonly deadLetters: DeadLetters;
  readonly orders: Pick<Orders, 'get'>;
  /** The order with this number, if the project has one. @throws PlatformError */
  orderByNumber(orderNumber: string): Promise<Order | undefined>;
  readonly clock: Clock;
}

/** Reads where to look from the variables; nothing is asked yet. @throws ConfigurationError */
export function openWorld(environment: Environment, clock: Clock): OpsWorld {
  const names = [...NEEDED_VARIABLES, ...OPTIONAL_VARIABLES];
  const given = Object.fromEntries(names.map((name) => [name, environment[name]]));
  const { commercetools, connectorId } = parseSettings({ ...given, ...NOT_USED });
  const client = new CommercetoolsClient(commercetools, { timeoutMs: TIMEOUT_MS });
  const objects = new CustomObjects(client);
  const containers = containersOf(connectorId);
  return {
    projectKey: commercetools.projectKey,
    connectorId,
    containers,
    objects,
    deadLetters: new DeadLetters(objects, containers.deadLetters, clock),
    orders: new Orders(client),
    orderByNumber: async (orderNumber) => {
      const { body } = await client.read(`order number ${orderNumber}`, () =>
        client.api
          .orders()
          .get({ queryArgs: { where: `orderNumber=${JSON.stringify(orderNumber)}`, limit: 1, withTotal: false } })
          .execute(),
      );
      return body.results[0];
    },
    clock,
  };
}
