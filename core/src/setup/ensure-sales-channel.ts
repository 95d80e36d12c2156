import { isDeepStrictEqual } from 'node:util';
import type { CustomObjects } from '../commercetools/custom-objects.ts';
import { SALES_CHANNEL, type SalesChannel } from '../config/sales-channel.ts';
import type { ConnectorSettings } from '../config/settings.ts';
import type { OrdoroSalesChannel } from '../ordoro/readers.ts';
import type { OrdoroSalesChannels } from '../ordoro/sales-channels.ts';
import type { Containers } from '../records/containers.ts';
import type { StepResult } from './step.ts';
import { untilSettled } from './until-settled.ts';

/** Key in the container of merchant configuration. */
const KEY = 'sales-channel';

/** What is needed to find the deployment's sales channel. */
export interface SalesChannelOptions {
  readonly channels: OrdoroSalesChannels;
  readonly objects: CustomObjects;
  readonly containers: Pick<Containers, 'config'>;
  readonly settings: Pick<ConnectorSettings, 'commercetools' | 'ordoro' | 'dryRun'>;
}

/** How a sales channel was found; `create` only in a dry run: there is none yet. */
type Found = { readonly channel: OrdoroSalesChannel; readonly change: StepResult['change'] } | 'create';

/**
 * Finds the Ordoro sales channel that receives the orders and remembers it in `-config/sales-channel`: the one that
 * ORDORO_SALES_CHANNEL_ID names, else the remembered one while Ordoro still has it, else the one named
 * `commercetools <project key>`, which is created when it is missing.
 * @throws PlatformError
 */
export async function ensureSalesChannel(options: SalesChannelOptions): Promise<StepResult> {
  const configured = options.settings.ordoro.salesChannelId;
  const found = configured === undefined ? await findOwn(options) : await findConfigured(options, configured);
  if (found === undefined) return { change: 'failed', problems: [missingText(configured)] };
  if (found === 'create') return { change: 'created', detail: `"${ownName(options)}"` };
  const { channel } = found;
  const problems = channel.archived ? [archivedText(channel)] : [];
  const isNew = await remember(options, channel);
  const change = found.change === 'unchanged' && isNew ? 'updated' : found.change;
  return { change, detail: `"${channel.name}", id ${channel.id}`, problems };
}

async function findConfigured({ channels }: SalesChannelOptions, id: number): Promise<Found | undefined> {
  const channel = await channels.get(id);
  return channel === undefined ? undefined : { channel, change: 'unchanged' };
}

async function findOwn(options: SalesChannelOptions): Promise<Found> {
  const { channels, objects, containers, settings } = options;
  const stored = await objects.get<unknown>(containers.config, KEY);
  const remembered = SALES_CHANNEL.safeParse(stored?.value);
  const known = remembered.success ? await channels.get(remembered.data.salesChannelId) : undefined;
  if (known !== undefined) return { channel: known, change: 'unchanged' };
  const name = ownName(options);
  const existing = await channels.findByName(name);
  if (existing !== undefined) return { channel: existing, change: 'unchanged' };
  return settings.dryRun ? 'create' : { channel: await channels.ensure(name), change: 'created' };
}

function ownName({ settings }: SalesChannelOptions): string {
  return `commercetools ${settings.commercetools.projectKey}`;
}

/** @returns whether something had to be (in a dry run: would be) written */
function remember(
  { objects, containers, settings }: SalesChannelOptions,
  channel: OrdoroSalesChannel,
): Promise<boolean> {
  return untilSettled(async () => {
    const stored = await objects.get<unknown>(containers.config, KEY);
    const value = { ...otherFields(stored?.value), ...toRemember(channel) };
    if (isDeepStrictEqual(stored?.value, value)) return false;
    if (settings.dryRun) return true;
    await objects.put(containers.config, KEY, { value, version: stored?.version ?? 0 });
    return true;
  });
}

function toRemember({ id, name, index }: OrdoroSalesChannel): SalesChannel {
  const usableIndex = index !== undefined && Number.isSafeInteger(index) && index > 0;
  return {
    salesChannelId: id,
    ...(name.trim() === '' ? {} : { name }),
    ...(usableIndex ? { index } : {}),
  };
}

/** Fields of later versions stay; what this version knows is written anew. */
function otherFields(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  const { salesChannelId: _id, name: _name, index: _index, ...others } = value as Record<string, unknown>;
  return others;
}

function missingText(id: number | undefined): string {
  return `Ordoro has no sales channel with the id ${id}. Set ORDORO_SALES_CHANNEL_ID to the id of a sales channel of this Ordoro account, or remove it so that the connector finds or creates one, then deploy again.`;
}

function archivedText({ id, name }: OrdoroSalesChannel): string {
  return `The Ordoro sales channel "${name}" (id ${id}) is archived. Restore it in Ordoro, or set ORDORO_SALES_CHANNEL_ID to the id of another one, then deploy again.`;
}
