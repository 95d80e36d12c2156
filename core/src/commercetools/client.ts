import { type ByProjectKeyRequestBuilder, createApiBuilderFromCtpClient } from '@commercetools/platform-sdk';
import { ClientBuilder } from '@commercetools/ts-client';
import { type Clock, systemClock } from '../clock.ts';
import type { PlatformError } from '../problems/errors.ts';
import { ConflictError, NotFoundError, TransientError } from '../problems/errors.ts';
import { VERSION } from '../version.ts';
import { commercetoolsError } from './errors.ts';

/** Answers larger than this are not read, bytes: 500 orders of the largest kind are smaller. */
const MAX_ANSWER_BYTES = 50_000_000;

/** What a client of one commercetools project needs. */
export interface CommercetoolsCredentials {
  readonly projectKey: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly apiUrl: string;
  readonly authUrl: string;
  /** Space-free scopes such as `manage_orders:my-project`; absent: whatever the API client was given. */
  readonly scopes?: readonly string[] | undefined;
}

/** Tuning of the client; times in milliseconds. */
export interface CommercetoolsClientOptions {
  /** A request with its whole answer takes no longer than this. */
  readonly timeoutMs: number;
  /** Requests under way at once; more wait. Source: commercetools advises at most 20 for delta updates. */
  readonly concurrency?: number;
  /** Tells from when `Retry-After` counts, and stands in for the platform's clock where an answer does not tell the time. */
  readonly clock?: Clock;
}

/** A call's answer: its body and the platform's clock when it answered (epoch milliseconds, UTC). */
export interface Answer<T> {
  readonly body: T;
  readonly serverTime: number;
}

interface SdkResponse<T> {
  readonly body: T;
  readonly headers?: Record<string, unknown> | undefined;
}

/** The one way to commercetools: counts its calls and turns every failure into a {@link PlatformError}. */
export class CommercetoolsClient {
  readonly api: ByProjectKeyRequestBuilder;
  readonly projectKey: string;
  readonly clientId: string;
  readonly #clock: Clock;
  #calls = 0;
  #serverTime: number | undefined;
  #isAnswering: boolean | undefined;

  constructor(credentials: CommercetoolsCredentials, options: CommercetoolsClientOptions) {
    this.projectKey = credentials.projectKey;
    this.clientId = credentials.clientId;
    this.#clock = options.clock ?? systemClock;
    const apiRequests = boundedFetch(options.timeoutMs);
    const client = new ClientBuilder()
      .withProjectKey(credentials.projectKey)
      .withClientCredentialsFlow({
        host: credentials.authUrl,
        projectKey: credentials.projectKey,
        credentials: { clientId: credentials.clientId, clientSecret: credentials.clientSecret },
        ...(credentials.scopes === undefined ? {} : { scopes: [...credentials.scopes] }),
        httpClient: sharedWhileUnderWay(boundedFetch(options.timeoutMs)),
      })
      .withHttpMiddleware({
        host: credentials.apiUrl,
        includeRequestInErrorResponse: false,
        httpClient: (url: string, request: RequestInit) => {
          this.#calls += 1;
          return apiRequests(url, request);
        },
      })
      .withQueueMiddleware({ concurrency: options.concurrency ?? 20 })
      .withUserAgentMiddleware({
        libraryName: 'commercetools-ordoro-connector',
        libraryVersion: VERSION,
      })
      .build();
    this.api = createApiBuilderFromCtpClient(client).withProjectKey({ projectKey: credentials.projectKey });
  }

  /** API requests sent so far; token requests are not counted. */
  get calls(): number {
    return this.#calls;
  }

  /** Whether the last request got an answer; undefined before the first. */
  get isAnswering(): boolean | undefined {
    return this.#isAnswering;
  }

  /** The platform's clock at its last answer, epoch milliseconds; undefined before the first. */
  get serverTime(): number | undefined {
    return this.#serverTime;
  }

  /**
   * Sends a read. A passing failure is retried once at once, because reading again does no harm.
   * @param what names the read in error messages, e.g. `order 123`
   * @throws PlatformError
   */
  async read<T>(what: string, request: () => Promise<SdkResponse<T>>): Promise<Answer<T>> {
    try {
      return await this.#send(what, request);
    } catch (error) {
      if (!(error instanceof TransientError)) throw error;
      return this.#send(what, request);
    }
  }

  /**
   * Sends a read of something that may be missing.
   * @returns undefined when commercetools answers 404
   * @throws PlatformError
   */
  async find<T>(what: string, request: () => Promise<SdkResponse<T>>): Promise<T | undefined> {
    try {
      return (await this.read(what, request)).body;
    } catch (error) {
      if (error instanceof NotFoundError) return undefined;
      throw error;
    }
  }

  /**
   * Sends a write, once. After a {@link TransientError} it may or may not have been carried out.
   * @throws PlatformError
   */
  write<T>(what: string, request: () => Promise<SdkResponse<T>>): Promise<Answer<T>> {
    return this.#send(what, request);
  }

  async #send<T>(what: string, request: () => Promise<SdkResponse<T>>): Promise<Answer<T>> {
    try {
      const response = await request();
      const serverTime = serverTimeOf(response.headers) ?? this.#clock();
      this.#serverTime = serverTime;
      this.#isAnswering = true;
      return { body: response.body, serverTime };
    } catch (raw) {
      const error = commercetoolsError(raw, what, this.#clock());
      this.#isAnswering = error.status !== undefined && error.status < 500;
      throw error;
    }
  }
}

/** True for the two ways commercetools says that a create found the resource already there. */
export function isAlreadyThere(error: PlatformError): boolean {
  return error instanceof ConflictError || error.codes.includes('DuplicateField');
}

function serverTimeOf(headers: Record<string, unknown> | undefined): number | undefined {
  const time = Date.parse(String(headers?.date ?? ''));
  return Number.isNaN(time) ? undefined : time;
}

type Send = ReturnType<typeof boundedFetch>;

/** Token requests that begin while one is under way get its answer: the SDK would fetch a token for each parallel request. */
function sharedWhileUnderWay(send: Send): Send {
  let underWay: ReturnType<Send> | undefined;
  return (url, request) => {
    underWay ??= send(url, request).finally(() => {
      underWay = undefined;
    });
    return underWay;
  };
}

/** fetch whose time limit covers the body as well: the SDK's own limit ends with the headers. */
function boundedFetch(timeoutMs: number) {
  return async (url: string, request: RequestInit) => {
    const response = await fetch(url, {
      method: request.method ?? 'GET',
      ...(request.headers === undefined ? {} : { headers: request.headers }),
      ...(request.body === undefined ? {} : { body: request.body }),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const body = await wholeText(response);
    return { status: response.status, headers: response.headers, text: async () => body };
  };
}

/** @throws Error when it is larger than {@link MAX_ANSWER_BYTES}, unpacked */
async function wholeText({ body }: Response): Promise<string> {
  const decoder = new TextDecoder();
  let [text, bytes] = ['', 0];
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_ANSWER_BYTES) throw new Error('the answer is too large');
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
