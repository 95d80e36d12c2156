import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestProject, type TestProject } from './test-project.ts';

describe('errors', () => {
  let project: TestProject;
  beforeAll(async () => {
    project = await startTestProject();
  });
  afterAll(() => project.standIn.close());

  it('have status, message and a list with codes', async () => {
    const { status, body } = await project.call('GET', '/orders/nobody');
    expect(status).toBe(404);
    expect(body).toEqual({
      statusCode: 404,
      message: "The Resource with ID 'nobody' was not found.",
      errors: [{ code: 'ResourceNotFound', message: "The Resource with ID 'nobody' was not found." }],
    });
  });

  it('of a body that is no JSON are 400 InvalidJsonInput', async () => {
    const { status, body } = await project.call('POST', '/custom-objects', '{"container": ');
    expect([status, body.errors[0].code]).toEqual([400, 'InvalidJsonInput']);
  });

  it('of an unknown path are 404', async () => {
    expect((await project.call('GET', '/warehouses')).status).toBe(404);
  });

  it('of another project are 404 too, for the stand-in has one project', async () => {
    const answer = await fetch(`${project.standIn.apiUrl}/another/orders`);
    expect(answer.status).toBe(404);
  });
});
