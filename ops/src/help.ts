import type { Command } from './command.ts';
import { columns } from './text.ts';
import { NEEDED_VARIABLES } from './world.ts';

const CALL = 'npm run ops --';

/** What is shown without a command. */
export function generalHelp(commands: readonly Command[]): string {
  const list = columns(commands.map(({ name, summary }) => [`  ${name}`, summary]));
  return `Looks after a running commercetools Ordoro connector.

${CALL} <command> [options]

${list.join('\n')}

  help <command>   how a command is used

Every command takes --json: the same for machines.

Needs these variables, as the apps have them: ${NEEDED_VARIABLES.join(', ')};
and CONNECTOR_ID when the deployment has one of its own (default "ordoro"). The API client needs the scopes
view_orders and manage_key_value_documents. Nothing is asked of Ordoro, and no secret is shown.

Exit codes: 0 done, 1 not done, 2 not understood or variables missing.
`;
}

/** How one command is used. */
export function helpOf({ name, usage, summary, help }: Command): string {
  return `${summary}\n\n  ${CALL} ${name}${usage === '' ? '' : ` ${usage}`}\n\n${help.map((line) => `${line}\n`).join('')}`;
}
