import { createConnector, JOB_LIMITS, startApp } from '@commercetools-ordoro/core';
import { createJobApp } from './app.ts';

await startApp({
  name: 'job',
  create: (settings) => {
    const connector = createConnector(settings, { limits: JOB_LIMITS });
    return { connector, handler: createJobApp(connector) };
  },
});
