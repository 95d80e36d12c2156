import type { Clock } from '../clock.ts';
import type { CustomObjects, StoredObject } from '../commercetools/custom-objects.ts';
import { ConflictError } from '../problems/errors.ts';
import type { Lease } from './sync-record.ts';

/** How long the lock holds without being renewed. */
const LEASE_MS = 120_000;

/** How often it is renewed. */
const RENEW_EVERY_MS = 30_000;

/** What the lock needs. */
export interface RunLockOptions {
  readonly objects: CustomObjects;
  readonly container: string;
  readonly key: string;
  readonly owner: string;
  readonly clock: Clock;
  /** Called when the lock could not be renewed: somebody else may have it. */
  readonly onLost: (cause: unknown) => void;
}

/** A lease that one run holds so that runs do not overlap; a run that dies frees it by expiry. */
export class RunLock {
  readonly #options: RunLockOptions;
  #held: StoredObject<Lease> | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(options: RunLockOptions) {
    this.#options = options;
  }

  /** @returns false when another run holds it. @throws PlatformError */
  async acquire(): Promise<boolean> {
    const { objects, container, key, clock } = this.#options;
    const existing = await objects.get<Lease>(container, key);
    if (existing !== undefined && Date.parse(existing.value.expiresAt) > clock()) return false;
    try {
      this.#held = await this.#write(existing?.version ?? 0);
    } catch (error) {
      if (error instanceof ConflictError) return false;
      throw error;
    }
    this.#timer = setInterval(() => void this.#renew(), RENEW_EVERY_MS);
    this.#timer.unref();
    return true;
  }

  /** Gives the lock back; if that fails it expires by itself. @throws PlatformError */
  async release(): Promise<void> {
    clearInterval(this.#timer);
    const held = this.#held;
    this.#held = undefined;
    if (held === undefined) return;
    try {
      await this.#options.objects.delete(this.#options.container, this.#options.key, held.version);
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
    }
  }

  async #renew(): Promise<void> {
    if (this.#held === undefined) return;
    try {
      this.#held = await this.#write(this.#held.version);
    } catch (error) {
      if (error instanceof ConflictError) this.#held = undefined;
      this.#options.onLost(error);
    }
  }

  #write(version: number): Promise<StoredObject<Lease>> {
    const { objects, container, key, owner, clock } = this.#options;
    const value: Lease = { owner, expiresAt: new Date(clock() + LEASE_MS).toISOString() };
    return objects.put(container, key, { value, version });
  }
}
