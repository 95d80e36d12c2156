import type { Clock } from '../clock.ts';
import type { CustomObjects, StoredObject } from '../commercetools/custom-objects.ts';
import { ConflictError } from '../problems/errors.ts';

/** Length of the slots in which tokens are leased, milliseconds. */
const SLOT_MS = 6_000;

/** Slot objects are reused after this many slots, so that nothing piles up. Nobody leases nearly that far ahead. */
const SLOT_OBJECTS = 20;

/** Nobody leases so far ahead, milliseconds: a token beyond was taken by a clock that was wrong. */
export function leasedAheadMs(spacingMs: number): number {
  return 4 * SLOT_MS + 2 * spacingMs;
}

/** How often a lease that lost against another instance is tried again at once. */
const ATTEMPTS = 8;

/** After losing against another instance a slot is read before it is written for this long: cheaper than losing again. */
const SHARED_MS = 60_000;

/** Value of a slot object: the slot it stands for, and the moment (epoch milliseconds) of the last token taken from it. */
interface SlotLease {
  readonly slot: number;
  readonly takenUntil: number;
}

/** What the leases need. */
export interface RateLeasesOptions {
  readonly objects: Pick<CustomObjects, 'get' | 'put'>;
  /** `<CONNECTOR_ID>-locks`; the keys are `rate.0` to `rate.19`. */
  readonly container: string;
  /** Token number n is good for one request at n times this, epoch milliseconds. */
  readonly spacingMs: number;
  readonly clock: Clock;
}

/**
 * Who took which tokens, shared by all instances of a deployment. Tokens are numbered evenly through time; those of one
 * 6-second slot are leased from one custom object, in order, by one write fenced by its version.
 */
export class RateLeases {
  readonly #options: RateLeasesOptions;
  readonly #known = new Map<number, StoredObject<SlotLease>>();
  #firstFree = 0;
  #sharedUntil = 0;

  constructor(options: RateLeasesOptions) {
    this.#options = options;
  }

  /** Every token before this one is taken, as far as this instance knows. */
  get firstFree(): number {
    const { spacingMs, clock } = this.#options;
    // The clock has been set back since.
    if (this.#firstFree * spacingMs > clock() + leasedAheadMs(spacingMs)) this.#firstFree = 0;
    return this.#firstFree;
  }

  /**
   * Takes the next tokens, all of one slot. Call it again only after it has ended.
   * @param from the first token of interest
   * @param wanted how many tokens are wanted when this one is the first to be had; 0 ends the search
   * @returns token numbers, ascending; none when others were faster or none is wanted
   * @throws PlatformError when commercetools cannot be asked
   */
  async take(from: number, wanted: (first: number) => number): Promise<number[]> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const known = Math.max(from, this.firstFree);
      if (wanted(known) <= 0) return [];
      const slot = Math.floor((known * this.#options.spacingMs) / SLOT_MS);
      const beyond = Math.ceil(((slot + 1) * SLOT_MS) / this.#options.spacingMs);
      const stored = await this.#slotObject(slot);
      const first = Math.max(known, this.#firstAfter(stored, { slot }));
      this.#firstFree = first;
      const count = first < beyond ? Math.min(wanted(first), beyond - first) : 0;
      if (count > 0 && (await this.#claim(slot, first + count - 1, stored))) {
        this.#firstFree = first + count;
        return Array.from({ length: count }, (_, index) => first + index);
      }
    }
    return [];
  }

  #firstAfter(stored: StoredObject<SlotLease> | undefined, of: { slot: number }): number {
    // One that stands for a later slot, two minutes ahead at least, would keep the right time waiting for a clock that was wrong.
    if (stored === undefined || stored.value.slot !== of.slot) return 0;
    return Math.floor(stored.value.takenUntil / this.#options.spacingMs) + 1;
  }

  async #slotObject(slot: number): Promise<StoredObject<SlotLease> | undefined> {
    const { objects, container, clock } = this.#options;
    const place = slot % SLOT_OBJECTS;
    const known = clock() < this.#sharedUntil ? undefined : this.#known.get(place);
    return known ?? objects.get<SlotLease>(container, `rate.${place}`);
  }

  async #claim(slot: number, last: number, stored: StoredObject<SlotLease> | undefined): Promise<boolean> {
    const { objects, container, spacingMs, clock } = this.#options;
    const place = slot % SLOT_OBJECTS;
    try {
      const written = await objects.put<SlotLease>(container, `rate.${place}`, {
        value: { slot, takenUntil: Math.ceil(last * spacingMs) },
        version: stored?.version ?? 0,
      });
      this.#known.set(place, written);
      return true;
    } catch (error) {
      this.#known.delete(place);
      if (!(error instanceof ConflictError)) throw error;
      this.#sharedUntil = clock() + SHARED_MS;
      return false;
    }
  }
}
