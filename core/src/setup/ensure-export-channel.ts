import type { Channel } from '@commercetools/platform-sdk';
import type { CommercetoolsClient } from '../commercetools/client.ts';
import type { StepResult } from './step.ts';
import { type SetupTarget, untilSettled } from './until-settled.ts';

/** The role without which `updateSyncInfo` refuses a Channel. Source: commercetools API, `ChannelRoleEnum`. */
const ROLE = 'OrderExport';

/** The Channel with this key. @returns undefined when there is none. @throws PlatformError */
export async function findExportChannel(
  client: CommercetoolsClient,
  connectorId: string,
): Promise<Channel | undefined> {
  const { body } = await client.read(`Channel ${connectorId}`, () =>
    client.api
      .channels()
      .get({ queryArgs: { where: `key = ${JSON.stringify(connectorId)}`, limit: 1, withTotal: false } })
      .execute(),
  );
  return body.results[0];
}

/**
 * Makes sure that the Channel of the connector's `syncInfo` entries exists with the role OrderExport; roles it already has
 * stay.
 * @returns its id, undefined only when a dry run found none
 * @throws PlatformError
 */
export function ensureExportChannel(
  { client, dryRun }: SetupTarget,
  connectorId: string,
): Promise<StepResult & { readonly id: string | undefined }> {
  return untilSettled(async () => {
    const channel = await findExportChannel(client, connectorId);
    if (channel === undefined) return { change: 'created', id: dryRun ? undefined : await create(client, connectorId) };
    if (channel.roles.includes(ROLE)) return { change: 'unchanged', id: channel.id };
    if (!dryRun)
      await client.write(`Channel ${connectorId}`, () =>
        client.api
          .channels()
          .withId({ ID: channel.id })
          .post({ body: { version: channel.version, actions: [{ action: 'addRoles', roles: [ROLE] }] } })
          .execute(),
      );
    return { change: 'updated', id: channel.id, detail: `new: role ${ROLE}` };
  });
}

async function create(client: CommercetoolsClient, connectorId: string): Promise<string> {
  const { body } = await client.write(`Channel ${connectorId}`, () =>
    client.api
      .channels()
      .post({
        body: {
          key: connectorId,
          roles: [ROLE],
          name: { en: `Ordoro export (${connectorId})`, de: `Ordoro-Export (${connectorId})` },
        },
      })
      .execute(),
  );
  return body.id;
}
