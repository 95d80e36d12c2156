import { parseArgs } from 'node:util';
import type { Clock } from '../../core/src/clock.ts';
import { ConfigurationError } from '../../core/src/config/configuration-error.ts';
import type { Environment } from '../../core/src/config/environment.ts';
import { CredentialsError, messageOf, TransientError } from '../../core/src/problems/errors.ts';
import { type Command, type CommandInput, UsageError } from './command.ts';
import { DISMISS } from './dismiss.ts';
import { FORGET } from './forget.ts';
import { generalHelp, helpOf } from './help.ts';
import { LETTERS } from './letters.ts';
import { REPLAY } from './replay.ts';
import { RUN } from './run.ts';
import { SHOW } from './show.ts';
import { STATUS } from './status.ts';
import { printable } from './text.ts';
import { openWorld } from './world.ts';

/** The commands, in the order in which they are explained. */
const COMMANDS: readonly Command[] = [STATUS, LETTERS, SHOW, REPLAY, DISMISS, RUN, FORGET];

/** 0: done; 1: not done, because of what the project says or does not answer; 2: not understood, or variables are missing. */
export type OpsExitCode = 0 | 1 | 2;

/** Where the command line runs. */
export interface OpsIo {
  readonly environment: Environment;
  readonly out: { write(text: string): unknown };
  readonly err: { write(text: string): unknown };
  readonly clock: Clock;
}

/** Carries out one command. Never throws, and never prints a secret: the variables are not among what commands show. */
export async function runOps(args: readonly string[], io: OpsIo): Promise<OpsExitCode> {
  try {
    return await run(args, io);
  } catch (error) {
    io.err.write(`${printable(explained(error))}\n`);
    return error instanceof UsageError || error instanceof ConfigurationError ? 2 : 1;
  }
}

async function run([name, ...rest]: readonly string[], io: OpsIo): Promise<OpsExitCode> {
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    io.out.write(rest[0] === undefined ? generalHelp(COMMANDS) : helpOf(commandOf(rest[0])));
    return name === undefined ? 2 : 0;
  }
  const command = commandOf(name);
  const input = inputOf(command, rest);
  if (input.values.help === true) {
    io.out.write(helpOf(command));
    return 0;
  }
  const result = await command.run(input, openWorld(io.environment, io.clock));
  io.out.write(
    input.values.json === true
      ? `${JSON.stringify(result.data ?? null, undefined, 2)}\n`
      : `${printable(result.text)}\n`,
  );
  return result.code;
}

/** @throws UsageError */
function commandOf(name: string): Command {
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command === undefined)
    throw new UsageError(`There is no command "${name}". Commands: ${COMMANDS.map((one) => one.name).join(', ')}.`);
  return command;
}

function inputOf(command: Command, args: readonly string[]): CommandInput {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { ...command.options, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    });
    return { values: values as CommandInput['values'], positionals };
  } catch (error) {
    throw new UsageError(`${messageOf(error)}\n\n${helpOf(command)}`);
  }
}

function explained(error: unknown): string {
  if (error instanceof ConfigurationError)
    return ['These variables cannot be used:', ...error.problems.map(({ key, message }) => `- ${key} ${message}`)].join(
      '\n',
    );
  if (error instanceof CredentialsError)
    return `${error.message}\nThe API client needs view_orders and manage_key_value_documents in this project.`;
  if (error instanceof TransientError)
    return `${error.message}\nIs commercetools reachable, and do CTP_API_URL and CTP_AUTH_URL belong to the region of the project?`;
  return messageOf(error);
}
