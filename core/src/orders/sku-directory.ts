import type { Clock } from '../clock.ts';
import type { CustomObjects } from '../commercetools/custom-objects.ts';
import { encodeKey } from '../commercetools/key-encoding.ts';
import type { SkuPolicy } from '../config/settings.ts';
import type { OrdoroProducts } from '../ordoro/products.ts';
import { ConflictError } from '../problems/errors.ts';
import type { SkuFact, SkuFacts } from './order-context.ts';

/** A mapping read this long ago is read again, so that edits take effect within a minute. */
const MAPPING_AGE_MS = 45_000;

/** SKUs kept in memory; the oldest are forgotten first. */
const MAX_REMEMBERED = 10_000;

/** Value of `-skus/<encoded SKU>`: a manual mapping, or (same SKU on both sides) an identity that was verified in Ordoro. */
export interface SkuMapping {
  readonly sku: string;
  readonly ordoroSku: string;
}

/** What the directory needs. */
export interface SkuDirectoryOptions {
  readonly objects: CustomObjects;
  readonly container: string;
  readonly products: Pick<OrdoroProducts, 'exists'>;
  readonly policy: SkuPolicy;
  readonly clock: Clock;
}

/** How one look-up is made. */
export interface SkuLookUp {
  /** Ordoro has answered by then, or the look-up fails; epoch milliseconds. */
  readonly readBy: number;
  /** Compute only: nothing is remembered in commercetools. */
  readonly dryRun: boolean;
}

/**
 * Which Ordoro product a commercetools SKU stands for. A known SKU costs no call; an unknown one costs one read for all SKUs
 * of the order, one Ordoro call each, and is remembered. That a SKU is unmapped is never remembered, so that a product
 * created or a mapping made a moment ago counts at once.
 */
export class SkuDirectory {
  readonly #options: SkuDirectoryOptions;
  readonly #known = new Map<string, { readonly ordoroSku: string; readonly readAt: number }>();
  readonly #verified = new Set<string>();

  constructor(options: SkuDirectoryOptions) {
    this.#options = options;
  }

  /** The facts for these SKUs. @throws PlatformError */
  async resolve(skus: readonly string[], lookUp: SkuLookUp): Promise<SkuFacts> {
    const facts = new Map(this.remembered(skus));
    const unknown = [...new Set(skus)].filter((sku) => !facts.has(sku));
    if (unknown.length === 0) return facts;
    const mappings = await this.#readMappings(unknown);
    await Promise.all(unknown.map(async (sku) => facts.set(sku, await this.#factOf(sku, mappings.get(sku), lookUp))));
    return facts;
  }

  /** What is in memory about these SKUs and fresh enough to count. Costs nothing. */
  remembered(skus: readonly string[]): SkuFacts {
    const now = this.#options.clock();
    return new Map(
      skus.flatMap((sku) => {
        const known = this.#known.get(sku);
        const isFresh = known !== undefined && now - known.readAt < MAPPING_AGE_MS;
        return isFresh ? [[sku, { ordoroSku: known.ordoroSku }] as const] : [];
      }),
    );
  }

  /** Whether a look-up of these SKUs may have to ask Ordoro, which takes time; else it costs one read from commercetools. */
  mayAskOrdoro(skus: readonly string[]): boolean {
    const isVerified = (sku: string) => this.#verified.has(this.#known.get(sku)?.ordoroSku ?? sku);
    return this.#options.policy === 'require' && !skus.every(isVerified);
  }

  /** The product is gone from Ordoro: whether it is there again is asked at the next look-up. @param ordoroSku its SKU in Ordoro */
  forget(ordoroSku: string): void {
    this.#verified.delete(ordoroSku);
    for (const [sku, known] of this.#known) if (known.ordoroSku === ordoroSku) this.#known.delete(sku);
  }

  async #readMappings(skus: readonly string[]): Promise<Map<string, string>> {
    const { objects, container } = this.#options;
    const stored = await objects.getMany<Partial<SkuMapping>>(
      container,
      skus.map((sku) => encodeKey(sku)),
    );
    const byKey = new Map(stored.map(({ key, value }) => [key, value]));
    return new Map(
      skus.flatMap((sku) => {
        const { sku: meant = sku, ordoroSku } = byKey.get(encodeKey(sku)) ?? {};
        // The key of a long SKU is only a hash: the value says which SKU is meant.
        const isMapped = meant === sku && typeof ordoroSku === 'string' && ordoroSku.trim() !== '';
        return isMapped ? [[sku, ordoroSku] as const] : [];
      }),
    );
  }

  async #factOf(sku: string, mapped: string | undefined, lookUp: SkuLookUp): Promise<SkuFact> {
    const ordoroSku = mapped ?? sku;
    // Verified here and remembered nowhere (any more): another process found the product gone.
    if (mapped === undefined) this.#verified.delete(ordoroSku);
    // A remembered identity was verified when it was written; a manual mapping is verified once per process.
    const isTrusted = this.#options.policy === 'create' || mapped === sku || this.#verified.has(ordoroSku);
    if (!isTrusted && !(await this.#options.products.exists(ordoroSku, lookUp.readBy))) return 'unmapped';
    if (!isTrusted && mapped === undefined && !lookUp.dryRun) await this.#remember({ sku, ordoroSku });
    if (this.#options.policy === 'require') this.#verified.add(ordoroSku);
    this.#known.delete(sku);
    this.#known.set(sku, { ordoroSku, readAt: this.#options.clock() });
    this.#forgetOldest();
    return { ordoroSku };
  }

  async #remember(mapping: SkuMapping): Promise<void> {
    try {
      await this.#options.objects.put(this.#options.container, encodeKey(mapping.sku), { value: mapping, version: 0 });
    } catch (error) {
      // Somebody mapped it at this moment; that mapping is read at the next look.
      if (!(error instanceof ConflictError)) throw error;
    }
  }

  #forgetOldest(): void {
    for (const remembered of [this.#known, this.#verified])
      for (const oldest of remembered.keys()) {
        if (remembered.size <= MAX_REMEMBERED) break;
        remembered.delete(oldest);
      }
  }
}
