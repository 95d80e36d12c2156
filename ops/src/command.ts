import type { ParseArgsOptionsConfig } from 'node:util';
import type { OpsWorld } from './world.ts';

/** What a command came to. Exit codes: 0 done, 1 not done. */
export interface CommandResult {
  readonly code: 0 | 1;
  /** For people. */
  readonly text: string;
  /** For machines, printed as JSON with `--json`. */
  readonly data: unknown;
}

/** What was written behind the name of the command. */
export interface CommandInput {
  readonly positionals: readonly string[];
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
}

/** One command of the operator's command line. */
export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What may follow the name. */
  readonly usage: string;
  /** What a stranger has to know, line by line. */
  readonly help: readonly string[];
  /** `--json` and `--help` are taken by every command. */
  readonly options: ParseArgsOptionsConfig;
  /** @throws UsageError PlatformError */
  run(input: CommandInput, world: OpsWorld): Promise<CommandResult>;
}

/** The command was not written as it has to be: exit code 2. */
export class UsageError extends Error {}

/** The text of an option. */
export function textOf({ values }: CommandInput, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

/** An option that chooses from a list. @throws UsageError */
export function choiceOf<T extends string>(input: CommandInput, name: string, allowed: readonly T[]): T | undefined {
  const text = textOf(input, name);
  if (text === undefined) return undefined;
  const found = allowed.find((word) => word === text);
  if (found === undefined) throw new UsageError(`--${name} must be one of ${allowed.join(', ')}, not "${text}".`);
  return found;
}

/** The only argument of a command. @throws UsageError */
export function onlyArgument({ positionals }: CommandInput, what: string): string {
  const [first, ...more] = positionals;
  if (first === undefined) throw new UsageError(`Say which ${what}.`);
  if (more.length > 0) throw new UsageError(`Only one ${what} at a time, not "${more.join(' ')}" as well.`);
  return first;
}
