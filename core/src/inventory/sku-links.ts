import { createHash } from 'node:crypto';
import { encodeKey } from '../commercetools/key-encoding.ts';

/** A SKU of commercetools that stands for another one of Ordoro. */
export interface SkuLink {
  readonly sku: string;
  readonly ordoroSku: string;
}

/** An object of the container `<CONNECTOR_ID>-skus`, as far as it matters here. */
export interface StoredMapping {
  readonly key: string;
  readonly value: unknown;
}

/**
 * Which commercetools SKUs stand for which SKUs of Ordoro. Every SKU stands for the same SKU in Ordoro unless it is mapped to
 * another one; several may stand for one. Only such mappings are in memory, so that a catalogue of any size fits.
 */
export class SkuLinks {
  readonly #byKey: ReadonlyMap<string, SkuLink>;
  readonly #byOrdoroSku: ReadonlyMap<string, readonly SkuLink[]>;

  /** @param links mappings to another SKU, by key in the container */
  constructor(links: ReadonlyMap<string, SkuLink> = new Map()) {
    this.#byKey = links;
    this.#byOrdoroSku = Map.groupBy(links.values(), ({ ordoroSku }) => ordoroSku);
  }

  /** How many SKUs are mapped to another one. */
  get size(): number {
    return this.#byKey.size;
  }

  /** The same for the same mappings, whatever their order. */
  get digest(): string {
    const lines = [...this.#byKey.values()].map(({ sku, ordoroSku }) => JSON.stringify([sku, ordoroSku])).sort();
    return createHash('sha256').update(lines.join('\n'), 'utf8').digest('hex');
  }

  /** The SKU in Ordoro that a commercetools SKU stands for. */
  ordoroSkuOf(sku: string): string {
    return this.#byKey.get(encodeKey(sku))?.ordoroSku ?? sku;
  }

  /** The commercetools SKUs that stand for a SKU of Ordoro: itself first, unless it is mapped elsewhere. */
  skusOf(ordoroSku: string): readonly string[] {
    const mapped = (this.#byOrdoroSku.get(ordoroSku) ?? []).map(({ sku }) => sku);
    return this.ordoroSkuOf(ordoroSku) === ordoroSku ? [ordoroSku, ...mapped] : mapped;
  }

  /** The same for several SKUs of Ordoro; those for which no commercetools SKU stands have an empty list. */
  linksOf(ordoroSkus: Iterable<string>): ReadonlyMap<string, readonly string[]> {
    return new Map([...ordoroSkus].map((ordoroSku) => [ordoroSku, this.skusOf(ordoroSku)]));
  }
}

/**
 * Enters one object of the container: its mapping may be new, changed, or an identity by now.
 * @param links by key in the container
 */
export function enterMapping(links: Map<string, SkuLink>, object: StoredMapping): void {
  const link = linkOf(object);
  if (link === undefined) links.delete(object.key);
  else links.set(object.key, link);
}

/**
 * The mapping to another SKU that the object holds. An object counts for the SKU that its value names, under the key of that
 * SKU; a value that names none counts for the SKU of its key.
 * @returns undefined for a SKU that stands for itself, and for an object that maps nothing
 */
function linkOf({ key, value }: StoredMapping): SkuLink | undefined {
  const { sku = skuOfKey(key), ordoroSku } = (value ?? {}) as { sku?: unknown; ordoroSku?: unknown };
  if (typeof sku !== 'string' || typeof ordoroSku !== 'string' || ordoroSku.trim() === '') return undefined;
  return sku === ordoroSku || encodeKey(sku) !== key ? undefined : { sku, ordoroSku };
}

/** @returns undefined when the key is the hash of a long SKU */
function skuOfKey(key: string): string | undefined {
  if (/^sha256~[0-9a-f]{64}$/.test(key)) return undefined;
  try {
    return decodeURIComponent(key.replaceAll('~', '%'));
  } catch {
    return undefined;
  }
}
