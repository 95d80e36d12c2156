import { expect } from 'vitest';
import type { Tally } from './tally.ts';

/** Histories from which on chance hardly counts. */
const ENOUGH = 100;

/** The histories met at least so much trouble, per hundred of them: else nothing is proven. */
export function expectEventful(tally: Tally, perHundred: Readonly<Record<string, number>>): void {
  const histories = tally.of('histories');
  if (histories < ENOUGH) return;
  const seen = Object.keys(perHundred).map((what) => [what, Math.round((tally.of(what) / histories) * 100)] as const);
  const missing = seen.filter(([what, count]) => count < (perHundred[what] ?? 0));
  expect(missing).toEqual([]);
}
