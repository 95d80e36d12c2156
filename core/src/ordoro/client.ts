import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import axios, { type AxiosInstance, type AxiosResponse } from 'axios';
import type { Clock } from '../clock.ts';
import { CredentialsError, type Pause, PausedError, PlatformError, TransientError } from '../problems/errors.ts';
import type { ProbeFinding } from './circuit.ts';
import type { CircuitGuard } from './circuit-guard.ts';
import { errorOfAnswer, type RequestFailure, requestFailure } from './errors.ts';
import type { Priority, RateBudget } from './rate-budget.ts';
import { findingOf, SIGN_OF_LIFE, SIGN_OF_LIFE_LIMIT_MS } from './sign-of-life.ts';

/** Answers larger than this are not read, bytes. */
const MAX_ANSWER_BYTES = 20_000_000;

/** Pause after a 429 that names no time, milliseconds: to the next minute of the rolling limit. */
const UNNAMED_PAUSE_MS = 60_000;

/** The longest that a 429 stops this instance, milliseconds: the limit is one of a minute, so whatever is longer was not meant for it. */
const LONGEST_PAUSE_MS = 60 * 60_000;

/** How long a request without a deadline of its own waits for a rate token, milliseconds. */
const DEFAULT_TOKEN_WAIT_MS = 60_000;

/** Longest that a sign of life waits for a rate token, milliseconds: with its answer it takes less than the wait before the next one. */
const PROBE_TOKEN_MS = 10_000;

/** So long it does so even if less than its full time is left for the answer, milliseconds. */
const SHORT_PROBE_TOKEN_MS = 1_000;

/** What a client of one Ordoro account needs. */
export interface OrdoroClientOptions {
  readonly apiUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly timeoutMs: number;
  readonly budget: Pick<RateBudget, 'take' | 'pauseUntil'>;
  readonly clock: Clock;
  /** Keeps requests back while Ordoro is away; absent: every request is sent. */
  readonly circuit?: Pick<CircuitGuard, 'pause' | 'admit' | 'answered' | 'refused' | 'failed'>;
}

/** One request to Ordoro. The path is already percent-encoded; `/v3/...` has no trailing slash, every other path has one. */
export interface OrdoroRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | readonly (string | number)[]>>;
  readonly body?: unknown;
  /** Names the request in error messages, e.g. `order 1-1001`. */
  readonly what: string;
  readonly priority: Priority;
  /** No token by then (epoch milliseconds): the request is not sent. */
  readonly tokenBy?: number;
  /** Shorter limit than the client's for this request, milliseconds. */
  readonly timeoutMs?: number;
  /** The request has ended by then, waiting for its token included (epoch milliseconds); absent: any time. */
  readonly endBy?: number;
}

/** How a request ended. `not-sent`: no rate token, it never reached Ordoro, or everything to Ordoro is paused. */
export type OrdoroResult =
  | {
      readonly kind: 'answer';
      readonly body: unknown;
      readonly readable: boolean;
      readonly serverTime: number | undefined;
    }
  | { readonly kind: 'error'; readonly error: PlatformError; readonly body: unknown }
  | { readonly kind: 'not-sent'; readonly reason: 'rate' | 'network'; readonly message: string }
  | { readonly kind: 'not-sent'; readonly reason: 'paused'; readonly message: string; readonly pause: Pause }
  /** `sentAt`: epoch milliseconds. */
  | { readonly kind: 'no-answer'; readonly failure: RequestFailure; readonly sentAt: number };

/** The one way to Ordoro: takes a rate token for each request, never follows redirects, never repeats a write. */
export class OrdoroClient {
  readonly #options: OrdoroClientOptions;
  readonly #http: AxiosInstance;
  readonly #agents: readonly [HttpAgent, HttpsAgent];
  #calls = 0;
  #restsUntil = 0;
  #isAnswering: boolean | undefined;

  constructor(options: OrdoroClientOptions) {
    this.#options = options;
    this.#agents = [new HttpAgent({ keepAlive: true }), new HttpsAgent({ keepAlive: true })];
    this.#http = axios.create({
      baseURL: options.apiUrl,
      auth: { username: options.clientId, password: options.clientSecret },
      httpAgent: this.#agents[0],
      httpsAgent: this.#agents[1],
      proxy: false,
      maxRedirects: 0,
      maxContentLength: MAX_ANSWER_BYTES,
      validateStatus: () => true,
      responseType: 'text',
      transformResponse: (text: string) => text,
      paramsSerializer: { indexes: null },
      headers: { Accept: 'application/json' },
    });
  }

  /** Requests sent so far. */
  get calls(): number {
    return this.#calls;
  }

  /** Whether the last request got an answer; undefined before the first. */
  get isAnswering(): boolean | undefined {
    return this.#isAnswering;
  }

  /** Until when this process sends nothing because of a 429, epoch milliseconds; undefined: it may send. */
  get restsUntil(): number | undefined {
    return this.#restsUntil > this.#options.clock() ? this.#restsUntil : undefined;
  }

  /** Whether everything to Ordoro is paused, as far as this process knows without asking. */
  get isPaused(): boolean {
    return this.#options.circuit?.pause !== undefined;
  }

  /**
   * Why nothing may be sent now; undefined when it may. Finds out first where that is due.
   * @param endBy has found out by then; epoch milliseconds
   */
  async pause(endBy = Number.POSITIVE_INFINITY): Promise<Pause | undefined> {
    return this.#options.circuit?.admit(endBy, (by) => this.#probe(by));
  }

  /** Sends one request, once, and tells how it ended. Only trouble with the rate budget's store is thrown. */
  async send(request: OrdoroRequest): Promise<OrdoroResult> {
    const { clock } = this.#options;
    const obstacle = await this.#obstacle(request);
    if (obstacle !== undefined) return obstacle;
    const sentAt = clock();
    const response = await this.#exchange(request);
    if ('mayHaveArrived' in response) {
      this.#options.circuit?.failed();
      return response.mayHaveArrived
        ? { kind: 'no-answer', failure: response, sentAt }
        : { kind: 'not-sent', reason: 'network', message: response.message };
    }
    const parsed = parseJson(response.data);
    response.data = parsed.body;
    const error = errorOfAnswer(response, request.what, clock());
    if (response.status === 429) this.#slowDown(error);
    this.#note(request, response, { error, isReadable: parsed.readable });
    if (error === undefined) return { kind: 'answer', ...parsed, serverTime: serverTimeOf(response) };
    return { kind: 'error', error, body: parsed.body };
  }

  /**
   * Reads something; a passing failure is retried once at once, unless Ordoro named a time.
   * @throws PlatformError
   */
  async read(request: Omit<OrdoroRequest, 'method'>): Promise<{ body: unknown; serverTime: number | undefined }> {
    const first = await this.#readOnce(request);
    const isWorthAnother =
      first instanceof TransientError &&
      first.status !== 429 &&
      first.retryAfterMs === undefined &&
      !(first instanceof PausedError) &&
      this.#options.clock() < (request.endBy ?? Number.POSITIVE_INFINITY);
    const outcome = isWorthAnother ? await this.#readOnce(request) : first;
    if (outcome instanceof Error) throw outcome;
    return outcome;
  }

  /** Ends the kept-alive connections. */
  close(): void {
    for (const agent of this.#agents) agent.destroy();
  }

  async #readOnce(request: Omit<OrdoroRequest, 'method'>) {
    const result = await this.send({ ...request, method: 'GET' });
    switch (result.kind) {
      case 'answer':
        return result.readable ? result : unavailable(request.what, 'the answer is not JSON');
      case 'error':
        return result.error;
      case 'not-sent':
        if (result.reason === 'paused') return new PausedError(result.pause);
        return unavailable(request.what, result.message, result.reason === 'rate' ? 429 : undefined);
      case 'no-answer':
        return unavailable(request.what, result.failure.message);
    }
  }

  /** Waits until the request may leave. @returns why it may not */
  async #obstacle(request: OrdoroRequest): Promise<Extract<OrdoroResult, { kind: 'not-sent' }> | undefined> {
    const { budget, clock } = this.#options;
    const endBy = request.endBy ?? Number.POSITIVE_INFINITY;
    const tokenBy = Math.min(request.tokenBy ?? clock() + DEFAULT_TOKEN_WAIT_MS, endBy);
    if (clock() >= endBy) return { kind: 'not-sent', reason: 'network', message: 'no time was left to ask' };
    const pause = await this.pause(Math.min(request.tokenBy ?? endBy, endBy));
    if (pause !== undefined) return pausedBy(pause);
    if (!(await budget.take(request.priority, tokenBy)))
      return { kind: 'not-sent', reason: 'rate', message: 'the request budget is used up for the moment' };
    // The wait for the token may have been long, and those before this one may have failed.
    const pauseNow = this.#options.circuit?.pause;
    if (pauseNow !== undefined) return pausedBy(pauseNow);
    // A process that was stopped meanwhile must not send what its caller's claim covers no longer.
    if (clock() > tokenBy) return { kind: 'not-sent', reason: 'rate', message: 'the time to send it was over' };
    return undefined;
  }

  /** What the answer tells of Ordoro itself. A page in place of JSON is a proxy's: Ordoro is not behind it. */
  #note(
    { method }: OrdoroRequest,
    { status }: AxiosResponse,
    { error, isReadable }: { readonly error: PlatformError | undefined; readonly isReadable: boolean },
  ): void {
    const { circuit } = this.#options;
    if (error instanceof CredentialsError) circuit?.refused();
    else if (error instanceof TransientError && status !== 429) circuit?.failed();
    else if (error === undefined && method === 'GET' && !isReadable) circuit?.failed();
    else circuit?.answered();
  }

  async #probe(endBy: number): Promise<ProbeFinding> {
    const { budget, clock } = this.#options;
    const longest = Math.min(clock() + PROBE_TOKEN_MS, endBy - SIGN_OF_LIFE_LIMIT_MS);
    const tokenBy = Math.min(endBy, Math.max(longest, clock() + SHORT_PROBE_TOKEN_MS));
    try {
      if (!(await budget.take('order', tokenBy))) return { kind: 'unknown' };
    } catch (error) {
      if (error instanceof PlatformError) return { kind: 'unknown' };
      throw error;
    }
    const isCutShort = endBy - clock() < SIGN_OF_LIFE_LIMIT_MS;
    const response = await this.#exchange({ ...SIGN_OF_LIFE, endBy });
    if ('mayHaveArrived' in response) {
      // That whoever asked had no more time tells nothing of Ordoro.
      if (isCutShort && response.mayHaveArrived) return { kind: 'unknown' };
      return { kind: 'unavailable', cause: response.message };
    }
    const parsed = parseJson(response.data);
    const finding = findingOf(response, parsed, clock());
    if (response.status === 429) this.#slowDown(errorOfAnswer(response, SIGN_OF_LIFE.what, clock()));
    return finding;
  }

  async #exchange(request: OrdoroRequest): Promise<AxiosResponse | RequestFailure> {
    this.#calls += 1;
    const response = await this.#sendNow(request);
    this.#isAnswering = !('mayHaveArrived' in response) && response.status < 500;
    return response;
  }

  async #sendNow(request: OrdoroRequest): Promise<AxiosResponse | RequestFailure> {
    const { timeoutMs: limitMs, clock } = this.#options;
    const leftMs = (request.endBy ?? Number.POSITIVE_INFINITY) - clock();
    const timeoutMs = Math.max(1, Math.min(request.timeoutMs ?? limitMs, limitMs, leftMs));
    try {
      return await this.#http.request({
        method: request.method,
        url: request.path,
        ...(request.query === undefined ? {} : { params: request.query }),
        ...(request.body === undefined ? {} : { data: request.body }),
        // axios' own limit watches silence on the socket; the signal also ends a body that trickles.
        timeout: timeoutMs,
        signal: AbortSignal.timeout(timeoutMs),
      });
    } catch (cause) {
      return requestFailure(cause);
    }
  }

  #slowDown(error: PlatformError | undefined): void {
    const waitMs = error instanceof TransientError ? error.retryAfterMs : undefined;
    const until = this.#options.clock() + Math.min(waitMs ?? UNNAMED_PAUSE_MS, LONGEST_PAUSE_MS);
    this.#restsUntil = Math.max(this.#restsUntil, until);
    this.#options.budget.pauseUntil(until);
  }
}

function pausedBy(pause: Pause): Extract<OrdoroResult, { reason: 'paused' }> {
  return { kind: 'not-sent', reason: 'paused', message: pause.message, pause };
}

function unavailable(what: string, message: string, status?: number): TransientError {
  return new TransientError(`Ordoro, ${what}: ${message}`, { platform: 'ordoro', status });
}

function parseJson(text: unknown): { body: unknown; readable: boolean } {
  try {
    return { body: JSON.parse(String(text)), readable: true };
  } catch {
    // Not JSON: an HTML page of a proxy, half a body or nothing. The caller decides what that means.
    return { body: text, readable: false };
  }
}

function serverTimeOf(response: AxiosResponse): number | undefined {
  const time = Date.parse(String(response.headers.date ?? ''));
  return Number.isNaN(time) ? undefined : time;
}
