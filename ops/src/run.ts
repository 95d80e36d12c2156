import { parseRunRequest, TASK_NAMES } from '../../core/src/config/run-request.ts';
import { ConflictError } from '../../core/src/problems/errors.ts';
import { type Command, type CommandInput, type CommandResult, textOf, UsageError } from './command.ts';
import type { OpsWorld } from './world.ts';

/** Key in `-config`. */
const KEY = 'run-request';

/** `run`: options for the next run of the job. */
export const RUN: Command = {
  name: 'run',
  summary: 'Leaves options for the next scheduled run of the job, which takes them once.',
  usage: '[--tasks a,b] [--full] [--since <ISO 8601>] [--dry-run] [--replace]',
  help: [
    `  --tasks a,b     only these: ${TASK_NAMES.join(', ')}`,
    '  --full          fulfillments, returns: everything since EXPORT_SINCE; inventory: every product; reconcile: now',
    '  --since <time>  orders: backfill from here; the others: what changed in Ordoro since then. E.g. 2026-10-01T00:00:00Z',
    '  --dry-run       compute and log, write nothing',
    '  --replace       also when options of somebody else still wait; they are lost',
    '',
    'Name the tasks whenever you use --since or --full: without --tasks they count for all of them.',
  ],
  options: {
    tasks: { type: 'string' },
    full: { type: 'boolean' },
    since: { type: 'string' },
    'dry-run': { type: 'boolean' },
    replace: { type: 'boolean' },
  },
  run: async (input, world) => {
    const request = requestOf(input);
    const waiting = await world.objects.get<unknown>(world.containers.config, KEY);
    if (waiting !== undefined && input.values.replace !== true) return refused(waiting.value);
    return leave(request, waiting?.version ?? 0, world);
  },
};

async function leave(
  request: Readonly<Record<string, unknown>>,
  version: number,
  { objects, containers }: OpsWorld,
): Promise<CommandResult> {
  try {
    await objects.put(containers.config, KEY, { value: request, version });
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    return { code: 1, text: 'Somebody left or took options at this very moment. Try again.', data: { left: false } };
  }
  const text = `The next scheduled run takes ${JSON.stringify(request)}; it begins within 5 minutes.`;
  return { code: 0, text, data: { left: true, request } };
}

function refused(waiting: unknown): CommandResult {
  const text = `Options wait for the next run already: ${JSON.stringify(waiting)}. Wait for it, or use --replace.`;
  return { code: 1, text, data: { left: false, waiting } };
}

/** @throws UsageError when the job would not take it */
function requestOf(input: CommandInput): Readonly<Record<string, unknown>> {
  const { values, positionals } = input;
  if (positionals.length > 0) throw new UsageError(`run takes options only, not "${positionals.join(' ')}".`);
  const [tasks, since] = [textOf(input, 'tasks'), textOf(input, 'since')];
  const request = {
    ...(tasks === undefined ? {} : { tasks: tasks.split(',').map((task) => task.trim()) }),
    ...(values.full === true ? { full: true } : {}),
    ...(since === undefined ? {} : { since }),
    ...(values['dry-run'] === true ? { dryRun: true } : {}),
  };
  if (Object.keys(request).length === 0) throw new UsageError('Say what the run shall do: at least one option.');
  const reading = parseRunRequest(request);
  if (!reading.ok) throw new UsageError(reading.message);
  return request;
}
