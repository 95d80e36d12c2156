import { Buffer } from 'node:buffer';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { applyTraffic } from '../traffic/apply-traffic.ts';
import { isControlPath } from '../traffic/control-routes.ts';
import type { Traffic } from '../traffic/traffic.ts';
import type { Account } from './account.ts';
import { accountHandlers } from './account-handlers.ts';
import type { Contract, Operation } from './contract.ts';
import type { OrdoroAnswer } from './handlers.ts';
import { orderHandlers } from './order-handlers.ts';
import { errorBody, Refusal } from './refusal.ts';
import { RollingMinute } from './rolling-minute.ts';

/** A request, or an answer of the stand-in itself, that the description does not allow. */
export interface Violation {
  readonly kind: 'request' | 'response';
  readonly method: string;
  /** Encoded, with the query. */
  readonly url: string;
  readonly message: string;
}

/** What the server needs. */
export interface ServerParts {
  readonly account: Account;
  readonly contract: Contract;
  readonly traffic: Traffic;
  /** Filled by the server. */
  readonly violations: Violation[];
  readonly clientId: string;
  readonly clientSecret: string;
}

const HANDLERS = { ...accountHandlers, ...orderHandlers };

/** The HTTP side of the stand-in: limit, key, description, handler, in this order. Not listening yet. */
export function ordoroServer(parts: ServerParts): FastifyInstance {
  const app = fastify();
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, async (_request: FastifyRequest, body: string | Buffer) => body);
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('date', new Date(parts.account.milliseconds()).toUTCString());
  });
  applyTraffic(app, parts.traffic);

  const minute = new RollingMinute(parts.account.options.clock);
  app.addHook('preValidation', async (request, reply) => {
    if (isControlPath(request.url)) return;
    if (isOverLimit(parts, minute, reply)) return reply;
    if (!isAuthorized(parts, request)) return reply.code(401).send(errorBody('The API key is missing or wrong.'));
  });
  app.all('/*', (request, reply) => answer(parts, request, reply));
  app.setNotFoundHandler((request, reply) => answer(parts, request, reply));
  return app;
}

function isOverLimit({ account }: ServerParts, minute: RollingMinute, reply: FastifyReply): boolean {
  const { requestsPerMinute, retryAfter } = account.options;
  const refused = requestsPerMinute === undefined ? undefined : minute.take(requestsPerMinute);
  if (refused === undefined) return false;
  if (retryAfter) reply.header('retry-after', String(refused.waitSeconds));
  reply.code(429).send(errorBody('Too many requests.'));
  return true;
}

function isAuthorized(parts: ServerParts, request: FastifyRequest): boolean {
  const pair = Buffer.from(`${parts.clientId}:${parts.clientSecret}`).toString('base64');
  return request.headers.authorization === `Basic ${pair}`;
}

function answer(parts: ServerParts, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const url = request.raw.url ?? '/';
  const [path = '/', query = ''] = url.split('?', 2);
  const report = (kind: Violation['kind'], message: string) =>
    parts.violations.push({ kind, method: request.method, url, message });

  const found = parts.contract.find(request.method, path);
  if ('problem' in found) {
    report('request', found.problem);
    return reply.code(404).send(errorBody(found.problem));
  }
  const { operation } = found;
  const body = bodyOf(request);
  const call = { path: operation.readPath(found.params), query: operation.readQuery(query), body: body.value };
  const problem = body.problem ?? requestProblem(operation, call);
  if (problem !== undefined) {
    report('request', problem);
    return reply.code(400).send(errorBody(problem));
  }
  const result = handle(operation, { account: parts.account, ...call });
  const mistake = operation.checkResponse(result.status, result.body);
  if (mistake !== undefined) report('response', `${operation.id} ${result.status}: ${mistake}`);
  return reply.code(result.status).send(result.body);
}

interface CheckedCall {
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

function requestProblem(operation: Operation, call: CheckedCall): string | undefined {
  const problems = [
    ['path', operation.checkPath(call.path)],
    ['query', operation.checkQuery(call.query)],
    ['body', operation.checkBody(call.body)],
  ] as const;
  const first = problems.find(([, problem]) => problem !== undefined);
  return first && `${first[0]}: ${first[1]}`;
}

function bodyOf(request: FastifyRequest): { readonly value?: unknown; readonly problem?: string } {
  const { body } = request;
  if (typeof body !== 'string' || body === '') return {};
  if (!request.headers['content-type']?.startsWith('application/json'))
    return { problem: 'The body is not sent as JSON.' };
  try {
    return { value: JSON.parse(body) };
  } catch {
    return { problem: 'The body is not JSON.' };
  }
}

function handle(operation: Operation, call: CheckedCall & { readonly account: Account }): AnyAnswer {
  const handler = HANDLERS[operation.id];
  if (handler === undefined) throw new Error(`No handler for ${operation.id}.`);
  try {
    return handler(call);
  } catch (error) {
    if (error instanceof Refusal) return { status: error.status, body: errorBody(error.message, error.param) };
    throw error;
  }
}

type AnyAnswer = OrdoroAnswer | { readonly status: number; readonly body: unknown };
