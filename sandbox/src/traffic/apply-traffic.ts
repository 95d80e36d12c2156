import { Buffer } from 'node:buffer';
import type { IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { addControlRoutes, isControlPath } from './control-routes.ts';
import { answerOf, delay, type FaultAnswer, hang, reset, TAKEN_OVER, truncate } from './effects.ts';
import type { FaultEffect, FaultMoment, RecordedCall } from './fault.ts';
import type { Traffic } from './traffic.ts';

interface Ongoing {
  readonly call: RecordedCall;
  effect?: FaultEffect;
}

/**
 * Records every call of the server in `traffic` and shows the faults armed there. Adds the control routes
 * `POST|DELETE /_sandbox/faults` and `GET /_sandbox/calls`. Call it before other hooks are added, so that a fault
 * `before-work` comes before everything the stand-in does. Closing the server cuts every open connection.
 */
export function applyTraffic(app: FastifyInstance, traffic: Traffic): void {
  const ongoing = new WeakMap<FastifyRequest, Ongoing>();

  app.addHook('onRequest', async (request) => {
    const [path = '', query = ''] = splitUrl(request.raw.url ?? '');
    if (isControlPath(path)) return;
    const requestHeaders = plainHeaders(request.headers);
    ongoing.set(request, { call: traffic.record({ method: request.method, path, query, requestHeaders }) });
  });

  app.addHook('preValidation', async (request, reply) => {
    const current = ongoing.get(request);
    if (current === undefined) return;
    const body = readableBody(request.body);
    if (body !== undefined) current.call.requestBody = body;
    const effect = traffic.take(current.call);
    if (effect === undefined) return;
    if (effect.kind === 'latency') return delay(request, effect.ms);
    if (effect.kind === 'hold') return void (await effect.until);
    if (momentOf(effect) === 'after-work') {
      current.effect = effect;
      return;
    }
    const answer = answerOf(effect, { status: 200, body: '' });
    if (answer === undefined) takeOver(effect, request, reply);
    else send(reply, answer);
    return reply;
  });

  app.addHook('onSend', (request, reply, payload, done) => {
    const current = ongoing.get(request);
    if (current === undefined) return done(null, payload);
    const finish = (next: unknown) => {
      // A connection that the fault cut or keeps gets no answer: the reply chain ends here.
      if (next !== TAKEN_OVER) done(null, next);
    };
    afterWork(current, { request, reply, payload }).then(finish, done);
  });

  // Otherwise a hanging call would keep the server from closing.
  app.addHook('preClose', async () => app.server.closeAllConnections());
  addControlRoutes(app, traffic);
}

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly payload: unknown;
}

async function afterWork(current: Ongoing, exchange: Exchange): Promise<unknown> {
  const { request, reply, payload } = exchange;
  const { call, effect } = current;
  if (effect === undefined) {
    call.status = reply.statusCode;
    return payload;
  }
  const own = { status: reply.statusCode, body: await textOf(payload) };
  const answer = answerOf(effect, own);
  if (answer !== undefined) {
    call.status = answer.status;
    reply.code(answer.status).removeHeader('content-length').headers(answer.headers);
    return answer.body;
  }
  if (effect.kind !== 'truncated-json') return takeOver(effect, request, reply);
  call.status = own.status;
  return truncate(reply, own.status, own.body);
}

function takeOver(effect: FaultEffect, request: FastifyRequest, reply: FastifyReply): typeof TAKEN_OVER {
  return effect.kind === 'reset' ? reset(request, reply) : hang(reply);
}

function send(reply: FastifyReply, answer: FaultAnswer): void {
  reply.code(answer.status).headers(answer.headers).send(answer.body);
}

function momentOf(effect: FaultEffect): FaultMoment {
  return 'when' in effect ? effect.when : 'after-work';
}

function splitUrl(url: string): [string, string] {
  const mark = url.indexOf('?');
  return mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)];
}

function plainHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const entries = Object.entries(headers).filter(([name]) => name !== 'authorization');
  return Object.fromEntries(
    entries.map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  );
}

function readableBody(body: unknown): unknown {
  if (body === undefined || body === null) return undefined;
  if (typeof body !== 'string' && !Buffer.isBuffer(body)) return body;
  const raw = body.toString();
  try {
    return JSON.parse(raw);
  } catch {
    return raw;
  }
}

async function textOf(payload: unknown): Promise<string> {
  if (payload instanceof Readable) return text(payload);
  if (typeof payload === 'string' || Buffer.isBuffer(payload)) return payload.toString();
  return '';
}
