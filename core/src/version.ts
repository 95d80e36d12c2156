/** Version of the connector, as in every `package.json`; it goes into the user agent. */
export const VERSION = '0.3.0';
