export { ConfigurationError } from './config/configuration-error.ts';
export { parseSettings } from './config/environment.ts';
export { parseRunRequest } from './config/run-request.ts';
export type { ConnectorSettings } from './config/settings.ts';
export { type Connector, type ConnectorParts, createConnector, EVENT_LIMITS, JOB_LIMITS } from './connector.ts';
export { decodeDelivery } from './messages/decode.ts';
export { relevanceOf } from './messages/relevance.ts';
export { messageOf, PlatformError } from './problems/errors.ts';
export { startApp } from './start-app.ts';
