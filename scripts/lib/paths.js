import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the repository, from wherever a script is called. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/**
 * The Node.js that the installation brings along.
 * @param {string} [folder]
 */
export function bundledNode(folder = root) {
  return join(folder, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}
