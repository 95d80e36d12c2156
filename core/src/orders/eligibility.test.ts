import type { Order } from '@commercetools/platform-sdk';
import { describe, expect, it } from 'vitest';
import { dividedOrder, shopOrder } from '../../tests/generators/situations.ts';
import { shippingInfo } from '../../tests/generators/written-orders.ts';
import { parseGateExpression } from '../config/gate-expression.ts';
import { couldBeOurs, couldPassGate, deliveriesOf, type ExportRules, exclusionOf, gateIsOpen } from './eligibility.ts';

const rules = (gate: string, more: Partial<ExportRules> = {}): ExportRules => ({
  exportWhen: parseGateExpression(gate),
  exportSince: Date.parse('2026-01-01T00:00:00.000Z'),
  stateKeys: new Map([['state-1', 'approved']]),
  connectorId: 'ordoro',
  ...more,
});
const delivered = (key?: string) => ({
  ...shopOrder(),
  shippingInfo: shippingInfo(500, {
    deliveries: [{ id: 'd1', items: [], parcels: [], createdAt: '', ...(key === undefined ? {} : { key }) }],
  }),
});

describe('an exclusion', () => {
  const excluded = (order: Order, exportNow = false) => exclusionOf(order, { connectorId: 'ordoro', exportNow });

  it.each<[string, Order, string | undefined]>([
    ['an open order', shopOrder(), undefined],
    ['a confirmed order', shopOrder({ orderState: 'Confirmed' }), undefined],
    ['a cancelled order', shopOrder({ orderState: 'Cancelled' }), 'cancelled'],
    ['a complete order', shopOrder({ orderState: 'Complete' }), 'complete'],
    ['a shipped order', shopOrder({ shipmentState: 'Shipped' }), 'already-shipped'],
    ['a partly shipped order', shopOrder({ shipmentState: 'Partial' }), 'already-shipped'],
    ['a delivered order', shopOrder({ shipmentState: 'Delivered' }), 'already-shipped'],
    ['an order ready to ship', shopOrder({ shipmentState: 'Ready' }), undefined],
    ['a backordered order', shopOrder({ shipmentState: 'Backorder' }), undefined],
    ['an order with a delivery of somebody else', delivered('warehouse-7'), 'delivered-by-others'],
    ['an order with a delivery without key', delivered(), 'delivered-by-others'],
    ['an order with a delivery of ours', delivered('ordoro-1-A-1000'), undefined],
  ])('of %s is as it should be', (_what, order, exclusion) => {
    expect(excluded(order)).toBe(exclusion);
  });

  it('is lifted by "export-now", unless the order is cancelled', () => {
    expect(excluded(shopOrder({ orderState: 'Complete' }), true)).toBeUndefined();
    expect(excluded(shopOrder({ shipmentState: 'Shipped' }), true)).toBeUndefined();
    expect(excluded(delivered('warehouse-7'), true)).toBeUndefined();
    expect(excluded(shopOrder({ orderState: 'Cancelled' }), true)).toBe('cancelled');
  });

  it('sees the deliveries of every shipping method', () => {
    const order = dividedOrder();
    const [north, south] = order.shipping ?? [];
    if (north === undefined || south === undefined) throw new Error('two shippings are needed');
    const deliveries = [{ id: 'd1', items: [], parcels: [], createdAt: '' }];
    const shipping = [north, { ...south, shippingInfo: { ...south.shippingInfo, deliveries } }];
    expect(deliveriesOf({ ...order, shipping })).toHaveLength(1);
    expect(excluded({ ...order, shipping })).toBe('delivered-by-others');
  });
});

describe('the gate', () => {
  it('looks at the states of the order, its workflow state, its store and its country', () => {
    const order = shopOrder({
      shipmentState: 'Ready',
      state: { typeId: 'state', id: 'state-1' },
      store: { typeId: 'store', key: 'us' },
      country: 'US',
    });
    const gate = 'orderState=Open&paymentState=Paid&shipmentState=Ready&state=approved&store=us&country=US';
    expect(gateIsOpen(order, rules(gate))).toBe(true);
    expect(gateIsOpen({ ...order, country: 'CA' }, rules(gate))).toBe(false);
    expect(gateIsOpen({ ...order, state: { typeId: 'state', id: 'state-2' } }, rules(gate))).toBe(false);
  });

  it('can never open for an order of another store or country', () => {
    const order = shopOrder({ country: 'US' });
    expect(couldPassGate(order, rules('paymentState=Failed&country=US'))).toBe(true);
    expect(couldPassGate(order, rules('country=CA'))).toBe(false);
    expect(couldPassGate(order, rules('store=us'))).toBe(false);
    expect(couldPassGate(order, rules('store!=us'))).toBe(true);
  });
});

describe('an order without record', () => {
  it('could be ours when it is young enough, could pass the gate and is not excluded', () => {
    const order = shopOrder({ createdAt: '2026-01-01T00:00:00.000Z' });
    expect(couldBeOurs(order, rules('paymentState=Failed'))).toBe(true);
    expect(couldBeOurs({ ...order, createdAt: '2025-12-31T23:59:59.999Z' }, rules('paymentState=Paid'))).toBe(false);
    expect(couldBeOurs({ ...order, orderState: 'Complete' }, rules('paymentState=Paid'))).toBe(false);
    expect(couldBeOurs(order, rules('country=US'))).toBe(false);
  });
});
