import { z } from 'zod';

const text = z
  .string()
  .nullish()
  .transform((value) => (value?.trim() ? value.trim() : undefined))
  .catch(undefined);
const number = z
  .union([
    z.number(),
    z
      .string()
      .trim()
      .regex(/^-?\d+(\.\d+)?$/)
      .transform(Number),
  ])
  .nullish()
  .transform((value) => value ?? undefined)
  .catch(undefined);
const idOfLink = z
  .union([z.number(), z.object({ id: z.number() }).transform(({ id }) => id)])
  .nullish()
  .transform((value) => value ?? undefined)
  .catch(undefined);

const packageSchema = z.object({
  tracking_number: text,
  weight: number,
  length: number,
  width: number,
  height: number,
});

const shippingInfoSchema = z.object({
  tracking_number: text,
  package_tracking: text,
  tracking_url: text,
  carrier_name: text,
  carrier: idOfLink,
  shipping_method: text,
  display_shipping_method: text,
  ship_date: text,
  estimated_delivery_date: text,
  cost: number,
  void: z.boolean().nullish().catch(undefined),
  status: text,
  length: number,
  width: number,
  height: number,
  packages: z
    .array(
      packageSchema.catch({
        tracking_number: undefined,
        weight: undefined,
        length: undefined,
        width: undefined,
        height: undefined,
      }),
    )
    .nullish()
    .catch(undefined),
});

/** One package of a shipment. Its field names are undocumented but for the tracking number. Inches, ounces. */
export interface OrdoroPackage {
  readonly trackingNumber: string | undefined;
  readonly length: number | undefined;
  readonly width: number | undefined;
  readonly height: number | undefined;
}

/** A `shipping_info`, as far as the connector reads it. Dates are texts as Ordoro wrote them. */
export interface OrdoroShippingInfo {
  readonly isVoid: boolean;
  /** False: the object says nothing of tracking at all, so it does not say that there is none. */
  readonly tellsTracking: boolean;
  readonly trackingNumber: string | undefined;
  /** Tracking numbers of the parcels in Ordoro's order, each once; empty: shipped without tracking. */
  readonly trackingNumbers: readonly string[];
  readonly packages: readonly OrdoroPackage[];
  readonly trackingUrl: string | undefined;
  /** Typed by hand; bought labels have a `carrierId` instead. */
  readonly carrierName: string | undefined;
  /** Id of the carrier account ("shipper") that the label was bought on. */
  readonly carrierId: number | undefined;
  readonly service: string | undefined;
  readonly shipDate: string | undefined;
  readonly estimatedDelivery: string | undefined;
  /** Decimal. */
  readonly cost: number | undefined;
  /** The carrier's word; Ordoro has it for USPS only. */
  readonly carrierStatus: string | undefined;
}

/**
 * Reads a `shipping_info`. The tracking numbers are those of `packages`, else those in `package_tracking` (comma-separated), else
 * the main one.
 * @returns undefined when it is no object
 */
export function readShippingInfo(body: unknown): OrdoroShippingInfo | undefined {
  const parsed = shippingInfoSchema.safeParse(body);
  if (!parsed.success) return undefined;
  const info = parsed.data;
  const packages = (info.packages ?? []).map(
    ({ tracking_number, length, width, height }): OrdoroPackage => ({
      trackingNumber: tracking_number,
      length: length ?? info.length,
      width: width ?? info.width,
      height: height ?? info.height,
    }),
  );
  const own = packages.flatMap(({ trackingNumber }) => trackingNumber ?? []);
  const listed = (info.package_tracking ?? '').split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()]));
  const main = info.tracking_number === undefined ? [] : [info.tracking_number];
  const numbers = [own, listed, main].find((candidates) => candidates.length > 0) ?? [];
  const keys = body as Record<string, unknown>;
  return {
    isVoid: info.void ?? false,
    tellsTracking: ['tracking_number', 'package_tracking', 'packages'].some((key) => Object.hasOwn(keys, key)),
    trackingNumber: info.tracking_number ?? numbers[0],
    trackingNumbers: [...new Set(numbers)],
    packages: packages.length > 0 ? packages : onlyPackage(info),
    trackingUrl: info.tracking_url,
    carrierName: info.carrier_name,
    carrierId: info.carrier,
    service: info.shipping_method ?? info.display_shipping_method,
    shipDate: info.ship_date,
    estimatedDelivery: info.estimated_delivery_date,
    cost: info.cost,
    carrierStatus: info.status,
  };
}

/** The dimensions beside the packages are deprecated, but may be all there is. */
function onlyPackage(info: z.output<typeof shippingInfoSchema>): OrdoroPackage[] {
  const { tracking_number: trackingNumber, length, width, height } = info;
  return [{ trackingNumber, length, width, height }];
}
