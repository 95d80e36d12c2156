import { describe, expect, it } from 'vitest';
import { OrderWorld } from '../../tests/generators/order-world.ts';

const MINUTE = 60_000;

const iso = (time: number) => new Date(time).toISOString();

describe('the dead letter of an order', () => {
  it('is cleared when all is well, also where the pass that wrote it ended before it could note that', async () => {
    const world = new OrderWorld();
    const pass = world.begin({ sends: ['rejected'] });
    while (world.deadLetters.size === 0) await pass.step();
    expect(world.record).not.toHaveProperty('deadLetter');
    for (let minute = 0; minute < 5; minute += 1) {
      world.now += MINUTE;
      await world.play({ readsRecordFirst: true });
    }
    expect(world.record).toMatchObject({ status: 'exported', due: false });
    expect(world.deadLetters.size).toBe(0);
  });

  it('is not written for an order that Ordoro has while its news are still being tried', async () => {
    const world = new OrderWorld();
    await world.play();
    const [own] = world.visible();
    if (own === undefined || world.stored.state !== 'present') throw new Error('it is not exported');
    const later = iso(world.now + MINUTE);
    const trouble = { code: 'commercetools-rejected', message: 'fetch failed', at: iso(world.now) };
    world.stored = {
      ...world.stored,
      record: {
        ...world.stored.record,
        due: true,
        attempts: 1,
        firstFailedAt: trouble.at,
        lastError: trouble,
        nextAttemptAt: later,
        retryAt: later,
        unread: [own.orderNumber],
      },
    };
    await world.play({ readsRecordFirst: true });
    expect(world.lettersWritten).toEqual([]);
    world.now += MINUTE;
    await world.play({ readsRecordFirst: true });
    expect(world.record).toMatchObject({ status: 'exported', due: false, attempts: 0 });
    expect(world.lettersWritten).toEqual([]);
  });
});
