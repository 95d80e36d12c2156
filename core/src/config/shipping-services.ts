import { z } from 'zod';
import { fieldsOnly, listOf, ordoroId, text } from './merchant-values.ts';

/** `-config/shipping-services`: what a shipping method of the shop means in Ordoro. Each method at most once. */
export const SHIPPING_SERVICES = listOf(
  fieldsOnly({
    method: text('the key or name of a shipping method'),
    service: text('the shipping service as Ordoro shall show it'),
    presetId: ordoroId('a shipment preset').optional(),
    warehouseId: ordoroId('a warehouse').optional(),
    tags: z.array(text('the name of a tag'), 'must be a list of tag names: ["rush"]').optional(),
  }),
  ({ method }) => `method "${method}"`,
);

type Entry = z.output<typeof SHIPPING_SERVICES>[number];

/** One shipping method: the text for `shipping_type`, and what else the order gets in Ordoro because of it. */
export interface ShippingServiceMapping extends Readonly<Omit<Entry, 'tags'>> {
  readonly tags?: readonly string[] | undefined;
}
