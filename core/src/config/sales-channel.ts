import { z } from 'zod';
import { ordoroId, text } from './merchant-values.ts';

/** `-config/sales-channel`: written by post-deploy; other fields are left alone. */
export const SALES_CHANNEL = z.object(
  {
    salesChannelId: ordoroId('a sales channel'),
    name: text('the name of the sales channel').optional(),
    index: z
      .custom<number>(
        (value) => Number.isSafeInteger(value) && Number(value) > 0,
        'must be the number that begins the order numbers of the sales channel, a whole number without quotation marks',
      )
      .optional(),
  },
  'must be an object with the field salesChannelId',
);

/** The Ordoro sales channel (cart id) that post-deploy found or created; `index` begins its order numbers. */
export type SalesChannel = Readonly<z.output<typeof SALES_CHANNEL>>;
