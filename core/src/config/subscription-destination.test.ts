import { describe, expect, it } from 'vitest';
import { parseSubscriptionDestination } from './subscription-destination.ts';

describe('the destination of the Subscription', () => {
  it('is the Pub/Sub topic that Connect names', () => {
    expect(
      parseSubscriptionDestination({
        CONNECT_SUBSCRIPTION_DESTINATION: 'GoogleCloudPubSub',
        CONNECT_GCP_PROJECT_ID: 'connect-1',
        CONNECT_GCP_TOPIC_NAME: 'topic-1',
      }),
    ).toEqual({ type: 'GoogleCloudPubSub', projectId: 'connect-1', topic: 'topic-1' });
  });

  it('is Pub/Sub when Connect does not say which', () => {
    expect(
      parseSubscriptionDestination({ CONNECT_GCP_PROJECT_ID: 'connect-1', CONNECT_GCP_TOPIC_NAME: 'topic-1' }),
    ).toEqual({ type: 'GoogleCloudPubSub', projectId: 'connect-1', topic: 'topic-1' });
  });

  it('is the SNS topic, reached by IAM', () => {
    expect(
      parseSubscriptionDestination({
        CONNECT_SUBSCRIPTION_DESTINATION: 'SNS',
        CONNECT_AWS_TOPIC_ARN: 'arn:aws:sns:us-east-2:1:topic',
      }),
    ).toEqual({ type: 'SNS', topicArn: 'arn:aws:sns:us-east-2:1:topic', authenticationMode: 'IAM' });
  });

  it('cannot be read when variables are missing, and all of them are named', () => {
    expect(() => parseSubscriptionDestination({})).toThrow(
      'The configuration cannot be used. Correct these variables and deploy again:\n' +
        '- CONNECT_GCP_PROJECT_ID is not set, but a GoogleCloudPubSub destination requires it\n' +
        '- CONNECT_GCP_TOPIC_NAME is not set, but a GoogleCloudPubSub destination requires it',
    );
  });

  it('cannot be read when it is of an unknown kind', () => {
    expect(() => parseSubscriptionDestination({ CONNECT_SUBSCRIPTION_DESTINATION: 'EventBridge' })).toThrow(
      '- CONNECT_SUBSCRIPTION_DESTINATION is "EventBridge"; allowed: GoogleCloudPubSub, SNS',
    );
  });
});
