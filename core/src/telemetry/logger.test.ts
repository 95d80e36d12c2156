import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { loggable } from './loggable.ts';
import type { LogLevel } from './logger.ts';
import { createLogger } from './logger.ts';

function setUp(level: LogLevel = 'debug', secrets: readonly string[] = []) {
  const written: string[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written.push(chunk.toString());
      done();
    },
  });
  const clock = () => Date.parse('2026-11-03T10:00:00.000Z');
  return {
    written,
    lines: () => written.map((line): unknown => JSON.parse(line)),
    logger: createLogger({ level, stream, clock, secrets }),
  };
}

describe('a log line', () => {
  it('is one JSON object with time, level, severity, message and fields', () => {
    const { logger, written } = setUp();
    logger.info('The order was exported.', { orderId: 'order-1', lines: 2 });
    expect(written).toEqual([
      '{"timestamp":"2026-11-03T10:00:00.000Z","level":"info","severity":"INFO","message":"The order was exported.","orderId":"order-1","lines":2}\n',
    ]);
  });

  it.each([
    ['error', 'ERROR'],
    ['warn', 'WARNING'],
    ['info', 'INFO'],
    ['debug', 'DEBUG'],
  ] as const)('of level %s carries the severity %s', (level, severity) => {
    const { logger, lines } = setUp();
    logger[level]('Something happened.');
    expect(lines()).toEqual([
      { timestamp: '2026-11-03T10:00:00.000Z', level, severity, message: 'Something happened.' },
    ]);
  });

  it('less urgent than the chosen level is not written', () => {
    const { logger, written } = setUp('warn');
    logger.info('no');
    logger.debug('no');
    logger.warn('yes');
    logger.error('yes');
    expect(written).toHaveLength(2);
  });

  it('writes an error with name, message, stack and code', () => {
    const { logger, lines } = setUp();
    const error = Object.assign(new TypeError('broken'), { code: 'ECONNRESET', config: { auth: 'x' } });
    logger.error('The call failed.', { error });
    expect(lines()[0]).toMatchObject({
      error: {
        name: 'TypeError',
        message: 'broken',
        stack: expect.stringContaining('logger.test'),
        code: 'ECONNRESET',
      },
    });
    expect(lines()[0]).not.toHaveProperty('error.config');
  });

  it('survives cycles, throwing getters and values that JSON does not know', () => {
    const { logger, lines } = setUp();
    const cycle: Record<string, unknown> = { n: 10n, u: undefined, f: () => 1, nan: Number.NaN };
    cycle.self = cycle;
    Object.defineProperty(cycle, 'bad', {
      enumerable: true,
      get: () => {
        throw new Error('no');
      },
    });
    logger.info('odd', { cycle });
    expect(lines()[0]).toMatchObject({
      cycle: { n: '10', nan: 'NaN', self: '[circular]', bad: '[unreadable]' },
    });
  });

  it('keeps its own facts when a field has the same name', () => {
    const { logger, lines } = setUp();
    logger.info('mine', { message: 'theirs', level: 'other' });
    expect(lines()[0]).toMatchObject({ message: 'mine', level: 'info', message_: 'theirs', level_: 'other' });
  });

  it('stays within the size a log collector takes', () => {
    const { logger, written } = setUp();
    logger.info('big', { list: Array.from({ length: 5000 }, () => 'x'.repeat(1000)) });
    expect(written[0]?.length).toBeLessThan(34_000);
  });

  it('says the size of fields that cannot be made short enough', () => {
    const branch = (depth: number): unknown =>
      depth === 0 ? 1 : Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`f${index}`, branch(depth - 1)]));
    expect(loggable({ tree: branch(4) }, [])).toEqual({ fields: expect.stringMatching(/^\[cut: \d+ bytes\]$/) });
  });

  it('goes to standard output unless told otherwise, and only at the chosen level', () => {
    expect(() => createLogger({ level: 'error' }).debug('not written')).not.toThrow();
  });

  it('shows no credentials, neither in the message nor in the fields', () => {
    const { logger, written } = setUp('debug', ['s3cr3t-value']);
    logger.warn('refused s3cr3t-value', {
      headers: { Authorization: 'Basic YWxhZGRpbjpvcGVu' },
      text: 'it was s3cr3t-value',
    });
    expect(written[0]).not.toContain('s3cr3t-value');
    expect(written[0]).not.toContain('YWxhZGRpbjpvcGVu');
  });
});

describe('a child logger', () => {
  it('adds its fields to every line, below those of the line itself', () => {
    const { logger, lines } = setUp();
    logger.child({ runId: 'r1', task: 'orders' }).child({ task: 'inventory' }).info('done', { changed: 3 });
    expect(lines()[0]).toMatchObject({ runId: 'r1', task: 'inventory', changed: 3 });
  });
});
