import type { Clock } from '../clock.ts';
import type { CustomObjects } from '../commercetools/custom-objects.ts';
import { encodeKey } from '../commercetools/key-encoding.ts';
import { ConflictError } from '../problems/errors.ts';
import { enterMapping, type SkuLink, SkuLinks } from './sku-links.ts';

/** Mappings read this long ago are read again before they are used, so that edits take effect within a minute. */
const MAX_AGE_MS = 30_000;

/** All of them are read again after this time: a deleted mapping is in no list of changes. */
const FULL_READ_AFTER_MS = 60 * 60_000;

/** Changes this far before the last read are read again: lists may lag behind writes, and our clock may be ahead of the platform's. */
const LOOK_BACK_MS = 5 * 60_000;

/** What the mappings need. */
export interface SkuMappingsOptions {
  readonly objects: CustomObjects;
  /** `<CONNECTOR_ID>-skus`. */
  readonly container: string;
  readonly clock: Clock;
}

/**
 * Mappings of SKUs as the merchant keeps them in custom objects, among the identities that the connector remembers. Read whole
 * at first, then by changes; those that fit one page are always read whole. A mapping that is deleted among more than that
 * counts for up to an hour more.
 */
export class SkuMappings {
  readonly #options: SkuMappingsOptions;
  #links: SkuLinks | undefined;
  /** The mappings behind them. */
  #byKey: ReadonlyMap<string, SkuLink> = new Map();
  #isSmall = true;
  #readAt = Number.NEGATIVE_INFINITY;
  #fullyReadAt = Number.NEGATIVE_INFINITY;
  #reading: Promise<SkuLinks> | undefined;

  constructor(options: SkuMappingsOptions) {
    this.#options = options;
  }

  /** The links in force, not older than 30 seconds; parallel callers share one read. @throws PlatformError */
  async current(): Promise<SkuLinks> {
    if (this.#links !== undefined && this.#options.clock() - this.#readAt < MAX_AGE_MS) return this.#links;
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  /**
   * Removes a remembered identity whose product is gone from Ordoro. A mapping to another SKU is the merchant's and stays.
   * @returns whether there was one
   * @throws PlatformError
   */
  async forget(sku: string): Promise<boolean> {
    const { objects, container } = this.#options;
    const stored = await objects.get<{ sku?: unknown; ordoroSku?: unknown }>(container, encodeKey(sku));
    if (stored === undefined || stored.value.sku !== sku || stored.value.ordoroSku !== sku) return false;
    try {
      return await objects.delete(container, stored.key, stored.version);
    } catch (error) {
      // Mapped anew at this moment.
      if (error instanceof ConflictError) return false;
      throw error;
    }
  }

  async #read(): Promise<SkuLinks> {
    const now = this.#options.clock();
    const isFull = this.#links === undefined || this.#isSmall || now - this.#fullyReadAt >= FULL_READ_AFTER_MS;
    const read = await (isFull
      ? this.#readInto(new Map())
      : this.#readInto(new Map(this.#byKey), this.#changedLately()));
    if (isFull) [this.#fullyReadAt, this.#isSmall] = [now, read.pages === 1];
    this.#byKey = read.links;
    this.#readAt = now;
    this.#links = new SkuLinks(read.links);
    return this.#links;
  }

  /** Enters what the container holds, or the objects of it that `where` names, page by page. */
  async #readInto(links: Map<string, SkuLink>, where?: string) {
    const { objects, container } = this.#options;
    let after: string | undefined;
    for (let pages = 1; ; pages += 1) {
      const page = await objects.page<unknown>(container, {
        ...(where === undefined ? {} : { where }),
        ...(after === undefined ? {} : { after }),
      });
      for (const object of page.objects) enterMapping(links, object);
      if (page.next === undefined) return { links, pages };
      after = page.next;
    }
  }

  #changedLately(): string {
    return `lastModifiedAt > "${new Date(this.#readAt - LOOK_BACK_MS).toISOString()}"`;
  }
}
