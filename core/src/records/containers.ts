/** Names of the custom object containers of one deployment; all carry its CONNECTOR_ID. */
export interface Containers {
  readonly config: string;
  readonly skus: string;
  readonly orders: string;
  readonly cursors: string;
  readonly locks: string;
  readonly deadLetters: string;
  readonly log: string;
  readonly health: string;
}

/** The containers of the deployment with this CONNECTOR_ID. */
export function containersOf(connectorId: string): Containers {
  return {
    config: `${connectorId}-config`,
    skus: `${connectorId}-skus`,
    orders: `${connectorId}-orders`,
    cursors: `${connectorId}-cursors`,
    locks: `${connectorId}-locks`,
    deadLetters: `${connectorId}-dead-letters`,
    log: `${connectorId}-log`,
    health: `${connectorId}-health`,
  };
}
