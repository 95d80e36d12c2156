/** What stands where a credential was. */
export const SECRET = '[secret]';

/** Shorter values are not masked: they would wreck ordinary words and are no credentials. */
const MIN_SECRET_LENGTH = 6;

const SECRET_FIELDS = new Set([
  'authorization',
  'proxyauthorization',
  'auth',
  'bearer',
  'cookie',
  'setcookie',
  'credentials',
  'pwd',
  'session',
  'sessionid',
  'signature',
]);
const SECRET_ENDINGS = [
  'secret',
  'secrets',
  'token',
  'tokens',
  'password',
  'passwd',
  'passphrase',
  'apikey',
  'accesskey',
  'privatekey',
  'webhookurl',
];

/** Whether a field of this name holds a credential, in any spelling: `client_secret`, `clientSecret`, `Authorization`. */
export function isSecretField(name: string): boolean {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  return SECRET_FIELDS.has(plain) || SECRET_ENDINGS.some((ending) => plain.endsWith(ending));
}

/** Credentials that can be told by their form alone. Every quantifier is bounded, so that no text makes them slow. */
const CREDENTIAL_FORMS: readonly (readonly [RegExp, string])[] = [
  // "Basic shipping" is a service: a credential has a digit, a sign or a capital after its first letter.
  [
    /\b([Bb]asic|BASIC|[Bb]earer|BEARER)(\s{1,4}|%20)(?=[a-z]{0,200}.[a-z]{0,200}[A-Z0-9=+/._~-])[A-Za-z0-9+/=._~-]{6,4096}/g,
    `$1$2${SECRET}`,
  ],
  [/\b(https?:\/\/)[^\s/@"']{1,512}@/gi, `$1${SECRET}@`],
  [/\beyJ[\w-]{4,4096}\.[\w-]{4,8192}(?:\.[\w-]{0,4096})?/g, SECRET],
  [/\b(https:\/\/hooks\.slack\.com\/)[^\s"']{1,256}/gi, `$1${SECRET}`],
  [
    /(\b[\w-]{0,40}(?:client_?secret|password|passwd|api_?key|(?:access|refresh|id|job)_?token|authorization)\\?["']?\s{0,4}[:=]\s{0,4}\\?["']?)(?!(?:basic|bearer)\b)[^\s"'&,;}\\[]{1,4096}/gi,
    `$1${SECRET}`,
  ],
];

/**
 * The text without credentials: the given secrets in plain, URL-encoded, JSON-escaped and base64 form, and everything that
 * looks like one: basic and bearer headers, passwords in addresses, JSON web tokens, `client_secret=…` and the like.
 */
export function safeText(text: string, secrets: readonly string[] = []): string {
  let safe = text;
  for (const form of secretForms(secrets)) safe = safe.replaceAll(form, SECRET);
  for (const [form, mask] of CREDENTIAL_FORMS) safe = safe.replace(form, mask);
  return safe;
}

function secretForms(secrets: readonly string[]): readonly string[] {
  const forms = secrets
    .filter((secret) => secret.length >= MIN_SECRET_LENGTH)
    .flatMap((secret) => [
      secret,
      encodeURIComponent(secret.toWellFormed()),
      JSON.stringify(secret).slice(1, -1),
      Buffer.from(secret).toString('base64'),
    ]);
  // Longest first, so that a secret containing another leaves no rest.
  return [...new Set(forms)].sort((one, other) => other.length - one.length);
}
