import type { PlainJson } from './plain-json.ts';
import { isSecretField, SECRET, safeText } from './secrets.ts';

/** The value without credentials: fields that hold one are masked whole, and every text and field name loses what looks like one. */
export function withoutSecrets(value: PlainJson, secrets: readonly string[]): PlainJson {
  if (typeof value === 'string') return safeText(value, secrets);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: PlainJson) => withoutSecrets(item, secrets));
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      safeText(name, secrets),
      isSecretField(name) && holdsValue(field) ? SECRET : withoutSecrets(field, secrets),
    ]),
  );
}

/** Whether there is anything to hide: `"token": null` says something that a mask would hide. */
function holdsValue(field: PlainJson): boolean {
  return field !== null && field !== '' && typeof field !== 'boolean';
}
