import type { Command } from './command.ts';
import { UsageError } from './command.ts';
import { letterLines } from './letter-text.ts';
import { lettersOf, SELECTION_HELP, SELECTION_OPTIONS, selectionOf } from './selection.ts';
import { plural } from './text.ts';

/** `letters`: what will not be tried again by itself. */
export const LETTERS: Command = {
  name: 'letters',
  summary: 'Lists dead letters: work that is not tried again by itself, why, and what to do.',
  usage: '[--kind <kind>] [--code <code>]',
  help: [
    ...SELECTION_HELP,
    '',
    'A letter goes by itself once its subject succeeds. When the cause is gone: replay <key>.',
    'With --json each letter also has the request and the answer, personal data left out unless LOG_PAYLOADS is "full".',
  ],
  options: SELECTION_OPTIONS,
  run: async (input, { deadLetters, clock }) => {
    if (input.positionals.length > 0) throw new UsageError('letters takes --kind and --code only.');
    const data: object[] = [];
    const lines: string[] = [];
    for await (const { key, value } of lettersOf(deadLetters, selectionOf(input))) {
      data.push({ key, ...value });
      lines.push(...letterLines(key, value, clock()), '');
    }
    const text =
      data.length === 0 ? 'There are no such letters.' : `${lines.join('\n')}\n${plural(data.length, 'letter')}.`;
    return { code: 0, text, data };
  },
};
