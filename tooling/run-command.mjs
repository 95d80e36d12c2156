import { spawn } from 'node:child_process';

/**
 * Runs a program to its end and keeps what it printed.
 *
 * @param {string[]} command Program and arguments, without a shell.
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv }} options Working folder and, when it differs from ours, the environment.
 * @returns {Promise<{ code: number, output: string }>} Exit code (1 when a signal ended it) and both streams in order.
 */
export function runCommand([program, ...args], options) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk) => {
      output += chunk;
    };
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
