import type { Account } from './account.ts';
import { shipperOf } from './carrier-accounts.ts';
import type { OrderRecord } from './order-record.ts';
import { type Quote, quoteFor } from './rates.ts';
import { notFound } from './refusal.ts';
import type { Shipper } from './wire.ts';

/** Who carries an order, how, and for how much. Without a carrier account the carrier is only a typed name. */
export interface Carriage {
  readonly shipper?: Shipper;
  readonly carrierName: string;
  readonly service: string | null;
  readonly cost: number;
}

/** What the person who ships asks for; see `ShipmentRequest`. */
interface CarriageRequest {
  readonly carrier?: string;
  readonly shipperId?: number;
  readonly service?: string;
  readonly cost?: number;
}

/**
 * The carrier that is asked for; else the one that a rule or preset chose; else the cheapest. Raises a 404 Refusal for an
 * unknown carrier account.
 */
export function chooseCarriage(account: Account, record: OrderRecord, request: CarriageRequest): Carriage {
  const { shipperId, carrier, service = null, cost = 0 } = request;
  if (shipperId !== undefined) {
    const shipper = account.shippers.find((candidate) => candidate.id === shipperId);
    if (shipper === undefined) throw notFound(`Shipper ${shipperId}`);
    return { shipper, carrierName: shipper.name, service, cost };
  }
  return carrier === undefined ? chosenCarriage(account, record, request) : { carrierName: carrier, service, cost };
}

function chosenCarriage(account: Account, record: OrderRecord, request: CarriageRequest): Carriage {
  const { carrier } = record.choice;
  const service = request.service ?? record.choice.service;
  const ofRule = carrier === undefined ? undefined : shipperOf(account, carrier);
  const quote = bestQuote(account, record, { vendor: ofRule?.vendor ?? carrier, service });
  const shipper = ofRule ?? shipperOf(account, carrier ?? quote.vendor);
  return {
    ...(shipper === undefined ? {} : { shipper }),
    carrierName: carrier ?? quote.vendor,
    service: service ?? quote.service,
    cost: request.cost ?? quote.cost,
  };
}

function bestQuote(
  account: Account,
  record: OrderRecord,
  wanted: { readonly vendor: string | undefined; readonly service: string | undefined },
): Quote {
  const vendors = account.shippers.filter((shipper) => shipper.archive_date === null).map((shipper) => shipper.vendor);
  return quoteFor(record.wire, vendors, wanted) ?? { vendor: 'Other', service: 'Standard', cost: 0 };
}
