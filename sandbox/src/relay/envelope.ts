import type { Notification } from '../commercetools/messages.ts';

/** How the broker wraps a notification: GCP Pub/Sub push, AWS SNS, or not at all. */
export type Envelope = 'pubsub' | 'sns' | 'bare';

/** The format of the Subscription. */
export type PayloadFormat = 'platform' | 'cloudevents';

/** What a delivery carries besides the notification. */
export interface DeliveryContext {
  /** Id the broker gave the message; the same on every redelivery. */
  readonly messageId: string;
  /** ISO-8601 UTC. */
  readonly publishedAt: string;
}

/** The body of the POST to the event app. */
export function wrap(envelope: Envelope, payload: unknown, context: DeliveryContext): unknown {
  const { messageId, publishedAt } = context;
  switch (envelope) {
    case 'bare':
      return payload;
    case 'pubsub':
      return {
        message: {
          data: Buffer.from(JSON.stringify(payload)).toString('base64'),
          messageId,
          message_id: messageId,
          publishTime: publishedAt,
          publish_time: publishedAt,
        },
        subscription: 'projects/sandbox/subscriptions/event',
      };
    case 'sns':
      return {
        Type: 'Notification',
        MessageId: messageId,
        TopicArn: 'arn:aws:sns:eu-central-1:000000000000:event',
        Message: JSON.stringify(payload),
        Timestamp: publishedAt,
        SignatureVersion: '1',
      };
  }
}

/** The notification in the format of the Subscription. */
export function inFormat(format: PayloadFormat, notification: Notification): unknown {
  if (format === 'platform') return notification;
  const { projectKey, resource, type, sequenceNumber, createdAt } = notification;
  const kind =
    notification.notificationType === 'Message' ? `message.${type}` : `change.${notification.notificationType}`;
  return {
    specversion: '1.0',
    id: notification.id ?? `${resource.id}.${notification.version}`,
    type: `com.commercetools.${resource.typeId}.${kind}`,
    source: `/${projectKey}/${resource.typeId}`,
    subject: resource.id,
    ...(createdAt === undefined ? {} : { time: createdAt }),
    ...(sequenceNumber === undefined ? {} : { sequence: String(sequenceNumber) }),
    data: notification,
  };
}

/** The fields every message has, without payload, as sent when the payload does not fit into the queue. */
const ENVELOPE_FIELDS = [
  'notificationType',
  'projectKey',
  'id',
  'version',
  'sequenceNumber',
  'resource',
  'resourceVersion',
  'resourceUserProvidedIdentifiers',
  'createdAt',
  'lastModifiedAt',
  'createdBy',
  'lastModifiedBy',
];

/** The message without its payload: `payloadNotIncluded` names the type, `type` itself is missing. */
export function withoutPayload(notification: Notification): Notification {
  const kept = Object.entries(notification).filter(([name]) => ENVELOPE_FIELDS.includes(name));
  return {
    ...(Object.fromEntries(kept) as Notification),
    payloadNotIncluded: { reason: 'The payload exceeds the limit of the queue.', payloadType: notification.type },
  };
}
