import type { CustomObjects, StoredObject } from '../commercetools/custom-objects.ts';

/** Key of the note in `<CONNECTOR_ID>-health`. */
const KEY = 'orders-sweep';

/** The note is written again only when it would be older than this, milliseconds. */
const WRITE_AFTER_MS = 60_000;

/** A complete sweep that began longer ago than this says too little about the orders there are, milliseconds. */
const STALE_AFTER_MS = 10 * 60_000;

/** How far the sweep of orders has come: every order that changed before a complete sweep began has its record. */
export interface SweepNote {
  /** When the last complete sweep began, ISO 8601, UTC; absent: there was none. */
  readonly startedAt?: string;
  /** The sweep after it ended by an error. */
  readonly hasFailed?: true;
}

/** The note that the task `orders` leaves for those who have to know of every order. */
export class SweepNotes {
  readonly #objects: Pick<CustomObjects, 'get' | 'put'>;
  readonly #container: string;

  /** @param container `<CONNECTOR_ID>-health` */
  constructor(objects: Pick<CustomObjects, 'get' | 'put'>, container: string) {
    this.#objects = objects;
    this.#container = container;
  }

  /** @returns undefined before the first complete sweep. @throws PlatformError */
  async read(): Promise<SweepNote | undefined> {
    return (await this.#stored())?.value;
  }

  /** All orders that changed before this moment have been seen. @param startedAt epoch milliseconds @throws PlatformError */
  async complete(startedAt: number): Promise<void> {
    const stored = await this.#stored();
    const { startedAt: known, hasFailed } = stored?.value ?? {};
    if (known !== undefined && hasFailed === undefined && startedAt - Date.parse(known) < WRITE_AFTER_MS) return;
    await this.#write({ startedAt: new Date(startedAt).toISOString() }, stored);
  }

  /** The sweep ended early. @throws PlatformError */
  async failed(): Promise<void> {
    const stored = await this.#stored();
    if (stored?.value.hasFailed === true) return;
    await this.#write({ ...stored?.value, hasFailed: true }, stored);
  }

  #stored(): Promise<StoredObject<SweepNote> | undefined> {
    return this.#objects.get<SweepNote>(this.#container, KEY);
  }

  async #write(value: SweepNote, stored: StoredObject<SweepNote> | undefined): Promise<void> {
    await this.#objects.put<SweepNote>(this.#container, KEY, { value, version: stored?.version ?? 0 });
  }
}

/** Whether orders may be missing among the records: the last complete sweep began more than 10 minutes ago, or one failed since. */
export function isSweepStale(note: SweepNote | undefined, now: number): boolean {
  const startedAt = sweptAt(note);
  return startedAt === undefined || note?.hasFailed === true || now - startedAt > STALE_AFTER_MS;
}

/** When the last complete sweep began, epoch milliseconds. */
export function sweptAt(note: SweepNote | undefined): number | undefined {
  const time = Date.parse(note?.startedAt ?? '');
  return Number.isNaN(time) ? undefined : time;
}
