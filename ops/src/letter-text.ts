import type { DeadLetter } from '../../core/src/records/dead-letters.ts';
import { ago, plural } from './text.ts';

/** A dead letter for people. @param now epoch milliseconds */
export function letterLines(key: string, letter: DeadLetter, now: number): string[] {
  const { code, message, howToFix, attempts, firstFailedAt, lastFailedAt } = letter;
  const times = `${plural(attempts, 'attempt')}, first ${ago(firstFailedAt, now)}, last ${ago(lastFailedAt, now)}`;
  return [
    `${key}  ${code}`,
    `  ${message}`,
    ...(message.includes(howToFix) ? [] : [`  To do: ${howToFix}`]),
    `  ${times}${replayText(letter, now)}`,
  ];
}

function replayText({ replayAskedAt, replayedAt }: DeadLetter, now: number): string {
  if (replayAskedAt !== undefined) return `; replay asked for ${ago(replayAskedAt, now)}, waits for the next run`;
  return replayedAt === undefined ? '' : `; last replayed ${ago(replayedAt, now)}`;
}
