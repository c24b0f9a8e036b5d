import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Locked {
  version?: string;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

const lockfile = new URL('../../package-lock.json', import.meta.url);
const { packages } = JSON.parse(readFileSync(lockfile, 'utf8')) as { packages: Record<string, Locked> };

/** Node.js looks beside the package that asks, then a folder further up, and so on. */
function isLocked(from: string, name: string): boolean {
  for (let folder = from; ; folder = folder.slice(0, folder.lastIndexOf('/node_modules/'))) {
    if (packages[`${folder}/node_modules/${name}`.replace(/^\//, '')]) return true;
    if (!folder.includes('/node_modules/')) return Boolean(packages[`node_modules/${name}`]);
  }
}

// On one system npm may drop what only others need; `npm ci` then refuses the lockfile everywhere.
test('the lockfile names every package that any package asks for, also those for other systems', () => {
  const missing = Object.entries(packages).flatMap(([path, { dependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies })
      .filter((name) => !isLocked(path, name))
      .map((name) => `${name} for ${path || 'this project'}`),
  );
  expect(missing).toEqual([]);
});

test('the lockfile holds no address of a registry, so everybody’s own is used', () => {
  expect(readFileSync(lockfile, 'utf8')).not.toMatch(/"resolved": "https?:/);
});

/** Below these a package has a known way to be crashed or flooded. */
const floors: Record<string, string> = {
  '@mikro-orm/core': '7.0.6',
  '@mikro-orm/postgresql': '7.0.6',
  '@mikro-orm/sql': '7.0.6',
  'body-parser': '2.4.0',
  'engine.io': '6.6.11',
  express: '5.3.0',
  jsonwebtoken: '9.0.0',
  qs: '6.16.0',
  'socket.io': '4.8.4',
  'socket.io-parser': '4.2.7',
  ws: '8.21.1',
};

test.each(Object.entries(floors))('%s is locked at %s or newer, wherever it stands', (name, floor) => {
  const versions = Object.entries(packages)
    .filter(([path]) => path.endsWith(`node_modules/${name}`))
    .map(([, { version }]) => version!);
  expect(versions).not.toEqual([]);
  for (const version of versions)
    expect(version.localeCompare(floor, 'en', { numeric: true })).toBeGreaterThanOrEqual(0);
});
