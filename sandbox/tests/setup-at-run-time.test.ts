import type { Type } from '@commercetools/platform-sdk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CustomObjects } from '../../core/src/commercetools/custom-objects.ts';
import { ConfigurationError } from '../../core/src/config/configuration-error.ts';
import { resolveExportSince } from '../../core/src/records/export-since.ts';
import { ensureExportChannel } from '../../core/src/setup/ensure-export-channel.ts';
import { ensureOrderFields } from '../../core/src/setup/ensure-order-fields.ts';
import type { CommercetoolsStandIn } from '../src/commercetools/stand-in.ts';
import { clientOf, NOW, startProject } from './setup-world.ts';

let commercetools: CommercetoolsStandIn;

beforeEach(async () => {
  commercetools = await startProject();
});

afterEach(() => commercetools.close());

function fieldNames(key: string): string[] {
  const type = commercetools.all('type').find((candidate) => candidate.key === key);
  return type?.fieldDefinitions.map(({ name }) => name) ?? [];
}

describe('the fields on a merchant’s own order Type', () => {
  function merchantType(fieldDefinitions: Type['fieldDefinitions'] = [], resourceTypeIds = ['order']) {
    return commercetools.add('type', { key: 'shop-orders', name: { en: 'Shop' }, resourceTypeIds, fieldDefinitions });
  }

  it('are added once and the merchant’s own stay', async () => {
    const { id } = merchantType([
      { name: 'giftMessage', type: { name: 'String' }, label: { en: 'Gift' }, required: false },
    ]);

    expect(await ensureOrderFields({ client: clientOf(commercetools), dryRun: false }, id)).toEqual({
      outcome: 'ready',
    });
    expect(await ensureOrderFields({ client: clientOf(commercetools), dryRun: false }, id)).toEqual({
      outcome: 'ready',
    });

    expect(fieldNames('shop-orders')).toHaveLength(7);
    expect(commercetools.traffic.count({ method: 'POST', path: '/sandbox/types' })).toBe(1);
  });

  it('are refused, and nothing is written, when one of them exists with another type', async () => {
    const { id } = merchantType([
      { name: 'ordoroIssues', type: { name: 'String' }, label: { en: 'x' }, required: false },
    ]);

    expect(await ensureOrderFields({ client: clientOf(commercetools), dryRun: false }, id)).toEqual({
      outcome: 'refused',
      reason: 'Type "shop-orders": its field "ordoroIssues" is of type String, but the connector needs Set of String',
    });
    expect(fieldNames('shop-orders')).toEqual(['ordoroIssues']);
  });

  it('are refused when commercetools refuses them', async () => {
    const { id } = merchantType();
    commercetools.traffic.inject({
      match: { method: 'POST', path: '/sandbox/types/' },
      effect: {
        kind: 'status',
        when: 'before-work',
        status: 400,
        body: { statusCode: 400, message: 'x', errors: [{ code: 'InvalidOperation', message: 'Too many fields.' }] },
      },
    });

    expect(await ensureOrderFields({ client: clientOf(commercetools), dryRun: false }, id)).toMatchObject({
      outcome: 'refused',
      reason: expect.stringContaining('Too many fields.'),
    });
  });

  it('are refused when the Type is gone', async () => {
    expect(await ensureOrderFields({ client: clientOf(commercetools), dryRun: false }, 'gone')).toEqual({
      outcome: 'refused',
      reason: 'the Type no longer exists',
    });
  });

  it('are added once by instances that meet', async () => {
    const { id } = merchantType();
    const target = { client: clientOf(commercetools), dryRun: false };

    const outcomes = await Promise.all([1, 2, 3].map(() => ensureOrderFields(target, id)));

    expect(outcomes).toEqual([{ outcome: 'ready' }, { outcome: 'ready' }, { outcome: 'ready' }]);
    expect(fieldNames('shop-orders')).toHaveLength(6);
  });

  it('are not written in a dry run', async () => {
    const { id } = merchantType();

    expect(await ensureOrderFields({ client: clientOf(commercetools), dryRun: true }, id)).toEqual({
      outcome: 'ready',
    });

    expect(fieldNames('shop-orders')).toEqual([]);
  });
});

describe('the export channel', () => {
  it('is answered with its id', async () => {
    const target = { client: clientOf(commercetools), dryRun: false };
    const first = await ensureExportChannel(target, 'ordoro');

    expect(first).toMatchObject({ change: 'created', id: commercetools.all('channel')[0]?.id });
    expect(await ensureExportChannel(target, 'ordoro')).toEqual({ change: 'unchanged', id: first.id });
  });
});

describe('the begin of the export', () => {
  const containers = { cursors: 'ordoro-cursors' };

  function resolve(settings: { exportSince?: number; dryRun?: boolean } = {}, serverTime = NOW) {
    const objects = new CustomObjects(clientOf(commercetools));
    return resolveExportSince({ objects, containers, settings: { dryRun: false, ...settings }, serverTime });
  }

  it('is the first server time, floored to the second, however often it is asked for', async () => {
    expect(await resolve({}, Date.parse('2026-11-23T10:00:00.999Z'))).toBe(Date.parse('2026-11-23T10:00:00Z'));
    expect(await resolve({}, Date.parse('2026-12-01T00:00:00Z'))).toBe(Date.parse('2026-11-23T10:00:00Z'));
    expect(commercetools.customObject('ordoro-cursors', 'orders.since')?.version).toBe(1);
  });

  it('is EXPORT_SINCE when that is set, and nothing is kept', async () => {
    expect(await resolve({ exportSince: 1_700_000_000_123 })).toBe(1_700_000_000_123);
    expect(commercetools.customObject('ordoro-cursors', 'orders.since')).toBeUndefined();
  });

  it('may be kept as a plain text', async () => {
    await commercetools.putCustomObject('ordoro-cursors', 'orders.since', '2026-01-01T01:00:00+01:00');

    expect(await resolve()).toBe(Date.parse('2026-01-01T00:00:00Z'));
  });

  it('is not guessed when the kept object holds no time', async () => {
    await commercetools.putCustomObject('ordoro-cursors', 'orders.since', { since: 'yesterday' });

    await expect(resolve()).rejects.toThrow(ConfigurationError);
    await expect(resolve()).rejects.toThrow(
      /EXPORT_SINCE is not set, and the custom object ordoro-cursors\/orders\.since/,
    );
  });

  it('is the same for instances that start together', async () => {
    const times = [1_000, 2_000, 3_000, 4_000].map((ms) => resolve({}, NOW + ms));

    expect(new Set(await Promise.all(times)).size).toBe(1);
  });

  it('is not kept in a dry run', async () => {
    expect(await resolve({ dryRun: true })).toBe(Date.parse('2026-11-23T10:00:00Z'));
    expect(commercetools.customObject('ordoro-cursors', 'orders.since')).toBeUndefined();
  });
});
