import { describe, expect, it } from 'vitest';
import { ConflictError, RejectedError, TransientError } from '../problems/errors.ts';
import { untilSettled } from './until-settled.ts';

const CT = { platform: 'commercetools' as const };

/** Fails with these errors one after the other, then succeeds with the number of attempts. */
function failingWith(...errors: Error[]) {
  let attempts = 0;
  return async () => {
    const error = errors[attempts];
    attempts += 1;
    if (error !== undefined) throw error;
    return attempts;
  };
}

describe('read, compare and write', () => {
  it('starts anew when somebody else was faster', async () => {
    const duplicate = new RejectedError('there', { ...CT, status: 400, codes: ['DuplicateField'] });

    await expect(untilSettled(failingWith(new ConflictError('newer', CT), duplicate))).resolves.toBe(3);
  });

  it('starts anew once after an unclear answer', async () => {
    const unclear = new TransientError('reset', CT);

    await expect(untilSettled(failingWith(unclear))).resolves.toBe(2);
    await expect(untilSettled(failingWith(unclear, unclear))).rejects.toBe(unclear);
  });

  it('gives up at the fifth lost race', async () => {
    const lost = new ConflictError('newer', CT);

    await expect(untilSettled(failingWith(lost, lost, lost, lost))).resolves.toBe(5);
    await expect(untilSettled(failingWith(lost, lost, lost, lost, lost))).rejects.toBe(lost);
  });

  it('does not repeat what is refused', async () => {
    const refused = new RejectedError('no', { ...CT, status: 400 });

    await expect(untilSettled(failingWith(refused))).rejects.toBe(refused);
  });
});
