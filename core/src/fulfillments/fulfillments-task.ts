import type { Clock } from '../clock.ts';
import type { StoredObject } from '../commercetools/custom-objects.ts';
import type { ConnectorSettings } from '../config/settings.ts';
import type { ChangedOrder, ChangedOrders } from '../ordoro/changed-orders.ts';
import { cursorLimit, type Micros, microsOf } from '../ordoro/instants.ts';
import type { TransientError } from '../problems/errors.ts';
import type { Cursors } from '../records/cursors.ts';
import { FINISH_MS, type TaskProgress, type TaskTurn } from '../runs/task.ts';
import { ChangePass } from './change-pass.ts';
import type { NewsTurn } from './news.ts';
import { NewsBatch, type NewsBatchOptions } from './news-batch.ts';
import { type ChannelContext, configuredChannels, isOnChannel } from './own-channels.ts';
import { advanced, isSameCursor, PULL_CURSOR, type PullCursor, pullCursor, withoutReplay } from './pull-cursor.ts';
import { ShipmentLetters, type ShipmentLettersOptions } from './shipment-letters.ts';

/**
 * A pass begins this long before its place: news, because rows may become visible late and clocks differ; a replay, because it is
 * UNPROVEN whether a bound includes its own instant.
 */
const LOOK_BACK: Readonly<Record<Course['pass'], Micros>> = { news: 120_000_000, replay: 1_000_000 };

/** What the task reads of the configuration in force. */
export interface PullContext extends ChannelContext {
  readonly settings: Pick<ConnectorSettings, 'dryRun'>;
  /** Orders created before are history; epoch milliseconds, UTC. */
  readonly exportSince: number;
}

/** What the task needs. */
export interface FulfillmentsTaskOptions extends NewsBatchOptions, ShipmentLettersOptions {
  readonly objects: NewsBatchOptions['objects'] & ShipmentLettersOptions['objects'];
  readonly containers: NewsBatchOptions['containers'] & ShipmentLettersOptions['containers'];
  readonly changed: Pick<ChangedOrders, 'page'>;
  readonly cursors: Pick<Cursors, 'read' | 'write'>;
  readonly context: () => Promise<PullContext>;
  readonly clock: Clock;
}

/** One pass of a turn. */
interface Course {
  readonly pass: 'news' | 'replay';
  readonly place: CursorPlace;
  readonly letters: ShipmentLetters;
  readonly turn: NewsTurn;
}

/** How far a pass came. */
interface Followed {
  /** False: time was up first. */
  readonly isThrough: boolean;
  /** Why rows wait for the name of their carrier. */
  readonly trouble?: TransientError | undefined;
}

/**
 * Task `fulfillments`: takes in what changed in Ordoro, in the order in which it changed, on every sales channel that was ever in
 * use. Each order goes the same way as any other look at it; one without news costs no call of its own. First what is new since
 * the cursor, then what an operator asked for again.
 */
export class FulfillmentsTask {
  readonly name = 'fulfillments';
  readonly #options: FulfillmentsTaskOptions;
  readonly #batch: NewsBatch;

  constructor(options: FulfillmentsTaskOptions) {
    this.#options = options;
    this.#batch = new NewsBatch(options);
  }

  /** One turn. @throws PlatformError when one of the platforms cannot be read or written; progress so far is kept */
  async work(task: TaskTurn): Promise<TaskProgress> {
    const { context: readContext, cursors } = this.#options;
    const context = await readContext();
    const turn: NewsTurn = { task, dryRun: context.settings.dryRun || task.dryRun };
    const stored = await cursors.read<PullCursor>(PULL_CURSOR);
    const plan = pullCursor({
      stored: stored?.value,
      channels: configuredChannels(context),
      exportSince: context.exportSince,
      asked: task.since,
      full: task.full,
    });
    if (plan.channels.length === 0)
      return { finished: true, message: 'there is no sales channel yet; post-deploy creates it' };
    const place = await CursorPlace.at(plan, { cursors, stored, dryRun: turn.dryRun });
    if (!turn.dryRun) await task.onKept?.();
    const letters = new ShipmentLetters(this.#options);
    const news = await this.#follow({ pass: 'news', place, letters, turn });
    const replay = await this.#follow({ pass: 'replay', place, letters, turn });
    const trouble = news.trouble ?? replay.trouble;
    // Whatever could be taken in without Ordoro's answer is taken in by now.
    if (trouble !== undefined) throw trouble;
    if (news.isThrough && replay.isThrough) return { finished: true };
    // A dry run keeps no place from which another turn could go on.
    return turn.dryRun ? { finished: true, message: 'the dry run ended with its turn' } : { finished: false };
  }

  async #follow(course: Course): Promise<Followed> {
    const { pass: kind, place, letters, turn } = course;
    const start = microsOf(kind === 'news' ? place.cursor.time : place.cursor.replay?.time);
    if (start === undefined) return { isThrough: true };
    const end = kind === 'news' ? Number.POSITIVE_INFINITY : (microsOf(place.cursor.time) ?? 0);
    const pass = new ChangePass<ChangedOrder>(start - LOOK_BACK[kind]);
    let limit = Number.POSITIVE_INFINITY;
    let reached = Number.NEGATIVE_INFINITY;
    let trouble: TransientError | undefined;
    while (pass.next !== undefined && reached < end) {
      if (this.#batch.isTimeUp(turn)) return { isThrough: false, trouble };
      const query = { ...pass.next, channels: place.cursor.channels };
      const latest = cursorLimit(this.#options.clock());
      const step = pass.take(await this.#options.changed.page(query, turn.task.handOverAt + FINISH_MS));
      const ours = step.fresh.filter(({ order }) => isOnChannel(order, place.cursor.channels));
      const { open, ...taken } = await this.#batch.takeIn(ours, letters, turn);
      trouble ??= taken.trouble;
      limit = Math.min(limit, ...open.map(justBefore));
      reached = step.completeTo ?? reached;
      await place.moveTo(advanced(place.cursor, kind, Math.min(reached, limit, latest)));
      if (open.length > 0 && this.#batch.isTimeUp(turn)) return { isThrough: false, trouble };
    }
    const isAllTaken = limit === Number.POSITIVE_INFINITY;
    if (kind === 'replay' && isAllTaken) await place.moveTo(withoutReplay(place.cursor));
    return { isThrough: true, trouble };
  }
}

interface CursorKeeping {
  readonly cursors: Pick<Cursors, 'write'>;
  readonly stored: StoredObject<PullCursor> | undefined;
  readonly dryRun: boolean;
}

/** Where the task stands, kept in commercetools; in a dry run only in memory. */
class CursorPlace {
  readonly #keeping: CursorKeeping;
  #stored: StoredObject<PullCursor> | undefined;
  #cursor: PullCursor;

  private constructor(cursor: PullCursor, keeping: CursorKeeping) {
    this.#keeping = keeping;
    this.#stored = keeping.stored;
    this.#cursor = cursor;
  }

  /** The place of a turn that begins with this cursor. @throws ConflictError when another run has the task now */
  static async at(cursor: PullCursor, keeping: CursorKeeping): Promise<CursorPlace> {
    const place = new CursorPlace(keeping.stored?.value ?? { time: '', channels: [] }, keeping);
    await place.moveTo(cursor);
    return place;
  }

  get cursor(): PullCursor {
    return this.#cursor;
  }

  /** Writes only what is different. @throws ConflictError when another run has the task now */
  async moveTo(cursor: PullCursor): Promise<void> {
    if (isSameCursor(cursor, this.#cursor)) return;
    const { cursors, dryRun } = this.#keeping;
    if (!dryRun) this.#stored = await cursors.write<PullCursor>(PULL_CURSOR, cursor, this.#stored);
    this.#cursor = cursor;
  }
}

/** The cursor has to stay before this row; one without a date can be anywhere. */
function justBefore({ updatedAt }: ChangedOrder): Micros {
  return updatedAt === undefined ? Number.NEGATIVE_INFINITY : updatedAt - 1;
}
