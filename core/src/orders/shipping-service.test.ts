import { describe, expect, it } from 'vitest';
import { shippingInfo } from '../../tests/generators/written-orders.ts';
import { isIssue, requestedService, type ShippingRules } from './shipping-service.ts';

const express = shippingInfo(500, {
  shippingMethodName: 'Express',
  shippingMethod: { typeId: 'shipping-method', id: 'method-1' },
});
const rules = (more: Partial<ShippingRules>): ShippingRules => ({
  mappings: undefined,
  policy: 'hold',
  methodKeys: new Map([['method-1', 'express-key']]),
  ...more,
});

describe('the service that Ordoro is asked for', () => {
  it('is the name of the method while the merchant maps nothing', () => {
    expect(requestedService(express, rules({}))).toEqual({ service: 'Express', tags: [] });
    expect(requestedService(express, rules({ policy: 'pass' }))).toEqual({ service: 'Express', tags: [] });
  });

  it('comes with preset, warehouse and tags of the mapping', () => {
    const mapping = { method: 'Express', service: 'UPS 2nd Day Air', presetId: 7, warehouseId: 15450, tags: ['rush'] };
    expect(requestedService(express, rules({ mappings: [mapping] }))).toEqual({
      service: 'UPS 2nd Day Air',
      presetId: 7,
      warehouseId: 15450,
      tags: ['rush'],
    });
  });

  it('is mapped by the key of the method before its name', () => {
    const mappings = [
      { method: 'Express', service: 'by name' },
      { method: 'express-key', service: 'by key' },
    ];
    expect(requestedService(express, rules({ mappings }))).toMatchObject({ service: 'by key', tags: [] });
    expect(requestedService(express, rules({ mappings, methodKeys: new Map() }))).toMatchObject({ service: 'by name' });
  });

  it('is mapped by name for a method that exists no more, or never did', () => {
    const mappings = [{ method: 'Express', service: 'by name' }];
    const { shippingMethod: _gone, ...external } = express;
    expect(requestedService(external, rules({ mappings }))).toMatchObject({ service: 'by name' });
  });

  it('is held back for a method without mapping, unless policy lets its name pass', () => {
    expect(requestedService(express, rules({ mappings: [] }))).toEqual({
      code: 'unsupported-shipping-service',
      detail: 'Express',
    });
    expect(requestedService(express, rules({ mappings: [], policy: 'pass' }))).toEqual({
      service: 'Express',
      tags: [],
    });
  });

  it('is case-sensitive', () => {
    const mappings = [{ method: 'express', service: 'UPS' }];
    expect(requestedService(express, rules({ mappings }))).toMatchObject({ code: 'unsupported-shipping-service' });
  });

  it('is none for an order without method, when policy lets it pass', () => {
    expect(requestedService(undefined, rules({ policy: 'pass' }))).toEqual({ tags: [] });
    expect(requestedService(undefined, rules({}))).toEqual({
      code: 'missing-shipping-method',
      detail: 'the order has no shipping method',
    });
  });

  it('is told from an issue', () => {
    expect(isIssue({ tags: [] })).toBe(false);
    expect(isIssue({ code: 'missing-shipping-method', detail: '' })).toBe(true);
  });
});
