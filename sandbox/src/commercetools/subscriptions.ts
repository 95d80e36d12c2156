import type { Destination, Subscription } from '@commercetools/platform-sdk';
import type { Mutable } from './mutable.ts';
import { invalidJson } from './platform-error.ts';
import type { ActionTable, Change } from './updates.ts';

type MutableSubscription = Mutable<Subscription>;

/**
 * Subscription actions that the mock lacks. A new destination gets a test notification, as a new Subscription does:
 * https://docs.commercetools.com/api/projects/subscriptions
 */
export const SUBSCRIPTION_ACTIONS: ActionTable = {
  changeDestination: (
    subscription: MutableSubscription,
    { destination }: { destination: Mutable<Destination> },
    change: Change,
  ) => {
    if (destination === undefined) throw invalidJson('destination: Missing required value');
    subscription.destination = destination;
    change.platform.messages.publishTest({ ...subscription, lastModifiedAt: change.now });
  },
  setMessages: (subscription: MutableSubscription, action: { messages?: MutableSubscription['messages'] }) => {
    subscription.messages = action.messages ?? [];
  },
  setChanges: (subscription: MutableSubscription, action: { changes?: MutableSubscription['changes'] }) => {
    subscription.changes = action.changes ?? [];
  },
};
