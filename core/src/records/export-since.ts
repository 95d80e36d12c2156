import type { CustomObjects } from '../commercetools/custom-objects.ts';
import { ConfigurationError } from '../config/configuration-error.ts';
import { instantFromIso } from '../config/iso-instant.ts';
import type { ConnectorSettings } from '../config/settings.ts';
import { ConflictError } from '../problems/errors.ts';
import type { Containers } from './containers.ts';

/** Key in the container of cursors. */
const KEY = 'orders.since';

/** Where the instant came from; `new`: it was just kept, or in a dry run would have been. */
export type ExportSinceOrigin = 'setting' | 'kept' | 'new';

/** What is needed to find out from when on orders are exported. */
export interface ExportSinceOptions {
  readonly objects: CustomObjects;
  readonly containers: Pick<Containers, 'cursors'>;
  readonly settings: Pick<ConnectorSettings, 'exportSince' | 'dryRun'>;
  /** commercetools' clock now, epoch milliseconds. The machine's own clock could run ahead and hide the first orders. */
  readonly serverTime: number;
}

/**
 * From when on orders are exported, epoch milliseconds (UTC): EXPORT_SINCE, else the instant of the first deployment or
 * start, which is kept once, floored to the second, and never moved. A dry run keeps nothing.
 * @throws ConfigurationError when the kept object holds no time
 * @throws PlatformError
 */
export async function resolveExportSince(options: ExportSinceOptions): Promise<number> {
  return (await exportSince(options)).at;
}

/** Like `resolveExportSince`, and says where the instant came from. */
export async function exportSince(options: ExportSinceOptions): Promise<{ at: number; origin: ExportSinceOrigin }> {
  const { settings, serverTime } = options;
  if (settings.exportSince !== undefined) return { at: settings.exportSince, origin: 'setting' };
  const kept = await readKept(options);
  if (kept !== undefined) return { at: kept, origin: 'kept' };
  const at = Math.floor(serverTime / 1000) * 1000;
  if (settings.dryRun || (await keep(options, at))) return { at, origin: 'new' };
  // Another instance was faster; what it kept counts.
  return { at: (await readKept(options)) ?? at, origin: 'kept' };
}

async function readKept({ objects, containers }: ExportSinceOptions): Promise<number | undefined> {
  const object = await objects.get<unknown>(containers.cursors, KEY);
  if (object === undefined) return undefined;
  const at = instantOf(object.value);
  if (at !== undefined) return at;
  throw new ConfigurationError([
    {
      key: 'EXPORT_SINCE',
      message: `is not set, and the custom object ${containers.cursors}/${KEY}, which counts then, holds no time; set EXPORT_SINCE, or give the object a value such as {"since":"2026-11-23T00:00:00Z"}`,
    },
  ]);
}

function instantOf(value: unknown): number | undefined {
  const text = typeof value === 'object' && value !== null && 'since' in value ? value.since : value;
  return typeof text === 'string' ? instantFromIso(text) : undefined;
}

async function keep({ objects, containers }: ExportSinceOptions, at: number): Promise<boolean> {
  try {
    const since = new Date(at).toISOString();
    await objects.put(containers.cursors, KEY, { value: { since }, version: 0 });
    return true;
  } catch (error) {
    if (error instanceof ConflictError) return false;
    throw error;
  }
}
