import { type AddressInfo, createServer, type Socket } from 'node:net';

/** What happens to a request that has arrived whole, or to a connection. */
export type Reaction = (socket: Socket) => void;

/** A server that speaks HTTP byte by byte, so that it can break off anywhere. */
export interface RawServer {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** First lines of the requests that arrived whole, e.g. `POST /v3/order HTTP/1.1`. */
  readonly requests: string[];
  /** Connections opened so far. */
  readonly connections: number;
  /** Reactions to the next requests, in turn; the last one stays. */
  react(...reactions: Reaction[]): void;
  /** Every connection from now on meets this before anything of it is read. */
  onConnect: Reaction;
  close(): Promise<void>;
}

/** Starts one on a free port; it answers `200 {}`. */
export async function startRawServer(): Promise<RawServer> {
  const sockets = new Set<Socket>();
  const requests: string[] = [];
  let reactions: Reaction[] = [answer(200, '{}')];
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    raw.onConnect(socket);
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (!isWhole(text)) return;
      requests.push(text.slice(0, text.indexOf('\r\n')));
      text = '';
      const [reaction] = reactions;
      if (reactions.length > 1) reactions.shift();
      reaction?.(socket);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const raw: RawServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    get connections() {
      return sockets.size;
    },
    react: (...next) => {
      reactions = next;
    },
    onConnect: () => undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
  return raw;
}

/** Answers whole and keeps the connection. */
export function answer(
  status: number,
  body: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
): Reaction {
  const lines = Object.entries({ 'Content-Length': String(Buffer.byteLength(body)), ...headers });
  const head = [`HTTP/1.1 ${status} X`, ...lines.map(([name, value]) => `${name}: ${value}`), '', ''].join('\r\n');
  return (socket) => {
    socket.write(Buffer.concat([Buffer.from(head), Buffer.from(body)]));
  };
}

/** Cuts the connection by a reset. */
export const reset: Reaction = (socket) => {
  socket.resetAndDestroy();
};

/** Closes the connection as a server does that has nothing to say. */
export const close: Reaction = (socket) => {
  socket.end();
};

/** Says nothing. */
export const silence: Reaction = () => undefined;

/** Announces more than it sends, then cuts the connection. */
export function half(body: string, status = 200): Reaction {
  return (socket) => {
    socket.write(`HTTP/1.1 ${status} X\r\nContent-Length: ${2 * body.length}\r\n\r\n${body}`, () => socket.destroy());
  };
}

/** Sends a body in chunks, the second of which has no size. */
export const brokenChunk: Reaction = (socket) => {
  socket.write('HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n{"id":1,\r\nno size\r\n');
};

/** Sends a body that never ends, a byte at a time. */
export function drip(status = 200): Reaction {
  return (socket) => {
    socket.write(`HTTP/1.1 ${status} X\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{`);
    const timer = setInterval(() => socket.write(' '), 5);
    socket.on('close', () => clearInterval(timer));
  };
}

function isWhole(text: string): boolean {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return false;
  const announced = Number(/content-length: *(\d+)/i.exec(text)?.[1] ?? 0);
  return text.length >= end + 4 + announced;
}
