import { describe, expect, it } from 'vitest';
import type { OrdoroOrderDraft } from '../ordoro/wire.ts';
import { type PayloadMode, redactExchange, redactText } from './redaction.ts';

/** One payload alone, as it would be logged. */
const redactPayload = (payload: unknown, mode: PayloadMode, secrets: readonly string[] = []): unknown =>
  redactExchange({ request: payload }, mode, secrets).request;

const ORDER_ID = '36a66613-90cf-4456-9ec7-17df396d8aaa';

const draft: OrdoroOrderDraft = {
  cart: 7,
  order_id: 'A-1001',
  cart_order_id: ORDER_ID,
  order_date: '2026-11-03T10:00:00Z',
  internal_notes: 'EUR, order A-1001',
  notes_from_customer: 'Please ring twice',
  product_amount: 21,
  shipping_amount: 5.5,
  tax_amount: 0,
  discount_amount: 0,
  grand_total: 26.5,
  billing_address: { name: 'Joe Miller', street1: '12 Elm Road', city: 'Springfield', zip: '73301', country: 'US' },
  shipping_address: { name: 'Joe Miller', email: 'joe@example.com', phone: '+1 (555) 123-4567', country: 'US' },
  lines: [
    {
      cart_orderitem_id: 'line-1',
      quantity: 2,
      item_price: 10.5,
      total_price: 21,
      product: { sku: 'BLUE SHIRT L', name: 'Blue shirt' },
    },
  ],
};

describe('a payload at LOG_PAYLOADS none', () => {
  it('is not logged', () => {
    expect(redactPayload(draft, 'none')).toBeUndefined();
    expect(redactExchange({ request: draft, response: draft }, 'none')).toEqual({});
  });
});

describe('a payload at LOG_PAYLOADS full', () => {
  it('is logged as it is', () => {
    expect(redactPayload(draft, 'full')).toEqual(draft);
  });

  it('has lost its credentials all the same', () => {
    const call = {
      headers: { Authorization: 'Basic YWxhZGRpbjpvcGVu', accept: 'application/json' },
      auth: { username: 'u', password: 'p' },
      body: '{"client_secret":"abc"}',
      token: null,
      note: 'with s3cr3t-value',
    };
    expect(redactPayload(call, 'full', ['s3cr3t-value'])).toEqual({
      headers: { Authorization: '[secret]', accept: 'application/json' },
      auth: '[secret]',
      body: '{"client_secret":"[secret]"}',
      token: null,
      note: 'with [secret]',
    });
  });
});

describe('a payload at LOG_PAYLOADS redacted', () => {
  it('keeps its structure and business values and loses everything else', () => {
    expect(redactPayload(draft, 'redacted')).toEqual({
      cart: 7,
      order_id: 'A-1001',
      cart_order_id: ORDER_ID,
      order_date: '2026-11-03T10:00:00Z',
      internal_notes: '[redacted]',
      notes_from_customer: '[redacted]',
      product_amount: 21,
      shipping_amount: 5.5,
      tax_amount: 0,
      discount_amount: 0,
      grand_total: 26.5,
      billing_address: {
        name: '[redacted]',
        street1: '[redacted]',
        city: '[redacted]',
        zip: '[redacted]',
        country: 'US',
      },
      shipping_address: { name: '[redacted]', email: '[redacted]', phone: '[redacted]', country: 'US' },
      lines: [
        {
          cart_orderitem_id: 'line-1',
          quantity: 2,
          item_price: 10.5,
          total_price: 21,
          product: { sku: 'BLUE SHIRT L', name: '[redacted]' },
        },
      ],
    });
  });

  it('of a commercetools order keeps ids, numbers, amounts, states and our own fields', () => {
    const order = {
      id: ORDER_ID,
      version: 3,
      orderNumber: 'A-1001',
      customerId: 'c-1',
      customerEmail: 'joe@example.com',
      orderState: 'Open',
      shipmentState: 'Ready',
      createdAt: '2026-11-03T10:00:00.000Z',
      country: 'US',
      store: { typeId: 'store', key: 'us' },
      totalPrice: { type: 'centPrecision', currencyCode: 'USD', centAmount: 2650, fractionDigits: 2 },
      shippingAddress: { id: 'a-1', key: 'home', firstName: 'Joe', lastName: 'Miller', state: 'TX', country: 'US' },
      lineItems: [{ id: 'line-1', name: { en: 'Blue shirt' }, variant: { id: 1, sku: 'ABC-1' }, quantity: 2 }],
      shippingInfo: { shippingMethodName: 'UPS 2nd Day Air' },
      custom: { type: { typeId: 'type', id: 't-1' }, fields: { giftMessage: 'Hi Ann', ordoroRequest: 'retry' } },
      refusedGifts: [],
      anonymous: true,
      parent: null,
    };
    expect(redactPayload(order, 'redacted')).toEqual({
      ...order,
      customerEmail: '[redacted]',
      shippingAddress: {
        id: '[redacted]',
        key: '[redacted]',
        firstName: '[redacted]',
        lastName: '[redacted]',
        state: '[redacted]',
        country: 'US',
      },
      lineItems: [{ id: 'line-1', name: { en: '[redacted]' }, variant: { id: 1, sku: 'ABC-1' }, quantity: 2 }],
      custom: {
        type: { typeId: '[redacted]', id: '[redacted]' },
        fields: { giftMessage: '[redacted]', ordoroRequest: 'retry' },
      },
    });
  });

  it('treats the bare body of an address update as an address', () => {
    expect(redactPayload({ name: 'Joe', city: 'Springfield', zip: 73301, status: 'moved' }, 'redacted')).toEqual({
      name: '[redacted]',
      city: '[redacted]',
      zip: '[redacted]',
      status: '[redacted]',
    });
  });

  it('keeps a value only if it has the form its field promises', () => {
    const odd = { id: 'Joe Miller', order_id: 'joe@example.com', createdAt: 'yesterday', sku: 'ask joe@example.com' };
    expect(redactPayload(odd, 'redacted')).toEqual({
      id: '[redacted]',
      order_id: '[redacted]',
      createdAt: '[redacted]',
      sku: '[redacted]',
    });
  });

  it('hides field names that are values', () => {
    expect(redactPayload({ byEmail: { 'joe@example.com': { quantity: 1 } } }, 'redacted')).toEqual({
      byEmail: { '[redacted]': { quantity: 1 } },
    });
  });

  it('reads a body that is kept as text', () => {
    expect(redactPayload('{"order_id":"A-1","name":"Joe"}', 'redacted')).toEqual({
      order_id: 'A-1',
      name: '[redacted]',
    });
    expect(redactPayload('<html>Joe</html>', 'redacted')).toBe('[redacted]');
    expect(redactPayload('[broken', 'redacted')).toBe('[redacted]');
  });

  it('hides an identifier that is a person’s name', () => {
    const payload = {
      address: { lastName: 'Miller', city: 'Berlin' },
      orderNumber: 'Miller-7',
      channel: 'Berlin',
      fax: 5551234567,
    };
    expect(redactPayload(payload, 'redacted')).toEqual({
      address: { lastName: '[redacted]', city: '[redacted]' },
      orderNumber: '[redacted]-7',
      channel: 'Berlin',
      fax: '[redacted]',
    });
  });

  it('keeps numbers that only happen to equal a postal code', () => {
    expect(redactPayload({ address: { zip: '73301' }, centAmount: 73301, sku: 12 }, 'redacted')).toMatchObject({
      centAmount: 73301,
      sku: 12,
    });
  });
});

describe('an error message at LOG_PAYLOADS redacted', () => {
  const answerTo = (message: string, request: unknown = draft): unknown =>
    redactExchange({ request, response: { error_message: message, param: 'email' } }, 'redacted').response;

  it.each([
    ['invalid email joe@example.com', 'invalid email [redacted]'],
    ['invalid email other%40example.com', 'invalid email [redacted]'],
    ['no such city "springfield"', 'no such city "[redacted]"'],
    ['Mr. Miller, 12 Elm Road', 'Mr. [redacted], [redacted]'],
    ['call 030 / 901820-11 now', 'call [redacted] now'],
    ['zip 73301 unknown', 'zip [redacted] unknown'],
    ['note: ring twice', 'note: [redacted] [redacted]'],
  ])('loses personal data of the request it answers: %s', (message, expected) => {
    expect(answerTo(message)).toEqual({ error_message: expected, param: 'email' });
  });

  it.each([
    `order ${ORDER_ID} is invalid`,
    'unknown SKU BLUE SHIRT L in line line-1',
    'ship_by_date 2026-11-03 lies before 2026-11-04T10:00:00Z',
    'quantity must be at least 1',
    'A-1001 already exists',
  ])('keeps what helps: %s', (message) => {
    expect(answerTo(message)).toEqual({ error_message: message, param: 'email' });
  });

  it('hides a surname that is an ordinary word only in its own spelling', () => {
    const request = { shipping_address: { name: 'Ann Price' } };
    expect(answerTo('price of Price is invalid', request)).toMatchObject({
      error_message: 'price of [redacted] is invalid',
    });
  });

  it('hides very short names in their own spelling', () => {
    expect(answerTo('unknown li: Li', { shipping_address: { name: 'Li' } })).toMatchObject({
      error_message: 'unknown li: [redacted]',
    });
  });

  it('hides names in scripts without blanks', () => {
    expect(answerTo('收件人李小明无效', { shipping_address: { name: '李小明' } })).toMatchObject({
      error_message: '收件人[redacted]无效',
    });
  });

  it('is hidden whole when the payload is too large to be searched', () => {
    const request = { notes: Array.from({ length: 4000 }, (_, index) => `note ${index}`) };
    expect(answerTo('order is invalid', request)).toEqual({ error_message: '[redacted]', param: 'email' });
  });
});

describe('a redacted text', () => {
  it('loses the personal data of the payload it is about, and credentials', () => {
    expect(redactText('Ordoro refused Miller with Bearer abc.DEF.123', draft)).toBe(
      'Ordoro refused [redacted] with Bearer [secret]',
    );
    expect(redactText('Write to ann@example.com', undefined)).toBe('Write to [redacted]');
  });
});
