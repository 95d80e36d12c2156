import type { RecordedCall } from '../src/traffic/fault.ts';

/** Calls of the connector, as `METHOD path` in order of arrival. */
export interface CallCounts {
  readonly commercetools: readonly string[];
  readonly ordoro: readonly string[];
}

/** The calls that count for the budget: without rate leases and the run lock, configuration reads and token requests. */
export function connectorCalls(calls: {
  readonly commercetools: readonly RecordedCall[];
  readonly ordoro: readonly RecordedCall[];
}): CallCounts {
  return {
    commercetools: calls.commercetools.filter((call) => !isUncounted(call)).map(named),
    ordoro: calls.ordoro.map(named),
  };
}

function isUncounted({ path, requestBody }: RecordedCall): boolean {
  if (path === '/oauth/token') return true;
  if (/\/custom-objects\/ordoro-(locks|config)(\/|$)/.test(path)) return true;
  return (requestBody as { container?: string } | undefined)?.container === 'ordoro-locks';
}

function named({ method, path }: RecordedCall): string {
  return `${method} ${path}`;
}
