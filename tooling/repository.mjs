import { delimiter, join } from 'node:path';

/** The root folder of this repository. */
export const REPOSITORY = join(import.meta.dirname, '..');

/** Every folder with a lockfile of its own, in the order of installation: the root brings the pinned Node. */
export const FOLDERS = ['.', 'core', 'event', 'job', 'sandbox'];

/** The folders that Connect builds and runs. */
export const APPS = ['event', 'job'];

/** Folder of the tools that the root installs, the pinned Node among them. */
export const ROOT_TOOLS = join(REPOSITORY, 'node_modules', '.bin');

/**
 * The environment of a child process that finds the root's tools, and so the pinned Node, before the machine's own.
 *
 * @param {NodeJS.ProcessEnv} environment
 */
export function withRootTools(environment) {
  return { ...environment, PATH: [ROOT_TOOLS, environment.PATH].join(delimiter) };
}
