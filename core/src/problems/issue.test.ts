import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { issueText, MAX_ISSUE_LENGTH } from './issue.ts';

describe('the text of an issue', () => {
  it('is the code and what it is about', () => {
    expect(issueText({ code: 'unmapped-sku', detail: 'ABC-1' })).toBe('unmapped-sku: ABC-1');
  });

  it('is the code alone when that says it all', () => {
    expect(issueText({ code: 'nothing-to-ship', detail: '' })).toBe('nothing-to-ship');
  });

  it('is cut after 200 characters, never inside one', () => {
    expect(issueText({ code: 'unmapped-sku', detail: 'x'.repeat(186) })).toBe(`unmapped-sku: ${'x'.repeat(186)}`);
    expect(issueText({ code: 'unmapped-sku', detail: 'x'.repeat(187) })).toBe(`unmapped-sku: ${'x'.repeat(185)}…`);
    expect(issueText({ code: 'unmapped-sku', detail: '😀'.repeat(187) })).toBe(`unmapped-sku: ${'😀'.repeat(185)}…`);
  });

  it('begins with the code and is never too long', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (detail) => {
        const text = issueText({ code: 'missing-sku', detail });
        expect(text.startsWith('missing-sku')).toBe(true);
        expect([...text].length).toBeLessThanOrEqual(MAX_ISSUE_LENGTH);
      }),
    );
  });
});
