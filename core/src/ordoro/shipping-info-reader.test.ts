import { describe, expect, it } from 'vitest';
import { readShippingInfo } from './shipping-info-reader.ts';

describe('reading a shipping info', () => {
  it('takes the fields that the connector uses and ignores the rest', () => {
    const body = {
      tracking_number: '1Z-A',
      package_tracking: null,
      tracking_url: 'https://track.example/1Z-A',
      carrier_name: 'UPS',
      carrier: null,
      shipping_method: 'UPS Ground',
      display_shipping_method: 'Ground',
      ship_date: '2026-01-02T03:04:05.678901-06:00',
      estimated_delivery_date: '2026-01-05T00:00:00.000000-06:00',
      cost: 7.25,
      void: false,
      status: 'in_transit',
      packages: [{ tracking_number: '1Z-A', length: 10, width: 8, height: 4, box_shape: 'YOUR_PACKAGING' }],
      zone: 5,
      presets: [{ id: 4 }],
    };
    expect(readShippingInfo(body)).toEqual({
      isVoid: false,
      tellsTracking: true,
      trackingNumber: '1Z-A',
      trackingNumbers: ['1Z-A'],
      packages: [{ trackingNumber: '1Z-A', length: 10, width: 8, height: 4 }],
      trackingUrl: 'https://track.example/1Z-A',
      carrierName: 'UPS',
      carrierId: undefined,
      service: 'UPS Ground',
      shipDate: '2026-01-02T03:04:05.678901-06:00',
      estimatedDelivery: '2026-01-05T00:00:00.000000-06:00',
      cost: 7.25,
      carrierStatus: 'in_transit',
    });
  });

  it('that is empty says nothing, not even that there is no tracking', () => {
    expect(readShippingInfo({})).toEqual({
      isVoid: false,
      tellsTracking: false,
      trackingNumber: undefined,
      trackingNumbers: [],
      packages: [{ trackingNumber: undefined, length: undefined, width: undefined, height: undefined }],
      trackingUrl: undefined,
      carrierName: undefined,
      carrierId: undefined,
      service: undefined,
      shipDate: undefined,
      estimatedDelivery: undefined,
      cost: undefined,
      carrierStatus: undefined,
    });
  });

  it.each([undefined, null, '', '<html>', 7, true, [], [{ tracking_number: '1Z-A' }]])(
    'does not take %j for one',
    (body) => {
      expect(readShippingInfo(body)).toBeUndefined();
    },
  );

  it('of which every field is garbage is one that says nothing', () => {
    const garbage = { a: ['b'] };
    const fields = [
      'carrier_name',
      'carrier',
      'shipping_method',
      'display_shipping_method',
      'tracking_url',
      'ship_date',
      'estimated_delivery_date',
      'cost',
      'void',
      'status',
      'length',
      'width',
      'height',
    ];
    expect(readShippingInfo(Object.fromEntries(fields.map((name) => [name, garbage])))).toEqual(readShippingInfo({}));
  });

  it('reads nulls and blank texts as absent', () => {
    const nulls = { carrier_name: null, carrier: null, shipping_method: null, ship_date: null, cost: null, void: null };
    const blanks = { tracking_url: '', display_shipping_method: '  ', status: ' ' };
    expect(readShippingInfo({ ...nulls, ...blanks })).toEqual(readShippingInfo({}));
  });
});

describe('the tracking numbers of a shipment', () => {
  const numbersOf = (body: object) => readShippingInfo(body)?.trackingNumbers;

  it('are those of its packages, in their order', () => {
    const packages = [{ tracking_number: 'P2' }, { tracking_number: 'P1' }];
    expect(numbersOf({ packages, package_tracking: 'L1,L2', tracking_number: 'M' })).toEqual(['P2', 'P1']);
  });

  it('are the list, where no package has one', () => {
    const packages = [{ tracking_number: null }, { weight: 4 }];
    expect(numbersOf({ packages, package_tracking: 'L1,L2', tracking_number: 'M' })).toEqual(['L1', 'L2']);
    expect(numbersOf({ packages: null, package_tracking: 'L1,L2', tracking_number: 'M' })).toEqual(['L1', 'L2']);
  });

  it('are the main one, where there is no list either', () => {
    expect(numbersOf({ packages: [], package_tracking: null, tracking_number: 'M' })).toEqual(['M']);
    expect(numbersOf({ package_tracking: ' , ', tracking_number: 'M' })).toEqual(['M']);
  });

  it('are none for goods that were shipped without tracking', () => {
    expect(numbersOf({ packages: null, package_tracking: null, tracking_number: null })).toEqual([]);
    expect(numbersOf({ tracking_number: '' })).toEqual([]);
  });

  it.each([
    ['L1', ['L1']],
    ['L1,L2,L3', ['L1', 'L2', 'L3']],
    [' L1 , L2 ', ['L1', 'L2']],
    ['L1,,L2,', ['L1', 'L2']],
    ['9400 1000 0000,L2', ['9400 1000 0000', 'L2']],
    ['L1,L2,L1', ['L1', 'L2']],
  ])('in the list %j are %j', (list, numbers) => {
    expect(numbersOf({ package_tracking: list, tracking_number: 'M' })).toEqual(numbers);
  });

  it('stand once each, also where packages share one', () => {
    const packages = [{ tracking_number: 'P1' }, { tracking_number: 'P1 ' }, { tracking_number: 'P2' }];
    expect(numbersOf({ packages })).toEqual(['P1', 'P2']);
  });

  it('survive a package that is no object', () => {
    expect(numbersOf({ packages: ['P0', { tracking_number: 'P1' }, null] })).toEqual(['P1']);
  });

  it.each([
    [{ tracking_number: null }, true],
    [{ package_tracking: null }, true],
    [{ packages: null }, true],
    [{ carrier_name: 'UPS', ship_date: '2026-01-02T03:04:05Z' }, false],
  ])('are something that %j tells: %s', (body, tells) => {
    expect(readShippingInfo(body)?.tellsTracking).toBe(tells);
  });
});

describe('the main tracking number', () => {
  it('is Ordoro’s own, else the first of the others', () => {
    const packages = [{ tracking_number: 'P1' }, { tracking_number: 'P2' }];
    expect(readShippingInfo({ packages, tracking_number: 'P2' })?.trackingNumber).toBe('P2');
    expect(readShippingInfo({ packages, tracking_number: null })?.trackingNumber).toBe('P1');
    expect(readShippingInfo({ package_tracking: 'L1,L2' })?.trackingNumber).toBe('L1');
  });
});

describe('the packages of a shipment', () => {
  it('fall back to the dimensions beside them', () => {
    const packages = [{ tracking_number: 'P1', length: 10 }, { tracking_number: 'P2' }];
    expect(readShippingInfo({ packages, length: 1, width: 2, height: 3 })?.packages).toEqual([
      { trackingNumber: 'P1', length: 10, width: 2, height: 3 },
      { trackingNumber: 'P2', length: 1, width: 2, height: 3 },
    ]);
  });

  it('are one, where Ordoro lists none', () => {
    const only = { trackingNumber: 'M', length: 1, width: 2, height: 3 };
    expect(readShippingInfo({ tracking_number: 'M', length: 1, width: '2', height: 3.0 })?.packages).toEqual([only]);
    expect(readShippingInfo({ tracking_number: 'M', length: 1, width: 2, height: 3, packages: [] })?.packages).toEqual([
      only,
    ]);
  });
});

describe('a single field', () => {
  it.each([
    [7.25, 7.25],
    ['7.25', 7.25],
    [' 7 ', 7],
    [0, 0],
    ['', undefined],
    ['7,25', undefined],
    ['$7.25', undefined],
    [null, undefined],
    [{ amount: 7.25 }, undefined],
  ])('cost %j is %s', (cost, amount) => {
    expect(readShippingInfo({ cost })?.cost).toBe(amount);
  });

  it.each([
    [12, 12],
    [{ id: 12, link: '/shipper/12/' }, 12],
    [null, undefined],
    ['UPS', undefined],
    [{ link: '/shipper/12/' }, undefined],
  ])('carrier %j is the carrier account %s', (carrier, id) => {
    expect(readShippingInfo({ carrier })?.carrierId).toBe(id);
  });

  it.each([
    [true, true],
    [false, false],
    [null, false],
    ['true', false],
    [undefined, false],
  ])('void %j is void: %s', (value, isVoid) => {
    expect(readShippingInfo({ void: value })?.isVoid).toBe(isVoid);
  });

  it('service is the method, else the one for display', () => {
    expect(readShippingInfo({ shipping_method: null, display_shipping_method: 'Ground' })?.service).toBe('Ground');
  });
});
