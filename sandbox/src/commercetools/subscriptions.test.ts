import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestProject, type TestProject } from './test-project.ts';

describe('Subscriptions', () => {
  let project: TestProject;
  const destination = { type: 'GoogleCloudPubSub', projectId: 'p', topic: 't' };
  const draft = { key: 'ordoro', destination, messages: [{ resourceTypeId: 'order', types: ['OrderCreated'] }] };
  beforeAll(async () => {
    project = await startTestProject();
  });
  beforeEach(() => project.reset());
  afterAll(() => project.standIn.close());

  it('send a test notification when they are created', async () => {
    const { body } = await project.call('POST', '/subscriptions', draft);
    expect(project.notifications).toEqual([
      {
        notificationType: 'ResourceCreated',
        projectKey: 'sandbox',
        resource: { typeId: 'subscription', id: body.id },
        version: 1,
        modifiedAt: '2026-11-23T08:00:00.000Z',
      },
    ]);
  });

  it('send a test notification when the destination changes', async () => {
    await project.call('POST', '/subscriptions', draft);
    const topic = { ...destination, topic: 'new' };
    const { body } = await project.update('/subscriptions/key=ordoro', {
      action: 'changeDestination',
      destination: topic,
    });
    expect(body.destination).toEqual(topic);
    expect(project.notifications).toHaveLength(2);
  });

  it('let messages, changes and key be set', async () => {
    await project.call('POST', '/subscriptions', draft);
    const messages = [{ resourceTypeId: 'inventory-entry', types: [] }];
    const { body } = await project.update(
      '/subscriptions/key=ordoro',
      { action: 'setMessages', messages },
      { action: 'setChanges', changes: [{ resourceTypeId: 'order' }] },
      { action: 'setKey', key: 'renamed' },
    );
    expect(body).toMatchObject({ version: 4, key: 'renamed', messages, changes: [{ resourceTypeId: 'order' }] });
  });

  it('have a key that stands once per project: the second one is 400 DuplicateField', async () => {
    await project.call('POST', '/subscriptions', draft);
    const { status, body } = await project.call('POST', '/subscriptions', draft);
    expect([status, body.errors[0].code]).toEqual([400, 'DuplicateField']);
    expect(project.standIn.subscriptions()).toHaveLength(1);
  });

  it('are deleted by key with their version', async () => {
    await project.call('POST', '/subscriptions', draft);
    expect((await project.call('DELETE', '/subscriptions/key=ordoro?version=3')).status).toBe(409);
    expect((await project.call('DELETE', '/subscriptions/key=ordoro?version=1')).status).toBe(200);
    expect(project.standIn.subscriptions()).toEqual([]);
  });
});
