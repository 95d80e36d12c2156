import type { Clock } from '../clock.ts';
import type { CustomObjects } from '../commercetools/custom-objects.ts';
import { ConflictError, type Pause, PlatformError } from '../problems/errors.ts';
import type { Logger } from '../telemetry/logger.ts';
import {
  afterNoProbe,
  afterProbe,
  type FailureRow,
  isAlertDue,
  isProbeDue,
  isTooLong,
  type OpenCircuit,
  opened,
  type ProbeFinding,
  pauseOf,
  withOneMore,
  withProbeBegun,
} from './circuit.ts';

/** Key of the circuit's object in `-locks`. */
const KEY = 'ordoro';

/** What other instances found out is read again before a request when it is older than this, milliseconds. */
const FRESH_MS = 30_000;

/** A key that Ordoro accepted is not checked again for this time, however often single calls are refused, milliseconds. */
const KEY_PROVEN_MS = 5 * 60_000;

/** A probe only begins with this much time left, milliseconds. */
const NEEDED_TO_PROBE_MS = 1_000;

/** Asks Ordoro for nothing but a sign of life, within the time that is left (epoch milliseconds). */
export type Probe = (endBy: number) => Promise<ProbeFinding>;

/** What the guard needs. */
export interface CircuitGuardOptions {
  readonly objects: Pick<CustomObjects, 'get' | 'put' | 'delete'>;
  /** `<CONNECTOR_ID>-locks`. */
  readonly container: string;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  /** Tells people; called by one instance at a time, until it says that they have been told of this trouble. */
  readonly onTrouble: (pause: Pause) => Promise<boolean>;
  /** Takes back what is left standing about it; called by each instance that has known of the trouble. */
  readonly onOver: () => Promise<void>;
}

/** What this instance knows of the object. Version 0: it could not be written yet. */
interface Known {
  readonly value: OpenCircuit;
  readonly version: number;
}

/**
 * Keeps all instances of a deployment from sending to an Ordoro that does not answer, or that refuses the key. Whoever has reason to
 * doubt asks for a sign of life, the most harmless request there is; if that fails too, the circuit opens for all. Then one such
 * request at a time asks whether Ordoro is back, and its success closes the circuit. While all is well it costs one read before a
 * request, every 30 seconds of silence.
 */
export class CircuitGuard {
  readonly #options: CircuitGuardOptions;
  #open: Known | undefined;
  /** When this instance last knew for certain, by reading or by an answer of Ordoro; epoch milliseconds. */
  #knownAt = Number.NEGATIVE_INFINITY;
  #row: FailureRow | undefined;
  /** A call was refused, so the key is in doubt. */
  #isKeyInDoubt = false;
  #keyProvenAt = Number.NEGATIVE_INFINITY;
  /** While the circuit is open: this instance has asked as well. */
  #hasAsked = false;
  #checking: Promise<void> | undefined;

  constructor(options: CircuitGuardOptions) {
    this.#options = options;
  }

  /** Why nothing may be sent, as far as this instance knows without asking. */
  get pause(): Pause | undefined {
    return this.#open === undefined ? undefined : pauseOf(this.#open.value);
  }

  /**
   * Whether something may be sent now; where it is time, finds out first. Never fails: when commercetools cannot be asked, what
   * is known counts.
   * @param endBy a probe, should one be due, has ended by then; epoch milliseconds
   */
  async admit(endBy: number, probe: Probe): Promise<Pause | undefined> {
    if (this.#isToCheck()) {
      this.#checking ??= this.#check(endBy, probe).finally(() => {
        this.#checking = undefined;
      });
      await this.#checking;
    }
    return this.pause;
  }

  /** Ordoro answered a request, whatever it said. */
  answered(): void {
    this.#row = undefined;
    if (this.#open === undefined) this.#knownAt = this.#options.clock();
  }

  /** Ordoro refused a request for want of a valid key, or of a permission: before the next request it is found out which. */
  refused(): void {
    this.answered();
    this.#isKeyInDoubt = true;
  }

  /** Ordoro gave a request no answer, or a server error. After several in a row the next request is preceded by a sign of life. */
  failed(): void {
    this.#row = withOneMore(this.#row, this.#options.clock());
  }

  #isToCheck(): boolean {
    const now = this.#options.clock();
    const isStale = now - this.#knownAt >= FRESH_MS;
    return isStale || (this.#open === undefined ? this.#isInDoubt(now) : this.#isProbeDue(this.#open.value, now));
  }

  /** That another instance's key is refused says nothing of this one's, which may be of a newer deployment: it is tried once at once. */
  #isProbeDue(open: OpenCircuit, now: number): boolean {
    return isProbeDue(open, now) || (open.reason === 'credentials' && !this.#hasAsked);
  }

  #isInDoubt(now: number): boolean {
    const isKeyInDoubt = this.#isKeyInDoubt && now - this.#keyProvenAt >= KEY_PROVEN_MS;
    return isKeyInDoubt || (this.#row !== undefined && isTooLong(this.#row));
  }

  async #check(endBy: number, probe: Probe): Promise<void> {
    const { clock } = this.#options;
    // Read before a probe too: another instance may have made it, or closed the circuit.
    if (this.#open !== undefined || clock() - this.#knownAt >= FRESH_MS) await this.#read();
    const now = clock();
    if (endBy - now < NEEDED_TO_PROBE_MS) return;
    if (this.#open !== undefined) {
      if (this.#isProbeDue(this.#open.value, now)) await this.#probe(endBy, probe);
    } else if (this.#isInDoubt(now)) await this.#endDoubt(endBy, probe);
  }

  async #read(): Promise<void> {
    const { objects, container, clock, onOver } = this.#options;
    const stored = await this.#tried(() => objects.get<OpenCircuit>(container, KEY));
    if (stored === UNKNOWN) return;
    // What could not be written yet is known to this instance alone.
    if (stored === undefined && this.#open?.version === 0) return;
    if (this.#open !== undefined && stored === undefined) {
      // Whoever closed it may have been a person, who only deleted the object.
      if ((await this.#tried(onOver)) === UNKNOWN) return;
      this.#forget();
    }
    if (stored !== undefined) this.#open = stored;
    this.#knownAt = clock();
  }

  /** Asks Ordoro, unless another instance is faster: taking the probe on is a write that only one can make. */
  async #probe(endBy: number, probe: Probe): Promise<void> {
    const { clock } = this.#options;
    if (this.#open === undefined || !(await this.#write(withProbeBegun(this.#open.value, clock())))) return;
    const finding = await probe(endBy);
    this.#hasAsked = true;
    if (finding.kind === 'well') return this.#close();
    if (this.#open === undefined) return;
    const { value } = this.#open;
    const after = finding.kind === 'unknown' ? afterNoProbe(value, clock()) : afterProbe(value, finding, clock());
    if (after !== value) await this.#write(after);
    await this.#tell();
  }

  /** Calls that fail or are refused may do so for reasons of their own; a sign of life has none. */
  async #endDoubt(endBy: number, probe: Probe): Promise<void> {
    const finding = await probe(endBy);
    const now = this.#options.clock();
    if (finding.kind === 'unknown') return;
    const row = this.#row;
    this.#isKeyInDoubt = false;
    if (finding.kind === 'well') this.#keyProvenAt = now;
    if (finding.kind === 'well') return this.answered();
    // One failed answer to a question about the key is no row of failures.
    if (finding.kind === 'unavailable' && (row === undefined || !isTooLong(row))) return this.failed();
    const since = finding.kind === 'unavailable' ? (row?.firstAt ?? now) : now;
    await this.#openFor(opened({ ...finding, since }, now));
  }

  async #openFor(value: OpenCircuit): Promise<void> {
    this.#open = { value, version: 0 };
    this.#hasAsked = true;
    this.#options.logger.warn('Nothing is sent to Ordoro for now.', { reason: pauseOf(value).message });
    if (await this.#write(value)) await this.#tell();
  }

  async #tell(): Promise<void> {
    const { clock, onTrouble } = this.#options;
    if (this.#open === undefined || !isAlertDue(this.#open.value, clock())) return;
    const { value } = this.#open;
    const told = await this.#tried(() => onTrouble(pauseOf(value)));
    if (told === true) await this.#write({ ...value, alertedAt: new Date(clock()).toISOString() });
  }

  async #close(): Promise<void> {
    const { objects, container, onOver, logger } = this.#options;
    const version = this.#open?.version;
    // Should this fail, the circuit stays open, so that the next probe takes back what people were told.
    if ((await this.#tried(onOver)) === UNKNOWN) return;
    if (version !== undefined && version > 0) {
      const deleted = await this.#tried(() => objects.delete(container, KEY, version));
      if (deleted === UNKNOWN) return;
    }
    logger.info('Ordoro answers again; what was left goes on.');
    this.#forget();
    this.#knownAt = this.#options.clock();
  }

  #forget(): void {
    this.#open = undefined;
    this.#hasAsked = false;
    this.#row = undefined;
    this.#isKeyInDoubt = false;
  }

  /** @returns false when another instance has changed the object, whose word then counts, or commercetools cannot be asked */
  async #write(value: OpenCircuit): Promise<boolean> {
    const { objects, container, clock } = this.#options;
    const version = this.#open?.version ?? 0;
    try {
      const stored = await objects.put(container, KEY, { value, version });
      this.#open = { value, version: stored.version };
      this.#knownAt = clock();
      return true;
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
      if (error instanceof ConflictError) {
        this.#open = { value, version: -1 };
        await this.#read();
      }
      return false;
    }
  }

  /** Trouble with commercetools is no reason to stop: the work at hand will run into it by itself. */
  async #tried<T>(work: () => Promise<T>): Promise<T | typeof UNKNOWN> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
      return UNKNOWN;
    }
  }
}

const UNKNOWN = Symbol('unknown');
