import type { Clock } from '../clock.ts';
import type { AutomationRule } from './rules.ts';

/** How the stand-in answers where the real Ordoro is unknown, slow or limited. All but `clock` and `port` may change while it runs. */
export interface OrdoroStandInOptions {
  readonly clock: Clock;
  /** Default: a free one. */
  readonly port?: number;
  readonly clientId?: string;
  readonly clientSecret?: string;
  /**
   * What a second `POST /v3/order` with the same channel and `order_id` does. `reject` (default): 400. `accept`: a second
   * order whose number ends in `-D2`. `accept-same-number`: a second order with the very same number, calls by number reach
   * the older one. `existing`: 201 with the old order, nothing is made.
   */
  duplicateOrderId?: 'reject' | 'accept' | 'accept-same-number' | 'existing';
  /** The order list shows a write only this much later, milliseconds of the clock. Default 0. */
  listLagMs?: number;
  /** The same for `GET /v3/order/{number}`. Default 0. */
  numberLagMs?: number;
  /** Calls allowed in any 60 seconds of the clock, above that 429. Default: no limit. */
  requestsPerMinute?: number;
  /** Send `Retry-After` (seconds) with 429. Default false, because Ordoro does not document it. */
  retryAfter?: boolean;
  /** Run the automation rules on orders made through the API. Default true. */
  runRules?: boolean;
  /** The automation rules, run in this order when an order is made. */
  rules?: AutomationRule[];
  /** `updated_after` and the other bounds leave out the bound itself. Default false. */
  exclusiveBounds?: boolean;
  /** Stock movements by orders and shipments change a product's `updated`. Default false. */
  stockBumpsProduct?: boolean;
  /** Split parents appear in the order list. Default false. */
  parentsInList?: boolean;
  /** Split parents answer `GET /v3/order/{number}`. Default true. */
  parentsByNumber?: boolean;
  /** Archived products appear in the product list. Default true. */
  listsArchivedProducts?: boolean;
  /** `GET .../comment` answers the list of the published example instead of the one comment of the schema. Default false. */
  commentList?: boolean;
  /** Offset of every date in answers, minutes. Default -360. */
  utcOffsetMinutes?: number;
}
