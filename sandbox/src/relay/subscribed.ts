import type { Subscription } from '@commercetools/platform-sdk';
import type { Notification } from '../commercetools/messages.ts';

/**
 * Tells whether the Subscriptions of the project deliver this notification: listed message types, all types of a resource
 * listed without types, test notifications of a listed Subscription. While there is no Subscription at all, every order
 * message passes, so that a sandbox without post-deploy works.
 */
export function isSubscribed(subscriptions: readonly Subscription[], notification: Notification): boolean {
  const { resource, type } = notification;
  if (resource.typeId === 'subscription') return subscriptions.some(({ id }) => id === resource.id);
  if (subscriptions.length === 0) return resource.typeId === 'order' && type !== undefined;
  return subscriptions
    .flatMap(({ messages }) => messages)
    .some(({ resourceTypeId, types = [] }) => {
      if (resourceTypeId !== resource.typeId || type === undefined) return false;
      return types.length === 0 || types.includes(type);
    });
}
