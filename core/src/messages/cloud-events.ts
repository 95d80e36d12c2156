import type { JsonObject } from './bounded-json.ts';
import { asJsonObject } from './bounded-json.ts';

/** `com.commercetools.<resource type>.<message or change>.<type>` */
const EVENT_TYPE = /^com\.commercetools\.([a-z-]{1,100})\.([a-z]{1,20})\.([A-Za-z]{1,100})$/;

/**
 * The Platform payload of a CloudEvents notification. It is the event's `data`; what `data` lacks is filled from the
 * envelope: `type` names resource type and message type, `subject` is the resource id, `source` begins with the project key.
 * Without `data` (only a `dataref`) the result counts as a message whose payload is not included.
 * Source: commercetools Subscriptions, CloudEventsPayload.
 */
export function cloudEventPayload(event: JsonObject): JsonObject {
  const data = asJsonObject(event.data);
  const envelope = payloadOfEnvelope(event);
  if (data === undefined) return { ...envelope, payloadNotIncluded: { reason: 'no data in the event' } };
  return { ...envelope, ...data };
}

function payloadOfEnvelope(event: JsonObject): JsonObject {
  const [, typeId, kind, type] = EVENT_TYPE.exec(String(event.type)) ?? [];
  return {
    // Change notices carry their type as notification type; the words of messages and changes never overlap.
    notificationType: kind === 'message' ? 'Message' : type,
    type,
    resource: { typeId, id: event.subject },
    projectKey: projectKeyOf(event.source),
    createdAt: event.time,
    sequenceNumber: typeof event.sequence === 'string' ? Number(event.sequence) : undefined,
  };
}

function projectKeyOf(source: unknown): string | undefined {
  if (typeof source !== 'string') return undefined;
  return /^(?:https?:\/\/[^/]{1,256})?\/([^/]{1,256})\//.exec(source)?.[1];
}
