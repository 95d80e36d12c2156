import type { StoredObject } from '../../core/src/commercetools/custom-objects.ts';
import type { DeadLetter, DeadLetters } from '../../core/src/records/dead-letters.ts';
import { inParallel } from '../../core/src/runs/in-parallel.ts';
import { type Command, type CommandInput, UsageError } from './command.ts';
import { lettersOf, SELECTION_HELP, SELECTION_OPTIONS, selectionOf } from './selection.ts';
import { plural } from './text.ts';

/** `replay`: tries again what dead letters are about. */
export const REPLAY: Command = {
  name: 'replay',
  summary: 'Has the next run of the job try again what dead letters are about: one, of a kind, with a code, or all.',
  usage: '<letter key> … | [--kind <kind>] [--code <code>] | --all',
  help: [
    '  <letter key>    as "letters" shows it, e.g. order.4e1c…',
    ...SELECTION_HELP,
    '  --all           every letter',
    '',
    'An order gets fresh tries, as by "retry" in the Merchant Center; nothing is sent twice. A shipment or return is read again in',
    'Ordoro and brought to its order; a SKU is compared at once. Thousands go over several runs, within the rate budget.',
    'A letter goes when its subject succeeds, and says what is wrong now when it does not.',
  ],
  options: { ...SELECTION_OPTIONS, all: { type: 'boolean' } },
  run: async (input, { deadLetters }) => {
    const found = await lettersToReplay(input, deadLetters);
    let count = 0;
    await inParallel(found.letters, async (letter) => {
      if (await deadLetters.askReplay(letter)) count += 1;
    });
    const missing = found.missing.map((key) => `There is no letter "${key}".`);
    const asked =
      count === 0
        ? 'No letter is to be replayed.'
        : `${plural(count, 'letter')} will be replayed by the next run of the job that includes the task "orders"; by its schedule that begins within 5 minutes.`;
    return {
      code: found.missing.length > 0 ? 1 : 0,
      text: [...missing, asked].join('\n'),
      data: { asked: count, missing: found.missing },
    };
  },
};

async function lettersToReplay(
  input: CommandInput,
  deadLetters: DeadLetters,
): Promise<{ letters: StoredObject<DeadLetter>[]; missing: string[] }> {
  const { positionals, values } = input;
  const selection = selectionOf(input);
  const isSelected = Object.keys(selection).length > 0;
  const ways = [positionals.length > 0, isSelected, values.all === true].filter(Boolean).length;
  if (ways !== 1) throw new UsageError('Say which letters: keys, or --kind and --code, or --all.');
  if (positionals.length > 0) return byKey(positionals, deadLetters);
  const letters: StoredObject<DeadLetter>[] = [];
  for await (const letter of lettersOf(deadLetters, selection)) letters.push(letter);
  return { letters, missing: [] };
}

async function byKey(keys: readonly string[], deadLetters: DeadLetters) {
  const letters: StoredObject<DeadLetter>[] = [];
  const missing: string[] = [];
  for (const key of keys) {
    const letter = await deadLetters.get(key);
    if (letter === undefined) missing.push(key);
    else letters.push(letter);
  }
  return { letters, missing };
}
