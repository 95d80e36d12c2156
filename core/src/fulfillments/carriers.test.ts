import { describe, expect, it } from 'vitest';
import { readOrder } from '../ordoro/readers.ts';
import type { OrdoroShipper } from '../ordoro/shippers.ts';
import { CredentialsError, NotFoundError, RejectedError, TransientError } from '../problems/errors.ts';
import { Carriers } from './carriers.ts';

const MINUTE = 60_000;

/** A row with this `shipping_info`. */
const rowOf = (info?: object) => readOrder({ order_number: '1-1', lines: [], shipping_info: info })!;

/** An Ordoro account with these carrier accounts. */
class Account {
  now = 0;
  readings = 0;
  isAway = false;
  refusal: Error | undefined;
  readonly warnings: string[] = [];
  shippers: OrdoroShipper[] = [
    { id: 1, vendor: 'ups' },
    { id: 2, vendor: 'pitney_presort' },
  ];
  readonly carriers = new Carriers({
    clock: () => this.now,
    shippers: { all: () => this.#all() },
    logger: { warn: (message) => this.warnings.push(message) },
  });

  /** Names that the carriers of rows with these `shipping_info`s get. */
  async names(...infos: readonly object[]) {
    const rows = await this.carriers.withNames(infos.map(rowOf));
    return rows.map(({ shippingInfo }) => shippingInfo?.carrierName);
  }

  async #all() {
    this.readings += 1;
    if (this.isAway) throw new TransientError('Ordoro is away', { platform: 'ordoro' });
    if (this.refusal !== undefined) throw this.refusal;
    return this.shippers;
  }
}

describe('the carrier of a row', () => {
  it('is the vendor of its carrier account, in the usual spelling', async () => {
    expect(await new Account().names({ carrier: { id: 1 } }, { carrier: { id: 2 } })).toEqual(['UPS', 'USPS']);
  });

  it('stays as it was typed', async () => {
    const account = new Account();
    expect(await account.names({ carrier_name: 'ontrac', carrier: { id: 1 } })).toEqual(['ontrac']);
    expect(account.readings).toBe(0);
  });

  it('is unknown when Ordoro does not know the account, or the row names none', async () => {
    expect(await new Account().names({ carrier: { id: 3 } }, {})).toEqual([undefined, undefined]);
  });

  it('leaves everything else of the row as it was', async () => {
    const row = rowOf({ carrier: { id: 1 }, tracking_number: '1Z' });
    const open = rowOf();
    expect(await new Account().carriers.withNames([row, open])).toEqual([
      { ...row, shippingInfo: { ...row.shippingInfo, carrierName: 'UPS' } },
      open,
    ]);
  });
});

describe('the carrier accounts', () => {
  it('are read once, also for several at once, and again after ten minutes', async () => {
    const account = new Account();
    await Promise.all([account.names({ carrier: { id: 1 } }), account.names({ carrier: { id: 2 } })]);
    account.now = 9 * MINUTE;
    await account.names({ carrier: { id: 1 } });
    expect(account.readings).toBe(1);
    account.now = 10 * MINUTE;
    await account.names({ carrier: { id: 1 } });
    expect(account.readings).toBe(2);
  });

  it('are read again for a new account, at most once a minute', async () => {
    const account = new Account();
    await account.names({ carrier: { id: 1 } });
    account.shippers = [...account.shippers, { id: 3, vendor: 'dhl' }];
    expect(await account.names({ carrier: { id: 3 } })).toEqual([undefined]);
    expect(account.readings).toBe(1);
    account.now = MINUTE;
    expect(await account.names({ carrier: { id: 3 } })).toEqual(['DHL eCommerce']);
    expect(account.readings).toBe(2);
  });

  it('are an error when Ordoro cannot be asked, and asked for again the next time', async () => {
    const account = new Account();
    account.isAway = true;
    await expect(account.names({ carrier: { id: 1 } })).rejects.toThrow('Ordoro is away');
    account.isAway = false;
    expect(await account.names({ carrier: { id: 1 } })).toEqual(['UPS']);
  });
});

describe('carrier accounts that Ordoro refuses to tell', () => {
  const refused = [
    new RejectedError('Ordoro, carrier accounts: the answer has not the expected form', { platform: 'ordoro' }),
    new NotFoundError('Ordoro, carrier accounts: status 404', { platform: 'ordoro', status: 404 }),
    new CredentialsError('Ordoro, carrier accounts: status 403', { platform: 'ordoro', status: 403 }),
  ];

  it.each(refused)('leave the rows without carrier, and stop nothing: $message', async (refusal) => {
    const account = new Account();
    account.refusal = refusal;
    expect(await account.names({ carrier: { id: 1 } }, { carrier_name: 'ontrac' })).toEqual([undefined, 'ontrac']);
    expect(account.warnings).toEqual([
      'Ordoro does not tell its carrier accounts; shipments whose label was bought on one are shown without carrier.',
    ]);
  });

  it('are asked for again, and warned of again, at most once a minute', async () => {
    const account = new Account();
    account.refusal = refused[1];
    for (let second = 0; second < 120; second += 1) {
      account.now = second * 1_000;
      await account.names({ carrier: { id: 1 } });
    }
    expect(account.readings).toBe(2);
    expect(account.warnings).toHaveLength(2);
    account.now = 2 * MINUTE;
    account.refusal = undefined;
    expect(await account.names({ carrier: { id: 1 } })).toEqual(['UPS']);
  });

  it('are known as they were before', async () => {
    const account = new Account();
    await account.names({ carrier: { id: 1 } });
    account.now = 11 * MINUTE;
    account.refusal = refused[1];
    expect(await account.names({ carrier: { id: 1 } })).toEqual(['UPS']);
    account.now = 12 * MINUTE;
    account.refusal = undefined;
    account.shippers = [{ id: 1, vendor: 'fedex' }];
    expect(await account.names({ carrier: { id: 1 } })).toEqual(['FedEx']);
  });

  it('are no refusal when the connector itself is at fault', async () => {
    const account = new Account();
    account.refusal = new Error('a mistake');
    await expect(account.names({ carrier: { id: 1 } })).rejects.toThrow('a mistake');
  });
});
