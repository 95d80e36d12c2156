/** The entry `@commercetools-ordoro/core/setup`: what the scripts of a deployment use. */

export { processEnvironment } from './config/process-environment.ts';
export { REQUIRED_SCOPES } from './setup/check-api-client.ts';
export { type PostDeployDeps, postDeploy } from './setup/post-deploy.ts';
export { type PreUndeployOptions, preUndeploy } from './setup/pre-undeploy.ts';
export type { SetupReport } from './setup/report.ts';
export { type ExitCode, runPostDeploy, runPreUndeploy, type ScriptOptions } from './setup/run-scripts.ts';
export type { SetupStep, StepChange } from './setup/step.ts';
