import { beforeEach, describe, expect, it } from 'vitest';
import { MemoryObjects } from '../../tests/memory-objects.ts';
import { TransientError } from '../problems/errors.ts';
import { EventLog } from './event-log.ts';
import type { LogEvent } from './log-entry.ts';
import type { Logger } from './logger.ts';

const EVENT: LogEvent = {
  level: 'warn',
  event: 'export-failed',
  subject: 'order-1',
  message: 'Ordoro did not answer.',
  code: 'ordoro-unavailable',
  request: { order_id: '1001' },
};

let objects: MemoryObjects;
let lines: unknown[][];

beforeEach(() => {
  objects = new MemoryObjects();
  lines = [];
});

function eventLog(dryRun = false): EventLog {
  const note =
    (level: string) =>
    (...line: unknown[]) =>
      void lines.push([level, ...line]);
  const logger: Logger = {
    error: note('error'),
    warn: note('warn'),
    info: note('info'),
    debug: note('debug'),
    child: () => logger,
  };
  return new EventLog({
    objects: objects.asObjects,
    container: 'ordoro-log',
    clock: () => Date.parse('2026-11-23T10:00:00.000Z'),
    random: () => 0.5,
    logger,
    dryRun,
  });
}

describe('the event log', () => {
  it('keeps an entry under the day and writes the same to the output', async () => {
    await eventLog().write(EVENT);
    expect(objects.calls).toHaveLength(1);
    const { container, key } = objects.calls[0]!;
    expect(container).toBe('ordoro-log');
    expect(key).toMatch(/^2026-11-23\.[0-9A-Z]{26}$/);
    expect(objects.value(container, key)).toEqual({
      at: '2026-11-23T10:00:00.000Z',
      level: 'warn',
      event: 'export-failed',
      subject: 'order-1',
      message: 'Ordoro did not answer.',
      code: 'ordoro-unavailable',
      request: { order_id: '1001' },
    });
    const { level: _level, message, ...fields } = EVENT;
    expect(lines).toEqual([['warn', message, fields]]);
  });

  it.each(['error', 'warn', 'info', 'debug'] as const)('writes at level %s', async (level) => {
    await eventLog().write({ ...EVENT, level });
    expect(lines[0]![0]).toBe(level);
  });

  it('keeps nothing in a dry run', async () => {
    await eventLog(true).write(EVENT);
    expect(objects.calls).toEqual([]);
    expect(lines).toHaveLength(1);
  });

  it('raises it when commercetools does not take the entry, after it was written to the output', async () => {
    objects.before = () => {
      throw new TransientError('away', { platform: 'commercetools' });
    };
    await expect(eventLog().write(EVENT)).rejects.toBeInstanceOf(TransientError);
    expect(lines).toHaveLength(1);
  });
});
