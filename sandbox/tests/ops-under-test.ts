import { runOps } from '../../ops/src/run-ops.ts';
import type { Journey } from './connector-under-test.ts';

/** What the operator's command line answered. */
export interface OpsAnswer {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs one command of the operator's command line against the journey's project, over HTTP. */
export async function ops(journey: Journey, ...args: readonly string[]): Promise<OpsAnswer> {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await runOps(args, {
    environment: journey.environment,
    out: { write: (text) => out.push(text) },
    err: { write: (text) => err.push(text) },
    clock: journey.time.clock,
  });
  return { code, out: out.join(''), err: err.join('') };
}

/** The same for a machine: what `--json` prints. Throws when there is none. */
export async function opsJson<T>(journey: Journey, ...args: readonly string[]): Promise<T> {
  const { out, err } = await ops(journey, ...args, '--json');
  if (out === '') throw new Error(err);
  return JSON.parse(out) as T;
}
