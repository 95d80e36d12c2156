/** Makes every lockfile whole: `npm run lockfiles`, after `npm install` behind a registry that lacks some platforms. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { completeOptionalPackages } from './lockfile-entries.mjs';
import { FOLDERS, REPOSITORY } from './repository.mjs';

for (const folder of FOLDERS) {
  const file = join(REPOSITORY, folder, 'package-lock.json');
  const lockfile = JSON.parse(readFileSync(file, 'utf8'));
  const added = completeOptionalPackages(lockfile);
  if (added.length > 0) writeFileSync(file, `${JSON.stringify(lockfile, null, 2)}\n`);
  console.log(`${folder.padEnd(8)} ${added.length} entries added`);
}
