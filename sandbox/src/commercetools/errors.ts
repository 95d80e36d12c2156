import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ErrorEntry } from './platform-error.ts';
import { isObject } from './queries/compare.ts';

interface Refusal {
  readonly statusCode: number;
  readonly message: string;
  readonly errors: readonly ErrorEntry[];
}

/** Answers every error, also the mock's own and those of the HTTP server, in the platform's error format. */
export function correctErrors(app: FastifyInstance): void {
  // Per route: replacing the mock's own handler of the whole server makes fastify warn.
  app.addHook('onRoute', (route) => {
    route.errorHandler = (error, _request, reply) => refuse(reply, error);
  });
  app.setNotFoundHandler((request, reply) =>
    reply.code(404).send({ statusCode: 404, message: `URI not found: ${request.raw.url}`, errors: [] }),
  );
}

function refuse(reply: FastifyReply, error: unknown): void {
  const refusal = refusalOf(error);
  reply.code(refusal.statusCode).send({ ...refusal, ...oauthError(refusal) });
}

function refusalOf(error: unknown): Refusal {
  const message = error instanceof Error ? error.message : String(error);
  const { statusCode, errors, info, code } = error as Partial<Refusal> & { info?: ErrorEntry; code?: unknown };
  if (statusCode !== undefined && Array.isArray(errors) && (errors.length > 0 || isObject(info))) {
    return { statusCode, message, errors: errors.length > 0 ? errors : [info as ErrorEntry] };
  }
  if (error instanceof SyntaxError || String(code).startsWith('FST_ERR_CTP')) {
    const text = 'Request body does not contain valid JSON.';
    const entry = { code: 'InvalidJsonInput', message: text, detailedErrorMessage: message };
    return { statusCode: 400, message: text, errors: [entry] };
  }
  const status = statusCode !== undefined && statusCode >= 400 ? statusCode : 500;
  return { statusCode: status, message, errors: [{ code: status < 500 ? 'InvalidInput' : 'General', message }] };
}

/** Authorization answers name their error at the top level too, as OAuth 2.0 asks. */
function oauthError({ errors, message }: Refusal): object {
  const code = errors[0]?.code ?? '';
  return /^[a-z_]+$/.test(code) ? { error: code, error_description: message } : {};
}
