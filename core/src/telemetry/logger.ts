import type { Writable } from 'node:stream';
import winston from 'winston';
import type { Clock } from '../clock.ts';
import { systemClock } from '../clock.ts';
import { loggable } from './loggable.ts';
import { safeText } from './secrets.ts';

/** From the most to the least urgent. */
export type LogLevel = 'error' | 'warn' | 'info' | 'debug';

/** Facts beside the message: identifiers, counts, an `error`. Never personal data: the logger does not look for it. */
export type LogFields = Readonly<Record<string, unknown>>;

/** What the domain needs of a logger. Messages are plain sentences; what varies goes into the fields. */
export interface Logger {
  error(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  debug(message: string, fields?: LogFields): void;
  /** A logger that adds these fields to every line, e.g. the run or the order. */
  child(fields: LogFields): Logger;
}

/** How `createLogger` writes. */
export interface LoggerOptions {
  /** Less urgent lines are dropped. */
  readonly level: LogLevel;
  /** Default: standard output, which Connect collects. */
  readonly stream?: Writable;
  /** Default: the machine's clock. */
  readonly clock?: Clock;
  /** Values masked wherever they appear: API secrets, tokens. */
  readonly secrets?: readonly string[];
}

const LEVELS: Readonly<Record<LogLevel, number>> = { error: 0, warn: 1, info: 2, debug: 3 };

/** Google Cloud's words; which field Connect reads is not documented, so every line carries both. */
const SEVERITIES: Readonly<Record<LogLevel, string>> = {
  error: 'ERROR',
  warn: 'WARNING',
  info: 'INFO',
  debug: 'DEBUG',
};

const OWN_FIELDS = new Set(['timestamp', 'level', 'severity', 'message']);

/**
 * A logger that writes one JSON object per line: `timestamp` (ISO 8601, UTC), `level`, `severity`, `message`, then the
 * fields. Errors become name, message, stack and code; cycles, huge values and credentials are dealt with. A field named
 * like one of the first four is written with an underscore at its end. Never throws.
 */
export function createLogger(options: LoggerOptions): Logger {
  const { level, stream = process.stdout, clock = systemClock, secrets = [] } = options;
  const sink = winston.createLogger({
    levels: { ...LEVELS },
    level,
    // The line is built below: winston's own formats merge a field named `message` into the message and lose errors.
    format: winston.format.printf((info) => String(info.message)),
    transports: [new winston.transports.Stream({ stream, eol: '\n' })],
  });
  const write = (lineLevel: LogLevel, message: string, fields: LogFields): void => {
    if (LEVELS[lineLevel] > LEVELS[level]) return;
    const head = {
      timestamp: new Date(clock()).toISOString(),
      level: lineLevel,
      severity: SEVERITIES[lineLevel],
      message: safeText(message, secrets),
    };
    sink.log(lineLevel, JSON.stringify({ ...head, ...ownFields(fields, secrets) }));
  };
  return loggerWith(write, {});
}

type WriteLine = (level: LogLevel, message: string, fields: LogFields) => void;

function loggerWith(write: WriteLine, common: LogFields): Logger {
  const at =
    (level: LogLevel) =>
    (message: string, fields: LogFields = {}): void =>
      write(level, message, { ...common, ...fields });
  return {
    error: at('error'),
    warn: at('warn'),
    info: at('info'),
    debug: at('debug'),
    child: (fields) => loggerWith(write, { ...common, ...fields }),
  };
}

function ownFields(fields: LogFields, secrets: readonly string[]): Record<string, unknown> {
  const plain = loggable(fields, secrets);
  return Object.fromEntries(
    Object.entries(plain).map(([name, value]) => [OWN_FIELDS.has(name) ? `${name}_` : name, value]),
  );
}
