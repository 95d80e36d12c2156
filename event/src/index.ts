import { createConnector, EVENT_LIMITS, startApp } from '@commercetools-ordoro/core';
import { createEventApp } from './app.ts';

await startApp({
  name: 'event',
  create: (settings) => {
    const connector = createConnector(settings, { limits: EVENT_LIMITS });
    return { connector, handler: createEventApp(connector) };
  },
});
