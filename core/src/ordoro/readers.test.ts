import { describe, expect, it } from 'vitest';
import { readChildNumbers, readOrder, readPage, readProductSku, readSalesChannel } from './readers.ts';
import { readShippingInfo } from './shipping-info-reader.ts';

const LINE = { id: 9, quantity: 2, sku: 'A', cart_order_id: 'ct-1', cart_orderitem_id: 'li-1' };
const ORDER = { id: 555, order_number: '3-1001', status: 'new', lines: [LINE] };

/** The content of an order that shows none. */
const NO_CONTENT = {
  shippingAddress: undefined,
  billingAddress: undefined,
  notesFromCustomer: undefined,
  internalNotes: undefined,
  shipByDate: undefined,
  deliverByDate: undefined,
  financial: undefined,
  comments: [],
};

describe('reading an order', () => {
  it('takes the fields that the connector uses and ignores the rest', () => {
    const body = {
      ...ORDER,
      created_date: '2026-11-23T09:00:36.884178-06:00',
      updated_date: '2026-11-23T09:01:00.000001+00:00',
      sales_channel: 7,
      parent_order_number: '3-1000',
      sibling_order_numbers: ['3-1002', '3-1003'],
      is_order_parent: true,
      warehouse: { id: 15450, link: '/warehouse/15450/' },
      weight: 12.5,
      lines: [{ ...LINE, item_price: 9.99 }],
      shipping_info: { presets: [{ id: 4, name: 'rush' }, 5], tracking_number: '1Z-A' },
      shipping_address: { name: 'Ada Byron', validation: { status: 'warning', additional_text: 'no such street' } },
      something_new: { nested: [1, 2, 3] },
    };
    expect(readOrder(body)).toEqual({
      id: 555,
      orderNumber: '3-1001',
      orderId: undefined,
      status: 'new',
      createdDate: '2026-11-23T09:00:36.884178-06:00',
      updatedDate: '2026-11-23T09:01:00.000001+00:00',
      salesChannelId: 7,
      lines: [{ id: 9, quantity: 2, sku: 'A', itemPrice: 9.99, cartOrderId: 'ct-1', lineItemId: 'li-1' }],
      addressWarning: 'no such street',
      presetIds: [4, 5],
      isParent: true,
      parentOrderNumber: '3-1000',
      siblingNumbers: ['3-1002', '3-1003'],
      warehouseId: 15450,
      weightOunces: 12.5,
      shippingInfo: readShippingInfo({ tracking_number: '1Z-A' }),
      hasLabel: true,
      content: { ...NO_CONTENT, shippingAddress: { name: 'Ada Byron' } },
    });
  });

  it('is content with the least: number and lines', () => {
    expect(readOrder({ order_number: 'M-1', lines: [{}] })).toEqual({
      id: undefined,
      orderNumber: 'M-1',
      orderId: undefined,
      status: '',
      createdDate: undefined,
      updatedDate: undefined,
      salesChannelId: undefined,
      lines: [
        {
          id: undefined,
          quantity: 0,
          sku: undefined,
          itemPrice: undefined,
          cartOrderId: undefined,
          lineItemId: undefined,
        },
      ],
      addressWarning: undefined,
      presetIds: [],
      isParent: false,
      parentOrderNumber: undefined,
      siblingNumbers: [],
      warehouseId: undefined,
      weightOunces: undefined,
      shippingInfo: undefined,
      hasLabel: undefined,
      content: NO_CONTENT,
    });
  });

  it.each([
    [{}, {}, false],
    [{ has_label: true }, {}, true],
    [{ has_label: false }, {}, false],
    [{}, { label_infos: [17] }, true],
    [{ tracking_number: '1Z-A' }, {}, true],
    [{ carrier: { id: 3 } }, {}, true],
    [{ carrier_name: 'UPS' }, {}, true],
    [{ ship_date: '2026-01-02T00:00:00Z' }, {}, true],
    [null, {}, undefined],
  ])('takes whatever looks like a label for one: %j with %j', (info, more, hasLabel) => {
    expect(readOrder({ ...ORDER, shipping_info: info, ...more })?.hasLabel).toBe(hasLabel);
  });

  it.each([
    [{ sales_channel: 7 }, 7],
    [{ sales_channel: { id: 8, link: '/cart/8/' } }, 8],
    [{ cart: 9 }, 9],
    [{ cart: { id: 10 } }, 10],
    [{ sales_channel: null, cart: { id: 11 } }, 11],
    [{ sales_channel: 'seven' }, undefined],
    [{}, undefined],
  ])('finds the sales channel in %j', (fields, id) => {
    expect(readOrder({ ...ORDER, ...fields })?.salesChannelId).toBe(id);
  });

  it.each([
    [{ status: 'warning', additional_text: 'unit missing' }, 'unit missing'],
    [{ status: 'error' }, 'the address could not be confirmed'],
    [{ status: 'warning', additional_text: null }, 'the address could not be fully confirmed'],
    [{ status: 'success', additional_text: 'fine' }, undefined],
    [undefined, undefined],
    ['text', undefined],
  ])('finds the remark about the address in %j', (validation, warning) => {
    expect(readOrder({ ...ORDER, shipping_address: { validation } })?.addressWarning).toBe(warning);
  });

  it('reads nulls as absent', () => {
    const nulls = { created_date: null, updated_date: null, shipping_info: null, shipping_address: null, cart: null };
    const flags = { is_order_parent: null, parent_order_number: null, sibling_order_numbers: null, status: null };
    const more = { warehouse: null, weight: null, billing_address: null, financial: null, comments: null };
    const texts = { notes_from_customer: null, internal_notes: null, ship_by_date: null, deliver_by_date: null };
    const line = {
      id: 9,
      quantity: null,
      sku: null,
      item_price: null,
      cart_order_id: null,
      cart_orderitem_id: null,
    };
    expect(readOrder({ ...ORDER, ...nulls, ...flags, ...more, ...texts, lines: [line] })).toEqual(
      readOrder({ id: 555, order_number: '3-1001', lines: [{ id: 9 }] }),
    );
  });

  it.each([
    undefined,
    null,
    '',
    '<html>',
    [],
    {},
    { ...ORDER, order_number: '' },
    { ...ORDER, lines: undefined },
    { ...ORDER, lines: ['A'] },
  ])('does not take %j for an order', (body) => {
    expect(readOrder(body)).toBeUndefined();
  });
});

describe('what people can edit on an order', () => {
  const contentOf = (fields: object) => readOrder({ ...ORDER, ...fields })?.content;

  it('is read as it stands there', () => {
    const address = {
      name: 'Ada Byron',
      company: 'Engines',
      street1: '12 Hill St',
      street2: 'Flat 3',
      city: 'Austin',
      state: 'TX',
      zip: '78701',
      country: 'US',
      email: 'ada@shopper.example',
      phone: '555',
    };
    const financial = {
      product_amount: 20,
      shipping_amount: 5,
      tax_amount: 1.9,
      discount_amount: 0,
      grand_total: 26.9,
      credit_card_issuer: 'VISA',
    };
    expect(
      contentOf({
        shipping_address: { ...address, cart_address_id: null, validation: { status: 'unvalidated' } },
        billing_address: { name: 'Ada Byron' },
        notes_from_customer: 'Ring twice',
        internal_notes: 'EUR',
        ship_by_date: '2026-01-03T00:00:00.000000-06:00',
        deliver_by_date: '2026-01-05T00:00:00.000000-06:00',
        financial: { ...financial, profit: 3 },
        comments: [{ date: '2026-01-02', text: 'first', user: 'Bob' }, { comment: 'second' }],
      }),
    ).toEqual({
      shippingAddress: address,
      billingAddress: { name: 'Ada Byron' },
      notesFromCustomer: 'Ring twice',
      internalNotes: 'EUR',
      shipByDate: '2026-01-03T00:00:00.000000-06:00',
      deliverByDate: '2026-01-05T00:00:00.000000-06:00',
      financial: {
        product_amount: 20,
        shipping_amount: 5,
        tax_amount: 1.9,
        discount_amount: 0,
        grand_total: 26.9,
        credit_card_issuer: 'VISA',
      },
      comments: ['first', 'second'],
    });
  });

  it('keeps an empty text apart from one that is not shown', () => {
    expect(contentOf({ notes_from_customer: '', internal_notes: null })).toMatchObject({
      notesFromCustomer: '',
      internalNotes: undefined,
    });
  });

  it('is never a reason not to read the order', () => {
    const garbage = {
      shipping_address: 'Main St',
      billing_address: { name: 7, city: 'Austin' },
      notes_from_customer: 7,
      internal_notes: [],
      ship_by_date: 7,
      deliver_by_date: {},
      financial: { product_amount: '20.00', grand_total: 25 },
      comments: [7, { date: '2026-01-02' }, { text: 'kept' }],
    };
    expect(contentOf(garbage)).toEqual({
      ...NO_CONTENT,
      billingAddress: { city: 'Austin' },
      financial: { grand_total: 25 },
      comments: ['kept'],
    });
  });
});

describe('where and how an order ships', () => {
  it.each([
    [15450, 15450],
    [{ id: 15450, link: '/warehouse/15450/' }, 15450],
    [null, undefined],
    ['main', undefined],
  ])('warehouse %j is %s', (warehouse, id) => {
    expect(readOrder({ ...ORDER, warehouse })?.warehouseId).toBe(id);
  });

  it.each([
    [12.5, 12.5],
    [0, 0],
    ['12.5', undefined],
    [null, undefined],
  ])('weight %j is %s ounces', (weight, ounces) => {
    expect(readOrder({ ...ORDER, weight })?.weightOunces).toBe(ounces);
  });

  it.each([undefined, null, 'shipped', 7])('shipping info %j is one that Ordoro does not show', (info) => {
    expect(readOrder({ ...ORDER, shipping_info: info })).toMatchObject({ shippingInfo: undefined, presetIds: [] });
  });

  it('an empty shipping info is shown, and says nothing', () => {
    expect(readOrder({ ...ORDER, shipping_info: {} })?.shippingInfo).toEqual(readShippingInfo({}));
  });

  it.each([
    [['3-1001-1'], ['3-1001-1']],
    [null, []],
    ['3-1001-1', []],
    [[7], []],
  ])('siblings %j are %j', (siblings, numbers) => {
    expect(readOrder({ ...ORDER, sibling_order_numbers: siblings })?.siblingNumbers).toEqual(numbers);
  });
});

describe('reading the children of a split order', () => {
  it('takes their numbers', () => {
    expect(readChildNumbers({ order_number: '3-1', lines: [{}], child_order_numbers: ['3-1-1', '3-1-2'] })).toEqual([
      '3-1-1',
      '3-1-2',
    ]);
    expect(readChildNumbers({ child_order_numbers: [] })).toEqual([]);
  });

  it.each([undefined, null, '<html>', {}, { child_order_numbers: null }, { child_order_numbers: [7] }])(
    'never takes %j for an order without children',
    (body) => {
      expect(readChildNumbers(body)).toBeUndefined();
    },
  );
});

describe('reading a page', () => {
  it('takes the rows under the first accepted name that holds a list', () => {
    expect(readPage({ count: 7, limit: 2, offset: 0, orders: [1, 2] }, ['order', 'orders'])).toEqual({
      count: 7,
      rows: [1, 2],
    });
    expect(readPage({ count: 0, order: [] }, ['order', 'orders'])).toEqual({ count: 0, rows: [] });
  });

  it('counts the rows when Ordoro does not say how many there are', () => {
    expect(readPage({ order: [1, 2, 3] }, ['order'])).toEqual({ count: 3, rows: [1, 2, 3] });
    expect(readPage({ count: 'many', order: [1] }, ['order'])).toEqual({ count: 1, rows: [1] });
  });

  it.each([undefined, null, '<html>', [], {}, { count: 0 }, { count: 0, results: [] }, { order: null }])(
    'never takes %j for an empty page',
    (body) => {
      expect(readPage(body, ['order', 'orders'])).toBeUndefined();
    },
  );
});

describe('reading a sales channel', () => {
  it('takes id, index, name, vendor and whether it is archived', () => {
    expect(readSalesChannel({ id: 7, index: 3, name: 'Shop', vendor: 'custom_integration', link: '/cart/7/' })).toEqual(
      { id: 7, index: 3, name: 'Shop', vendor: 'custom_integration', archived: false },
    );
    expect(readSalesChannel({ id: 7, archived_date: '2026-11-01T00:00:00Z' })).toEqual({
      id: 7,
      index: undefined,
      name: '',
      vendor: undefined,
      archived: true,
    });
    expect(readSalesChannel({ id: 7, index: null, name: null, vendor: null, archived_date: null })).toMatchObject({
      name: '',
      archived: false,
    });
  });

  it.each([undefined, null, '<html>', [], {}, { id: '7' }])('does not take %j for one', (body) => {
    expect(readSalesChannel(body)).toBeUndefined();
  });
});

describe('reading the SKU of a product', () => {
  it('takes it as it is', () => {
    expect(readProductSku({ sku: ' a/B ', name: 'x' })).toBe(' a/B ');
  });

  it.each([undefined, null, 'A', {}, { sku: '' }, { sku: 5 }])('finds none in %j', (body) => {
    expect(readProductSku(body)).toBeUndefined();
  });
});
