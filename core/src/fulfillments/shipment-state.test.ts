import type { ShipmentState } from '@commercetools/platform-sdk';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shippingProgress, wantedShipmentState } from './shipment-state.ts';

const SHIPPING_LINES = [
  { id: 'line-1', quantity: 2 },
  { id: 'line-2', quantity: 1 },
];

const SENT = {
  nothing: { delivered: new Map<string, number>(), shipments: 0, allArrived: true },
  unknown: { delivered: new Map<string, number>(), shipments: 1, allArrived: false },
  some: { delivered: new Map([['line-1', 2]]), shipments: 1, allArrived: true },
  all: {
    delivered: new Map([
      ['line-1', 2],
      ['line-2', 1],
    ]),
    shipments: 2,
    allArrived: false,
  },
  arrived: {
    delivered: new Map([
      ['line-1', 2],
      ['line-2', 1],
    ]),
    shipments: 1,
    allArrived: true,
  },
  'some by others': { delivered: new Map([['line-2', 1]]), shipments: 0, allArrived: false },
  'all by others': {
    delivered: new Map([
      ['line-1', 2],
      ['line-2', 1],
    ]),
    shipments: 0,
    allArrived: false,
  },
};

function stateFor(
  sent: keyof typeof SENT,
  current: ShipmentState | undefined,
  lastWritten?: ShipmentState,
): ShipmentState | undefined {
  return wantedShipmentState({
    order: current === undefined ? {} : { shipmentState: current },
    shippingLines: SHIPPING_LINES,
    wanted: SENT[sent],
    lastWritten,
  });
}

describe('the progress of shipping', () => {
  it.each([
    ['nothing', 'none'],
    ['unknown', 'partial'],
    ['some', 'partial'],
    ['all', 'all'],
    ['arrived', 'all'],
    ['some by others', 'partial'],
    ['all by others', 'all'],
  ] as const)('when Ordoro sent %s is %s', (sent, progress) => {
    expect(shippingProgress({ shippingLines: SHIPPING_LINES, wanted: SENT[sent] })).toBe(progress);
  });

  it('is partial while one unit of one line is left', () => {
    const delivered = new Map([
      ['line-1', 1],
      ['line-2', 1],
    ]);
    const wanted = { delivered, shipments: 1, allArrived: false };
    expect(shippingProgress({ shippingLines: SHIPPING_LINES, wanted })).toBe('partial');
  });

  it('does not count lines that need no shipping', () => {
    const delivered = new Map([['gift card', 1]]);
    const wanted = { delivered, shipments: 0, allArrived: false };
    expect(shippingProgress({ shippingLines: SHIPPING_LINES, wanted })).toBe('none');
  });
});

describe('the shipment state goes forward', () => {
  it.each([
    ['some', undefined, 'Partial'],
    ['some', 'Ready', 'Partial'],
    ['some', 'Backorder', 'Partial'],
    ['unknown', 'Pending', 'Partial'],
    ['all', 'Ready', 'Shipped'],
    ['all', 'Partial', 'Shipped'],
    ['arrived', 'Shipped', 'Delivered'],
    ['arrived', undefined, 'Delivered'],
  ] as const)('when Ordoro sent %s and it was %s: %s', (sent, current, state) => {
    expect(stateFor(sent, current)).toBe(state);
  });

  it('from what the connector wrote itself', () => {
    expect(stateFor('all', 'Partial', 'Partial')).toBe('Shipped');
    expect(stateFor('arrived', 'Shipped', 'Shipped')).toBe('Delivered');
    expect(stateFor('some', 'Pending', 'Pending')).toBe('Partial');
  });

  it.each([
    ['some', 'Ready', 'Partial'],
    ['all', 'Delayed', 'Shipped'],
    ['all', 'Partial', 'Shipped'],
    ['arrived', 'Shipped', 'Delivered'],
  ] as const)(
    'not when Ordoro sent %s and somebody set it to %s after the connector wrote %s',
    (sent, current, last) => {
      expect(stateFor(sent, current, last)).toBeUndefined();
    },
  );

  it('not by deliveries of others alone', () => {
    expect(stateFor('some by others', 'Ready')).toBeUndefined();
    expect(stateFor('all by others', 'Partial', 'Partial')).toBeUndefined();
  });

  it('not when it is there already', () => {
    expect(stateFor('some', 'Partial')).toBeUndefined();
    expect(stateFor('all', 'Shipped', 'Shipped')).toBeUndefined();
    expect(stateFor('nothing', undefined)).toBeUndefined();
    expect(stateFor('nothing', 'Ready')).toBeUndefined();
  });

  it('from Canceled only once everything was sent', () => {
    expect(stateFor('some', 'Canceled')).toBeUndefined();
    expect(stateFor('all', 'Canceled')).toBe('Shipped');
    expect(stateFor('arrived', 'Canceled', 'Partial')).toBe('Delivered');
  });
});

describe('the shipment state goes back after a shipment was undone', () => {
  it.each([
    ['some', 'Shipped', 'Partial'],
    ['some by others', 'Shipped', 'Partial'],
    ['nothing', 'Shipped', 'Pending'],
    ['nothing', 'Partial', 'Pending'],
  ] as const)('when Ordoro sent %s and the connector wrote %s: %s', (sent, written, state) => {
    expect(stateFor(sent, written, written)).toBe(state);
  });

  it('not when somebody else wrote it', () => {
    expect(stateFor('some', 'Shipped')).toBeUndefined();
    expect(stateFor('nothing', 'Shipped', 'Partial')).toBeUndefined();
    expect(stateFor('nothing', 'Delayed', 'Partial')).toBeUndefined();
  });

  it('never from Delivered', () => {
    expect(stateFor('all', 'Delivered', 'Delivered')).toBeUndefined();
    expect(stateFor('nothing', 'Delivered', 'Delivered')).toBeUndefined();
  });

  it('not while others delivered everything', () => {
    expect(stateFor('all by others', 'Shipped', 'Shipped')).toBeUndefined();
  });
});

describe('the shipment state of any order', () => {
  it('stays as it is at a second look', () => {
    const states: readonly (ShipmentState | undefined)[] = [
      undefined,
      'Pending',
      'Ready',
      'Delayed',
      'Backorder',
      'Canceled',
      'Partial',
      'Shipped',
      'Delivered',
    ];
    const sents = Object.keys(SENT) as (keyof typeof SENT)[];
    const state = fc.constantFrom(...states);
    fc.assert(
      fc.property(fc.constantFrom(...sents), state, state, (sent, current, last) => {
        const written = stateFor(sent, current, last);
        if (written !== undefined) expect(stateFor(sent, written, written)).toBeUndefined();
      }),
    );
  });
});
