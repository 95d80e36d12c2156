import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

/** Folders that are installed or made. */
const NOT_OURS = new Set(['node_modules', '.git', 'dist', 'coverage']);

const DOCUMENTS = documentsIn(ROOT);

function documentsIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : documentsIn(path);
    return entry.name.endsWith('.md') ? [relative(ROOT, path)] : [];
  });
}

function read(document: string): string {
  return readFileSync(join(ROOT, document), 'utf8');
}

/** The text without code, in which brackets are no links and `#` begins no heading. */
function prose(document: string): string {
  return read(document)
    .replace(/^```[\s\S]*?^```/gm, '')
    .replace(/(?<!`)`[^`\n]+`(?!`)/g, (code) => code.replace(/[[\]()]/g, ''));
}

/** Targets of the links in a document that stay inside the repository. */
function linksIn(document: string): string[] {
  return [...prose(document).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/i.test(target));
}

/** The names that GitHub gives the headings of a document. */
function anchorsOf(document: string): Set<string> {
  const headings = [...prose(document).matchAll(/^#{1,6} +(.+)$/gm)].map(([, text = '']) => text);
  return new Set(
    headings.map((text) =>
      text
        .toLowerCase()
        .replace(/[^\p{L}\p{N} _-]/gu, '')
        .trim()
        .replaceAll(' ', '-'),
    ),
  );
}

function isBroken(document: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? document : relative(ROOT, join(ROOT, dirname(document), path));
  if (!existsSync(join(ROOT, target))) return true;
  return anchor !== undefined && target.endsWith('.md') && !anchorsOf(target).has(anchor);
}

describe('the documents', () => {
  it('are more than a few', () => {
    expect(DOCUMENTS).toEqual(expect.arrayContaining(['README.md', 'CONTRIBUTING.md', 'docs/README.md']));
  });

  it.each(DOCUMENTS)('%s links only to files and headings that exist', (document) => {
    expect(linksIn(document).filter((link) => isBroken(document, link))).toEqual([]);
  });

  it('name as proof of a promise only tests that exist', () => {
    const named = [...read('docs/reliability.md').matchAll(/`([\w/.-]+\.test\.ts)`/g)].map(([, test = '']) => test);
    const proofs = named.map((test) => (test.startsWith('core/') ? test : `sandbox/tests/${test}`));
    expect(proofs.length).toBeGreaterThan(30);
    expect(proofs.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('name no command that package.json does not have', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = DOCUMENTS.flatMap((document) =>
      [...read(document).matchAll(/npm run (?:--silent )?([a-z][a-z:-]*)/g)].map(([, script = '']) => script),
    );
    expect(named.filter((script) => !(script in scripts) && !APP_SCRIPTS.has(script))).toEqual([]);
  });
});

/** Scripts of the apps, which connect.yaml runs. */
const APP_SCRIPTS = new Set(['connector:post-deploy', 'connector:pre-undeploy']);
