import type { FastifyInstance } from 'fastify';
import type { Notification } from './messages.ts';
import { type Platform, pathParam, queryOf } from './platform.ts';
import { RESOURCE_FIELDS } from './queries/fields.ts';
import { queryPage } from './queries/query.ts';
import type { Endpoint } from './resources.ts';

/** Endpoints that the mock does not have: the message query, and orders updated or deleted by order number. */
export function addMissingRoutes(app: FastifyInstance, platform: Platform, orders: Endpoint): void {
  const byNumber = '/:projectKey/orders/order-number=*';
  app.register(async (scope) => {
    scope.get('/:projectKey/messages', async (request) => {
      const project = await platform.storage.getProject(platform.projectKey);
      const rows = project.messages.enabled ? platform.messages.messages.map(withoutEnvelope) : [];
      const fields = RESOURCE_FIELDS.message;
      return queryPage({ rows, defaultSort: 'id', ...(fields === undefined ? {} : { fields }) }, queryOf(request));
    });
    scope.post(byNumber, async (request) =>
      orders.update(request, orders.idBy('orderNumber', pathParam(request, '*'))),
    );
    scope.delete(byNumber, async (request) =>
      orders.delete(request, orders.idBy('orderNumber', pathParam(request, '*'))),
    );
  });
}

/** A message as the query shows it: notification type and project key belong to the delivery. */
function withoutEnvelope({ notificationType: _type, projectKey: _key, ...message }: Notification): object {
  return message;
}

/** The messages configuration of a new project: the query API is on. */
export async function switchOnMessages(platform: Platform): Promise<void> {
  const { storage, projectKey } = platform;
  const project = await storage.getProject(projectKey);
  await storage.saveProject({ ...project, messages: { enabled: true, deleteDaysAfterCreation: 15 } });
}
