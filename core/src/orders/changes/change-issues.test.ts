import { describe, expect, it } from 'vitest';
import { ADDRESS, acceptedRecord, shopOrder } from '../../../tests/generators/situations.ts';
import type { ContentField } from '../../records/order-changes.ts';
import { changeIssues } from './change-issues.ts';

/** A record in which these fields changed too late. */
function late(...fields: readonly ContentField[]) {
  const unsent = fields.map((field) => ({
    part: 1,
    field,
    value: '1:new',
    code: 'too-late-to-change' as const,
    noticedAt: '2026-01-02T04:00:00.000Z',
    detail: `${field}: 1-A-1000 is shipped`,
  }));
  return acceptedRecord(undefined, { changes: { sent: [], unsent } });
}

const details = (record: ReturnType<typeof late>, order = shopOrder()) =>
  changeIssues(record, order).map(({ detail }) => detail.split(':')[0]);

describe('an address that changed too late', () => {
  it('is one issue when the billing address only follows it', () => {
    expect(details(late('shipping address', 'billing address', 'email', 'billing email'))).toEqual([
      'shipping address',
      'email',
    ]);
  });

  it('is shown as billing address when the shipping address is in step', () => {
    expect(details(late('billing address'))).toEqual(['billing address']);
  });

  it('is two issues when the order has a billing address of its own', () => {
    const order = shopOrder({ billingAddress: ADDRESS });
    expect(details(late('shipping address', 'billing address'), order)).toEqual([
      'shipping address',
      'billing address',
    ]);
  });
});
