import { describe, expect, it } from 'vitest';
import type { DeadLetterDraft } from '../records/dead-letters.ts';
import { LetterAlerts } from './letter-alerts.ts';

function setUp() {
  const raised: [string, string][] = [];
  const time = { now: 0 };
  const alerts = { raise: async (subject: string, text: string) => raised.push([subject, text]) > 0 };
  return { raised, time, letters: new LetterAlerts({ alerts, clock: () => time.now }) };
}

function letter(subject: string, rest: Partial<DeadLetterDraft> = {}): DeadLetterDraft {
  return { kind: 'inventory', subject, code: 'unmapped-sku', message: 'Not there.', howToFix: 'Map it.', ...rest };
}

describe('an alert about a dead letter', () => {
  it('says what happened and what to do', () => {
    const { raised, letters } = setUp();
    letters.tell(letter('CUP'));
    expect(raised).toEqual([['inventory.CUP', 'Not there. Map it.']]);
  });

  it('does not say twice what to do', () => {
    const { raised, letters } = setUp();
    letters.tell(letter('CUP', { message: 'Not there. Map it.' }));
    expect(raised).toEqual([['inventory.CUP', 'Not there. Map it.']]);
  });

  it('stands for all the rest from the twenty-first of its kind within an hour', () => {
    const { raised, letters, time } = setUp();
    for (let sku = 1; sku <= 30; sku += 1) letters.tell(letter(`SKU-${sku}`));
    expect(raised).toHaveLength(21);
    expect(raised[19]?.[0]).toBe('inventory.SKU-20');
    expect(raised[20]).toEqual([
      'many.inventory',
      'There are more than 20 new dead letters of the kind "inventory" within an hour, probably by one cause; the rest is not ' +
        'reported one by one. All of them: npm run ops -- letters --kind inventory',
    ]);

    letters.tell(letter('1', { kind: 'order' }));
    expect(raised.at(-1)?.[0]).toBe('order.1');

    time.now = 60 * 60_000;
    letters.tell(letter('SKU-31'));
    expect(raised.at(-1)?.[0]).toBe('inventory.SKU-31');
  });

  it('is never left out when it is about everything', () => {
    const { raised, letters } = setUp();
    for (let sku = 1; sku <= 30; sku += 1) letters.tell(letter(`SKU-${sku}`));
    letters.tell(letter('mass-change', { code: 'inventory-conflict' }));
    expect(raised.at(-1)?.[0]).toBe('inventory.mass-change');
  });
});
