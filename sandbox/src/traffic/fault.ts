/** One HTTP call as a stand-in saw it. Kept in the order of arrival; control calls (`/_sandbox/...`) are not recorded. */
export interface RecordedCall {
  /** Arrival, epoch milliseconds of the injected clock. */
  readonly at: number;
  readonly method: string;
  /** Still percent-encoded, without the query. */
  readonly path: string;
  /** Without the question mark; empty when there is none. */
  readonly query: string;
  /** Lower-case names; `authorization` is left out. */
  readonly requestHeaders: Readonly<Record<string, string>>;
  /** Parsed when it is JSON, else the text. */
  requestBody?: unknown;
  /** What the client was sent; absent while in work and when the connection was cut before an answer. */
  status?: number;
  /** The fault that hit this call, for example `reset after-work`. */
  fault?: string;
}

/** Which calls are meant. Every given part must hold. A text `path` is a prefix of the encoded path, a RegExp is searched in it. */
export interface CallMatch {
  readonly method?: string;
  readonly path?: string | RegExp;
  readonly predicate?: (call: RecordedCall) => boolean;
}

/** `before-work`: the stand-in's state stays as it was. `after-work`: the handler has run, but its answer does not arrive. */
export type FaultMoment = 'before-work' | 'after-work';

/** What goes wrong. Effects without `when` let the handler do its work. */
export type FaultEffect =
  /** The answer comes, `ms` real milliseconds later. */
  | { readonly kind: 'latency'; readonly ms: number }
  /** The handler begins, and the answer comes, once this is settled; only for whoever shares the process. */
  | { readonly kind: 'hold'; readonly until: Promise<unknown> }
  /** The socket is destroyed. */
  | { readonly kind: 'reset'; readonly when: FaultMoment }
  /** No answer until the client gives up or the stand-in closes. */
  | { readonly kind: 'hang'; readonly when: FaultMoment }
  | {
      readonly kind: 'status';
      readonly when: FaultMoment;
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      /** Sent as JSON unless it is text; absent: an empty body. */
      readonly body?: unknown;
    }
  /** An HTML page, as proxies send it. */
  | { readonly kind: 'html'; readonly when: FaultMoment; readonly status: number }
  /** Half of the JSON body, then the socket is destroyed. */
  | { readonly kind: 'truncated-json' }
  /** A 2xx whose body is not JSON. */
  | { readonly kind: 'broken-json' }
  /** A 2xx without a body. */
  | { readonly kind: 'empty-body' };

/** A fault waits for the first `skip` matching calls to pass (default 0), then hits the next `times` (default 1, Infinity: until cleared). */
export interface Fault {
  readonly match: CallMatch;
  readonly skip?: number;
  readonly times?: number;
  readonly effect: FaultEffect;
}

/** True when every given part of the match holds for the call. */
export function matches(match: CallMatch, call: RecordedCall): boolean {
  if (match.method !== undefined && match.method.toUpperCase() !== call.method) return false;
  if (typeof match.path === 'string' && !call.path.startsWith(match.path)) return false;
  // search, because test() of a global expression remembers its position
  if (match.path instanceof RegExp && call.path.search(match.path) < 0) return false;
  return match.predicate === undefined || match.predicate(call);
}

/** Short name of an effect for the call list: its kind and, where it matters, the moment. */
export function effectName(effect: FaultEffect): string {
  return 'when' in effect ? `${effect.kind} ${effect.when}` : effect.kind;
}
