import fc from 'fast-check';

/** Which of the orders, or things, that there are at that moment; counted around. */
const some = fc.nat({ max: 7 });
const order = fc.nat({ max: 2 });
const units = fc.integer({ min: 1, max: 3 });

/** One thing that happens. What is not possible at that moment does not happen. */
export type Happening =
  | {
      readonly what: 'ships' | 'ships without tracking' | 'ships in two packages';
      readonly order: number;
      readonly at: number;
    }
  | { readonly what: 'voids'; readonly order: number; readonly at: number; readonly leaves: 'flag' | 'nothing' }
  | {
      readonly what: 'splits';
      readonly order: number;
      readonly at: number;
      readonly line: number;
      readonly units: number;
    }
  | {
      readonly what: 'merges';
      readonly order: number;
      readonly at: number;
      readonly into: number;
      readonly leaves: 'empty' | 'lines';
    }
  | { readonly what: 'cancels' | 'restores'; readonly order: number; readonly at: number }
  | { readonly what: 'takes back' | 'restocks'; readonly order: number; readonly at: number; readonly units: number }
  | { readonly what: 'merchant cancels' | 'merchant reopens'; readonly order: number }
  | {
      readonly what: 'merchant edits' | 'merchant delivers';
      readonly order: number;
      readonly line: number;
      readonly units: number;
    }
  | { readonly what: 'job runs' | 'messages arrive' | 'messages are lost' }
  | { readonly what: 'record is lost'; readonly order: number }
  | { readonly what: 'time passes'; readonly minutes: number };

/** A number of orders, and what happens to them. */
export interface Story {
  readonly orders: number;
  readonly happenings: readonly Happening[];
}

const happening = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      what: fc.constantFrom(
        'ships' as const,
        'ships' as const,
        'ships without tracking' as const,
        'ships in two packages' as const,
      ),
      order,
      at: some,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      what: fc.constant('voids' as const),
      order,
      at: some,
      leaves: fc.constantFrom('flag' as const, 'nothing' as const),
    }),
  },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('splits' as const), order, at: some, line: some, units }) },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant('merges' as const),
      order,
      at: some,
      into: some,
      leaves: fc.constantFrom('empty' as const, 'lines' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ what: fc.constantFrom('cancels' as const, 'restores' as const), order, at: some }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ what: fc.constantFrom('takes back' as const, 'restocks' as const), order, at: some, units }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ what: fc.constantFrom('merchant cancels' as const, 'merchant reopens' as const), order }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constantFrom('merchant edits' as const, 'merchant delivers' as const),
      order,
      line: some,
      units,
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      what: fc.constantFrom(
        'job runs' as const,
        'job runs' as const,
        'messages arrive' as const,
        'messages are lost' as const,
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('record is lost' as const), order }) },
  {
    weight: 2,
    arbitrary: fc.record({ what: fc.constant('time passes' as const), minutes: fc.constantFrom(0, 1, 3, 30) }),
  },
);

/** Stories of one to three orders. */
export const stories: fc.Arbitrary<Story> = fc.record({
  orders: fc.integer({ min: 1, max: 3 }),
  happenings: fc.array(happening, { minLength: 4, maxLength: 16 }),
});

/** Places of the orders whose record is lost in the story. */
export function lostRecords({ orders, happenings }: Story): ReadonlySet<number> {
  return new Set(happenings.flatMap((one) => (one.what === 'record is lost' ? [one.order % orders] : [])));
}
