const SYSTEMS = 'aix android darwin freebsd linux netbsd openbsd openharmony sunos win32 wasi'.split(' ');
const PROCESSORS = 'arm arm64 ia32 loong64 mips64el ppc64 riscv64 s390x wasm32 x64'.split(' ');
const LIBRARIES = { gnu: 'glibc', gnueabihf: 'glibc', musl: 'musl', musleabihf: 'musl' };

/**
 * Completes a lockfile (version 3) with the optional packages of other platforms.
 *
 * npm writes only what its registry showed it at the time; `npm ci` then refuses the file wherever the registry shows
 * more or less. The entries need no checksum to be skipped on the platforms they are not for, and npm fills it in
 * the next time it writes the file with the package at hand.
 *
 * @param {{ packages: Record<string, object> }} lockfile Changed in place.
 * @returns {string[]} The added entries. Throws when a missing package is not one of a single platform, or has no exact version.
 */
export function completeOptionalPackages(lockfile) {
  const added = [];
  for (const [path, entry] of Object.entries(lockfile.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (isLocked(lockfile, path, name)) continue;
      const place = `node_modules/${name}`;
      lockfile.packages[place] = platformEntry({ name, version, requiredBy: entry });
      added.push(place);
    }
  }
  lockfile.packages = sortedByPath(lockfile.packages);
  return added;
}

/** Whether `name` is found from `path` the way Node looks it up, folder by folder upwards. */
function isLocked(lockfile, path, name) {
  for (let folder = path; ; folder = folder.slice(0, Math.max(folder.lastIndexOf('/node_modules/'), 0))) {
    const place = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (place in lockfile.packages) return true;
    if (folder === '') return false;
  }
}

function platformEntry({ name, version, requiredBy }) {
  const words = name.split(/[-/]/);
  const os = words.filter((word) => SYSTEMS.includes(word));
  const cpu = words.filter((word) => PROCESSORS.includes(word));
  const libc = words.flatMap((word) => LIBRARIES[word] ?? []);
  if (os.length !== 1 || cpu.length !== 1 || !/^\d+\.\d+\.\d+$/.test(version)) {
    throw new Error(`${name}@${version} is missing from the lockfile. Run npm install where the registry has it.`);
  }
  return {
    version,
    cpu,
    ...(requiredBy.dev && { dev: true }),
    ...(libc.length > 0 && { libc }),
    optional: true,
    os,
  };
}

function sortedByPath(packages) {
  return Object.fromEntries(Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en')));
}
