import { Buffer } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import type { CallMatch, Fault, FaultEffect, FaultMoment } from './fault.ts';
import type { Traffic } from './traffic.ts';

const CONTROL_PREFIX = '/_sandbox/';
const MOMENTS: readonly unknown[] = ['before-work', 'after-work'];

/** True for the stand-in's own control routes, which no platform has. */
export function isControlPath(path: string): boolean {
  return path.startsWith(CONTROL_PREFIX);
}

/** Adds `POST /_sandbox/faults` (a fault as JSON), `DELETE /_sandbox/faults` and `GET /_sandbox/calls`. */
export function addControlRoutes(app: FastifyInstance, traffic: Traffic): void {
  app.post('/_sandbox/faults', async (request, reply) => {
    try {
      traffic.inject(faultFromJson(jsonOf(request.body)));
    } catch (error) {
      return reply.code(400).send({ error: error instanceof Error ? error.message : String(error) });
    }
    return reply.code(201).send({ armed: true });
  });
  app.delete('/_sandbox/faults', async () => {
    traffic.clearFaults();
    return { armed: false };
  });
  app.get('/_sandbox/calls', async () => traffic.calls);
}

/**
 * A fault from its JSON form: `match.path` is a prefix, or an expression when written `/like this/`; `times` may be
 * "always". Throws an Error naming what is wrong.
 */
export function faultFromJson(json: unknown): Fault {
  if (!isObject(json)) throw new Error('A fault is an object with "match" and "effect".');
  const times = json.times === 'always' ? Number.POSITIVE_INFINITY : optionalCount(json.times, 'times');
  const skip = optionalCount(json.skip, 'skip');
  return {
    match: matchFromJson(json.match ?? {}),
    effect: effectFromJson(json.effect),
    ...(skip === undefined ? {} : { skip }),
    ...(times === undefined ? {} : { times }),
  };
}

function matchFromJson(json: unknown): CallMatch {
  if (!isObject(json)) throw new Error('"match" is an object with "method" and "path", both optional.');
  const method = optionalText(json.method, 'match.method');
  const path = optionalText(json.path, 'match.path');
  const isExpression =
    path !== undefined && path.length > 2 && /^\/.*[^\\]\/$/.test(path) && /[\\^$.*+?()[\]{}|]/.test(path);
  return {
    ...(method === undefined ? {} : { method }),
    ...(path === undefined ? {} : { path: isExpression ? new RegExp(path.slice(1, -1)) : path }),
  };
}

function effectFromJson(json: unknown): FaultEffect {
  if (!isObject(json)) throw new Error('"effect" is an object with "kind".');
  switch (json.kind) {
    case 'latency':
      return { kind: 'latency', ms: requiredNumber(json.ms, 'effect.ms') };
    case 'reset':
    case 'hang':
      return { kind: json.kind, when: moment(json.when) };
    case 'status':
      return {
        kind: 'status',
        when: moment(json.when),
        status: requiredNumber(json.status, 'effect.status'),
        ...(isObject(json.headers) ? { headers: textValues(json.headers) } : {}),
        ...(json.body === undefined ? {} : { body: json.body }),
      };
    case 'html':
      return { kind: 'html', when: moment(json.when), status: requiredNumber(json.status, 'effect.status') };
    case 'truncated-json':
    case 'broken-json':
    case 'empty-body':
      return { kind: json.kind };
    default:
      throw new Error(
        '"effect.kind" is one of latency, reset, hang, status, html, truncated-json, broken-json, empty-body.',
      );
  }
}

function moment(value: unknown): FaultMoment {
  if (!MOMENTS.includes(value)) throw new Error('"effect.when" is before-work or after-work.');
  return value as FaultMoment;
}

function textValues(headers: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

function requiredNumber(value: unknown, name: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) throw new Error(`"${name}" is a number.`);
  return value;
}

function optionalCount(value: unknown, name: string): number | undefined {
  return value === undefined ? undefined : requiredNumber(value, name);
}

function optionalText(value: unknown, name: string): string | undefined {
  if (value !== undefined && typeof value !== 'string') throw new Error(`"${name}" is text.`);
  return value;
}

/** The server in front may have taken the body as bytes. */
function jsonOf(body: unknown): unknown {
  return typeof body === 'string' || Buffer.isBuffer(body) ? JSON.parse(body.toString()) : body;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
