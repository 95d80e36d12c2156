import { describe, expect, it } from '@jest/globals';
import { playChanges } from '../../../tests/generators/change-pass.ts';
import { ChangeWorld, linesOf, movedTo } from '../../../tests/generators/change-world.ts';
import { shopOrder } from '../../../tests/generators/situations.ts';
import { line } from '../../../tests/generators/written-orders.ts';
import { changeIssues } from './change-issues.ts';

const N = '1-A-1000';

describe('smoke', () => {
  it('does nothing', async () => {
    const world = new ChangeWorld();
    expect(await playChanges(world)).toEqual([]);
  });
  it('address', async () => {
    const world = new ChangeWorld();
    world.order = movedTo(world.order, { streetNumber: '43' });
    const steps = await playChanges(world);
    expect(steps).toEqual(['read-ordoro-orders', 'save', 'edit-ordoro', 'edit-ordoro', 'edit-ordoro', 'save']);
    expect(world.edits).toEqual([]);
  });
});
