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
  /** Called once when the lock is lost: somebody else has it, or may have it soon because it could not be renewed. */
  readonly onLost: (cause: unknown) => void;
}

/** A lease that one run holds so that runs do not overlap; a run that dies frees it by expiry. */
export class RunLock {
  readonly #options: RunLockOptions;
  #held: StoredObject<Lease> | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  #isRenewing = false;

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

  /** Gives the lock back, unless somebody else has it; if that fails it expires by itself. @throws PlatformError */
  async release(): Promise<void> {
    const { objects, container, key } = this.#options;
    clearInterval(this.#timer);
    const held = this.#held;
    this.#held = undefined;
    if (held === undefined) return;
    try {
      await objects.delete(container, key, held.version);
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
      const ours = await this.#readOurs();
      if (ours !== undefined) await objects.delete(container, key, ours.version);
    }
  }

  async #renew(): Promise<void> {
    const held = this.#held;
    if (held === undefined || this.#isRenewing) return;
    this.#isRenewing = true;
    try {
      this.#keep(await this.#write(held.version));
    } catch (error) {
      await this.#afterFailure(held, error);
    } finally {
      this.#isRenewing = false;
    }
  }

  /** A renewal that failed is tried again at the next tick, while the lease lasts until then. */
  async #afterFailure(held: StoredObject<Lease>, error: unknown): Promise<void> {
    // An earlier renewal may have been carried out although its answer was lost.
    const current = error instanceof ConflictError ? await this.#readOurs().catch(() => held) : held;
    if (current !== undefined && Date.parse(current.value.expiresAt) - this.#options.clock() > RENEW_EVERY_MS)
      return this.#keep(current);
    if (this.#held === undefined) return;
    this.#held = current;
    clearInterval(this.#timer);
    this.#options.onLost(error);
  }

  /** Nothing is kept any more when the lock was given back meanwhile. */
  #keep(lease: StoredObject<Lease>): void {
    if (this.#held !== undefined) this.#held = lease;
  }

  async #readOurs(): Promise<StoredObject<Lease> | undefined> {
    const { objects, container, key, owner } = this.#options;
    const stored = await objects.get<Lease>(container, key);
    return stored?.value.owner === owner ? stored : undefined;
  }

  #write(version: number): Promise<StoredObject<Lease>> {
    const { objects, container, key, owner, clock } = this.#options;
    const value: Lease = { owner, expiresAt: new Date(clock() + LEASE_MS).toISOString() };
    return objects.put(container, key, { value, version });
  }
}
