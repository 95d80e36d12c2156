import type {
  Destination,
  MessageSubscription,
  Subscription,
  SubscriptionDraft,
  SubscriptionUpdateAction,
} from '@commercetools/platform-sdk';
import type { CommercetoolsClient } from '../commercetools/client.ts';
import type { SubscriptionDestination } from '../config/subscription-destination.ts';
import { INVENTORY_MESSAGE_TYPES, ORDER_MESSAGE_TYPES } from '../messages/subscribed.ts';
import type { StepResult } from './step.ts';
import { type SetupTarget, untilSettled } from './until-settled.ts';

/** What the connector wants to hear of. Messages of our own making are sorted out by their reader. */
const MESSAGES: readonly MessageSubscription[] = [
  { resourceTypeId: 'order', types: [...ORDER_MESSAGE_TYPES] },
  { resourceTypeId: 'inventory-entry', types: [...INVENTORY_MESSAGE_TYPES] },
];

/** Key of the deployment's Subscription. */
export function subscriptionKey(connectorId: string): string {
  return `${connectorId}-subscription`;
}

/** The deployment's Subscription. @returns undefined when there is none. @throws PlatformError */
export function findSubscription(client: CommercetoolsClient, connectorId: string): Promise<Subscription | undefined> {
  const key = subscriptionKey(connectorId);
  return client.find(`Subscription ${key}`, () => client.api.subscriptions().withKey({ key }).get().execute());
}

/**
 * Makes sure that commercetools sends the connector's messages to the queue of the deployment. An existing Subscription is
 * updated, never replaced, because messages of the moment in between would be lost.
 * @throws PlatformError; a RejectedError also when commercetools cannot deliver its test notification to the queue
 */
export function ensureSubscription(
  { client, dryRun }: SetupTarget,
  connectorId: string,
  destination: SubscriptionDestination,
): Promise<StepResult> {
  const key = subscriptionKey(connectorId);
  return untilSettled(async () => {
    const subscription = await findSubscription(client, connectorId);
    if (subscription === undefined) {
      const draft: SubscriptionDraft = { key, destination, messages: [...MESSAGES] };
      if (!dryRun)
        await client.write(`Subscription ${key}`, () => client.api.subscriptions().post({ body: draft }).execute());
      return { change: 'created', detail: destinationText(destination) };
    }
    const changes = changesOf(subscription, destination);
    const updated = dryRun || changes.length === 0 ? subscription : await update(client, subscription, changes);
    return {
      change: changes.length === 0 ? 'unchanged' : 'updated',
      detail: changes.length === 0 ? undefined : changes.map(({ action }) => CHANGE_WORDS[action]).join(', '),
      problems: healthProblems(updated),
      warnings: [
        ...healthWarnings(updated),
        ...(isSameDestination(subscription.destination, destination) ? [] : [movedText(subscription, connectorId)]),
      ],
    };
  });
}

type Change = Extract<SubscriptionUpdateAction, { action: 'changeDestination' | 'setMessages' }>;

const CHANGE_WORDS: Readonly<Record<Change['action'], string>> = {
  changeDestination: 'destination',
  setMessages: 'message types',
};

function changesOf(subscription: Subscription, destination: SubscriptionDestination): Change[] {
  // Setting the same destination again is the documented way to revive a Subscription whose delivery has stopped.
  const stopped = subscription.status === 'ConfigurationErrorDeliveryStopped';
  const changes: Change[] = [];
  if (stopped || !isSameDestination(subscription.destination, destination))
    changes.push({ action: 'changeDestination', destination });
  if (!isSameSelection(subscription.messages)) changes.push({ action: 'setMessages', messages: [...MESSAGES] });
  return changes;
}

async function update(client: CommercetoolsClient, subscription: Subscription, actions: readonly Change[]) {
  const { body } = await client.write(`Subscription ${subscription.key}`, () =>
    client.api
      .subscriptions()
      .withId({ ID: subscription.id })
      .post({ body: { version: subscription.version, actions: [...actions] } })
      .execute(),
  );
  return body;
}

function isSameDestination(present: Destination, wanted: SubscriptionDestination): boolean {
  if (wanted.type === 'GoogleCloudPubSub')
    return present.type === wanted.type && present.projectId === wanted.projectId && present.topic === wanted.topic;
  // A topic that is written to with an access key has one; without any it can only be IAM.
  return (
    present.type === wanted.type &&
    present.topicArn === wanted.topicArn &&
    (present.authenticationMode ?? (present.accessKey === undefined ? 'IAM' : 'Credentials')) === 'IAM'
  );
}

function isSameSelection(present: readonly MessageSubscription[]): boolean {
  const text = (messages: readonly MessageSubscription[]) =>
    messages
      .map(({ resourceTypeId, types = [] }) => `${resourceTypeId}: ${[...types].sort().join(' ')}`)
      .sort()
      .join('; ');
  return text(present) === text(MESSAGES);
}

/** Source: commercetools API, `SubscriptionHealthStatus`. */
function healthProblems({ key, status }: Subscription): string[] {
  switch (status) {
    case 'Healthy':
    case 'TemporaryError':
      return [];
    case 'ManuallySuspended':
      return [
        `commercetools has suspended the Subscription "${key}", and its messages are lost. Ask the commercetools support to resume it; until then the job finds every order within minutes.`,
      ];
    default:
      return [
        `The Subscription "${key}" has the status ${status}: messages do not reach the connector. Undeploy and deploy again, so that it gets a new queue; until then the job finds every order within minutes.`,
      ];
  }
}

function healthWarnings({ key, status }: Subscription): string[] {
  return status === 'TemporaryError'
    ? [
        `commercetools cannot deliver messages of the Subscription "${key}" at the moment and keeps them. Look at its status again in an hour.`,
      ]
    : [];
}

function movedText({ destination }: Subscription, connectorId: string): string {
  return `The Subscription sent messages to ${destinationText(destination)} before. If that belongs to another deployment in this project, it gets none any more: give each deployment a CONNECTOR_ID of its own (this one has "${connectorId}").`;
}

function destinationText(destination: Destination): string {
  switch (destination.type) {
    case 'GoogleCloudPubSub':
      return `Pub/Sub topic ${destination.projectId}/${destination.topic}`;
    case 'SNS':
      return `SNS topic ${destination.topicArn}`;
    default:
      return `a destination of type ${destination.type}`;
  }
}
