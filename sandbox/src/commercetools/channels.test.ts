import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestProject, type TestProject } from './test-project.ts';

describe('channels', () => {
  let project: TestProject;
  beforeAll(async () => {
    project = await startTestProject();
  });
  beforeEach(() => project.reset());
  afterAll(() => project.standIn.close());

  it('supply inventory when the draft names no role', async () => {
    expect((await project.call('POST', '/channels', { key: 'east' })).body.roles).toEqual(['InventorySupply']);
  });

  it('have a key that stands once per project: the second one is 400 DuplicateField', async () => {
    await project.call('POST', '/channels', { key: 'east' });
    const { status, body } = await project.call('POST', '/channels', { key: 'east' });
    expect([status, body.errors[0].code]).toEqual([400, 'DuplicateField']);
  });

  it('let roles be set, added and removed', async () => {
    const { body: created } = await project.call('POST', '/channels', { key: 'east', roles: ['Primary'] });
    const change = (action: string, roles: readonly string[]) =>
      project.update(`/channels/${created.id}`, { action, roles });
    expect((await change('addRoles', ['OrderExport', 'Primary'])).body.roles).toEqual(['Primary', 'OrderExport']);
    expect((await change('removeRoles', ['Primary'])).body.roles).toEqual(['OrderExport']);
    expect((await change('setRoles', ['OrderImport'])).body.roles).toEqual(['OrderImport']);
    expect((await change('addRoles', ['Exporter'])).body.errors[0].code).toBe('InvalidField');
  });
});
