import type { Logger } from '../../src/telemetry/logger.ts';

const nothing = () => undefined;

/** Drops everything. */
export const silentLogger: Logger = {
  error: nothing,
  warn: nothing,
  info: nothing,
  debug: nothing,
  child: () => silentLogger,
};
