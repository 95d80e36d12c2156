import { isDeepStrictEqual } from 'node:util';
import type { CustomObjects } from '../commercetools/custom-objects.ts';
import { parseRunRequest, type RunRequest, type TaskName } from '../config/run-request.ts';
import { ConflictError } from '../problems/errors.ts';

/** Key in `-config` under which an operator leaves options for the next scheduled run. */
const KEY = 'run-request';

/** Runs that may die with the same options, or get nowhere with them; the last of them clears them before it begins. */
const MAX_BEGUN = 3;

/** Options that an operator left, taken by one run. */
export interface TakenRequest {
  readonly request: RunRequest;
  /** An earlier run had taken them too and did not get to all of them: the other tasks do not wait for them a second time. */
  readonly isAgain: boolean;
  /**
   * Keeps the options for the next run, for these tasks only; none: clears them. What an operator left meanwhile stays as it is.
   * @param goesOn these tasks got on with them and only want more time: that is as good as a first run
   * @throws PlatformError
   */
  readonly leave: (tasks: readonly TaskName[], goesOn?: boolean) => Promise<void>;
}

/** The object as it is stored while a run works on it. */
interface LeftOptions {
  readonly tasks?: readonly TaskName[];
  /** Runs that have begun with the options, counted from the last one that got on with them. */
  readonly begun?: unknown;
}

/**
 * Takes the options that an operator left. They stay on record until the run says that they are in hand, so that they outlive it,
 * with a note that it has begun. What only is a preview is cleared at once. Options that cannot be read stay where they are and are
 * reported as a configuration problem.
 * @param dryRun the deployment writes nothing
 * @throws PlatformError
 */
export async function takeRunRequest(
  objects: CustomObjects,
  container: string,
  dryRun: boolean,
): Promise<TakenRequest | undefined> {
  const stored = await objects.get<LeftOptions>(container, KEY);
  const reading = parseRunRequest(stored?.value);
  if (stored === undefined || !reading.ok || reading.request === undefined) return undefined;
  const { request } = reading;
  const begun = begunWith(stored.value);
  const isPreview = dryRun || request.dryRun === true;
  const place = new RequestPlace(objects, container, stored);
  // A conflict: the operator changed their mind at this moment. The new options count, at the next run.
  const isTaken = await place.become(
    isPreview || begun + 1 >= MAX_BEGUN ? undefined : { ...stored.value, begun: begun + 1 },
  );
  if (!isTaken) return undefined;
  return {
    request,
    isAgain: begun > 0,
    leave: async (tasks, goesOn = false) => {
      if (isPreview) return;
      const counted = goesOn ? 1 : begun + 1;
      const isOver = tasks.length === 0 || counted >= MAX_BEGUN;
      await place.become(isOver ? undefined : { ...stored.value, tasks, begun: counted });
    },
  };
}

function begunWith({ begun }: LeftOptions): number {
  return typeof begun === 'number' ? begun : 0;
}

/** The stored options as this run last left them. */
class RequestPlace {
  readonly #objects: CustomObjects;
  readonly #container: string;
  /** `value` undefined: there are none. */
  #known: { readonly value: LeftOptions | undefined; readonly version: number };

  constructor(
    objects: CustomObjects,
    container: string,
    known: { readonly value: LeftOptions; readonly version: number },
  ) {
    this.#objects = objects;
    this.#container = container;
    this.#known = known;
  }

  /** @param value undefined: deletes them. @returns false when somebody else has written there. @throws PlatformError */
  async become(value: LeftOptions | undefined): Promise<boolean> {
    if (isDeepStrictEqual(value, this.#known.value)) return true;
    const { version } = this.#known;
    try {
      if (value === undefined) await this.#objects.delete(this.#container, KEY, version);
      else this.#known = await this.#objects.put(this.#container, KEY, { value, version });
    } catch (error) {
      if (error instanceof ConflictError) return false;
      throw error;
    }
    if (value === undefined) this.#known = { value, version: 0 };
    return true;
  }
}
