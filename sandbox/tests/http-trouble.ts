import dns from 'node:dns';
import { gzipSync } from 'node:zlib';
import { answer, brokenChunk, close, drip, half, type Reaction, reset, silence } from './raw-server.ts';

/** Time limit of requests in these tests, milliseconds. */
export const TIMEOUT = 5_000;

/** Time limit of the requests that are to reach it, milliseconds: long enough for a busy machine to have the request arrive first. */
const SOON = 250;

const PAGE = '<!DOCTYPE html><html><body>Down for maintenance</body></html>';

/** What a request can meet. */
export interface Trouble {
  /** As a test's name continues "a request that meets". */
  readonly what: string;
  readonly reaction: Reaction;
  /** Where the request has to give up soon. */
  readonly timeoutMs?: number;
}

/**
 * No answer, or none that is whole, is HTTP, or has a size that is read: then its status means nothing either.
 * @param limit bytes of a body that are read at most
 */
export function noWholeAnswer(limit: number): readonly Trouble[] {
  const tooMuch = `"${'x'.repeat(limit)}"`;
  return [
    { what: 'a reset', reaction: reset },
    { what: 'an end of the connection', reaction: close },
    { what: 'silence', reaction: silence, timeoutMs: SOON },
    ...[200, 404, 429, 503].flatMap((status) => [
      { what: `half a body with ${status}`, reaction: half('{"id":1,', status) },
      { what: `a body that drips with ${status}`, reaction: drip(status), timeoutMs: SOON },
      { what: `a body larger than the limit with ${status}`, reaction: answer(status, tooMuch) },
    ]),
    { what: 'a body in chunks that is broken', reaction: brokenChunk },
    { what: 'a packed body that unpacks to more than the limit', reaction: packed(gzipSync(tooMuch)) },
    { what: 'a packed body that is broken', reaction: packed(Buffer.from('not packed at all')) },
    { what: 'something that is not HTTP', reaction: (socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n') },
  ];
}

/** Answers of success that say nothing. */
export const UNREADABLE: readonly Trouble[] = [
  { what: 'a page with 200', reaction: answer(200, PAGE) },
  { what: 'bad JSON with 200', reaction: answer(200, '{"id":1,}') },
  { what: 'an empty body with 200', reaction: answer(200, '') },
  { what: '204', reaction: answer(204, '') },
];

/** Statuses that send somewhere else. */
export const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];

/** Somewhere else, by this status. */
export function redirect(status: number): Trouble {
  return { what: `a redirect by ${status}`, reaction: answer(status, '', { Location: '/elsewhere' }) };
}

/** A page for people, with this status. */
export function page(status: number): Trouble {
  return { what: `a page with ${status}`, reaction: answer(status, PAGE, { 'Content-Type': 'text/html' }) };
}

/** Answers with a packed JSON body. */
export function packed(body: Buffer): Reaction {
  return answer(200, body, { 'Content-Encoding': 'gzip', 'Content-Type': 'application/json' });
}

/** While `work` runs, nobody knows the name of any host. */
export async function withoutNames(work: () => Promise<void>): Promise<void> {
  const { lookup } = dns;
  const unknown: unknown = (host: string, _options: unknown, done: (error: Error) => void) =>
    done(Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND', syscall: 'getaddrinfo' }));
  dns.lookup = unknown as typeof lookup;
  try {
    await work();
  } finally {
    dns.lookup = lookup;
  }
}
