import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { accepted, part, shopOrder, syncRecord } from '../../tests/generators/situations.ts';
import { CATALOGUE, type IssueCode } from '../problems/catalogue.ts';
import type { Issue } from '../problems/issue.ts';
import {
  attentionMessage,
  exportedMessage,
  failedAdvice,
  failedMessage,
  heldMessage,
  issueTexts,
  retryingMessage,
} from './merchant-texts.ts';

const codes = Object.keys(CATALOGUE) as IssueCode[];

describe('the message of a held order', () => {
  it('says what is wrong with what, and what to do', () => {
    expect(heldMessage([{ code: 'unmapped-sku', detail: 'ABC-1' }])).toBe(
      'Not sent to Ordoro. Ordoro has no product with this SKU. (ABC-1) Create the product in Ordoro, or map the SKU in the custom object container "-skus"; the order then goes out by itself.',
    );
  });

  it('says it once for each kind of problem, so that no advice is lost among many', () => {
    const skus = ['A', 'B', 'C', 'D', 'E'].map((detail): Issue => ({ code: 'unmapped-sku', detail }));
    const message = heldMessage([...skus, { code: 'missing-address', detail: 'shipping address is missing' }]);
    expect(message).toContain('6 problems: Ordoro has no product with this SKU. (A, B, C, and 2 more)');
    expect(message).toContain('Set the shipping address of the order.');
  });
});

describe('the message of an order that is tried again', () => {
  it('says so', () => {
    expect(retryingMessage({ code: 'rate-limited', detail: 'status 429' })).toBe(
      'Not confirmed by Ordoro yet. The request limit of the Ordoro account is used up for the moment. Nothing: the connector tries again by itself. If it lasts, lower the load of other tools on the Ordoro account.',
    );
  });
});

describe('the message of a failed order', () => {
  it('says why and what to do', () => {
    expect(failedMessage({ code: 'ordoro-rejected', detail: 'status 400, zip is wrong' })).toBe(
      'Ordoro refused the order. (status 400, zip is wrong) Correct what the message names, then set ordoroRequest to "retry".',
    );
    expect(attentionMessage({ code: 'too-late-to-cancel', detail: '' })).toBe(
      'The order was cancelled in commercetools, but Ordoro can no longer cancel it. Stop the shipment in the warehouse, or arrange a return.',
    );
  });

  it.each(codes)('(%s) never says that it is tried again by itself', (code) => {
    expect(failedAdvice(code)).not.toContain('tries again by itself');
    if (CATALOGUE[code].leadsTo === 'retrying') expect(failedAdvice(code)).toContain('set ordoroRequest to "retry"');
  });
});

describe('the message of an exported order', () => {
  it('names the numbers', () => {
    const parts = [part(accepted()), part(accepted({ orderNumber: '1-B' }), { number: 2 })];
    expect(exportedMessage(syncRecord({ parts }), shopOrder())).toBe('Sent to Ordoro as 1-A-1000, 1-B.');
  });

  it('says everything that somebody should look at', () => {
    const parts = [part(accepted({ addressWarning: 'no house number.', presetRefused: 4 }))];
    const message = exportedMessage(syncRecord({ parts, duplicates: ['1-X'] }), { shipping: [] });
    expect(message).toBe(
      [
        'Sent to Ordoro as 1-A-1000.',
        'Ordoro also holds 1-X for this order. Cancel the younger order in Ordoro before it ships, then set ordoroRequest to "retry".',
        "Ordoro's check of the shipping address: no house number.",
        'Ordoro refused preset 4 for 1-A-1000: apply it there by hand.',
        'The order has no shipping method, so commercetools can take no delivery for it; shipments show only in these fields.',
      ].join(' '),
    );
  });
});

describe('every text', () => {
  const issues = fc.array(
    fc.record({ code: fc.constantFrom(...codes), detail: fc.string({ unit: 'binary', maxLength: 600 }) }),
    { minLength: 1, maxLength: 40 },
  );

  it('is well-formed and at most 1000 characters long', () => {
    fc.assert(
      fc.property(issues, (all) => {
        const [issue] = all;
        if (issue === undefined) return;
        for (const text of [heldMessage(all), retryingMessage(issue), failedMessage(issue)]) {
          expect([...text].length).toBeLessThanOrEqual(1_000);
          expect(text.isWellFormed()).toBe(true);
        }
        for (const text of issueTexts(all)) expect([...text].length).toBeLessThanOrEqual(200);
      }),
    );
  });

  it('stands in ordoroIssues once', () => {
    const issue: Issue = { code: 'unmapped-sku', detail: 'A' };
    expect(issueTexts([issue, { ...issue }, { code: 'nothing-to-ship', detail: '' }])).toEqual([
      'unmapped-sku: A',
      'nothing-to-ship',
    ]);
  });
});
