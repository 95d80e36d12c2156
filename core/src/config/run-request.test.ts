import { describe, expect, it } from 'vitest';
import { parseRunRequest } from './run-request.ts';

describe('the body of a job call', () => {
  it.each([[undefined], [null], [''], ['hello'], [{}], [{ message: 'tick' }], [[1]]])(
    'that holds none of the options is the scheduled run: %j',
    (body) => {
      expect(parseRunRequest(body)).toEqual({ ok: true, request: undefined });
    },
  );

  it('is a request as soon as it holds one option, whatever else it holds', () => {
    expect(parseRunRequest({ dryRun: false, message: 'tick' })).toEqual({ ok: true, request: { dryRun: false } });
  });

  it('names every task once, in the order in which tasks run', () => {
    expect(parseRunRequest({ tasks: ['housekeeping', 'orders', 'housekeeping'] })).toEqual({
      ok: true,
      request: { tasks: ['orders', 'housekeeping'] },
    });
  });

  it.each([
    ['2026-11-01', 1_793_491_200_000],
    ['2026-11-01T00:00:00Z', 1_793_491_200_000],
    ['2026-11-01T01:30:00.500+01:00', 1_793_493_000_500],
  ])('takes since %s as an instant', (since, instant) => {
    expect(parseRunRequest({ since })).toEqual({ ok: true, request: { since: instant } });
  });

  it.each([
    [
      { tasks: [] },
      'tasks must name at least one of orders, fulfillments, returns, inventory, reconcile, housekeeping',
    ],
    [{ tasks: 'orders' }, 'tasks must be a list of task names: ["orders"]'],
    [{ full: 1 }, 'full must be true or false, without quotation marks'],
    [
      { since: '2026-11-01T00:00:00' },
      'since must be an ISO 8601 date, or date-time with Z or an offset, e.g. "2026-11-23T00:00:00Z"',
    ],
    [{ since: 5 }, 'since must be an ISO 8601 date, or date-time with Z or an offset, e.g. "2026-11-23T00:00:00Z"'],
  ])('with a bad option is refused: %j', (body, message) => {
    expect(parseRunRequest(body)).toEqual({ ok: false, message });
  });
});
