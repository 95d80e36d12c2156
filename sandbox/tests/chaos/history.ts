import type { FaultEffect } from '../../src/traffic/fault.ts';
import type { Happening } from '../warehouse-happenings.ts';
import type { CallKind } from './call-kinds.ts';

/** What a shopper orders. */
export type OrderKind =
  /** Paid, one destination. */
  | 'plain'
  /** Like the orders of the generated catalogue: any country, method and amount of lines. */
  | 'any'
  /** Two shipping methods: two Ordoro orders. */
  | 'divided'
  /** A kit beside a plain line. */
  | 'kit'
  /** Not paid yet: waits at the gate. */
  | 'unpaid'
  /** No address: held until the merchant gives one. */
  | 'no address'
  /** Completed elsewhere: never ours. */
  | 'not ours';

/** What the merchant does to one of the orders there are, counted around; -1: the last. */
export interface MerchantStep {
  readonly what:
    | 'is paid'
    | 'is cancelled'
    | 'is reopened'
    | 'gets another address'
    | 'is held'
    | 'is resumed'
    | 'is to be tried again';
  readonly order: number;
}

/** What the warehouse and the merchant do that `warehouse-stories.ts` can tell. */
export type WarehouseStep = Extract<Happening, { readonly order: number }> & {
  readonly what: Exclude<Happening['what'], `merchant ${'cancels' | 'reopens' | 'delivers'}`>;
};

/** The platform that a fault hits. */
export type Side = 'commercetools' | 'ordoro';

/** Which calls a fault is for. */
export type Target = CallKind | 'any' | 'write';

/** One call goes wrong, or the next `times`: the `skip` first ones of its kind pass. */
export interface ChaosFault {
  readonly side: Side;
  readonly target: Target;
  readonly skip: number;
  readonly times?: number;
  readonly effect: FaultEffect;
  /** Trouble with the answer to the trouble: goes wrong only once this fault has hit. */
  readonly followUp?: ChaosFault;
}

/** Who works: a run of the job, or the event app that gets the waiting messages. */
export type Worker = 'job' | 'messages';

/** How waiting messages reach the event app. */
export interface Passing {
  readonly order: 'as sent' | 'shuffled';
  readonly isDoubled: boolean;
  readonly hasPayload: boolean;
}

/** The `at`-th call of one of the workers, counted from 0, its first one of a kind, or the call after one that got stuck. */
export interface Moment {
  readonly worker: number;
  readonly at: number | CallKind | 'while stuck';
}

/** One or two instances work at the same time, and things go wrong. */
export interface WorkStep {
  readonly what: 'work';
  readonly workers: readonly Worker[];
  readonly passing: Passing;
  readonly faults: readonly ChaosFault[];
  /** The instance ends at that call: before it is carried out, or before its answer arrives. Nothing of it reaches anybody any more. */
  readonly crash?: Moment & { readonly when: 'before' | 'after' };
  /** The call gets stuck on its way for so long, and is carried out then. */
  readonly stuck?: Moment & { readonly minutes: number };
}

/** All such calls go wrong for some runs of the job, with messages delivered before each. */
export interface OutageStep {
  readonly what: 'outage';
  readonly fault: Omit<ChaosFault, 'skip'>;
  readonly runs: number;
  /** Between the runs. */
  readonly minutes: number;
}

/** One thing that happens. What is not possible at that moment does not happen. */
export type Step =
  | { readonly what: 'is ordered'; readonly kind: OrderKind }
  | MerchantStep
  | WarehouseStep
  | WorkStep
  | OutageStep
  | { readonly what: 'messages are lost' | 'all is well for a while' }
  | { readonly what: 'time passes'; readonly minutes: number }
  | { readonly what: 'is counted'; readonly sku: number; readonly side: 'east' | 'west'; readonly onHand: number }
  /** The merchant sets the stock of the article whose stock is commercetools' own. */
  | { readonly what: 'is set'; readonly side: 'east' | 'west'; readonly units: number };

/** What of Ordoro is unknown or slow while the history lasts; nothing of it lags when it is over. */
export interface Oddities {
  readonly duplicateOrderId: 'reject' | 'accept' | 'accept-same-number' | 'existing';
  readonly listLagMs: number;
  readonly numberLagMs: number;
  readonly exclusiveBounds: boolean;
  readonly parentsInList: boolean;
}

/** Everything that happens from an empty shop on: plain data, so that it can be repeated and cut down. */
export interface History {
  /** Decides who comes first where two calls wait. */
  readonly luck: number;
  readonly oddities: Oddities;
  readonly orders: readonly OrderKind[];
  readonly steps: readonly Step[];
  /** What becomes of the messages that still wait in the end. */
  readonly leftMessages: 'arrive' | 'are lost';
  /** The end of the retry schedule is waited for, too; takes its time. */
  readonly isSeenADayLater: boolean;
  /** Within so many hours all stock is compared, changed or not; 0: never, so that whatever is forgotten stays wrong. */
  readonly rescanHours: 0 | 1;
}
