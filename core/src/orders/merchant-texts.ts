import type { Order } from '@commercetools/platform-sdk';
import { currentOrders } from '../fulfillments/known-orders.ts';
import { isStanding } from '../fulfillments/standing-shipments.ts';
import { CATALOGUE, type IssueCode, type SyncStatus } from '../problems/catalogue.ts';
import { type Issue, issueText } from '../problems/issue.ts';
import type { KnownShipment } from '../records/known-ordoro-order.ts';
import { hasGivenUp, ordoroNumbers, type SyncRecord } from '../records/sync-record.ts';

/** Longest `ordoroSyncMessage`. */
const MAX_MESSAGE_LENGTH = 1_000;

/** The sentence for an order that is held: every problem with what to do. */
export function heldMessage(issues: readonly Issue[]): string {
  const count = issues.length === 1 ? '' : `${issues.length} problems: `;
  return bounded(`Not sent to Ordoro. ${count}${problemTexts(issues).join(' ')}`);
}

/** Each kind of problem once, with what to do. */
function problemTexts(issues: readonly Issue[]): string[] {
  return [...new Set(issues.map(({ code }) => code))].map((code) => {
    const { meaning, howToFix } = CATALOGUE[code];
    return `${meaning} (${detailsOf(issues, code)}) ${howToFix}`;
  });
}

/** The message of a record followed by these problems of what Ordoro has of its order, and what was done about duplicates of that. */
export function messageWith(record: SyncRecord, issues: readonly Issue[]): string {
  return bounded([record.message ?? '', ...problemTexts(issues), ...duplicateRemarks(record)].join(' '));
}

/** A few of the things that a problem is about; `ordoroIssues` names them all. */
function detailsOf(issues: readonly Issue[], code: IssueCode): string {
  const details = issues.filter((issue) => issue.code === code).map(({ detail }) => detail);
  const more = details.length - MAX_DETAILS;
  return [...details.slice(0, MAX_DETAILS), ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
}

const MAX_DETAILS = 3;

/** The sentence for an order that the merchant holds. */
export const MERCHANT_HOLD_MESSAGE =
  'Not sent to Ordoro, because a hold was requested. Set ordoroRequest to "resume" to send it.';

/** The sentence for an order that waits for a configuration object. @param obstacle what is wrong with it, in words */
export function configurationMessage(obstacle: string): string {
  return bounded(`Not sent to Ordoro yet, nothing is wrong with the order. ${obstacle} Then it goes out by itself.`);
}

/** The sentence for an order that no line of which ships. */
export const NOTHING_TO_SHIP_MESSAGE = `${CATALOGUE['nothing-to-ship'].meaning} ${CATALOGUE['nothing-to-ship'].howToFix}`;

/** The sentence for an order that was cancelled before it went out. */
export const CANCELLED_BEFORE_EXPORT_MESSAGE = 'Cancelled before it was sent to Ordoro; nothing was sent.';

/** The sentence for an order that goes on by itself: when its next try comes, or when Ordoro is asked again at all. */
export function waitingMessage({ lastError }: Pick<SyncRecord, 'lastError'>, issue: Issue): string {
  return lastError?.paused === true ? pausedMessage(issue) : retryingMessage(issue);
}

/** The sentence for an order that is tried again by itself. */
export function retryingMessage(issue: Issue): string {
  const { meaning, howToFix } = CATALOGUE[issue.code];
  return bounded(`Not confirmed by Ordoro yet. ${meaning} ${howToFix}`);
}

/** The sentence for an order that waits because nothing is sent to Ordoro at the moment. @param issue its detail says why */
export function pausedMessage({ code, detail }: Issue): string {
  const advice = code === 'ordoro-auth' ? ` ${CATALOGUE[code].howToFix}` : '';
  return bounded(`Not confirmed by Ordoro yet. ${detail}.${advice}`);
}

/** The sentence for an order that will not be tried again by itself. */
export function failedMessage(issue: Issue): string {
  const detail = issue.detail === '' ? '' : ` (${issue.detail})`;
  return bounded(`${CATALOGUE[issue.code].meaning}${detail} ${failedAdvice(issue.code)}`);
}

/** What to do about something that is not tried again by itself; the catalogue's advice is for while it is. */
export function failedAdvice(code: IssueCode): string {
  const { leadsTo, howToFix } = CATALOGUE[code];
  return leadsTo === 'retrying'
    ? 'It was tried for 24 hours in vain. When the cause is gone, set ordoroRequest to "retry".'
    : howToFix;
}

/** The issue that the last failure of a record stands for. */
export function failureIssue({ lastError, parts }: SyncRecord): Issue {
  if (lastError === undefined) {
    // Forgotten because the order changed, but what would be sent is what Ordoro refused.
    const reasons = parts.flatMap(({ state }) => (state.step === 'rejected' ? [state.reason] : []));
    return { code: 'ordoro-rejected', detail: reasons.join('; ') };
  }
  const { code, message } = lastError;
  return { code: isIssueCode(code) ? code : 'ordoro-unavailable', detail: message };
}

function isIssueCode(code: string): code is IssueCode {
  return code in CATALOGUE;
}

/** What is said of an order that Ordoro has. */
export interface AcceptedFindings {
  readonly issues: readonly Issue[];
  /** A failure that is tried again, or was until the tries ended. */
  readonly trouble: Issue | undefined;
  readonly status: SyncStatus;
  /** Numbers of shipped Ordoro orders for which commercetools takes no delivery. */
  readonly undeliverable: readonly string[];
}

/** The sentences for an order that Ordoro has: what is wrong and what to do, then where it stands. */
export function acceptedMessage(
  record: SyncRecord,
  order: Pick<Order, 'shippingInfo' | 'shipping'>,
  { issues, trouble, status, undeliverable }: AcceptedFindings,
): string {
  return bounded(
    [
      ...problemTexts(issues),
      ...(trouble === undefined ? [] : [changeTroubleText(trouble, hasGivenUp(record))]),
      ...standing(record, status),
      ...remarks(record),
      ...deliveryRemarks(order, undeliverable),
    ].join(' '),
  );
}

function changeTroubleText(trouble: Issue, hasEnded: boolean): string {
  if (!hasEnded)
    return `Not in step with Ordoro yet. ${CATALOGUE[trouble.code].meaning} ${CATALOGUE[trouble.code].howToFix}`;
  return failedMessage(trouble);
}

/** Where the order stands, in the order in which it happened. */
function standing(record: SyncRecord, status: SyncStatus): string[] {
  const orders = currentOrders(record.ordoroOrders);
  const shipped = orders.filter(isStanding).map(({ number, shipment }) => shipmentText(number, shipment));
  const cancelled = orders.filter(({ status: one, lines }) => one === 'cancelled' && lines.length > 0);
  return [
    ...(status === 'shipped' ? [] : [`Sent to Ordoro as ${ordoroNumbers(record).join(', ')}.`]),
    ...(shipped.length === 0 ? [] : [`Shipped: ${shipped.join('; ')}.`]),
    ...(cancelled.length === 0 ? [] : [`Cancelled in Ordoro: ${cancelled.map(({ number }) => number).join(', ')}.`]),
  ];
}

function shipmentText(number: string, { carrier, service, parcels, shippedAt }: KnownShipment): string {
  const by = [carrier, service === undefined ? undefined : `(${service})`].filter((text) => text !== undefined);
  const tracking = parcels.map(({ trackingNumber }) => trackingNumber);
  return [
    number,
    ...(shippedAt === undefined ? [] : [`on ${shippedAt.slice(0, 10)}`]),
    ...(by.length === 0 ? [] : [`by ${by.join(' ')}`]),
    tracking.length === 0 ? 'without tracking' : `tracking ${tracking.join(', ')}`,
  ].join(' ');
}

function remarks(record: SyncRecord): string[] {
  const states = record.parts.flatMap(({ state }) => (state.step === 'accepted' ? [state] : []));
  const warnings = new Set(states.flatMap(({ addressWarning }) => addressWarning ?? []));
  const refused = states.flatMap(({ presetRefused, orderNumber }) =>
    presetRefused === undefined
      ? []
      : [`Ordoro refused preset ${presetRefused} for ${orderNumber}: apply it there by hand.`],
  );
  return [
    ...duplicateRemarks(record),
    ...[...warnings].map((warning) => `Ordoro's check of the shipping address: ${warning.replace(/\.+$/, '')}.`),
    ...refused,
    ...(record.requests.hold === true ? [HOLD_AFTER_EXPORT] : []),
  ];
}

/** What the connector did about other Ordoro orders for the same, or why it did nothing. */
function duplicateRemarks({ changes }: SyncRecord): string[] {
  return (changes?.duplicates ?? []).flatMap(({ number, isCancelled, why }) => [
    ...(isCancelled === true ? [`Ordoro had the order a second time: ${number} was cancelled there.`] : []),
    ...(why === undefined ? [] : [`${number} was not cancelled, because it ${why}.`]),
  ]);
}

/** commercetools keeps deliveries in shipping methods, so where there is none the order cannot show them. */
function deliveryRemarks(
  order: Pick<Order, 'shippingInfo' | 'shipping'>,
  undeliverable: AcceptedFindings['undeliverable'],
): string[] {
  const hasShippingMethod = order.shippingInfo !== undefined || (order.shipping ?? []).length > 0;
  if (!hasShippingMethod) return [NO_DELIVERIES];
  if (undeliverable.length === 0) return [];
  return [
    `The order has no shipping method any more for ${undeliverable.join(', ')}, so commercetools can take no delivery there; what was shipped shows only in these fields.`,
  ];
}

const HOLD_AFTER_EXPORT =
  'On hold: nothing but cancellations is sent to Ordoro until ordoroRequest is set to "resume".';

const NO_DELIVERIES =
  'The order has no shipping method, so commercetools can take no delivery for it; shipments show only in these fields.';

/** The entries of `ordoroIssues`. */
export function issueTexts(issues: readonly Issue[]): string[] {
  return [...new Set(issues.map(issueText))];
}

function bounded(text: string): string {
  const characters = [...text.toWellFormed()];
  return characters.length <= MAX_MESSAGE_LENGTH
    ? text.toWellFormed()
    : `${characters.slice(0, MAX_MESSAGE_LENGTH - 1).join('')}…`;
}
