import { randomUUID } from 'node:crypto';
import type { Stored } from './storage.ts';

/** A message or notice in the Platform format, as a Subscription delivers it. */
export interface Notification {
  readonly notificationType: 'Message' | 'ResourceCreated';
  readonly projectKey: string;
  readonly resource: { readonly typeId: string; readonly id: string };
  readonly version: number;
  /** Message type such as `OrderCreated`; absent on notices. */
  readonly type?: string;
  readonly id?: string;
  readonly sequenceNumber?: number;
  readonly resourceVersion?: number;
  readonly createdAt?: string;
  readonly lastModifiedAt?: string;
  readonly [field: string]: unknown;
}

/** What an action reports: the message type and its own fields. */
export interface MessageFields {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** The change that causes a message. */
export interface MessageSource {
  readonly typeId: string;
  /** The resource as the message reports it; its version becomes `resourceVersion`. */
  readonly resource: Stored;
  readonly clientId: string;
  /** ISO-8601 UTC. */
  readonly now: string;
}

/** Called with each notification right after the change that caused it is stored. */
export type NotificationListener = (notification: Notification) => void;

/**
 * Numbers the messages per resource, keeps them for `GET /messages` and hands them to the listeners.
 * Source: https://docs.commercetools.com/api/projects/subscriptions#delivery
 */
export class MessageLog {
  /** Every message so far, oldest first. */
  readonly messages: Notification[] = [];
  readonly #projectKey: string;
  readonly #listeners: NotificationListener[] = [];
  readonly #sequence = new Map<string, number>();

  constructor(projectKey: string) {
    this.#projectKey = projectKey;
  }

  /** Calls `listener` for every notification from now on. */
  listen(listener: NotificationListener): void {
    this.#listeners.push(listener);
  }

  /** Publishes a message about a change of a resource. */
  publish(source: MessageSource, fields: MessageFields): void {
    const { typeId, resource, clientId, now } = source;
    const client = { clientId, isPlatformClient: false };
    const identifiers = userProvidedIdentifiers(resource);
    this.#send({
      notificationType: 'Message',
      projectKey: this.#projectKey,
      id: randomUUID(),
      version: 1,
      sequenceNumber: this.#nextNumber(`${typeId}/${resource.id}`),
      resource: { typeId, id: resource.id },
      resourceVersion: resource.version,
      ...(identifiers === undefined ? {} : { resourceUserProvidedIdentifiers: identifiers }),
      createdAt: now,
      lastModifiedAt: now,
      createdBy: client,
      lastModifiedBy: client,
      ...(JSON.parse(JSON.stringify(fields)) as MessageFields),
    });
  }

  /** Publishes the test notification that the platform sends when a Subscription gets a destination. */
  publishTest(subscription: Stored): void {
    this.#send({
      notificationType: 'ResourceCreated',
      projectKey: this.#projectKey,
      resource: { typeId: 'subscription', id: subscription.id },
      version: subscription.version,
      modifiedAt: subscription.lastModifiedAt,
    });
  }

  /** Forgets messages, sequence numbers and listeners. */
  clear(): void {
    this.messages.length = 0;
    this.#listeners.length = 0;
    this.#sequence.clear();
  }

  #send(notification: Notification): void {
    if (notification.notificationType === 'Message') this.messages.push(notification);
    for (const listener of this.#listeners) listener(JSON.parse(JSON.stringify(notification)));
  }

  #nextNumber(resource: string): number {
    const next = (this.#sequence.get(resource) ?? 0) + 1;
    this.#sequence.set(resource, next);
    return next;
  }
}

const IDENTIFIERS = ['key', 'orderNumber', 'sku'];

function userProvidedIdentifiers(resource: Stored): Record<string, unknown> | undefined {
  const present = IDENTIFIERS.filter((name) => resource[name] !== undefined);
  return present.length === 0 ? undefined : Object.fromEntries(present.map((name) => [name, resource[name]]));
}
