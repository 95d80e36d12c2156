import type { CommercetoolsStandIn } from '../commercetools/stand-in.ts';
import type { Warehousing } from '../ordoro/warehousing.ts';
import { sampleAddress } from './addresses.ts';
import { EAST, WEST } from './articles.ts';
import { exported, type Outcome } from './demo-order.ts';
import { SEED_IDS } from './seed-names.ts';
import { SAMPLES, STOCK_ARTICLES, sampleSku } from './stock-articles.ts';

/** Where a scene plays. */
export interface StockStage {
  readonly ordoro: Pick<Warehousing, 'changeStock'>;
  readonly commercetools: Pick<
    CommercetoolsStandIn,
    'orders' | 'merchantUpdate' | 'merchantSetsStock' | 'customObject' | 'putCustomObject'
  >;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Something that happens to the stock. */
export interface StockScene {
  readonly says: string;
  readonly work: (stage: StockStage) => unknown;
}

/** Units, summed over the SKUs of a row. */
export interface StockFigures {
  /** In Ordoro, in the warehouse of the channel; so are the next two. */
  readonly onHand: number;
  readonly committed: number;
  readonly available: number;
  /** Of orders that Ordoro has not accepted. */
  readonly heldBack: number;
  /** What commercetools has on stock. */
  readonly shown: number;
}

/** One line of the table: the stock of a SKU, or of many of them, in a supply channel. */
export interface StockRow {
  readonly title: string;
  readonly skus: readonly string[];
  readonly channel: 'us-east' | 'us-west';
  readonly expected: StockFigures;
}

/** What happens between two runs of the job, and where everything has to stand after the second. */
export interface StockRound {
  readonly scenes: readonly StockScene[];
  /** Only what is worth showing; everything else stays as it was. */
  readonly rows: readonly StockRow[];
  /** Orders that stand elsewhere now. */
  readonly orders: readonly { readonly orderNumber: string; readonly expected: Outcome }[];
  /** Whether the connector refuses to write what it found. */
  readonly isStopped: boolean;
}

/** Samples that the warehouse seems to have lost. */
const LOST_SAMPLES = 55;

const ALL_SAMPLES = Array.from({ length: SAMPLES }, (_, index) => sampleSku(index + 1));

/** How long an approval counts, milliseconds. */
const APPROVED_FOR_MS = 60 * 60_000;

type Figures = readonly [onHand: number, committed: number, available: number, heldBack: number, shown: number];

function row(sku: string, channel: StockRow['channel'], figures: Figures): StockRow {
  return { title: sku, skus: [sku], channel, expected: named(figures) };
}

function samples(channel: StockRow['channel'], figures: Figures): StockRow {
  return {
    title: `${SAMPLES} samples, SMP-*`,
    skus: ALL_SAMPLES,
    channel,
    expected: named(figures),
  };
}

function named([onHand, committed, available, heldBack, shown]: Figures): StockFigures {
  return { onHand, committed, available, heldBack, shown };
}

/** The warehouses count, goods arrive, the merchant sets what is the merchant's. */
const COUNTED: StockRound = {
  scenes: [
    {
      says: 'The warehouses count TEA-SENCHA: 70 in Newark, 12 in Reno.',
      work: ({ ordoro }) => {
        ordoro.changeStock(STOCK_ARTICLES.sencha.sku, { warehouseId: EAST, on_hand: 70 });
        ordoro.changeStock(STOCK_ARTICLES.sencha.sku, { warehouseId: WEST, on_hand: 12 });
      },
    },
    {
      says: 'TEA-ASSAM sells well: 50 are left in Newark, 6 in Reno. A rule offers 90 % and keeps 5.',
      work: ({ ordoro }) => {
        ordoro.changeStock(STOCK_ARTICLES.assam.sku, { warehouseId: EAST, on_hand: 50 });
        ordoro.changeStock(STOCK_ARTICLES.assam.sku, { warehouseId: WEST, on_hand: 6 });
      },
    },
    {
      says: 'Eighteen TEA-OOLONG arrive in Reno. Four are sold by NS-7001, which is held: Ordoro does not know it.',
      work: ({ ordoro }) => ordoro.changeStock(STOCK_ARTICLES.oolong.sku, { warehouseId: WEST, adjustment: 18 }),
    },
    {
      says: 'The merchant, who owns the stock of KTL-GOOSE, sets 30 for us-east in commercetools. Two more are sold, not shipped.',
      work: ({ commercetools }) =>
        commercetools.merchantSetsStock({ sku: STOCK_ARTICLES.kettle.sku, channelId: SEED_IDS.channelEast }, 30),
    },
  ],
  rows: [
    row('TEA-SENCHA', 'us-east', [70, 0, 70, 0, 70]),
    row('TEA-SENCHA', 'us-west', [12, 0, 12, 0, 12]),
    // 90 % of 50 is 45, of 6 it is 5.4.
    row('TEA-ASSAM', 'us-east', [50, 0, 50, 0, 40]),
    row('TEA-ASSAM', 'us-west', [6, 0, 6, 0, 0]),
    row('TEA-OOLONG', 'us-east', [18, 0, 18, 0, 18]),
    row('TEA-OOLONG', 'us-west', [30, 0, 30, 4, 26]),
    row('KTL-GOOSE', 'us-east', [32, 2, 30, 0, 30]),
    row('KTL-GOOSE', 'us-west', [15, 0, 15, 0, 15]),
    samples('us-east', [2400, 0, 2400, 0, 2400]),
    samples('us-west', [6000, 0, 6000, 0, 6000]),
  ],
  orders: [],
  isStopped: false,
};

/** A mistake, or what looks like one; meanwhile an order reaches Ordoro. */
const EMPTIED: StockRound = {
  scenes: [
    {
      says: 'NS-7001: The customer sends the ZIP code, so the order goes to Ordoro.',
      work: async ({ commercetools }) => {
        const order = commercetools.orders().find(({ orderNumber }) => orderNumber === 'NS-7001');
        const address = sampleAddress('US');
        await commercetools.merchantUpdate(order?.id ?? '', [{ action: 'setShippingAddress', address }]);
      },
    },
    {
      says: `A stock import in Ordoro empties ${LOST_SAMPLES} samples in Newark.`,
      work: ({ ordoro }) => {
        for (const sku of ALL_SAMPLES.slice(0, LOST_SAMPLES))
          ordoro.changeStock(sku, { warehouseId: EAST, on_hand: 0 });
      },
    },
  ],
  rows: [
    row('TEA-OOLONG', 'us-west', [30, 4, 26, 0, 26]),
    samples('us-east', [200, 0, 200, 0, 2400]),
    samples('us-west', [6000, 0, 6000, 0, 6000]),
  ],
  orders: [{ orderNumber: 'NS-7001', expected: exported() }],
  isStopped: true,
};

/** It was none. */
const APPROVED: StockRound = {
  scenes: [
    {
      says: 'The samples are sold out indeed: the merchant approves the plan.',
      work: ({ commercetools, now }) => {
        const plan = stoppedPlan(commercetools);
        const until = new Date(now + APPROVED_FOR_MS).toISOString();
        return commercetools.putCustomObject('ordoro-config', 'inventory-approval', { plan, until });
      },
    },
  ],
  rows: [
    row('TEA-OOLONG', 'us-west', [30, 4, 26, 0, 26]),
    samples('us-east', [200, 0, 200, 0, 200]),
    samples('us-west', [6000, 0, 6000, 0, 6000]),
  ],
  orders: [],
  isStopped: false,
};

/** The stock act, given `seedStock` and `stockOrders`. */
export const STOCK_ROUNDS: readonly StockRound[] = [COUNTED, EMPTIED, APPROVED];

/** Hash of the plan that the connector refuses to write; undefined: it refuses nothing. */
export function stoppedPlan(commercetools: Pick<CommercetoolsStandIn, 'customObject'>): string | undefined {
  return commercetools.customObject('ordoro-health', 'status')?.value?.inventoryPlan;
}
