import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { postWebhook } from './webhook.ts';

let server: Server | undefined;

async function listen(listener: RequestListener): Promise<string> {
  const started = createServer(listener);
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}/hooks/topsecret`;
}

afterEach(async () => {
  const running = server;
  server = undefined;
  running?.closeAllConnections();
  await new Promise<void>((resolve) => (running?.listening ? running.close(() => resolve()) : resolve()));
});

describe('the alert webhook', () => {
  it('gets the text as JSON', async () => {
    const seen: unknown[] = [];
    const url = await listen((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        seen.push(request.method, request.headers['content-type'], Buffer.concat(chunks).toString());
        response.end('ok');
      });
    });
    await postWebhook(url, { text: 'hello' });
    expect(seen).toEqual(['POST', expect.stringContaining('application/json'), '{"text":"hello"}']);
  });

  it('that answers with an error is reported with its status', async () => {
    const url = await listen((_request, response) => response.writeHead(500).end('<html>'));
    await expect(postWebhook(url, { text: 'hello' })).rejects.toThrow('The webhook answered with status 500.');
  });

  it('that redirects is not followed', async () => {
    const url = await listen((_request, response) => response.writeHead(302, { location: '/elsewhere' }).end());
    await expect(postWebhook(url, { text: 'hello' })).rejects.toThrow('The webhook answered with status 302.');
  });

  it('that never answers is given up', async () => {
    const url = await listen(() => undefined);
    await expect(postWebhook(url, { text: 'hello' }, 50)).rejects.toThrow(/could not be reached/);
  });

  it('whose address is none is reported without it', async () => {
    await expect(postWebhook('http://[topsecret', { text: 'hello' })).rejects.toThrow(
      /^The webhook could not be reached \([A-Za-z_ ]+\)\.$/,
    );
  });

  it('that cannot be reached is reported without its address', async () => {
    const url = await listen((request) => request.socket.destroy());
    const failure: unknown = await postWebhook(url, { text: 'hello' }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Error);
    expect((failure as Error).message).toBe('The webhook could not be reached (ECONNRESET).');
    expect(JSON.stringify(failure) + String((failure as Error).stack)).not.toContain('topsecret');
  });
});
