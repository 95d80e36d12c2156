import type { Fault } from '../../traffic/fault.ts';

/**
 * The fault of a merchant's API Extension that refuses every update of one order, ours included, until faults are cleared or
 * `times` are over. Source: https://docs.commercetools.com/api/projects/api-extensions
 */
export function extensionRefusal(projectKey: string, orderId: string, times = Number.POSITIVE_INFINITY): Fault {
  const message = 'The extension refused the update.';
  return {
    match: { method: 'POST', path: `/${projectKey}/orders/${orderId}` },
    times,
    effect: {
      kind: 'status',
      when: 'before-work',
      status: 400,
      body: { statusCode: 400, message, errors: [{ code: 'ExtensionUpdateActionsFailed', message }] },
    },
  };
}
