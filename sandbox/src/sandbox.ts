import type { Clock } from './clock.ts';
import { systemClock } from './clock.ts';
import { type CommercetoolsOptions, type CommercetoolsStandIn, startCommercetools } from './commercetools/stand-in.ts';
import type { OrdoroStandInOptions } from './ordoro/options.ts';
import { type OrdoroStandIn, startOrdoro } from './ordoro/stand-in.ts';
import { MessageRelay, type RelayOptions } from './relay/message-relay.ts';
import { seedCatalogue } from './seed/load.ts';

/** How the sandbox is started. Ports default to free ones. */
export interface SandboxOptions {
  readonly clock?: Clock;
  readonly commercetools?: Partial<CommercetoolsOptions>;
  readonly ordoro?: Partial<OrdoroStandInOptions>;
  readonly relay?: Partial<RelayOptions>;
  /** Puts the catalogue and the merchant's configuration into both stand-ins. Default true. */
  readonly seeded?: boolean;
}

/** Both platforms on loopback, and the relay that carries commercetools' messages to the event app. */
export interface Sandbox {
  readonly commercetools: CommercetoolsStandIn;
  readonly ordoro: OrdoroStandIn;
  readonly relay: MessageRelay;
  /** Deployment variables that point a connector at this sandbox; `more` replaces and adds. */
  environment(more?: Readonly<Record<string, string>>): Record<string, string>;
  /** Where the relay delivers to: the URL of `POST /event`. */
  deliverTo(url: string): void;
  close(): Promise<void>;
}

/** Starts the sandbox. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { clock = systemClock, seeded = true } = options;
  const [commercetools, ordoro] = await Promise.all([
    startCommercetools({ clock, ...options.commercetools }),
    startOrdoro({ clock, ...options.ordoro }),
  ]);
  if (seeded) await seedCatalogue({ commercetools, ordoro });
  let target: string | undefined;
  const relay = new MessageRelay({
    clock,
    projectKey: commercetools.projectKey,
    target: () => {
      if (target === undefined) throw new Error('The sandbox does not know the event app yet: call deliverTo.');
      return target;
    },
    subscriptions: () => commercetools.subscriptions(),
    ...options.relay,
  });
  commercetools.onMessage((message) => relay.enqueue(message));
  return {
    commercetools,
    ordoro,
    relay,
    environment: (more = {}) => ({ ...environmentOf(commercetools, ordoro), ...more }),
    deliverTo: (url) => {
      target = url;
    },
    close: async () => {
      relay.stop();
      await Promise.all([commercetools.close(), ordoro.close()]);
    },
  };
}

function environmentOf(commercetools: CommercetoolsStandIn, ordoro: OrdoroStandIn): Record<string, string> {
  const { projectKey, connectorClient, apiUrl, authUrl } = commercetools;
  return {
    CTP_PROJECT_KEY: projectKey,
    CTP_CLIENT_ID: connectorClient.id,
    CTP_CLIENT_SECRET: connectorClient.secret,
    CTP_API_URL: apiUrl,
    CTP_AUTH_URL: authUrl,
    ORDORO_CLIENT_ID: ordoro.clientId,
    ORDORO_CLIENT_SECRET: ordoro.clientSecret,
    ORDORO_API_URL: ordoro.url,
  };
}
