import { processEnvironment, runPostDeploy } from '@commercetools-ordoro/core/setup';

// Not process.exit: the log must be written out first.
process.exitCode = await runPostDeploy(processEnvironment());
