import { timingSafeEqual } from 'node:crypto';
import { type Connector, messageOf, parseRunRequest } from '@commercetools-ordoro/core';
import express, { type Express, type Request, type Response } from 'express';

/** The HTTP side of the job app: the scheduled run, an operator's run, and the health route. */
export function createJobApp(connector: Connector): Express {
  const app = express();
  app.disable('x-powered-by');
  app.post('/job', express.text({ type: () => true, limit: '1mb' }), (request, response) =>
    run(connector, request, response),
  );
  app.get('/job/health', (_request, response) => {
    const counts = Object.fromEntries(
      (connector.job.lastReport?.tasks ?? []).map(({ name, examined, changed, skipped, failed }) => [
        name,
        { examined, changed, skipped, failed },
      ]),
    );
    response.status(200).json({ status: 'ok', counts });
  });
  app.use((error: unknown, _request: Request, response: Response, _next: express.NextFunction) => {
    connector.logger.error('A request could not be read.', { error });
    if (!response.headersSent) response.status(400).json({ message: messageOf(error) });
  });
  return app;
}

async function run(connector: Connector, request: Request, response: Response): Promise<void> {
  const reading = parseRunRequest(parsed(request.body));
  // Whoever may ask for options must first prove who they are, also to learn that the options are wrong.
  const hasOptions = !reading.ok || reading.request !== undefined;
  if (hasOptions && !isAuthorized(request, connector.settings.jobToken)) {
    response.status(401).json({ message: 'Run options need the header Authorization: Bearer <JOB_TOKEN>.' });
    return;
  }
  if (!reading.ok) {
    response.status(400).json({ message: reading.message });
    return;
  }
  try {
    response.status(200).json(await connector.job.run(reading.request));
  } catch (error) {
    connector.logger.error('The run could not begin; the next one tries again.', { error });
    connector.tellOf(error);
    response.status(500).json({ message: messageOf(error) });
  }
}

/** Nobody knows what the platform's scheduler sends; what is not JSON is the scheduled run. */
function parsed(body: unknown): unknown {
  try {
    return typeof body === 'string' && body.trim() !== '' ? JSON.parse(body) : undefined;
  } catch {
    return undefined;
  }
}

function isAuthorized(request: Request, token: string | undefined): boolean {
  if (token === undefined) return true;
  const given = Buffer.from(request.header('authorization') ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
