import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundledNode, root } from './paths.js';
import { step } from './step.js';

/** Everything that the built pages are made of. */
const sources = ['web', 'client-sdk', 'src/wire', 'src/domain', 'package-lock.json'];
const leftOut = new Set(['dist', 'node_modules']);
const stampFile = (/** @type {string} */ folder) => join(folder, 'web', 'dist', '.stamp');

/** Builds the pages when their sources are not those they were built from. */
export async function buildPagesIfStale(folder = root) {
  const fingerprint = fingerprintOfSources(folder);
  if (isBuiltFrom(folder, fingerprint)) return;
  const vite = join(folder, 'node_modules', 'vite', 'bin', 'vite.js');
  await step('Building the pages', bundledNode(folder), [vite, 'build', '--config', 'web/vite.config.ts'], {
    cwd: folder,
    env: { ...process.env, NODE_ENV: 'production' },
    explain: (output) =>
      /ENOSPC|no space left/i.test(output)
        ? 'The disk is full, so the pages could not be built. Free some space and start again.'
        : /EACCES|EPERM|EROFS/i.test(output)
          ? 'The pages could not be written to web/dist. Start as the user who owns this folder, or give the folder to your user (chown).'
          : 'The pages could not be built; the words above name the file. Put back the last change there, or run `npm run check` to see more.',
  });
  writeFileSync(stampFile(folder), fingerprint);
}

/**
 * @param {string} folder
 * @param {string} fingerprint
 */
export function isBuiltFrom(folder, fingerprint) {
  const file = stampFile(folder);
  return existsSync(file) && readFileSync(file, 'utf8') === fingerprint;
}

/**
 * The same for the same names and contents, whatever the dates say.
 * @param {string} folder
 */
export function fingerprintOfSources(folder) {
  const hash = createHash('sha256');
  for (const file of sources.flatMap((source) => filesBelow(folder, source))) {
    const content = readFileSync(join(folder, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/**
 * @param {string} folder
 * @param {string} path
 * @returns {string[]}
 */
function filesBelow(folder, path) {
  if (path.includes('.')) return existsSync(join(folder, path)) ? [path] : [];
  const entries = existsSync(join(folder, path))
    ? readdirSync(join(folder, path), { withFileTypes: true })
    : [];
  return entries
    .filter((entry) => !leftOut.has(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const inner = `${path}/${entry.name}`;
      return entry.isDirectory() ? filesBelow(folder, inner) : entry.isFile() ? [inner] : [];
    });
}
