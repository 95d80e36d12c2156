import type { Clock } from '../clock.ts';
import type { OrdoroOrder } from '../ordoro/readers.ts';
import type { OrdoroShipper, OrdoroShippers } from '../ordoro/shippers.ts';
import { PlatformError, TransientError } from '../problems/errors.ts';
import type { Logger } from '../telemetry/logger.ts';
import { carrierNameOfVendor } from './carrier-names.ts';

/** Carrier accounts are read again when they are older, milliseconds. */
const MAX_AGE_MS = 10 * 60_000;

/** For an account that is not among them, and after Ordoro refused to tell them, they are read again at most this often, milliseconds. */
const MIN_AGE_MS = 60_000;

/** What the look-up needs. */
export interface CarriersOptions {
  readonly shippers: Pick<OrdoroShippers, 'all'>;
  readonly clock: Clock;
  readonly logger?: Pick<Logger, 'warn'>;
}

interface Reading {
  /** Names of carriers by id of the account. */
  readonly names: ReadonlyMap<number, string>;
  readonly at: number;
  /** Ordoro refused to tell them, so the names are those of before. */
  readonly isRefused: boolean;
}

/** Which carrier stands behind a carrier account. Ordoro names the account on bought labels, and the carrier on typed tracking only. */
export class Carriers {
  readonly #options: CarriersOptions;
  #reading: Reading | undefined;
  #underWay: Promise<Reading> | undefined;

  constructor(options: CarriersOptions) {
    this.#options = options;
  }

  /**
   * The rows, with the name of the carrier where they only named an account; without it where Ordoro does not know the account,
   * or refuses to tell its accounts: a name is not worth a shipment. Asks nothing when every row has its name already.
   * @param readBy the answer of Ordoro is there by then, or it is an error; epoch milliseconds
   * @throws TransientError when Ordoro could not be asked and may answer later
   */
  async withNames(rows: readonly OrdoroOrder[], readBy = Number.POSITIVE_INFINITY): Promise<readonly OrdoroOrder[]> {
    const ids = rows.flatMap((row) => namelessAccount(row) ?? []);
    if (ids.length === 0) return rows;
    const names = await this.#names(ids, readBy);
    return rows.map((row) => withName(row, names));
  }

  async #names(ids: readonly number[], readBy: number): Promise<Reading['names']> {
    const known = this.#reading;
    const age = known === undefined ? Number.POSITIVE_INFINITY : this.#options.clock() - known.at;
    const isTold = known?.isRefused === false && ids.every((id) => known.names.has(id));
    const maxAge = isTold ? MAX_AGE_MS : MIN_AGE_MS;
    return known !== undefined && age < maxAge ? known.names : (await this.#read(readBy)).names;
  }

  /** Several rows that need it at once share one reading. */
  #read(readBy: number): Promise<Reading> {
    this.#underWay ??= this.#readAnew(readBy).finally(() => {
      this.#underWay = undefined;
    });
    return this.#underWay;
  }

  async #readAnew(readBy: number): Promise<Reading> {
    const at = this.#options.clock();
    const names = await this.#ask(readBy);
    this.#reading = { names: names ?? this.#reading?.names ?? new Map(), at, isRefused: names === undefined };
    return this.#reading;
  }

  /** @returns undefined when Ordoro refused @throws TransientError */
  async #ask(readBy: number): Promise<Reading['names'] | undefined> {
    try {
      return namesOf(await this.#options.shippers.all(readBy));
    } catch (error) {
      if (!(error instanceof PlatformError) || error instanceof TransientError) throw error;
      this.#options.logger?.warn(
        'Ordoro does not tell its carrier accounts; shipments whose label was bought on one are shown without carrier.',
        { error },
      );
      return undefined;
    }
  }
}

function namesOf(shippers: readonly OrdoroShipper[]): Reading['names'] {
  const names = shippers.flatMap(({ id, vendor }): [number, string][] => {
    const name = carrierNameOfVendor(vendor);
    return name === undefined ? [] : [[id, name]];
  });
  return new Map(names);
}

/** The account of a row that names no carrier; undefined: there is no name to look up. */
export function namelessAccount({ shippingInfo }: OrdoroOrder): number | undefined {
  return shippingInfo?.carrierName === undefined ? shippingInfo?.carrierId : undefined;
}

function withName(row: OrdoroOrder, names: Reading['names']): OrdoroOrder {
  const carrierName = names.get(namelessAccount(row) ?? Number.NaN);
  if (row.shippingInfo === undefined || carrierName === undefined) return row;
  return { ...row, shippingInfo: { ...row.shippingInfo, carrierName } };
}
