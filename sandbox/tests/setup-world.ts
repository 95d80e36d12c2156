import { Writable } from 'node:stream';
import type { Type } from '@commercetools/platform-sdk';
import type { Clock } from '../../core/src/clock.ts';
import { CommercetoolsClient } from '../../core/src/commercetools/client.ts';
import type { Environment } from '../../core/src/config/environment.ts';
import { REQUIRED_SCOPES, USEFUL_SCOPE } from '../../core/src/setup/check-api-client.ts';
import { type ExitCode, runPostDeploy, runPreUndeploy } from '../../core/src/setup/run-scripts.ts';
import { type CommercetoolsStandIn, startCommercetools } from '../src/commercetools/stand-in.ts';
import { type OrdoroStandIn, startOrdoro } from '../src/ordoro/stand-in.ts';

/** The time in these tests; the set-up keeps it without the fraction of a second. */
export const NOW: number = Date.parse('2026-11-23T10:00:00.400Z');

const clock: Clock = () => NOW;

/** Variables of a deployment on AWS, over those of one on Google Cloud. */
export const SNS: Environment = {
  CONNECT_SUBSCRIPTION_DESTINATION: 'SNS',
  CONNECT_AWS_TOPIC_ARN: 'arn:aws:sns:eu-central-1:1:topic',
  CONNECT_GCP_PROJECT_ID: undefined,
  CONNECT_GCP_TOPIC_NAME: undefined,
};

/** Starts an empty commercetools project whose API client has the scopes of connect.yaml. */
export function startProject(
  grantedScopes: readonly string[] = [...REQUIRED_SCOPES, USEFUL_SCOPE],
): Promise<CommercetoolsStandIn> {
  return startCommercetools({ clock, grantedScopes });
}

/** A client of the project with the deployment's credentials. */
export function clientOf({ apiUrl, authUrl, projectKey, connectorClient }: CommercetoolsStandIn): CommercetoolsClient {
  const { id: clientId, secret: clientSecret } = connectorClient;
  return new CommercetoolsClient({ apiUrl, authUrl, projectKey, clientId, clientSecret }, { timeoutMs: 5_000 });
}

/** An empty project, an empty Ordoro account and the scripts of a deployment between them. */
export class SetupWorld {
  readonly commercetools: CommercetoolsStandIn;
  readonly ordoro: OrdoroStandIn;
  #lines: { level: string; message: string }[] = [];

  private constructor(commercetools: CommercetoolsStandIn, ordoro: OrdoroStandIn) {
    this.commercetools = commercetools;
    this.ordoro = ordoro;
  }

  /** Starts both stand-ins. @param grantedScopes of the deployment's API client */
  static async start(grantedScopes?: readonly string[]): Promise<SetupWorld> {
    const [commercetools, ordoro] = await Promise.all([startProject(grantedScopes), startOrdoro({ clock })]);
    return new SetupWorld(commercetools, ordoro);
  }

  /** Stops both. Raises when Ordoro was sent something that its description does not allow. */
  async stop(): Promise<void> {
    await Promise.all([this.commercetools.close(), this.ordoro.close()]);
    if (this.ordoro.violations.length > 0) throw new Error(JSON.stringify(this.ordoro.violations));
  }

  /** Runs the post-deploy script. @param changes variables over the usual ones */
  postDeploy(changes?: Environment): Promise<ExitCode> {
    return runPostDeploy(this.#environment(changes), { clock, stream: this.#output() });
  }

  /** Runs the pre-undeploy script. */
  preUndeploy(changes?: Environment): Promise<ExitCode> {
    return runPreUndeploy(this.#environment(changes), { clock, stream: this.#output() });
  }

  /** What the last script logged, as written. */
  log(): string {
    return this.#lines.map((line) => JSON.stringify(line)).join('\n');
  }

  /** Messages of the last script, all or of one level. */
  messages(level?: string): string[] {
    return this.#lines.filter((line) => level === undefined || line.level === level).map(({ message }) => message);
  }

  /** Every write on both sides since the last reset; logging in is none. */
  writes(): string[] {
    return [...this.commercetools.traffic.calls, ...this.ordoro.traffic.calls]
      .filter(({ method, path }) => method !== 'GET' && path !== '/oauth/token')
      .map(({ method, path }) => `${method} ${path}`);
  }

  /** Forgets the traffic so far. */
  resetTraffic(): void {
    this.commercetools.traffic.reset();
    this.ordoro.traffic.reset();
  }

  /** The value of a custom object. */
  value(container: string, key: string): unknown {
    return this.commercetools.customObject(container, key)?.value;
  }

  /** The Type with this key. */
  type(key: string): Type {
    const found = this.commercetools.all('type').find((type) => type.key === key);
    if (found === undefined) throw new Error(`There is no Type ${key}.`);
    return found;
  }

  /** Names of a Type's fields. */
  fields(key: string): string[] {
    return this.type(key).fieldDefinitions.map(({ name }) => name);
  }

  /** Takes a field away, as a merchant can. */
  removeField(key: string, name: string): void {
    const type = this.type(key);
    const fieldDefinitions = type.fieldDefinitions.filter((definition) => definition.name !== name);
    this.commercetools.add('type', { ...type, fieldDefinitions });
  }

  #environment(changes: Environment = {}): Environment {
    return {
      CTP_PROJECT_KEY: 'sandbox',
      CTP_CLIENT_ID: this.commercetools.connectorClient.id,
      CTP_CLIENT_SECRET: this.commercetools.connectorClient.secret,
      CTP_API_URL: this.commercetools.apiUrl,
      CTP_AUTH_URL: this.commercetools.authUrl,
      ORDORO_API_URL: this.ordoro.url,
      ORDORO_CLIENT_ID: this.ordoro.clientId,
      ORDORO_CLIENT_SECRET: this.ordoro.clientSecret,
      CONNECT_GCP_PROJECT_ID: 'connect-project',
      CONNECT_GCP_TOPIC_NAME: 'topic-1',
      ...changes,
    };
  }

  #output(): Writable {
    const lines: { level: string; message: string }[] = [];
    this.#lines = lines;
    return new Writable({
      write(chunk: Buffer, _encoding, done) {
        for (const line of chunk.toString().split('\n')) if (line !== '') lines.push(JSON.parse(line));
        done();
      },
    });
  }
}
