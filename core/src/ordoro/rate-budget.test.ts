import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MemoryObjects } from '../../tests/memory-objects.ts';
import { ScheduledTime } from '../../tests/scheduled-time.ts';
import { TransientError } from '../problems/errors.ts';
import { type Priority, RateBudget } from './rate-budget.ts';

interface Grant {
  readonly at: number;
  readonly instance: number;
  readonly priority: Priority;
}

/** Instances of one deployment that share a store and a clock. */
class Deployment {
  readonly time = new ScheduledTime();
  readonly objects = new MemoryObjects();
  readonly start = this.time.clock();
  readonly instances: readonly RateBudget[];
  readonly grants: Grant[] = [];
  /** Refusals with the lateness of each, milliseconds. */
  readonly refusals: { priority: Priority; late: number }[] = [];
  waiting = 0;

  constructor(requestsPerMinute: number, options: { instances?: number; latencies?: readonly number[] } = {}) {
    const { instances = 1, latencies = [40] } = options;
    const { time, objects } = this;
    let call = 0;
    objects.before = () => time.pause(latencies[call++ % latencies.length]! / 2);
    objects.after = () => time.pause(latencies[call % latencies.length]! / 2);
    this.instances = Array.from(
      { length: instances },
      () =>
        new RateBudget({
          objects,
          container: 'ordoro-locks',
          requestsPerMinute,
          clock: time.clock,
          pause: time.pause,
        }),
    );
  }

  /** Asks for one token and notes what comes of it. */
  async ask(instance: number, priority: Priority, patienceMs: number): Promise<boolean> {
    const { clock } = this.time;
    const waitUntil = clock() + patienceMs;
    this.waiting += 1;
    const granted = await this.instances[instance]!.take(priority, waitUntil);
    this.waiting -= 1;
    if (granted) this.grants.push({ at: clock(), instance, priority });
    else this.refusals.push({ priority, late: clock() - waitUntil });
    return granted;
  }

  /** A caller that always wants the next request as soon as it was given the last one. */
  async askForever(instance: number, priority: Priority): Promise<never> {
    for (;;) await this.ask(instance, priority, 180_000);
  }

  /** The most requests that any 60 seconds saw. */
  busiestMinute(): number {
    const times = this.grants.map(({ at }) => at).sort((a, b) => a - b);
    let first = 0;
    let most = 0;
    for (const [index, at] of times.entries()) {
      while (times[first]! <= at - 60_000) first += 1;
      most = Math.max(most, index - first + 1);
    }
    return most;
  }

  /** Grants between two moments, milliseconds after the start. */
  between(from: number, to: number): Grant[] {
    return this.grants.filter(({ at }) => at >= this.start + from && at < this.start + to);
  }
}

const PRIORITIES: readonly Priority[] = ['order', 'shipment', 'stock', 'audit'];

/** `callers` requests in flight per instance, all the time, for three minutes. */
async function backlog(deployment: Deployment, callers: number, priority: Priority = 'order'): Promise<void> {
  for (const instance of deployment.instances.keys())
    for (let caller = 0; caller < callers; caller += 1) void deployment.askForever(instance, priority);
  await deployment.time.run(180_000);
}

describe('the shared request budget', () => {
  it('never lets a rolling minute see more requests than the budget, whatever is asked for', async () => {
    const demand = fc.record({
      after: fc.integer({ min: 0, max: 4_000 }),
      instance: fc.nat(3),
      priority: fc.constantFrom(...PRIORITIES),
      patienceMs: fc.integer({ min: 0, max: 200_000 }),
      requests: fc.integer({ min: 1, max: 120 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 500 })),
        fc.array(fc.integer({ min: 2, max: 400 }), { minLength: 1, maxLength: 7 }),
        fc.array(demand, { minLength: 1, maxLength: 30 }),
        async (requestsPerMinute, latencies, demands) => {
          const deployment = new Deployment(requestsPerMinute, { instances: 4, latencies });
          for (const { after, instance, priority, patienceMs, requests } of demands) {
            for (let n = 0; n < requests; n += 1) void deployment.ask(instance, priority, patienceMs);
            await deployment.time.run(after);
          }
          await deployment.time.run(210_000);
          expect(deployment.busiestMinute()).toBeLessThanOrEqual(requestsPerMinute);
          expect(deployment.waiting).toBe(0);
        },
      ),
      { numRuns: 100 },
    );
  });

  it.each([1, 2, 3, 7, 10, 33, 60, 100, 250, 400, 500])(
    'lets at least 95 %% of %i requests a minute be used under backlog, and never more than all',
    async (requestsPerMinute) => {
      const deployment = new Deployment(requestsPerMinute);
      await backlog(deployment, 20);
      expect(deployment.busiestMinute()).toBeLessThanOrEqual(requestsPerMinute);
      // Three minutes; the very first and the very last token may lie just outside.
      expect(deployment.grants.length).toBeGreaterThanOrEqual(Math.floor(0.95 * 3 * requestsPerMinute));
    },
  );

  it.each(PRIORITIES)('lets at least 95 %% be used when only work of priority %s waits', async (priority) => {
    const deployment = new Deployment(400, { latencies: [30, 80, 150] });
    await backlog(deployment, 20, priority);
    expect(deployment.grants.length).toBeGreaterThanOrEqual(1_140);
    expect(deployment.busiestMinute()).toBeLessThanOrEqual(400);
  });

  it.each([
    [2, [40]],
    [3, [20, 90, 50, 160, 35]],
    [5, [60, 25, 110]],
    [8, [45, 70, 33]],
  ])('lets at least 95 %% be used by %i instances together, and gives each its share', async (instances, latencies) => {
    const deployment = new Deployment(400, { instances, latencies });
    await backlog(deployment, 20);
    expect(deployment.busiestMinute()).toBeLessThanOrEqual(400);
    expect(deployment.grants.length).toBeGreaterThanOrEqual(1_140);
    const shares = deployment.instances.map(
      (_, instance) => deployment.grants.filter((grant) => grant.instance === instance).length,
    );
    expect(Math.min(...shares)).toBeGreaterThan(1_140 / instances / 3);
  });

  it('still works, without ever exceeding the budget, while the store takes a second for each call', async () => {
    const deployment = new Deployment(400, { latencies: [1_000] });
    await backlog(deployment, 40);
    expect(deployment.busiestMinute()).toBeLessThanOrEqual(400);
    expect(deployment.grants.length).toBeGreaterThan(600);
  });

  it('spreads requests evenly instead of letting them go at once', async () => {
    const deployment = new Deployment(60);
    await backlog(deployment, 10);
    for (let second = 2; second < 178; second += 2)
      expect(deployment.between(second * 1_000, second * 1_000 + 2_000).length).toBeLessThanOrEqual(3);
  });

  it('costs a single instance about one call to commercetools per lease of up to 1.5 seconds', async () => {
    const deployment = new Deployment(400);
    await backlog(deployment, 30);
    const before = deployment.objects.calls.length;
    await deployment.time.run(60_000);
    // 40 leases of 1.5 s, and the one that each of the ten slots cuts short.
    expect(deployment.objects.calls.length - before).toBeLessThanOrEqual(55);
    expect(deployment.objects.calls.slice(before).filter(({ method }) => method === 'get')).toEqual([]);
  });

  it('asks commercetools nothing while nobody waits', async () => {
    const deployment = new Deployment(400);
    await Promise.all([deployment.ask(0, 'order', 5_000), deployment.time.run(5_000)]);
    const before = deployment.objects.calls.length;
    await deployment.time.run(600_000);
    expect(deployment.objects.calls.length).toBe(before);
  });

  it('grants a request right away when the budget was idle', async () => {
    const deployment = new Deployment(400, { latencies: [20] });
    await deployment.time.run(10_000);
    const asked = deployment.time.clock();
    void deployment.ask(0, 'order', 1_000);
    await deployment.time.run(1_000);
    expect(deployment.grants).toHaveLength(1);
    // One read and one write of 20 ms each.
    expect(deployment.grants[0]!.at - asked).toBe(40);
  });

  it('keeps its leases under 20 keys of the locks container', async () => {
    const deployment = new Deployment(400);
    await backlog(deployment, 5);
    const keys = new Set(deployment.objects.calls.map(({ container, key }) => `${container}/${key}`));
    expect(keys.size).toBe(20);
    expect([...keys].every((key) => /^ordoro-locks\/rate\.(1?\d)$/.test(key))).toBe(true);
  });
});

describe('priorities', () => {
  it('let an order that comes last go first', async () => {
    const deployment = new Deployment(60);
    for (const priority of ['audit', 'stock', 'shipment', 'order'] as const)
      for (let n = 0; n < 3; n += 1) void deployment.ask(0, priority, 60_000);
    await deployment.time.run(30_000);
    expect(deployment.grants.map(({ priority }) => priority)).toEqual([
      ...['order', 'order', 'order'],
      ...['shipment', 'shipment', 'shipment'],
      ...['stock', 'stock', 'stock'],
      ...['audit', 'audit', 'audit'],
    ]);
  });

  it('keep the order of arrival among equals', async () => {
    const deployment = new Deployment(60);
    const served: number[] = [];
    for (let n = 0; n < 5; n += 1) void deployment.instances[0]!.take('stock', Infinity).then(() => served.push(n));
    await deployment.time.run(10_000);
    expect(served).toEqual([0, 1, 2, 3, 4]);
  });

  it('hand a token that was leased for an audit to the order that is there at its moment', async () => {
    const deployment = new Deployment(60);
    for (let n = 0; n < 10; n += 1) void deployment.ask(0, 'audit', 60_000);
    await deployment.time.run(3_200);
    const before = deployment.grants.length;
    void deployment.ask(0, 'order', 60_000);
    await deployment.time.run(1_100);
    expect(deployment.grants.slice(before).map(({ priority }) => priority)).toEqual(['order']);
  });

  it('let an order of one instance through within a second while another audits everything', async () => {
    const deployment = new Deployment(400, { instances: 2 });
    for (let caller = 0; caller < 30; caller += 1) void deployment.askForever(0, 'audit');
    await deployment.time.run(60_000);
    let granted = 0;
    for (let n = 0; n < 50; n += 1) {
      void deployment.ask(1, 'order', 1_000).then((isGranted) => {
        granted += isGranted ? 1 : 0;
      });
      await deployment.time.run(1_300);
    }
    expect(granted).toBeGreaterThanOrEqual(45);
  });

  it('leave audits of one instance next to nothing while orders of another need everything', async () => {
    const deployment = new Deployment(400, { instances: 2 });
    for (let caller = 0; caller < 30; caller += 1) {
      void deployment.askForever(0, 'order');
      void deployment.askForever(1, 'audit');
    }
    await deployment.time.run(60_000);
    const settled = deployment.between(10_000, 60_000);
    const audits = settled.filter(({ priority }) => priority === 'audit').length;
    expect(audits / settled.length).toBeLessThan(0.1);
  });
});

describe('a caller that cannot wait', () => {
  it('is refused at once when no token can come in time', async () => {
    const deployment = new Deployment(1);
    await Promise.all([deployment.ask(0, 'order', 70_000), deployment.time.run(70_000)]);
    expect(deployment.grants).toHaveLength(1);
    const asked = deployment.time.clock();
    const refused = deployment.ask(0, 'order', 10_000);
    await deployment.time.run(0);
    await expect(refused).resolves.toBe(false);
    expect(deployment.time.clock()).toBe(asked);
  });

  it('is refused without any call when its time has already passed', async () => {
    const deployment = new Deployment(400);
    const { clock } = deployment.time;
    await expect(deployment.instances[0]!.take('order', clock())).resolves.toBe(false);
    await expect(deployment.instances[0]!.take('order', clock() - 1)).resolves.toBe(false);
    await expect(deployment.instances[0]!.take('order', Number.NaN)).resolves.toBe(false);
    expect(deployment.objects.calls).toEqual([]);
  });

  it('is refused at its limit when others were more urgent', async () => {
    const deployment = new Deployment(60);
    for (let caller = 0; caller < 10; caller += 1) void deployment.askForever(0, 'order');
    await deployment.time.run(10_000);
    void deployment.ask(0, 'audit', 5_000);
    await deployment.time.run(5_100);
    expect(deployment.refusals).toEqual([{ priority: 'audit', late: expect.any(Number) }]);
    expect(deployment.refusals[0]!.late).toBeLessThanOrEqual(50);
  });

  it('does not take the tokens of those who can', async () => {
    const deployment = new Deployment(60);
    for (let n = 0; n < 30; n += 1) void deployment.ask(0, 'order', 2_000);
    void deployment.ask(0, 'audit', 30_000);
    await deployment.time.run(30_000);
    expect(deployment.grants.filter(({ priority }) => priority === 'audit')).toHaveLength(1);
    expect(deployment.grants.length + deployment.refusals.length).toBe(31);
  });
});

describe('after "too many requests"', () => {
  it('nothing is granted before the named moment, and everything goes on afterwards', async () => {
    const deployment = new Deployment(400);
    for (let caller = 0; caller < 30; caller += 1) void deployment.askForever(0, 'order');
    await deployment.time.run(20_000);
    deployment.instances[0]!.pauseUntil(deployment.time.clock() + 15_000);
    await deployment.time.run(20_000);
    expect(deployment.between(20_001, 35_000)).toEqual([]);
    expect(deployment.between(35_000, 40_000).length).toBeGreaterThan(25);
  });

  it('a caller that cannot wait so long is refused at once', async () => {
    const deployment = new Deployment(400);
    deployment.instances[0]!.pauseUntil(deployment.time.clock() + 30_000);
    const refused = deployment.ask(0, 'order', 29_000);
    await deployment.time.run(0);
    await expect(refused).resolves.toBe(false);
    expect(deployment.objects.calls).toEqual([]);
  });

  it('a caller that is waiting already is refused as soon as the pause is known', async () => {
    const deployment = new Deployment(1);
    await Promise.all([deployment.ask(0, 'order', 70_000), deployment.time.run(70_000)]);
    const waiting = deployment.ask(0, 'order', 62_000);
    await deployment.time.run(1_000);
    deployment.instances[0]!.pauseUntil(deployment.time.clock() + 120_000);
    await deployment.time.run(0);
    await expect(waiting).resolves.toBe(false);
  });

  it('an earlier moment does not shorten the pause', async () => {
    const deployment = new Deployment(400);
    const now = deployment.time.clock();
    deployment.instances[0]!.pauseUntil(now + 20_000);
    deployment.instances[0]!.pauseUntil(now + 1_000);
    void deployment.ask(0, 'order', 60_000);
    await deployment.time.run(30_000);
    expect(deployment.grants[0]!.at).toBeGreaterThanOrEqual(now + 20_000);
  });
});

describe('a clock that is wrong', () => {
  const SKEWS = [-3_600_000, -121_000, 121_000, 3_600_000];

  /** One instance whose clock is wrong by as much as is set, and one whose clock is right; each has a caller who always wants more. */
  function twoClocks() {
    const time = new ScheduledTime();
    const skew = { ms: 0 };
    const granted = { wrong: 0, right: 0 };
    const budget = (clock: () => number) =>
      new RateBudget({
        objects,
        container: 'ordoro-locks',
        requestsPerMinute: 400,
        clock,
        pause: time.pause,
      });
    const objects = new MemoryObjects();
    const clocks = { wrong: () => time.clock() + skew.ms, right: time.clock };
    const ask = async (which: 'wrong' | 'right') => {
      const own = budget(clocks[which]);
      for (;;) {
        if (await own.take('order', clocks[which]() + 60_000)) granted[which] += 1;
        else await time.pause(1_000);
      }
    };
    return { time, skew, granted, ask };
  }

  it.each(SKEWS)('by %i ms leaves the others their budget while it is wrong', async (ms) => {
    const { time, skew, granted, ask } = twoClocks();
    skew.ms = ms;
    void ask('wrong');
    void ask('right');
    await time.run(600_000);
    expect(granted.right).toBeGreaterThan(10 * 400 * 0.45);
  });

  it.each(SKEWS)('by %i ms takes nobody the budget once it is set right', async (ms) => {
    const { time, skew, granted, ask } = twoClocks();
    skew.ms = ms;
    void ask('wrong');
    await time.run(130_000);
    skew.ms = 0;
    void ask('right');
    await time.run(60_000);
    Object.assign(granted, { wrong: 0, right: 0 });
    await time.run(600_000);
    expect(granted.right).toBeGreaterThan(10 * 400 * 0.3);
    expect(granted.wrong).toBeGreaterThan(10 * 400 * 0.3);
    expect(granted.right + granted.wrong).toBeLessThanOrEqual(10 * 400);
  });
});

describe('trouble with the store', () => {
  it('is raised to everyone who waits, and the next caller asks anew', async () => {
    const deployment = new Deployment(400);
    deployment.objects.before = async () => {
      throw new TransientError('commercetools is away', { platform: 'commercetools', status: 503 });
    };
    const budget = deployment.instances[0]!;
    const outcomes = Promise.allSettled([
      budget.take('order', deployment.start + 60_000),
      budget.take('audit', deployment.start + 60_000),
    ]);
    await deployment.time.run(1_000);
    expect(await outcomes).toEqual([
      { status: 'rejected', reason: expect.any(TransientError) },
      { status: 'rejected', reason: expect.any(TransientError) },
    ]);
    deployment.objects.before = () => undefined;
    const next = budget.take('order', deployment.start + 60_000);
    await deployment.time.run(1_000);
    await expect(next).resolves.toBe(true);
  });

  it('does not cost those their token who have one already', async () => {
    const deployment = new Deployment(10);
    const outcomes: string[] = [];
    const note = (name: string, asked: Promise<boolean>) =>
      void asked.then(
        (granted) => outcomes.push(`${name} ${granted}`),
        () => outcomes.push(`${name} failed`),
      );
    const { instances, time, objects, start } = deployment;
    note('first', instances[0]!.take('order', start + 60_000));
    await time.run(200);
    objects.before = () => {
      throw new TransientError('commercetools is away', { platform: 'commercetools' });
    };
    note('second', instances[0]!.take('order', start + 60_000));
    await time.run(20_000);
    expect(outcomes.sort()).toEqual(['first true', 'second failed']);
  });

  it('ends the wait even when a lease hangs until the time limit of the client', async () => {
    const deployment = new Deployment(400);
    deployment.objects.before = async () => {
      await deployment.time.pause(3_000);
      throw new TransientError('no answer', { platform: 'commercetools' });
    };
    const waiting = deployment.instances[0]!.take('order', deployment.start + 1_000).catch(() => 'failed');
    await deployment.time.run(3_000);
    await expect(waiting).resolves.toBe('failed');
  });

  it('never makes two instances use one token, even when a write was carried out but its answer was lost', async () => {
    const deployment = new Deployment(100, { instances: 2 });
    let calls = 0;
    deployment.objects.after = async ({ method }) => {
      await deployment.time.pause(20);
      calls += 1;
      if (method === 'put' && calls % 3 === 0) throw new TransientError('reset', { platform: 'commercetools' });
    };
    const keepAsking = async (instance: number) => {
      for (;;) await deployment.ask(instance, 'order', 60_000).catch(() => deployment.time.pause(100));
    };
    for (let caller = 0; caller < 5; caller += 1) {
      void keepAsking(0);
      void keepAsking(1);
    }
    await deployment.time.run(180_000);
    expect(deployment.grants.length).toBeGreaterThan(100);
    expect(deployment.busiestMinute()).toBeLessThanOrEqual(100);
  });
});
