import { describe, expect, it } from 'vitest';
import { MemoryObjects } from '../../tests/memory-objects.ts';
import { HealthStatus } from './health-status.ts';

describe('the health object', () => {
  it('keeps what others have written, and loses what is set to nothing', async () => {
    const objects = new MemoryObjects();
    const health = new HealthStatus(objects.asObjects, 'health');
    await health.set({ lastRunAt: 'now', inventoryPlan: 'abc' });

    await health.set({ inventoryPlan: undefined, inventory: { drift: 1 } });

    expect(await health.read()).toEqual({ lastRunAt: 'now', inventory: { drift: 1 } });
  });

  it('is not written when nothing changes', async () => {
    const objects = new MemoryObjects();
    const health = new HealthStatus(objects.asObjects, 'health');
    await health.set({ inventory: { drift: 1 } });

    await health.set({ inventory: { drift: 1 }, inventoryPlan: undefined });

    expect(objects.version('health', 'status')).toBe(1);
  });

  it('is written on top of what another has written meanwhile', async () => {
    const objects = new MemoryObjects();
    const health = new HealthStatus(objects.asObjects, 'health');
    let isFirst = true;
    objects.before = async ({ method }) => {
      if (method !== 'put' || !isFirst) return;
      isFirst = false;
      await objects.put('health', 'status', { value: { lastRunAt: 'now' } });
    };

    await health.set({ inventory: 1 });

    expect(await health.read()).toEqual({ lastRunAt: 'now', inventory: 1 });
  });

  it('is empty before anything was written', async () => {
    expect(await new HealthStatus(new MemoryObjects().asObjects, 'health').read()).toEqual({});
  });
});
