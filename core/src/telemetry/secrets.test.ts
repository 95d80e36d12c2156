import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSecretField, safeText } from './secrets.ts';

describe('a field that holds a credential', () => {
  it.each([
    'Authorization',
    'proxy-authorization',
    'client_secret',
    'ORDORO_CLIENT_SECRET',
    'accessToken',
    'JOB_TOKEN',
    'x-api-key',
    'password',
    'Set-Cookie',
    'auth',
    'ALERT_WEBHOOK_URL',
  ])('%s is known by its name', (name) => {
    expect(isSecretField(name)).toBe(true);
  });

  it.each(['author', 'client_id', 'orderNumber', 'tokenCount', 'authorized'])('%s is none', (name) => {
    expect(isSecretField(name)).toBe(false);
  });
});

describe('a safe text', () => {
  it.each([
    ['Basic YWxhZGRpbjpvcGVuc2VzYW1l refused', 'Basic [secret] refused'],
    ['authorization: bearer abc.def-123', 'authorization: bearer [secret]'],
    ['https://joe:pass@example.com/x', 'https://[secret]@example.com/x'],
    ['{"client_secret":"abc","a":1}', '{"client_secret":"[secret]","a":1}'],
    ['{\\"access_token\\":\\"abc\\"}', '{\\"access_token\\":\\"[secret]\\"}'],
    ['grant?client_secret=abc&scope=x', 'grant?client_secret=[secret]&scope=x'],
    ['password = hunter2!', 'password = [secret]'],
    ['POST https://hooks.slack.com/services/T1/B2/xyz failed', 'POST https://hooks.slack.com/[secret] failed'],
    ['jwt eyJhbGciOi.eyJzdWIiOi.sig_1', 'jwt [secret]'],
  ])('masks what looks like a credential in: %s', (text, expected) => {
    expect(safeText(text)).toBe(expected);
  });

  it.each([
    'The order A-1001 was refused.',
    'Basic shipping',
    'token expired',
    'https://api.ordoro.com/v3/order?limit=1',
  ])('leaves an ordinary text alone: %s', (text) => {
    expect(safeText(text, ['', 'abc'])).toBe(text);
  });

  it('masks a known secret in plain, URL-encoded, JSON-escaped and base64 form', () => {
    const secret = 'pa"ss/wörd';
    for (const form of [secret, 'pa%22ss%2Fw%C3%B6rd', 'pa\\"ss/wörd', 'cGEic3Mvd8O2cmQ=']) {
      expect(safeText(`value <${form}> sent`, [secret])).toBe('value <[secret]> sent');
    }
  });

  it('leaves no rest of a secret that contains another', () => {
    expect(safeText('key-123456-long', ['key-123456', 'key-123456-long'])).toBe('[secret]');
  });

  it('never shows a known secret, wherever it stands', () => {
    const secret = fc.stringMatching(/^[A-Za-z0-9+/=_.-]{8,40}$/);
    fc.assert(
      fc.property(fc.string(), secret, fc.string(), (before, value, after) => {
        expect(safeText(before + value + after, [value])).not.toContain(value);
      }),
      { numRuns: 200 },
    );
  });
});
