import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FaultEffect } from './fault.ts';

const HTML_PAGE =
  '<!DOCTYPE html><html><head><title>Error</title></head><body><h1>Service unavailable</h1></body></html>';

/** An answer that the fault has taken over: nothing more may be sent. */
export const TAKEN_OVER = Symbol('taken over');

/** What the client gets in place of the handler's answer. */
export interface FaultAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Resolves after `ms` real milliseconds, at once when the connection ends first. */
export function delay(request: FastifyRequest, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      request.raw.socket.off('close', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    request.raw.socket.once('close', end);
  });
}

/** Cuts the connection without a word. */
export function reset(request: FastifyRequest, reply: FastifyReply): typeof TAKEN_OVER {
  reply.hijack();
  request.raw.socket.destroy();
  return TAKEN_OVER;
}

/** Leaves the call without an answer. */
export function hang(reply: FastifyReply): typeof TAKEN_OVER {
  reply.hijack();
  return TAKEN_OVER;
}

/** Announces the whole body, sends its first half and cuts the connection. */
export function truncate(reply: FastifyReply, status: number, body: string): typeof TAKEN_OVER {
  const bytes = Buffer.from(body);
  reply.hijack();
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined) reply.raw.setHeader(name, value);
  }
  reply.raw.writeHead(status, { 'content-length': bytes.length });
  reply.raw.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => reply.raw.socket?.destroy());
  return TAKEN_OVER;
}

/** The answer of effects that send one; `own` is the handler's answer. Undefined: the effect sends none. */
export function answerOf(effect: FaultEffect, own: { status: number; body: string }): FaultAnswer | undefined {
  const success = own.status >= 200 && own.status < 300 ? own.status : 200;
  switch (effect.kind) {
    case 'status':
      return statusAnswer(effect);
    case 'html':
      return { status: effect.status, headers: { 'content-type': 'text/html; charset=utf-8' }, body: HTML_PAGE };
    case 'broken-json':
      return {
        status: success,
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: `${own.body.slice(0, -1)}, oops`,
      };
    case 'empty-body':
      return { status: success, headers: { 'content-type': 'application/json; charset=utf-8' }, body: '' };
    case 'latency':
    case 'hold':
    case 'reset':
    case 'hang':
    case 'truncated-json':
      return undefined;
  }
}

function statusAnswer(effect: FaultEffect & { kind: 'status' }): FaultAnswer {
  const text = typeof effect.body === 'string' ? effect.body : undefined;
  const body = text ?? (effect.body === undefined ? '' : JSON.stringify(effect.body));
  const type = text === undefined ? 'application/json; charset=utf-8' : 'text/plain; charset=utf-8';
  return { status: effect.status, headers: { 'content-type': type, ...effect.headers }, body };
}
