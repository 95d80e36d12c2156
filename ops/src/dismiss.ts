import { type Command, UsageError } from './command.ts';
import { plural } from './text.ts';

/** `dismiss`: removes letters that somebody has dealt with. */
export const DISMISS: Command = {
  name: 'dismiss',
  summary: 'Removes dead letters that you have dealt with and that nothing else will remove.',
  usage: '<letter key> …',
  help: [
    '  <letter key>   as "letters" shows it, e.g. shipment.2-1042',
    '',
    'For letters about orders that were deleted, or that never were in commercetools. Of everything else use replay: a letter whose',
    'cause lasts is written again, or, for an order, stands for something that is still undone.',
  ],
  options: {},
  run: async ({ positionals }, { deadLetters }) => {
    if (positionals.length === 0) throw new UsageError('Say which letters, by their keys.');
    const missing: string[] = [];
    for (const key of positionals) {
      const letter = await deadLetters.get(key);
      if (letter === undefined) missing.push(key);
      else await deadLetters.clear(letter.value.kind, letter.value.subject);
    }
    const count = positionals.length - missing.length;
    const text = [...missing.map((key) => `There is no letter "${key}".`), `${plural(count, 'letter')} removed.`].join(
      '\n',
    );
    return { code: missing.length > 0 ? 1 : 0, text, data: { dismissed: count, missing } };
  },
};
