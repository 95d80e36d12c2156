import type { Order } from '@commercetools/platform-sdk';
import type { CommercetoolsMock } from '@labdigital/commercetools-mock';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { MessageLog } from './messages.ts';
import type { PlatformStorage, Stored } from './storage.ts';
import type { WriteLock } from './write-lock.ts';

/** What the corrections share: one project's data, its messages and the lock all writes go through. */
export interface Platform {
  readonly projectKey: string;
  readonly storage: PlatformStorage;
  readonly messages: MessageLog;
  readonly writes: WriteLock;
  /** Second `updateSyncInfo` for one channel: UNPROVEN on the platform, so tests run both. */
  readonly syncInfo: 'append' | 'replace';
  /** When an order takes its stock: at once, or only at `settleStock()` (the platform allows itself up to 10 s). */
  readonly stockDeduction: 'at-once' | 'late';
  /** Orders whose stock is still to be taken. */
  readonly lateStock: Order[];
  readonly repository: (typeId: string) => MockRepository;
}

/** A repository of the mock, in loose types: it does not export its own. Corrections replace its methods. */
export interface MockRepository {
  create(context: MockContext, draft: never): Promise<Stored>;
  actions: Readonly<Record<string, unknown>>;
}

/** What the mock hands to its repositories. */
export interface MockContext {
  readonly projectKey: string;
  readonly clientId?: string;
}

/** A route of the mock whose handler, and if needed whose URL, is replaced before it is registered. */
export interface RouteCorrection {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** As the mock registers it, below `/:projectKey`. */
  readonly url: string;
  /** A wildcard in place of a last parameter, because the mock refuses parameters of more than 100 characters. */
  readonly newUrl?: string;
  readonly handler: (request: FastifyRequest, reply: FastifyReply) => unknown;
}

/** The repositories of a mock by type id. */
export function repositoriesOf(mock: CommercetoolsMock, projectKey: string): Platform['repository'] {
  const project = mock.project(projectKey);
  return (typeId) => project.getRepository(typeId as never) as unknown as MockRepository;
}

/** Registers the corrections. Call it before the server is ready. */
export function correctRoutes(app: FastifyInstance, corrections: readonly RouteCorrection[]): void {
  const byRoute = new Map(corrections.map((one) => [`${one.method} /:projectKey${one.url}`, one]));
  app.addHook('onRoute', (route) => {
    const method = route.method === 'HEAD' ? 'GET' : route.method;
    const correction = byRoute.get(`${method} ${route.url.replace(/\/$/, '')}`);
    if (correction === undefined) return;
    route.handler = async (request, reply) => correction.handler(request, reply);
    if (correction.newUrl !== undefined) route.url = `/:projectKey${correction.newUrl}`;
  });
}

/** A path parameter, decoded; `*` is the wildcard. */
export function pathParam(request: FastifyRequest, name: string): string {
  return (request.params as Record<string, string>)[name] ?? '';
}

/** The query as sent: the mock's own parser loses the 21st value of a repeated parameter. */
export function queryOf(request: FastifyRequest): URLSearchParams {
  const url = request.raw.url ?? '';
  const mark = url.indexOf('?');
  return new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1));
}

/** Id of the API client whose token the call carries. */
export function clientIdOf(request: FastifyRequest): string {
  return (request as { credentials?: { clientId: string } }).credentials?.clientId ?? '';
}

/** Looks like `createdBy` and `lastModifiedBy` of the platform. */
export function author(clientId: string): { clientId: string; isPlatformClient: boolean } {
  return { clientId, isPlatformClient: false };
}
