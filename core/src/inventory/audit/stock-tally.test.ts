import { describe, expect, it } from 'vitest';
import { ONE_ENTRY } from '../../../tests/generators/stock.ts';
import { outcomeAlert } from './audit-outcome.ts';
import type { Finding } from './findings.ts';
import { movedOn, PASS_START } from './pass-progress.ts';
import { EMPTY_TALLY, withFindings, withNames } from './stock-tally.ts';

function drift(sku: string, shown: number, wanted: number): Finding {
  return { kind: 'drift', place: { sku, ordoroSku: sku, channel: ONE_ENTRY }, shown, wanted };
}

describe('the tally', () => {
  it('keeps the twenty greatest deviations, equal ones by name, whatever their order', () => {
    const findings = Array.from({ length: 30 }, (_none, index) => drift(`SKU-${10 + index}`, 0, index % 15));

    const { worst } = withFindings(EMPTY_TALLY, findings);
    const backwards = [...findings].reverse().reduce((tally, finding) => withFindings(tally, [finding]), EMPTY_TALLY);

    expect(worst).toHaveLength(20);
    expect(worst.slice(0, 3).map(({ sku }) => sku)).toEqual(['SKU-24', 'SKU-39', 'SKU-23']);
    expect(backwards.worst).toEqual(worst);
  });

  it('counts units up and down alike', () => {
    expect(withFindings(EMPTY_TALLY, [drift('A', 3, 10), drift('B', 3, -2)]).drift).toEqual({ entries: 2, units: 12 });
  });

  it('names the first twenty SKUs in alphabetical order', () => {
    const skus = Array.from({ length: 25 }, (_none, index) => `SKU-${50 - index}`);

    const { count, examples } = withNames({ count: 0, examples: [] }, skus);

    expect(count).toBe(25);
    expect([examples[0], examples.at(-1), examples.length]).toEqual(['SKU-26', 'SKU-45', 20]);
  });
});

describe('the place in the list of products', () => {
  it('moves on by the rows of the page', () => {
    const next = movedOn({ ...PASS_START, offset: 100, count: 300 }, { rows: 100, count: 300, isLast: false });

    expect(next).toMatchObject({ offset: 200, count: 300, isWalked: false });
  });

  it('goes back by as many rows as have gone, also from the last page', () => {
    const next = movedOn({ ...PASS_START, offset: 200, count: 300 }, { rows: 98, count: 298, isLast: true });

    expect(next).toMatchObject({ offset: 198, count: 298, isWalked: false });
  });

  it('is at its end after the last page, when no length is told as well', () => {
    expect(movedOn({ ...PASS_START, offset: 200 }, { rows: 0, count: undefined, isLast: true }).isWalked).toBe(true);
  });
});

describe('people', () => {
  it('are not told of 20 entries in 2,000, which is not more than one in a hundred', () => {
    const outcome = {
      startedAt: '',
      completedAt: '',
      products: 2_000,
      entries: 2_000,
      drift: { count: 20, units: 20 },
      reportedOnly: { count: 0, units: 0 },
      worst: [],
      missing: 0,
      unknown: 0,
      onlyInOrdoro: { count: 0, examples: [] },
      unmappedEntries: 0,
      unreadable: 0,
      handedOver: 20,
      base: { count: 2_000, total: 9_000 },
      ownedByCommercetools: 0,
    };

    expect(outcomeAlert(outcome)).toBeUndefined();
    expect(outcomeAlert({ ...outcome, drift: { count: 21, units: 21 } })).toContain('21 of 2000 inventory entries');
  });
});
