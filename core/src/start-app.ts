import { createServer, type RequestListener, type Server } from 'node:http';
import { ConfigurationError } from './config/configuration-error.ts';
import { parseSettings } from './config/environment.ts';
import { processEnvironment } from './config/process-environment.ts';
import { type ConnectorSettings, settingsWarnings } from './config/settings.ts';
import type { Connector } from './connector.ts';
import { messageOf } from './problems/errors.ts';
import { createLogger } from './telemetry/logger.ts';

/** While the app ends, connections that became idle are closed this often, milliseconds. */
const IDLE_CHECK_MS = 100;

/** What an app is made of. */
export interface AppParts {
  readonly name: 'event' | 'job';
  readonly create: (settings: ConnectorSettings) => {
    readonly connector: Connector;
    readonly handler: RequestListener;
  };
}

/**
 * Starts an app as Connect runs it: settings from the environment, listening on `PORT`, ending gracefully on SIGTERM. A bad
 * setting, also a state key that the project does not have, ends the process with one message and exit code 1.
 */
export async function startApp(app: AppParts): Promise<void> {
  try {
    const settings = parseSettings(processEnvironment());
    const { connector, handler } = app.create(settings);
    for (const warning of settingsWarnings(settings)) connector.logger.warn(warning);
    await warmUp(connector);
    const server = createServer(handler);
    const port = await listen(server, settings);
    connector.logger.info(`The ${app.name} app listens.`, { port });
    endGracefully(server, connector);
  } catch (error) {
    const logger = createLogger({ level: 'error' });
    logger.error(error instanceof ConfigurationError ? error.message : `The app cannot start: ${messageOf(error)}`);
    process.exitCode = 1;
  }
}

/** Only a mistake in the settings ends the start; commercetools being away does not, because it may be back for the first message. */
async function warmUp(connector: Connector): Promise<void> {
  try {
    await connector.orders.warmUp();
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    connector.logger.warn('commercetools could not be read at the start; it is read again when it is needed.', {
      error,
    });
  }
}

/** @returns the port, which differs from the wanted one when that is 0 */
function listen(server: Server, { port, host }: Pick<ConnectorSettings, 'port' | 'host'>): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, ...(host === undefined ? {} : { host }) }, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/** SIGTERM: accept nothing new, finish what is under way, exit. */
function endGracefully(server: Server, connector: Connector): void {
  const end = () => {
    connector.logger.info('Ending: no new requests are taken, those under way are finished.');
    server.close(() => {
      connector.close();
      process.exit(0);
    });
    // A connection that is kept alive would hold the process until its broker lets go of it.
    setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MS).unref();
    server.closeIdleConnections();
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
}
