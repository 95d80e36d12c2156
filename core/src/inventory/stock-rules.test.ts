import { describe, expect, it } from 'vitest';
import type { InventoryRule } from '../config/inventory-rules.ts';
import { ruleInForce, type StockRuleSource } from './stock-rules.ts';

const source = (...rules: InventoryRule[]): StockRuleSource => ({
  rules,
  settings: { inventoryOwner: 'ordoro', inventoryQuantity: 'available' },
});
const at = (sku: string, channelKey?: string) => ({ sku, channelKey });

describe('the stock rule in force', () => {
  it('is that of the settings when there are no rules', () => {
    expect(
      ruleInForce(at('MUG'), {
        rules: undefined,
        settings: { inventoryOwner: 'none', inventoryQuantity: 'onHand' },
      }),
    ).toEqual({ owner: 'none', quantity: 'onHand', percent: 100, reserve: 0, tracked: true });
  });

  it('is the first that matches, and nothing of a later one', () => {
    const rules = source({ sku: 'GIFT-*', reserve: 2 }, { sku: 'GIFT-1', owner: 'none', max: 5 });
    expect(ruleInForce(at('GIFT-1'), rules)).toEqual({
      owner: 'ordoro',
      quantity: 'available',
      percent: 100,
      reserve: 2,
      tracked: true,
    });
  });

  it('says everything that the rule says', () => {
    const rule: InventoryRule = {
      sku: '*',
      owner: 'commercetools',
      quantity: 'onHand',
      percent: 90,
      reserve: 2,
      max: 50,
      min: 1,
      tracked: false,
    };
    const { sku: _sku, ...said } = rule;
    expect(ruleInForce(at('MUG'), source(rule))).toEqual(said);
  });

  it.each([
    ['for every entry without a channel of its own', undefined, 'us-east', 7],
    ['for every entry, also the one without channel', undefined, undefined, 7],
    ['for the entry of its channel', 'us-east', 'us-east', 7],
    ['not for the entry of another channel', 'us-east', 'us-west', 0],
    ['not for the entry without channel when it names one', 'us-east', undefined, 0],
    ['for the entry without channel by "-"', '-', undefined, 7],
    ['not for a channel when it says "-"', '-', 'us-east', 0],
  ])('counts %s', (_what, ruled, channelKey, reserve) => {
    const rule: InventoryRule = { sku: 'MUG', reserve: 7, ...(ruled === undefined ? {} : { channel: ruled }) };
    expect(ruleInForce(at('MUG', channelKey), source(rule)).reserve).toBe(reserve);
  });

  it('looks at upper and lower case of the SKU', () => {
    expect(ruleInForce(at('gift-1'), source({ sku: 'GIFT-?', reserve: 7 })).reserve).toBe(0);
  });
});
