import type { Clock } from '../clock.ts';
import type { CustomObjects } from '../commercetools/custom-objects.ts';
import { encodeKey } from '../commercetools/key-encoding.ts';
import { ConflictError } from '../problems/errors.ts';
import { enterMapping, type SkuLink, SkuLinks } from './sku-links.ts';

/** Mappings read this long ago are read again before they are used, so that edits take effect within a minute. */
const MAX_AGE_MS = 30_000;

/** All of them are read again after this time, should a list of changes ever have lacked one. */
const FULL_READ_AFTER_MS = 60 * 60_000;

/** Mappings that one call looks up by their keys, roughly: the bound is the length of the URL. */
const KEYS_PER_CALL = 150;

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
 * at first, then by changes. A mapping that was deleted is in no list of changes, so those known are looked up by their keys as
 * well; where that would cost as many calls, all is read whole.
 */
export class SkuMappings {
  readonly #options: SkuMappingsOptions;
  #links: SkuLinks | undefined;
  /** The mappings behind them. */
  #byKey: ReadonlyMap<string, SkuLink> = new Map();
  /** Of the container when it was last read whole. */
  #pages = 1;
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
    const isFull = this.#links === undefined || this.#isCheaperWhole() || now - this.#fullyReadAt >= FULL_READ_AFTER_MS;
    if (isFull) {
      const { links, pages } = await this.#readInto(new Map());
      [this.#byKey, this.#pages, this.#fullyReadAt] = [links, pages, now];
    } else {
      const standing = await this.#standing();
      const { links } = await this.#readInto(standing, this.#changedLately());
      this.#byKey = links;
    }
    this.#readAt = now;
    this.#links = new SkuLinks(this.#byKey);
    return this.#links;
  }

  /** Looking mappings up and reading what has changed costs as many calls as reading all. */
  #isCheaperWhole(): boolean {
    return 1 + Math.ceil(this.#byKey.size / KEYS_PER_CALL) >= this.#pages;
  }

  /** The known mappings that have not been deleted. Those are looked up before changes are read, so that none made meanwhile is lost. */
  async #standing(): Promise<Map<string, SkuLink>> {
    const { objects, container } = this.#options;
    const links = new Map<string, SkuLink>();
    for (const object of await objects.getMany<unknown>(container, [...this.#byKey.keys()]))
      enterMapping(links, object);
    return links;
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
