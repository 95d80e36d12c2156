import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { VERSION } from './version.ts';

describe('the version', () => {
  it.each(['package.json', 'core/package.json', 'event/package.json', 'job/package.json', 'sandbox/package.json'])(
    'is that of %s',
    (file) => {
      const { version } = JSON.parse(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8'));
      expect(version).toBe(VERSION);
    },
  );
});
