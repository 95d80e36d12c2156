import type { StoredObject } from '../../core/src/commercetools/custom-objects.ts';
import { CATALOGUE, type IssueCode } from '../../core/src/problems/catalogue.ts';
import {
  type DeadLetter,
  type DeadLetters,
  LETTER_KINDS,
  type LetterSelection,
} from '../../core/src/records/dead-letters.ts';
import { type CommandInput, choiceOf } from './command.ts';

/** Options by which letters are chosen. */
export const SELECTION_OPTIONS = { kind: { type: 'string' }, code: { type: 'string' } } as const;

/** The same, explained. */
export const SELECTION_HELP: readonly string[] = [
  `  --kind <kind>   only letters of this kind: ${LETTER_KINDS.join(', ')}`,
  '  --code <code>   only letters with this issue code, e.g. ordoro-rejected',
];

/** The letters that `--kind` and `--code` choose. @throws UsageError */
export function selectionOf(input: CommandInput): LetterSelection {
  const kind = choiceOf(input, 'kind', LETTER_KINDS);
  const code = choiceOf(input, 'code', Object.keys(CATALOGUE) as IssueCode[]);
  return { ...(kind === undefined ? {} : { kind }), ...(code === undefined ? {} : { code }) };
}

/** All letters of a selection in key order, read page by page. @throws PlatformError */
export async function* lettersOf(
  deadLetters: Pick<DeadLetters, 'page'>,
  selection: LetterSelection,
): AsyncGenerator<StoredObject<DeadLetter>> {
  let after: string | undefined;
  do {
    const page = await deadLetters.page(selection, { after });
    yield* page.objects;
    after = page.next;
  } while (after !== undefined);
}
