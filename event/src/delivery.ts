import { type Connector, type Deadline, decodeDelivery, relevanceOf } from '@commercetools-ordoro/core';

/** The broker waits 10 s for an answer; this leaves room for the way back. Milliseconds. */
const ANSWER_WITHIN_MS = 8_000;

/** Whatever is not done by then is answered as late, so that the answer itself keeps the limit. Milliseconds. */
const LATE_AFTER_MS = 7_500;

/** A POST to Ordoro begins only with this much time left, milliseconds. */
const NEEDED_TO_SEND_MS = 7_000;

/** A read from Ordoro ends with this much time left, enough to write down what came of it, milliseconds. */
const NEEDED_TO_WRITE_MS = 3_000;

/**
 * A number of units on hand is sent with this much time left: it is absolute, so one that is cut off is sent anew by the job, while
 * an order would be in doubt. Milliseconds.
 */
const NEEDED_TO_SEND_STOCK_MS = 5_000;

/** It has been sent, or is cut off, with this much time left, milliseconds. */
const NEEDED_AFTER_STOCK_MS = 1_500;

/** The answer to a delivery. 204: nothing (more) to do here, the outcome is durable. 503: send it again. */
export interface DeliveryAnswer {
  readonly status: 204 | 503;
}

const ACKNOWLEDGED: DeliveryAnswer = { status: 204 };

/**
 * Deals with one delivery. Irrelevant ones cost no call.
 * @throws PlatformError when commercetools could not be read or written, so that nothing durable happened
 */
export async function handleDelivery(connector: Connector, body: string): Promise<DeliveryAnswer> {
  const { logger, settings, clock } = connector;
  const startedAt = clock();
  const delivery = decodeDelivery(body);
  switch (delivery.kind) {
    case 'malformed':
      logger.error('A delivery is not a commercetools message; it is acknowledged.', { reason: delivery.reason });
      return ACKNOWLEDGED;
    case 'probe':
      logger.info('The Subscription is being tested.');
      return ACKNOWLEDGED;
    case 'irrelevant':
      logger.debug('A delivery was ignored.', { reason: delivery.reason });
      return ACKNOWLEDGED;
    case 'message':
      break;
  }
  const { message } = delivery;
  const { projectKey, clientId } = settings.commercetools;
  const relevance = relevanceOf(message, { projectKey, ownClientId: clientId });
  if (!('look' in relevance)) {
    logger.debug('A message was ignored.', { type: message.type, ...relevance });
    return ACKNOWLEDGED;
  }
  const outcome = await withinDeadline(look(connector, relevance, startedAt), connector.deadline(LATE_AFTER_MS));
  const { look: kind, ...subject } = relevance;
  const facts = { ...subject, type: message.type };
  if (outcome === LATE) {
    logger.warn(`The ${kind} took too long; the message comes again.`, facts);
    return { status: 503 };
  }
  logger.info(`An ${kind} was looked at.`, { ...facts, outcome, durationMs: clock() - startedAt });
  return ACKNOWLEDGED;
}

/** Looks at the order, or at the inventory entry, that a message is about. @returns how that ended */
async function look(
  { orders, stock }: Connector,
  relevance: Exclude<ReturnType<typeof relevanceOf>, { ignore: string }>,
  startedAt: number,
): Promise<string> {
  const answerBy = startedAt + ANSWER_WITHIN_MS;
  const readBy = answerBy - NEEDED_TO_WRITE_MS;
  if (relevance.look === 'inventory') {
    const sendBy = answerBy - NEEDED_TO_SEND_STOCK_MS;
    return stock.look(relevance, { readBy, sendBy, sentBy: answerBy - NEEDED_AFTER_STOCK_MS });
  }
  return (await orders.sync(relevance.orderId, { readBy, sendBy: answerBy - NEEDED_TO_SEND_MS })).outcome;
}

const LATE = Symbol('late');

/** The result, or {@link LATE}; the work itself goes on and ends durably or by the expiry of its claim. */
async function withinDeadline<T>(work: Promise<T>, deadline: Deadline): Promise<T | typeof LATE> {
  try {
    return await Promise.race([work, deadline.passed.then((): typeof LATE => LATE)]);
  } finally {
    deadline.cancel();
    // Its own failure after the deadline is no news: the message comes again.
    work.catch(() => undefined);
  }
}
