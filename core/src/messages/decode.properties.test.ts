import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeDelivery } from './decode.ts';

const orderCreated = {
  notificationType: 'Message',
  projectKey: 'acme',
  resource: { typeId: 'order', id: 'order-1' },
  type: 'OrderCreated',
};

function pubSub(payload: unknown): string {
  return JSON.stringify({ message: { data: Buffer.from(JSON.stringify(payload)).toString('base64') } });
}

function sns(payload: unknown): string {
  return JSON.stringify({ Type: 'Notification', Message: JSON.stringify(payload) });
}

describe('decoding', () => {
  const kinds = ['malformed', 'probe', 'irrelevant', 'message'];

  it('gives an outcome for any JSON, in any envelope, and never throws', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        for (const body of [JSON.stringify(value), pubSub(value), sns(value)]) {
          expect(kinds).toContain(decodeDelivery(body).kind);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('gives an outcome for any text and for any damage to a good message', () => {
    const good = pubSub(orderCreated);
    fc.assert(
      fc.property(fc.string(), fc.nat(good.length), (text, position) => {
        expect(kinds).toContain(decodeDelivery(text).kind);
        expect(kinds).toContain(decodeDelivery(good.slice(0, position) + text + good.slice(position)).kind);
      }),
      { numRuns: 200 },
    );
  });

  it('gives an outcome whatever stands in the fields of a message', () => {
    const anything = fc.jsonValue();
    const message = fc.record(
      {
        type: anything,
        resource: anything,
        createdBy: anything,
        payloadNotIncluded: anything,
        sequenceNumber: anything,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(message, (fields) => {
        const body = JSON.stringify({ ...orderCreated, ...fields });
        expect(['malformed', 'message']).toContain(decodeDelivery(body).kind);
      }),
      { numRuns: 200 },
    );
  });
});
