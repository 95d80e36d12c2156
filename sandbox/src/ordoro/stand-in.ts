import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Traffic } from '../traffic/traffic.ts';
import { Account, type AccountSnapshot } from './account.ts';
import { addShipper } from './carrier-accounts.ts';
import { loadContract } from './contract.ts';
import type { OrdoroStandInOptions } from './options.ts';
import { ordoroServer, type Violation } from './server.ts';
import { addWarehouse } from './settings.ts';
import { Warehousing } from './warehousing.ts';

export type { OrdoroStandInOptions } from './options.ts';
export type { Violation } from './server.ts';

/** A running stand-in: its address, what it saw, and everything staff can do in Ordoro (see `Warehousing`). */
export interface OrdoroStandIn extends Warehousing {
  /** Without a trailing slash. */
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly traffic: Traffic;
  /** What the description did not allow, requests and own answers; tests expect it empty. */
  readonly violations: readonly Violation[];
  /** May be changed while it runs. */
  readonly options: OrdoroStandInOptions;
  /** Answers a call that came in through another server, as if it had come to this one. */
  readonly handle: RequestListener;
  /** The account as it is now, without the options. */
  snapshot(): AccountSnapshot;
  /** Puts the account back as it was then, and forgets calls, faults and violations. */
  restore(snapshot: AccountSnapshot): void;
  /** Cuts every connection and stops listening. */
  close(): Promise<void>;
}

class RunningStandIn extends Warehousing implements OrdoroStandIn {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly traffic: Traffic;
  readonly violations: readonly Violation[];
  readonly options: OrdoroStandInOptions;
  readonly handle: RequestListener;
  readonly snapshot: () => AccountSnapshot;
  readonly restore: (snapshot: AccountSnapshot) => void;
  readonly close: () => Promise<void>;

  constructor(account: Account, parts: Omit<OrdoroStandIn, keyof Warehousing>) {
    super(account);
    this.url = parts.url;
    this.clientId = parts.clientId;
    this.clientSecret = parts.clientSecret;
    this.traffic = parts.traffic;
    this.violations = parts.violations;
    this.options = parts.options;
    this.handle = parts.handle;
    this.snapshot = parts.snapshot;
    this.restore = parts.restore;
    this.close = parts.close;
  }
}

/** Id of the warehouse every new account has; it is the default one. */
export const FIRST_WAREHOUSE_ID = 15_450;

/**
 * Starts an empty Ordoro account on 127.0.0.1: one default warehouse, carrier accounts for USPS, UPS, FedEx and DHL, no
 * sales channel, product or order.
 */
export async function startOrdoro(options: OrdoroStandInOptions): Promise<OrdoroStandIn> {
  const account = new Account(options);
  const traffic = new Traffic(options.clock);
  const violations: Violation[] = [];
  const { clientId = 'sandbox-client', clientSecret = 'sandbox-secret' } = options;
  addWarehouse(account, { id: FIRST_WAREHOUSE_ID, name: 'Main warehouse', address: MAIN_ADDRESS });
  for (const [vendor, name] of CARRIERS) addShipper(account, { vendor, name });
  const app = ordoroServer({ account, contract: loadContract(), traffic, violations, clientId, clientSecret });
  await app.listen({ host: '127.0.0.1', port: options.port ?? 0 });
  const { port } = app.server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return new RunningStandIn(account, {
    url,
    clientId,
    clientSecret,
    traffic,
    violations,
    options,
    handle: (request, response) => app.routing(request, response),
    snapshot: () => account.snapshot(),
    restore: (snapshot) => {
      account.restore(snapshot);
      traffic.reset();
      violations.length = 0;
    },
    close: () => app.close(),
  });
}

const MAIN_ADDRESS = { street1: '1 Dock Street', city: 'Austin', state: 'TX', zip: '78701', country: 'US' };

const CARRIERS = [
  ['endicia', 'USPS'],
  ['ups', 'UPS'],
  ['fedex', 'FedEx'],
  ['dhl', 'DHL eCommerce'],
] as const;
