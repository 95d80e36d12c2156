import type { Account } from './account.ts';
import { Refusal } from './refusal.ts';

/** A checked request. Path and query hold typed values, the body has the described shape. */
export interface OrdoroCall {
  readonly account: Account;
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: unknown;
  readonly body: unknown;
}

/** What a handler answers; it raises a Refusal for anything but success. */
export interface OrdoroAnswer {
  readonly status: 200 | 201;
  readonly body: unknown;
}

/** Handlers by operation id of the description. */
export type Handlers = Readonly<Record<string, (call: OrdoroCall) => OrdoroAnswer>>;

/** 200 with a body. */
export function ok(body: unknown): OrdoroAnswer {
  return { status: 200, body };
}

/** 201 with a body. */
export function created(body: unknown): OrdoroAnswer {
  return { status: 201, body };
}

/** A path parameter that the description calls text. */
export function text(call: OrdoroCall, name: string): string {
  return String(call.path[name]);
}

/** A path parameter that the description calls an integer. */
export function integer(call: OrdoroCall, name: string): number {
  const value = call.path[name];
  if (typeof value !== 'number') throw new Refusal(404, `${name} is not an id.`);
  return value;
}
