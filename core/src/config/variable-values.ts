import validator from 'validator';
import { z } from 'zod';
import { type GateExpression, readGateExpression } from './gate-expression.ts';
import { instantFromIso } from './iso-instant.ts';

/** Reads the text of one deployment variable. Its issues say what is allowed and never repeat the whole value. */
export type VariableValue<T> = z.ZodType<T, string>;

const NO_SPACES = /^[\x21-\x7e]+$/;

/** Text made of visible ASCII characters without spaces, so that it survives an HTTP header. */
export function token(): VariableValue<string> {
  return value('visible ASCII characters without spaces', (text) => (NO_SPACES.test(text) ? text : undefined));
}

/** A token without `:`, because basic authentication ends the user name there (RFC 7617). */
export function basicAuthUser(): VariableValue<string> {
  return value('visible ASCII characters without spaces and ":"', (text) =>
    NO_SPACES.test(text) && !text.includes(':') ? text : undefined,
  );
}

/** Words separated by spaces. */
export function words(): VariableValue<readonly string[]> {
  return z.string().transform((text) => Object.freeze(text.split(/\s+/).filter((word) => word !== '')));
}

/** A text of the given form. */
export function pattern(form: RegExp, allowed: string): VariableValue<string> {
  return value(allowed, (text) => (form.test(text) ? text : undefined));
}

/** One of a few words; upper and lower case matter. */
export function oneOf<const T extends string>(...choices: readonly T[]): VariableValue<T> {
  return value(choices.join(', '), (text) => choices.find((choice) => choice === text));
}

/** `true` or `false` in any case. */
export function truth(): VariableValue<boolean> {
  const meanings: ReadonlyMap<string, boolean> = new Map([
    ['true', true],
    ['false', false],
  ]);
  return value('true, false', (text) => meanings.get(text.toLowerCase()));
}

/** A whole number in decimal digits, both bounds included. */
export function wholeNumber(min: number, max: number): VariableValue<number> {
  return value(`a whole number from ${min} to ${max}`, (text) => {
    const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    return number >= min && number <= max ? number : undefined;
  });
}

/** A number of hours, zero or more, decimals allowed. */
export function hours(): VariableValue<number> {
  return value('a number of hours, 0 or more, e.g. 2 or 0.5', (text) =>
    /^\d{1,6}(\.\d{1,6})?$/.test(text) ? Number(text) : undefined,
  );
}

/** An ISO 8601 date-time with an offset, as epoch milliseconds (UTC). */
export function dateTime(): VariableValue<number> {
  return value('an ISO 8601 date-time with Z or an offset, e.g. 2026-11-23T00:00:00Z', instantFromIso);
}

/** Currency codes separated by spaces, as a set. */
export function currencies(): VariableValue<ReadonlySet<string>> {
  return z.string().transform((text, context) => {
    const codes = text.split(/\s+/);
    const wrong = codes.filter((code) => !validator.isISO4217(code) || code !== code.toUpperCase());
    if (wrong.length > 0) {
      context.addIssue({
        code: 'custom',
        message: `${wrong.map((code) => JSON.stringify(code)).join(', ')} is not a currency; allowed: upper-case ISO 4217 codes separated by spaces, e.g. EUR USD`,
      });
      return z.NEVER;
    }
    return new Set(codes);
  });
}

/** The gate of `EXPORT_WHEN`. */
export function gate(): VariableValue<GateExpression> {
  return z.string().transform((text, context) => {
    const { expression, mistakes } = readGateExpression(text);
    if (mistakes.length > 0) {
      context.addIssue({ code: 'custom', message: mistakes.join('; ') });
    }
    return expression;
  });
}

/**
 * The address of an API, without a slash at its end. Plain http would send the API key in the clear, so it is only taken for
 * this very machine.
 */
export function apiUrl(): VariableValue<string> {
  return value('an https:// address without user, query and fragment (http:// only for localhost)', (text) => {
    const url = httpUrl(text);
    if (url === undefined || (url.protocol === 'http:' && !isLoopback(url.hostname))) {
      return undefined;
    }
    const bare = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
    return bare ? (url.origin + url.pathname).replace(/\/+$/, '') : undefined;
  });
}

/** Any http or https address, as it was written. */
export function webhookUrl(): VariableValue<string> {
  return value('an address that begins with https:// or http://', (text) =>
    httpUrl(text) === undefined ? undefined : text,
  );
}

function httpUrl(text: string): URL | undefined {
  const url = /^https?:\/\//i.test(text) ? URL.parse(text) : null;
  return url ?? undefined;
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

function value<T>(allowed: string, read: (text: string) => T | undefined): VariableValue<T> {
  return z.string().transform((text, context) => {
    const result = read(text);
    if (result === undefined) {
      context.addIssue({ code: 'custom', message: `allowed: ${allowed}` });
      return z.NEVER;
    }
    return result;
  });
}
