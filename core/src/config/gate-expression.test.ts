import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatGateExpression,
  type GateFacts,
  type GateTerm,
  gateCouldEverHold,
  gateHolds,
  parseGateExpression,
  stateKeysOf,
} from './gate-expression.ts';

const open: GateFacts = { orderState: 'Open' };

function holds(text: string, facts: GateFacts): boolean {
  return gateHolds(parseGateExpression(text), facts);
}

function mistakeIn(text: string): string {
  try {
    parseGateExpression(text);
  } catch (error) {
    return (error as Error).message;
  }
  return 'no mistake';
}

const term: fc.Arbitrary<GateTerm> = fc
  .oneof(
    fc.record({ subject: fc.constant('orderState' as const), value: fc.constantFrom('Open', 'Confirmed', 'Complete') }),
    fc.record({ subject: fc.constant('paymentState' as const), value: fc.constantFrom('Paid', 'BalanceDue') }),
    fc.record({ subject: fc.constant('shipmentState' as const), value: fc.constantFrom('Ready', 'Backorder') }),
    fc.record({
      subject: fc.constantFrom('state' as const, 'store' as const),
      value: fc.stringMatching(/^[A-Za-z0-9_-]{2,12}$/),
    }),
    fc.record({ subject: fc.constant('country' as const), value: fc.constantFrom('US', 'DE', 'CA') }),
  )
  .chain((part) => fc.constantFrom('=' as const, '!=' as const).map((operator) => ({ ...part, operator })));
const expression = fc.record({
  alternatives: fc.array(fc.array(term, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }),
});
const facts: fc.Arbitrary<GateFacts> = fc.record(
  {
    orderState: fc.constantFrom('Open', 'Confirmed', 'Complete'),
    paymentState: fc.constantFrom('Paid', 'BalanceDue'),
    shipmentState: fc.constantFrom('Ready', 'Backorder'),
    stateKey: fc.constantFrom('packed', 'checked'),
    storeKey: fc.constantFrom('us', 'eu'),
    country: fc.constantFrom('US', 'DE', 'CA'),
  },
  { requiredKeys: ['orderState'] },
);

describe('the default gate', () => {
  const text = 'paymentState=Paid|shipmentState=Ready';

  it('opens for a paid order and for one that is ready, and stays shut for every other', () => {
    expect(holds(text, { ...open, paymentState: 'Paid' })).toBe(true);
    expect(holds(text, { ...open, shipmentState: 'Ready' })).toBe(true);
    expect(holds(text, { ...open, paymentState: 'Pending', shipmentState: 'Pending' })).toBe(false);
    expect(holds(text, open)).toBe(false);
  });

  it('reads into two alternatives of one term each', () => {
    expect(parseGateExpression(text)).toEqual({
      alternatives: [
        [{ subject: 'paymentState', operator: '=', value: 'Paid' }],
        [{ subject: 'shipmentState', operator: '=', value: 'Ready' }],
      ],
    });
  });
});

describe('reading a gate', () => {
  it('lets "&" bind tighter than "|"', () => {
    const text = 'country=US|country=CA&paymentState=Paid';
    expect(holds(text, { ...open, country: 'US' })).toBe(true);
    expect(holds(text, { ...open, country: 'CA' })).toBe(false);
    expect(holds(text, { ...open, country: 'CA', paymentState: 'Paid' })).toBe(true);
  });

  it('takes blanks around words and signs', () => {
    expect(parseGateExpression('  store = us-east &  country != CA  |\tstate=packed ')).toEqual(
      parseGateExpression('store=us-east&country!=CA|state=packed'),
    );
  });

  it.each([
    [
      'paymentstate=Paid',
      '"paymentstate" in "paymentstate=Paid" is not a known term; allowed are orderState paymentState shipmentState state store country',
    ],
    [
      'paymentState=paid',
      '"paid" is not a value of paymentState; allowed are BalanceDue Failed Pending CreditOwed Paid (upper and lower case matter)',
    ],
    [
      'orderState=Canceled',
      '"Canceled" is not a value of orderState; allowed are Open Confirmed Complete Cancelled (upper and lower case matter)',
    ],
    [
      'shipmentState==Ready',
      '"=Ready" is not a value of shipmentState; allowed are Shipped Delivered Ready Pending Delayed Partial Backorder Canceled (upper and lower case matter)',
    ],
    ['country=USA', '"USA" is not a value of country; allowed are upper-case ISO 3166-1 alpha-2 codes such as US'],
    ['country=us', '"us" is not a value of country; allowed are upper-case ISO 3166-1 alpha-2 codes such as US'],
    ['store=', '"" is not a store key; allowed are 2 to 256 letters, digits, "_" and "-"'],
    ['state=x', '"x" is not a state key; allowed are 2 to 256 letters, digits, "_" and "-"'],
    ['state=to ship', '"to ship" is not a state key; allowed are 2 to 256 letters, digits, "_" and "-"'],
    ['Paid', '"Paid" is not a term; a term looks like paymentState=Paid or country!=US'],
    ['country=US||country=CA', 'a term is missing beside "|" or "&"'],
    ['country=US&', 'a term is missing beside "|" or "&"'],
    ['', 'a term is missing beside "|" or "&"'],
  ])('says what is wrong with %j', (text, mistake) => {
    expect(mistakeIn(text)).toBe(mistake);
  });

  it('names all mistakes at once, each once', () => {
    expect(mistakeIn('foo=1|country=us|foo=1')).toBe(
      '"foo" in "foo=1" is not a known term; allowed are orderState paymentState shipmentState state store country; ' +
        '"us" is not a value of country; allowed are upper-case ISO 3166-1 alpha-2 codes such as US',
    );
  });

  it('gets back what it wrote', () => {
    fc.assert(
      fc.property(expression, (gate) => {
        expect(parseGateExpression(formatGateExpression(gate))).toEqual(gate);
      }),
    );
  });

  it('either reads a text or names the mistake, and never fails otherwise', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'S', '=', '!', '|', '&', ' ', 'store', 'country=US') }),
        (text) => {
          expect(mistakeIn(text)).not.toBe('');
        },
      ),
    );
  });
});

describe('an open gate', () => {
  it('treats an absent field as equal to nothing, so only "!=" holds for it', () => {
    expect(holds('store=us', open)).toBe(false);
    expect(holds('store!=us', open)).toBe(true);
    expect(holds('state!=packed', open)).toBe(true);
  });

  it('compares the workflow state and the store by key', () => {
    expect(holds('state=packed&store=us', { ...open, stateKey: 'packed', storeKey: 'us' })).toBe(true);
    expect(holds('state=packed&store=us', { ...open, stateKey: 'packed', storeKey: 'eu' })).toBe(false);
  });

  it('tells upper from lower case', () => {
    expect(holds('state=packed', { ...open, stateKey: 'Packed' })).toBe(false);
  });

  it('turns around when every operator does, for a gate of one term', () => {
    fc.assert(
      fc.property(term, facts, (one, order) => {
        const other: GateTerm = { ...one, operator: one.operator === '=' ? '!=' : '=' };
        expect(gateHolds({ alternatives: [[one]] }, order)).not.toBe(gateHolds({ alternatives: [[other]] }, order));
      }),
    );
  });

  it('is open exactly when one of its alternatives alone is', () => {
    fc.assert(
      fc.property(expression, facts, (gate, order) => {
        const alone = gate.alternatives.map((alternative) => gateHolds({ alternatives: [alternative] }, order));
        expect(gateHolds(gate, order)).toBe(alone.includes(true));
      }),
    );
  });
});

describe('a gate that could open later', () => {
  const text = 'store=us&paymentState=Paid|country=CA&state=packed';

  it('looks at store and country only, because the rest can still change', () => {
    const gate = parseGateExpression(text);
    expect(gateCouldEverHold(gate, { storeKey: 'us' })).toBe(true);
    expect(gateCouldEverHold(gate, { country: 'CA' })).toBe(true);
    expect(gateCouldEverHold(gate, { storeKey: 'eu', country: 'US' })).toBe(false);
    expect(gateCouldEverHold(gate, {})).toBe(false);
  });

  it('is possible for every order when one alternative names neither', () => {
    expect(gateCouldEverHold(parseGateExpression('store=us|paymentState=Paid'), {})).toBe(true);
  });

  it('is possible for every order whose gate is open now', () => {
    fc.assert(
      fc.property(expression, facts, (gate, order) => {
        fc.pre(gateHolds(gate, order));
        expect(gateCouldEverHold(gate, order)).toBe(true);
      }),
    );
  });
});

describe('the state keys of a gate', () => {
  it('are listed each once, whatever the operator', () => {
    const gate = parseGateExpression('state=packed&store=us|state!=blocked|state=packed');
    expect(stateKeysOf(gate)).toEqual(['packed', 'blocked']);
  });

  it('are none when no term names a state', () => {
    expect(stateKeysOf(parseGateExpression('orderState=Open'))).toEqual([]);
  });
});
