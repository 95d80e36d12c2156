import { type Connector, messageOf, PlatformError } from '@commercetools-ordoro/core';
import express, { type Express, type Request, type Response } from 'express';
import { handleDelivery } from './delivery.ts';

/** Order messages can be large; a limit of Express' default 100 kB would have them redelivered for days. */
const MAX_BODY = '10mb';

/** The HTTP side of the event app: deliveries of the Subscription and the health route. */
export function createEventApp(connector: Connector): Express {
  const app = express();
  app.disable('x-powered-by');
  // Brokers differ in the content type they send, and a body that is not JSON must still be acknowledged.
  app.post('/event', express.text({ type: () => true, limit: MAX_BODY }), (request, response) =>
    deliver(connector, request, response),
  );
  app.get('/event/health', async (_request, response) => {
    const { status, body } = await connector.health('event app');
    response.status(status).json(body);
  });
  app.use((error: unknown, request: Request, response: Response, _next: express.NextFunction) => {
    // A body that cannot be read will not become readable by sending it again; the job's sweep sees the order anyway.
    connector.logger.error('A delivery could not be read; it is acknowledged.', { path: request.path, error });
    if (!response.headersSent) response.status(204).end();
  });
  return app;
}

async function deliver(connector: Connector, request: Request, response: Response): Promise<void> {
  const body: unknown = request.body;
  try {
    const result = await handleDelivery(connector, typeof body === 'string' ? body : '');
    response.status(result.status).end();
  } catch (error) {
    // Nothing durable happened: the broker keeps the message and sends it again.
    connector.tellOf(error);
    const level = error instanceof PlatformError ? 'warn' : 'error';
    connector.logger[level]('The message could not be dealt with; it comes again.', {
      reason: messageOf(error),
      error,
    });
    response.status(503).end();
  }
}
