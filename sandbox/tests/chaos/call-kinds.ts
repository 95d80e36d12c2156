import type { RecordedCall } from '../../src/traffic/fault.ts';

/** What of a call tells its kind; the body may still be on its way. */
export type SeenCall = Pick<RecordedCall, 'method' | 'path' | 'requestBody'>;

/** The kinds of calls that trouble is aimed at. */
const KINDS = {
  /** Makes an order in Ordoro. */
  creation: ({ method, path }) => method === 'POST' && path === '/v3/order',
  /** Changes an order that Ordoro has. */
  edit: ({ method, path }) => method !== 'GET' && path.startsWith('/v3/order/'),
  /** Sets in Ordoro how much of a SKU there is. */
  'on hand': ({ method, path }) => method === 'PUT' && path.startsWith('/product/'),
  'order update': ({ method, path }) => method === 'POST' && path.startsWith('/sandbox/orders/'),
  'order read': ({ method, path }) => method === 'GET' && path.startsWith('/sandbox/orders'),
  'stock write': ({ method, path }) => method === 'POST' && path.startsWith('/sandbox/inventory'),
  /** Writes an order's record. */
  record: (call) => isObjectIn('ordoro-orders', call),
  cursor: (call) => isObjectIn('ordoro-cursors', call),
} as const satisfies Readonly<Record<string, (call: SeenCall) => boolean>>;

/** A kind of calls that trouble is aimed at. */
export type CallKind = keyof typeof KINDS;

const NAMES = Object.keys(KINDS) as readonly CallKind[];

/** Whether the call is of that kind. */
export function isOfKind(kind: CallKind, call: SeenCall): boolean {
  return KINDS[kind](call);
}

/** The kind of the call; undefined: trouble meets it by chance only. Without its body it is no record and no cursor. */
export function kindOf(call: SeenCall): CallKind | undefined {
  return NAMES.find((kind) => isOfKind(kind, call));
}

function isObjectIn(container: string, { method, path, requestBody }: SeenCall): boolean {
  const isObject = method === 'POST' && path.startsWith('/sandbox/custom-objects');
  return isObject && (requestBody as { container?: string } | undefined)?.container === container;
}
