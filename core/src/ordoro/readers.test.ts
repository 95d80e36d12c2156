import { describe, expect, it } from '@jest/globals';
import { readOrder, readPage, readProductSku, readSalesChannel } from './readers.ts';

const LINE = { id: 9, quantity: 2, sku: 'A', cart_order_id: 'ct-1', cart_orderitem_id: 'li-1' };
const ORDER = { id: 555, order_number: '3-1001', status: 'new', lines: [LINE] };

describe('reading an order', () => {
  it('takes the fields that the connector uses and ignores the rest', () => {
    const body = {
      ...ORDER,
      created_date: '2026-11-23T09:00:36.884178-06:00',
      updated_date: '2026-11-23T09:01:00.000001+00:00',
      sales_channel: 7,
      parent_order_number: '3-1000',
      is_order_parent: true,
      shipping_info: { presets: [{ id: 4, name: 'rush' }, 5] },
      shipping_address: { name: 'Ada Byron', validation: { status: 'warning', additional_text: 'no such street' } },
      something_new: { nested: [1, 2, 3] },
    };
    expect(readOrder(body)).toEqual({
      id: 555,
      orderNumber: '3-1001',
      status: 'new',
      createdDate: '2026-11-23T09:00:36.884178-06:00',
      updatedDate: '2026-11-23T09:01:00.000001+00:00',
      salesChannelId: 7,
      lines: [{ id: 9, quantity: 2, sku: 'A', cartOrderId: 'ct-1', lineItemId: 'li-1' }],
      addressWarning: 'no such street',
      presetIds: [4, 5],
      isParent: true,
      parentOrderNumber: '3-1000',
    });
  });

  it('is content with the least: number and lines', () => {
    expect(readOrder({ order_number: 'M-1', lines: [{}] })).toEqual({
      id: undefined,
      orderNumber: 'M-1',
      status: '',
      createdDate: undefined,
      updatedDate: undefined,
      salesChannelId: undefined,
      lines: [{ id: undefined, quantity: 0, sku: undefined, cartOrderId: undefined, lineItemId: undefined }],
      addressWarning: undefined,
      presetIds: [],
      isParent: false,
      parentOrderNumber: undefined,
    });
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
    const flags = { is_order_parent: null, parent_order_number: null, status: null };
    const line = { id: 9, quantity: null, sku: null, cart_order_id: null, cart_orderitem_id: null };
    expect(readOrder({ ...ORDER, ...nulls, ...flags, lines: [line] })).toEqual(
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
