import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  accepted,
  acceptedRecord,
  knownOrder,
  part,
  shopOrder,
  syncRecord,
} from '../../tests/generators/situations.ts';
import { CATALOGUE, type IssueCode } from '../problems/catalogue.ts';
import type { Issue } from '../problems/issue.ts';
import {
  acceptedMessage,
  failedAdvice,
  failedMessage,
  failureIssue,
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
      'Ordoro refused the order, or a change of it. (status 400, zip is wrong) Correct what the message names, then set ordoroRequest to "retry".',
    );
    expect(failedMessage({ code: 'too-late-to-cancel', detail: '' })).toBe(
      'The order was cancelled in commercetools, but it goes on in Ordoro. Stop the shipment in the warehouse, or arrange a return.',
    );
  });

  it.each(codes)('(%s) never says that it is tried again by itself', (code) => {
    expect(failedAdvice(code)).not.toContain('tries again by itself');
    if (CATALOGUE[code].leadsTo === 'retrying') expect(failedAdvice(code)).toContain('set ordoroRequest to "retry"');
  });
});

describe('the message of an order that Ordoro has', () => {
  const nothing = { issues: [], trouble: undefined, status: 'exported' as const, undeliverable: [] };
  const shipment = {
    shippedAt: '2026-01-02T04:00:00.000Z',
    carrier: 'UPS',
    service: 'UPS Ground',
    parcels: [{ trackingNumber: '1Z-A' }, { trackingNumber: '1Z-B' }],
  };

  it('names the numbers', () => {
    const parts = [part(accepted()), part(accepted({ orderNumber: '1-B' }), { number: 2 })];
    const message = acceptedMessage(syncRecord({ parts }), shopOrder(), nothing);
    expect(message).toBe('Sent to Ordoro as 1-A-1000, 1-B.');
  });

  it('names the children of a split order, not the order that was split', () => {
    const orders = [
      knownOrder({ isParent: true }),
      knownOrder({ number: '1-A-1000-1' }),
      knownOrder({ number: '1-A-1000-2' }),
    ];
    expect(acceptedMessage(acceptedRecord(orders), shopOrder(), nothing)).toBe(
      'Sent to Ordoro as 1-A-1000-1, 1-A-1000-2.',
    );
  });

  it('says what was shipped, when and how, and what was cancelled', () => {
    const orders = [
      knownOrder({ number: '1-A-1000-1', status: 'shipped', shipment }),
      knownOrder({ number: '1-A-1000-2', status: 'shipped', shipment: { parcels: [] } }),
      knownOrder({ number: '1-A-1000-3', status: 'cancelled' }),
      knownOrder({ number: '1-A-1000-4', status: 'cancelled', lines: [] }),
    ];
    const found = { ...nothing, status: 'partially-shipped' as const };
    expect(acceptedMessage(acceptedRecord(orders), shopOrder(), found)).toBe(
      [
        'Sent to Ordoro as 1-A-1000-1, 1-A-1000-2, 1-A-1000-3, 1-A-1000-4.',
        'Shipped: 1-A-1000-1 on 2026-01-02 by UPS (UPS Ground) tracking 1Z-A, 1Z-B; 1-A-1000-2 without tracking.',
        'Cancelled in Ordoro: 1-A-1000-3.',
      ].join(' '),
    );
  });

  it('does not name a shipment that all lines of the order were moved out of', () => {
    const orders = [
      knownOrder(),
      knownOrder({ number: '1-B', status: 'shipped', shipment, lines: [], isShared: true }),
    ];
    expect(acceptedMessage(acceptedRecord(orders), shopOrder(), nothing)).toBe('Sent to Ordoro as 1-A-1000, 1-B.');
  });

  it('says for which shipments the order has no shipping method any more', () => {
    const record = acceptedRecord([knownOrder({ status: 'shipped', shipment: { parcels: [] } })]);
    const found = { ...nothing, status: 'shipped' as const, undeliverable: ['1-A-1000'] };
    const shipped = 'Shipped: 1-A-1000 without tracking.';
    expect(acceptedMessage(record, shopOrder(), found)).toBe(
      `${shipped} The order has no shipping method any more for 1-A-1000, so commercetools can take no delivery there; what was shipped shows only in these fields.`,
    );
    expect(acceptedMessage(record, { shipping: [] }, found)).toBe(
      `${shipped} The order has no shipping method, so commercetools can take no delivery for it; shipments show only in these fields.`,
    );
  });

  it('is only about the shipments when all is shipped', () => {
    const record = acceptedRecord([knownOrder({ status: 'shipped', shipment })]);
    expect(acceptedMessage(record, shopOrder(), { ...nothing, status: 'shipped' })).toBe(
      'Shipped: 1-A-1000 on 2026-01-02 by UPS (UPS Ground) tracking 1Z-A, 1Z-B.',
    );
  });

  it('says first everything that somebody should look at', () => {
    const parts = [part(accepted({ addressWarning: 'no house number.', presetRefused: 4 }))];
    const record = acceptedRecord([knownOrder()], { parts, requests: { hold: true } });
    const issues: Issue[] = [
      { code: 'duplicate-in-ordoro', detail: '1-X' },
      { code: 'duplicate-in-ordoro', detail: '1-Y' },
    ];
    const { meaning, howToFix } = CATALOGUE['duplicate-in-ordoro'];
    const message = acceptedMessage(record, { shipping: [] }, { ...nothing, issues, status: 'needs-attention' });
    expect(message).toBe(
      [
        `${meaning} (1-X, 1-Y) ${howToFix}`,
        'Sent to Ordoro as 1-A-1000.',
        "Ordoro's check of the shipping address: no house number.",
        'Ordoro refused preset 4 for 1-A-1000: apply it there by hand.',
        'On hold: nothing but cancellations is sent to Ordoro until ordoroRequest is set to "resume".',
        'The order has no shipping method, so commercetools can take no delivery for it; shipments show only in these fields.',
      ].join(' '),
    );
  });

  it('says that Ordoro is behind while tries go on, and what to do once they have ended', () => {
    const trouble: Issue = { code: 'rate-limited', detail: 'status 429' };
    const goesOn = acceptedRecord([knownOrder()], { attempts: 1, retryAt: '2026-01-02T05:00:00.000Z' });
    expect(acceptedMessage(goesOn, shopOrder(), { ...nothing, trouble, status: 'retrying' })).toBe(
      'Not in step with Ordoro yet. The request limit of the Ordoro account is used up for the moment. Nothing: the connector tries again by itself. If it lasts, lower the load of other tools on the Ordoro account. Sent to Ordoro as 1-A-1000.',
    );
    const ended = acceptedRecord([knownOrder()], { attempts: 9 });
    expect(acceptedMessage(ended, shopOrder(), { ...nothing, trouble, status: 'failed' })).toBe(
      `${failedMessage(trouble)} Sent to Ordoro as 1-A-1000.`,
    );
  });
});

describe('the issue of a failure', () => {
  const at = '2026-01-02T04:00:00.000Z';

  it('is the last error, in the words of the catalogue', () => {
    const failed = syncRecord({ lastError: { code: 'rate-limited', message: 'status 429', at } });
    expect(failureIssue(failed)).toEqual({ code: 'rate-limited', detail: 'status 429' });
    const unheardOf = syncRecord({ lastError: { code: 'something-new', message: 'status 503', at } });
    expect(failureIssue(unheardOf)).toEqual({ code: 'ordoro-unavailable', detail: 'status 503' });
  });

  it('is what Ordoro refused, when the error itself is forgotten', () => {
    const parts = [part({ step: 'rejected', fingerprint: 'f', reason: 'zip is wrong', checked: true })];
    expect(failureIssue(syncRecord({ parts }))).toEqual({ code: 'ordoro-rejected', detail: 'zip is wrong' });
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
