import { describe, expect, it } from 'vitest';
import { CATALOGUE } from './catalogue.ts';

const entries = Object.entries(CATALOGUE);

function codesThatLeadTo(consequence: string): string[] {
  return entries.filter(([, { leadsTo }]) => leadsTo === consequence).map(([code]) => code);
}

describe('the catalogue of issues', () => {
  it.each([
    [
      'held',
      [
        'unmapped-sku',
        'missing-sku',
        'missing-address',
        'incomplete-address',
        'unsupported-country',
        'unsupported-shipping-service',
        'missing-shipping-method',
        'unsupported-currency',
        'totals-mismatch',
      ],
    ],
    ['retrying', ['ordoro-unavailable', 'ordoro-auth', 'rate-limited']],
    ['failed', ['ordoro-rejected', 'commercetools-rejected']],
    [
      'needs-attention',
      [
        'too-late-to-cancel',
        'too-late-to-change',
        'cancelled-in-ordoro',
        'deleted-in-ordoro',
        'duplicate-in-ordoro',
        'overshipped',
        'unknown-line',
        'return-mismatch',
      ],
    ],
    ['not-required', ['nothing-to-ship']],
    ['dead-letter', ['config-invalid', 'unknown-order', 'inventory-conflict', 'unmapped-warehouse']],
    ['record', ['type-conflict']],
  ])('has these codes that lead to "%s", and no others', (consequence, codes) => {
    expect(codesThatLeadTo(consequence).sort()).toEqual([...codes].sort());
  });

  it('is closed: 28 codes', () => {
    expect(entries).toHaveLength(28);
  });

  it.each(entries)('says of %s in whole sentences what is wrong and what to do next', (_code, entry) => {
    expect(entry.meaning).toMatch(/^[A-Zc].{10,140}\.$/);
    expect(entry.howToFix).toMatch(/^[A-Z].{10,160}\.$/);
  });
});
