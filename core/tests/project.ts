import { type CommercetoolsStandIn, startCommercetools } from '../../sandbox/src/commercetools/stand-in.ts';
import { CommercetoolsClient } from '../src/commercetools/client.ts';
import { CustomObjects } from '../src/commercetools/custom-objects.ts';

/** A commercetools project on this machine, whose clock the test sets, and the connector's way to it. */
export interface Project {
  readonly standIn: CommercetoolsStandIn;
  readonly client: CommercetoolsClient;
  readonly objects: CustomObjects;
  /** Epoch milliseconds. */
  readonly time: { now: number };
  /** Method and path of the calls since the last reset, the project key left out. */
  calls(): string[];
  /** Empties the project, forgets the calls and sets the clock back. */
  reset(): Promise<void>;
}

/** Monday, 23 November 2026, 10:00 UTC. */
export const START = Date.parse('2026-11-23T10:00:00.000Z');

/** Starts an empty project. Close `standIn` afterwards. */
export async function startProject(): Promise<Project> {
  const time = { now: START };
  const standIn = await startCommercetools({ clock: () => time.now });
  const { projectKey, apiUrl, authUrl, connectorClient } = standIn;
  const client = clientFor({ projectKey, apiUrl, authUrl, connectorClient });
  return {
    standIn,
    client,
    objects: new CustomObjects(client),
    time,
    calls: () =>
      standIn.traffic.calls
        .filter(({ path }) => path.startsWith(`/${projectKey}/`))
        .map(({ method, path }) => `${method} ${path.slice(projectKey.length + 1)}`),
    reset: async () => {
      await standIn.reset();
      time.now = START;
    },
  };
}

function clientFor(standIn: Pick<CommercetoolsStandIn, 'projectKey' | 'apiUrl' | 'authUrl' | 'connectorClient'>) {
  const { projectKey, apiUrl, authUrl, connectorClient } = standIn;
  const { id: clientId, secret: clientSecret } = connectorClient;
  return new CommercetoolsClient({ projectKey, clientId, clientSecret, apiUrl, authUrl }, { timeoutMs: 5_000 });
}
