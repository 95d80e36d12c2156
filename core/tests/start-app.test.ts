import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { startLocalServer } from './local-server.ts';

const SOURCE = join(import.meta.dirname, '../src/start-app.ts');

/** An app in a process of its own. `warmUp` is the body of a function that may throw what `ConfigurationError` is. */
const program = (warmUp: string) => `
  import { startApp } from ${JSON.stringify(SOURCE)};
  import { ConfigurationError } from ${JSON.stringify(join(SOURCE, '../config/configuration-error.ts'))};
  import { createLogger } from ${JSON.stringify(join(SOURCE, '../telemetry/logger.ts'))};
  const logger = createLogger({ level: 'info' });
  await startApp({
    name: 'event',
    create: () => ({
      connector: { logger, orders: { warmUp: async () => { ${warmUp} } }, close: () => logger.info('Closed.') },
      handler: (request, response) => setTimeout(() => response.end('done'), request.url === '/slow' ? 300 : 0),
    }),
  });
`;

const SETTINGS = {
  CTP_PROJECT_KEY: 'my-shop',
  CTP_CLIENT_ID: 'id',
  CTP_CLIENT_SECRET: 'secret',
  CTP_API_URL: 'http://127.0.0.1:1',
  CTP_AUTH_URL: 'http://127.0.0.1:1',
  ORDORO_CLIENT_ID: 'key-id',
  ORDORO_CLIENT_SECRET: 'key-secret',
};

/** A process with its lines of output. */
class App {
  readonly lines: { level: string; message: string; port?: number }[] = [];
  readonly ended: Promise<number | null>;
  readonly #process: ChildProcess;
  #heard: () => void = () => undefined;

  constructor(variables: Record<string, string>, warmUp = '') {
    const args = ['--conditions=source', '--no-warnings', '--input-type=module', '--eval', program(warmUp)];
    this.#process = spawn(process.execPath, args, { env: variables, cwd: import.meta.dirname });
    let rest = '';
    this.#process.stdout!.on('data', (chunk: Buffer) => {
      const parts = `${rest}${chunk}`.split('\n');
      rest = parts.pop() ?? '';
      this.lines.push(...parts.map((line) => JSON.parse(line)));
      this.#heard();
    });
    this.#process.stderr!.on('data', (chunk: Buffer) => this.lines.push({ level: 'stderr', message: String(chunk) }));
    this.ended = once(this.#process, 'close').then(([code]) => code);
  }

  /** The line with this message, as soon as it is there. */
  async says(message: string): Promise<(typeof this.lines)[number]> {
    for (;;) {
      const line = this.lines.find((one) => one.message === message);
      if (line !== undefined) return line;
      const heard = new Promise<'heard'>((resolve) => {
        this.#heard = () => resolve('heard');
      });
      if ((await Promise.race([heard, this.ended])) !== 'heard')
        throw new Error(`The app ended without saying "${message}": ${JSON.stringify(this.lines)}`);
    }
  }

  signal(name: NodeJS.Signals): void {
    this.#process.kill(name);
  }
}

let app: App | undefined;

afterEach(() => app?.signal('SIGKILL'));

describe('an app', () => {
  it('with a bad setting ends at once with one message and exit code 1', async () => {
    app = new App({ ...SETTINGS, SKU_POLICY: 'maybe', ORDORO_REQUESTS_PER_MINUTE: '600' });
    expect(await app.ended).toBe(1);
    expect(app.lines).toHaveLength(1);
    expect(app.lines[0]!.level).toBe('error');
    expect(app.lines[0]!.message).toContain('SKU_POLICY');
    expect(app.lines[0]!.message).toContain('ORDORO_REQUESTS_PER_MINUTE');
  });

  it('ends the same way when the project contradicts a setting', async () => {
    app = new App(SETTINGS, `throw new ConfigurationError([{ key: 'EXPORT_WHEN', message: 'names state=ready' }]);`);
    expect(await app.ended).toBe(1);
    expect(app.lines.at(-1)!.message).toContain('EXPORT_WHEN names state=ready');
  });

  it('starts although commercetools is away, warns of easily harmful settings, and ends on SIGTERM after its work', async () => {
    app = new App({ ...SETTINGS, PORT: '0', DRY_RUN: 'true' }, `throw new Error('away');`);
    const { port } = await app.says('The event app listens.');
    expect(app.lines.map(({ level }) => level)).toEqual(['warn', 'warn', 'info']);
    expect(app.lines[0]!.message).toMatch(/^DRY_RUN is true: /);
    expect(app.lines[1]!.message).toMatch(/^commercetools could not be read at the start/);

    const underWay = fetch(`http://127.0.0.1:${port}/slow`).then((response) => response.text());
    expect(await fetch(`http://127.0.0.1:${port}/`).then((response) => response.text())).toBe('done');
    app.signal('SIGTERM');
    await app.says('Ending: no new requests are taken, those under way are finished.');
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
    expect(await underWay).toBe('done');
    expect(await app.ended).toBe(0);
    expect(app.lines.at(-1)!.message).toBe('Closed.');
  });

  it('that cannot listen ends with exit code 1 and says why', async () => {
    const taken = await startLocalServer();
    app = new App({ ...SETTINGS, PORT: new URL(taken.url).port });
    const code = await app.ended;
    await taken.close();
    expect(code).toBe(1);
    expect(app.lines.at(-1)).toMatchObject({ level: 'error', message: expect.stringContaining('EADDRINUSE') });
  });
});
