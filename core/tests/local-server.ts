import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A request as it arrived. */
export interface ArrivedRequest {
  readonly method: string;
  /** Path and query, still encoded. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Answers one request; `arrived` is the request with its body. */
export type Answering = (response: ServerResponse, arrived: ArrivedRequest, request: IncomingMessage) => void;

/** A server on 127.0.0.1 that answers as the test says and remembers what arrived. */
export interface LocalServer {
  readonly url: string;
  readonly requests: ArrivedRequest[];
  /** Connections opened so far. */
  readonly connections: number;
  /** How the next requests are answered. */
  answer: Answering;
  /** Cuts every connection and stops listening. */
  close(): Promise<void>;
}

/** Starts a server on a free port; it answers `200 {}` until told otherwise. */
export async function startLocalServer(): Promise<LocalServer> {
  const requests: ArrivedRequest[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('error', () => undefined);
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const arrived = { method, url, headers, body: Buffer.concat(chunks).toString() };
      requests.push(arrived);
      local.answer(response, arrived, request);
    });
  });
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const local: LocalServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    get connections() {
      return sockets.size;
    },
    answer: (response) => json(response, {}),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
  return local;
}

/** Answers with JSON. */
export function json(
  response: ServerResponse,
  body: unknown,
  status = 200,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** An address of this machine on which nobody listens. */
export async function deadAddress(): Promise<string> {
  const server = await startLocalServer();
  await server.close();
  return server.url;
}
