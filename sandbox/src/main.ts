import { startSandbox } from './sandbox.ts';

/** Fixed ports of the stand-alone sandbox, so that settings and bookmarks stay valid. */
const COMMERCETOOLS_PORT = 8989;
const ORDORO_PORT = 4100;

/** Where the event app is expected when it is started by hand with PORT=8080. */
const EVENT_URL = 'http://127.0.0.1:8080/event';

const sandbox = await startSandbox({
  commercetools: { port: COMMERCETOOLS_PORT },
  ordoro: { port: ORDORO_PORT },
});
sandbox.deliverTo(EVENT_URL);
sandbox.relay.start();

console.log(`commercetools stand-in  ${sandbox.commercetools.apiUrl}/${sandbox.commercetools.projectKey}`);
console.log(`Ordoro stand-in         ${sandbox.ordoro.url}`);
console.log(`message relay           delivers to ${EVENT_URL}`);
console.log('faults and calls        POST|DELETE <stand-in>/_sandbox/faults, GET <stand-in>/_sandbox/calls\n');
console.log('Variables for the apps:');
for (const [name, value] of Object.entries(sandbox.environment())) console.log(`  ${name}=${value}`);
console.log('\nCtrl-C ends it.');

const stop = () => void sandbox.close().then(() => process.exit(0));
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
