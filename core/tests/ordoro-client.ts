import { OrdoroClient } from '../src/ordoro/client.ts';

/** Monday, 23 November 2026, 10:00 UTC. */
export const NOW = Date.parse('2026-11-23T10:00:00.000Z');

/** A client whose clock stands at {@link NOW} and whose budget grants everything, or nothing. */
export function ordoroClient(apiUrl: string, options: { timeoutMs?: number; isGranted?: boolean } = {}): OrdoroClient {
  return new OrdoroClient({
    apiUrl,
    clientId: 'key-id',
    clientSecret: 'key-secret',
    timeoutMs: options.timeoutMs ?? 2_000,
    clock: () => NOW,
    budget: { take: async () => options.isGranted ?? true, pauseUntil: () => undefined },
  });
}
