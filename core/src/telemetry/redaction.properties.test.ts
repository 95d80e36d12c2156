import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_PAYLOAD_BYTES, type PayloadMode, redactExchange } from './redaction.ts';

/** One payload alone, as it would be logged. */
const redactPayload = (payload: unknown, mode: PayloadMode, secrets: readonly string[] = []): unknown =>
  redactExchange({ request: payload }, mode, secrets).request;

const draft = {
  cart: 7,
  order_id: 'A-1001',
  grand_total: 26.5,
  billing_address: { name: 'Ann Baker', street1: '12 Elm Road', zip: '73301', country: 'US' },
  lines: [{ cart_orderitem_id: 'line-1', quantity: 2, product: { sku: 'BLUE SHIRT L', name: 'Blue shirt' } }],
};

describe('a redacted payload of any mode', () => {
  const modes = fc.constantFrom('redacted' as const, 'full' as const);

  it('is bounded and says what was cut', () => {
    const large = { lines: Array.from({ length: 500 }, (_, index) => ({ sku: `SKU-${index}`, quantity: index })) };
    for (const mode of ['redacted', 'full'] as const) {
      const json = JSON.stringify(redactPayload(large, mode));
      expect(Buffer.byteLength(json)).toBeLessThanOrEqual(MAX_PAYLOAD_BYTES);
      expect(json).toContain('more items cut');
    }
  });

  it('survives cycles', () => {
    const order: Record<string, unknown> = { id: 'o-1' };
    order.self = order;
    expect(redactPayload(order, 'full')).toEqual({ id: 'o-1', self: '[circular]' });
    expect(redactPayload(order, 'redacted')).toEqual({ id: 'o-1', self: '[redacted]' });
  });

  it('never throws and stays within its size, whatever it is given', () => {
    fc.assert(
      fc.property(
        fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true }),
        modes,
        (value, mode) => {
          const json = JSON.stringify(redactPayload(value, mode) ?? null);
          expect(Buffer.byteLength(json)).toBeLessThanOrEqual(MAX_PAYLOAD_BYTES);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('never shows a secret, in whichever field or text it is planted', () => {
    const secret = fc.stringMatching(/^[A-Za-z0-9]{12,30}$/);
    const plants = fc.constantFrom<(value: string) => unknown>(
      (value) => ({ headers: { authorization: `Basic ${value}1X` } }),
      (value) => ({ config: { auth: { username: 'x', password: value } } }),
      (value) => ({ body: `client_secret=${value}&grant_type=client_credentials` }),
      (value) => ({ error_message: `wrong key ${value}` }),
      (value) => ({ [value]: 1 }),
      (value) => new Error(`failed with ${value}`),
      (value) => `https://user:${value}@example.com`,
    );
    fc.assert(
      fc.property(secret, plants, modes, (value, plant, mode) => {
        expect(JSON.stringify(redactPayload({ ...draft, extra: plant(value) }, mode, [value]))).not.toContain(value);
      }),
      { numRuns: 300 },
    );
  });
});

describe('personal data', () => {
  const person = fc.record({
    name: fc.stringMatching(/^[A-Z][a-z]{5,9}x [A-Z][a-z]{5,9}q$/),
    email: fc.stringMatching(/^[a-z]{4,9}z@[a-z]{4,9}\.org$/),
    phone: fc.stringMatching(/^\+49 [1-9][0-9]{2} [0-9]{7}$/),
  });
  const places = fc.constantFrom<(value: string, base: object) => object>(
    (value, base) => ({ ...base, shipping_address: { name: value } }),
    (value, base) => ({ ...base, shippingAddress: { lastName: value, custom: { fields: { x: value } } } }),
    (value, base) => ({ ...base, customerEmail: value }),
    (value, base) => ({ ...base, custom: { fields: { id: value, giftTo: value } } }),
    (value, base) => ({ ...base, notes_from_customer: `for ${value}!` }),
    (value, base) => ({ ...base, internal_notes: value }),
    (value, base) => ({ ...base, tags: [{ text: value }], comments: [{ text: value, user: value }] }),
    (value, base) => ({ ...base, lines: [{ selected_option: value, product: { sku: 'A', name: value } }] }),
    (value, base) => ({ ...base, somethingNew: { deeper: [[{ unknown: value }]] } }),
    (value, base) => ({ ...base, itemShippingAddresses: [{ key: value, id: value }] }),
  );

  it('never shows at LOG_PAYLOADS redacted, though the answer repeats it', () => {
    fc.assert(
      fc.property(person, places, fc.constantFrom('name', 'email', 'phone'), (someone, plant, which) => {
        const value = someone[which];
        const exchange = {
          request: plant(value, draft),
          response: { error_message: `invalid: '${value}'`, message: value },
        };
        const json = JSON.stringify(redactExchange(exchange, 'redacted'));
        for (const part of value.split(/[ @]/)) if (part.length > 3) expect(json).not.toContain(part);
      }),
      { numRuns: 300 },
    );
  });
});
