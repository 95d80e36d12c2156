import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { Sandbox } from '../../src/sandbox.ts';

/** Paths of commercetools; all others are Ordoro's. */
const COMMERCETOOLS = /^\/(oauth|sandbox)\//;

/** Header by which a platform's list of calls tells how long, in minutes, a call was stuck on its way. */
export const STUCK_MINUTES = 'chaos-stuck-minutes';

/** Header of such a call whose sender died over it. */
export const SENDER_DIED = 'chaos-sender-died';

/** @returns when the platform has answered, or cut the connection */
export function carryOut(sandbox: Sandbox, request: IncomingMessage, response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    response.once('close', resolve);
    const platform = isForCommercetools(request) ? sandbox.commercetools : sandbox.ordoro;
    platform.handle(request, response);
  });
}

/**
 * Takes a call off its connection, so that it can be carried out when whoever sent it has given it up.
 * @returns carries it out, once; the answer goes to whoever still waits for it
 */
export async function takenOff(
  sandbox: Sandbox,
  { request, response }: { readonly request: IncomingMessage; readonly response: ServerResponse },
  marks: Readonly<Record<string, string>>,
): Promise<() => Promise<void>> {
  const body = await buffer(request);
  const { connection: _connection, 'content-length': _length, host: _host, ...kept } = request.headers;
  const headers = new Headers({ ...(kept as Record<string, string>), ...marks });
  const url = isForCommercetools(request) ? sandbox.commercetools.apiUrl : sandbox.ordoro.url;
  return async () => {
    try {
      const method = request.method ?? 'GET';
      const answer = await fetch(`${url}${request.url}`, { method, headers, ...(body.length === 0 ? {} : { body }) });
      const text = await answer.text();
      response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'application/json' });
      response.end(text);
    } catch {
      response.destroy();
    }
  };
}

/** The answer goes nowhere, but the platform believes that it was taken. */
export function mute(response: ServerResponse): ServerResponse {
  response.writeHead = () => response;
  response.write = () => true;
  response.end = () => {
    response.emit('close');
    return response;
  };
  return response;
}

function isForCommercetools({ url = '' }: IncomingMessage): boolean {
  return COMMERCETOOLS.test(url);
}
