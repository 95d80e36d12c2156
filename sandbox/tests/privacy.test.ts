import { beforeAll, describe, expect, it } from 'vitest';
import { sampleAddress } from '../src/seed/addresses.ts';
import { item } from '../src/seed/demo-lines.ts';
import type { FaultEffect } from '../src/traffic/fault.ts';
import { failCreation } from './exported-once.ts';
import { sharedJourney } from './shared-journey.ts';
import { place, placeAndDeliver, US } from './shop.ts';

/** Nothing of this may be found anywhere but in the order and in Ordoro. */
const PERSON = {
  lastName: 'Quetzalcoatlus',
  firstName: 'Zenobia',
  company: 'Umbrageous Holdings',
  streetName: 'Xylophone Crescent',
  additionalStreetInfo: 'behind the ziggurat',
  city: 'Wolverhampstead',
  phone: '+1 518 555 0177',
  mobile: '+15185550188',
} as const;
const EMAIL = 'zenobia.q@umbrageous.example';
const GIFT = 'Happy zorbing, dear Zenobia';
const PERSONAL = [...Object.values(PERSON), EMAIL, 'zenobia', '5550177', '5185550188', 'zorbing', 'ptolemy'];
const SECRETS = ['connector-secret', 'sandbox-secret', 'sesame-7-token', 'hooks.example'];

const journey = sharedJourney({
  environment: {
    JOB_TOKEN: 'sesame-7-token',
    LOG_PAYLOADS: 'redacted',
    ALERT_WEBHOOK_URL: 'http://127.0.0.1:9/hooks.example',
  },
});

beforeAll(async () => {
  const extras = journey.sandbox.commercetools.all('type').find(({ key }) => key === 'order-extras')!;
  const order = {
    customerEmail: EMAIL,
    shippingAddress: { ...sampleAddress('US'), ...PERSON },
    billingAddress: { ...sampleAddress('US'), ...PERSON },
    custom: { type: { typeId: 'type' as const, id: extras.id }, fields: { giftMessage: GIFT } },
  };
  const echo = JSON.stringify({
    shipping_address: {
      name: `${PERSON.firstName} ${PERSON.lastName}`,
      street1: PERSON.streetName,
      phone: PERSON.phone,
      email: EMAIL,
    },
  });
  const failures: FaultEffect[] = [
    {
      kind: 'status',
      when: 'before-work',
      status: 400,
      body: { error_message: `Bad address: ${PERSON.streetName}, ${PERSON.city}`, param: 'shipping_address' },
    },
    {
      kind: 'status',
      when: 'before-work',
      status: 400,
      body: { error_message: `Who is ${PERSON.firstName} ${PERSON.lastName} <${EMAIL}> ${PERSON.phone}?` },
    },
    { kind: 'status', when: 'before-work', status: 422, body: echo },
    { kind: 'status', when: 'before-work', status: 500, body: JSON.parse(echo) },
    {
      kind: 'status',
      when: 'before-work',
      status: 401,
      body: { error_message: `sandbox-secret is wrong for ${EMAIL}` },
    },
    { kind: 'status', when: 'before-work', status: 429, body: echo },
    { kind: 'broken-json' },
    { kind: 'truncated-json' },
    { kind: 'empty-body' },
    { kind: 'html', when: 'after-work', status: 503 },
    { kind: 'reset', when: 'after-work' },
  ];
  for (const failure of failures) {
    failCreation(journey, failure);
    await placeAndDeliver(journey, order);
    // Each failure is met by one creation: a retry must not take the next one's.
    journey.time.advance(61_000);
  }
  await placeAndDeliver(journey, order);
  await placeAndDeliver(journey, { ...order, lines: [item('MUG-LTD-2026', US, { quantity: 1 })], shipping: null });
  await placeAndDeliver(journey, { ...order, shippingAddress: { ...order.shippingAddress, postalCode: PERSON.city } });
  await placeAndDeliver(journey, { ...order, shippingAddress: { ...order.shippingAddress, country: PERSON.lastName } });
  const rejecting = await place(journey, order);
  journey.sandbox.commercetools.traffic.inject({
    match: { method: 'POST', path: `/sandbox/orders/${rejecting.id}` },
    effect: {
      kind: 'status',
      when: 'before-work',
      status: 400,
      body: {
        statusCode: 400,
        message: `No ${EMAIL}`,
        errors: [{ code: 'InvalidInput', message: `No ${EMAIL} at ${PERSON.streetName}` }],
      },
    },
    times: 20,
  });
  await journey.deliver();
  const reading = await place(journey, order);
  const quoting = { kind: 'status', when: 'before-work', status: 200, body: '{"name":Ptolemy' } as const;
  for (const effect of [{ kind: 'truncated-json' }, { kind: 'broken-json' }, quoting] as const)
    journey.sandbox.commercetools.traffic.inject({
      match: { method: 'GET', path: `/sandbox/orders/${reading.id}` },
      effect,
      times: 2,
    });
  await journey.deliver();
  await journey.post(JSON.stringify({ notificationType: 'Message', order }));
  await journey.post(`{"broken":"${EMAIL}`);
  await fetch(journey.jobUrl, {
    method: 'POST',
    body: '{"tasks":["wrong"]}',
    headers: { authorization: 'Bearer sesame-7-token' },
  });
  await journey.runJobFor(30);
});

function found(text: string, words: readonly string[]): string[] {
  const lower = text.toLowerCase();
  return words.filter((word) => lower.includes(word.toLowerCase()));
}

/** The line or object, cut to where it gives something away. */
function leaks(texts: readonly string[], words: readonly string[]): string[] {
  return texts.flatMap((text) => found(text, words).map((word) => `${word}: ${text.slice(0, 600)}`));
}

describe('after a run with every kind of failure', () => {
  it('there is something to look at', () => {
    const { commercetools, ordoro } = journey.sandbox;
    expect(journey.logLines.length).toBeGreaterThan(50);
    expect(commercetools.customObjects('ordoro-log').length).toBeGreaterThan(10);
    expect(commercetools.customObjects('ordoro-dead-letters').length).toBeGreaterThan(1);
    const met = [...ordoro.traffic.calls, ...commercetools.traffic.calls].filter(({ fault }) => fault !== undefined);
    expect(met.length).toBeGreaterThan(20);
    expect(found(JSON.stringify(ordoro.orders), PERSONAL).length).toBeGreaterThan(5);
  });

  it('no log line holds personal data or a secret', () => {
    expect(leaks(journey.logLines, [...PERSONAL, ...SECRETS])).toEqual([]);
  });

  it.each(['ordoro-log', 'ordoro-dead-letters', 'ordoro-orders', 'ordoro-health', 'ordoro-cursors', 'ordoro-skus'])(
    'no object of %s holds personal data or a secret',
    (container) => {
      const objects = journey.sandbox.commercetools.customObjects(container).map(({ value }) => JSON.stringify(value));
      expect(leaks(objects, [...PERSONAL, ...SECRETS])).toEqual([]);
    },
  );

  it("no text the connector wrote on an order holds a secret or the person's data", () => {
    const fields = journey.sandbox.commercetools.orders().map(({ custom }) => {
      const { giftMessage: _own, ...ours } = custom?.fields ?? {};
      return JSON.stringify(ours);
    });
    expect(leaks(fields, [...PERSONAL, ...SECRETS])).toEqual([]);
  });
});
