import { bounded } from './bounded.ts';
import { plainJson } from './plain-json.ts';
import { withoutSecrets } from './without-secrets.ts';

/** Longest JSON of the fields of one line, in bytes. Google Cloud takes entries up to 256 KB. */
const MAX_FIELDS_BYTES = 32 * 1024;

/** The fields of a log line as plain JSON: errors written out, credentials masked, size bounded. Never throws. */
export function loggable(fields: object, secrets: readonly string[]): object {
  const cut = bounded(withoutSecrets(plainJson(fields).value, secrets), MAX_FIELDS_BYTES);
  return typeof cut === 'object' && cut !== null ? cut : { fields: cut };
}
