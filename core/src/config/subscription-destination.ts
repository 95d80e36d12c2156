import { ConfigurationError, type ConfigurationProblem } from './configuration-error.ts';
import { type Environment, textOf } from './environment.ts';

/**
 * Where commercetools sends the order messages: the queue that Connect made for the event app, in the form that a Subscription
 * takes (https://docs.commercetools.com/api/projects/subscriptions#destination).
 */
export type SubscriptionDestination =
  | { readonly type: 'GoogleCloudPubSub'; readonly projectId: string; readonly topic: string }
  | { readonly type: 'SNS'; readonly topicArn: string; readonly authenticationMode: 'IAM' };

/**
 * Reads the destination from the `CONNECT_*` variables that Connect gives to the post-deploy script of an event app. Without
 * `CONNECT_SUBSCRIPTION_DESTINATION` it is Google Cloud Pub/Sub.
 *
 * @throws ConfigurationError naming all missing or unknown variables at once
 */
export function parseSubscriptionDestination(env: Environment): SubscriptionDestination {
  const destination = textOf(env, 'CONNECT_SUBSCRIPTION_DESTINATION') ?? 'GoogleCloudPubSub';
  const problems: ConfigurationProblem[] = [];
  const required = (key: string): string => {
    const value = textOf(env, key);
    if (value === undefined) {
      problems.push({ key, message: `is not set, but a ${destination} destination requires it` });
    }
    return value ?? '';
  };
  const result = destinationOf(destination, required, problems);
  if (result === undefined || problems.length > 0) {
    throw new ConfigurationError(problems);
  }
  return Object.freeze(result);
}

function destinationOf(
  destination: string,
  required: (key: string) => string,
  problems: ConfigurationProblem[],
): SubscriptionDestination | undefined {
  switch (destination) {
    case 'GoogleCloudPubSub':
      return {
        type: 'GoogleCloudPubSub',
        projectId: required('CONNECT_GCP_PROJECT_ID'),
        topic: required('CONNECT_GCP_TOPIC_NAME'),
      };
    case 'SNS':
      return { type: 'SNS', topicArn: required('CONNECT_AWS_TOPIC_ARN'), authenticationMode: 'IAM' };
    default:
      problems.push({
        key: 'CONNECT_SUBSCRIPTION_DESTINATION',
        message: `is ${JSON.stringify(destination)}; allowed: GoogleCloudPubSub, SNS`,
      });
      return undefined;
  }
}
