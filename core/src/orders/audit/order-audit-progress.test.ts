import { describe, expect, it } from 'vitest';
import type { CreatedOrder } from '../../ordoro/created-orders.ts';
import { OrderAuditPass } from './order-audit-pass.ts';
import { AUDIT_START, hasRoomForStray, memoryOf, storedProgress, straysTold } from './order-audit-progress.ts';

const STARTED = '2026-11-23T06:00:00.000Z';
const ORDER = '0c000000-0000-4000-8000-000000000001';

function row(number: string, cartOrderId = ORDER): CreatedOrder {
  return {
    identity: `id ${number}`,
    number,
    cartOrderIds: [cartOrderId],
    order: undefined,
    updatedAt: 1,
    createdAt: 1,
  };
}

describe('a pass', () => {
  it('compares what was made in the last 30 days, and reads Ordoro from an hour before', () => {
    const pass = new OrderAuditPass(STARTED, undefined);
    expect(pass.createdSince).toBe('2026-10-24T06:00:00.000Z');
    expect(pass.listBegin).toBe(Date.parse('2026-10-24T05:00:00.000Z') * 1_000);
    expect(pass.seen.gapEnd).toBeUndefined();
  });

  it('lacks in another process what the first one has seen', () => {
    const inList = new OrderAuditPass(STARTED, { ...AUDIT_START, time: '2026-11-01T00:00:00.000000Z' });
    expect(inList.seen.gapEnd).toBe(Date.parse('2026-11-01T00:00:00.000Z') * 1_000);
    const behindIt = new OrderAuditPass(STARTED, { ...AUDIT_START, stage: 'commercetools' });
    expect(behindIt.seen.gapEnd).toBe(Number.POSITIVE_INFINITY);
  });

  it('waits for numbers that the list has not shown yet, also in the next process, but for 300 at most', () => {
    const pass = new OrderAuditPass(STARTED, undefined);
    pass.seen.add([row('1-A')]);
    pass.seen.await(ORDER, ['1-A', '1-B']);
    expect(pass.stored.awaited).toEqual({ '1-B': ORDER });
    const next = new OrderAuditPass(STARTED, storedProgress(JSON.parse(JSON.stringify(pass.stored))));
    next.seen.add([row('1-B')]);
    expect(next.stored.awaited).toEqual({});
    next.seen.await(
      ORDER,
      Array.from({ length: 500 }, (_, index) => `n-${index}`),
    );
    expect(Object.keys(next.stored.awaited)).toHaveLength(300);
  });

  it('knows orders by the ids on their lines, parts and capital letters included', () => {
    const pass = new OrderAuditPass(STARTED, undefined);
    pass.seen.add([row('1-A', `${ORDER.toUpperCase()}-S2`)]);
    expect([pass.seen.has(ORDER), pass.seen.has('1-A'), pass.seen.has('1-B')]).toEqual([true, true, false]);
  });
});

describe('what is stored', () => {
  it('is not gone on with when another release wrote it', () => {
    expect(storedProgress({ form: 0, stage: 'ordoro' })).toBeUndefined();
    expect(storedProgress(undefined)).toBeUndefined();
    expect(storedProgress(AUDIT_START)).toEqual(AUDIT_START);
  });

  it('is remembered from pass to pass: whom people have been told of', () => {
    const pass = new OrderAuditPass(STARTED, undefined);
    expect(memoryOf(pass.progress)).toBeUndefined();
    pass.addStray('M-1');
    pass.addStray('M-1');
    expect(memoryOf(pass.progress)).toEqual({ strays: ['M-1'] });
    expect([...straysTold(memoryOf(pass.progress))]).toEqual(['M-1']);
    expect([...straysTold({ strays: 'M-1' })]).toEqual([]);
  });

  it('has room for 1,000 whom people are told of, those of the pass before first: nobody is told twice for want of it', () => {
    const numbers = (count: number, name: string) => Array.from({ length: count }, (_, at) => `${name}-${at}`);
    const told = new Set(numbers(990, 'OLD'));
    const room = (strays: readonly string[]) => hasRoomForStray({ strays }, told);
    expect(room([])).toBe(true);
    expect(room(numbers(990, 'OLD'))).toBe(true);
    expect(room([...numbers(990, 'OLD'), ...numbers(9, 'NEW')])).toBe(true);
    expect(room(numbers(10, 'NEW'))).toBe(false);
  });
});
