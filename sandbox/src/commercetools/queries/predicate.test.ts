import { describe, expect, it } from 'vitest';
import { compilePredicate } from './predicate.ts';

const order = {
  id: 'b',
  version: 3,
  isTest: false,
  lastModifiedAt: '2026-11-23T08:00:00.500Z',
  orderState: 'Open',
  'odd-name': 'x',
  roles: ['OrderExport', 'Primary'],
  syncInfo: [
    { channel: { typeId: 'channel', id: 'c1' }, externalId: 'E1' },
    { channel: { typeId: 'channel', id: 'c2' }, externalId: 'E2' },
  ],
  custom: { fields: { ordoroSyncStatus: 'held', gift: 'say "hi"' } },
  lineItems: [{ variant: { sku: 'A' }, quantity: 2 }],
  emptyList: [],
};

const holds = (predicate: string, variables: Record<string, string[]> = {}) =>
  compilePredicate(predicate, new Map(Object.entries(variables)))(order);

describe('query predicates', () => {
  it.each([
    ['orderState = "Open"', true],
    ['orderState != "Open"', false],
    ['orderState <> "Cancelled"', true],
    ['version > 2 and version >= 3 and version < 4 and version <= 3', true],
    ['version = "3"', false],
    ['isTest = false', true],
    ['id in ("a","b")', true],
    ['id not in ("a","b")', false],
    ['paymentState = "Paid"', false],
    ['paymentState != "Paid"', true],
    ['paymentState is not defined', true],
    ['orderState is defined', true],
    ['emptyList is empty', true],
    ['returnInfo is empty', true],
    ['roles is not empty', true],
    ['roles contains any ("Primary", "X")', true],
    ['roles contains all ("Primary", "X")', false],
    ['not(orderState = "Open")', false],
    ['`odd-name` = "x"', true],
    ['custom(fields(gift = "say \\"hi\\""))', true],
    ['custom(fields(ordoroSyncStatus in ("held", "failed")))', true],
    ['lineItems(variant(sku = "A") and quantity = 2)', true],
  ])('reads %s as %s', (predicate, expected) => {
    expect(holds(predicate)).toBe(expected);
  });

  it('binds and stronger than or', () => {
    expect(holds('orderState = "Open" or version = 9 and version = 8')).toBe(true);
    expect(holds('(orderState = "Open" or version = 9) and version = 8')).toBe(false);
    expect(holds('version = 9 and version = 8 or orderState = "Open"')).toBe(true);
  });

  it('asks one element of a list for the whole inner predicate', () => {
    expect(holds('syncInfo(channel(id="c1") and externalId="E1")')).toBe(true);
    expect(holds('syncInfo(channel(id="c1") and externalId="E2")')).toBe(false);
    expect(holds('syncInfo(externalId in ("E0","E2"))')).toBe(true);
  });

  it('compares date-times by instant, whatever their precision', () => {
    expect(holds('lastModifiedAt = "2026-11-23T08:00:00.5Z"')).toBe(true);
    expect(holds('lastModifiedAt > "2026-11-23T08:00:00Z"')).toBe(true);
    expect(holds('lastModifiedAt > "2026-11-23T09:00:00+01:00"')).toBe(true);
    expect(holds('lastModifiedAt > "2026-11-23T08:00:01Z"')).toBe(false);
  });

  it('reads a compound keyset cursor', () => {
    const after = (id: string) =>
      `lastModifiedAt > "2026-11-23T08:00:00.500Z" or (lastModifiedAt = "2026-11-23T08:00:00.500Z" and id > "${id}")`;
    expect([holds(after('a')), holds(after('b'))]).toEqual([true, false]);
  });

  it('compares text binary, so that capitals come before small letters', () => {
    expect([holds('id > "B"'), holds('id > "~"')]).toEqual([true, false]);
  });

  it('gives variables the type of the field', () => {
    expect(holds('version = :v and isTest = :t and id = :id', { v: ['3'], t: ['false'], id: ['b'] })).toBe(true);
    expect(holds('id in :ids', { ids: ['a', 'b'] })).toBe(true);
    expect(holds('not(id in :ids)', { ids: ['a', 'b'] })).toBe(false);
    expect(holds('version in (:x, :y)', { x: ['1'], y: ['3'] })).toBe(true);
  });

  it.each([
    '',
    'id',
    'id =',
    'id = "a',
    'id = a',
    'id in ()',
    '(id = "a"',
    'id = "a")',
    'id == "a"',
    'id = "a" id',
    'x is odd',
  ])('refuses %j as malformed', (predicate) => {
    expect(() => holds(predicate)).toThrow('Malformed parameter: where');
  });

  it('refuses a variable without value', () => {
    expect(() => holds('id = :missing')).toThrow("The variable 'missing' has no value.");
  });

  it('refuses a top-level field that the resource does not have, but no nested one', () => {
    const compile = (predicate: string) => compilePredicate(predicate, new Map(), new Set(['custom', 'id']));
    expect(() => compile('custom(fields(anything = 1)) and id = "a"')).not.toThrow();
    expect(() => compile('externalId = "E1"')).toThrow("The field 'externalId' does not exist.");
  });
});
